"""What a judge says of a start tag."""

from collections.abc import Mapping
from typing import NamedTuple

from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.claims import Services

HeldTags = Mapping[tuple[ServiceId, ResourceKind], int]
"""How many tags were held in a page, by whom they are and what they load."""


class Hold(NamedTuple):
    """A start tag that must not act.

    ``rename`` are offsets from the tag's ``<`` of the attribute names that get a
    prefix, ``spots`` those of addresses in styles, also behind the tag. ``is_inert``
    means that the tag's text, a script or style, must not act either.
    """

    services: Services
    kind: ResourceKind
    rename: tuple[int, ...] = ()
    spots: tuple[int, ...] = ()
    is_inert: bool = False


class Judged(NamedTuple):
    """A verdict, and the hosts of which the tag loads what no service declares."""

    hold: Hold | None
    unknown_hosts: frozenset[str]
