/** Do something once the page is parsed, before its own deferred scripts run.
 *
 * @param {() => void} begin */
export const whenParsed = (begin) =>
  document.readyState === "loading"
    ? document.addEventListener("readystatechange", begin, { once: true })
    : begin();
