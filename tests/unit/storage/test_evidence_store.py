"""Counts of one day add up, whoever writes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects import registry

from consent_server.enforcement.evidence import (
    MAX_LINES,
    OTHERS,
    Sighting,
    Surface,
    Taken,
    Tally,
)
from consent_server.enforcement.findings import SightingCount
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage import evidence_batches
from consent_server.storage.db import create_store_engine
from consent_server.storage.evidence import (
    KEPT_DAYS,
    EvidenceStore,
    HeldCount,
    adding,
)
from consent_server.storage.evidence_batches import BATCH_DAYS, LOOK_EVERY
from consent_server.storage.ledger_store import open_ledger
from consent_server.storage.tables import evidence_batch, held_count
from tests.unit.storage.builders import SITE, Opened

TODAY = date(2026, 3, 1)
SECOND = date(2026, 3, 2)
MARKUP = Tally("stats", Surface.MARKUP, "refused")
COOKIE = Tally("stats", Surface.SET_COOKIE, "no_choice_yet")


def held(counts: dict[Tally, int]) -> Taken:
    return Taken(held=counts, seen={})


def seen(counts: dict[Sighting, int]) -> Taken:
    return Taken(held={}, seen=counts)


def counts_of(site: Opened) -> EvidenceStore:
    return EvidenceStore(site.engine, SITE)


def test_adds_up_within_a_day_and_a_policy(site: Opened) -> None:
    counts = counts_of(site)
    counts.add(held({MARKUP: 2, COOKIE: 1}), "v1", TODAY)
    counts.add(held({MARKUP: 3}), "v1", TODAY)
    counts.add(held({MARKUP: 5}), "v2", TODAY)
    counts.add(held({MARKUP: 7}), "v1", TODAY + timedelta(days=1))

    found = [(it.day.day, it.policy_version, it.times) for it in counts.read_held()]
    assert found == [(1, "v1", 5), (1, "v1", 1), (1, "v2", 5), (2, "v1", 7)]
    assert counts.read_held()[0] == HeldCount(
        day=TODAY,
        policy_version="v1",
        service="stats",
        surface=Surface.MARKUP,
        reason="refused",
        times=5,
    )


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        pytest.param(None, None, [1, 2, 3], id="all"),
        pytest.param(SECOND, None, [2, 3], id="since"),
        pytest.param(None, SECOND, [1, 2], id="until"),
        pytest.param(SECOND, SECOND, [2], id="one-day"),
    ],
)
def test_reads_some_days(
    site: Opened, since: date | None, until: date | None, days: list[int]
) -> None:
    counts = counts_of(site)
    for day in (1, 2, 3):
        counts.add(held({MARKUP: 1}), "v1", date(2026, 3, day))

    assert [it.day.day for it in counts.read_held(since, until)] == days


def test_forgets_days_that_are_too_long_ago(site: Opened) -> None:
    counts = counts_of(site)
    for age in (KEPT_DAYS + 1, KEPT_DAYS):
        counts.add(held({MARKUP: age}), "v1", TODAY - timedelta(days=age))
    counts.add(held({MARKUP: 1}), "v1", TODAY)

    assert [it.times for it in counts.read_held()] == [KEPT_DAYS, 1]


def test_keeps_sites_apart(site: Opened) -> None:
    open_ledger(site.engine, "other", "other.example/other")
    other = EvidenceStore(site.engine, "other")
    other.add(held({MARKUP: 1}), "v1", TODAY - timedelta(days=KEPT_DAYS))
    counts_of(site).add(held({MARKUP: 2}), "v1", TODAY + timedelta(days=1))

    assert [it.times for it in other.read_held()] == [1]
    assert [it.times for it in counts_of(site).read_held()] == [2]


def test_adds_up_from_many_threads(site: Opened) -> None:
    counts = counts_of(site)

    def add(_: int) -> None:
        counts.add(held({MARKUP: 1, COOKIE: 2}), "v1", TODAY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))

    assert [it.times for it in counts.read_held()] == [40, 80]


def test_says_that_a_site_was_never_opened(site: Opened) -> None:
    with pytest.raises(StoreUnavailableError, match="no ledger"):
        EvidenceStore(site.engine, "other").add(held({MARKUP: 1}), "v1", TODAY)


def test_says_that_there_is_no_table(tmp_path: Path) -> None:
    engine = create_store_engine(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(StoreUnavailableError, match="no such table"):
        EvidenceStore(engine, SITE).add(held({MARKUP: 1}), "v1", TODAY)
    engine.dispose()


def test_adds_up_what_nobody_declares(site: Opened) -> None:
    counts = counts_of(site)
    cookie = Sighting(Surface.SET_COOKIE, "_x")
    report = Sighting(Surface.BROWSER, "cdn.test", "img-src")
    counts.add(seen({cookie: 1, report: 2}), "v1", TODAY)
    counts.add(seen({cookie: 3}), "v2", TODAY)

    assert counts.read_seen() == [
        SightingCount(day=TODAY, sighting=report, times=2),
        SightingCount(day=TODAY, sighting=cookie, times=4),
    ]
    assert counts.read_held() == []


def test_a_flood_of_names_over_many_batches_is_one_line_of_a_day(site: Opened) -> None:
    counts = counts_of(site)
    for batch in range(3):
        names = {
            Sighting(Surface.BROWSER, f"h{batch}-{number}.test"): 1
            for number in range(MAX_LINES // 2)
        }
        counts.add(seen(names), "v1", TODAY)
    counts.add(seen({Sighting(Surface.MARKUP, "late.test"): 1}), "v1", TODAY)
    found = {it.sighting: it.times for it in counts.read_seen()}

    assert len(found) == MAX_LINES + 2
    assert found[Sighting(Surface.BROWSER, OTHERS)] == MAX_LINES // 2
    assert found[Sighting(Surface.MARKUP, "late.test")] == 1


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_adds_in_one_statement_in_each_dialect(dialect: str) -> None:
    spoken = registry.load(dialect)()
    compiled = str(adding(held_count, dialect).compile(dialect=spoken))

    assert "ON CONFLICT (site_id, day, policy_version, service, surface, reason)" in (
        compiled
    )
    assert "DO UPDATE SET times = (held_count.times + excluded.times)" in compiled


def test_a_batch_counts_once_while_it_is_remembered(site: Opened) -> None:
    counts = counts_of(site)
    for day in (TODAY, TODAY, TODAY + timedelta(days=BATCH_DAYS)):
        counts.add(held({MARKUP: 2}), "v1", day, "a" * 32)
    counts.add(held({MARKUP: 1}), "v1", TODAY, "b" * 32)
    assert [it.times for it in counts.read_held()] == [3]

    much_later = TODAY + timedelta(days=BATCH_DAYS + 1)
    process = counts_of(site)
    process.add(held({COOKIE: 1}), "v1", much_later, "c" * 32)
    process.add(held({MARKUP: 2}), "v1", much_later, "a" * 32)
    assert sum(it.times for it in counts.read_held()) == 6


def test_batches_that_somebody_makes_up_are_bounded_and_lose_no_count(
    site: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A stolen key can have as many ids as its thief likes."""
    monkeypatch.setattr(evidence_batches, "MOST_BATCHES", 20)
    counts = counts_of(site)
    times = 3 * LOOK_EVERY
    for number in range(times):
        day = TODAY + timedelta(days=number // LOOK_EVERY)
        counts.add(held({MARKUP: 1}), "v1", day, f"{number:032x}")
    with site.engine.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(evidence_batch))

    assert rows is not None
    assert rows <= 20 + LOOK_EVERY
    assert sum(it.times for it in counts.read_held()) == times
    assert "evidence_batches_forgotten" in caplog.text
