"""The high-water mark: the newest checkpoint, kept where the database is not.

A database that was restored from a backup, or a standby that took over too early, looks
sound from within. The mark tells that more was signed already, and so that a second
history would begin.
"""

from typing import Protocol

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.epoch import split_origin
from consent_server.ledger.merkle import root_at
from consent_server.ledger.ports import Head
from consent_server.ledger.tiles import ReadTile, subtrees_in


class HighWaterMark(Protocol):
    """Keeps the newest checkpoint of a site's ledger, outside of its database.

    Both methods raise StoreUnavailableError when they cannot.
    """

    def read(self) -> str | None:
        """Return the note that was written last, none before the first."""
        ...

    def write(self, note: str) -> None:
        """Keep a note, unless a later epoch or a larger one of the same is kept."""
        ...


def require_reached(
    kept: str | None, head: Head, origin: str, read_tile: ReadTile
) -> None:
    """Check that a log still holds what its mark has seen.

    The mark must be read before the head: whoever extends a log writes the mark
    afterwards. One that is the newest checkpoint costs nothing.

    Args:
        kept: The mark.
        head: Where the log stands.
        origin: Its name.
        read_tile: Its tree.

    Raises:
        MalformedEvidenceError: The mark is none, or one of another ledger.
        BrokenEvidenceError: The log was cut off, rolled back or rewritten.
    """
    if kept is None or kept == head.note:
        return
    mark = read_mark(kept, origin)
    newer = split_origin(mark.origin)[1] - split_origin(origin)[1]
    if newer > 0 or (newer == 0 and mark.size > head.size):
        raise BrokenEvidenceError(
            f"the high-water mark has seen {mark.size} entries of {mark.origin} and "
            f"the database holds {head.size} of {origin}: it was rolled back, or is an "
            "older copy"
        )
    if newer == 0 and root_at(mark.size, subtrees_in(read_tile)) != mark.root:
        raise BrokenEvidenceError(
            f"the first {mark.size} entries of {origin} are not those that the "
            "high-water mark has seen: they were rewritten"
        )


def read_mark(kept: str, origin: str) -> Checkpoint:
    """Read the mark of the ledger that has a log of this name.

    Raises:
        MalformedEvidenceError: It is none, or one of another ledger.
    """
    try:
        mark = peek_checkpoint(kept)
    except MalformedEvidenceError as error:
        raise MalformedEvidenceError(
            f"the high-water mark of {origin} cannot be read ({error}); restore it, or "
            "move it away if you are sure that nothing newer was ever signed"
        ) from None
    if split_origin(mark.origin)[0] != split_origin(origin)[0]:
        raise MalformedEvidenceError(
            f"the high-water mark is of {mark.origin!r:.80}, not of {origin!r:.80}; "
            "give every installation a data folder of its own"
        )
    return mark


def is_newer(note: str, kept: str | None) -> bool:
    """Tell whether a checkpoint goes further than the one that is kept.

    Raises:
        MalformedEvidenceError: The kept one is none, or one of another ledger.
    """
    if kept is None:
        return True
    checkpoint = peek_checkpoint(note)
    return reach(checkpoint) > reach(read_mark(kept, checkpoint.origin))


def reach(checkpoint: Checkpoint) -> tuple[int, int]:
    """Return how far a checkpoint goes, to be compared: its epoch, then its size."""
    return split_origin(checkpoint.origin)[1], checkpoint.size
