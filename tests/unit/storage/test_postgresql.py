"""PostgreSQL: how it is reached, what it is asked for, and that it goes away."""

import io
import os
import random
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
import pytest
from pymerkle import InmemoryTree
from sqlalchemy import select, text

from consent_server.kernel.errors import SettingError, StoreUnavailableError
from consent_server.ledger.checkpoint import open_checkpoint
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.log import sequence
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.storage.db import parse_database_url, reading, writing
from consent_server.storage.ledger_store import open_ledger
from consent_server.storage.ledgers import lock_site
from consent_server.storage.policies import PolicyStore
from consent_server.storage.postgresql import format_array
from consent_server.storage.records import insert_record
from consent_server.storage.schema import upgrade
from consent_server.storage.tables import leaf, record
from tests.postgresql import PostgreSQL, running
from tests.unit.ledger.builders import (
    MOMENT,
    NOTICE,
    NOTICE_DIGEST,
    ORIGIN,
    POLICY,
    POLICY_VERSION,
    a_signer,
    record_id,
)
from tests.unit.storage.builders import (
    SITE,
    Opened,
    an_engine,
    new_record,
    opened,
    print_figures,
    rows_of,
)

KILLS = int(os.environ.get("KILLS", "3"))  # `make kill-ledger` asks for more
PER_KILL = 2_000
CLICKERS = 4


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "text",
            ["", " ", "NULL", "null", '"', "\\", '\\"', "{a,b}", "a\nb", "æ", None],
        ),
        ("bytea", [b"", b"\x00", b"\\x", bytes(range(256)), None]),
        ("bigint", [0, -1, 2**53, None]),
        ("text", []),
    ],
    ids=["text", "bytes", "integers", "nothing"],
)
def test_reads_an_array_as_it_was_written(
    postgresql_url: str, kind: str, values: list[object]
) -> None:
    with psycopg.connect(postgresql_url) as connection:
        query = f"SELECT %s::{kind}[]"
        found = connection.execute(query, [format_array(values)]).fetchone()

    assert found == (values,)


@pytest.mark.parametrize(
    "scheme", ["postgresql", "postgres", "postgresql+psycopg"], ids=str
)
def test_reads_an_address(scheme: str) -> None:
    url = parse_database_url(f"{scheme}://consent:secret@db.example:5433/consent")

    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.port, url.database) == ("db.example", 5433, "consent")
    assert url.query["connect_timeout"] == "2"


def test_leaves_what_the_address_says() -> None:
    url = parse_database_url(
        "postgresql://db/consent?connect_timeout=9&sslmode=require"
    )

    assert url.query["connect_timeout"] == "9"
    assert url.query["sslmode"] == "require"


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root:secret@db/consent",
        "sqlite:///consent.db",
        "secret",
        "postgresql+psycopg2://db/consent",
        "postgresql://secret:secret@db:port/consent",
        "",
    ],
)
def test_refuses_other_addresses_without_repeating_them(address: str) -> None:
    with pytest.raises(SettingError, match="should look like") as caught:
        parse_database_url(address)

    assert "secret" not in str(caught.value)


def test_says_how_to_get_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SettingError, match=r"consent-server\[postgresql\]"):
        parse_database_url("postgresql://db/consent")


@pytest.mark.postgresql
class TestConnection:
    @pytest.fixture
    def site(self, postgresql_url: str) -> Iterator[Opened]:
        with opened(postgresql_url, busy_timeout_ms=200) as site:
            yield site

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("lock_timeout", "200ms"),
            ("statement_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("synchronous_commit", "on"),
            ("application_name", "consent-server"),
        ],
    )
    def test_is_set_up(self, site: Opened, setting: str, value: str) -> None:
        with reading(site.engine) as connection:
            assert connection.scalar(text(f"SHOW {setting}")) == value

    @pytest.mark.parametrize(("server", "used"), [("off", "on"), ("local", "local")])
    def test_waits_for_the_disk_where_the_server_would_not(
        self, postgresql_url: str, server: str, used: str
    ) -> None:
        engine = an_engine(f"{postgresql_url}&options=-csynchronous_commit%3D{server}")
        with reading(engine) as connection:
            assert connection.scalar(text("SHOW synchronous_commit")) == used
        engine.dispose()

    def test_reads_one_snapshot_and_writes_nothing(self, site: Opened) -> None:
        with reading(site.engine) as connection:
            before = connection.scalar(text("SELECT count(*) FROM record"))
            site.records.append(new_record(1))
            assert connection.scalar(text("SELECT count(*) FROM record")) == before
        with (
            pytest.raises(StoreUnavailableError, match="read-only transaction"),
            reading(site.engine) as connection,
        ):
            connection.execute(text("DELETE FROM record"))

    def test_waits_for_a_lock_no_longer_than_it_is_told(
        self, site: Opened, postgresql_url: str
    ) -> None:
        with psycopg.connect(postgresql_url) as other:
            other.execute("LOCK TABLE record")
            with pytest.raises(StoreUnavailableError, match="lock timeout"):
                site.records.append(new_record(1))
        assert site.records.append(new_record(1)).created

    def test_shows_visitors_nothing_of_the_server(self, postgresql: PostgreSQL) -> None:
        engine = an_engine(postgresql.url("no_such_database"))
        with (
            pytest.raises(StoreUnavailableError) as caught,
            reading(engine),
        ):
            pass
        engine.dispose()

        assert str(caught.value) == (
            "the database did not take it: there is no connection to it"
        )

    def test_lets_clicks_pass_while_a_policy_is_published(self, site: Opened) -> None:
        with writing(site.engine) as connection:
            lock_site(connection, SITE)
            assert site.records.append(new_record(1)).created

    def test_takes_an_entry_that_is_committed_late_with_a_later_step(
        self, site: Opened
    ) -> None:
        """Numbers are drawn before the commit, so the later one may be there first."""
        slow = new_record(1)
        entry = make_entry(slow.kind, slow.arrived_at, slow.parts, slow.salts)
        with writing(site.engine) as connection:
            insert_record(connection, SITE, slow, entry)
            site.records.append(new_record(2))
            sequence(site.ledger, a_signer(), MOMENT)
        assert site.ledger.find_index(record_id(1)) is None
        sequence(site.ledger, a_signer(), MOMENT)

        assert site.ledger.find_index(record_id(2)) == 0
        assert site.ledger.find_index(record_id(1)) == 1


