/**
 * Placeholders in front of held content. Only those with this response's mark are ours.
 */
import { findAll } from "./page.js";

/**
 * Take away the placeholders of what was granted, and lay the others over content whose
 * place the page fixed: in the flow they would stand outside of it.
 *
 * @param {Set<string>} granted
 * @param {string} mark of this response
 */
export function followEmbeds(granted, mark) {
  for (const placeholder of findAll(`.visitor-choices-embed[data-mark="${mark}"]`)) {
    const content = /** @type {HTMLElement | null} */ (placeholder.nextElementSibling);
    const services = placeholder.getAttribute("data-services")?.split(" ");
    if (services?.every((id) => granted.has(id))) {
      const hadFocus = placeholder.contains(document.activeElement);
      placeholder.remove();
      // Who pressed the button goes on where the content is (WCAG 2.2, 2.4.3).
      if (hadFocus) content?.focus();
    } else if (content && getComputedStyle(content).position === "absolute") {
      placeholder.classList.add("visitor-choices-over");
    }
  }
}
