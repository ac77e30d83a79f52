"""Whether a log continues the one that its first entry names; what later ones say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.epoch import (
    FIRST_EPOCH,
    Epoch,
    epoch_origin,
    split_origin,
)
from consent_server.ledger.problems import ProblemCode, Problems
from consent_server.ledger.tombstone import PlacedTombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a log says of those before it, out of a bundle that holds.

    ``left`` is the head at which it left the one before it.
    """

    origin: str
    left: Checkpoint | None
    tombstones: Sequence[PlacedTombstone]


def heads_of(origin: str, later: Sequence[Later]) -> list[Checkpoint]:
    """Return the heads at which a log was left: it must contain those trees."""
    heads = [one.left for one in later if one.left is not None]
    return [head for head in heads if head.origin == origin and head.size]


def tombstones_of(origin: str, later: Sequence[Later]) -> Iterator[PlacedTombstone]:
    """Give what logs that continue a log say was erased from it."""
    for one in later:
        if _continues(one.origin, origin):
            for placed in one.tombstones:
                if placed.tombstone.origin == origin:
                    yield placed


def _continues(later: str, earlier: str) -> bool:
    (first, number), (same, before) = split_origin(later), split_origin(earlier)
    return first == same and number > before


def judge_epoch(origin: str, epoch: Epoch | None, problems: Problems) -> None:
    """Check the EPOCH entry of a log, none where it has none, against its name."""
    first, number = split_origin(origin)
    if epoch is None:
        if number != FIRST_EPOCH:
            problems.add(
                ProblemCode.EPOCH,
                "by its name this log continues another one, and its first entry does "
                "not say which",
                index=0,
            )
        return
    before = epoch_origin(first, number - 1)
    for wrong, words in (
        (epoch.number != number, f"it says that it is epoch {epoch.number}"),
        (
            number == FIRST_EPOCH
            or {epoch.stored.origin, epoch.known.origin} != {before},
            f"it continues {epoch.known.origin!r:.80} and is not named after it",
        ),
        (
            epoch.stored.size > epoch.known.size,
            "it was left at more entries than were ever known",
        ),
    ):
        if wrong:
            problems.add(ProblemCode.EPOCH, words, index=0)
