"""Asking one witness to cosign a checkpoint (the client of C2SP tlog-witness)."""

import enum
from dataclasses import dataclass
from http import HTTPStatus

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    EvidenceError,
    MalformedEvidenceError,
    UnreachableError,
)
from consent_server.ledger.checkpoint import parse_size, peek_checkpoint
from consent_server.ledger.merkle import consistency_proof
from consent_server.ledger.note import split_note
from consent_server.ledger.tiles import subtrees_in
from consent_server.ledger.trust import Witness
from consent_server.ledger.witness import Submission, format_submission
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.installation import Installed
from consent_server.web.posting import Reply, post

ADD_CHECKPOINT = "/add-checkpoint"
_TRIES = 3  # another process may have asked in between


class Outcome(enum.StrEnum):
    """What became of asking a witness, or an authority for a timestamp."""

    COSIGNED = "cosigned"
    STAMPED = "timestamped"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # it does not know the log, or its answer is of no use
    CONTRADICTED = "contradicted"  # it saw a tree that this one does not continue


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorReport:
    """What one of them did; ``operator`` is the name of its key or its host."""

    name: str
    operator: str
    outcome: Outcome
    detail: str


class _ContradictionError(Exception):
    """A witness saw a tree that ours does not continue."""


class _RefusedError(Exception):
    """A witness answered, and did not cosign."""


class Round:
    """One checkpoint on its way to one witness after the other."""

    def __init__(self, site: Installed, note: str, clock: Clock) -> None:
        self.ledger = SqlLedgerStore(site.engine, site.site_id)
        self.anchors = AnchorStore(site.engine, site.site_id, self.ledger.epoch)
        self.note = note
        self.size = peek_checkpoint(note).size
        self.clock = clock


def ask(around: Round, witness: Witness) -> AnchorReport:
    """Ask one witness, and keep its cosignature; whatever goes wrong is told.

    Raises:
        SettingError: The address of the witness cannot be used.
        BrokenEvidenceError: The stored tree is damaged.
        StoreUnavailableError: The database did not answer.
    """
    try:
        detail = _obtain(around, witness)
        outcome = Outcome.COSIGNED
    except UnreachableError as error:
        outcome, detail = Outcome.UNREACHABLE, str(error)
    except _RefusedError as error:
        outcome, detail = Outcome.REFUSED, str(error)
    except _ContradictionError as error:
        outcome, detail = Outcome.CONTRADICTED, str(error)
    return AnchorReport(
        name=witness.name,
        operator=witness.verifier.name,
        outcome=outcome,
        detail=detail,
    )


def _obtain(around: Round, witness: Witness) -> str:
    """Get a cosignature and keep it; say what was cosigned."""
    old = min(around.anchors.last_size(witness.name), around.size)
    for _ in range(_TRIES):
        reply = _submit(around, witness, old)
        if reply.status == HTTPStatus.OK:
            return _keep(around, witness, reply)
        if reply.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise _ContradictionError(
                f"the tree of {around.size} entries does not continue the one of {old} "
                "that it cosigned"
            )
        if reply.status != HTTPStatus.CONFLICT:
            said = reply.body.decode("utf-8", "replace").strip()
            raise _RefusedError(f"it answered {reply.status}: {said:.200}")
        old = _size_to_start_from(around, reply, old)
    raise _RefusedError("others ask it at the same time; try again later")


def _submit(around: Round, witness: Witness, old: int) -> Reply:
    read = subtrees_in(around.ledger.read_tile)
    proof = consistency_proof(old, around.size, read) if old else []
    submission = Submission(old=old, proof=tuple(proof), note=around.note)
    url = (witness.url or "").rstrip("/") + ADD_CHECKPOINT
    return post(
        url, format_submission(submission).encode(), "text/plain; charset=utf-8"
    )


def _size_to_start_from(around: Round, reply: Reply, old: int) -> int:
    """Read which tree the witness cosigned last, and compare it with ours."""
    try:
        size = parse_size(reply.body.decode("utf-8", "replace").removesuffix("\n"), "")
    except MalformedEvidenceError:
        raise _RefusedError("it answered 409 without the size of a tree") from None
    if size == old:
        raise _ContradictionError(f"it cosigned another tree of {old} entries")
    if size <= around.size:
        return size
    if around.ledger.head().size >= size:
        raise _RefusedError("a newer checkpoint reached it first; nothing is wrong")
    raise _ContradictionError(
        f"it cosigned a tree of {size} entries and {around.size} are left"
    )


def _keep(around: Round, witness: Witness, reply: Reply) -> str:
    line = _find_line(around.note, witness, reply)
    around.anchors.add_cosignature(around.size, witness.name, line, around.clock.now())
    return f"the tree of size {around.size}"


def _find_line(note: str, witness: Witness, reply: Reply) -> str:
    """Find the witness's cosignature among the lines of its answer."""
    text, _ = split_note(note)
    for line in reply.body.decode("utf-8", "replace").splitlines(keepends=True):
        try:
            if witness.verifier.cosigned_at(f"{text}\n{line}") is not None:
                return line
        except EvidenceError as error:
            raise _RefusedError(f"its answer cannot be used: {error}") from error
    raise _RefusedError("its answer holds no cosignature of the key in the trust file")
