"""Moving a site with its ledger to another database, while visitors choose.

Most is copied while the site runs. Then it takes no choices for moments: what waits
gets its positions, the rest is copied, the ends are compared, and the new ledger opens.
At last the table of sites says where it is; servers follow within seconds.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import SettingError, StoreUnavailableError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.storage.copying import BLOCK, clear
from consent_server.storage.moving import Moving
from consent_server.storage.schema import require_schema
from consent_server.storage.sites import Place, SiteStore
from consent_server.web.databases import Databases
from consent_server.web.ledger_writer import LedgerWriter

DRAIN_SECONDS = 10.0
"""How long what waits may take to get its positions; after that the site reopens."""

_PAUSE_SECONDS = 0.05

Advance = Callable[[int], None]
"""Is told how many entries were copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a move came to; ``head`` is none of a ledger without entries.

    ``seconds`` is how long no choices were taken, before servers looked again.
    """

    old: str
    head: Checkpoint | None
    seconds: float


class LedgerMove:
    """Moves the ledger of one site, with its records and all that is counted.

    Whatever ends it, the next one goes on.

    Args:
        site_id: Of the site.
        source: Has the ledger.
        target: Gets it.
        name: Of the target.
        data_dir: Has the site's keys.
        clock: Tells the time of what is signed.
    """

    def __init__(
        self,
        site_id: str,
        source: Engine,
        target: Engine,
        name: str,
        data_dir: Path,
        clock: Clock,
    ) -> None:
        self._moving = Moving(source, target, site_id, name)
        self._writer = LedgerWriter(source, site_id, data_dir)
        self._clock = clock

    def prepare(self, advance: Advance) -> None:
        """Copy what there is, while the site takes choices.

        Raises:
            SettingError: It cannot be moved as things are.
            BrokenEvidenceError: It does not hold, or the copy is not the same.
            StoreUnavailableError: A database did not answer.
        """
        self._moving.begin()
        while (copied := self._moving.copy_block()) == BLOCK:
            advance(copied)
        advance(copied)

    def switch(self, advance: Advance) -> Checkpoint | None:
        """Let no choices be taken until the copy is whole and lives; return its head.

        Raises:
            BrokenEvidenceError: It does not hold, or the copy is not the same.
            StoreUnavailableError: A database did not answer.
        """
        try:
            self._moving.close()
            self._drain()
            self._moving.freeze()
            while copied := self._moving.copy_block():
                advance(copied)
            return self._moving.open()
        except BaseException:  # also where somebody breaks it off with a key
            self._moving.reopen()
            raise

    def cancel(self) -> None:
        """Let it stay, and drop what was copied.

        Raises:
            SettingError: It has moved, or was not on its way.
            StoreUnavailableError: A database did not answer.
        """
        self._moving.cancel()

    def _drain(self) -> None:
        deadline = time.monotonic() + DRAIN_SECONDS
        while True:
            self._writer.take_all(self._clock.now())
            if not self._moving.waiting():
                return
            if time.monotonic() > deadline:
                raise StoreUnavailableError(
                    "entries wait for their positions and do not get them; is the "
                    "clock of a server far ahead? The site stays where it is"
                )
            time.sleep(_PAUSE_SECONDS)


class SiteMove:
    """Moves one site of an installation from one of its databases to another.

    Args:
        site_id: Of the site.
        to: The name of the database that gets it.
        databases: Of the installation.
        data_dir: Has the site's keys.
        clock: Tells the time of what is signed.

    Raises:
        SettingError: There is no such site or database, or its tables are those of
            another version.
        StoreUnavailableError: A database did not answer.
    """

    def __init__(
        self,
        site_id: str,
        to: str,
        databases: Databases,
        data_dir: Path,
        clock: Clock,
    ) -> None:
        self._site_id = site_id
        self._to = to
        self._store = SiteStore(databases.main)
        self._old = self._find_place(site_id).database
        source, target = databases.get(self._old), databases.get(to)
        for engine in (source, target):
            require_schema(engine)
        self._ledger = LedgerMove(site_id, source, target, to, data_dir, clock)

    def run(self, advance: Advance) -> Moved | None:
        """Move the site; none where it is there already.

        Whatever ends it, the next run goes on.

        Raises:
            SettingError: It cannot be moved as things are.
            BrokenEvidenceError: Its ledger does not hold, or the copy is not the same.
            StoreUnavailableError: A database did not answer.
        """
        if self._old == self._to:
            return None
        self._ledger.prepare(advance)
        begun = time.monotonic()
        head = self._ledger.switch(advance)
        self._store.move(self._site_id, self._old, self._to)
        return Moved(old=self._old, head=head, seconds=time.monotonic() - begun)

    def cancel(self) -> None:
        """Let the site stay, and drop what was copied.

        Raises:
            SettingError: It has moved, or was not on its way.
            StoreUnavailableError: A database did not answer.
        """
        if self._old == self._to:
            raise SettingError(f"the site {self._site_id!r} has moved already")
        self._ledger.cancel()

    def _find_place(self, site_id: str) -> Place:
        place = self._store.find_place(site_id)
        if place is None:
            raise SettingError(
                f"there is no site {site_id!r} in the table of sites; see: "
                "consent-server site list"
            )
        return place


def clear_copy(site_id: str, name: str, databases: Databases) -> int:
    """Delete the copy that a site left in a database; return how many records it held.

    Raises:
        SettingError: The site lives there, or never was there.
        StoreUnavailableError: Not everything is deleted; run it again.
    """
    place = SiteStore(databases.main).find_place(site_id)
    if place is None or place.database == name:
        raise SettingError(
            f"the site {site_id!r} has not left the database {name!r}; move it first"
        )
    return clear(databases.get(name), site_id)
