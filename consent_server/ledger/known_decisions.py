"""Decisions that differ in their times alone are read once: a site has a few dozen.

A decision is found as it stands in a line of ``records.jsonl``, where every quote has a
backslash before it, and what is around its times is compared with what was read before,
to the last letter. What is not found so is read in the ordinary way by whoever asks.
"""

from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from consent_server.ledger.reading import parse_text_at
from consent_server.ledger.record_facts import DecisionFacts, read_decision_facts

_EXPIRES, _RECORDED, _DECISION_END = r"\"expires_at\":\"", r"\"recorded_at\":\"", '}",'
_TIME_LENGTH = len("2026-11-22T12:00:00.000000Z")
_NO_TIME = "~" * _TIME_LENGTH
_TIMES_THERE = 2  # in a decision: when it expires, and when it was made
_BEGINNING = 32  # letters of a decision: as far as its action, which is the first
_Layout: TypeAlias = tuple[int, int, int]
_KEPT = 4_096
_LONGEST_KEPT = 8_192  # characters: what a stranger wrote must not fill the memory


Known: TypeAlias = tuple[str, DecisionFacts, float, int]
"""A decision, its facts, its second since 1970, and where what follows it begins."""


class KnownDecisions:
    """Remembers where decisions that begin alike had their times."""

    def __init__(self) -> None:
        self._layouts: dict[str, _Layout] = {}

    def find(self, text: str, start: int) -> Known | None:
        """Find the decision at ``start`` among those that were read before.

        Its times are where they were in the last one that began like it, or else where
        their names are; a wrong place is no danger, for all around the times must be
        what was read before.

        Raises:
            ValueError: It is no JSON text.
            FoundProblemError: It does not say what a decision says.
        """
        beginning = text[start : start + _BEGINNING]
        layout = self._layouts.get(beginning)
        found = layout and _read_known(text, start, layout)
        if not found:
            layout = _find_layout(text, start)
            found = layout and _read_known(text, start, layout)
            if found and layout:
                self._layouts[beginning] = layout
        return found or None


def _find_layout(text: str, start: int) -> _Layout | None:
    end = text.find(_DECISION_END, start, start + _LONGEST_KEPT) + len(_DECISION_END)
    expires = text.find(_EXPIRES, start, end) + len(_EXPIRES)
    recorded = text.find(_RECORDED, expires, end) + len(_RECORDED)
    if not start < expires < expires + _TIME_LENGTH < recorded:
        return None
    return expires - start, recorded - start, end - start


def _read_known(text: str, start: int, layout: _Layout) -> Known | None:
    """Read a decision and what follows it in its line.

    What takes the place of a time can stand inside a JSON text and nowhere else, as can
    a time without its quotes: where the one is valid, so is the other.
    """
    expires, recorded, end = layout
    expires, recorded, end = start + expires, start + recorded, start + end
    expired, behind = expires + _TIME_LENGTH, recorded + _TIME_LENGTH
    expires_at, recorded_at = text[expires:expired], text[recorded:behind]
    # Between day and time of day the parser takes any character, a quote too.
    if not expires_at[10:11] == recorded_at[10:11] == "T":
        return None
    try:
        datetime.fromisoformat(expires_at)
        moment = datetime.fromisoformat(recorded_at)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    known = _read_timeless(
        text[start:expires], text[expired:recorded], text[behind:end]
    )
    if known is None:
        return None
    facts, before, between, after = known
    part = f"{before}{expires_at}{between}{recorded_at}{after}"
    return part, facts, moment.timestamp(), end


@lru_cache(maxsize=_KEPT)
def _read_timeless(
    before: str, between: str, after: str
) -> tuple[DecisionFacts, str, str, str] | None:
    """Read a decision in its line without its times, and what stands around those."""
    text = _NO_TIME.join((before, between, after))
    part, end = parse_text_at(text, 0)
    if text[end:] != "," or "\\" in part or part.count(_NO_TIME) != _TIMES_THERE:
        return None
    facts, recorded_at = read_decision_facts(part)
    # Otherwise the time that was exchanged is not the one that counts.
    if recorded_at != _NO_TIME:
        return None
    before, between, after = part.split(_NO_TIME)
    return facts, before, between, after
