/**
 * The page through the browser's own functions: an `<img name=cookie>` in it would
 * otherwise stand in front of `document.cookie`.
 */
const { prototype } = Document;

/** @type {(name: "currentScript" | "cookie" | "baseURI" | "adoptedStyleSheets") => any} */
export const read = (name) => Reflect.get(prototype, name, document);

/** @param {object} object @param {string} name */
export const getterOf = (object, name) =>
  Object.getOwnPropertyDescriptor(object, name)?.get;

/** @type {HTMLScriptElement | SVGScriptElement | null} */
export const thisScript = read("currentScript");

/** @returns {string} */
export const readCookies = () => read("cookie");

/** @returns {string} */
export const readBase = () => read("baseURI");

/**
 * @param {string} selector
 * @returns {Element[]}
 */
export const findAll = (selector) => [...prototype.querySelectorAll.call(document, selector)];

/** @type {(space: string | null, name: string) => Element} */
export const createElement = (space, name) =>
  prototype.createElementNS.call(document, space, name);

/** @param {string} cookie as in `document.cookie = …` */
export const put = (cookie) => Reflect.set(prototype, "cookie", cookie, document);

/** @param {Event} event */
export const dispatch = (event) => prototype.dispatchEvent.call(document, event);

/** What a button does and says. @param {any} button */
export const wordsOf = ({ value, textContent }) => `${value} ${textContent}`;
