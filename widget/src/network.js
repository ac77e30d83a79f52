/**
 * Keeps the page's own code from contacting services that are not granted. To that code
 * it looks as if the network had failed, which it must be ready for.
 */
import { claims } from "./claims.js";
import { getterOf } from "./page.js";
import { wrap, wrapConstructor } from "./wrap.js";

/** Requests that fail by themselves, without a network. */
const NO_BLOB = "blob:";
const NO_STREAM = "data:,";

export function guardNetwork() {
  const requestUrl = getterOf(Request.prototype, "url");

  /** @param {unknown} input */
  const isClaimed = (input) =>
    claims(input instanceof Request ? requestUrl?.call(input) : input).length > 0;

  wrap(window, "fetch", (native, self, args) =>
    isClaimed(args[0])
      ? Promise.reject(new TypeError("Failed to fetch"))
      : Reflect.apply(native, self, args),
  );
  wrap(window, "fetchLater", (native, self, args) =>
    isClaimed(args[0]) ? { activated: false } : Reflect.apply(native, self, args),
  );
  // Who hears no looks for another way or keeps it for later; nobody is promised arrival.
  wrap(Navigator.prototype, "sendBeacon", (native, self, args) =>
    isClaimed(args[0]) || Reflect.apply(native, self, args),
  );
  wrap(XMLHttpRequest.prototype, "open", (native, self, args) => {
    if (isClaimed(args[1])) args[1] = NO_BLOB;
    return Reflect.apply(native, self, args);
  });
  wrapConstructor("EventSource", (native, args, target) => {
    if (isClaimed(args[0])) args[0] = NO_STREAM;
    return Reflect.construct(native, args, target);
  });
  wrapConstructor("WebSocket", (native, args, target) => {
    if (!isClaimed(args[0])) return Reflect.construct(native, args, target);
    // One of our own origin that is closed before it opens: code sees error and close.
    const own = location.origin.replace("http", "ws");
    const socket = Reflect.construct(native, [own], target);
    socket.close();
    return socket;
  });
}
