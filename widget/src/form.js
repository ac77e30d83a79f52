import { send } from "./send.js";

/**
 * Takes over a form of choices, on the banner or on the "my choices" page: it stays the
 * form that the server wrote, but is sent without leaving the page.
 *
 * @param {HTMLFormElement} form
 * @param {Element | null} said where what happens is announced
 * @param {import("./config.js").Config} config
 * @param {(saved: import("./send.js").Saved, wanted: boolean) => boolean} settle
 *   makes the page follow what was saved; tells whether the browser kept it
 */
export function takeOver(form, said, config, settle) {
  const { dataset } = form;
  const message = form.querySelector(".visitor-choices-message");
  let busy = false;

  /** @param {Element | null} place @param {string} [text] */
  const say = (place, text = "") => {
    if (place) place.textContent = text;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const act = event.submitter?.getAttribute("value");
    if (!act || busy) return;
    const choice = readChoice(form, act, config);
    busy = true;
    form.ariaBusy = "true";
    say(message);
    say(said, dataset.saving);
    const saved = await send(config.path, choice);
    busy = false;
    form.ariaBusy = "false";
    const wanted = Object.values(choice.purposes).includes("granted");
    const kept = typeof saved === "object" && settle(saved, wanted);
    say(said, kept ? dataset.saved : "");
    if (!kept) say(message, saved === "stale" ? dataset.stale : dataset.notSaved);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} act
 * @param {import("./config.js").Config} config
 * @returns {import("./send.js").Choice}
 */
function readChoice(form, act, config) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = form.querySelectorAll("[name=purpose]");
  const granted = (/** @type {HTMLInputElement} */ box) =>
    act === "grant_all" || (act === "custom" && box.checked);
  return {
    act,
    policy: config.policy,
    language: config.language,
    surface: surfaceOf(form),
    page: location.pathname,
    purposes: Object.fromEntries(
      Array.from(boxes, (box) => [box.value, granted(box) ? "granted" : "refused"]),
    ),
  };
}

/** @param {HTMLFormElement} form */
function surfaceOf(form) {
  if (!form.closest(".visitor-choices")) return "my_choices";
  return form.querySelector("details[open]") ? "preferences" : "banner";
}
