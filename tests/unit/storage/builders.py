"""Plain builders around a real database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import Engine

from consent_server.kernel.parts import RecordParts
from consent_server.ledger.bundle import Contents, Scope, write_bundle
from consent_server.ledger.bundle_format import MAX_CHECKPOINTS
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.ports import LedgerRow
from consent_server.ledger.report import Report
from consent_server.ledger.selection import Selection
from consent_server.ledger.stored_row import ledger_row
from consent_server.storage.db import create_store_engine, parse_database_url, writing
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import NewRecord, RecordStore
from consent_server.storage.schema import require_schema
from consent_server.storage.snapshot import snapshot
from consent_server.web.export_rows import BundleRows
from tests.unit.ledger.builders import (
    MOMENT,
    NOTICE,
    NOTICE_DIGEST,
    ORIGIN,
    POLICY,
    POLICY_VERSION,
    SECOND,
    record_id,
    some_salts,
    subject_id,
    visitor_parts,
)

SITE = "shop"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One site in one database."""

    engine: Engine
    ledger: SqlLedgerStore
    records: RecordStore
    policies: PolicyStore

    def publish(self, moment: datetime = MOMENT) -> bool:
        notices = {"en": (NOTICE_DIGEST, NOTICE)}
        return self.policies.publish(POLICY_VERSION, POLICY, notices, moment)

    def export(self, out: BinaryIO, epoch: int = FIRST_EPOCH) -> None:
        with snapshot(self.engine, SITE, epoch) as moment:
            notes = moment.checkpoints(MAX_CHECKPOINTS)
            head = peek_checkpoint(notes[-1])
            rows = BundleRows(withheld=())
            lines = [
                rows.write(block) for block in moment.rows(0, head.size, Selection())
            ]
            published = rows.tally.published
            contents = Contents(
                notes=notes,
                keys=moment.keys(head.size),
                leaves=moment.leaf_hashes(head.size),
                records=lines,
                policies=[one.policy_version for one in published],
                notices=[
                    digest for one in published for digest in one.notices.values()
                ],
                find_policy=self.policies.find_policy,
                find_notice=self.policies.find_notice,
                anchors={},
                pages={},
            )
            write_bundle(out, Scope(head=head), contents)


def rows_of(store: SqlLedgerStore, stop: int = 10_000) -> list[LedgerRow]:
    """The entries ``[0, stop)`` of a log as an export reads them."""
    with snapshot(store._engine, store._site_id, store.epoch) as moment:
        blocks = moment.rows(0, stop, Selection())
        return [ledger_row(row) for block in blocks for row in block]


def print_figures(
    killed: str, kills: int, acknowledged: int, lost: int, report: Report
) -> None:
    """Say what came of the kills, for `make kill-ledger`, which shows it."""
    sys.stdout.write(
        f"{killed} killed {kills} times: {acknowledged} acknowledged, {lost} lost, "
        f"{report.entries['visitor']} records kept at positions without a gap, "
        f"{report.checkpoints} checkpoints, "
        f"{'all consistent' if report.holds else 'broken'}\n"
    )


def file_url(path: Path) -> str:
    return f"sqlite:///{path}"


def new_database(request: pytest.FixtureRequest, path: Path) -> str:
    """The address of a new database of the kind that the fixture asks for."""
    if request.param == "sqlite":
        return file_url(path)
    return str(request.getfixturevalue("postgresql_url"))


def run(site: "Opened", statements: str) -> None:
    """Do what a database administrator could."""
    with writing(site.engine) as connection:
        for statement in statements.split(";"):
            connection.exec_driver_sql(statement)


def an_engine(url: str, *, busy_timeout_ms: int = 5_000) -> Engine:
    is_file = url.startswith("sqlite:")
    return create_store_engine(
        url if is_file else parse_database_url(url), busy_timeout_ms=busy_timeout_ms
    )


@contextmanager
def opened(
    url: str, *, busy_timeout_ms: int = 5_000, site: str = SITE
) -> Iterator[Opened]:
    engine = an_engine(url, busy_timeout_ms=busy_timeout_ms)
    try:
        require_schema(engine)
        yield Opened(
            engine=engine,
            ledger=open_ledger(engine, site, ORIGIN),
            records=RecordStore(engine, site),
            policies=PolicyStore(engine, site),
        )
    finally:
        engine.dispose()


def new_record(
    number: int,
    *,
    subject: int | None = None,
    arrived_at: int = SECOND,
    click: bytes | None = None,
    parts: RecordParts | None = None,
) -> NewRecord:
    return NewRecord(
        record_id=record_id(number),
        subject_id=subject_id(number if subject is None else subject),
        kind=EntryKind.VISITOR,
        arrived_at=arrived_at,
        parts=parts or visitor_parts(number),
        salts=some_salts(number),
        click_digest=click or f"click {number}".encode(),
    )
