"""Clicks that share a commit: one flush, and nobody answers for another's mistake."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.group_commit import _groups, commit
from consent_server.storage.records import Appended, NewRecord
from tests.patience import until
from tests.unit.ledger.builders import SECOND, record_id
from tests.unit.storage.builders import Opened, new_record

PATIENCE_SECONDS = 60


@contextmanager
def one_at_work(site: Opened, pool: ThreadPoolExecutor) -> Iterator[None]:
    """Keep the writer busy, so that what is asked meanwhile is one group."""
    begun, go_on = Event(), Event()

    def hold(_: DBAPICursor) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)

    held = pool.submit(commit, site.engine, hold)
    assert begun.wait(PATIENCE_SECONDS)
    try:
        yield
    finally:
        go_on.set()
        held.result(PATIENCE_SECONDS)


def wait_for(site: Opened, count: int) -> None:
    """Wait until so many queue up."""
    until(lambda: len(_groups[site.engine]._waiting) == count)


def append_together(site: Opened, news: list[NewRecord]) -> list[Future[Appended]]:
    """Append records in one group, in this order."""
    with ThreadPoolExecutor(len(news) + 1) as pool:
        with one_at_work(site, pool):
            futures = []
            for count, new in enumerate(news, start=1):
                futures.append(pool.submit(site.records.append, new))
                wait_for(site, count)
        return futures


def test_commits_what_waits_in_one_transaction(file_site: Opened) -> None:
    said = list[str]()
    event.listen(
        file_site.engine, "connect", lambda it, _: it.set_trace_callback(said.append)
    )
    file_site.engine.dispose()
    futures = append_together(file_site, [new_record(number) for number in range(20)])

    assert all(future.result().created for future in futures)
    assert said.count("COMMIT") == 2  # of the one at work, and of all the others
    waiting = file_site.ledger.waiting(100, SECOND)
    assert [one.record_id for one in waiting] == [
        record_id(number).bytes for number in range(20)
    ]


def test_gives_a_bad_record_back_to_its_caller_alone(file_site: Opened) -> None:
    bad = replace(new_record(2), click_digest=["no bytes"])  # type: ignore[arg-type]
    good = [new_record(1), new_record(3)]
    first, second, third = append_together(file_site, [good[0], bad, good[1]])

    assert first.result().created
    assert third.result().created
    with pytest.raises(StoreUnavailableError, match="not supported"):
        second.result()
    assert file_site.records.find(record_id(2)) is None
    assert len(file_site.ledger.waiting(10, SECOND)) == 2


def test_gives_a_retry_in_the_same_group_the_record_of_the_first(
    file_site: Opened,
) -> None:
    news = [new_record(1), new_record(1, click=b"again"), new_record(2)]
    first, again, other = append_together(file_site, news)

    assert first.result().created
    assert not again.result().created
    assert again.result().record == first.result().record
    assert other.result().created
    assert len(file_site.ledger.waiting(10, SECOND)) == 2


def test_tells_everybody_of_a_group_when_the_file_was_replaced(
    file_site: Opened, file: Path
) -> None:
    original = file.with_name("original")

    def replace_file(_: DBAPICursor) -> None:
        file.rename(original)
        file.touch()

    with ThreadPoolExecutor(4) as pool:
        with one_at_work(file_site, pool):
            futures = list[Future[object]]()
            for number in (1, 2):
                new = new_record(number)
                futures.append(pool.submit(file_site.records.append, new))
                wait_for(file_site, number)
            futures.append(pool.submit(commit, file_site.engine, replace_file))
            wait_for(file_site, 3)
        for future in futures:
            with pytest.raises(StoreUnavailableError, match="replaced"):
                future.result(PATIENCE_SECONDS)
    original.replace(file)

    assert list(file_site.ledger.waiting(10, SECOND)) == []


def test_raises_what_the_only_write_raised(file_site: Opened) -> None:
    def divide(_: DBAPICursor) -> None:
        raise ZeroDivisionError

    def insert_twice(cursor: DBAPICursor) -> None:
        for _ in range(2):
            cursor.execute("INSERT INTO notice VALUES ('shop', 'b', 'en', x'')")

    with pytest.raises(ZeroDivisionError):
        commit(file_site.engine, divide)
    with pytest.raises(IntegrityError):
        commit(file_site.engine, insert_twice)
    assert file_site.records.append(new_record(1)).created


def test_is_not_used_with_a_server_that_groups_by_itself(site: Opened) -> None:
    site.records.append(new_record(1))

    assert (site.engine in _groups) == (site.engine.dialect.name == "sqlite")


def test_gives_its_connection_back_with_the_others(
    file_site: Opened, file: Path
) -> None:
    def open_files() -> list[str]:
        found = [it.resolve() for it in Path("/proc/self/fd").iterdir()]
        return [it.name for it in found if it.is_relative_to(file.parent.resolve())]

    file_site.records.append(new_record(1))
    assert file.name in open_files()
    file_site.engine.dispose()

    assert open_files() == []
    assert file_site.records.append(new_record(2)).created
