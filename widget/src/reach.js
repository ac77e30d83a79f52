/**
 * What only an act of the visitor's needs is a file of its own. It comes with the
 * first move of a visitor who is asked, or once the page is loaded, and is given what it
 * works with: no page sees that.
 */
import { config } from "./config.js";
import { giveUp } from "./give_up.js";
import { createElement, thisScript } from "./page.js";

/** @typedef {typeof import("./tag_acts.js")} Acts the last of it in that mode alone */

/** @type {Promise<Acts> | undefined} */
let coming;

/** @returns {Promise<Acts>} fails where it cannot be had */
export const bring = () =>
  (coming ??= import(`${config.path}assets/${ACTS}`).catch((error) => {
    coming = undefined;
    throw error;
  }));

/** @type {Promise<unknown> | undefined} */
let dressing;

/** Bring the whole style, of which the page has what is seen at once. */
export const dress = () =>
  (dressing ??= new Promise((done) => {
    if (IN_TAG || !config.style || !thisScript) return done(null);
    const link = /** @type {HTMLLinkElement} */ (createElement(thisScript.namespaceURI, "link"));
    link.rel = "stylesheet";
    link.onload = link.onerror = done;
    link.href = `${config.path}assets/${config.style}`;
    (thisScript.nextElementSibling ?? thisScript).after(link);
  }));

/** Whether the page has the part of the style that is seen at once: a policy that the
 * server did not know of may have kept it out. */
export const isBare = () =>
  !IN_TAG && !!config.style && !(/** @type {any} */ (thisScript?.nextElementSibling)?.sheet);

/**
 * Let an act wait until what it needs is there, and then happen. Where that cannot be
 * had, the form is sent as without scripting; in a static page nobody would take it.
 *
 * @param {(button: Element) => boolean} isOurs
 * @param {() => Promise<unknown>} load
 * @returns {() => Promise<unknown>} what gets it all ready; it may fail
 */
export function holdActs(isOurs, load) {
  /** @type {Promise<unknown> | undefined} */
  let readying;
  const getReady = () => (readying ??= load().then(letGo, IN_TAG ? tryAgain : letGo));
  // Once all is there nothing waits: a key's click in progress cannot be made anew.
  const letGo = () => removeEventListener("click", hold, true);
  const tryAgain = (/** @type {unknown} */ error) => {
    readying = undefined;
    throw error;
  };

  /** @param {Event} event */
  const hold = (event) => {
    const { target } = event;
    /** @type {HTMLElement | null} */
    const button = target instanceof Element ? target.closest("button,a") : null;
    if (!button || !isOurs(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    getReady().then(() => button.click(), () => fail(button));
  };
  addEventListener("click", hold, true);
  return getReady;
}

/** @param {Element} button */
function fail(button) {
  if (button instanceof HTMLAnchorElement) return location.assign(button.href);
  // A refusal holds, whether or not anybody has recorded it.
  if (button.getAttribute("value")?.startsWith("refuse")) giveUp();
  const form = button.closest(".visitor-choices")?.querySelector("form");
  const message = form?.querySelector(".visitor-choices-message");
  if (message) message.textContent = form?.dataset.notSaved ?? "";
}
