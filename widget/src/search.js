/**
 * What makes many services easier to choose from. Without scripting there is no search,
 * and a service that stands under two purposes can be decided under either.
 *
 * @param {ParentNode} root of the second layer
 */
export function offerSearch(root) {
  root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    for (const other of root.querySelectorAll("select"))
      if (other.name === target.name) other.value = target.value;
  });

  const place = /** @type {HTMLElement | null} */ (
    root.querySelector(".visitor-choices-search")
  );
  const input = place?.querySelector("input");
  if (!place || !input) return;
  place.hidden = false;
  input.addEventListener("input", () => {
    const found = filter(root, input.value.trim().toLowerCase());
    const said = place.querySelector("[role=status]");
    if (said) said.textContent = found ? "" : (place.dataset.none ?? "");
  });
}

/**
 * Show the services that have the words, opened, with the purposes that have one.
 *
 * @param {ParentNode} root
 * @param {string} wanted nothing shows all, closed
 */
function filter(root, wanted) {
  let some = false;
  /** @type {NodeListOf<HTMLElement>} */
  const purposes = root.querySelectorAll(".visitor-choices-purpose");
  for (const purpose of purposes) {
    let found = !wanted;
    /** @type {NodeListOf<HTMLElement>} */
    const services = purpose.querySelectorAll(".visitor-choices-service");
    for (const service of services) {
      service.hidden = !service.textContent?.toLowerCase().includes(wanted);
      found ||= !service.hidden;
    }
    purpose.hidden = !found;
    const details = purpose.querySelector("details");
    if (details) details.open = !!wanted;
    some ||= found;
  }
  return some;
}
