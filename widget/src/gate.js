/**
 * Releases held elements. Holding only ever prefixed attribute names and, on scripts,
 * added a type that does not run; releasing takes that back.
 */

const HELD = "data-held";
const PREFIX = HELD + "-";

/** Releases follow one another, so that two in a row keep the order of the page. */
let queue = Promise.resolve();

/**
 * Release every held element all of whose services are granted.
 *
 * @param {Set<string>} granted
 */
export function release(granted) {
  /** @type {HTMLScriptElement[]} */
  const scripts = [];
  for (const element of document.querySelectorAll(`[${HELD}]`)) {
    const services = element.getAttribute(HELD)?.match(/\S+/g);
    if (!services?.every((id) => granted.has(id))) continue;
    element.removeAttribute(HELD);
    if (element instanceof HTMLScriptElement) scripts.push(element);
    else restore(element, element);
  }
  const [early, late] = [scripts.filter((s) => !isLate(s)), scripts.filter(isLate)];
  queue = queue.then(() => run([...early, ...late]));
}

/** A page would have run these after all others, whatever their place.
 *
 * @param {HTMLScriptElement} held */
function isLate(held) {
  const module = held.getAttribute(PREFIX + "type")?.trim().toLowerCase() === "module";
  if (held.hasAttribute("async")) return false;
  return module || (held.defer && held.hasAttribute(PREFIX + "src"));
}

/**
 * Run scripts in the order given. Files that must keep their order load side by side;
 * inline code waits until those before it have run or failed.
 *
 * @param {HTMLScriptElement[]} scripts
 */
async function run(scripts) {
  /** @type {Promise<unknown>[]} */
  let before = [];
  for (const held of scripts) {
    const copy = document.createElement("script");
    restore(held, copy);
    copy.nonce = held.nonce;
    // Not held.async, which is true of every script that did not run when parsed.
    copy.async = held.hasAttribute("async");
    copy.text = held.text;
    if (!copy.src) {
      await Promise.all(before);
      before = [];
    } else if (!copy.async && !copy.noModule) {
      before.push(
        new Promise((done) => {
          copy.onload = copy.onerror = done;
        }),
      );
    }
    if (copy.src) held.replaceWith(copy);
    else runInline(held, copy);
  }
  await Promise.all(before);
}

/**
 * Run inline code. What it writes goes where the parser would have put it; after the
 * page was parsed, `document.write` itself would replace the whole page.
 *
 * @param {HTMLScriptElement} held
 * @param {HTMLScriptElement} copy
 */
function runInline(held, copy) {
  const end = document.createComment("");
  /** @param {string[]} text */
  const write = (...text) =>
    end.before(document.createRange().createContextualFragment(text.join("")));
  held.after(end);
  Object.assign(document, { write, writeln: write });
  try {
    held.replaceWith(copy);
  } finally {
    // These were own properties; the browser's own ones stand behind them.
    Reflect.deleteProperty(document, "write");
    Reflect.deleteProperty(document, "writeln");
    end.remove();
  }
}

/**
 * @param {Element} held
 * @param {Element} target the element itself, or the script that takes its place
 */
function restore(held, target) {
  for (const attribute of [...held.attributes]) {
    const { name, value } = attribute;
    if (name.startsWith(PREFIX)) {
      target.setAttribute(name.slice(PREFIX.length), value);
      target.removeAttribute(name);
    } else if (target !== held && name !== "type") {
      target.setAttributeNode(/** @type {Attr} */ (attribute.cloneNode()));
    }
  }
}
