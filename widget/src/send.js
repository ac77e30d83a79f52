import { keep, readToken } from "./device.js";

/**
 * @typedef {object} Choice
 * @property {string} act
 * @property {string} policy
 * @property {string} language
 * @property {"banner" | "preferences" | "my_choices" | "placeholder" | "api"} surface
 * @property {string} page
 * @property {Record<string, "granted" | "refused">} purposes
 * @property {Record<string, "granted" | "refused">} services
 * @property {boolean} clear what the site has stored in the browser
 *
 * @typedef {{ clear?: import("./storage.js").Patterns, cookies?: string[],
 *   ended?: import("./storage.js").Pattern[] }} Saved
 */

const PATIENCE_MS = 20_000;

/** How often something was refused in this page. */
let refusals = 0;

/** @type {{ of: string, key: string }} */
let click = { of: "", key: "" };

/** @param {Choice} choice */
export function refuses({ act, purposes, services }) {
  const decided = [purposes, services].flatMap((of) => Object.values(of));
  return act === "custom" ? decided.includes("refused") : !act.startsWith("grant");
}

/**
 * Ask the server to record a choice. Only its 201 means that there is a record.
 *
 * The choices of all tabs are sent one after the other: an answer that came late would
 * bring back what a later choice has refused.
 *
 * @param {import("./acts.js").Here} here
 * @param {Choice} choice
 * @returns {Promise<Saved | "stale" | "failed">}
 */
export async function send({ config, giveUp }, choice) {
  if (refuses(choice)) {
    refusals++;
    if (IN_TAG) giveUp();
  }
  const before = refusals;
  const post = async () => {
    const saved = await record(config, choice);
    if (before !== refusals) return "failed";
    if (IN_TAG && typeof saved === "object") keep(saved);
    return saved;
  };
  // Where they are missing (plain http), there is only this tab's word.
  return (navigator.locks?.request("visitor-choices", post) ?? post()).catch(() => "failed");
}

/**
 * @param {import("./config.js").Config} config
 * @param {Choice} choice
 * @returns {Promise<Saved | "stale" | "failed">}
 */
async function record(config, choice) {
  /** @type {Record<string, string>} */
  const headers = { "content-type": "application/json" };
  const token = IN_TAG && readToken(config);
  if (token) headers.authorization = `Bearer ${token}`;
  try {
    const response = await fetch(config.path, {
      // Or it would have what the page's code adds to all objects, such as a mode.
      // @ts-expect-error no member, but what the object inherits from
      __proto__: null,
      method: "POST",
      headers,
      body: JSON.stringify({ ...choice, click: clickKey(choice) }),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 201) {
      const saved = await response.json();
      click.of = "";
      return saved;
    }
    return response.status === 409 ? "stale" : "failed";
  } catch {
    return "failed";
  }
}

/**
 * A repeated try of the same choice keeps its key, so that it cannot make two records;
 * another choice, or the same one after it was saved, gets a fresh key.
 *
 * @param {Choice} choice
 */
function clickKey(choice) {
  const of = JSON.stringify(choice);
  if (of !== click.of) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
    click = { of, key: key.join("") };
  }
  return click.key;
}
