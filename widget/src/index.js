import { ready, tell } from "./api.js";
import { config } from "./config.js";
import { followEmbeds } from "./embeds.js";
import { release } from "./gate.js";
import { giveUp } from "./give_up.js";
import { grantedBy, readMirror } from "./mirror.js";
import { findAll, readCookies, wordsOf } from "./page.js";
import { bring, dress, holdActs, isBare } from "./reach.js";

/** Takes the page over, once it is parsed. */
export function start() {
  /** Only forms with this response's mark: a page's own text may hold others.
   * @type {Map<HTMLFormElement, Set<string>>} with what their buttons say now */
  const forms = new Map();
  for (const found of findAll(`form[data-mark="${config.mark}"]`)) {
    const form = /** @type {HTMLFormElement} */ (found);
    forms.set(form, new Set(Array.from(form.elements, wordsOf)));
  }

  const banner = [...forms.keys()]
    .map((form) => /** @type {HTMLElement | null} */ (form.closest(".visitor-choices")))
    .find(Boolean);

  /** Services that may have run in this page: no script can be taken back, only reloaded.
   * @type {Set<string>} */
  const ran = new Set();

  /** @type {import("./reach.js").Acts | undefined} */
  let acts;

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
    acts?.clearStorage(clear);
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

  /** @type {BroadcastChannel | undefined} */
  let tabs;

  /** Let the other tabs of the site follow at once, and give up what they stored. */
  function meetTabs() {
    if (tabs) return tabs;
    tabs = new BroadcastChannel("visitor-choices");
    tabs.onmessage = async ({ data }) => {
      if (data) acts = await bring().catch(() => acts);
      follow(false, data);
    };
    return tabs;
  }

  /** Make the page and the other tabs follow what was saved.
   * @type {import("./acts.js").Settle} */
  const settle = (saved, wanted) => {
    meetTabs().postMessage(saved.clear);
    // A browser that keeps no cookies keeps no grant either; a refusal needs none.
    return !!follow(false, saved.clear) || !wanted;
  };

  ready({ config, settle, giveUp });

  /** @param {import("./reach.js").Acts} brought */
  function takeOver(brought) {
    acts = brought;
    const [said = null] = findAll(".visitor-choices-said");
    for (const [form, known] of forms) {
      const isInBanner = banner?.contains(form);
      if (!IN_TAG && !isInBanner) acts.offerSearch(form);
      acts.takeOver(form, known, said, {
        config,
        giveUp,
        settle: (saved, wanted) => {
          const kept = settle(saved, wanted);
          // Placeholders have a form with an id; what they grant answers no other question.
          if (form.id) return kept;
          if (!isInBanner) location.reload();
          else if (kept && banner) banner.hidden = true;
          return kept;
        },
      });
    }
    if (!banner) return;
    const open = acts.offerLayer(banner, config.path);
    if (IN_TAG) acts.followLink(banner, open, config);
  }

  const getReady = holdActs(
    (button) =>
      // What a visitor wrote into the page stands in front of ours.
      (IN_TAG && button === findAll(".visitor-choices-link").at(-1)) ||
      (button instanceof HTMLButtonElement &&
        (banner?.contains(button) || (!!button.form && forms.has(button.form)))),
    () => Promise.all([bring(), dress()]).then(([brought]) => takeOver(brought)),
  );

  const soon = () => void getReady().catch(() => {});

  if (banner) {
    // Somebody is there who will act: what that needs comes before they have decided.
    if (!banner.hidden)
      for (const type of ["pointermove", "pointerdown", "keydown"])
        addEventListener(type, soon, { once: true });

    const choose = banner.querySelector("[data-layer]");
    if (choose) choose.ariaExpanded = "false";

    // The end of the page must stay reachable above the banner (WCAG 2.2, 2.4.11).
    new ResizeObserver(() => {
      const height = `${banner.offsetHeight}px`;
      document.documentElement.style.setProperty("--visitor-choices-height", height);
    }).observe(banner);

    if (/** @type {any} */ (navigator).globalPrivacyControl) {
      banner.querySelector("[data-gpc]")?.removeAttribute("hidden");
    }
  }

  if (isBare()) dress();
  // A page of choices alone is there for nothing else.
  if ([...forms.keys()].some((form) => !form.id && !banner?.contains(form)))
    soon();

  // Once the page is there, or back: out of the back/forward cache it shows its old
  // choice. An open channel would keep it out of that cache.
  addEventListener("pageshow", begin);
  addEventListener("pagehide", () => {
    tabs?.close();
    tabs = undefined;
  });
  if (document.readyState === "complete") begin();

  function begin() {
    meetTabs();
    follow();
    // The page is there: what comes now keeps nobody waiting, but for a first click.
    if (banner && !banner.hidden) soon();
  }
}
