"""Retention: what is old goes by itself."""

from datetime import timedelta

from consent_server.ledger.entry import EntryKind
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.tombstone import ErasureReason, Tombstone, bury
from consent_server.storage.erasing import Log
from consent_server.storage.retention import find_expired
from consent_server.web.jobs.erase import Progress, carry_out, no_progress
from consent_server.web.jobs.site import JobSite

EVERYTHING = frozenset(PART_NAMES)
CONTEXT = frozenset({"context"})


def purge(site: JobSite, progress: Progress = no_progress) -> str | None:
    """Remove records that are older than the site keeps them, and contexts sooner.

    A record whose choice still counts stays whole but for its context; a restricted
    one stays as it is. Policies and notices always stay: they tell of nobody. Returns
    what was done, nothing when nothing was old.

    Raises:
        BrokenEvidenceError: The ledger is frozen, so nothing can be announced.
        SettingError: No policy says how long records are kept.
        StoreUnavailableError: The next run goes on where this one stopped.
    """
    settings = site.settings()
    done = carry_out(site, progress)
    for parts, days in (
        (EVERYTHING, settings.retention_days),
        (CONTEXT, settings.context_retention_days),
    ):
        before = site.now - int(timedelta(days=days).total_seconds())
        for origin in site.origins:
            for tombstone in _find(site, origin, parts, before):
                _announce(site, tombstone)
                done += carry_out(site, progress)
    return done.described()


def _find(
    site: JobSite, origin: str, parts: frozenset[str], before: int
) -> list[Tombstone]:
    log = Log.named(site.site_id, origin)
    runs = find_expired(site.engine, log, before=before, parts=parts, now=site.now)
    return bury(runs, parts, ErasureReason.RETENTION, origin)


def _announce(site: JobSite, tombstone: Tombstone) -> None:
    site.tombstones.announce(lambda _: [(EntryKind.PURGE, tombstone)], site.clock.now())
