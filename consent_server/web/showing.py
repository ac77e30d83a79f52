"""Finding one record with what belongs to it: in a database or in a bundle."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from consent_server.kernel.errors import SettingError
from consent_server.ledger.bundle import FindDocument
from consent_server.ledger.bundle_format import CHECKPOINTS, NOTICES, RECORDS
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.reading import parse_json, require_list, require_text
from consent_server.ledger.record_line import parse_line
from consent_server.ledger.shown import ShownRecord, Surroundings, read_record
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
        stored = RecordStore(site.engine, site.site_id).find(record_id)
        if stored is None:
            raise _unknown(record_id, f"site {site.site_id!r}")
        newest = SqlLedgerStore(site.engine, site.site_id).epoch
        around, heads = Surroundings(), dict[int, Checkpoint]()
        with snapshot(site.engine, site.site_id, newest) as moment:
            for epoch in range(FIRST_EPOCH, newest + 1):
                log = moment.of_epoch(epoch)
                for note in log.checkpoints(1):
                    head = heads[epoch] = peek_checkpoint(note)
                    for rows in log.rows_of(stored.subject_id, head.size):
                        around.add(rows, head.origin)
        own = None if stored.epoch is None else heads.get(stored.epoch)
        record = read_record(_row_of(stored), None if own is None else own.origin)
        if own is None:
            around.records.append(record)
        shown = around.around(record, own or heads.get(newest))
        return _found(shown, PolicyStore(site.engine, site.site_id).find_notice)


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
        record, around = read_record(row, head.origin), Surroundings()
        subject = record.subject and record.subject.subject_id
        around.add(_rows_with(bundle, subject, "subject_id", own=True), head.origin)

        def find_notice(digest: str) -> bytes | None:
            name = f"{NOTICES}{digest}.json"
            return bundle.read(name) if name in bundle.names() else None

        return _found(around.around(record, head), find_notice)


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
