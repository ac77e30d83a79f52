/**
 * Placeholders in front of what the site itself made inert, like those that the server
 * puts in front of what it held: who, what for, and a button that grants one service.
 */
import { post } from "./choose.js";
import { HELD } from "./names.js";
import { createElement } from "./page.js";

const CONTENT = "iframe,object,embed,video,audio";
const UNSEEN =
  "[hidden],audio:not([controls]),[width='0'],[width='1'],[height='0'],[height='1']";
const SVG = "http://www.w3.org/2000/svg";

/** What stands in front of an element.
 * @type {Map<Element, HTMLElement>} */
const standing = new Map();

/**
 * @param {Element} element that is marked
 * @param {string[]} missing what is not granted of what it needs
 * @param {Promise<import("./acts.js").Here>} settling
 */
export function standIn(element, missing, settling) {
  const [id = ""] = missing;
  const words = SHOWN[id];
  // A button for several would have to say more than a visitor wants to read.
  if (!words || missing.length > 1 || standing.has(element)) return;
  const isTemplate = element instanceof HTMLTemplateElement;
  const content = isTemplate ? element.content.querySelector(CONTENT) : element;
  if (content?.matches(UNSEEN) || !(isTemplate || element.matches(CONTENT))) return;

  /** @param {string} name @param {string} [text] @param {Record<string, string>} [attributes] */
  const make = (name, text = "", attributes = {}) => {
    const space = name === "svg" ? SVG : element.namespaceURI;
    const made = /** @type {HTMLElement} */ (createElement(space, name));
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const [name, what, until, show] = words;
  const [width, height] = ["width", "height"].map(
    (side) => content?.getAttribute(side)?.match(/^\d+%?/)?.[0] ?? "",
  );
  const button = make("button", show, { type: "button" });
  const message = make("span", "", { class: "visitor-choices-message", role: "alert" });
  const told = make("span", "", { class: "visitor-choices-embed-words" });
  told.append(make("b", name), " ", make("span", what), " ", make("span", until), " ");
  told.append(button, " ", message);
  const { language, direction } = TEXTS;
  const placeholder = make("span", "", {
    class: "visitor-choices-embed",
    role: "group",
    "aria-label": name,
    lang: language,
    dir: direction,
  });
  if (width || height)
    placeholder.append(
      make("svg", "", { width: width || "1", height: height || "1", "aria-hidden": "true" }),
    );
  placeholder.append(told);
  if (!width || width.endsWith("%")) placeholder.classList.add("visitor-choices-wide");
  if (getComputedStyle(element).position === "absolute")
    placeholder.classList.add("visitor-choices-over");

  button.addEventListener("click", async ({ isTrusted }) => {
    // Only a visitor grants.
    if (!isTrusted || placeholder.ariaBusy === "true") return;
    placeholder.ariaBusy = "true";
    message.textContent = "";
    const here = await settling;
    const saved = await post(here, "placeholder", "grant_services", {}, { [id]: "granted" });
    placeholder.ariaBusy = "false";
    if (typeof saved !== "object" || !here.settle(saved, true))
      message.textContent = saved === "stale" ? TEXTS.stale : TEXTS.notSaved;
  });

  standing.set(element, placeholder);
  element.before(placeholder);
  // An empty frame behind it would be seen; the gate takes this away with a grant.
  if (!isTemplate) element.setAttribute(HELD, id);
}

/**
 * Take away what stood in front of an element, which is there now.
 *
 * @param {Element} element
 */
export function standDown(element) {
  const placeholder = standing.get(element);
  if (!placeholder) return;
  standing.delete(element);
  const hadFocus = placeholder.contains(document.activeElement);
  const content = /** @type {HTMLElement | null} */ (placeholder.nextElementSibling);
  placeholder.remove();
  // Who pressed the button goes on where the content is (WCAG 2.2, 2.4.3).
  if (hadFocus) content?.focus();
}
