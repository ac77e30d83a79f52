/**
 * Placeholders in front of held content. Only those with this response's mark are ours.
 * A site's script has this where a service of it has any; so it stands alone.
 *
 * Takes away the placeholders of what was granted, and lays the others over content
 * whose place the page fixed: in the flow they would stand outside of it.
 *
 * @param {(selector: string) => Element[]} findAll
 * @param {string} mark of this response
 * @param {Set<string>} granted
 */
export const EMBEDS = (findAll, mark, granted) => {
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
};
