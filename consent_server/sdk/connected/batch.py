"""Counts on their way to the server: a batch has an id, so that a retry counts once."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consent_server.consent.signals import GPC
from consent_server.consent.state import Reason
from consent_server.enforcement.evidence import Sighting, Surface, Taken, Tally
from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.sdk.connected.contract import MAX_TEXT
from consent_server.sdk.counting import UNDECLARED

MAX_LINES = 10_000
MAX_SUMS = 100  # languages; there are thirty
MAX_TIMES = 2**40
ID_BYTES = 16
_ID = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[0-9a-f]{64}")
_REASONS = frozenset({*Reason, UNDECLARED})
_SIGNALS = frozenset({GPC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was counted under one policy since the batch before."""

    id: str
    policy_version: str
    taken: Taken


def write_batch(batch: Batch) -> bytes:
    """Return the body that is posted."""
    taken = batch.taken
    held: list[Json] = [[*map(str, it), n] for it, n in taken.held.items()]
    seen: list[Json] = [[*map(str, it), n] for it, n in taken.seen.items()]
    return canonical_json(
        {
            "batch": batch.id,
            "policy": batch.policy_version,
            "held": held,
            "seen": seen,
            "signals": dict[str, Json](taken.signals),
            "asked": dict[str, Json](taken.asked),
        }
    )


def parse_batch(data: bytes) -> Batch:
    """Read what a middleware posted.

    Raises:
        MalformedEvidenceError: It does not follow the format, or is too much.
    """
    try:
        return _parse(json.loads(data))
    except (
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise MalformedEvidenceError(
            f"expected a batch of counts, got something else ({error!s:.200})"
        ) from error


def _parse(document: Mapping[str, object]) -> Batch:
    held, seen = _lines(document["held"]), _lines(document["seen"])
    signals = _sums(document["signals"])
    if not _SIGNALS.issuperset(signals):
        raise ValueError("an unknown signal")
    return Batch(
        id=_matching(_ID, document["batch"]),
        policy_version=_matching(_VERSION, document["policy"]),
        taken=Taken(
            held=dict(_tally(line) for line in held),
            seen=dict(_sighting(line) for line in seen),
            signals=signals,
            asked=_sums(document["asked"]),
        ),
    )


def _lines(value: object) -> Iterable[list[object]]:
    if not isinstance(value, list) or len(value) > MAX_LINES:
        raise ValueError(f"more than {MAX_LINES} lines, or no list")
    return value


def _sums(value: object) -> dict[str, int]:
    if not isinstance(value, dict) or len(value) > MAX_SUMS:
        raise ValueError(f"more than {MAX_SUMS} members, or no object")
    return {_text(name): _times(times) for name, times in value.items()}


def _tally(line: list[object]) -> tuple[Tally, int]:
    service, surface, reason, times = line
    if reason not in _REASONS:
        raise ValueError(f"no reason: {reason!r:.60}")
    return Tally(_text(service), Surface(_text(surface)), _text(reason)), _times(times)


def _sighting(line: list[object]) -> tuple[Sighting, int]:
    surface, name, directive, times = line
    where = Surface(_text(surface))
    return Sighting(where, _text(name), _text(directive)), _times(times)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or not value.isprintable():
        raise ValueError(f"no name: {value!r:.60}")
    return value


def _times(value: object) -> int:
    if type(value) is not int or not 0 < value <= MAX_TIMES:
        raise ValueError(f"no number of times: {value!r:.60}")
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"neither batch nor version: {value!r:.80}")
    return value
