/**
 * Holds what a text of markup would load, as the server does: by insertions only, so
 * that everything else of the text stays as it was written.
 */
import { claims, mayName } from "./claims.js";
import { HELD } from "./names.js";

/** @type {Set<string>} what was held and could run code: attributes with their values */
export const known = new Set();

/** @param {string} mark of this response */
export const prefixOf = (mark) => `${HELD}-${mark}-`;

const HREF = /^(image|use|feimage|script|link)$/;
const IMAGE = /^(img|image|source)$/;
const ANIMATION = /^(set|animate)$/;
const ANY = /./;

/**
 * Attributes that make requests, and the elements on which they do
 * (consent_server/enforcement/elements.py has the server's table).
 */
const LOADING = new Map([
  ["src", /^(img|image|source|video|audio|track|input|embed|i?frame|script)$/],
  ["srcset", IMAGE],
  ["href", HREF],
  ["xlink:href", HREF],
  ["poster", /^video$/],
  ["data", /^object$/],
  ["action", /^form$/],
  ["srcdoc", /^i?frame$/],
  ["imagesrcset", /^link$/],
  ["from", ANIMATION],
  ["to", ANIMATION],
  ["by", ANIMATION],
  ["values", ANIMATION],
  ["ping", ANY],
  ["background", ANY],
  ["formaction", ANY],
]);

/** @param {string} attribute in lower case */
export const isLoading = (attribute) => LOADING.has(attribute);

export const LOADING_NAMES = [...LOADING.keys()];

const SEVERAL = /set$|^ping$|^values$/;
const LOADING_RELATIONS = /sheet|pre|icon|image|manifest|dictionary/i;
const HINTS = /^$|preconnect|dns-/i;

// A comment, or the name of a start tag.
const TAG = /<!--(?:-?>|[^]*?(?:--!?>|$))|<([a-z][^\s/>]*)/gi;
// The end of a tag, or an attribute: space before it, name, value.
const ATTRIBUTE =
  /([\s/]*)(?:>|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))?)?)/y;
const REFERENCE = /&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot|apos));?/gi;
const NAMED = /** @type {Record<string, string>} */ ({
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
});

/** Elements whose content is text, not markup. */
export const RAW_TEXT =
  /^(script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)$/i;

/** @typedef {{ name: string, at: number, value: string }} Attribute */

/**
 * Say which services an attribute would contact that are not granted.
 *
 * @param {string} element its name, in lower case
 * @param {string} attribute
 * @param {string} value
 * @param {string} rel that of a link
 * @returns {string[]}
 */
export function judge(element, attribute, value, rel) {
  if (!LOADING.get(attribute)?.test(element)) return [];
  if (attribute === "srcdoc") return holdMarkup(value, "", true).services;
  const isLink = element === "link";
  if (isLink && rel && !LOADING_RELATIONS.test(rel)) return [];
  const texts = SEVERAL.test(attribute) ? value.split(/[\s,;]+/) : [value];
  return texts.flatMap((text) => claims(text, isLink && HINTS.test(rel)));
}

/**
 * @param {string} text
 * @param {string} mark of this response
 * @param {boolean} scripts whether scripts in the text are going to run
 * @param {string} [quote] what to put around values
 * @returns {{ text: string, services: string[] }}
 */
export function holdMarkup(text, mark, scripts, quote = '"') {
  if (!mayName(text)) return { text, services: [] };
  /** @type {Set<string>} */
  const all = new Set();
  let output = "";
  let done = 0;
  /** @param {number} at @param {string} more */
  const insert = (at, more) => {
    output += text.slice(done, at) + more;
    done = at;
  };

  const tags = new RegExp(TAG);
  for (let tag; (tag = tags.exec(text)); ) {
    if (!tag[1]) continue;
    const name = tag[1].toLowerCase();
    const start = tags.lastIndex;
    const { attributes, end } = readAttributes(text, start);
    tags.lastIndex = end;
    const isScript = name === "script";
    const held = isScript && !scripts ? new Map() : judgeAll(name, attributes);
    if (held.size) {
      const services = [...new Set([...held.values()].flat())];
      services.forEach((service) => all.add(service));
      const list = services.join(quote ? " " : "&#32;");
      const type = isScript ? ` type=${quote}text/plain${quote}` : "";
      // Without quotes, the value would go on into a slash that follows.
      insert(start, `${type} ${HELD}=${quote}${list}${quote || " "}`);
      for (const attribute of attributes) {
        if (!held.has(attribute.name) && !(isScript && attribute.name === "type")) continue;
        insert(attribute.at, prefixOf(mark));
        if (attribute.name === "srcdoc") known.add(attribute.name + attribute.value);
      }
    }
    if (!RAW_TEXT.test(name)) continue;
    tags.lastIndex = endOfRaw(text, name, end);
    // Without scripting this is markup, as in a template, from where it may be taken.
    if (name === "noscript") {
      const inner = holdMarkup(text.slice(end, tags.lastIndex), mark, scripts, quote);
      insert(end, inner.text);
      done = tags.lastIndex;
      inner.services.forEach((service) => all.add(service));
    }
  }
  insert(text.length, "");
  return { text: output, services: [...all] };
}

/**
 * @param {string} element
 * @param {Attribute[]} attributes
 * @returns {Map<string, string[]>} services by attribute
 */
function judgeAll(element, attributes) {
  const rel = attributes.find(({ name }) => name === "rel")?.value ?? "";
  const held = new Map();
  for (const { name, value } of attributes) {
    const services = judge(element, name, value, rel);
    if (services.length) held.set(name, [...(held.get(name) ?? []), ...services]);
  }
  return held;
}

/**
 * Read a start tag as the HTML standard does (section 13.2.5.32 to 40).
 *
 * @param {string} text
 * @param {number} start behind the tag's name
 */
function readAttributes(text, start) {
  /** @type {Attribute[]} */
  const attributes = [];
  ATTRIBUTE.lastIndex = start;
  let end = start;
  for (let found; (found = ATTRIBUTE.exec(text)); ) {
    end = ATTRIBUTE.lastIndex;
    const [all, space = "", name, ...values] = found;
    if (!name) break;
    attributes.push({
      name: name.toLowerCase(),
      at: end - all.length + space.length,
      value: decode(values.find((value) => value !== undefined) ?? ""),
    });
  }
  return { attributes, end };
}

/** @param {string} value as written, with references */
function decode(value) {
  return value.replace(REFERENCE, (all, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()] ?? all;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** @param {string} text @param {string} name @param {number} from */
function endOfRaw(text, name, from) {
  const end = new RegExp("</" + name, "gi");
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}
