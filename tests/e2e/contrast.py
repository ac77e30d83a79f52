"""How well an element's text can be read (WCAG 2.2, 1.4.3)."""

CONTRAST = """(element) => {
  const pixel = new OffscreenCanvas(1, 1).getContext("2d");
  const light = (color) => {
    pixel.fillStyle = color;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = element;
  const see = (of) => getComputedStyle(of).backgroundColor;
  while (see(ground) === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
  const [a, b] = [light(getComputedStyle(element).color), light(see(ground))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
"""Takes an element whose ground is opaque; the drawing surface reads every notation."""
