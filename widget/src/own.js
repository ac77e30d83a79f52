/**
 * The visitor's own choice, in place: the consent server's pages cannot see the cookie
 * of this site. The permanent link opens the second layer as it was answered, with the
 * number of the record and its receipt.
 */
import { config } from "./config.js";
import { readToken } from "./device.js";
import { readMirror } from "./mirror.js";
import { findAll, readCookies } from "./page.js";

/** Follow the permanent link without leaving the page. */
export function followLink() {
  const banner = /** @type {HTMLElement | null | undefined} */ (
    findAll(`form[data-mark="${config.mark}"]`)[0]?.closest(".visitor-choices")
  );
  const [link] = findAll(".visitor-choices-link");
  const details = banner?.querySelector("details");
  const own = document.createElement("p");
  /** Who has answered may look and go again. */
  details?.addEventListener("toggle", () => {
    const mirror = readMirror(readCookies(), config);
    if (!banner || details.open || !mirror || mirror.open) return;
    banner.hidden = true;
    /** @type {HTMLElement} */ (link)?.focus();
  });
  link?.addEventListener("click", (event) => {
    if (!banner) return;
    event.preventDefault();
    (details ?? banner).append(own);
    const purposes = readMirror(readCookies(), config)?.purposes;
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = banner.querySelectorAll("[name=purpose]");
    for (const box of boxes) box.checked = !!purposes?.has(box.value);
    banner.hidden = false;
    if (details) details.open = true;
    details?.querySelector("summary")?.focus();
    showRecord(own);
  });
}

/** @param {Element} place */
async function showRecord(place) {
  place.textContent = "";
  const token = readToken();
  if (!token) return;
  const response = await fetch(config.path + "receipt", {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => null);
  if (!response?.ok) return;
  const receipt = await response.blob();
  const { record_id: id } = JSON.parse(await receipt.text());
  const code = document.createElement("code");
  code.textContent = id;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(receipt);
  link.download = `receipt-${id}.json`;
  link.textContent = TAG.receipt;
  place.append(TAG.record + ": ", code, " ", link);
}
