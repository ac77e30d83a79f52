"""One suite for every ledger store, in memory and in SQL."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.checkpoint import open_checkpoint
from consent_server.ledger.entry import EntryKind, entry_hash, make_entry
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.merkle import root_of
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.ports import (
    Batch,
    Head,
    LedgerRow,
    LedgerStore,
    WaitingEntry,
)
from consent_server.ledger.tiles import Tile
from consent_server.storage.db import writing
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.tables import leaf
from tests.unit.ledger.builders import (
    MOMENT,
    ORIGIN,
    SECOND,
    a_signer,
    record_id,
    some_bytes,
    some_salts,
    visitor_parts,
)
from tests.unit.storage.builders import (
    BOTH,
    Opened,
    new_database,
    new_record,
    opened,
    rows_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """A store, how records come into it, and its entries as others read them.

    ``add(number, arrived_at)`` and ``rows(stop)``.
    """

    store: LedgerStore
    add: Callable[[int, int], object]
    rows: Callable[[int], Iterable[LedgerRow]]


def in_sql(site: Opened) -> Fixture:
    return Fixture(
        store=site.ledger,
        add=lambda number, arrived_at: site.records.append(
            new_record(number, arrived_at=arrived_at)
        ),
        rows=partial(rows_of, site.ledger),
    )


@pytest.fixture(params=["memory", *BOTH])
def it(request: pytest.FixtureRequest, file: Path) -> Iterator[Fixture]:
    if request.param != "memory":
        with opened(new_database(request, file)) as site:
            yield in_sql(site)
        return
    store = MemoryLedgerStore()
    yield Fixture(
        store=store,
        add=lambda number, arrived_at: store.add(
            record_id(number),
            EntryKind.VISITOR,
            arrived_at,
            visitor_parts(number),
            some_salts(number),
        ),
        rows=store.rows,
    )


def batch(entries: list[WaitingEntry], *, expected_size: int = 0) -> Batch:
    return Batch(
        expected_size=expected_size,
        entries=entries,
        tiles={Tile(level=0, number=0): b"t" * 32 * (expected_size + len(entries))},
        note=f"note of {expected_size + len(entries)}",
        signed_at=SECOND,
        vkey="key" if expected_size else None,
        next_vkey="key",
    )


class TestLedgerStore:
    def test_starts_empty(self, it: Fixture) -> None:
        assert it.store.head() == Head(size=0, note=None)
        assert list(it.store.waiting(10, SECOND)) == []
        assert it.store.read_tile(Tile(level=0, number=0)) == b""
        assert list(it.store.checkpoints(10)) == []
        assert list(it.rows(10)) == []
        assert it.store.find_index(record_id(1)) is None

    def test_shows_waiting_entries_in_the_order_of_their_commits(
        self, it: Fixture
    ) -> None:
        for number, arrived_at in [(5, SECOND), (3, SECOND - 1), (9, SECOND)]:
            it.add(number, arrived_at)

        waiting = it.store.waiting(10, SECOND)

        assert [one.record_id for one in waiting] == [
            record_id(5).bytes,
            record_id(3).bytes,
            record_id(9).bytes,
        ]
        assert waiting[1].entry == make_entry(
            EntryKind.VISITOR, SECOND - 1, visitor_parts(3), some_salts(3)
        )
        assert [one.record_id for one in it.store.waiting(2, SECOND)] == [
            record_id(5).bytes,
            record_id(3).bytes,
        ]

    def test_leaves_out_arrivals_that_are_too_late(self, it: Fixture) -> None:
        it.add(1, SECOND + 1)
        it.add(2, SECOND)

        assert [one.record_id for one in it.store.waiting(10, SECOND)] == [
            record_id(2).bytes
        ]

    def test_keeps_a_step(self, it: Fixture) -> None:
        it.add(1, SECOND)
        it.add(2, SECOND)
        waiting = list(it.store.waiting(10, SECOND))

        assert it.store.append(batch(waiting)) is True

        assert it.store.head() == Head(size=2, note="note of 2", vkey="key")
        assert it.store.read_tile(Tile(level=0, number=0)) == b"t" * 64
        assert list(it.store.waiting(10, SECOND)) == []
        assert it.store.find_index(record_id(2)) == 1
        assert [(row.index, row.entry) for row in it.rows(2)] == [
            (0, waiting[0].entry),
            (1, waiting[1].entry),
        ]

    def test_changes_nothing_when_another_step_was_faster(self, it: Fixture) -> None:
        it.add(1, SECOND)
        it.add(2, SECOND)
        first, second = it.store.waiting(10, SECOND)
        it.store.append(batch([first]))

        assert it.store.append(batch([first, second])) is False
        assert it.store.append(batch([second], expected_size=7)) is False

        assert it.store.head() == Head(size=1, note="note of 1", vkey="key")
        assert it.store.read_tile(Tile(level=0, number=0)) == b"t" * 32
        assert list(it.store.waiting(10, SECOND)) == [second]
        assert list(it.store.checkpoints(10)) == ["note of 1"]

    def test_gives_the_exact_bytes_of_every_part(self, it: Fixture) -> None:
        it.add(1, SECOND)
        it.store.append(batch(list(it.store.waiting(10, SECOND))))

        [row] = it.rows(1)

        parts, salts = visitor_parts(1), some_salts(1)
        assert row.subject is not None
        assert row.decision is not None
        assert row.context is not None
        assert (row.subject.part, row.subject.salt) == (parts.subject, salts.subject)
        assert (row.decision.part, row.decision.salt) == (
            parts.decision,
            salts.decision,
        )
        assert (row.context.part, row.context.salt) == (parts.context, salts.context)

    def test_gives_the_newest_checkpoints_in_increasing_size(self, it: Fixture) -> None:
        for number in range(4):
            it.add(number, SECOND)
            waiting = list(it.store.waiting(10, SECOND))
            it.store.append(batch(waiting, expected_size=number))

        assert list(it.store.checkpoints(2)) == ["note of 3", "note of 4"]

    def test_remembers_the_keys_in_the_order_of_their_use(self, it: Fixture) -> None:
        assert list(it.store.keys()) == []
        for number, (vkey, next_vkey) in enumerate(
            [(None, "first"), ("first", "first"), ("first", "second")]
        ):
            it.add(number, SECOND)
            step = batch(list(it.store.waiting(10, SECOND)), expected_size=number)
            assert it.store.append(replace(step, vkey=vkey, next_vkey=next_vkey))

        assert list(it.store.keys()) == ["first", "second"]
        assert it.store.head().vkey == "second"

    @pytest.mark.parametrize("vkey", [None, "another"])
    def test_changes_nothing_when_another_key_is_in_force(
        self, it: Fixture, vkey: str | None
    ) -> None:
        it.add(1, SECOND)
        it.store.append(batch(list(it.store.waiting(10, SECOND))))
        it.add(2, SECOND)
        step = batch(list(it.store.waiting(10, SECOND)), expected_size=1)

        assert it.store.append(replace(step, vkey=vkey)) is False
        assert it.store.head() == Head(size=1, note="note of 1", vkey="key")

    def test_carries_a_real_log(self, it: Fixture) -> None:
        for number in range(700):
            it.add(number, SECOND)
            if number % 50 == 0:
                sequence(it.store, a_signer(), MOMENT)
        sequence(it.store, a_signer(), MOMENT)

        leaves = [entry_hash(row.entry) for row in it.rows(700)]
        notes = it.store.checkpoints(100)
        assert len(notes) == 15
        for note in notes:
            checkpoint = open_checkpoint(note, NoteVerifier(a_signer().vkey))
            assert checkpoint.root == root_of(leaves[: checkpoint.size])


class TestSqlLedgerStore:
    def test_keeps_the_origin_of_a_ledger_for_ever(self, site: Opened) -> None:
        open_ledger(site.engine, "shop", ORIGIN)

        with pytest.raises(SettingError, match="keeps its origin"):
            open_ledger(site.engine, "shop", "other.example/shop")

    def test_keeps_sites_apart(self, site: Opened) -> None:
        other = open_ledger(site.engine, "other", "other.example/other")
        site.records.append(new_record(1))

        assert list(other.waiting(10, SECOND)) == []
        sequence(site.ledger, a_signer(), MOMENT)
        assert other.head() == Head(size=0, note=None)
        assert other.find_index(record_id(1)) is None

    def test_is_empty_for_a_site_without_ledger(self, site: Opened) -> None:
        assert SqlLedgerStore(site.engine, "nobody").head() == Head(size=0, note=None)

    def test_stores_nothing_of_a_step_onto_a_taken_position(self, site: Opened) -> None:
        site.records.append(new_record(1))
        waiting = list(site.ledger.waiting(10, SECOND))
        stray = {"site_id": "shop", "epoch": 1, "position": 0, "entry": b"e" * 106}
        with writing(site.engine) as connection:
            connection.execute(leaf.insert().values(stray))

        with pytest.raises(BrokenEvidenceError, match="taken already"):
            site.ledger.append(batch(waiting))

        assert site.ledger.head() == Head(size=0, note=None)
        assert list(site.ledger.waiting(10, SECOND)) == waiting

    def test_stores_nothing_of_a_step_that_sequences_a_record_again(
        self, site: Opened
    ) -> None:
        site.records.append(new_record(1))
        [waiting] = site.ledger.waiting(10, SECOND)
        site.ledger.append(batch([waiting]))
        other = waiting._replace(entry=some_bytes("other", 32))

        with pytest.raises(BrokenEvidenceError, match="taken already"):
            site.ledger.append(batch([other], expected_size=1))

        assert site.ledger.head().size == 1
