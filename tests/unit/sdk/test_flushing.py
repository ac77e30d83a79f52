"""Counts reach where they are kept, once, whatever happens on the way."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

import pytest

from consent_server.enforcement.evidence import Evidence, Surface, Taken, Tally
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.sdk.background import finish_all
from consent_server.sdk.flushing import Flusher

MARKUP = Tally("a", Surface.MARKUP, "refused")
NEVER = 3_600.0
PATIENCE_SECONDS = 20


@dataclass(slots=True)
class Kept:
    """Where counts are kept; it is away as often as it is told to be."""

    outages: int = 0
    counts: Counter[Tally] = field(default_factory=Counter)
    saved: Event = field(default_factory=Event)

    def save(self, taken: Taken) -> None:
        if self.outages:
            self.outages -= 1
            raise StoreUnavailableError("away")
        self.counts.update(taken.held)
        self.saved.set()


def hold(evidence: Evidence) -> None:
    evidence.count(["a"], Surface.MARKUP, "refused")


def test_writes_without_being_asked() -> None:
    kept, evidence = Kept(), Evidence()
    flusher = Flusher(evidence, kept.save, seconds=0)
    for times in (1, 2):
        hold(evidence)

        assert kept.saved.wait(PATIENCE_SECONDS)
        assert kept.counts == {MARKUP: times}
        kept.saved.clear()
    assert flusher.flush()


def test_tries_again_with_what_came_since() -> None:
    kept, evidence = Kept(outages=2), Evidence()
    flusher = Flusher(evidence, kept.save, seconds=NEVER)
    hold(evidence)
    assert not flusher.flush()
    hold(evidence)
    assert not flusher.flush()

    assert evidence.read() == {MARKUP: 2}
    assert flusher.flush()
    assert (kept.counts, evidence.read()) == ({MARKUP: 2}, {})


def test_tries_again_by_itself() -> None:
    kept, evidence = Kept(outages=3), Evidence()
    flusher = Flusher(evidence, kept.save, seconds=0)
    hold(evidence)

    assert kept.saved.wait(PATIENCE_SECONDS)
    assert kept.counts == {MARKUP: 1}
    assert flusher.flush()


def test_logs_that_counts_have_to_wait(caplog: pytest.LogCaptureFixture) -> None:
    evidence = Evidence()
    flusher = Flusher(evidence, Kept(outages=1).save, seconds=NEVER)
    hold(evidence)
    flusher.flush()

    assert "evidence_waits" in caplog.text


def test_asks_for_nothing_when_nothing_was_counted() -> None:
    kept = Kept(outages=1)
    flusher = Flusher(Evidence(), kept.save, seconds=NEVER)

    assert flusher.flush()
    assert kept.outages == 1


def test_writes_every_site_s_counts_at_the_end() -> None:
    kept = Kept(), Kept()
    evidence = Evidence(), Evidence()
    flushers = [
        Flusher(one, it.save, seconds=NEVER)
        for one, it in zip(evidence, kept, strict=True)
    ]
    for one in evidence:
        hold(one)
    finish_all()

    assert [it.counts for it in kept] == [{MARKUP: 1}] * len(flushers)


def counts_in_child(evidence: Evidence, act: Callable[[], None]) -> dict[Tally, int]:
    """Fork, act in the child, and return what it counted."""
    ours, theirs = multiprocessing.Pipe()

    def child() -> None:
        act()
        theirs.send(evidence.read())

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    found: dict[Tally, int] = ours.recv()
    process.join(PATIENCE_SECONDS)
    return found


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_counts_in_a_forked_process_what_happened_there() -> None:
    evidence = Evidence()
    flusher = Flusher(evidence, Kept().save, seconds=NEVER)
    hold(evidence)
    with evidence._lock:  # as if another thread were counting
        found = counts_in_child(evidence, lambda: hold(evidence))

    assert found == {MARKUP: 1}
    assert evidence.read() == {MARKUP: 1}
    assert flusher.flush()
