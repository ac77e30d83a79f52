"""What a ledger needs of a store, and the values that pass between the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from consent_server.ledger.tiles import Tile


class WaitingEntry(NamedTuple):
    """A committed entry without position; ``record_id`` in 16 bytes.

    ``number`` is greater than that of every entry that was committed before the
    transaction of this one began. There may be very many of these at once. ``answer``
    is what the records of equal answers share, where that is known.
    """

    number: int
    record_id: bytes
    entry: bytes
    answer: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a log stands; ``note`` is its newest checkpoint, none before the first.

    ``vkey`` is the key in force: whoever signs next for the site must have it, under
    the name of its newest log. None as long as nobody has signed. ``frozen`` says why
    nothing is signed any more.
    """

    size: int
    note: str | None
    vkey: str | None = None
    frozen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One step of the log, from ``expected_size`` on.

    ``tiles`` holds every tile that changed, whole; ``note`` signs the size afterwards.
    ``vkey`` is the key in force that the step rests on, as its head said; from then on
    ``next_vkey`` is. Where one replaces another, the KEY entry is the last one.
    """

    expected_size: int
    entries: Sequence[WaitingEntry]
    tiles: Mapping[Tile, bytes]
    note: str
    signed_at: int
    vkey: str | None
    next_vkey: str

    @property
    def size(self) -> int:
        """The size of the tree after this step."""
        return self.expected_size + len(self.entries)

    @property
    def key_position(self) -> int:
        """Where ``next_vkey`` comes into force, if this step brings it."""
        return 0 if self.vkey is None else self.size - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePart:
    """One part of a record with its salt: exact bytes, both kept or both erased."""

    salt: bytes
    part: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One entry with what is left of its record; an erased part is ``None``."""

    index: int
    entry: bytes
    subject: EvidencePart | None
    decision: EvidencePart | None
    context: EvidencePart | None


class LedgerStore(Protocol):
    """Keeps one log. Every method raises StoreUnavailableError when it cannot."""

    def head(self) -> Head:
        """Return size and newest checkpoint, read at one moment."""
        ...

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        """Return entries without position in the order of their numbers.

        One with a smaller number may appear later: its commit took longer.
        Those that arrived after the second ``latest`` are left out; if one of them
        publishes a policy, so are those with greater numbers, which may rest on it.
        """
        ...

    def read_tile(self, tile: Tile) -> bytes:
        """Return the hashes of a tile; no bytes when there is none."""
        ...

    def append(self, batch: Batch) -> bool:
        """Store one step, all or nothing.

        Returns false, having changed nothing, when the log is no longer of the
        expected size, has another key in force or is frozen: another process was
        faster, and the head says what it did.
        """
        ...

    def keys(self) -> Sequence[str]:
        """Return the verifier keys of the log, in the order of their use."""
        ...

    def checkpoints(self, limit: int) -> Sequence[str]:
        """Return the newest checkpoints, in increasing size."""
        ...

    def find_index(self, record_id: UUID) -> int | None:
        """Return the position of a record's entry, none while it waits."""
        ...
