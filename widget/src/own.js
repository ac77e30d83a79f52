/**
 * The visitor's own choice, in place: the consent server's pages cannot see the cookie
 * of this site. The permanent link opens the second layer as it was answered, with the
 * number of the record and its receipt.
 *
 * @typedef {import("./config.js").Config} Config
 * @typedef {import("./acts.js").Here} Here
 */
import { readToken } from "./device.js";
import { createElement, findAll } from "./page.js";

/**
 * Follow the permanent link without leaving the page.
 *
 * @param {HTMLElement} banner
 * @param {ReturnType<typeof import("./layer.js").offerLayer>} openLayer
 * @param {Here} here
 */
export function followLink(banner, openLayer, { config, readMirror }) {
  const link = /** @type {HTMLElement | undefined} */ (
    // What a visitor wrote into the page stands in front of ours.
    findAll(".visitor-choices-link").at(-1)
  );
  const choose = /** @type {HTMLElement | null | undefined} */ (
    banner.querySelector("[data-layer]")
  );
  if (!link || !choose) return;
  const own = createElement(link.namespaceURI, "p");
  const back = /** @type {HTMLButtonElement} */ (createElement(link.namespaceURI, "button"));
  back.type = "button";
  back.className = "visitor-choices-back";
  back.textContent = TEXTS.back;

  /** Who has answered may look and go again. */
  const mayLeave = () => !readMirror().open;
  const leave = () => {
    if (!mayLeave()) return;
    banner.hidden = true;
    link.focus();
  };
  const follow = () => choose.ariaExpanded === "true" || leave();
  banner.addEventListener("keydown", ({ key }) => key === "Escape" && follow());
  choose.addEventListener("click", follow);
  back.addEventListener("click", leave);

  link.addEventListener("click", async (event) => {
    event.preventDefault();
    banner.hidden = false;
    choose.focus();
    const layer = await openLayer();
    if (!layer) return;
    answer(layer, readMirror());
    back.hidden = !mayLeave();
    layer.prepend(back);
    layer.append(own);
    layer.scrollIntoView();
    showRecord(own, config);
  });
}

/**
 * Show what the mirror says, so that saving it unchanged changes nothing.
 *
 * @param {HTMLElement} layer
 * @param {import("./mirror.js").Mirror} mirror
 */
function answer(layer, mirror) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = layer.querySelectorAll("[name=purpose]");
  for (const box of boxes) box.checked = mirror.purposes.includes(box.value);
  const selects = [...layer.querySelectorAll("select")];
  for (const select of selects) {
    const follows = selects
      .filter(({ name }) => name === select.name)
      .map((same) => same.closest(".visitor-choices-purpose")?.querySelector("input"))
      .every((box) => box?.checked);
    const granted = mirror.services.includes(select.name.replace("service:", ""));
    select.value = granted === follows ? "" : granted ? "granted" : "refused";
  }
}

/** @param {Element} place @param {Config} config */
async function showRecord(place, config) {
  place.textContent = "";
  const token = readToken(config);
  if (!token) return;
  const response = await fetch(config.path + "receipt", {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => null);
  if (!response?.ok) return;
  const receipt = await response.blob();
  const { record_id: id } = JSON.parse(await receipt.text());
  const code = createElement(place.namespaceURI, "code");
  code.textContent = id;
  const link = /** @type {HTMLAnchorElement} */ (createElement(place.namespaceURI, "a"));
  link.href = URL.createObjectURL(receipt);
  link.download = `receipt-${id}.json`;
  link.textContent = TEXTS.receipt;
  place.replaceChildren(TEXTS.record + ": ", code, " ", link);
}
