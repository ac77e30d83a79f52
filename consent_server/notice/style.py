"""The styles of one policy: the built ones, with the site's layout and colours.

What is seen at once stands in the page itself where the page's own policy lets it, so
that no request is needed for it; everything stands in a file as well.
"""

import dataclasses
import functools
from dataclasses import dataclass

from consent_server.catalog.looks import (
    DARK,
    LIGHT,
    Layout,
    Looks,
    Palette,
    Theme,
    make_palette,
)
from consent_server.catalog.model import Catalog
from consent_server.notice.assets import Asset, load_assets, name_asset

COLOURED = ":is(.visitor-choices,.visitor-choices-embed,.visitor-choices-link)"
_DARK_DEVICE = "@media (prefers-color-scheme:dark)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """What a site's notice looks like.

    ``first`` is what must be known before anything is seen: first layer, link and
    placeholders. ``full`` is all of it, and more.
    """

    first: Asset
    full: Asset


def make_styles(catalog: Catalog) -> Styles:
    """Write the styles of a site; placeholders count where it has any."""
    return _make_styles(catalog.looks, any(it.embeds for it in catalog.services))


@functools.lru_cache(256)
def _make_styles(looks: Looks, embeds: bool) -> Styles:  # noqa: FBT001 - a cached key
    built = load_assets().styles
    own = [_colours(looks)]
    if looks.layout is not Layout.BAR:
        own.append(built[looks.layout])
    if not looks.floating:
        own.append(built["page_end"])
    if looks.logo:
        own.append(built["logo"])
    first = [built["first"], *([built["embeds"]] if embeds else []), *own]
    return Styles(first=_style(first), full=_style([built["choices"], *own]))


def _style(parts: list[str]) -> Asset:
    body = "".join(part.rstrip("\n") for part in parts)
    return name_asset("choices.css", "text/css", body.encode("ascii"))


def _colours(looks: Looks) -> str:
    """Write the custom properties; a page's own style may set them anew."""
    light = _properties(make_palette(looks.colours, LIGHT), "light")
    dark = _properties(make_palette(looks.dark_colours, DARK), "dark")
    match looks.theme:
        case Theme.LIGHT:
            return light
        case Theme.DARK:
            return dark
        case Theme.AUTO:
            return f"{light}{_DARK_DEVICE}{{{dark}}}"


def _properties(palette: Palette, scheme: str) -> str:
    written = ";".join(
        f"--{field.name.replace('_', '-')}:{getattr(palette, field.name)}"
        for field in dataclasses.fields(palette)
    )
    return f"{COLOURED}{{{written};color-scheme:{scheme}}}"
