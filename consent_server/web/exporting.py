"""Exporting a site's evidence from a data folder, for the command line.

An export is made from one checkpoint and one moment of the database, while the site
goes on. The file appears whole or not at all; what was interrupted can go on.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import (
    BrokenEvidenceError,
    MalformedEvidenceError,
    SettingError,
)
from consent_server.ledger.bundle import Contents, Scope, write_bundle
from consent_server.ledger.bundle_format import MAX_CHECKPOINTS, SUMMARY, VERIFIER
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.flat import CsvFormat, JsonLinesFormat, flat_rows
from consent_server.ledger.stored_row import POSITION, StoredRow, ledger_row
from consent_server.ledger.summary_page import Facts, summary_page
from consent_server.notice.published import read_catalog
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import RecordStore
from consent_server.storage.snapshot import Snapshot, snapshot
from consent_server.verifier.source import verifier_source
from consent_server.web.export_register import register
from consent_server.web.export_request import (
    READING,
    Exported,
    Form,
    Source,
    Wanted,
    Watch,
    unseen,
)
from consent_server.web.export_rows import (
    BundleRows,
    Fetched,
    FlatRows,
    RowWriter,
    write_rows,
)
from consent_server.web.installation import Installed, open_installed
from consent_server.web.keys import public_key_path
from consent_server.web.ledger_writer import LedgerWriter
from consent_server.web.partial import Partial, Progress
from consent_server.web.replica import entries_behind, reading_from
from consent_server.web.whole_files import unfinished_beside

FETCHES_PER_JOURNAL = 16


def export(
    source: Source,
    out: Path,
    wanted: Wanted,
    *,
    resume: bool = False,
    watch: Watch = unseen,
    processes: int = 1,
) -> Exported:
    """Write a site's evidence, or a copy of it; ``out`` appears whole or not at all.

    It holds pseudonyms and pages of visitors, so that only its owner may read it.
    Records that were committed but not yet sequenced get their positions first. What an
    interrupted export left is gone on with if ``resume`` is asked for, and if nothing
    was erased since: then it begins again. So many ``processes`` may make a copy.

    Raises:
        SettingError: There is no database, site, epoch or record of that name, the file
            cannot be written, or the unfinished export is another one.
        BrokenEvidenceError: Nothing has been sequenced, so nothing can be proved.
        StoreUnavailableError: The database did not answer.
    """
    with open_installed(source.data_dir, source.site_id, source.database) as site:
        return export_site(
            site,
            source.data_dir,
            out,
            wanted,
            resume=resume,
            watch=watch,
            processes=processes,
            replica=source.replica,
        )


def export_site(  # noqa: PLR0913 - as export, and where the site is
    site: Installed,
    data_dir: Path,
    out: Path,
    wanted: Wanted,
    *,
    resume: bool = False,
    watch: Watch = unseen,
    processes: int = 1,
    replica: str | None = None,
) -> Exported:
    """Do what :func:`export` does, for a site that is open already."""
    partial = Partial(out)
    try:
        with partial.locked(), reading_from(site, replica) as reader:
            wanted = _find_subject(site, wanted)
            epoch = _sequence_waiting(site, data_dir, wanted.epoch)
            with snapshot(reader.engine, site.site_id, epoch) as moment:
                behind = entries_behind(site, reader)
                run = _Run(reader, moment, partial, wanted, watch, processes)
                exported = run.export(data_dir, resume=resume)
                exported = replace(exported, behind=behind)
    except OSError as error:
        raise SettingError(f"{out} cannot be written: {error.strerror}") from error
    if wanted.recipient is not None:
        register(data_dir, out, wanted, exported)
    return exported


class _Run:
    """One export, from one moment of the database."""

    def __init__(
        self,
        site: Installed,
        moment: Snapshot,
        partial: Partial,
        wanted: Wanted,
        watch: Watch,
        processes: int,
    ) -> None:
        self._site = site
        self._policies = PolicyStore(site.engine, site.site_id)
        self._moment = moment
        self._partial = partial
        self._wanted = wanted
        self._watch = watch
        self._processes = processes

    def export(self, data_dir: Path, *, resume: bool) -> Exported:
        progress = self._unfinished() if resume else None
        if progress is None:
            progress = self._fresh()
        scope = self._scope(progress)
        if self._wanted.form is Form.PARQUET:
            records = self._write_parquet(scope, progress)
        else:
            writer = self._writer(scope, progress)
            self._write_rows(writer, scope, progress)
            self._finish(writer, scope, data_dir)
            records = writer.records
        return Exported(
            origin=scope.head.origin,
            size=scope.head.size,
            records=records,
            serial=scope.serial,
            began_at=progress.position,
        )

    def _unfinished(self) -> Progress | None:
        """Find what can go on; nothing after an erasure, which it may still hold."""
        progress = self._partial.read()
        if progress is None:
            return None
        if progress.request != self._wanted.to_json():
            raise SettingError(
                "the unfinished export was asked for with other options; repeat them, "
                "or begin again without --resume"
            )
        head = peek_checkpoint(progress.note)
        [*_, note] = self._moment.checkpoints(1, head.size) or [""]
        if not note or peek_checkpoint(note) != head:
            raise SettingError(
                "the unfinished export is of another ledger; begin again without "
                "--resume"
            )
        return None if self._moment.has_erasure_since(head.size) else progress

    def _fresh(self) -> Progress:
        notes = self._moment.checkpoints(1)
        if not notes:
            raise BrokenEvidenceError(
                "the ledger has no checkpoint yet: nothing to prove"
            )
        purposes = self._purposes()
        _require_known(self._wanted.selection.purpose, purposes)
        self._partial.restart()
        return Progress(
            request=self._wanted.to_json(),
            note=notes[0],
            purposes=purposes,
            position=0,
            counts=None,
            size=0,
            checksum=0,
        )

    def _scope(self, progress: Progress) -> Scope:
        return Scope(
            head=peek_checkpoint(progress.note),
            selection=self._wanted.selection.to_json(),
            withheld=self._wanted.withheld,
            recipient=self._wanted.recipient,
        )

    def _writer(self, scope: Scope, progress: Progress) -> RowWriter:
        wanted, withheld = self._wanted, self._wanted.withheld
        if wanted.form is Form.BUNDLE:
            return BundleRows(withheld)
        form = (
            CsvFormat(scope.head, progress.purposes)
            if wanted.form is Form.CSV
            else JsonLinesFormat(scope.head)
        )
        return FlatRows(form, withheld, compress=wanted.compress)

    def _write_rows(self, writer: RowWriter, scope: Scope, progress: Progress) -> None:
        """Append what is missing; every so often the journal says how far it is."""
        stop = scope.head.size
        fetches = self._fetches(progress, stop)
        with (
            self._partial.append(progress.size) as file,
            self._watch(READING, stop - progress.position) as advance,
            closing(write_rows(writer, fetches, self._processes)) as written,
        ):
            if progress.counts is None:
                progress = self._append(file, writer.begin(), progress, 0)
                self._save(file, writer, progress)
            else:
                writer.take_up(progress.counts)
            for number, (data, position) in enumerate(written, 1):
                done = position - progress.position
                progress = self._append(file, data, progress, position)
                if number % FETCHES_PER_JOURNAL == 0:
                    self._save(file, writer, progress)
                advance(done)
            self._save(file, writer, progress)
            advance(stop - progress.position)

    def _append(
        self, file: BinaryIO, data: bytes, progress: Progress, position: int
    ) -> Progress:
        file.write(data)
        return replace(
            progress,
            position=position,
            size=progress.size + len(data),
            checksum=zlib.crc32(data, progress.checksum),
        )

    def _save(self, file: BinaryIO, writer: RowWriter, progress: Progress) -> None:
        file.flush()
        self._partial.save(replace(progress, counts=writer.counts()))

    def _fetches(self, progress: Progress, stop: int) -> Iterator[Fetched]:
        """Give selected rows, and the position behind them."""
        selection = self._wanted.selection
        for rows in self._moment.rows(progress.position, stop, selection):
            yield self._select(rows), rows[-1][POSITION] + 1

    def _select(self, rows: Sequence[StoredRow]) -> Sequence[StoredRow]:
        selection = self._wanted.selection
        if selection.everything:
            return rows
        return [row for row in rows if selection.matches(ledger_row(row))]

    def _finish(self, writer: RowWriter, scope: Scope, data_dir: Path) -> None:
        if not isinstance(writer, BundleRows):
            self._partial.finish(self._partial.rows)
            return
        size = scope.head.size
        writer.tally.settle()
        published = writer.tally.published
        notes = self._moment.checkpoints(MAX_CHECKPOINTS, size)
        keys = self._moment.keys(size) or [_published_key(data_dir, self._site)]
        page = summary_page(
            Facts(
                scope=scope,
                tally=writer.tally,
                keys=keys,
                notes=notes,
                find_policy=self._policies.find_policy,
                find_notice=self._policies.find_notice,
            )
        )
        contents = Contents(
            notes=notes,
            keys=keys,
            leaves=self._moment.leaf_hashes(size),
            records=self._chunks(),
            policies=[one.policy_version for one in published],
            notices=[digest for one in published for digest in one.notices.values()],
            find_policy=self._policies.find_policy,
            find_notice=self._policies.find_notice,
            anchors=self._anchors(notes),
            pages={SUMMARY: page, VERIFIER: verifier_source().encode()},
        )
        with unfinished_beside(self._partial.rows) as (file, draft):
            write_bundle(file, scope, contents)
            file.flush()
            self._partial.finish(draft)

    def _anchors(self, notes: Sequence[str]) -> dict[int, bytes]:
        """Return the timestamps of the checkpoints that are in the bundle."""
        sizes = {peek_checkpoint(note).size for note in notes}
        store = AnchorStore(self._site.engine, self._site.site_id, self._moment.epoch)
        tokens = store.tokens(MAX_CHECKPOINTS)
        return {size: token for size, token in tokens.items() if size in sizes}

    def _chunks(self) -> Iterator[bytes]:
        with self._watch("Packing", self._partial.rows.stat().st_size) as advance:
            for chunk in self._partial.chunks():
                yield chunk
                advance(len(chunk))

    def _write_parquet(self, scope: Scope, progress: Progress) -> int:
        from consent_server.web.parquet import ParquetRows  # noqa: PLC0415 - an extra

        stop = scope.head.size
        with (
            unfinished_beside(self._partial.rows) as (file, draft),
            self._watch(READING, stop) as advance,
        ):
            with ParquetRows(file, scope.head, progress.purposes) as writer:
                reached = 0
                for rows, position in self._fetches(progress, stop):
                    writer.write(flat_rows(rows, self._wanted.withheld))
                    advance(position - reached)
                    reached = position
            self._partial.finish(draft)
        return writer.records

    def _purposes(self) -> list[str]:
        """Name every purpose that a visitor was asked about, oldest policy first."""
        found = dict[str, None]()
        for content in self._policies.read_all():
            try:
                purposes = read_catalog(content).purposes
            except MalformedEvidenceError:
                continue  # a damaged policy ends no export
            found |= dict.fromkeys(one.id for one in purposes if not one.exempt)
        return list(found)


def _require_known(purpose: str | None, purposes: Sequence[str]) -> None:
    """Refuse a purpose that nobody was ever asked about: an empty export misleads."""
    name = None if purpose is None else purpose.partition("=")[0]
    if name is not None and name not in purposes:
        raise SettingError(
            f"nobody was asked about the purpose {name!r:.60}; there is: "
            f"{', '.join(purposes) or 'none'}"
        )


def _find_subject(site: Installed, wanted: Wanted) -> Wanted:
    """Replace a record by the pseudonym of the person who has it."""
    if wanted.record is None:
        return wanted
    found = RecordStore(site.engine, site.site_id).find(wanted.record)
    if found is None or found.subject_id is None:
        raise SettingError(
            f"site {site.site_id!r} has no record {wanted.record}, or its subject was "
            "erased"
        )
    subject = str(found.subject_id)
    return replace(wanted, selection=replace(wanted.selection, subject=subject))


def _sequence_waiting(site: Installed, data_dir: Path, epoch: int | None) -> int:
    """Let nothing wait in the newest log; return the number of the wanted one."""
    ledger = SqlLedgerStore(site.engine, site.site_id)
    if epoch is not None and not 1 <= epoch <= ledger.epoch:
        raise SettingError(
            f"site {site.site_id!r} has the epochs 1 to {ledger.epoch}, not {epoch}"
        )
    if epoch in {None, ledger.epoch}:
        LedgerWriter(site.engine, site.site_id, data_dir).take_all(SystemClock().now())
    return epoch or ledger.epoch


def _published_key(data_dir: Path, site: Installed) -> str:
    return public_key_path(data_dir, site.site_id).read_text("ascii").strip()
