/**
 * Placeholders of films whose address stands in a `<source>`. The server had sent the
 * film's own tag when it read that, so that they came inside of the film, where nobody
 * sees them. A site's script has this where it may show such films; so it stands alone.
 *
 * Puts them in front of the film, in its size, unless that plays from another address.
 *
 * @param {(selector: string) => Element[]} findAll
 * @param {string} mark of this response
 */
export const FILMS = (findAll, mark) => {
  const inside = `:is(video,audio)>.visitor-choices-embed[data-mark="${mark}"]`;
  const placeholders = /** @type {HTMLElement[]} */ (findAll(inside));
  // A film has room for one: rather for one that can be granted.
  placeholders.sort((one, other) => +!one.dataset.services - +!other.dataset.services);
  for (const placeholder of placeholders) {
    const film = /** @type {HTMLElement} */ (placeholder.parentElement);
    const { offsetWidth: width, offsetHeight: height } = film;
    if (!width || film.matches("[src],[data-held],:has(source[src])")) continue;
    placeholder.style.cssText = `width:${width}px;height:${height}px`;
    film.before(placeholder);
    // As if it were held itself: it is not seen, until a grant takes this away.
    film.setAttribute("data-held", placeholder.dataset.services ?? "");
  }
};
