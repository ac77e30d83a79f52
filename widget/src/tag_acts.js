/** What acts need in the script-tag mode. */
export * from "./acts.js";
export { followLink } from "./own.js";
