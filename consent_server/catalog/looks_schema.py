"""The schema of a site's looks; colours that cannot be read are mistakes."""

import re
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from consent_server.catalog.fields import Flag, Keyed, Part, Written, one_of, text
from consent_server.catalog.grammar import COLOUR, OWN_PATH
from consent_server.catalog.looks import (
    DARK,
    LIGHT,
    Colours,
    Layout,
    Looks,
    Theme,
    unreadable,
)


def _colour() -> Written:
    return Written('a colour such as "#1c232d", in quotes', _parse_colour)


def _parse_colour(written: str) -> str:
    if not re.fullmatch(COLOUR, written):
        raise ValueError(written)
    return written.lower()


class ColoursSchema(Keyed):
    """The colours of a site."""

    accent = _colour()
    background = _colour()
    text = _colour()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Colours:
        """Make the value."""
        return Colours(**data)


class LooksSchema(Keyed):
    """How the notice looks."""

    layout = one_of(Layout)
    theme = one_of(Theme)
    colours = Part(ColoursSchema)
    dark_colours = Part(ColoursSchema)
    logo = text(
        "a path of this site such as /static/logo.svg",
        OWN_PATH,
    )
    floating = Flag()

    @validates_schema
    def require_contrast(self, data: dict[str, Any], **_: object) -> None:
        """Compare each colour with what is behind it."""
        errors = {
            name: dict(self._unreadable(data[name], ours))
            for name, ours in (("colours", LIGHT), ("dark_colours", DARK))
            if name in data
        }
        if any(errors.values()):
            raise ValidationError(errors)

    @staticmethod
    def _unreadable(own: Colours, ours: Colours) -> list[tuple[str, list[str]]]:
        return [
            # The one that the site has written is the one that it can change.
            (name if getattr(own, name) else "background", [expected])
            for name, expected in unreadable(own, ours)
        ]

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Looks:
        """Make the value."""
        return Looks(**data)
