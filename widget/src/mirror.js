/**
 * The readable copy of the choice. It has no authority: the server never reads it, and
 * forging it changes only one's own page.
 *
 * @typedef {object} Mirror
 * @property {string[]} services granted ids
 * @property {string[]} purposes granted ids
 * @property {boolean} open something is still to be asked
 */
import { config } from "./config.js";
import { readCookies } from "./page.js";

const FORM = /* @__PURE__ */ RegExp(
  `^[^=]+=${config.version}\\.\\d+\\.([\\da-f]+)\\.([\\da-f]+)(\\.open)?$`,
);

/**
 * Read the mirror; anything but exactly one of this policy counts as undecided.
 *
 * @returns {Mirror}
 */
export function readMirror() {
  const [pair = "", another] = readCookies()
    .split("; ")
    .filter((one) => one.startsWith(config.mirror + "="));
  const found = another ? null : FORM.exec(pair);
  const [, services = "", purposes = "", open] = found ?? [];
  return {
    services: unpack(services, config.services),
    purposes: unpack(purposes, config.purposes),
    open: !config.settled && (!found || !!open),
  };
}

/**
 * @param {string} hex most significant bit of each byte first
 * @param {string[]} order
 */
const unpack = (hex, order) =>
  order.filter((_, at) => Number("0x" + hex[at >> 2]) & (8 >> (at & 3)));

/**
 * What tags may be released for: services, purposes with `@` in front, and `@` alone,
 * which needs no permission.
 *
 * @param {Mirror} mirror
 * @returns {Set<string>}
 */
export const grantedBy = ({ purposes, services }) =>
  new Set(["@", ...purposes.map((id) => "@" + id), ...services]);
