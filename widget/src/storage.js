/**
 * @typedef {{ text: string, kind: "exact" | "prefix" | "glob" }} Pattern
 * @typedef {{ local?: Pattern[], session?: Pattern[] }} Patterns
 */

/**
 * Remove the storage keys that belong to what is no longer granted.
 *
 * @param {Patterns | undefined} patterns
 */
export function clearStorage(patterns) {
  clearArea(() => localStorage, patterns?.local);
  clearArea(() => sessionStorage, patterns?.session);
}

/**
 * @param {() => Storage} open throws where the browser blocks storage
 * @param {Pattern[]} [patterns]
 */
function clearArea(open, patterns) {
  // To open it alone costs a slow device some milliseconds.
  if (!patterns?.length) return;
  try {
    const area = open();
    for (const key of Object.keys(area)) {
      if (patterns.some((pattern) => matches(pattern, key))) area.removeItem(key);
    }
  } catch {
    // What cannot be opened holds nothing that a script could read either.
  }
}

/**
 * @param {Pattern} pattern
 * @param {string} key
 */
export function matches({ text, kind }, key) {
  if (kind === "exact") return key === text;
  if (kind === "prefix") return key.startsWith(text);
  const parts = text.split("*").map((part) => part.replace(/\W/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(key);
}
