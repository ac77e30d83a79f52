"""Whether a server is alive, and whether it should be sent visitors.

Neither is about a visitor, and neither tells paths or addresses of the machine: anybody
may ask. Which site something is wrong with is told to this machine itself.
"""

import os
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request

from consent_server.kernel.errors import SettingError, StoreUnavailableError
from consent_server.storage.schema import head_revision, read_revision
from consent_server.storage.sites import MAIN
from consent_server.web.authorising import is_from_here
from consent_server.web.databases import Databases
from consent_server.web.keys import KEY_FOLDER, require_passphrase
from consent_server.web.ledgers import Ledgers
from consent_server.web.sites import Sites
from consent_server.web.tlog_tiles import TEXT

FINE = "fine\n"


def register_health(
    app: Flask, databases: Databases, sites: Sites, data_dir: Path
) -> None:
    """Add ``/healthz`` (restart it?) and ``/readyz`` (send it visitors?)."""
    readiness = Readiness(databases, sites, data_dir)
    app.add_url_rule("/healthz", "health", lambda: Response(FINE, content_type=TEXT))
    app.add_url_rule("/readyz", "ready", readiness.ask)


class Readiness:
    """What the route does."""

    def __init__(self, databases: Databases, sites: Sites, data_dir: Path) -> None:
        self._databases = databases
        self._ledgers = Ledgers(databases)
        self._sites = sites
        self._data_dir = data_dir

    def ask(self) -> Response:
        """Answer 200, or 503 with the reasons why no site can take choices.

        What concerns a single site is told with 200: the others are served, and nobody
        should be sent to another server for it.
        """
        reasons = [*self._reasons()]
        if reasons:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return Response("".join(reasons), status, content_type=TEXT)
        notes = self._notes() if is_from_here(request) else ()
        return Response("".join([FINE, *notes]), content_type=TEXT)

    def _reasons(self) -> Iterator[str]:
        try:
            if read_revision(self._databases.main) != head_revision():
                yield "database: its tables are those of another version\n"
        except (SettingError, StoreUnavailableError) as error:
            yield f"database: {error}\n"
        keys = self._data_dir / KEY_FOLDER
        if keys.exists() and not os.access(keys, os.R_OK | os.W_OK | os.X_OK):
            yield "keys: their folder cannot be used\n"
        try:
            require_passphrase(self._data_dir)
        except SettingError:
            yield "keys: their passphrase is missing or another one\n"

    def _notes(self) -> Iterator[str]:
        for name in self._ledgers.away():
            yield f"database {name}: away\n" if name != MAIN else ""
        for site_id in self._sites.failures():
            yield f"unavailable: {site_id}\n"
        for site_id, state in self._ledgers.read_all().items():
            if state.frozen is not None:
                yield f"frozen: {site_id}\n"
