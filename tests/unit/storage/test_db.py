"""The set-up of the engine, with Flask and without."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.db import (
    create_store_engine,
    db,
    prepare_engine,
    reading,
    writing,
)
from consent_server.storage.schema import require_schema
from consent_server.storage.sqlite import empty_log
from consent_server.storage.tables import ledger
from tests.unit.storage.builders import Opened, file_url, new_record, opened


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5_000),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
    ],
)
def test_sets_up_every_connection(
    file_site: Opened, pragma: str, value: object
) -> None:
    with reading(file_site.engine) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_takes_another_time_to_wait_for_a_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'consent.db'}"
    engine = create_store_engine(url, busy_timeout_ms=7)

    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 7
    engine.dispose()


def test_serves_the_tables_to_flask(tmp_path: Path) -> None:
    app = Flask("test")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'consent.db'}"
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        require_schema(db.engine)
        row = {"site_id": "shop", "origin": "shop.example", "size": 0}
        db.session.execute(ledger.insert().values(row))
        db.session.commit()

        assert db.session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.session.scalar(text("SELECT count(*) FROM ledger")) == 1
        db.session.remove()
        db.engine.dispose()


def test_makes_the_tables_once(site: Opened) -> None:
    require_schema(site.engine)
    require_schema(site.engine)


def insert_and_fail(site: Opened) -> None:
    row = {"site_id": "other", "origin": "other.example", "size": 0}
    with writing(site.engine) as connection:
        connection.execute(ledger.insert().values(row))
        raise ZeroDivisionError


def test_writes_nothing_when_the_block_fails(site: Opened) -> None:
    with pytest.raises(ZeroDivisionError):
        insert_and_fail(site)

    with reading(site.engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger")) == 1


def test_refuses_text_where_bytes_belong(file_site: Opened) -> None:
    row = "INSERT INTO notice VALUES ('shop', 'd', 'en', 'text instead of bytes')"
    with (
        pytest.raises(IntegrityError, match="BLOB"),
        writing(file_site.engine) as connection,
    ):
        connection.execute(text(row))


def test_makes_the_file_for_its_owner_only(file_site: Opened, file: Path) -> None:
    with reading(file_site.engine):
        files = list(file.parent.glob(f"{file.name}*"))

    assert {one.name: oct(one.stat().st_mode & 0o777) for one in files} == {
        "consent.db": "0o600",
        "consent.db-shm": "0o600",
        "consent.db-wal": "0o600",
    }


def insert_and_replace(site: Opened, file: Path, original: Path) -> None:
    row = {"site_id": "other", "origin": "other.example", "size": 0}
    with writing(site.engine) as connection:
        connection.execute(ledger.insert().values(row))
        file.rename(original)
        file.touch()


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_commits_nothing_when_a_file_is_replaced_during_a_write(
    file_site: Opened, file: Path, ending: str
) -> None:
    site, file = file_site, file.with_name(file.name + ending)
    original = file.with_name("original")
    with pytest.raises(StoreUnavailableError, match="replaced"):
        insert_and_replace(site, file, original)
    original.replace(file)

    with reading(site.engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger")) == 1


def test_keeps_the_database_of_one_connection_in_memory() -> None:
    engine = create_store_engine("sqlite://")
    require_schema(engine)
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger")) == 0
    engine.dispose()


def test_lets_clicks_pass_while_the_log_waits_for_readers_to_be_emptied(
    file_site: Opened, file: Path
) -> None:
    file_site.records.append(new_record(0))
    clicks = 0
    with (
        opened(file_url(file), busy_timeout_ms=1_000) as other,
        reading(file_site.engine) as reader,
        ThreadPoolExecutor(1) as pool,
    ):
        reader.execute(text("SELECT count(*) FROM record"))
        file_site.records.append(new_record(1))  # the reader does not see it
        emptying = pool.submit(empty_log, file_site.engine)
        while not emptying.done():
            clicks += 1
            assert other.records.append(new_record(1 + clicks)).created
        assert not emptying.result()

    assert clicks > 0
    assert empty_log(file_site.engine)
    with reading(file_site.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5_000
