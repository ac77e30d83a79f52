"""How a site wants its notice to look, and colours in which everybody can read it."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field

TEXT_CONTRAST = 4.5
"""Of text on what is behind it (WCAG 2.2, 1.4.3)."""
EDGE_CONTRAST = 3.0
"""Of a button's edge, and of what shows the focus (WCAG 2.2, 1.4.11)."""

_WHITE, _BLACK = "#ffffff", "#000000"
_FOCUS = {True: "#0b63ce", False: "#7db7ff"}  # by whether the ground is light


class Layout(enum.StrEnum):
    """Where the first layer stands; never over the whole page."""

    BAR = "bar"  # along the lower edge
    CORNER = "corner"  # a small box at its end
    DIALOG = "dialog"  # in the middle


class Theme(enum.StrEnum):
    """Light, dark, or what the visitor's device prefers."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """A site's own colours, as ``#rrggbb``; nothing means ours."""

    accent: str | None = None
    background: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What a site decides about the looks of its notice.

    ``logo`` is a path of the site's own origin. The link to the choices floats above
    every page, or else stands at its end.
    """

    layout: Layout = Layout.BAR
    theme: Theme = Theme.AUTO
    colours: Colours = field(default_factory=Colours)
    dark_colours: Colours = field(default_factory=Colours)
    logo: str | None = None
    floating: bool = True


LIGHT = Colours(accent="#1c232d", background="#ffffff", text="#1c232d")
DARK = Colours(accent="#eceff3", background="#1a1f26", text="#eceff3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Every colour of a notice.

    ``ink`` on ``paper`` is text, ``soft`` the less important one; ``line`` the edge of
    fields, ``hair`` a line that says nothing; ``fill`` a button, ``on_fill`` its label,
    ``over`` the button under the mouse; ``focus`` the ring around what has the focus.
    """

    ink: str
    paper: str
    soft: str
    line: str
    hair: str
    fill: str
    on_fill: str
    over: str
    focus: str


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def make_palette(own: Colours, ours: Colours) -> Palette:
    """Derive every colour from three; what can be read of them, can be read of all.

    Args:
        own: The site's.
        ours: What it leaves open.
    """
    ink, paper = own.text or ours.text or _BLACK, own.background or ours.background
    paper = paper or _WHITE
    fill = own.accent or ours.accent or ink
    on_fill = _WHITE if contrast(_WHITE, fill) >= TEXT_CONTRAST else _BLACK
    focus = _FOCUS[_luminance(paper) > _luminance(ink)]
    return Palette(
        ink=ink,
        paper=paper,
        soft=_mix_readable(ink, paper, 0.75, TEXT_CONTRAST),
        line=_mix_readable(ink, paper, 0.6, EDGE_CONTRAST),
        hair=_mix(ink, paper, 0.15),
        fill=fill,
        on_fill=on_fill,
        # Away from the label, so that it stays readable under the mouse.
        over=_mix(fill, _BLACK if on_fill == _WHITE else _WHITE, 0.8),
        focus=focus if contrast(focus, paper) >= EDGE_CONTRAST else ink,
    )


def unreadable(own: Colours, ours: Colours) -> Iterator[tuple[str, str]]:
    """Yield the name of each colour that cannot be read, and what it would need."""
    palette = make_palette(own, ours)
    for name, colour, needed in (
        ("text", palette.ink, TEXT_CONTRAST),
        ("accent", palette.fill, EDGE_CONTRAST),
    ):
        found = contrast(colour, palette.paper)
        if found < needed:
            wanted = f"a colour with a contrast of {needed}:1 to the background"
            yield name, f"{wanted} {palette.paper}; {colour} has {found:.2f}:1"


def _channels(colour: str) -> list[int]:
    return list(bytes.fromhex(colour.removeprefix("#")))


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    mixed = bytes(round(a * share + b * (1 - share)) for a, b in pairs)
    return f"#{mixed.hex()}"


def _mix_readable(ink: str, paper: str, share: float, needed: float) -> str:
    mixed = _mix(ink, paper, share)
    return mixed if contrast(mixed, paper) >= needed else ink
