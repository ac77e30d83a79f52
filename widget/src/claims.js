/**
 * Which gated services claim an address: the server's patterns, read as its matcher
 * reads them (consent_server/catalog/match.py; tests/vectors/addresses.json holds the
 * two together). What is granted comes from the mirror; nothing is decided here.
 */

import { readBase } from "./page.js";

// Taken before any other script of the page could change them.
const Address = URL;
const Parameters = URLSearchParams;

/** What every markup contains that names a declared address: a host, or a piece of a
 * path. A dot stands for any character, which finds a little more. */
const clues = /* @__PURE__ */ RegExp(
  Object.keys(RULES)
    .map((host) => (host === "*" ? PIECES : host.replace(/^\*\.|\.\*$/, "")))
    .join("|"),
  "i",
);

/** @type {Set<string>} */
export let granted = new Set();

/** Whether everything is granted, so that nothing needs to be asked. */
export let isOpen = false;

/** @param {Set<string>} services */
export function allow(services) {
  granted = services;
  isOpen = Object.values(RULES).every((rules) => rules.every(([id]) => services.has(id)));
}

/**
 * Tell whether a text may name a declared address: most texts can be told apart from
 * those by this alone.
 *
 * @param {string} text
 */
export const mayName = (text) => !isOpen && clues.test(text);

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
  const url = GUARDS && parse(text);
  if (!url || !/^(http|ws)s?:/.test(url.protocol)) return [];
  const { hostname, pathname, searchParams } = url;
  if (byHost && hostname === location.hostname) return [];
  const paths = [pathname.toLowerCase(), resolve(pathname)];
  const found = hostsLike(hostname.replace(/\.$/, ""), byHost)
    .flatMap((host) => RULES[host] ?? [])
    .filter(
      ([, parts = [], query = []]) =>
        byHost ||
        (paths.some((path) => startsInOrder(path, parts)) &&
          query.every(([name, head]) =>
            searchParams.getAll(name).some((value) => value.startsWith(head)),
          )),
    );
  return [...new Set(found.map(([service]) => service))];
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
  return [
    byHost ? "" : "*",
    host,
    ...labels.map((_, at) => "*." + labels.slice(at + 1).join(".")),
    host.replace(/\.[^.]*$/, ".*"),
    host.replace(/\.(ac|co|com|edu|gov|net|org?)\.[^.]{2}$/, ".*"),
  ];
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
    return position ? at >= 0 : !at;
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
  const segments = decode(path).toLowerCase().split(/[\\/]/);
  for (const segment of segments)
    if (segment === "..") kept.pop();
    else if (segment && segment !== ".") kept.push(segment);
  const isFolder = kept.length && /^\.{0,2}$/.test(segments.at(-1) ?? "");
  return "/" + kept.join("/") + (isFolder ? "/" : "");
}

/** Decode `%XX` once; unlike decodeURIComponent, leave alone what is no UTF-8.
 *
 * @param {string} text */
const decode = (text) =>
  new Parameters("=" + text.replace(/[+&]/g, encodeURIComponent)).get("") ?? "";
