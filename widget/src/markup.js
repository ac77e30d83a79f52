/**
 * Holds what a text of markup would load, as the server does: by insertions only, so
 * that everything else of the text stays as it was written.
 */
import { claims, mayName } from "./claims.js";
import { PREFIX } from "./config.js";
import { HELD } from "./names.js";

/** @type {Set<string>} what was held and could run code: attributes with their values */
export const known = new Set();

/**
 * Attributes that make requests (consent_server/enforcement/elements.py has the server's
 * table, by element).
 */
export const LOADING_NAMES =
  /* @__PURE__ */ "src srcset href xlink:href poster data action srcdoc imagesrcset from to by values ping background formaction".split(
    " ",
  );

/** @param {string} attribute in lower case */
export const isLoading = (attribute) => LOADING_NAMES.includes(attribute);

/** Attributes of elements on which they mean something else. */
const MEANS_ELSE =
  /^(xlink:)?href (?!image|use|feimage|script|link)|^data (?!object)|^(from|to|by|values) (?!set|animate)/;

const RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext";

/** Elements whose content is text, not markup. */
export const RAW_TEXT = /* @__PURE__ */ RegExp(`^(${RAW})$`, "i");

/** Space, name and value, as the HTML standard reads a start tag (13.2.5.32 to 40). */
const ATTRIBUTE = /* @__PURE__ */ String.raw`([\s/]*)([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>][^\s>]*)?)?`;
const ATTRIBUTES = /* @__PURE__ */ RegExp(ATTRIBUTE, "g");

/** A comment, an element whose content is text, or the start of another. */
const TAGS = /* @__PURE__ */ RegExp(
  /* @__PURE__ */ String.raw`<!--(?:-?>|[^]*?(?:--!?>|$))|<(?:(${RAW})(?![^\s/>])((?:${ATTRIBUTE})*)([\s/]*>?)([^]*?)(?=</\1|$)|([a-z][^\s/>]*)((?:${ATTRIBUTE})*))`,
  "gi",
);

/**
 * Say which services an attribute would contact that are not granted.
 *
 * @param {string} element its name, in lower case
 * @param {string} attribute
 * @param {string} value
 * @param {string} [rel] that of a link
 * @returns {string[]}
 */
export function judge(element, attribute, value, rel = "") {
  if (!isLoading(attribute) || MEANS_ELSE.test(`${attribute} ${element}`)) return [];
  if (attribute === "srcdoc") return holdMarkup(value, true).services;
  const isLink = element === "link";
  if (isLink && rel && !/sheet|pre|icon|image|manifest|dictionary/i.test(rel)) return [];
  const texts = /set$|^ping$|^values$/.test(attribute) ? value.split(/[\s,;]+/) : [value];
  return texts.flatMap((text) => claims(text, isLink && /^$|preconnect|dns-/i.test(rel)));
}

/**
 * @param {string} text
 * @param {boolean} scripts whether scripts in the text are going to run
 * @param {string} [quote] what to put around values
 * @returns {{ text: string, services: string[] }}
 */
export function holdMarkup(text, scripts, quote = '"') {
  /** @type {Set<string>} */
  const all = new Set();

  /** @param {string} element @param {string} attributes as written behind its name */
  const holdTag = (element, attributes) => {
    const name = element.toLowerCase();
    const isScript = name === "script";
    if (isScript && !scripts) return attributes;
    const read = Array.from(attributes.matchAll(ATTRIBUTES), ([, , key = "", value = ""]) => [
      key.toLowerCase(),
      decode(value),
    ]);
    const rel = read.find(([key]) => key === "rel")?.[1];
    /** @type {Set<string | undefined>} */
    const held = new Set();
    /** @type {Set<string>} */
    const services = new Set();
    for (const [key = "", value = ""] of read)
      for (const service of judge(name, key, value, rel)) {
        held.add(key);
        services.add(service);
        all.add(service);
        if (key === "srcdoc") known.add(key + value);
      }
    if (!services.size) return attributes;
    if (isScript) held.add("type");
    const type = isScript ? ` type=${quote}text/plain${quote}` : "";
    const list = [...services].join(quote ? " " : "&#32;");
    // Without quotes, the value would go on into a slash that follows.
    return `${type} ${HELD}=${quote}${list}${quote || " "}${attributes.replace(
      ATTRIBUTES,
      (whole, space, key) =>
        held.has(key.toLowerCase()) ? space + PREFIX + whole.slice(space.length) : whole,
    )}`;
  };

  /** @param {string[]} found @returns {string} */
  const holdOne = (...found) => {
    const [whole = "", raw, ofRaw = "", , , , end, inside = "", name, ofName = ""] = found;
    if (name) return "<" + name + holdTag(name, ofName);
    if (!raw) return whole;
    // Without scripting this is markup, as in a template, from where it may be taken.
    const inner = /noscript/i.test(raw) ? inside.replace(TAGS, holdOne) : inside;
    return "<" + raw + holdTag(raw, ofRaw) + end + inner;
  };

  return {
    text: mayName(text) ? text.replace(TAGS, holdOne) : text,
    services: [...all],
  };
}

/** @type {Record<string, string>} */
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** @param {string} value as written, with quotes and references */
const decode = (value) =>
  value
    .replace(/^["']|["']$/g, "")
    .replace(/&(?:#(x[\da-f]+|\d+)|(amp|lt|gt|quot|apos));?/gi, (whole, code, name) =>
      name
        ? (NAMED[name.toLowerCase()] ?? whole)
        : Number("0" + code) > 0x10ffff
          ? whole
          : String.fromCodePoint(Number("0" + code)),
    );
