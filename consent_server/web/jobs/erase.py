"""Carrying out what people asked for: announced first, then erased."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from consent_server.ledger.entry import EntryKind
from consent_server.ledger.report import count_of
from consent_server.web.jobs.site import JobSite

GATHERING = timedelta(hours=12)
"""So long the oldest request waits for others, which then share its tombstone."""
PROMISED_HOURS = 48
"""What people are told: a request that just misses a nightly run waits for the next."""

Progress = Callable[[int], None]
"""Is told how many records were just erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What a run erased; ``waiting`` tombstones have no position yet."""

    tombstones: int = 0
    records: int = 0
    waiting: int = 0

    def __add__(self, other: "CarriedOut") -> "CarriedOut":
        return CarriedOut(
            tombstones=self.tombstones + other.tombstones,
            records=self.records + other.records,
            waiting=other.waiting,
        )

    def described(self) -> str | None:
        """Say it in words; nothing where nothing was to be done."""
        if self.waiting:
            return f"{count_of(self.waiting, 'tombstone')} not sequenced yet"
        if not self.tombstones:
            return None
        records = count_of(self.records, "record")
        return f"{records} under {count_of(self.tombstones, 'tombstone')}"


def no_progress(_records: int) -> None:
    """Tell nobody."""


def erase(site: JobSite, progress: Progress = no_progress) -> str | None:
    """Erase whoever asked to be, once others had time to ask as well.

    Returns what was done, nothing when there was nothing to do.

    Raises:
        BrokenEvidenceError: The ledger is frozen, so nothing can be announced.
        SettingError: The journal outside the database cannot be written.
        StoreUnavailableError: The next run goes on where this one stopped.
    """
    done = carry_out(site, progress)
    site.erasures.close(site.clock.now())
    if _is_due(site):
        site.integrate()  # what has no position cannot be named
        while site.tombstones.announce(
            lambda connection: site.erasures.find(connection, site.origin),
            site.clock.now(),
        ):
            done += carry_out(site, progress)
            site.erasures.close(site.clock.now())
    return done.described()


def carry_out(site: JobSite, progress: Progress = no_progress) -> CarriedOut:
    """Erase what sequenced tombstones name, and nothing before they are sequenced.

    Erasures are journalled outside the database first, so that they can be repeated on
    a backup. A purge needs no journal: it happens again by itself.

    Raises:
        BrokenEvidenceError, SettingError, StoreUnavailableError: As for :func:`erase`.
    """
    unfinished = site.tombstones.unfinished()
    if any(one.position is None for one in unfinished):
        site.integrate()
        unfinished = site.tombstones.unfinished()
    ready = [one for one in unfinished if one.position is not None]
    records = 0
    for one in ready:
        origin = one.tombstone.origin or site.origin
        if one.kind is EntryKind.ERASE:
            named = replace(one.tombstone, origin=origin)
            site.journal.append(named, site.clock.now())
        for erased in site.tombstones.blocks(one.tombstone, origin):
            records += erased
            progress(erased)
        site.tombstones.finish(one, site.clock.now())
    return CarriedOut(
        tombstones=len(ready), records=records, waiting=len(unfinished) - len(ready)
    )


def _is_due(site: JobSite) -> bool:
    waiting = site.erasures.open_requests()
    oldest = min((one.asked_at for one in waiting), default=None)
    return oldest is not None and oldest <= site.now - GATHERING.total_seconds()
