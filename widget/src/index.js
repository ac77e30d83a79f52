import { ready, tell } from "./api.js";
import { config } from "./config.js";
import { learn, release } from "./gate.js";
import { giveUp } from "./give_up.js";
import { holdActs } from "./hold_acts.js";
import { grantedBy, readMirror } from "./mirror.js";
import { findAll, wordsOf } from "./page.js";
import { bring, fetchActs, findStyle, isBare } from "./reach.js";

/** Takes the page over, once it is parsed. */
export function start() {
  /** Only forms with this response's mark: a page's own text may hold others.
   * @type {Map<HTMLFormElement, Set<string>>} with what their buttons say now */
  const forms = new Map();
  for (const found of findAll(`form[data-mark="${config.mark}"]`)) {
    const form = /** @type {HTMLFormElement} */ (found);
    forms.set(form, new Set(Array.from(form.elements, wordsOf)));
  }
  const all = [...forms.keys()];

  const banner = all
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
   * @returns {import("./mirror.js").Mirror} what counts
   */
  function follow(atFirst = false, clear) {
    const mirror = readMirror();
    tell(mirror);
    // After vendors' code was told: it may write down that it was told no.
    acts?.clearStorage(clear);
    const granted = grantedBy(mirror);
    const late = config.reloads && !atFirst && [...granted].some((id) => !ran.has(id));
    if (late || [...ran].some((id) => !granted.has(id))) {
      location.reload();
      return mirror;
    }
    for (const id of granted) ran.add(id);
    release(granted);
    if (!IN_TAG) EMBEDS(findAll, config.mark, granted);
    if (banner && (atFirst || !mirror.open)) banner.hidden = !mirror.open;
    return mirror;
  }

  const [root] = /** @type {HTMLElement[]} */ (findAll(":root"));
  if (!IN_TAG && root) learn(root);
  follow(true);

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

  /** @type {import("./acts.js").Here} */
  const here = {
    config,
    readMirror,
    findStyle,
    giveUp,
    settle(saved, wanted) {
      meetTabs().postMessage(saved.clear);
      const { purposes, services } = follow(false, saved.clear);
      // A browser that keeps no cookies keeps no grant either; a refusal needs none.
      return !wanted || [...purposes, ...services].length > 0;
    },
  };
  ready(here);

  const getReady = holdActs(
    (button) =>
      // What a visitor wrote into the page stands in front of ours.
      (IN_TAG && banner && button === findAll(".visitor-choices-link").at(-1)) ||
      (button instanceof HTMLButtonElement &&
        (banner?.contains(button) || all.includes(/** @type {HTMLFormElement} */ (button.form)))),
    async () => {
      acts = await bring();
      acts.takeOver(forms, banner, here);
    },
  );

  /** @type {Promise<unknown> | undefined} */
  let ahead;
  const soon = () => (ahead ??= getReady().catch(() => {}));
  const isAsked = () => banner && !banner.hidden;

  if (banner) {
    // Somebody is there who will act: what that needs comes before they have decided.
    // A pointer at rest "moves" by nothing when the page comes to lie under it.
    /** @param {any} event */
    const wake = ({ movementX = 1, movementY, buttons }) =>
      (movementX || movementY || buttons) && soon();
    if (isAsked())
      for (const type of ["pointermove", "pointerdown", "keydown"]) addEventListener(type, wake);

    // Without scripting it opens nothing here. A screen reader may come without a key.
    for (const choose of banner.querySelectorAll("[data-layer]")) choose.ariaExpanded = "false";

    if (/** @type {any} */ (navigator).globalPrivacyControl)
      banner.querySelector("[data-gpc]")?.removeAttribute("hidden");
  }

  if (isBare()) bring().then(({ dress }) => dress(here)).catch(() => {});
  // A page of choices alone is there for nothing else.
  if (all.some((form) => !form.id && !banner?.contains(form))) soon();

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
    // The page is there: what comes now keeps nobody waiting, but a first touch, which may
    // be a click. A mouse has come there, and a key was pressed before.
    if (isAsked() && navigator.maxTouchPoints) fetchActs();
  }
}
