import { giveUp, keep, readToken } from "./device.js";

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

/** @type {{ of: string, key: string }} */
let click = { of: "", key: "" };

/**
 * Ask the server to record a choice. Only its 201 means that there is a record.
 *
 * @param {string} path
 * @param {Choice} choice
 * @returns {Promise<Saved | "stale" | "failed">}
 */
export async function send(path, choice) {
  /** @type {Record<string, string>} */
  const headers = { "content-type": "application/json" };
  if (IN_TAG) {
    giveUp(choice);
    if (readToken()) headers.authorization = `Bearer ${readToken()}`;
  }
  try {
    const response = await fetch(path, {
      method: "POST",
      headers,
      body: JSON.stringify({ ...choice, click: clickKey(choice) }),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 201) {
      const saved = await response.json();
      click.of = "";
      if (IN_TAG) keep(saved);
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
