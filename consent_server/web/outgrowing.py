"""From a SQLite file to PostgreSQL, with everything: a site that has grown.

Each ledger goes as a site's does that moves: checked entry by entry, and the old one is
closed before the new one opens. What belongs to the installation follows at the end.
The keys and the high-water mark stay in the data folder.
"""

from pathlib import Path

from sqlalchemy import URL, Engine

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import SettingError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.storage.installation_rows import (
    copy_installation,
    has_arrived,
    has_installation,
)
from consent_server.storage.ledgers import read_ledgers
from consent_server.storage.moving import left_for
from consent_server.storage.schema import require_schema
from consent_server.storage.sites import MAIN, SiteStore
from consent_server.web.moving import Advance, LedgerMove
from consent_server.web.start import require_unused

_WHERE = {"host", "port"}


class Outgrowing:
    """Moves everything of an installation from its SQLite file to PostgreSQL.

    Args:
        source: The file.
        target: The PostgreSQL database; its address says what it is called.
        data_dir: Has the keys.
        clock: Tells the time of what is signed.

    Raises:
        SettingError: A server uses the file, or tables are those of another version.
        StoreUnavailableError: A database did not answer.
    """

    def __init__(
        self, source: Engine, target: Engine, data_dir: Path, clock: Clock
    ) -> None:
        for engine in (source, target):
            require_schema(engine)
        require_unused(data_dir)
        self._source, self._target = source, target
        self._data_dir, self._clock = data_dir, clock
        self._name = name_of(target.url)

    def run(self, advance: Advance) -> dict[str, Checkpoint | None]:
        """Move everything; return the newest checkpoint of each ledger that went now.

        Whatever ends it, the next run goes on. Where all has moved already, nothing
        happens.

        Raises:
            SettingError: The target has another installation, a ledger cannot be
                moved as things are, or one went to another database.
            BrokenEvidenceError: A ledger does not hold, or the copy is not the same.
            StoreUnavailableError: A database did not answer.
        """
        there = has_installation(self._target)
        sites = self._sites()
        if there and any(closed is None for closed in sites.values()):
            raise SettingError(
                f"{self._name} has sites or keys of another installation; move to a "
                "database of its own"
            )
        moved = {site_id: self._move(site_id, advance) for site_id in sites}
        # A copy that was broken off at its end may have been used meanwhile.
        if not there or not has_arrived(self._source, self._target):
            copy_installation(self._source, self._target)
        return moved

    def cancel(self) -> list[str]:
        """Let what has not moved stay, and drop what was copied of it.

        Raises:
            SettingError: Nothing was on its way here, or all has moved.
            StoreUnavailableError: A database did not answer; try again.
        """
        begun = read_ledgers(self._target)
        stay = [
            site_id
            for site_id, closed in self._sites().items()
            if closed is None and site_id in begun
        ]
        if not stay:
            raise SettingError(f"nothing is on its way to {self._name}")
        for site_id in stay:
            self._ledger(site_id).cancel()
        return stay

    def _sites(self) -> dict[str, str | None]:
        """Return the sites whose ledgers go, or went, with why they are closed.

        Those of an installation's other databases stay where they are.
        """
        found, sites = {}, SiteStore(self._source)
        for site_id, one in read_ledgers(self._source).items():
            if one.closed in {None, left_for(self._name)}:
                found[site_id] = one.closed
                continue
            place = sites.find_place(site_id)
            if place is None or place.database == MAIN:
                # Where all else goes now, the site would begin a second ledger.
                raise SettingError(f"site {site_id!r}: {one.closed}; go on there")
        return found

    def _move(self, site_id: str, advance: Advance) -> Checkpoint | None:
        ledger = self._ledger(site_id)
        ledger.prepare(advance)
        return ledger.switch(advance)

    def _ledger(self, site_id: str) -> LedgerMove:
        return LedgerMove(
            site_id,
            self._source,
            self._target,
            self._name,
            self._data_dir,
            self._clock,
        )


def name_of(url: URL) -> str:
    """Return what tells a database from others, without user and password."""
    where = {key: one for key, one in url.query.items() if key in _WHERE}
    bare = URL.create("postgresql", host=url.host, port=url.port, query=where)
    return bare.set(database=url.database).render_as_string()
