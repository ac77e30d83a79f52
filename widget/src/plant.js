/**
 * Puts the banner and its style into a page that came without them. Nothing is parsed
 * as markup.
 */
import { config, server } from "./config.js";
import { createElement, findAll } from "./page.js";
import { wear } from "./wear.js";

const SVG = "http://www.w3.org/2000/svg";

export function plant() {
  wear(TAG.style);
  // First in the page, as the first thing that a keyboard comes to.
  const [body] = findAll("body");
  body?.prepend(...TAG.banner.map((part) => make(part, body.namespaceURI)));
  body?.append(...TAG.link.map((part) => make(part, body.namespaceURI)));
}

/**
 * @param {Described} part
 * @param {string | null} space namespace of what it is put into
 * @returns {Node | string}
 */
function make(part, space) {
  if (typeof part === "string") return part;
  const [name, attributes, ...children] = part;
  const own = name === "svg" ? SVG : space;
  const element = createElement(own, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, key === "href" ? new URL(value, server).href : value);
  if ("data-mark" in attributes) element.setAttribute("data-mark", config.mark);
  element.append(...children.map((child) => make(child, own)));
  return element;
}
