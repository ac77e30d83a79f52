import { thisScript } from "./page.js";

/**
 * What the server wrote into the script's own tag, or with the script-tag mode into the
 * script.
 *
 * @typedef {object} Config
 * @property {string} policy version of the policy, 64 hexadecimal digits
 * @property {string[]} services ids in the bit order of the mirror
 * @property {string[]} purposes ids in the bit order of the mirror
 * @property {string} mark secret of this response: what carries it is ours
 * @property {string} mirror name of the mirror cookie
 * @property {string} path where a choice is posted
 * @property {string} language of the notice
 * @property {string} style name of the whole style, where the page has a part of it
 * @property {boolean} reloads a grant takes effect by loading the page again
 * @property {string} [token] in the script-tag mode: name of the cookie that is shown
 * @property {string} [record] likewise: what the number of a record is called
 * @property {string} [receipt] likewise: what its receipt is called
 * @property {string} [back] likewise: what leaves a choice as it was
 */

/**
 * @param {DOMStringMap} data of the script element
 * @returns {Config}
 */
function readConfig(data) {
  const { policy = "", services = "", purposes = "", mirror = "" } = data;
  return {
    policy,
    services: services.split(" "),
    purposes: purposes.split(" "),
    mirror,
    mark: data.mark ?? "",
    // Of this origin, whatever a <base> says.
    path: new URL(data.path ?? "", location.href).href,
    language: data.language ?? "",
    style: data.style ?? "",
    reloads: "reloads" in data,
  };
}

const script = thisScript instanceof HTMLScriptElement ? thisScript : null;

/** Where this script came from, and with it all that the consent server answers. */
export const server = script?.src ?? "";

/** What a tag of the page must carry as well, where this one carries it. */
export const nonce = script?.nonce ?? "";

/** In a static page nobody could write a secret; here it is made. */
const makeMark = () => crypto.randomUUID();

/** @type {Config} */
export const config = IN_TAG
  ? {
      ...TAG,
      mark: makeMark(),
      path: new URL(TAG.path, server || location.href).href,
      style: "",
      reloads: false,
    }
  : readConfig(script?.dataset ?? {});
