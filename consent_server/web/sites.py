"""The sites that a server of many answers for, by their ids."""

import os
import re
import sys
from functools import partial
from threading import Lock
from weakref import WeakSet

from flask import Flask

from consent_server.kernel.errors import SettingError
from consent_server.storage.sites import SiteStore
from consent_server.web.databases import Databases
from consent_server.web.hosted import HostedSite, choices_app, host_site
from consent_server.web.registering import compile_text
from consent_server.web.site import Surroundings
from consent_server.web.site_slot import LOOK_SECONDS, Served, SiteSlot
from consent_server.web.start import check_start
from consent_server.web.tags import tag_app

SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")

_registries: "WeakSet[Sites]" = WeakSet()


class Sites:
    """Finds sites; each is opened when it is first asked for.

    One that cannot be opened keeps no other from being served.

    Args:
        databases: The main one has the table of sites.
        around: What sites are opened in.
        seconds: After how long a change of a catalog may be noticed.
    """

    def __init__(
        self,
        databases: Databases,
        around: Surroundings,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._databases = databases
        self._around = around
        self._seconds = seconds
        self._store = SiteStore(databases.main)
        self.start_anew()
        _registries.add(self)

    def start_anew(self) -> None:
        """Begin at nothing in a forked process: what the parent opened is its own."""
        self._slots: dict[str, SiteSlot] = {}
        self._making = Lock()

    def find(self, site_id: str) -> HostedSite | None:
        """Return a site; none if there is no such site.

        Raises:
            SiteUnavailableError: There is, and it cannot be opened.
            StoreUnavailableError: The database did not answer, and nobody knows.
        """
        served = self._find(site_id)
        return None if served is None else served.hosted

    def find_tags(self, site_id: str) -> Flask | None:
        """Return what answers the script tags of a site, as :meth:`find` does."""
        served = self._find(site_id)
        return None if served is None else served.tags

    def failures(self) -> dict[str, str]:
        """Return why sites could not be opened or renewed, by their ids."""
        slots = sorted(self._slots.items())
        return {name: slot.reason for name, slot in slots if slot.reason is not None}

    def _find(self, site_id: str) -> Served | None:
        slot = self._slots.get(site_id) or self._make_slot(site_id)
        if slot is None:
            return None
        served = slot.get()
        if served is None:
            self._slots.pop(site_id, None)
        return served

    def _make_slot(self, site_id: str) -> SiteSlot | None:
        """Make the slot of a site; none is kept for names that somebody made up."""
        if not SITE_ID.fullmatch(site_id) or self._store.find_place(site_id) is None:
            return None
        look = partial(self._store.find_place, site_id)
        slot = SiteSlot(site_id, look, partial(self._open, site_id), self._seconds)
        with self._making:
            return self._slots.setdefault(site_id, slot)

    def _open(self, site_id: str) -> Served:
        stored = self._store.find(site_id)
        if stored is None:
            raise SettingError(f"there is no site {site_id!r} any more")
        policy = compile_text(stored.catalog, f"{site_id}.yaml")
        engine = self._databases.get(stored.place.database)
        check_start(None, policy, engine, self._around)
        hosted = host_site(choices_app(), policy, engine, self._around)
        return Served(place=stored.place, hosted=hosted, tags=tag_app(hosted.site))


def _start_anew() -> None:
    for registry in list(_registries):
        registry.start_anew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_start_anew)
