/**
 * Holds what the page's own code writes as text: markup in a string. Trusted HTML is an
 * object, which nobody may rewrite; it passes.
 */
import { RAW_TEXT, holdMarkup } from "./markup.js";
import { getterOf } from "./page.js";
import { wrap } from "./wrap.js";

const localName = getterOf(Element.prototype, "localName");

// The types of a browser that has them: such an object is no text.
const { trustedTypes } = /** @type {any} */ (window);

/** Tell whether the browser takes a value as it is, without making it a text.
 *
 * @param {unknown} value */
const isTrusted = (value) => !!trustedTypes?.isHTML(value);

/**
 * Hold what an argument names. The browser would make a text of it if it is a list, for
 * instance.
 *
 * @param {unknown} self what it goes into: the text of a script or style is no markup
 * @param {any[]} args
 * @param {number} [at] which of them is the text
 * @param {boolean} [scripts] whether its scripts are going to run
 */
function hold(self, args, at = 0, scripts = false) {
  const value = args[at];
  if (isTrusted(value) || (self instanceof Element && RAW_TEXT.test(localName?.call(self))))
    return;
  if (typeof value === "string" || (typeof value === "object" && value))
    args[at] = holdMarkup(`${value}`, scripts).text;
}

export function guardMarkup() {
  for (const { prototype } of [Element, ShadowRoot]) {
    wrap(prototype, "innerHTML", hold, "set");
    wrap(prototype, "setHTMLUnsafe", hold);
  }
  // These two go beside the element, not into it.
  wrap(Element.prototype, "outerHTML", (_, args) => hold(0, args), "set");
  wrap(Element.prototype, "insertAdjacentHTML", (self, args) =>
    hold(/^(beforebegin|afterend)$/i.test(args[0]) || self, args, 1),
  );
  wrap(Range.prototype, "createContextualFragment", (_, args) => hold(0, args, 0, true));
  wrap(Document, "parseHTMLUnsafe", hold);
  // In XML the colon of xlink:href would need a declaration; XML is no page.
  wrap(DOMParser.prototype, "parseFromString", (_, args) => {
    if (args[1] === "text/html") hold(0, args);
  });
  // A document that is being written runs its scripts, wherever a text ends. One that
  // begins inside of a quoted value must not end it: what is put in has no quotes.
  for (const key of ["write", "writeln"])
    wrap(Document.prototype, key, (_, args) => {
      if (args.every(isTrusted)) return;
      const text = args.map((part) => `${part}`).join("");
      args.splice(0, args.length, holdMarkup(text, true, "").text);
    });
}
