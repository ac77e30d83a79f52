"""A ledger store and its mark in memory: real, complete, gone with the process."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts, make_entry, parse_entry
from consent_server.ledger.high_water import is_newer
from consent_server.ledger.ports import (
    Batch,
    EvidencePart,
    Head,
    LedgerRow,
    WaitingEntry,
)
from consent_server.ledger.tiles import Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    parts: RecordParts
    salts: Salts


class MemoryLedgerStore:
    """A :class:`~consent_server.ledger.ports.LedgerStore` in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: dict[UUID, _Kept] = {}
        self._waiting: dict[UUID, WaitingEntry] = {}
        self._leaves: list[WaitingEntry] = []
        self._indexes: dict[UUID, int] = {}
        self._tiles: dict[Tile, bytes] = {}
        self._notes: list[str] = []
        self._vkeys: list[str] = []

    def add(
        self,
        record_id: UUID,
        kind: EntryKind,
        arrived_at: int,
        parts: RecordParts,
        salts: Salts,
    ) -> bool:
        """Commit a record, once per id; returns whether it was new."""
        entry = make_entry(kind, arrived_at, parts, salts)
        with self._lock:
            if record_id in self._records:
                return False
            number = len(self._records)
            self._records[record_id] = _Kept(parts=parts, salts=salts)
            self._waiting[record_id] = WaitingEntry(
                number=number, record_id=record_id.bytes, entry=entry
            )
            return True

    def head(self) -> Head:
        """Return size and newest checkpoint, read at one moment."""
        with self._lock:
            return Head(
                size=len(self._leaves),
                note=self._notes[-1] if self._notes else None,
                vkey=self._vkeys[-1] if self._vkeys else None,
            )

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        """Return entries without position that arrived by ``latest``."""
        found = list[WaitingEntry]()
        with self._lock:
            entries = list(self._waiting.values())
        for one in entries:
            entry = parse_entry(one.entry)
            if entry.arrived_at <= latest:
                found.append(one)
            elif entry.kind is EntryKind.CONFIG:
                break
        return found[:limit]

    def read_tile(self, tile: Tile) -> bytes:
        """Return the hashes of a tile; no bytes when there is none."""
        with self._lock:
            return self._tiles.get(tile, b"")

    def append(self, batch: Batch) -> bool:
        """Store one step, all or nothing; false when another was faster."""
        with self._lock:
            in_force = self._vkeys[-1] if self._vkeys else None
            if (len(self._leaves), in_force) != (batch.expected_size, batch.vkey):
                return False
            for index, entry in enumerate(batch.entries, batch.expected_size):
                of_record = UUID(bytes=entry.record_id)
                del self._waiting[of_record]
                self._indexes[of_record] = index
            self._leaves.extend(batch.entries)
            self._tiles.update(batch.tiles)
            self._notes.append(batch.note)
            if batch.next_vkey != in_force:
                self._vkeys.append(batch.next_vkey)
            return True

    def keys(self) -> Sequence[str]:
        """Return the verifier keys of the log, in the order of their use."""
        with self._lock:
            return list(self._vkeys)

    def checkpoints(self, limit: int) -> Sequence[str]:
        """Return the newest checkpoints, in increasing size."""
        with self._lock:
            return self._notes[-limit:]

    def rows(self, stop: int) -> Iterator[LedgerRow]:
        """Give the entries ``[0, stop)`` in order."""
        with self._lock:
            leaves = self._leaves[:stop]
        for index, leaf in enumerate(leaves):
            kept = self._records[UUID(bytes=leaf.record_id)]
            yield LedgerRow(
                index=index,
                entry=leaf.entry,
                subject=EvidencePart(salt=kept.salts.subject, part=kept.parts.subject),
                decision=EvidencePart(
                    salt=kept.salts.decision, part=kept.parts.decision
                ),
                context=EvidencePart(salt=kept.salts.context, part=kept.parts.context),
            )

    def find_index(self, record_id: UUID) -> int | None:
        """Return the position of a record's entry, none while it waits."""
        with self._lock:
            return self._indexes.get(record_id)


class MemoryMark:
    """A :class:`~consent_server.ledger.high_water.HighWaterMark` in memory."""

    def __init__(self) -> None:
        self._note: str | None = None

    def read(self) -> str | None:
        """Return the note that was written last, none before the first."""
        return self._note

    def write(self, note: str) -> None:
        """Keep a note, unless a later one is kept."""
        if is_newer(note, self._note):
            self._note = note
