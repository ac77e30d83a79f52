/**
 * Runs before any other script of the page and keeps what that page's own code creates
 * later from contacting services that are not granted. The server decides: it names the
 * services' addresses, the mirror says what is granted, and what is held here is
 * released by the same gate. What the guard does not see: docs/explanation/guard.md.
 */
import { offer } from "./api.js";
import { allow, granted, isOpen } from "./claims.js";
import { config } from "./config.js";
import { getAttribute, guardElements } from "./elements.js";
import { release } from "./gate.js";
import { LOADING_NAMES } from "./markup.js";
import { MARKED } from "./marked.js";
import { grantedBy, readMirror } from "./mirror.js";
import { guardNetwork } from "./network.js";
import { HELD } from "./names.js";
import { readCookies } from "./page.js";
import { guardMarkup } from "./sinks.js";

const ONCE = Symbol.for("visitor-choices");
const LOADING = LOADING_NAMES.map((name) => `[${name.replace(":", "\\:")}]`).join();

// A form's fields may stand in front of its functions.
const { matches, querySelectorAll } = Element.prototype;

/** @type {ReturnType<typeof guardElements> | undefined} */
let take;

/** Whether no other script of ours was here before. */
export const isFirst = !Object.hasOwn(window, ONCE);

// A second script would hold what the first has held, under another mark.
if (isFirst) {
  Object.defineProperty(window, ONCE, { value: true });
  allow(grantedBy(readMirror(readCookies(), config)));
  TELL(granted, true);
  offer(config);
  if (GUARDS && !isOpen) {
    take = guardElements(config.mark);
    guardMarkup(config.mark);
    guardNetwork();
  }
}

/**
 * See to what is inserted once the page is parsed: release what came out of a template
 * and is granted, and hold what took a way around the guard, though late.
 */
export function watch() {
  new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]).filter(isElement);
    if (granted.size && added.some((element) => find(element, `[${HELD}],${MARKED}`).length))
      release(granted, config.mark);
    if (!GUARDS || !take || isOpen) return;
    for (const element of added.flatMap((element) => find(element, LOADING))) {
      for (const name of LOADING_NAMES) {
        const value = getAttribute.call(element, name);
        if (value !== null) take(element, name, value);
      }
    }
  }).observe(document, { childList: true, subtree: true });
}

/** @param {Node} node @returns {node is Element} */
const isElement = (node) => node instanceof Element;

/** @param {Element} element @param {string} selector */
function find(element, selector) {
  const all = [element, ...querySelectorAll.call(element, selector)];
  return all.filter((one) => matches.call(one, selector));
}
