"""What a judge says of a start tag."""

from typing import NamedTuple

from consent_server.catalog.model import ResourceKind
from consent_server.enforcement.claims import Services


class Hold(NamedTuple):
    """A start tag that must not act.

    ``rename`` are offsets in the tag of the attribute names that get a prefix.
    ``is_script`` means that the tag's script must not run either.
    """

    services: Services
    kind: ResourceKind
    rename: tuple[int, ...] = ()
    is_script: bool = False


class Judged(NamedTuple):
    """A verdict, and the hosts of which the tag loads what no service declares."""

    hold: Hold | None
    unknown_hosts: frozenset[str]
