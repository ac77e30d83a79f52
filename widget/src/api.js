/**
 * What the page's own code, and a visitor's privacy agent, may ask: see
 * docs/reference/javascript.md. It goes the way of a click: nothing is granted unless
 * the server has recorded it.
 */
import { giveUp } from "./give_up.js";
import { readMirror } from "./mirror.js";
import { findAll, readCookies } from "./page.js";
import { bring } from "./reach.js";

const EVENT = "choices:";
const GRANT = "grant_services";

/** @typedef {import("./acts.js").Here} Here */

/** Makes the page follow what was saved; there once the page is parsed.
 * @type {(here: Here) => void} */
export let ready;

/** @type {Promise<Here>} */
const settling = new Promise((resolve) => {
  ready = resolve;
});

/** Without it there is another script of ours, which has offered it.
 * @type {(() => import("../visitor-choices").State) | undefined} */
let state;

/** The state that vendors and listeners know. */
let told = "";

/** @param {import("./config.js").Config} config */
export function offer(config) {
  const read = () => {
    const { open = true, purposes = [], services = [] } = readMirror(readCookies(), config) ?? {};
    return { decided: !open, purposes: [...purposes], services: [...services] };
  };
  state = read;
  told = JSON.stringify(read());

  /** @param {string} act @param {unknown} [granted] */
  const choose = async (act, granted = {}) => {
    // A refusal holds before anybody has recorded it.
    if (IN_TAG && act !== GRANT) giveUp();
    return (await bring()).choose(await settling, act, act === GRANT, granted);
  };

  /** @type {import("../visitor-choices").VisitorChoices} */
  const api = {
    open: () => /** @type {HTMLElement} */ (findAll(".visitor-choices-link")[0]).click(),
    state: read,
    // Only a visitor grants: without an act of theirs nothing is even sent.
    grant: async (granted) => navigator.userActivation.isActive && choose(GRANT, granted),
    refuseAll: () => choose("refuse_all"),
    withdraw: () => choose("withdraw"),
    on: (event, callback) =>
      document.addEventListener(EVENT + event, (/** @type {any} */ { detail }) => callback(detail)),
  };
  Object.defineProperty(window, "visitorChoices", { value: Object.freeze(api) });
}

/** Tell vendors' code and listeners of a choice that they do not know yet. */
export function tell() {
  const detail = state?.();
  const now = JSON.stringify(detail);
  if (!detail || now === told) return;
  told = now;
  TELL(new Set(detail.services));
  // By the browser's own function: a page may have an <img name=dispatchEvent>.
  const event = new CustomEvent(EVENT + "change", { detail });
  Document.prototype.dispatchEvent.call(document, event);
}
