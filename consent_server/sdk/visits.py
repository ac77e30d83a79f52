"""How visitors come to a site: the settings that every mode has."""

from dataclasses import dataclass, field
from typing import TypedDict

from consent_server.kernel.clock import Clock, SystemClock
from consent_server.kernel.ids import RandomBytes, system_random


class VisitSettings(TypedDict, total=False):
    """How visitors come: over https, unless ``secure`` is false, as on loopback.

    ``clock`` and ``random`` are for tests.
    """

    secure: bool
    clock: Clock
    random: RandomBytes


class PageSettings(VisitSettings, total=False):
    """And what the site's pages are made with.

    They are compressed on their way out unless ``compress`` is false, as where a proxy
    in front does it. ``debug_header=True`` is for development: each response then tells
    in ``Consent-Debug`` what was held.
    """

    compress: bool
    debug_header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How visitors come to a site, and what its pages are made with."""

    site_id: str
    secure: bool = True
    compress: bool = True
    debug_header: bool = False
    clock: Clock = field(default_factory=SystemClock)
    random: RandomBytes = system_random
