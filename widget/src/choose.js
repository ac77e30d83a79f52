import { send } from "./send.js";

/**
 * Have a choice recorded that the page's own code makes.
 *
 * @param {import("./acts.js").Here} here
 * @param {string} act
 * @param {unknown} [granted] `{ purposes, services }`, lists of ids; nothing to refuse
 */
export async function choose(here, act, granted) {
  const { policy, language } = here.config;
  const saved = await send(here, {
    act,
    policy,
    language,
    surface: "api",
    page: location.pathname,
    purposes: words(granted, "purposes"),
    services: words(granted, "services"),
    clear: false,
  });
  return typeof saved === "object" && here.settle(saved, granted !== undefined);
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
