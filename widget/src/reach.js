/**
 * What only an act of the visitor's needs is a file of its own. It comes with the
 * first move of a visitor who is asked, or once the page is loaded, and is given what it
 * works with: no page sees that.
 */
import { config } from "./config.js";
import { createElement, thisScript } from "./page.js";

/** @typedef {typeof import("./acts.js")} Acts */

/** @type {Promise<Acts> | undefined} */
let coming;

/** @returns {Promise<Acts>} fails where it cannot be had */
export const bring = () =>
  (coming ??= import(`${config.path}assets/${config.acts}`).catch((error) => {
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
  !IN_TAG && config.style && !(/** @type {any} */ (thisScript?.nextElementSibling)?.sheet);
