/**
 * What acts of the visitor need, and tags that the site itself made inert: a file of its
 * own, which the page's script brings when it is wanted. It knows nothing by itself; all
 * that it works with is given to it.
 *
 * @typedef {object} Here what the page's script shares
 * @property {import("./config.js").Config} config
 * @property {typeof import("./mirror.js").readMirror} readMirror
 * @property {Settle} settle makes the page follow what was saved
 * @property {typeof import("./reach.js").findStyle} findStyle
 * @property {() => void} giveUp ends what was granted in this browser
 *
 * @typedef {(saved: import("./send.js").Saved, wanted: boolean) => boolean} Settle
 *   tells whether the browser kept it; a refusal needs no keeping
 */
export { adopt } from "./adopt.js";
export { choose } from "./choose.js";
export { dress } from "./dress.js";
export { clearStorage } from "./storage.js";
export { takeOver } from "./take_over.js";
