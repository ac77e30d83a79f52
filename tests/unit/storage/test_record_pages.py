"""Records a page at a time, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from consent_server.ledger.log import sequence
from consent_server.ledger.selection import Selection
from consent_server.storage import record_pages
from consent_server.storage.record_pages import Place, count_subjects, read_page
from consent_server.storage.restriction import restrict
from tests.unit.ledger.builders import MOMENT, SECOND, a_signer, record_id, subject_id
from tests.unit.storage.builders import Opened, new_record

ALL = Selection()
NUMBERS = {record_id(number): number for number in range(20)}


@pytest.fixture
def listed(site: Opened) -> Opened:
    """Ten records of five persons, one a second, behind a published policy."""
    site.publish()
    for number in range(10):
        record = new_record(number, subject=number % 5, arrived_at=SECOND + number)
        site.records.append(record)
    sequence(site.ledger, a_signer(), MOMENT)
    return site


def _pages(
    site: Opened, limit: int, selection: Selection = ALL
) -> Iterator[tuple[int, ...]]:
    after: Place | None = None
    while True:
        page = read_page(site.engine, "shop", selection, after, limit)
        yield tuple(NUMBERS[one.record_id] for one in page.records)
        after = page.after
        if after is None:
            return


def test_begin_with_the_newest(listed: Opened) -> None:
    assert [*_pages(listed, 4)] == [(9, 8, 7, 6), (5, 4, 3, 2), (1, 0)]
    assert [*_pages(listed, 10)] == [(9, 8, 7, 6, 5, 4, 3, 2, 1, 0)]


def test_do_not_move_when_a_record_comes(listed: Opened) -> None:
    pages = _pages(listed, 4)
    first = next(pages)
    listed.records.append(new_record(10))
    sequence(listed.ledger, a_signer(), MOMENT)

    assert [first, *pages] == [(9, 8, 7, 6), (5, 4, 3, 2), (1, 0)]
    assert next(_pages(listed, 4)) == (10, 9, 8, 7)


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(since=SECOND + 8), [(9, 8)]),
        (Selection(until=SECOND + 1), [(1, 0)]),
        (Selection(subject=str(UUID(int=0))), [()]),
        (Selection(action="no such"), [()]),
    ],
    ids=["since", "until", "of-nobody", "of-no-kind"],
)
def test_hold_what_is_selected(
    listed: Opened, selection: Selection, wanted: list[tuple[int, ...]]
) -> None:
    assert [*_pages(listed, 5, selection)] == wanted


def test_may_be_short_where_little_is_selected(
    listed: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_pages, "LOOKED_AT", 4)
    of_one = Selection(action="grant_all")
    everything = [number for page in _pages(listed, 100) for number in page]
    few = [*_pages(listed, 100, of_one)]

    assert everything == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert len(few) == 3
    assert 0 < sum(map(len, few)) < 10


def test_leave_out_what_is_restricted(listed: Opened) -> None:
    """Restricted records are kept and used for nothing (GDPR Article 18)."""
    restrict(listed.engine, "shop", subject_id(3), MOMENT)

    assert [*_pages(listed, 10)] == [(9, 7, 6, 5, 4, 2, 1, 0)]


def test_counts_persons_no_further_than_asked(listed: Opened) -> None:
    def count(seconds: int, most: int) -> int:
        since = MOMENT + timedelta(seconds=seconds)
        return count_subjects(listed.engine, "shop", since, most)

    assert (count(0, 100), count(7, 100), count(0, 3)) == (5, 3, 3)
    assert count_subjects(listed.engine, "blog", MOMENT, 100) == 0
