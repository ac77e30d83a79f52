import { allow } from "./claims.js";
import { config } from "./config.js";
import { put } from "./page.js";

/** End what was granted in this browser, where its script keeps that. */
export function giveUp() {
  put(`${config.mirror}=; Path=/; Max-Age=0`);
  allow(new Set());
}
