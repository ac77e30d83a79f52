/**
 * The readable copy of the choice. It has no authority: the server never reads it, and
 * forging it changes only one's own page.
 *
 * @typedef {object} Mirror
 * @property {Set<string>} services granted ids
 * @property {Set<string>} purposes granted ids
 * @property {boolean} open something is still to be asked
 */

const FORM = /^([0-9a-f]{8})\.\d+\.((?:[0-9a-f]{2})+)\.((?:[0-9a-f]{2})+)(\.open)?$/;

/**
 * Read the mirror; anything but exactly one of this policy counts as undecided.
 *
 * @param {string} cookies as in document.cookie
 * @param {import("./config.js").Config} config
 * @returns {Mirror | null}
 */
export function readMirror(cookies, config) {
  const values = cookies
    .split("; ")
    .filter((pair) => pair.startsWith(config.mirror + "="))
    .map((pair) => pair.slice(config.mirror.length + 1));
  const [, policy, services, purposes, open] = FORM.exec(values[0] ?? "") ?? [];
  if (values.length !== 1 || !services || !purposes) return null;
  if (policy !== config.policy.slice(0, 8)) return null;
  return {
    services: unpack(services, config.services),
    purposes: unpack(purposes, config.purposes),
    open: !!open,
  };
}

/**
 * @param {string} hex most significant bit of each byte first
 * @param {string[]} order
 */
function unpack(hex, order) {
  return new Set(
    order.filter((_, position) => {
      const digit = parseInt(hex[position >> 2] ?? "0", 16);
      return digit & (8 >> (position & 3));
    }),
  );
}

/**
 * What tags may be released for: services, purposes with `@` in front, and `@` alone,
 * which needs no permission.
 *
 * @param {Mirror | null} mirror
 * @returns {Set<string>}
 */
export function grantedBy(mirror) {
  const purposes = Array.from(mirror?.purposes ?? [], (id) => "@" + id);
  return new Set(["@", ...purposes, ...(mirror?.services ?? [])]);
}
