import { config } from "./config.js";
import { giveUp } from "./give_up.js";

/**
 * Let an act wait until what it needs is there, and then happen. Where that cannot be
 * had, the form is sent as without scripting; in a static page nobody would take it.
 *
 * @param {(button: Element) => unknown} isOurs
 * @param {() => Promise<unknown>} load
 * @returns {() => Promise<unknown>} what gets it all ready; it may fail in a static page
 */
export function holdActs(isOurs, load) {
  /** @type {Promise<unknown> | undefined} */
  let readying;
  // Once all is there nothing waits: a key's click in progress cannot be made anew.
  const letGo = () => removeEventListener("click", hold, true);
  const getReady = () =>
    (readying ??= load().then(
      letGo,
      IN_TAG
        ? (error) => {
            readying = undefined;
            throw error;
          }
        : letGo,
    ));

  /** @param {Event} event */
  const hold = (event) => {
    /** @type {HTMLElement | null | undefined} */
    const button = /** @type {any} */ (event.target).closest?.("button,a");
    if (!button || !isOurs(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const act = () => button.click();
    getReady().then(act, IN_TAG ? () => fail(button) : act);
  };
  addEventListener("click", hold, true);
  return getReady;
}

/** @param {Element} button */
function fail(button) {
  if (button instanceof HTMLAnchorElement) return location.assign(button.href);
  // A refusal holds, whether or not anybody has recorded it.
  if (button.getAttribute("value")?.startsWith("refuse")) giveUp();
  const message = button.closest(".visitor-choices")?.querySelector(".visitor-choices-message");
  if (message) message.textContent = config.notSaved ?? "";
}
