/**
 * Releases held elements. Holding only ever prefixed attribute names and, on scripts,
 * added a type that does not run; releasing takes that back. The prefix carries the mark
 * of this response, which nobody could know who wrote text into the page before.
 */
import { settling } from "./api.js";
import { allow, claimants, granted as current, parse } from "./claims.js";
import { PREFIX, nonce } from "./config.js";
import { releaseStyles } from "./css.js";
import { waiting } from "./elements.js";
import { LOADING_NAMES, isLoading, known } from "./markup.js";
import { MARKED } from "./marked.js";
import { HELD, XLINK } from "./names.js";
import { createElement, findAll } from "./page.js";
import { bring } from "./reach.js";

/** @typedef {HTMLScriptElement} Held one of SVG has a part of these properties */

/** Releases follow one another, so that two in a row keep the order of the page. */
let queue = Promise.resolve();

/** Takes over tags that the site itself made inert; comes where there are any.
 * @type {typeof import("./adopt.js").adopt | undefined} */
let adopt;

/** @type {Promise<void> | undefined} */
let coming;

/**
 * Release every held element all of whose services are granted.
 *
 * @param {Set<string>} granted
 */
export function release(granted) {
  allow(granted);
  if (findAll(MARKED).length) {
    // What the server held waits as well, so that all keep the order of the page.
    if (!adopt) {
      coming ??= bring()
        .then((acts) => (adopt = acts.adopt), () => (adopt = () => {}))
        .then(() => release(current));
      return;
    }
    const loading = LOADING_NAMES;
    adopt({ prefix: PREFIX, granted, nonce, loading, waiting, claimants, parse, settling });
  }
  /** @type {Held[]} */
  const scripts = [];
  /** @type {Held[]} that a page would have run after all others, whatever their place */
  const late = [];
  /** @type {Held[]} made by the page's own code, which may listen to them */
  const made = [];
  for (const element of new Set([...findAll(`[${HELD}]`), ...waiting.keys()])) {
    // A form's fields may stand in front of its functions: that must stop no other.
    try {
      const services = element.getAttribute(HELD)?.match(/\S+/g);
      if (!services?.every((id) => granted.has(id))) continue;
      element.removeAttribute(HELD);
      const held = /** @type {Held} */ (element);
      if (element.localName === "script")
        (waiting.has(element) ? made : isLate(held) ? late : scripts).push(held);
      else {
        restore(element, element);
        // A film that has found no source looks for none again by itself.
        const film = /** @type {any} */ (element.parentNode);
        if (film?.networkState === 3) film.load();
        if (GUARDS && !IN_TAG) releaseStyles(element);
      }
    } catch {}
  }
  queue = queue.then(async () => {
    await run([...scripts, ...late]);
    // These were never prepared by a parser: their address alone makes them run.
    for (const script of made) restore(script, script);
  });
}

/** @param {Held} held */
const isLate = (held) =>
  !held.hasAttribute("async") &&
  (/^\s*module\s*$/i.test(held.getAttribute(PREFIX + "type") ?? "") ||
    (held.defer && held.hasAttribute(PREFIX + "src")));

/**
 * Run scripts in the order given. Files that must keep their order load side by side;
 * inline code waits until those before it have run or failed.
 *
 * @param {Held[]} scripts
 */
async function run(scripts) {
  /** @type {Promise<unknown>[]} */
  let before = [];
  for (const held of scripts) {
    const copy = /** @type {Held} */ (createElement(held.namespaceURI, "script"));
    restore(held, copy);
    copy.nonce = held.nonce;
    // Not held.async, which is true of every script that did not run when parsed.
    copy.async = held.hasAttribute("async");
    copy.textContent = held.textContent;
    if (["src", "href", "xlink:href"].some((name) => copy.hasAttribute(name))) {
      if (!copy.async && !copy.noModule)
        before.push(
          new Promise((done) => {
            copy.onload = copy.onerror = done;
          }),
        );
      held.replaceWith(copy);
    } else {
      await Promise.all(before);
      before = [];
      runInline(held, copy);
    }
  }
  await Promise.all(before);
}

/**
 * Run inline code. What it writes goes where the parser would have put it; after the
 * page was parsed, `document.write` itself would replace the whole page.
 *
 * @param {Held} held
 * @param {Held} copy
 */
function runInline(held, copy) {
  const end = new Comment();
  /** @param {string[]} text */
  const write = (...text) =>
    end.before(new Range().createContextualFragment(text.join("")));
  const keys = ["write", "writeln"];
  // Not by assignment, which fails where an <img name=write> stands in front.
  for (const key of keys) Reflect.set(document, key, write);
  try {
    // It runs once both are in their places.
    held.replaceWith(copy, end);
  } finally {
    // These were own properties; the browser's own ones stand behind them.
    for (const key of keys) Reflect.deleteProperty(document, key);
    end.remove();
  }
}

/**
 * Take note of what came with the page. Whoever gets the same page out of a cache knows
 * its mark, and may have written a text that the page's code puts in later.
 *
 * @param {ParentNode} root
 */
export function learn(root) {
  for (const { attributes } of root.querySelectorAll(`[${HELD}]`))
    for (const { name, value } of Array.from(attributes))
      if (name.startsWith(PREFIX)) known.add(name.slice(PREFIX.length) + value);
  for (const { content } of root.querySelectorAll("template")) if (content) learn(content);
}

/** Tell whether an attribute came with the page, or can do no more than load.
 *
 * @param {string} name @param {string} value */
const isHarmless = (name, value) =>
  known.has(name + value) ||
  name === "type" ||
  (isLoading(name) && name !== "srcdoc" && parse(value)?.protocol !== "javascript:");

/**
 * @param {Element} held
 * @param {Element} target the element itself, or the script that takes its place
 */
function restore(held, target) {
  const assigned = waiting.get(held);
  for (const attribute of [...held.attributes]) {
    const { name, value } = attribute;
    if (name.startsWith(PREFIX)) {
      const plain = name.slice(PREFIX.length);
      if (!assigned && !isHarmless(plain, value)) continue;
      // SVG reads this one in its own namespace only.
      if (plain === "xlink:href") target.setAttributeNS(XLINK, plain, value);
      else target.setAttribute(plain, assigned?.[plain] ?? value);
      target.removeAttribute(name);
    } else if (target !== held && name !== "type") {
      target.setAttributeNode(/** @type {Attr} */ (attribute.cloneNode()));
    }
  }
  waiting.delete(held);
}
