"""Clicks that share a statement of PostgreSQL: each has an outcome of its own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.ledger.entry import make_entry
from consent_server.storage.click_group import Click, put_clicks
from consent_server.storage.db import create_store_engine, reading
from consent_server.storage.records import NewRecord, _row
from tests.unit.ledger.builders import SECOND, record_id
from tests.unit.storage.builders import (
    SITE,
    Opened,
    new_record,
    opened,
)

pytestmark = pytest.mark.postgresql


@pytest.fixture
def shop(postgresql_url: str) -> Iterator[Opened]:
    with opened(postgresql_url) as site:
        yield site


def click_of(new: NewRecord, site_id: str = SITE) -> Click:
    entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
    return Click(_row(site_id, new) | {"entry": entry, "answer": None})


def waiting(shop: Opened) -> list[bytes]:
    return [one.record_id for one in shop.ledger.waiting(100, SECOND)]


def count_transactions(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(set(connection.scalars(text("SELECT xmin::text FROM record"))))


def test_takes_many_clicks_with_one_statement(shop: Opened) -> None:
    clicks = [click_of(new_record(number)) for number in range(20)]

    assert put_clicks(shop.engine, clicks) == [None] * 20
    assert count_transactions(shop.engine) == 1
    assert all(click.created for click in clicks)
    assert waiting(shop) == sorted(record_id(number).bytes for number in range(20))


def test_writes_what_a_click_alone_writes(shop: Opened) -> None:
    new = new_record(3)
    put_clicks(shop.engine, [click_of(new_record(2)), click_of(new)])
    stored = shop.records.find(record_id(3))

    assert stored is not None
    again = shop.records.append(new)
    assert not again.created
    assert again.record == stored
    assert stored.subject is not None
    assert stored.subject.part == new.parts.subject


def test_takes_a_retry_in_the_same_group_for_the_first(shop: Opened) -> None:
    first, other = click_of(new_record(1)), click_of(new_record(2))
    again = click_of(new_record(1, click=b"again"))

    assert put_clicks(shop.engine, [first, again, other]) == [None] * 3
    assert [it.created for it in (first, again, other)] == [True, False, True]
    assert len(waiting(shop)) == 2
    stored = shop.records.find(record_id(1))
    assert stored is not None
    assert stored.click_digest == first.row["click_digest"]


def test_takes_a_click_that_is_there_already_for_a_retry(shop: Opened) -> None:
    shop.records.append(new_record(1))
    again, other = click_of(new_record(1)), click_of(new_record(2))

    assert put_clicks(shop.engine, [again, other]) == [None] * 2
    assert [it.created for it in (again, other)] == [False, True]


def test_gives_a_bad_click_back_to_its_caller_alone(shop: Opened) -> None:
    bad = Click({**click_of(new_record(2)).row, "arrived_at": 2**70})
    stray = click_of(new_record(4), site_id="nowhere")
    clicks = [click_of(new_record(1)), bad, stray, click_of(new_record(3))]

    first, second, third, fourth = put_clicks(shop.engine, clicks)

    assert first is None
    assert isinstance(second, StoreUnavailableError)
    assert (third, stray.created) == (None, False)  # nothing is taken there
    assert fourth is None
    assert waiting(shop) == sorted([record_id(1).bytes, record_id(3).bytes])


def test_tells_everybody_when_there_is_no_database(shop: Opened) -> None:
    url = shop.engine.url.set(database="not_there")
    engine = create_store_engine(url)
    outcomes = put_clicks(engine, [click_of(new_record(number)) for number in (1, 2)])

    assert all(isinstance(it, StoreUnavailableError) for it in outcomes)
    assert outcomes[0] is not outcomes[1]
