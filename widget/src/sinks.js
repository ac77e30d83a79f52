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

/** The text that the browser would make of what code gives it: a list, for instance.
 *
 * @param {unknown} value */
const asText = (value) =>
  typeof value === "object" && value !== null && !isTrusted(value) ? `${value}` : value;

/** @param {string} mark of this response */
export function guardMarkup(mark) {
  /**
   * @param {any} object
   * @param {string} key
   * @param {{ at?: number, scripts?: boolean, part?: "value" | "set",
   *   isBeside?: (args: any[]) => boolean }} options which argument is the text, whether
   *   its scripts are going to run, and whether it goes beside the element, not into it
   */
  function sink(
    object,
    key,
    { at = 0, scripts = false, part = "value", isBeside = () => false } = {},
  ) {
    wrap(
      object,
      key,
      (native, self, args) => {
        const text = asText(args[at]);
        if (typeof text === "string" && (isBeside(args) || !isRaw(self)))
          args[at] = holdMarkup(text, mark, scripts).text;
        return Reflect.apply(native, self, args);
      },
      part,
    );
  }

  /** A document that is being written runs its scripts, wherever a text ends. One that
   * begins inside of a quoted value must not end it: what is put in has no quotes.
   *
   * @param {string} key */
  function writer(key) {
    wrap(Document.prototype, key, (native, self, args) => {
      if (args.every(isTrusted)) return Reflect.apply(native, self, args);
      const text = args.map((part) => `${part}`).join("");
      return Reflect.apply(native, self, [holdMarkup(text, mark, true, "").text]);
    });
  }

  for (const type of [Element, ShadowRoot]) {
    sink(type.prototype, "innerHTML", { part: "set" });
    sink(type.prototype, "setHTMLUnsafe");
  }
  sink(Element.prototype, "outerHTML", { part: "set", isBeside: () => true });
  sink(Element.prototype, "insertAdjacentHTML", {
    at: 1,
    isBeside: ([place]) => /^(beforebegin|afterend)$/i.test(place),
  });
  sink(Range.prototype, "createContextualFragment", { scripts: true });
  sink(Document, "parseHTMLUnsafe");
  // In XML the colon of xlink:href would need a declaration; XML is no page.
  wrap(DOMParser.prototype, "parseFromString", (native, self, args) => {
    const text = asText(args[0]);
    if (typeof text === "string" && args[1] === "text/html")
      args[0] = holdMarkup(text, mark, false).text;
    return Reflect.apply(native, self, args);
  });
  writer("write");
  writer("writeln");
}

/** The text of a script or style is no markup.
 *
 * @param {unknown} self */
function isRaw(self) {
  return self instanceof Element && RAW_TEXT.test(localName?.call(self));
}
