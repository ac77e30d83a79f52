/**
 * Keeps the page's own code from contacting services that are not granted. To that code
 * it looks as if the network had failed, which it must be ready for.
 */
import { claims } from "./claims.js";
import { getterOf } from "./page.js";
import { wrap, wrapConstructor } from "./wrap.js";

export function guardNetwork() {
  const requestUrl = getterOf(Request.prototype, "url");

  /** @param {unknown} input */
  const isClaimed = (input) =>
    claims(input instanceof Request ? requestUrl?.call(input) : input).length;

  wrap(
    window,
    "fetch",
    (_, [input]) => isClaimed(input) && [Promise.reject(new TypeError("Failed to fetch"))],
  );
  wrap(window, "fetchLater", (_, [input]) => isClaimed(input) && [{ activated: false }]);
  // Who hears no looks for another way or keeps it for later; nobody is promised arrival.
  wrap(Navigator.prototype, "sendBeacon", (_, [input]) => isClaimed(input) && [true]);
  // These two fail by themselves, without a network.
  wrap(XMLHttpRequest.prototype, "open", (_, args) => {
    if (isClaimed(args[1])) args[1] = "blob:";
  });
  wrapConstructor("EventSource", (args) => {
    if (isClaimed(args[0])) args[0] = "data:,";
  });
  wrapConstructor("WebSocket", (args, make) => {
    if (!isClaimed(args[0])) return;
    // One of our own origin that is closed before it opens: code sees error and close.
    const socket = make([location.origin.replace("http", "ws")]);
    socket.close();
    return socket;
  });
}
