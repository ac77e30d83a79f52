"""What a server is made of, for those who add routes to it."""

from dataclasses import dataclass

from flask import Flask

from consent_server.web.authorising import KeyRing
from consent_server.web.databases import Databases
from consent_server.web.ledgers import Ledgers
from consent_server.web.site import Surroundings
from consent_server.web.sites import Sites

EXTENSION = "consent-server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the routes of a server are made of; ``parts_of`` finds it."""

    databases: Databases
    ledgers: Ledgers
    sites: Sites
    keys: KeyRing
    around: Surroundings


def parts_of(app: Flask) -> Parts:
    """Return what a server was made of."""
    parts: Parts = app.extensions[EXTENSION]
    return parts
