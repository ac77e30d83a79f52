"""From the parts of visitors' records to counts of what they answered: no visitor.

An answer that grants anything counts as granted, one that grants nothing as refused.
Purposes and services count one by one; what is undecided counts nowhere.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from consent_server.consent.choice import ConsentStatus
from consent_server.consent.statistics import Cell, Dimension, Times
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.record_fields import Decision, read_context, read_decision

MARK_BYTES = 16
UNKNOWN_DEVICE = "unknown"
_REMEMBERED = 512
_DAY_SECONDS = 86_400
_FIRST_DAY = date(1970, 1, 1).toordinal()

_Value = tuple[str, str]  # dimension and value; plain text, which is quick to look up


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is counted of a record: values by dimension, each granted or refused."""

    policy_version: str
    granted: tuple[_Value, ...]
    refused: tuple[_Value, ...]


@lru_cache(_REMEMBERED)
def answer_mark(click_digest: bytes, surface: str, device: str) -> bytes:
    """Return a mark that two records share only if they count alike.

    ``click_digest`` covers action, language, policy version, purposes and services.
    """
    text = b"\0".join([surface.encode(), device.encode(), click_digest])
    return hashlib.sha256(text).digest()[:MARK_BYTES]


def read_answer(decision: bytes, context: bytes | None) -> Answer | None:
    """Read what is counted; nothing of a damaged record, which is no matter of counts.

    Without its context a record counts by no known device.
    """
    try:
        decided = read_decision(decision).decision
        device = read_context(context).agent.device if context else ""
    except MalformedEvidenceError:
        return None
    said = _said(decided, device or UNKNOWN_DEVICE)
    return Answer(
        policy_version=decided.policy_version,
        granted=tuple(value for value, word in said if word == ConsentStatus.GRANTED),
        refused=tuple(value for value, word in said if word == ConsentStatus.REFUSED),
    )


def add_up(answers: Iterable[tuple[Answer, str, int]]) -> dict[Cell, Times]:
    """Add up answers, each with its day and how often it came, in order of the cells.

    All who count lock the same rows: let the order be the same everywhere.
    """
    sums: dict[tuple[str, str], tuple[Counter[_Value], Counter[_Value]]] = {}
    for answer, day, times in answers:
        under = (day, answer.policy_version)
        granted, refused = sums.setdefault(under, (Counter(), Counter()))
        for value in answer.granted:
            granted[value] += times
        for value in answer.refused:
            refused[value] += times
    return {
        Cell(*under, *value): Times(granted[value], refused[value])
        for under, (granted, refused) in sorted(sums.items())
        for value in sorted(granted.keys() | refused.keys())
    }


def day_of(arrival: bytes) -> str:
    """Return the day (UTC) of what an entry holds at ``ARRIVAL``."""
    return _day(int.from_bytes(arrival, "big") // _DAY_SECONDS)


@lru_cache
def _day(number: int) -> str:
    return date.fromordinal(min(_FIRST_DAY + number, date.max.toordinal())).isoformat()


def _said(decided: Decision, device: str) -> list[tuple[_Value, str]]:
    purpose, service = Dimension.PURPOSE.value, Dimension.SERVICE.value
    words = [((purpose, name), word) for name, word in decided.purposes.items()]
    words += [((service, name), word) for name, word in decided.services.items()]
    granted = any(word == ConsentStatus.GRANTED for _, word in words)
    whole = ConsentStatus.GRANTED if granted else ConsentStatus.REFUSED
    return [
        *words,
        ((Dimension.LANGUAGE.value, decided.language), whole),
        ((Dimension.SURFACE.value, decided.surface), whole),
        ((Dimension.DEVICE.value, device), whole),
    ]
