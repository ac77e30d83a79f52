"""The ledgers of an installation, in whichever of its databases they are."""

import logging

from sqlalchemy import Engine

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.ledgers import LedgerState, read_ledgers
from consent_server.storage.sites import MAIN, SiteStore
from consent_server.web.databases import Databases
from consent_server.web.installation import Installed

log = logging.getLogger(__name__)


class Ledgers:
    """Finds ledgers: those of the table of sites, and those of embedded sites."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._sites = SiteStore(databases.main)

    def engine_of(self, site_id: str) -> Engine:
        """Return the database of a site; the main one, if nobody says another.

        Raises:
            SettingError: No address is known for its name.
            StoreUnavailableError: The main database did not answer.
        """
        place = self._sites.find_place(site_id)
        return self._databases.get(MAIN if place is None else place.database)

    def read_all(self) -> dict[str, LedgerState]:
        """Return the newest log of every site, by site id, in order.

        What is in another database that is away is left out.

        Raises:
            StoreUnavailableError: The main database did not answer.
        """
        named = {it.site_id: it.place.database for it in self._sites.list_all()}
        found = {
            site_id: state
            for name in self._databases.names
            for site_id, state in self._read(name).items()
            if named.get(site_id, MAIN) == name
        }
        return dict(sorted(found.items()))

    def living(self) -> list[Installed]:
        """Return the sites whose ledgers can be worked on, in order.

        What is in another database that is away is left out, and what is a copy.

        Raises:
            StoreUnavailableError: The main database did not answer.
        """
        return [
            Installed(
                engine=self.engine_of(site_id), site_id=site_id, origin=state.origin
            )
            for site_id, state in self.read_all().items()
            if state.closed is None
        ]

    def away(self) -> list[str]:
        """Return the names of databases that do not answer, or are of other tables."""
        return [name for name in self._databases.names if not self._answers(name)]

    def _read(self, name: str) -> dict[str, LedgerState]:
        try:
            return read_ledgers(self._databases.get(name))
        except StoreUnavailableError:
            if name == MAIN:
                raise
            return {}

    def _answers(self, name: str) -> bool:
        try:
            read_ledgers(self._databases.get(name))
        except StoreUnavailableError:
            return False
        return True
