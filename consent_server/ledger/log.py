"""One step of the sequencer, and proofs of what it did."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from consent_server.kernel.errors import BrokenEvidenceError, KeyReplacedError
from consent_server.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    peek_checkpoint,
)
from consent_server.ledger.entry import entry_hash
from consent_server.ledger.high_water import HighWaterMark, require_reached
from consent_server.ledger.merkle import inclusion_proof, root_at
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.ports import Batch, Head, LedgerStore, WaitingEntry
from consent_server.ledger.signing import NoteSigner, sign_checkpoint
from consent_server.ledger.tiles import ReadTile, extend_tiles, overlay, subtrees_in
from consent_server.ledger.tlog_proof import Inclusion

BATCH_LIMIT = 10_000
MAX_AHEAD_SECONDS = 120  # arrivals later than this wait until their time has come

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """Entries ``[first, size)`` have positions now; ``note`` signs them."""

    first: int
    size: int
    note: str


def sequence(
    store: LedgerStore,
    signer: NoteSigner,
    moment: datetime,
    limit: int = BATCH_LIMIT,
    *,
    mark: HighWaterMark | None = None,
    successor: NoteSigner | None = None,
) -> Sequenced | None:
    """Give waiting entries the next positions and sign the tree they make.

    Any number of processes may try at once: the store lets one step through, and the
    others begin again. Returns nothing when nothing waits, or the ledger is frozen.

    Args:
        store: Where the entries wait.
        signer: The key in force.
        moment: The time of the step.
        limit: How many entries it takes at most.
        mark: What was signed before, as somebody outside of the store remembers.
        successor: The key in force from this step on; the step must bring its entry.

    Raises:
        KeyReplacedError: Another key is in force, perhaps of a newer epoch.
        BrokenEvidenceError: The stored tree is not the one that was last signed, or
            the mark has seen another one. Nothing is signed on top of it.
        MalformedEvidenceError: The mark is none of this ledger.
        StoreUnavailableError: The entries still wait, or the mark could not be written;
            then nothing more is signed until it can.
    """
    now = int(moment.timestamp())
    signers = [signer] if successor is None else [signer, successor]
    while True:
        kept = None if mark is None else mark.read()
        head = store.head()
        if head.frozen is not None:
            return None
        entries = store.waiting(limit, now + MAX_AHEAD_SECONDS)
        if not entries:
            return None
        _require_in_force(head, signer)
        require_reached(kept, head, signer.name, store.read_tile)
        if mark is not None and head.note not in {None, kept}:
            mark.write(head.note)
        batch = _make_batch(store, head, entries, now, signers)
        # A signature whose step was not stored has never been shown: it is dropped.
        if store.append(batch):
            if mark is not None:
                mark.write(batch.note)
            log.info("ledger_sequenced", extra={"first": head.size, "size": batch.size})
            return Sequenced(first=head.size, size=batch.size, note=batch.note)


def _make_batch(
    store: LedgerStore,
    head: Head,
    entries: Sequence[WaitingEntry],
    now: int,
    signers: Sequence[NoteSigner],
) -> Batch:
    read_tile = cache(store.read_tile)
    _require_signed_tree(head, read_tile, signers[0])
    leaves = [entry_hash(waiting.entry) for waiting in entries]
    tiles = extend_tiles(head.size, leaves, read_tile)
    size = head.size + len(entries)
    root = root_at(size, subtrees_in(overlay(tiles, read_tile)))
    checkpoint = Checkpoint(origin=signers[0].name, size=size, root=root)
    return Batch(
        expected_size=head.size,
        entries=entries,
        tiles=tiles,
        note=sign_checkpoint(checkpoint, *signers),
        signed_at=now,
        vkey=head.vkey,
        next_vkey=signers[-1].vkey,
    )


def prove(store: LedgerStore, index: int, note: str | None = None) -> Inclusion | None:
    """Prove that an entry is in the log.

    It is proved under ``note``, an earlier checkpoint of the log, where that covers the
    entry, and else under the newest one. Returns nothing when no checkpoint covers the
    entry yet.

    Raises:
        BrokenEvidenceError: The stored tree has a hole.
    """
    if note is None or peek_checkpoint(note).size <= index:
        note = store.head().note
    if note is None:
        return None
    size = peek_checkpoint(note).size
    if not 0 <= index < size:
        return None
    path = inclusion_proof(index, size, subtrees_in(store.read_tile))
    return Inclusion(index=index, proof=tuple(path), note=note)


def _require_in_force(head: Head, signer: NoteSigner) -> None:
    if head.vkey not in {None, signer.vkey}:
        raise KeyReplacedError(
            f"the ledger is signed with the key {head.vkey} now, and this is "
            f"{signer.vkey}"
        )


def _require_signed_tree(head: Head, read_tile: ReadTile, signer: NoteSigner) -> None:
    """A log must not sign what contradicts its last checkpoint (C2SP)."""
    if head.note is None:
        if head.size:
            raise BrokenEvidenceError(f"{head.size} entries and no checkpoint")
        return
    signed = open_checkpoint(head.note, NoteVerifier(signer.vkey))
    if signed.size != head.size:
        raise BrokenEvidenceError(
            f"the log holds {head.size} entries, its checkpoint {signed.size}"
        )
    if root_at(head.size, subtrees_in(read_tile)) != signed.root:
        raise BrokenEvidenceError(
            f"the stored tree of {head.size} entries is not the one that was signed"
        )
