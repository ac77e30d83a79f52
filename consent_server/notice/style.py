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
from consent_server.notice.placeholder import has_placeholders

COLOURED = ".visitor-choices,.visitor-choices-link"
_EMBED = ",.visitor-choices-embed"
_WORN = ";color:var(--ink);background:var(--paper)"
_LAYER = frozenset({"soft"})
_LATER = _LAYER | {"over"}
"""Colours that nothing of the first layer has, ever or before somebody acts."""
_DARK_DEVICE = "@media (prefers-color-scheme:dark)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """What a site's notice looks like.

    ``first`` is what must be known before anything is seen: first layer, link and
    placeholders. ``planted`` is that and what an act changes, for the script-tag mode.
    ``full`` is all of it, and more.
    """

    first: Asset
    planted: Asset
    full: Asset


def make_styles(catalog: Catalog) -> Styles:
    """Write the styles of a site; placeholders count where it has any."""
    return _make_styles(catalog.looks, has_placeholders(catalog))


@functools.lru_cache(256)
def _make_styles(looks: Looks, embeds: bool) -> Styles:  # noqa: FBT001 - a cached key
    built = load_assets().styles
    own = []
    if looks.layout is not Layout.BAR:
        own.append(built[looks.layout])
    if not looks.floating:
        own.append(built["page_end"])
    if looks.logo:
        own.append(built["logo"])
    first = [built["first"], *([built["embeds"]] if embeds else [])]
    worn = COLOURED + (_EMBED if embeds else "")
    return Styles(
        first=_style([*first, _colours(looks, worn, without=_LATER), *own]),
        planted=_style(
            [*first, built["later"], _colours(looks, worn, without=_LAYER), *own]
        ),
        full=_style([built["choices"], _colours(looks, COLOURED + _EMBED), *own]),
    )


def _style(parts: list[str]) -> Asset:
    body = "".join(part.rstrip("\n") for part in parts)
    return name_asset("choices.css", "text/css", body.encode("ascii"))


def _colours(looks: Looks, worn: str, without: frozenset[str] = frozenset()) -> str:
    """Write the custom properties; a page's own style may set them anew."""
    light = _properties(make_palette(looks.colours, LIGHT), "light", without)
    dark = _properties(make_palette(looks.dark_colours, DARK), "dark", without)
    match looks.theme:
        case Theme.LIGHT:
            return f"{worn}{{{light}{_WORN}}}"
        case Theme.DARK:
            return f"{worn}{{{dark}{_WORN}}}"
        case Theme.AUTO:
            return f"{worn}{{{light}{_WORN}}}{_DARK_DEVICE}{{{worn}{{{dark}}}}}"


def _properties(palette: Palette, scheme: str, without: frozenset[str]) -> str:
    written = ";".join(
        f"--{field.name.replace('_', '-')}:{getattr(palette, field.name)}"
        for field in dataclasses.fields(palette)
        if field.name not in without
    )
    return f"{written};color-scheme:{scheme}"
