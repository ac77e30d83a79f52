/**
 * Holds elements that the page's own code makes: what would load a service that is not
 * granted is written as the server writes it, so that the gate releases both alike.
 */
import { isOpen, parse } from "./claims.js";
import { PREFIX } from "./config.js";
import { isLoading, judge } from "./markup.js";
import { HELD, INERT, XLINK } from "./names.js";
import { getterOf } from "./page.js";
import { wrap, wrapConstructor } from "./wrap.js";

const MOST_WAITING = 500;
const TYPE = PREFIX + "type";

/** Properties that reflect an attribute of theirs, by interface. */
const REFLECTING =
  "Image:src,srcset Source:src,srcset Media:src Video:poster Track:src " +
  "Input:src,formAction Button:formAction Embed:src Frame:src IFrame:src,srcdoc " +
  "Object:data Form:action Script:src,type Link:href,imageSrcset,rel Anchor:ping " +
  "Area:ping Body:background";

// Taken before any other script of the page could change them, or a form could stand
// in front of them with a field of that name.
const { prototype } = Element;
const own = Function.prototype.call;
/** @type {(element: Element, name: string) => string | null} */
export const get = own.bind(prototype.getAttribute);
/** @type {(element: Element, name: string, value: unknown) => void} */
const set = own.bind(prototype.setAttribute);
/** @type {(element: Element, name: string) => void} */
const remove = own.bind(prototype.removeAttribute);
/** @type {(element: Element) => string[]} */
const namesOf = own.bind(prototype.getAttributeNames);
const localName = getterOf(prototype, "localName");

/**
 * Held elements that may be out of the gate's sight: not in the document yet, or in a
 * shadow tree. By attribute it says what was assigned, which a page with trusted types
 * wants back as it was. They are few on a page, and not kept beyond that.
 *
 * @type {Map<Element, Record<string, any>>}
 */
export const waiting = new Map();

/**
 * Take what would be written into an attribute.
 *
 * @param {Element} element
 * @param {string} name of the attribute
 * @param {unknown} value
 * @returns {boolean} whether it was kept from the element
 */
export function take(element, name, value) {
  const isType = name === "type";
  const isRelation = name === "rel";
  if ((isOpen && !waiting.size) || !(isType || isRelation || isLoading(name))) return false;
  const tag = localName?.call(element).toLowerCase();
  const text = `${value}`;
  if (isType) {
    const isHeld = tag === "script" && get(element, PREFIX + "src") !== null;
    if (isHeld) set(element, TYPE, text);
    return isHeld;
  }
  if (isRelation) return tag === "link" && takeRelation(element, text);
  const rel = (tag === "link" && get(element, "rel")) || "";
  const services = judge(tag, name, text, rel);
  if (!services.length) {
    forget(element, name);
    return false;
  }
  const before = get(element, HELD)?.split(" ") ?? [];
  set(element, HELD, [...new Set([...before, ...services])].join(" "));
  set(element, PREFIX + name, text);
  remove(element, name);
  const type = get(element, "type");
  if (tag === "script" && type !== INERT) {
    if (type !== null) set(element, TYPE, type);
    set(element, "type", INERT);
  }
  if (waiting.size < MOST_WAITING)
    waiting.set(element, { ...waiting.get(element), [name]: value });
  return true;
}

/** What a link loads depends on its relation.
 *
 * @param {Element} link @param {string} text */
function takeRelation(link, text) {
  set(link, "rel", text);
  const held = get(link, PREFIX + "href");
  const href = held ?? get(link, "href");
  if (href !== null && !take(link, "href", href) && held !== null) set(link, "href", href);
  return true;
}

/** Undo a hold whose attribute gets another value, or is released.
 *
 * @param {Element} element @param {string} name */
function forget(element, name) {
  if (get(element, PREFIX + name) === null) return;
  remove(element, PREFIX + name);
  if (namesOf(element).some((other) => other.startsWith(PREFIX) && other !== TYPE)) return;
  waiting.delete(element);
  remove(element, HELD);
  if (localName?.call(element) !== "script") return;
  const type = get(element, TYPE);
  remove(element, TYPE);
  if (type === null) remove(element, "type");
  else set(element, "type", type);
}

export function guardElements() {
  wrap(prototype, "setAttribute", (self, args) => {
    return args.length > 1 && take(self, `${args[0]}`.toLowerCase(), args[1]) && [];
  });
  wrap(prototype, "setAttributeNS", (self, [space, name, ...value]) => {
    const plain = space === XLINK ? "xlink:href" : space ? "" : `${name}`;
    return value.length && take(self, plain, value[0]) && [];
  });

  for (const one of REFLECTING.split(" ")) {
    const [type, ...keys] = one.split(/\W/);
    const reflecting = /** @type {any} */ (window)[`HTML${type}Element`]?.prototype;
    for (const key of keys) {
      const name = key.toLowerCase();
      wrap(reflecting, key, (self, [value]) => take(self, name, value) && [], "set");
      wrap(
        reflecting,
        key,
        (self) => {
          const held = waiting.has(self) ? get(self, PREFIX + name) : null;
          if (held === null) return 0;
          // What is no address is given back as it was assigned.
          const isText = /set$|^(srcdoc|ping|type|rel|background)$/.test(name);
          return [isText ? held : (parse(held)?.href ?? held)];
        },
        "get",
      );
    }
  }

  // It sets the address by itself.
  wrapConstructor("Audio", ([source], make) => {
    const audio = make([]);
    if (source !== undefined) audio.src = source;
    return audio;
  });
}
