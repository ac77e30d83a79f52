/**
 * What the page's own code, and a visitor's privacy agent, may ask: see
 * docs/reference/javascript.md. It goes the way of a click: nothing is granted unless
 * the server has recorded it.
 */
import { giveUp } from "./give_up.js";
import { readMirror } from "./mirror.js";
import { dispatch, findAll } from "./page.js";
import { bring } from "./reach.js";

const EVENT = "choices:";

/** @typedef {import("./acts.js").Here} Here
 * @typedef {import("./mirror.js").Mirror} Mirror */

/** Makes the page follow what was saved; there once the page is parsed.
 * @type {(here: Here) => void} */
export let ready;

/** @type {Promise<Here>} */
export const settling = new Promise((resolve) => {
  ready = resolve;
});

/** The state that vendors and listeners know. Without it there is another script of
 * ours, which tells them.
 * @type {string | undefined} */
let told;

/**
 * @param {Mirror} mirror
 * @returns {import("../visitor-choices").State}
 */
const stateOf = ({ open, purposes, services }) => ({ decided: !open, purposes, services });

/** @param {string} act @param {unknown} [granted] nothing with a refusal */
async function choose(act, granted) {
  // A refusal holds before anybody has recorded it.
  if (IN_TAG && granted === undefined) giveUp();
  return (await bring()).choose(await settling, act, granted);
}

/** @param {Mirror} mirror as it is now: to read cookies costs a slow device a millisecond */
export function offer(mirror) {
  told = JSON.stringify(stateOf(mirror));
  /** @type {import("../visitor-choices").VisitorChoices} */
  const value = {
    open: () => /** @type {HTMLElement} */ (findAll(".visitor-choices-link").at(-1)).click(),
    state: () => stateOf(readMirror()),
    // Only a visitor grants: without an act of theirs nothing is even sent.
    grant: async (granted = {}) =>
      navigator.userActivation.isActive && choose("grant_services", granted),
    refuseAll: () => choose("refuse_all"),
    withdraw: () => choose("withdraw"),
    on: (event, callback) =>
      document.addEventListener(EVENT + event, (/** @type {any} */ { detail }) => callback(detail)),
  };
  Object.defineProperty(window, "visitorChoices", { value: Object.freeze(value) });
}

/** Tell vendors' code and listeners of a choice that they do not know yet.
 *
 * @param {Mirror} mirror */
export function tell(mirror) {
  const detail = stateOf(mirror);
  const now = JSON.stringify(detail);
  if (now === (told ?? now)) return;
  told = now;
  TELL(new Set(detail.services));
  dispatch(new CustomEvent(EVENT + "change", { detail }));
}
