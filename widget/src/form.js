import { wordsOf } from "./page.js";
import { refuses, send } from "./send.js";

/** What the fields about one service are called, in front of its id. */
const SINGLE = "service:";

/**
 * Takes over a form of choices, on the banner or on the "my choices" page: it stays the
 * form that the server wrote, but is sent without leaving the page.
 *
 * @param {HTMLFormElement} form
 * @param {Set<string>} known what its buttons said when the page was parsed: a text that
 *   knows the mark of a cached page could bring a button that says less
 * @param {HTMLElement | undefined} said where what happens is announced
 * @param {import("./acts.js").Here} here
 */
export function takeOverForm(form, known, said, here) {
  /** @type {import("./send.js").Choice | undefined} */
  let busy;

  /** @param {Element | null | undefined} place @param {string} [text] */
  const say = (place, text = "") => {
    if (place) place.textContent = text;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!button?.value || !known.has(wordsOf(button))) return;
    const choice = readChoice(form, button, here.config);
    // Whoever thinks better of it is heard, whatever is under way; a second click is not.
    if (busy && (!refuses(choice) || JSON.stringify(busy) === JSON.stringify(choice))) return;
    // The button of a placeholder stands elsewhere than its form.
    const place = button.closest(".visitor-choices-embed") ?? form;
    const message = place.querySelector(".visitor-choices-message");
    busy = choice;
    place.ariaBusy = "true";
    say(message);
    // For those alone who hear it; to touch a style sooner costs a slow device some time.
    if (said)
      said.style.cssText =
        "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    say(said, TEXTS.saving);
    const saved = await send(here, choice);
    if (busy !== choice) return;
    busy = undefined;
    place.ariaBusy = "false";
    const { act, purposes, services } = choice;
    const single = [purposes, services].some((of) => Object.values(of).includes("granted"));
    const wanted = act === "custom" ? single : act.startsWith("grant");
    const kept = typeof saved === "object" && here.settle(saved, wanted);
    say(said, kept ? TEXTS.saved : "");
    if (!kept) say(message, saved === "stale" ? TEXTS.stale : TEXTS.notSaved);
  });
}

/**
 * Say in JSON what the form would send.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @param {import("./config.js").Config} config
 * @returns {import("./send.js").Choice}
 */
function readChoice(form, button, config) {
  // Whoever knows the id of a form in a cached page could write a field for it anywhere.
  const isShared = !IN_TAG && form.id;
  const own = isShared ? /** @type {HTMLFormElement} */ (form.cloneNode(true)) : form;
  const data = new FormData(own);
  data.append(button.name, button.value);
  const act = String(data.get("act"));
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = form.querySelectorAll("[name=purpose]");
  const named = data.getAll("service").join(" ").match(/\S+/g) ?? [];
  const single = [...data].filter(([name, status]) => name.startsWith(SINGLE) && status);
  return {
    act,
    policy: config.policy,
    language: config.language,
    surface: isShared ? "placeholder" : surfaceOf(form),
    page: location.pathname,
    purposes: Object.fromEntries(
      Array.from(boxes, (box) => [box.value, box.checked ? "granted" : "refused"]),
    ),
    services: Object.fromEntries([
      ...named.map((id) => [id, "granted"]),
      ...single.map(([name, status]) => [name.slice(SINGLE.length), status]),
    ]),
    clear: data.has("clear"),
  };
}

/** @param {HTMLFormElement} form */
function surfaceOf(form) {
  if (!form.closest(".visitor-choices")) return "my_choices";
  return form.querySelector("[aria-expanded=true]") ? "preferences" : "banner";
}
