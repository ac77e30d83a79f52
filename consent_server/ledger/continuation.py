"""Whether a log continues the one that its first entry names."""

from consent_server.ledger.epoch import (
    FIRST_EPOCH,
    Epoch,
    epoch_origin,
    split_origin,
)
from consent_server.ledger.problems import ProblemCode, Problems


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
