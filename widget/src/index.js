import { readConfig } from "./config.js";
import { Form } from "./form.js";
import { release } from "./gate.js";
import { readMirror } from "./mirror.js";
import { clearStorage } from "./storage.js";

const config = readConfig(document.currentScript?.dataset ?? {});
const mirror = () => readMirror(document.cookie, config);

/** Services that may have run in this page: no script can be taken back, only reloaded.
 * @type {Set<string>} */
const ran = new Set();

/**
 * Make the page follow the mirror.
 *
 * @returns {boolean} whether there is a choice
 */
function follow() {
  const granted = mirror()?.services ?? new Set();
  if ([...ran].some((id) => !granted.has(id))) {
    location.reload();
    return true;
  }
  for (const id of granted) ran.add(id);
  release(granted);
  return !!mirror();
}

const section = /** @type {HTMLElement | null} */ (
  document.querySelector(".visitor-choices")
);
const link = document.querySelector(".visitor-choices-link");
const form =
  section &&
  new Form(section, document.querySelector(".visitor-choices-said"), config, (saved, wanted) => {
    clearStorage(saved.clear);
    // A browser that keeps no cookies keeps no grant either; a refusal needs none.
    return follow() || !wanted;
  });

if (follow()) form?.hide();
else form?.show();

link?.addEventListener("click", (event) => {
  const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
  if (!form || ctrlKey || metaKey || shiftKey) return;
  event.preventDefault();
  form.show(mirror()?.purposes, link);
});

// A page that comes back from the back/forward cache still shows its old choice.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  if (follow()) form?.hide();
});
