import { read } from "./page.js";

/**
 * Wear a style; a constructed one needs no leave of the page's policy.
 *
 * @param {string} style
 */
export function wear(style) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  const worn = [...read("adoptedStyleSheets"), sheet];
  Reflect.set(Document.prototype, "adoptedStyleSheets", worn, document);
}
