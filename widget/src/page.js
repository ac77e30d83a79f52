/**
 * The page through the browser's own functions: an `<img name=cookie>` in it would
 * otherwise stand in front of `document.cookie`.
 *
 * @param {"currentScript" | "cookie" | "baseURI" | "adoptedStyleSheets"} name
 */
export function read(name) {
  const owner = name === "baseURI" ? Node : Document;
  return getterOf(owner.prototype, name)?.call(document);
}

/** @param {object} object @param {string} name */
export const getterOf = (object, name) =>
  Object.getOwnPropertyDescriptor(object, name)?.get;

export const thisScript = read("currentScript");

/** @returns {string} */
export const readCookies = () => read("cookie");

/** @returns {string} */
export const readBase = () => read("baseURI");

/**
 * @param {string} selector
 * @returns {Element[]}
 */
export const findAll = (selector) =>
  Array.from(Document.prototype.querySelectorAll.call(document, selector));

/** @type {(space: string | null, name: string) => Element} */
export const createElement = (space, name) =>
  Document.prototype.createElementNS.call(document, space, name);

/** @param {string} cookie as in `document.cookie = …` */
export const put = (cookie) => Reflect.set(Document.prototype, "cookie", cookie, document);

/** What a button does and says. @param {any} button */
export const wordsOf = ({ value, textContent }) => `${value} ${textContent}`;
