/**
 * The page through the browser's own functions: an `<img name=cookie>` in it would
 * otherwise stand in front of `document.cookie`.
 *
 * @param {"currentScript" | "cookie"} name
 */
function read(name) {
  return Object.getOwnPropertyDescriptor(Document.prototype, name)?.get?.call(document);
}

export const thisScript = read("currentScript");

/** @returns {string} */
export const readCookies = () => read("cookie");

/**
 * @param {string} selector
 * @returns {Element[]}
 */
export const findAll = (selector) =>
  Array.from(Document.prototype.querySelectorAll.call(document, selector));
