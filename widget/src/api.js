/**
 * What the page's own code, and a visitor's privacy agent, may ask: see
 * docs/reference/javascript.md. It goes the way of a click: nothing is granted unless
 * the server has recorded it.
 *
 * @typedef {(saved: import("./send.js").Saved, wanted: boolean) => boolean} Settle
 */
import { readMirror } from "./mirror.js";
import { findAll, readCookies } from "./page.js";
import { send } from "./send.js";

const EVENT = "choices:";
const GRANT = "grant_services";

/** Makes the page follow what was saved; there once the page is parsed.
 * @type {(settle: Settle) => void} */
export let ready;

/** @type {Promise<Settle>} */
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

  /**
   * @param {string} act
   * @param {{ purposes?: string[], services?: string[] }} [granted]
   */
  const choose = async (act, granted = {}) => {
    const settle = await settling;
    const { path, policy, language } = config;
    const saved = await send(path, {
      act,
      policy,
      language,
      surface: "api",
      page: location.pathname,
      purposes: words(granted.purposes),
      services: words(granted.services),
      clear: false,
    });
    return typeof saved === "object" && settle(saved, act === GRANT);
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

/** @param {string[]} [names] @returns {Record<string, "granted">} */
const words = (names = []) => Object.fromEntries(names.map((name) => [name, "granted"]));

/** Tell vendors' code and listeners of a choice that they do not know yet. */
export function tell() {
  const detail = state?.();
  const now = JSON.stringify(detail);
  if (!detail || now === told) return;
  told = now;
  TELL(new Set(detail.services));
  document.dispatchEvent(new CustomEvent(EVENT + "change", { detail }));
}
