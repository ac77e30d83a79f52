/**
 * Holds what the page's own code writes as text: markup in a string. Trusted HTML is an
 * object, which nobody may rewrite; it passes.
 */
import { RAW_TEXT, holdMarkup } from "./markup.js";
import { getterOf } from "./page.js";
import { wrap } from "./wrap.js";

const localName = getterOf(Element.prototype, "localName");

/** @param {string} mark of this response */
export function guardMarkup(mark) {
  /**
   * @param {any} object
   * @param {string} key
   * @param {{ at?: number, scripts?: boolean, part?: "value" | "set" }} options which
   *   argument is the text, and whether its scripts are going to run
   */
  function sink(object, key, { at = 0, scripts = false, part = "value" } = {}) {
    wrap(
      object,
      key,
      (native, self, args) => {
        const text = args[at];
        if (typeof text === "string" && !isRaw(self))
          args[at] = holdMarkup(text, mark, scripts).text;
        return Reflect.apply(native, self, args);
      },
      part,
    );
  }

  /** A document that is being written runs its scripts, wherever a text ends.
   *
   * @param {string} key */
  function writer(key) {
    wrap(Document.prototype, key, (native, self, args) => {
      const isText = args.every((text) => typeof text === "string");
      const whole = isText ? [holdMarkup(args.join(""), mark, true).text] : args;
      return Reflect.apply(native, self, whole);
    });
  }

  for (const type of [Element, ShadowRoot]) {
    sink(type.prototype, "innerHTML", { part: "set" });
    sink(type.prototype, "setHTMLUnsafe");
  }
  sink(Element.prototype, "outerHTML", { part: "set" });
  sink(Element.prototype, "insertAdjacentHTML", { at: 1 });
  sink(Range.prototype, "createContextualFragment", { scripts: true });
  sink(Document, "parseHTMLUnsafe");
  // In XML the colon of xlink:href would need a declaration; XML is no page.
  wrap(DOMParser.prototype, "parseFromString", (native, self, args) => {
    const [text, type] = args;
    if (typeof text === "string" && type === "text/html")
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
