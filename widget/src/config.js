import { HELD } from "./names.js";
import { thisScript } from "./page.js";

/**
 * What the server wrote into the script: of the site, and with the script-tag mode of
 * the page; else that stands in the script's own tag.
 *
 * @typedef {object} Config
 * @property {string} policy version of the policy, 64 hexadecimal digits
 * @property {string} version its beginning, of the policy that has these bit orders
 * @property {string[]} services ids in the bit order of the mirror
 * @property {string[]} purposes ids in the bit order of the mirror
 * @property {string} mark secret of this response: what carries it is ours
 * @property {string} mirror name of the mirror cookie
 * @property {string} path where a choice is posted
 * @property {string} language of the notice
 * @property {string} acts name of the file with what acts need
 * @property {string} style name of the whole style, where the page has a part of it
 * @property {boolean} [settled] nothing needs permission, so nobody is asked
 * @property {boolean} reloads a grant takes effect by loading the page again
 * @property {string} [token] in the script-tag mode: name of the cookie that is shown
 * @property {string} [notSaved] likewise: says that nothing was saved
 */

/** @type {any} of SVG or not; none in a tag that a page put into a shadow tree */
const script = thisScript ?? {};

/** Where this script came from, and with it all that the consent server answers. */
export const server = script.src || location.href;

/** What a tag of the page must carry as well, where this one carries it. */
export const { nonce } = script;

/** @type {Config} */
export const config = IN_TAG
  ? {
      ...TAG,
      // In a static page nobody could write a secret; here it is made.
      mark: crypto.randomUUID(),
      path: new URL(TAG.path, server).href,
      reloads: false,
    }
  : {
      ...SITE,
      ...script.dataset,
      // Of this origin, whatever a <base> says.
      path: new URL(script.dataset.path, location.href).href,
      reloads: "reloads" in script.dataset,
    };

/** In front of the name of a held attribute. */
export const PREFIX = `${HELD}-${config.mark}-`;
