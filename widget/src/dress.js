import { createElement } from "./page.js";

/** @type {Promise<unknown> | undefined} */
let dressing;

/**
 * Bring the whole style, of which the page has what is seen at once.
 *
 * @param {import("./acts.js").Here} here
 * @returns {Promise<unknown>} until it is there, or cannot be had
 */
export const dress = ({ config, findStyle }) =>
  (dressing ??= new Promise((done) => {
    const before = findStyle();
    if (IN_TAG || !config.style || !before) return done(null);
    const link = /** @type {HTMLLinkElement} */ (createElement(before.namespaceURI, "link"));
    link.rel = "stylesheet";
    link.onload = link.onerror = done;
    link.href = `${config.path}assets/${config.style}`;
    before.after(link);
  }));
