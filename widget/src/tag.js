/**
 * The script-tag mode: the page came from anywhere, and this script brings everything.
 * The guard works at once and looks at what the parser puts in, the rest when the page
 * is parsed.
 */
import { isFirst, watch } from "./guard.js";
import { start } from "./index.js";
import { whenParsed } from "./parsed.js";
import { plant } from "./plant.js";

if (isFirst) {
  watch();
  whenParsed(() => {
    plant();
    start();
  });
}
