/**
 * A function of the browser's, taken through our hands. The proxy keeps its name,
 * length, prototype and statics, and its property stays as enumerable as it was.
 *
 * @param {any} object where the function is, if this browser has it
 * @param {string} key
 * @param {(self: any, args: any[]) => unknown[] | void | false | 0} take may change the
 *   arguments; gives what the function is to return, where the browser's is not to run
 * @param {"value" | "get" | "set"} [part] of the property
 */
export function wrap(object, key, take, part = "value") {
  replace(object, key, part, {
    apply: (native, self, args) =>
      (take(self, args) || [Reflect.apply(native, self, args)])[0],
  });
}

/** @type {any} */
const page = window;

/**
 * The same for a constructor of the window's.
 *
 * @param {string} key
 * @param {(args: any[], make: (args: any[]) => any) => unknown} take likewise
 */
export function wrapConstructor(key, take) {
  const native = replace(page, key, "value", {
    construct(native, args, target) {
      const make = (/** @type {any[]} */ args) => Reflect.construct(native, args, target);
      return /** @type {object} */ (take(args, make) ?? make(args));
    },
  });
  if (native)
    Object.defineProperty(native.prototype, "constructor", {
      value: page[key],
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
  if (native)
    Object.defineProperty(object, key, { ...descriptor, [part]: new Proxy(native, traps) });
  return native;
}
