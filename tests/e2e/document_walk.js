// What a visitor has of a page: its elements and texts, our own insertions left out.
() => {
  const OURS =
    '[class^="visitor-choices"], [href*="/-/choices/"], [src^="/-/choices/"],' +
    ' span:has(> .visitor-choices-link)';
  const isOurs = (element) =>
    element.matches(OURS) ||
    (element.localName === "style" && element.textContent.includes(".visitor-choices")) ||
    (element.localName === "noscript" && element.innerHTML.includes("/-/choices/"));
  const HELD = /^data-held-[0-9a-f]+-/;
  const INVALID = /about:invalid#held-[0-9a-f]+-/g;
  const plain = (text) =>
    text
      .replace(/ type="text\/plain" data-held="[^"]*"| data-held="[^"]*"/g, "")
      .replace(/data-held-[0-9a-f]+-/g, "")
      .replace(INVALID, "")
      .replace(/\s+/g, " ")
      .trim();
  const attributes = (element) => {
    const found = {};
    const isHeld = element.hasAttribute("data-held");
    for (const { name, value } of element.attributes) {
      const written = name.replace(HELD, "");
      const isInserted =
        name === "data-held" ||
        (isHeld && name === "type" && value === "text/plain" && ["script", "style"].includes(element.localName));
      if (written === "style" && /^--visitor-choices-/.test(value)) continue;
      if (!isInserted) found[written] ??= value.replace(INVALID, "");
    }
    return Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.data) || null;
    if (node.nodeType === Node.COMMENT_NODE) return ["!", node.data];
    if (node.nodeType !== Node.ELEMENT_NODE || isOurs(node)) return null;
    const inside = [node.shadowRoot, node.content, node].filter(Boolean);
    const children = inside.flatMap((root) => [...root.childNodes].map(walk));
    return [node.localName, attributes(node), children.filter(Boolean)];
  };
  document.normalize();
  // A line for each node, so that a difference is one line.
  const lines = (node, depth) =>
    typeof node === "string" || node[0] === "!"
      ? [`${depth} ${node}`]
      : [
          `${depth} ${node[0]} ${JSON.stringify(node[1])}`,
          ...node[2].flatMap((child) => lines(child, depth + 1)),
        ];
  const tree = lines(walk(document.documentElement), 0);
  for (const it of document.querySelectorAll("*")) if (isOurs(it)) it.remove();
  return { tree, text: plain(document.body?.innerText ?? "") };
}
