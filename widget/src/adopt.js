/**
 * Takes tags that the site itself made inert, ours or those of other consent tools, as
 * if the server had held them: docs/howto/migrate.md lists their forms. What a tag needs
 * follows from its words; a word that nobody knows never releases it.
 *
 * @typedef {object} Marked what the page's script shares
 * @property {string} prefix of held attributes
 * @property {Set<string>} granted
 * @property {string} nonce that a tag must have, where there is one
 * @property {readonly string[]} loading attributes that load
 * @property {Map<Element, unknown>} waiting held elements out of sight
 * @property {typeof import("./claims.js").claimants} claimants
 * @property {typeof import("./claims.js").parse} parse
 * @property {Promise<import("./acts.js").Here>} settling
 */
import { ADDRESSES, MARKED } from "./marked.js";
import { HELD, INERT } from "./names.js";
import { findAll } from "./page.js";
import { standDown, standIn } from "./stand_in.js";

const ONETRUST = /(?<!\S)optanon-category-(\S+)/g;
const WEB = /^https?:$/;
const FRAME = /^(iframe|embed)$/;

/** @param {string} text */
const fold = (text) => text.toLowerCase().replace(/[^a-z0-9!]+/g, "");

/** @type {Map<string, string>} */
const needs = new Map();

/**
 * Hold scripts as if they had come so, and let all else load.
 *
 * @param {Marked} page
 */
export function adopt(page) {
  if (!needs.size) learn();
  for (const element of /** @type {HTMLElement[]} */ (findAll(MARKED))) {
    const needed = needsOf(element);
    const missing = needed.filter((need) => !page.granted.has(need));
    // A page that is open since before an upgrade brings nothing to send it with.
    if (missing.length && page.settling) standIn(element, missing, page.settling);
    if (missing.length || !needed.length) continue;
    if (element instanceof HTMLTemplateElement) unfold(element, page, needed);
    else if (element instanceof HTMLScriptElement) hold(element, page, needed);
    else load(element, page);
    standDown(element);
  }
}

function learn() {
  for (const [need, own] of Object.entries(WORDS))
    for (const word of [fold(need), ...own.split(" ")]) if (word) needs.set(word, need);
}

/**
 * @param {HTMLElement} element
 * @returns {string[]} with an empty text for what nobody knows
 */
function needsOf(element) {
  const { service, cookieconsent, category, purpose, name } = element.dataset;
  const groups = (element.getAttribute("class") ?? "").matchAll(ONETRUST);
  const needed = Array.from(groups, ([, group = ""]) => group.replaceAll("-", ","));
  return [service, cookieconsent, category, purpose, name, ...needed]
    .filter((text) => text !== undefined)
    .flatMap((text) => needs.get(fold(text)) ?? text.split(/[\s,]+/).map(needOf));
}

/** @param {string} word */
const needOf = (word) => needs.get(fold(word)) ?? "";

/** @param {Element} element @param {Marked} page */
function load(element, page) {
  for (const [name, sources] of Object.entries(ADDRESSES)) {
    for (const source of sources) {
      const value = element.getAttribute(source);
      if (value === null) continue;
      element.removeAttribute(source);
      if (mayLoad(element, value, page)) element.setAttribute(name, value);
    }
  }
}

/**
 * Tell whether an address may be put in. Texts of visitors may have passed a filter that
 * looks at `src` alone: so a frame shows the site itself and what the catalog declares.
 *
 * @param {Element} element
 * @param {string} value
 * @param {Marked} page
 */
function mayLoad({ localName }, value, { claimants, parse }) {
  const url = parse(value);
  if (!url || !WEB.test(url.protocol)) return false;
  return !FRAME.test(localName) || url.origin === location.origin || claimants(value).length > 0;
}

/**
 * @param {HTMLScriptElement} script
 * @param {Marked} page
 * @param {string[]} needed
 */
function hold(script, { prefix, nonce, waiting }, needed) {
  const { dataset } = script;
  const type = script.getAttribute("type");
  const isInert = type?.toLowerCase() === INERT;
  const held = script.getAttribute(HELD);
  // What the server held has kept its own type, and needs no more than that.
  if (held !== null && script.getAttribute(prefix + "type") !== INERT) return;
  // The page's policy would not know what it may trust.
  if (nonce && script.nonce !== nonce) return script.setAttribute("type", INERT);
  waiting.delete(script);
  script.setAttribute("type", INERT);
  script.removeAttribute(prefix + "type");
  const own = isInert ? dataset.type : type;
  if (own) script.setAttribute(prefix + "type", own);
  const src = dataset.src ?? script.getAttribute("src");
  script.removeAttribute("src");
  if (src !== null) script.setAttribute(prefix + "src", src);
  script.setAttribute(HELD, [held ?? "", ...needed].join(" "));
}

/**
 * Put in what a template holds: its scripts run in turn with all others, and what would
 * load another service is held by the guard, through which each address goes again.
 *
 * @param {HTMLTemplateElement} template
 * @param {Marked} page
 * @param {string[]} needed
 */
function unfold(template, page, needed) {
  const content = /** @type {DocumentFragment} */ (
    Document.prototype.importNode.call(document, template.content, true)
  );
  for (const element of content.querySelectorAll("*")) {
    for (const name of page.loading) {
      const value = element.getAttribute(name);
      if (value !== null) element.setAttribute(name, value);
    }
    if (element instanceof HTMLScriptElement) hold(element, page, needed);
  }
  template.replaceWith(content);
}
