/**
 * Holds elements that the page's own code makes: what would load a service that is not
 * granted is written as the server writes it, so that the gate releases both alike.
 */
import { isOpen, parse } from "./claims.js";
import { isLoading, judge, prefixOf } from "./markup.js";
import { HELD } from "./names.js";
import { getterOf } from "./page.js";
import { wrap, wrapConstructor } from "./wrap.js";

const XLINK = "http://www.w3.org/1999/xlink";
const INERT = "text/plain";
const MOST_WAITING = 500;

/** Properties that reflect an attribute of theirs, by interface. */
const REFLECTING =
  "Image:src,srcset Source:src,srcset Media:src Video:poster Track:src " +
  "Input:src,formAction Button:formAction Embed:src Frame:src IFrame:src,srcdoc " +
  "Object:data Form:action Script:src,type Link:href,imageSrcset,rel Anchor:ping " +
  "Area:ping Body:background";

/** What is given back as it was assigned; addresses are given back whole. */
const TEXTS = /set$|^srcdoc$|^ping$|^type$|^rel$|^background$/;

// Taken before any other script of the page could change them, or a form could stand
// in front of them with a field of that name.
const { setAttribute, removeAttribute, hasAttribute, getAttributeNames } = Element.prototype;
export const { getAttribute } = Element.prototype;
const localName = getterOf(Element.prototype, "localName");

/**
 * Held elements that may be out of the gate's sight: not in the document yet, or in a
 * shadow tree. By attribute it says what was assigned, which a page with trusted types
 * wants back as it was. They are few on a page, and not kept beyond that.
 *
 * @type {Map<Element, Record<string, any>>}
 */
export const waiting = new Map();

/**
 * @param {string} mark of this response
 */
export function guardElements(mark) {
  const prefix = prefixOf(mark);

  /**
   * Take what would be written into an attribute.
   *
   * @param {Element} element
   * @param {string} name of the attribute
   * @param {unknown} value
   * @returns {boolean} whether it was kept from the element
   */
  function take(element, name, value) {
    if (isOpen && !waiting.size) return false;
    if (name !== "type" && name !== "rel" && !isLoading(name)) return false;
    const tag = localName?.call(element).toLowerCase();
    const text = `${value}`;
    if (name === "type") return tag === "script" && takeType(element, text);
    if (name === "rel") return tag === "link" && takeRelation(element, text);
    const rel = (tag === "link" && getAttribute.call(element, "rel")) || "";
    const services = judge(tag, name, text, rel);
    if (services.length) {
      hold(element, tag, name, text, services);
      if (waiting.size < MOST_WAITING)
        waiting.set(element, { ...waiting.get(element), [name]: value });
    }
    if (!services.length) forget(element, name);
    return services.length > 0;
  }

  /** @param {Element} element @param {string} text */
  function takeType(element, text) {
    const isHeld = hasAttribute.call(element, prefix + "src");
    if (isHeld) setAttribute.call(element, prefix + "type", text);
    return isHeld;
  }

  /** What a link loads depends on its relation.
   *
   * @param {Element} link @param {string} text */
  function takeRelation(link, text) {
    setAttribute.call(link, "rel", text);
    const held = getAttribute.call(link, prefix + "href");
    const href = held ?? getAttribute.call(link, "href");
    if (href !== null && !take(link, "href", href) && held !== null)
      setAttribute.call(link, "href", href);
    return true;
  }

  /**
   * @param {Element} element
   * @param {string} tag
   * @param {string} name
   * @param {string} value
   * @param {string[]} services
   */
  function hold(element, tag, name, value, services) {
    const before = getAttribute.call(element, HELD)?.split(" ") ?? [];
    setAttribute.call(element, HELD, [...new Set([...before, ...services])].join(" "));
    setAttribute.call(element, prefix + name, value);
    removeAttribute.call(element, name);
    if (tag !== "script" || getAttribute.call(element, "type") === INERT) return;
    const type = getAttribute.call(element, "type");
    if (type !== null) setAttribute.call(element, prefix + "type", type);
    setAttribute.call(element, "type", INERT);
  }

  /** Undo a hold whose attribute gets another value, or is released.
   *
   * @param {Element} element @param {string} name */
  function forget(element, name) {
    if (!hasAttribute.call(element, prefix + name)) return;
    removeAttribute.call(element, prefix + name);
    const rest = getAttributeNames.call(element).filter((other) => other.startsWith(prefix));
    if (rest.some((other) => other !== prefix + "type")) return;
    waiting.delete(element);
    removeAttribute.call(element, HELD);
    if (localName?.call(element) !== "script") return;
    const type = getAttribute.call(element, prefix + "type");
    removeAttribute.call(element, prefix + "type");
    if (type === null) removeAttribute.call(element, "type");
    else setAttribute.call(element, "type", type);
  }

  wrap(Element.prototype, "setAttribute", (native, self, args) => {
    const [name, value] = args;
    const isTaken = args.length > 1 && take(self, `${name}`.toLowerCase(), value);
    return isTaken ? undefined : Reflect.apply(native, self, args);
  });
  wrap(Element.prototype, "setAttributeNS", (native, self, args) => {
    const [space, name, value] = args;
    const plain = space === XLINK ? "xlink:href" : space ? "" : `${name}`;
    const isTaken = args.length > 2 && take(self, plain, value);
    return isTaken ? undefined : Reflect.apply(native, self, args);
  });

  for (const [, type, keys = ""] of REFLECTING.matchAll(/(\w+):(\S+)/g)) {
    const prototype = Reflect.get(window, `HTML${type}Element`)?.prototype;
    for (const key of keys.split(",")) {
      const name = key.toLowerCase();
      wrap(
        prototype,
        key,
        (native, self, args) =>
          take(self, name, args[0]) ? undefined : Reflect.apply(native, self, args),
        "set",
      );
      wrap(
        prototype,
        key,
        (native, self, args) => {
          const held = waiting.has(self) ? getAttribute.call(self, prefix + name) : null;
          if (held === null) return Reflect.apply(native, self, args);
          return TEXTS.test(name) ? held : (parse(held)?.href ?? held);
        },
        "get",
      );
    }
  }

  // It sets the address by itself.
  wrapConstructor("Audio", (native, args, target) => {
    const audio = Reflect.construct(native, [], target);
    if (args.length) audio.setAttribute("preload", "auto");
    if (args.length && args[0] !== undefined) audio.src = args[0];
    return audio;
  });

  return take;
}
