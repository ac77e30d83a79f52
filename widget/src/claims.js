/**
 * Which gated services claim an address: the server's patterns, read as its matcher
 * reads them (consent_server/catalog/match.py; tests/vectors/addresses.json holds the
 * two together). What is granted comes from the mirror; nothing is decided here.
 *
 * @typedef {object} Rule
 * @property {string} service
 * @property {string[]} path texts that follow one another
 * @property {string[][]} query pairs of name and beginning of the value
 */

import { readBase } from "./page.js";

// Taken before any other script of the page could change them.
const Address = URL;
const Parameters = URLSearchParams;

const PATTERN = /^([^/?]*)([^?]*)\??(.*)$/;
const REQUESTS = /^(http|ws)s?:$/;
const SECOND_LEVEL = /\.(ac|co|com|edu|gov|net|org?)\.[^.]{2}$/;
const CLUE = /^[\w.-]+$/;

/** @type {Map<string, Rule[]>} by declared host */
const rules = new Map();

/** @type {Set<string>} */
const clues = new Set();

/** @param {string} service @param {string} text */
function declare(service, text) {
  const [, host = "", path = "", query] = PATTERN.exec(text) ?? [];
  const parts = path.toLowerCase().split("*");
  rules.set(host, [
    ...(rules.get(host) ?? []),
    { service, path: parts, query: [...new Parameters(query)] },
  ]);
  clues.add(host === "*" ? clueIn(parts) : host.replace(/^\*\.|\.\*$/, ""));
}

if (GUARDS)
  for (const [service, texts] of Object.entries(PATTERNS))
    for (const text of texts) declare(service, text);

const named = /* @__PURE__ */ new RegExp(
  Array.from(clues, (clue) => clue.replace(/\W/g, "\\$&")).join("|"),
  "i",
);

/** @type {Set<string>} */
export let granted = new Set();

/** Whether everything is granted, so that nothing needs to be asked. */
export let isOpen = false;

/** @param {Set<string>} services */
export function allow(services) {
  granted = services;
  isOpen = Object.keys(PATTERNS).every((service) => services.has(service));
}

/**
 * Tell whether a text may name a declared address: most texts can be told apart from
 * those by this alone.
 *
 * @param {string} text
 */
export const mayName = (text) => !isOpen && named.test(text);

/**
 * @param {unknown} text an address as a browser reads it
 * @param {boolean} [byHost] a hint, of which only the host is contacted
 * @returns {string[]} services that claim it and are not granted
 */
export const claims = (text, byHost) =>
  isOpen ? [] : claimants(text, byHost).filter((service) => !granted.has(service));

/**
 * @param {unknown} text
 * @param {boolean} [byHost]
 * @returns {string[]} services that claim it, granted or not
 */
export function claimants(text, byHost) {
  if (!GUARDS) return [];
  const url = parse(text);
  if (!url || !REQUESTS.test(url.protocol)) return [];
  if (byHost && url.hostname === location.hostname) return [];
  const paths = [url.pathname.toLowerCase(), resolve(url.pathname)];
  const found = hostsLike(url.hostname.replace(/\.$/, ""), byHost)
    .flatMap((host) => rules.get(host) ?? [])
    .filter((rule) => byHost || fits(rule, paths, url.searchParams))
    .map((rule) => rule.service);
  return [...new Set(found)];
}

/** @param {unknown} text @returns {URL | null} */
export function parse(text) {
  try {
    return new Address(`${text}`, readBase());
  } catch {
    return null;
  }
}

/**
 * List the declared forms that a host could have.
 *
 * @param {string} host
 * @param {boolean} [byHost] `*` says nothing of a host
 */
function hostsLike(host, byHost) {
  const labels = host.split(".");
  const found = byHost ? [host] : ["*", host];
  for (let at = 1; at < labels.length; at++) found.push("*." + labels.slice(at).join("."));
  found.push(labels.slice(0, -1).join(".") + ".*");
  if (SECOND_LEVEL.test(host)) found.push(labels.slice(0, -2).join(".") + ".*");
  return found;
}

/**
 * @param {Rule} rule
 * @param {string[]} paths readings of one path
 * @param {URLSearchParams} query
 */
function fits(rule, paths, query) {
  return (
    paths.some((path) => startsInOrder(path, rule.path)) &&
    rule.query.every(([name = "", head = ""]) =>
      query.getAll(name).some((value) => value.startsWith(head)),
    )
  );
}

/**
 * @param {string} text
 * @param {string[]} parts the first begins the text, the others follow in turn
 */
function startsInOrder(text, parts) {
  let end = 0;
  return parts.every((part, position) => {
    const at = text.indexOf(part, end);
    end = at + part.length;
    return position ? at >= 0 : at === 0;
  });
}

/**
 * Return the path that a server may make of this one, in lower case.
 *
 * @param {string} path
 */
function resolve(path) {
  /** @type {string[]} */
  const kept = [];
  const segments = decode(path).replaceAll("\\", "/").toLowerCase().split("/");
  for (const segment of segments) {
    if (segment === "..") kept.pop();
    else if (segment && segment !== ".") kept.push(segment);
  }
  const isFolder = /^\.{0,2}$/.test(segments.at(-1) ?? "");
  return "/" + kept.join("/") + (kept.length && isFolder ? "/" : "");
}

/** Decode `%XX` once; unlike decodeURIComponent, leave alone what is no UTF-8.
 *
 * @param {string} text */
function decode(text) {
  return new Parameters("=" + text.replace(/[+&]/g, encodeURIComponent)).get("") ?? "";
}

/** @param {string[]} parts of a path */
function clueIn(parts) {
  const pieces = parts.flatMap((part) => part.split("/"));
  return pieces.reduce(
    (best, piece) => (CLUE.test(piece) && piece.length > best.length ? piece : best),
    "",
  );
}
