import { dress } from "./dress.js";
import { takeOverForm } from "./form.js";
import { offerLayer } from "./layer.js";
import { followLink } from "./own.js";
import { findAll } from "./page.js";
import { offerSearch } from "./search.js";

const HEIGHT = "--visitor-choices-height";

/**
 * Take over what came with the page.
 *
 * @param {Map<HTMLFormElement, Set<string>>} forms with what their buttons said when the
 *   page was parsed
 * @param {HTMLElement | null | undefined} banner
 * @param {import("./acts.js").Here} here
 */
export function takeOver(forms, banner, here) {
  const [said] = /** @type {HTMLElement[]} */ (findAll(".visitor-choices-said"));
  for (const [form, known] of forms) {
    const isInBanner = banner?.contains(form);
    if (!IN_TAG && !isInBanner) offerSearch(form);
    takeOverForm(form, known, said, {
      ...here,
      settle: (saved, wanted) => {
        const kept = here.settle(saved, wanted);
        // Placeholders have a form with an id; what they grant answers no other question.
        if (form.id) return kept;
        if (!isInBanner) location.reload();
        else if (kept && banner) banner.hidden = true;
        return kept;
      },
    });
  }
  if (!banner) return;
  // Inherited, it would have the whole page's style found anew.
  CSS.registerProperty?.({ name: HEIGHT, inherits: false });
  // The end of the page must stay reachable above the banner (WCAG 2.2, 2.4.11); until
  // then the style leaves room for most.
  const [root] = /** @type {HTMLElement[]} */ (findAll(":root"));
  new ResizeObserver(() => {
    root?.style.setProperty(HEIGHT, `${banner.offsetHeight}px`);
  }).observe(banner);
  const open = offerLayer(banner, here);
  // Who does not come near it does not need it.
  for (const type of ["pointermove", "pointerdown", "focusin"])
    banner.addEventListener(type, () => dress(here), { once: true });
  if (IN_TAG) followLink(banner, open, here);
}
