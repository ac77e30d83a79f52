/**
 * A function of the browser's, taken through our hands. The proxy keeps its name,
 * length, prototype and statics, and its property stays as enumerable as it was.
 *
 * @param {any} object where the function is, if this browser has it
 * @param {string} key
 * @param {(native: any, self: any, args: any[]) => unknown} handler
 * @param {"value" | "get" | "set"} [part] of the property
 */
export function wrap(object, key, handler, part = "value") {
  replace(object, key, part, { apply: handler });
}

/**
 * The same for a constructor of the window's.
 *
 * @param {string} key
 * @param {(native: any, args: any[], target: Function) => object} handler
 */
export function wrapConstructor(key, handler) {
  const native = replace(window, key, "value", { construct: handler });
  if (!native) return;
  Object.defineProperty(native.prototype, "constructor", {
    value: Reflect.get(window, key),
  });
}

/**
 * @param {any} object
 * @param {string} key
 * @param {"value" | "get" | "set"} part
 * @param {ProxyHandler<any>} traps
 * @returns {any} the native function
 */
function replace(object, key, part, traps) {
  const descriptor = object && Object.getOwnPropertyDescriptor(object, key);
  const native = descriptor?.[part];
  if (native) {
    const proxy = new Proxy(native, traps);
    Object.defineProperty(object, key, { ...descriptor, [part]: proxy });
  }
  return native;
}
