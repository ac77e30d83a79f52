/**
 * The guard works at once, the rest when the page is parsed, but before the page's own
 * deferred scripts run, as those expect what stands above them (HTML standard, "the
 * end").
 */
import { watch } from "./guard.js";
import { start } from "./index.js";
import { whenParsed } from "./parsed.js";

whenParsed(() => {
  start();
  watch();
});
