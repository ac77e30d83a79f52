"""Each committed answer is counted once, by whoever sequences it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consent_server.consent.statistics import Times
from consent_server.ledger.log import sequence
from consent_server.storage.db import reading
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.tables import answer_count
from tests.unit.ledger.builders import MOMENT, a_signer
from tests.unit.storage.builders import SITE, Opened, new_record, run
from tests.unit.storage.test_ledger_store import batch

MARK = b"m" * 16


def counted(site: Opened, value: str = "en") -> Times:
    """Add up what is kept of one value."""
    query = select(answer_count.c.granted, answer_count.c.refused)
    with reading(site.engine) as connection:
        rows = connection.execute(query.where(answer_count.c.value == value)).all()
    return Times(sum(it.granted for it in rows), sum(it.refused for it in rows))


def step(site: Opened) -> None:
    assert sequence(site.ledger, a_signer(), MOMENT)


def test_adds_up_over_steps(site: Opened) -> None:
    for number in range(3):
        site.records.append(new_record(number))
    step(site)
    first = counted(site)
    for number in range(3, 6):
        site.records.append(new_record(number))
    step(site)

    assert first.answers == 3
    assert counted(site) == Times(granted=3, refused=3)


def test_counts_a_retry_once(site: Opened) -> None:
    for _ in range(2):
        site.records.append(new_record(1))
        site.records.append(new_record(1))
    step(site)

    assert counted(site).answers == 1


def test_counts_nothing_of_a_step_that_came_too_late(site: Opened) -> None:
    site.records.append(new_record(1))
    late = batch([*site.ledger.waiting(10, 2**40)], expected_size=5)

    assert not site.ledger.append(late)
    assert counted(site).answers == 0
    step(site)
    assert counted(site).answers == 1


def test_one_record_stands_for_all_of_its_mark(site: Opened) -> None:
    """Those after the first are not read, whatever they say."""
    marked = [replace(new_record(number), answer=MARK) for number in range(0, 12, 4)]
    for new in marked[:2]:
        site.records.append(new)
    step(site)
    before = counted(site)
    run(site, "UPDATE record SET decision = NULL, decision_salt = NULL")
    site.records.append(marked[2])
    step(site)

    assert min(before) == 0
    assert before.answers == 2
    assert counted(site).answers == 3


def test_an_erased_record_stays_counted(site: Opened) -> None:
    site.records.append(new_record(1))
    step(site)
    run(site, "DELETE FROM record")

    assert counted(site).answers == 1


def test_a_damaged_record_holds_nobody_up(site: Opened) -> None:
    site.records.append(new_record(1))
    site.records.append(new_record(2))
    with site.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE record SET decision = subject WHERE number = 1"
        )
    step(site)

    assert counted(site).answers == 1


def test_forgets_the_answers_that_it_met_when_they_are_many(
    site: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consent_server.storage.answers.REMEMBERED", 2)
    for number in range(9):
        site.records.append(new_record(number))
        if number % 3 == 2:
            step(site)

    assert counted(site).answers == 9


def test_what_the_ledger_says_itself_is_no_answer(site: Opened) -> None:
    site.publish()
    step(site)

    assert counted(site).answers == 0
    assert SqlLedgerStore(site.engine, SITE).head().size == 1
