/**
 * What the script-tag mode keeps on the device: the cookies that the answer to a
 * recorded choice carries, and nothing before it.
 */
import { put, readCookies } from "./page.js";
import { matches } from "./storage.js";

/** The signed choice, which goes to the consent server only.
 *
 * @param {import("./config.js").Config} config */
export function readToken(config) {
  const start = config.token + "=";
  const pair = readCookies().split("; ").find((one) => one.startsWith(start));
  return pair?.slice(start.length) ?? "";
}

/**
 * @param {import("./send.js").Saved} saved
 */
export function keep({ cookies = [], ended = [] }) {
  cookies.forEach(put);
  for (const pair of readCookies().split("; ")) {
    const name = pair.split("=", 1)[0] ?? "";
    if (!ended.some((pattern) => matches(pattern, name))) continue;
    const labels = location.hostname.split(".");
    put(`${name}=; Path=/; Max-Age=0`);
    labels.forEach((_, at) =>
      put(`${name}=; Path=/; Max-Age=0; Domain=${labels.slice(at).join(".")}`),
    );
  }
}
