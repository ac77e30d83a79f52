/**
 * The script-tag mode: the page came from anywhere, and this script brings everything.
 * The guard works at once and looks at what the parser puts in, the rest when the page
 * is parsed.
 */
import { isFirst, watch } from "./guard.js";
import { start } from "./index.js";
import { plant } from "./plant.js";

const begin = () => {
  plant();
  start();
};

if (isFirst) {
  watch();
  if (document.readyState === "loading")
    document.addEventListener("readystatechange", begin, { once: true });
  else begin();
}
