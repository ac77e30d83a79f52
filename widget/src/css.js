import { config } from "./config.js";
import { INERT } from "./names.js";

/**
 * Styles: in front of a held address stands a text that makes it nobody's, and that
 * carries the mark of this response. Without it the style is what the page wrote.
 *
 * @param {Element} element whose attributes have their own names again
 */
export function releaseStyles(element) {
  // A sheet that was held whole; text/plain was none before.
  if (element.matches(`style[type="${INERT}"]`)) element.removeAttribute("type");
  const held = `about:invalid#held-${config.mark}-`;
  for (const node of [...element.attributes, ...element.childNodes]) {
    // A new text is what makes the browser read a sheet again.
    const value = node.nodeValue?.replaceAll(held, "");
    if (value !== node.nodeValue) node.nodeValue = value ?? null;
  }
  // An animation reads its values when it begins.
  if (element instanceof SVGAnimationElement) element.replaceWith(element.cloneNode());
}
