"""Erasing again what a restored backup brought back."""

from dataclasses import dataclass

from consent_server.kernel.errors import EvidenceError
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.spans import Span, Spans
from consent_server.ledger.tombstone import ErasureReason, Tombstone, bury
from consent_server.storage.tombstones import Found
from consent_server.web.jobs.erase import carry_out
from consent_server.web.jobs.journal import ErasureJournal
from consent_server.web.jobs.site import JobSite


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a replay did; ``elsewhere`` counts lines of other ledgers.

    ``frozen`` says why the ledger signs nothing; the parts are erased all the same.
    """

    records: int
    elsewhere: int
    frozen: str | None


def replay(site: JobSite, journal: ErasureJournal) -> Replayed:
    """Erase what a journal names and what is there again, and announce it anew.

    The entries that announced it the first time may be lost with the end of the ledger.
    So this does not wait until the ledger is mended: what people were promised goes
    before the service opens, and the new entry says so as soon as it can.

    Raises:
        SettingError: The journal cannot be read.
        StoreUnavailableError: Not everything is erased; run it again.
    """
    lines = journal.read()
    own = [line for line in lines if line.origin in site.origins]
    wanted: dict[tuple[str, frozenset[str]], Spans] = {}
    for line in own:
        spans = wanted.setdefault((line.origin or "", line.parts), Spans())
        for start, stop in line.positions:
            spans.add(start, stop)
    again = [
        tombstone
        for (origin, parts), spans in wanted.items()
        for tombstone in _tombstones(site, origin, parts, spans.runs())
    ]
    found: Found = [(EntryKind.ERASE, one) for one in again]
    site.tombstones.announce(lambda _: found, site.clock.now(), alone=False)
    records = sum(
        sum(site.tombstones.blocks(one, one.origin or site.origin)) for one in again
    )
    return Replayed(
        records=records, elsewhere=len(lines) - len(own), frozen=_finish(site)
    )


def _tombstones(
    site: JobSite, origin: str, parts: frozenset[str], runs: list[Span]
) -> list[Tombstone]:
    there = site.tombstones.present(origin, runs, parts)
    present = Spans((at, at + 1) for at in there).runs()
    return bury(present, parts, ErasureReason.RESTORED, origin)


def _finish(site: JobSite) -> str | None:
    try:
        carry_out(site)
    except EvidenceError as error:
        return str(error)
    return None
