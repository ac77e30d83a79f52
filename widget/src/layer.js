/**
 * The second layer: fetched when a visitor wants to choose, from then on a part of the
 * form. Its file has a name of its content, so that it belongs to this page's policy.
 */
import { dress } from "./dress.js";
import { offerSearch } from "./search.js";
import { wear } from "./wear.js";

/**
 * @param {HTMLElement} banner
 * @param {import("./acts.js").Here} here
 * @returns {() => Promise<HTMLElement | undefined>} opens it; gives nothing if it did
 *   not come
 */
export function offerLayer(banner, here) {
  const choose = /** @type {HTMLButtonElement} */ (banner.querySelector("[data-layer]"));
  const save = /** @type {HTMLElement} */ (banner.querySelector("[value=custom]"));
  /** @type {HTMLElement | undefined} */
  let layer;
  /** @type {Promise<HTMLElement | undefined> | undefined} */
  let coming;
  let busy = false;

  /** @param {boolean} open */
  const show = (open) => {
    if (layer) layer.hidden = save.hidden = !open;
    choose.ariaExpanded = `${open}`;
    // In a small window what opens would open out of sight.
    if (open) layer?.scrollIntoView();
  };

  const open = async () => {
    // Asked for twice, it must not come twice: of two, one would count and not be seen.
    coming ??= load(`${here.config.path}assets/${choose.dataset.layer}`);
    [layer] = await Promise.all([coming, dress(here)]);
    if (!layer) {
      coming = undefined;
      return;
    }
    if (layer.ownerDocument !== document) {
      save.before(layer);
      offerSearch(layer);
    }
    show(true);
    return layer;
  };

  choose.addEventListener("click", async (event) => {
    event.preventDefault();
    if (busy) return;
    if (choose.ariaExpanded === "true") return show(false);
    busy = true;
    const came = await open();
    busy = false;
    if (came) return;
    // What cannot be shown here is a page of its own, where that knows the visitor.
    if (!IN_TAG) return choose.form?.requestSubmit(choose);
    const message = banner.querySelector(".visitor-choices-message");
    if (message) message.textContent = TEXTS.notSaved;
  });

  // Escape closes the second layer; it decides nothing.
  banner.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || choose.ariaExpanded === "false") return;
    show(false);
    choose.focus();
  });
  return open;
}

/**
 * Not with `fetch`: turning text into elements is what strict pages forbid.
 *
 * @param {string} url
 * @returns {Promise<HTMLElement | undefined>} nothing if it did not come
 */
function load(url) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onloadend = () => {
      /** @type {Document | null} */
      const page = request.response;
      const style = page?.querySelector("style")?.textContent;
      if (IN_TAG && style) wear(style);
      done(page?.querySelector(".visitor-choices-layer") ?? undefined);
    };
    request.send();
  });
}
