"""The jobs in their order: each on its own, and two runs at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

from consent_server.enforcement.evidence import Taken
from consent_server.storage.evidence import EvidenceStore
from consent_server.web.jobs.erase import GATHERING
from consent_server.web.jobs.run import Outcome, Runner
from tests.integration.web.jobs.builders import Place
from tests.unit.storage.builders import SITE, rows_of, run


def outcomes(place: Place) -> dict[str, Outcome]:
    return {one.job: one for one in Runner(site=place.jobs).run()}


def honoured(place: Place, times: int) -> None:
    """As the middleware counts requests with a signal."""
    counts = EvidenceStore(place.site.engine, SITE)
    counts.add(Taken(held={}, seen={}, signals={"gpc": times}), "v1", date(2026, 9, 21))


def last_decision(place: Place) -> bytes:
    [*_, last] = rows_of(place.site.ledger)
    assert last.decision is not None
    return last.decision.part


def test_runs_all_in_order_and_says_what_they_did(place: Place) -> None:
    place.choose(1)
    place.ask(1)
    place.wait(GATHERING)

    done = outcomes(place)

    assert [*done] == ["sequence", "erase", "purge", "heartbeat", "publish"]
    assert done["sequence"].said == "2 entries"
    assert done["erase"].said == "1 record under 1 tombstone"
    assert not any(one.failed for one in done.values())


def test_counts_one_entry_as_one(place: Place) -> None:
    assert outcomes(place)["sequence"].said == "1 entry"


def test_one_that_fails_stops_no_other(place: Place) -> None:
    place.jobs.integrate()
    run(place.site, "DELETE FROM policy")

    done = outcomes(place)

    assert [name for name, one in done.items() if one.failed] == ["purge"]
    assert "has not published a policy" in str(done["purge"].said)
    assert len(done) == 5


def test_looks_through_everything_once_a_day(place: Place) -> None:
    runner = Runner(site=place.jobs)
    first = [one.job for one in runner.run()]
    second = [one.job for one in runner.run()]
    place.wait(timedelta(days=1))
    third = [one.job for one in runner.run()]

    assert "purge" in first
    assert "purge" not in second
    assert first == third


def test_two_runs_at_once_do_everything_once(place: Place) -> None:
    for number in range(1, 30):
        place.choose(number, subject=number % 5)
    for subject in range(3):
        place.ask(subject)
    place.wait(timedelta(days=91))
    honoured(place, 7)
    both = Barrier(2)

    def start() -> list[Outcome]:
        both.wait()
        return [*Runner(site=place.jobs).run()]

    with ThreadPoolExecutor(2) as pool:
        done = [one for it in [pool.submit(start) for _ in "12"] for one in it.result()]
    report = place.verify()

    assert [one for one in done if one.failed] == []
    assert report.holds
    assert report.overdue == 0
    assert report.entries["erase"] == 1
    assert report.entries["heartbeat"] == 1
    assert report.erased == {"subject": 17, "context": 29}


def test_says_that_it_is_alive_after_a_day_without_an_entry(place: Place) -> None:
    place.jobs.integrate()
    place.wait(timedelta(hours=24, seconds=-1))
    assert outcomes(place)["heartbeat"].said is None
    place.wait(timedelta(seconds=1))

    assert outcomes(place)["heartbeat"].said == "one entry, signals: none"
    assert outcomes(place)["heartbeat"].said is None
    assert b'"signals":{}' in last_decision(place)
    assert place.verify().entries["heartbeat"] == 1


def test_tells_the_signals_since_the_heartbeat_before(place: Place) -> None:
    honoured(place, 2)
    honoured(place, 3)

    assert outcomes(place)["heartbeat"].said == "one entry, signals: 5 gpc"
    assert b'"signals":{"gpc":5}' in last_decision(place)
    honoured(place, 4)
    assert outcomes(place)["heartbeat"].said is None
    place.wait(timedelta(days=1))
    assert outcomes(place)["heartbeat"].said == "one entry, signals: 4 gpc"
    assert place.verify().holds
