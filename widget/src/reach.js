/**
 * What only an act of the visitor's needs is a file of its own. It comes with the
 * first move of a visitor who is asked, or once the page is loaded, and is given what it
 * works with: no page sees that.
 */
import { config } from "./config.js";
import { thisScript } from "./page.js";

/** @typedef {typeof import("./acts.js")} Acts */

/** @type {Promise<Acts> | undefined} */
let coming;

const address = `${config.path}assets/${config.acts}`;

/** @returns {Promise<Acts>} fails where it cannot be had */
export const bring = () =>
  (coming ??= import(address).catch((error) => {
    coming = undefined;
    throw error;
  }));

/** Bring it as far as the browser's cache: to read and run it takes a slow device a
 * while, which only somebody who acts needs to spend. */
export const fetchActs = () => fetch(address).then((it) => it.text(), () => {});

/** Where the style of the page stands, behind this script. */
export const findStyle = () => thisScript?.nextElementSibling;

/** Whether the page has the part of the style that is seen at once: a policy that the
 * server did not know of may have kept it out. */
export const isBare = () =>
  !IN_TAG && config.style && !(/** @type {any} */ (findStyle())?.sheet);
