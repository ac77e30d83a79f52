"""Finding one record with what belongs to it: in a database or in a bundle."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from consent_server.kernel.clock import format_second
from consent_server.kernel.errors import SettingError
from consent_server.ledger.bundle import FindDocument
from consent_server.ledger.bundle_format import CHECKPOINTS, NOTICES, RECORDS
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.reading import parse_json, require_list, require_text
from consent_server.ledger.record_line import parse_line
from consent_server.ledger.shown import (
    Neighbours,
    PlacedRecord,
    ShownRecord,
    read_record,
)
from consent_server.ledger.stored_row import StoredRow, stored_row
from consent_server.ledger.summary_page import read_document
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import RecordStore, StoredRecord
from consent_server.storage.snapshot import snapshot
from consent_server.web.installation import open_installed


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record and the notice that was shown for it; none if that is lost."""

    shown: ShownRecord
    notice: dict[str, object] | None


def find_in_database(
    data_dir: Path, site_id: str | None, database: str | None, record_id: UUID
) -> Found:
    """Find a record of a site.

    Raises:
        SettingError: There is no database, no such site or no such record.
        StoreUnavailableError: The database did not answer.
    """
    with open_installed(data_dir, site_id, database) as site:
        found = find_at_site(site.engine, site.site_id, record_id)
        if found is None:
            raise _unknown(record_id, f"site {site.site_id!r}")
        return found


def find_at_site(engine: Engine, site_id: str, record_id: UUID) -> Found | None:
    """Find a record of a site in its database.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    stored = RecordStore(engine, site_id).find(record_id)
    if stored is None:
        return None
    newest = SqlLedgerStore(engine, site_id).epoch
    near, heads = Neighbours(), dict[int, Checkpoint]()
    with snapshot(engine, site_id, newest) as moment:
        for epoch in range(FIRST_EPOCH, newest + 1):
            log = moment.of_epoch(epoch)
            for note in log.checkpoints(1):
                head = heads[epoch] = peek_checkpoint(note)
                for rows in log.rows_of(stored.subject_id, head.size):
                    near.add(rows, head.origin)
    own = None if stored.epoch is None else heads.get(stored.epoch)
    record = read_record(_row_of(stored), None if own is None else own.origin)
    if own is None:
        near.records.append(record)
    shown = near.add_to(record, own or heads.get(newest))
    return _found(shown, PolicyStore(engine, site_id).find_notice)


def find_in_bundle(file: Path, record_id: UUID) -> Found:
    """Find a record in a bundle; whether that holds is for verification to say.

    Raises:
        SettingError: The bundle has no such record.
        MalformedEvidenceError: It is no bundle.
    """
    with file.open("rb") as opened:
        bundle = BundleReader(opened)
        row = next(_rows_with(bundle, str(record_id), "record_id"), None)
        if row is None:
            raise _unknown(record_id, str(file))
        notes = require_list(
            parse_json(bundle.read(CHECKPOINTS), CHECKPOINTS), CHECKPOINTS
        )
        head = peek_checkpoint(require_text(notes[-1], "a checkpoint"))
        record, near = read_record(row, head.origin), Neighbours()
        subject = record.subject and record.subject.subject_id
        near.add(_rows_with(bundle, subject, "subject_id", own=True), head.origin)

        def find_notice(digest: str) -> bytes | None:
            name = f"{NOTICES}{digest}.json"
            return bundle.read(name) if name in bundle.names() else None

        return _found(near.add_to(record, head), find_notice)


def found_json(record_id: UUID, found: Found) -> dict[str, object]:
    """Write a record for programs."""
    shown = found.shown
    return {
        "record_id": str(record_id),
        "state": shown.state,
        "log": shown.record.log,
        "position": shown.record.position,
        "checkpoint": None if shown.head is None else shown.head.size,
        "record": record_json(shown.record),
        "erased": [asdict(one) for one in shown.erasures],
        "published": None if shown.published is None else asdict(shown.published),
        "notice": found.notice,
        "history": [record_json(one) for one in shown.history],
    }


def record_json(record: PlacedRecord) -> dict[str, object]:
    """Write what is left of a record."""
    said, where = record.decided, record.context
    return {
        "log": record.log,
        "position": record.position,
        "arrived_at": format_second(record.arrived_at),
        "subject": None if record.subject is None else record.subject._asdict(),
        "recorded_at": said and said.recorded_at,
        "expires_at": said and said.expires_at,
        "decision": None if said is None else asdict(said.decision),
        "page": None if where is None else asdict(where.page),
        "agent": None if where is None else asdict(where.agent),
        "damaged": list(record.damaged),
        "restricted": record.restricted,
    }


def _rows_with(
    bundle: BundleReader, wanted: str | None, name: str, *, own: bool = False
) -> Iterator[StoredRow]:
    """Give the rows whose subject names an id, and the ledger's own if asked for.

    A line that does not hold the text at all is not read.
    """
    needle = None if wanted is None else wanted.encode()
    for line in chain.from_iterable(
        block.split(b"\n")[:-1] for block in bundle.line_blocks(RECORDS)
    ):
        named = needle is not None and needle in line
        if not named and not (own and b'"p":["{}",' in line):
            continue
        row = stored_row(parse_line(line))
        who = read_record(row, None).subject
        if not named or (who is not None and getattr(who, name) == wanted):
            yield row


def _row_of(stored: StoredRecord) -> StoredRow:
    cells: list[Any] = [stored.index, stored.entry]
    for part in (stored.subject, stored.decision, stored.context):
        cells += (None, None) if part is None else (part.salt, part.part)
    return (*cells, 0 if stored.restricted else None)


def _found(shown: ShownRecord, find_notice: FindDocument) -> Found:
    said = shown.record.decided
    notice = said and read_document(find_notice, said.decision.notice_digest)
    return Found(shown=shown, notice=notice or None)


def _unknown(record_id: UUID, where: str) -> SettingError:
    return SettingError(
        f"{where} has no record {record_id}; one whose subject was erased cannot be "
        "found by its id any more"
    )
