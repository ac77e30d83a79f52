"""Revisions of the tables: forward and back, on data, on both databases."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy import table as sql_table

from consent_server.kernel.errors import SettingError
from consent_server.ledger.entry import make_entry
from consent_server.ledger.log import sequence
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.storage.db import reading, writing
from consent_server.storage.records import _row
from consent_server.storage.schema import (
    FIRST,
    VERSION_TABLE,
    downgrade,
    head_revision,
    read_revision,
    require_schema,
    upgrade,
)
from consent_server.storage.tables import held_count, ledger, record, todo
from tests.postgresql import PostgreSQL
from tests.unit.ledger.builders import MOMENT, a_signer, record_id
from tests.unit.storage.builders import (
    BOTH,
    SITE,
    Opened,
    an_engine,
    file_url,
    new_record,
    run,
)

WAITING = 3


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, file: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return file_url(file)
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.url(server.create())


@pytest.fixture
def bare(bare_url: str) -> Iterator[Engine]:
    engine = an_engine(bare_url)
    yield engine
    engine.dispose()


def count(engine: Engine, table: str) -> int:
    query = select(func.count()).select_from(sql_table(table))
    with reading(engine) as connection:
        return int(connection.scalar(query) or 0)


def test_comes_to_what_the_models_say(bare: Engine) -> None:
    upgrade(bare, FIRST)
    upgrade(bare)

    with reading(bare) as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, ledger.metadata) == []


def test_makes_a_new_sqlite_file_as_the_revisions_would(file: Path) -> None:
    """Alembic does not compare whether a table is strict or how it is stored."""
    step_by_step, at_once = an_engine(file_url(file)), an_engine("sqlite://")
    upgrade(step_by_step, FIRST)
    upgrade(step_by_step)
    upgrade(at_once)

    assert declarations(at_once) == declarations(step_by_step)
    assert read_revision(at_once) == read_revision(step_by_step) == head_revision()
    step_by_step.dispose()
    at_once.dispose()


def declarations(engine: Engine) -> dict[str, str]:
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    with reading(engine) as connection:
        return {name: " ".join(sql.split()) for name, sql in connection.execute(query)}


def test_keeps_everything_on_the_way_back_and_forth(site: Opened) -> None:
    site.publish()
    for number in range(300):
        site.records.append(new_record(number))
        if number % 90 == 0:
            sequence(site.ledger, a_signer(), MOMENT)
    while sequence(site.ledger, a_signer(), MOMENT):
        pass
    for number in range(300, 300 + WAITING):
        site.records.append(new_record(number))
    head, places = site.ledger.head(), [site.records.find(record_id(7))]

    downgrade(site.engine, FIRST)
    assert read_revision(site.engine) == FIRST
    upgrade(site.engine)

    assert read_revision(site.engine) == head_revision()
    assert site.ledger.head() == replace(head, vkey=None)  # the next step names it
    assert [site.records.find(record_id(7))] == places
    assert count(site.engine, "todo") == WAITING
    while sequence(site.ledger, a_signer(), MOMENT):
        pass
    out = io.BytesIO()
    site.export(out)
    report = verify_bundle(out, Trust.of_key(a_signer().vkey))
    assert report.holds
    assert report.entries == {"config": 1, "visitor": 300 + WAITING}


def test_gives_numbers_that_go_on_after_the_way_back(site: Opened) -> None:
    site.records.append(new_record(1))
    downgrade(site.engine, FIRST)
    new = new_record(2)
    entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
    row = _row(SITE, new)
    with writing(site.engine) as connection:  # as an earlier version did
        added = connection.execute(insert(record).values(row))
        [number] = added.inserted_primary_key or []
        waiting = {it: row[it] for it in ("site_id", "record_id", "arrived_at")}
        waiting |= {"number": number, "entry": entry}
        connection.execute(insert(todo).values(waiting))
    upgrade(site.engine)
    site.records.append(new_record(3))

    sequence(site.ledger, a_signer(), MOMENT)
    assert [site.ledger.find_index(record_id(number)) for number in (1, 2, 3)] == [
        *(0, 1, 2)
    ]


def test_changes_nothing_when_it_is_done_already(site: Opened) -> None:
    site.records.append(new_record(1))
    upgrade(site.engine)
    require_schema(site.engine)

    assert site.records.find(record_id(1)) is not None


def test_makes_the_tables_once_when_many_try(bare_url: str) -> None:
    tries = 4
    together = Barrier(tries)

    def try_it(_: int) -> str | None:
        engine = an_engine(bare_url, busy_timeout_ms=60_000)
        together.wait(timeout=60)
        upgrade(engine)
        found = read_revision(engine)
        engine.dispose()
        return found

    with ThreadPoolExecutor(tries) as pool:
        assert set(pool.map(try_it, range(tries))) == {head_revision()}


class TestStart:
    """What a server does when it meets a database."""

    def test_makes_the_tables_of_a_new_file(self, file: Path) -> None:
        engine = an_engine(file_url(file))
        require_schema(engine)

        assert read_revision(engine) == head_revision()
        engine.dispose()

    @pytest.mark.postgresql
    def test_leaves_a_server_alone(self, postgresql: PostgreSQL) -> None:
        engine = an_engine(postgresql.url(postgresql.create()))
        with pytest.raises(SettingError, match='--database "\\$DATABASE_URL"'):
            require_schema(engine)

        assert read_revision(engine) is None
        engine.dispose()

    def test_refuses_an_earlier_revision_and_says_what_to_run(
        self, file_site: Opened, file: Path
    ) -> None:
        downgrade(file_site.engine, FIRST)
        with pytest.raises(SettingError) as caught:
            require_schema(file_site.engine)

        assert str(caught.value).endswith(
            f"consent-server database upgrade --data-dir {file.parent}"
        )
        assert read_revision(file_site.engine) == FIRST

    def test_refuses_a_later_revision(self, site: Opened) -> None:
        run(site, "UPDATE consent_revision SET version_num = '9999'")

        for act in (require_schema, upgrade):
            with pytest.raises(SettingError, match="later version"):
                act(site.engine)
        with pytest.raises(SettingError, match="later version"):
            downgrade(site.engine, FIRST)


def test_knows_a_file_from_before_there_were_revisions(file_site: Opened) -> None:
    file_site.records.append(new_record(1))
    downgrade(file_site.engine, FIRST)
    run(file_site, "DROP TABLE consent_revision")
    with writing(file_site.engine) as connection:
        held_count.create(connection)  # the last version without revisions had it

    assert read_revision(file_site.engine) == FIRST
    with pytest.raises(SettingError, match="at revision 0001"):
        require_schema(file_site.engine)
    upgrade(file_site.engine)

    require_schema(file_site.engine)
    assert file_site.records.find(record_id(1)) is not None


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE TABLE record (number integer)", id="one-of-our-names"),
        pytest.param(
            "CREATE TABLE record (number integer);CREATE TABLE leaf (number integer)",
            id="two-of-our-names",
        ),
    ],
)
def test_touches_no_tables_of_another_program(bare: Engine, statement: str) -> None:
    with writing(bare) as connection:
        for one in statement.split(";"):
            connection.execute(text(one))

    for act in (require_schema, upgrade, read_revision):
        with pytest.raises(SettingError, match="a database of its own"):
            act(bare)
    assert count(bare, "record") == 0


@pytest.mark.parametrize("revision", ["9999", "base", "", head_revision() + "x"])
def test_goes_back_to_no_revision_that_there_was_not(
    site: Opened, revision: str
) -> None:
    with pytest.raises(SettingError, match="no revision up to"):
        downgrade(site.engine, revision)

    assert read_revision(site.engine) == head_revision()


def test_goes_back_from_nowhere(bare: Engine) -> None:
    with pytest.raises(SettingError, match="there is: none"):
        downgrade(bare, FIRST)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE ledger SET frozen = 'a witness saw more'", id="frozen"),
        pytest.param("UPDATE ledger SET epoch = 2", id="second-epoch"),
    ],
)
def test_goes_back_to_nothing_that_would_lose_a_log(
    site: Opened, statement: str
) -> None:
    run(site, statement)

    with pytest.raises(SettingError, match="ledger of shop"):
        downgrade(site.engine, FIRST)
    assert read_revision(site.engine) == head_revision()
