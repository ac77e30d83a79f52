import { send } from "./send.js";

/**
 * Have a choice recorded that the page's own code makes.
 *
 * @param {import("./acts.js").Here} here
 * @param {string} act
 * @param {unknown} [granted] `{ purposes, services }`, lists of ids; nothing to refuse
 */
export async function choose(here, act, granted) {
  const [purposes, services] = [words(granted, "purposes"), words(granted, "services")];
  const saved = await post(here, "api", act, purposes, services);
  return typeof saved === "object" && here.settle(saved, granted !== undefined);
}

/**
 * @param {import("./acts.js").Here} here
 * @param {"api" | "placeholder"} surface
 * @param {string} act
 * @param {Record<string, "granted">} purposes
 * @param {Record<string, "granted">} services
 */
export function post(here, surface, act, purposes, services) {
  const { policy, language } = here.config;
  const page = location.pathname;
  return send(here, { act, policy, language, surface, page, purposes, services, clear: false });
}

/**
 * @param {any} granted
 * @param {string} name
 * @returns {Record<string, "granted">}
 */
function words(granted = {}, name) {
  const ids = granted?.[name] ?? [];
  if (typeof granted !== "object" || !granted || !Array.isArray(ids))
    throw new TypeError(`visitorChoices.grant takes lists of ids, as in { ${name}: ["…"] }`);
  return Object.fromEntries(ids.map((id) => [id, "granted"]));
}