@pytest.mark.postgresql
class TestManyAtOnce:
    def test_opens_and_publishes_once(self, site: Opened) -> None:
        def start(number: int) -> bool:
            other = f"other{number % 3}"
            open_ledger(site.engine, other, ORIGIN)
            notices = {"en": (NOTICE_DIGEST, NOTICE)}
            policies = PolicyStore(site.engine, other)
            return policies.publish(POLICY_VERSION, POLICY, notices, MOMENT)

        with ThreadPoolExecutor(9) as pool:
            assert sum(pool.map(start, range(9))) == 3

    def test_signs_roots_that_another_implementation_computes(
        self, site: Opened
    ) -> None:
        def click(number: int) -> None:
            site.records.append(new_record(number))
            sequence(site.ledger, a_signer(), MOMENT)

        with ThreadPoolExecutor(8) as pool:  # eight sequencers at once
            list(pool.map(click, range(120)))
        while sequence(site.ledger, a_signer(), MOMENT):
            pass

        rows = list(rows_of(site.ledger, 1_000))
        assert [row.index for row in rows] == list(range(120))
        tree = InmemoryTree(algorithm="sha256")
        for row in rows:
            tree.append_entry(row.entry)
        notes = site.ledger.checkpoints(1_000)
        assert len(notes) > 1
        for note in notes:
            signed = open_checkpoint(note, NoteVerifier(a_signer().vkey))
            assert signed.root == tree.get_root(signed.size)


@pytest.mark.postgresql
class TestKilled:
    """The server is killed under load, and started again on what is on the disk."""

    def test_loses_nothing_that_was_acknowledged(self) -> None:
        chance = random.Random(20)
        acknowledged = set[int]()
        with running() as server:
            url = server.url(server.create())
            engine = an_engine(url)
            upgrade(engine)
            engine.dispose()
            with opened(url) as site:
                site.publish()
                for kill in range(KILLS):
                    numbers = range(kill * PER_KILL, (kill + 1) * PER_KILL)
                    clicks = Clicks(site=site, numbers=iter(numbers))
                    acknowledged |= clicks.until_killed(server, chance.randint(20, 99))
                    server.start()
                while sequence(site.ledger, a_signer(), MOMENT):
                    pass
                kept = positions(site)
                out = io.BytesIO()
                site.export(out)

        report = verify_bundle(out, Trust.of_key(a_signer().vkey))
        lost = {record_id(number).bytes for number in acknowledged} - kept.keys()
        print_figures("PostgreSQL server", KILLS, len(acknowledged), len(lost), report)
        assert report.holds
        assert len(acknowledged) >= KILLS * 20
        assert not lost
        # after the policy's entry, without a gap
        assert sorted(kept.values()) == list(range(1, len(kept) + 1))
        assert report.entries == {"config": 1, "visitor": len(kept)}


def positions(site: Opened) -> dict[bytes, int]:
    """Return where every visitor's record is, by its id."""
    query = select(record.c.record_id, leaf.c.position).join_from(
        record, leaf, record.c.record_id == leaf.c.record_id
    )
    with reading(site.engine) as connection:
        rows = connection.execute(query.where(record.c.kind == EntryKind.VISITOR))
        return {row.record_id: row.position for row in rows}


@dataclass(slots=True, kw_only=True)
class Clicks:
    """Threads that click and sequence until the database is gone."""

    site: Opened
    numbers: Iterator[int]
    acknowledged: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    enough: threading.Event = field(default_factory=threading.Event)

    def until_killed(self, server: PostgreSQL, count: int) -> set[int]:
        """Kill the server after so many; return the numbers of all that counted."""
        with ThreadPoolExecutor(CLICKERS) as pool:
            threads = [pool.submit(self.click, count) for _ in range(CLICKERS)]
            assert self.enough.wait(timeout=120)
            server.kill()
            for thread in threads:
                assert isinstance(thread.exception(60), StoreUnavailableError)
        return self.acknowledged

    def click(self, count: int) -> None:
        while True:
            with self.lock:
                number = next(self.numbers)
            self.site.records.append(new_record(number))
            with self.lock:
                self.acknowledged.add(number)
                if len(self.acknowledged) >= count:
                    self.enough.set()
            if number % 5 == 0:
                sequence(self.site.ledger, a_signer(), MOMENT)
