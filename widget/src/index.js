import { ready, tell } from "./api.js";
import { config } from "./config.js";
import { followEmbeds } from "./embeds.js";
import { takeOver } from "./form.js";
import { release } from "./gate.js";
import { offerLayer } from "./layer.js";
import { grantedBy, readMirror } from "./mirror.js";
import { findAll, readCookies, thisScript } from "./page.js";
import { offerSearch } from "./search.js";
import { clearStorage } from "./storage.js";

/**
 * Takes the page over, once it is parsed.
 *
 * @returns {(() => Promise<HTMLElement | undefined>) | undefined} opens the second layer
 */
export function start() {
  /** Only forms with this response's mark: a page's own text may hold others. */
  const forms = /** @type {HTMLFormElement[]} */ (findAll(`form[data-mark="${config.mark}"]`));

  const banner = forms
    .map((form) => /** @type {HTMLElement | null} */ (form.closest(".visitor-choices")))
    .find(Boolean);

  /** Services that may have run in this page: no script can be taken back, only reloaded.
   * @type {Set<string>} */
  const ran = new Set();

  /**
   * Make the page follow the mirror.
   *
   * @param {boolean} [atFirst] the page was just loaded: it came with what was granted
   * @param {import("./storage.js").Patterns} [clear] what a choice leaves nothing of
   * @returns {import("./mirror.js").Mirror | null} the choice, if there is one
   */
  function follow(atFirst = false, clear) {
    tell();
    // After vendors' code was told: it may write down that it was told no.
    clearStorage(clear);
    const mirror = readMirror(readCookies(), config);
    const granted = grantedBy(mirror);
    const late = config.reloads && !atFirst && [...granted].some((id) => !ran.has(id));
    if (late || [...ran].some((id) => !granted.has(id))) {
      location.reload();
      return mirror;
    }
    for (const id of granted) ran.add(id);
    release(granted, config.mark);
    if (!IN_TAG) followEmbeds(granted, config.mark);
    if (banner && mirror && !mirror.open) banner.hidden = true;
    return mirror;
  }

  if (follow(true)?.open !== false && banner) banner.hidden = false;

  /** @type {BroadcastChannel} */
  let tabs;

  /** Let the other tabs of the site follow at once, and give up what they stored. */
  function listen() {
    tabs = new BroadcastChannel("visitor-choices");
    tabs.onmessage = ({ data }) => follow(false, data);
  }
  listen();

  /**
   * Make the page and the other tabs follow what was saved.
   *
   * @type {import("./api.js").Settle}
   */
  function settle(saved, wanted) {
    tabs.postMessage(saved.clear);
    // A browser that keeps no cookies keeps no grant either; a refusal needs none.
    return !!follow(false, saved.clear) || !wanted;
  }
  ready(settle);

  const [said = null] = findAll(".visitor-choices-said");
  for (const form of forms) {
    if (!IN_TAG && !banner?.contains(form)) offerSearch(form);
    takeOver(form, said, config, (saved, wanted) => {
      const kept = settle(saved, wanted);
      // Placeholders have a form with an id; what they grant answers no other question.
      if (form.id) return kept;
      if (!banner?.contains(form)) location.reload();
      else if (kept) banner.hidden = true;
      return kept;
    });
  }

  if (banner) {
    // The end of the page must stay reachable above the banner (WCAG 2.2, 2.4.11).
    new ResizeObserver(() => {
      const height = `${banner.offsetHeight}px`;
      document.documentElement.style.setProperty("--visitor-choices-height", height);
    }).observe(banner);

    if ("globalPrivacyControl" in navigator && navigator.globalPrivacyControl) {
      banner.querySelector("[data-gpc]")?.removeAttribute("hidden");
    }
  }

  // The page has the part of the style that is seen at once, right behind the script. If
  // a policy that the server did not know of keeps it out, this brings it all the same.
  if (!IN_TAG && config.style) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `${config.path}assets/${config.style}`;
    thisScript?.nextElementSibling?.after(link);
  }

  // A page that comes back from the back/forward cache still shows its old choice. An
  // open channel would keep it out of that cache.
  addEventListener("pagehide", () => tabs.close());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    listen();
    follow();
  });

  return banner ? offerLayer(banner, config.path) : undefined;
}
