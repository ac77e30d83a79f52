import { send } from "./send.js";

/**
 * The banner's markup, taken over from the server: it stays a form, but is sent without
 * leaving the page.
 */
export class Form {
  /** @type {Element | null} what the banner was opened with, if it was */
  #opener = null;
  #busy = false;

  /**
   * @param {HTMLElement} section
   * @param {HTMLElement | null} said where a saved choice is announced
   * @param {import("./config.js").Config} config
   * @param {(saved: import("./send.js").Saved, wanted: boolean) => boolean} settle
   *   makes the page follow what was saved; tells whether the browser kept it
   */
  constructor(section, said, config, settle) {
    this.section = section;
    this.said = said;
    this.config = config;
    this.settle = settle;
    this.form = /** @type {HTMLFormElement} */ (section.querySelector("form"));
    this.details = /** @type {HTMLDetailsElement} */ (section.querySelector("details"));
    this.message = /** @type {HTMLElement} */ (section.querySelector(".visitor-choices-message"));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    section.addEventListener("keydown", (event) => this.#keydown(event));
    // The footer must stay reachable above the banner (WCAG 2.2, 2.4.11).
    new ResizeObserver(() => {
      const height = `${section.offsetHeight}px`;
      document.documentElement.style.setProperty("--visitor-choices-height", height);
    }).observe(section);
    const gpc = /** @type {HTMLElement} */ (section.querySelector("[data-gpc]"));
    gpc.hidden = !("globalPrivacyControl" in navigator && navigator.globalPrivacyControl);
  }

  get boxes() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (
      this.form.querySelectorAll("[name=purpose]")
    );
  }

  /**
   * Show the first layer, or with an opener the second one as it was chosen.
   *
   * @param {Set<string>} [granted] purposes
   * @param {Element} [opener]
   */
  show(granted, opener) {
    this.#opener = opener ?? null;
    for (const box of this.boxes) box.checked = !!granted?.has(box.value);
    this.details.open = !!opener;
    this.section.hidden = false;
    if (opener) this.section.focus();
  }

  hide() {
    const held = this.section.contains(document.activeElement);
    this.section.hidden = true;
    this.details.open = false;
    this.message.textContent = "";
    if (held && this.#opener instanceof HTMLElement) this.#opener.focus();
    this.#opener = null;
  }

  /** Escape leaves everything as it is: it closes what was opened, and grants nothing.
   *
   * @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key !== "Escape" || this.#busy) return;
    if (this.#opener) this.hide();
    else if (this.details.open) {
      this.details.open = false;
      this.details.querySelector("summary")?.focus();
    }
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const act = event.submitter?.getAttribute("value");
    if (!act || this.#busy) return;
    const choice = this.#read(act);
    this.#wait(true);
    const saved = await send(this.config.path, choice);
    this.#wait(false);
    const { dataset } = this.form;
    const wanted = Object.values(choice.purposes).includes("granted");
    if (typeof saved === "string") {
      this.message.textContent = (saved === "stale" ? dataset.stale : dataset.notSaved) ?? "";
    } else if (this.settle(saved, wanted)) {
      this.hide();
      if (this.said) this.said.textContent = dataset.saved ?? "";
    } else {
      this.message.textContent = dataset.notSaved ?? "";
    }
  }

  /**
   * @param {string} act
   * @returns {import("./send.js").Choice}
   */
  #read(act) {
    const granted = (/** @type {HTMLInputElement} */ box) =>
      act === "grant_all" || (act === "custom" && box.checked);
    return {
      act,
      policy: this.config.policy,
      language: this.config.language,
      surface: this.#opener ? "preferences" : "banner",
      page: location.pathname,
      purposes: Object.fromEntries(
        Array.from(this.boxes, (box) => [box.value, granted(box) ? "granted" : "refused"]),
      ),
    };
  }

  /** @param {boolean} busy */
  #wait(busy) {
    this.#busy = busy;
    this.form.setAttribute("aria-busy", String(busy));
    this.message.textContent = (busy && this.form.dataset.saving) || "";
    if (this.said) this.said.textContent = "";
  }
}
