/**
 * Runs before any other script of the page and keeps what that page's own code creates
 * later from contacting services that are not granted. The server decides: it names the
 * services' addresses, the mirror says what is granted, and what is held here is
 * released by the same gate. What the guard does not see: docs/explanation/guard.md.
 */
import { offer } from "./api.js";
import { allow, granted, isOpen } from "./claims.js";
import { get, guardElements, take } from "./elements.js";
import { release } from "./gate.js";
import { LOADING_NAMES } from "./markup.js";
import { MARKED } from "./marked.js";
import { grantedBy, readMirror } from "./mirror.js";
import { guardNetwork } from "./network.js";
import { HELD } from "./names.js";
import { guardMarkup } from "./sinks.js";

/** Whether no other script of ours was here before. */
export const isFirst = !Object.hasOwn(window, "visitorChoices");

let guards = false;

// A second script would hold what the first has held, under another mark.
if (isFirst) {
  const mirror = readMirror();
  allow(grantedBy(mirror));
  TELL(granted, true);
  offer(mirror);
  if (GUARDS && !isOpen) {
    guards = true;
    guardElements();
    guardMarkup();
    guardNetwork();
  }
}

const LOADING = `[${LOADING_NAMES.join("],[").replace(":", "\\:")}]`;

/**
 * See to what is inserted once the page is parsed: release what came out of a template
 * and is granted, and hold what took a way around the guard, though late.
 */
export function watch() {
  new MutationObserver((records) => {
    const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]));
    // What stands in another one is found with that.
    const outer = [...added].filter((node) => !added.has(/** @type {any} */ (node.parentNode)));
    if (find(outer, `[${HELD}],${MARKED}`).length) release(granted);
    if (!GUARDS || !guards || isOpen) return;
    for (const element of find(outer, LOADING))
      for (const name of LOADING_NAMES) {
        const value = get(element, name);
        if (value !== null) take(element, name, value);
      }
  }).observe(document, { childList: true, subtree: true });
}

// A form's fields may stand in front of its functions.
const { matches, querySelectorAll } = Element.prototype;

/** @param {Node[]} nodes @param {string} selector @returns {Element[]} */
const find = (nodes, selector) =>
  nodes.flatMap((node) =>
    node instanceof Element
      ? [node, ...querySelectorAll.call(node, selector)].filter((one) =>
          matches.call(one, selector),
        )
      : [],
  );
