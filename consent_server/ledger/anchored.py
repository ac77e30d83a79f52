"""How far a ledger rests on more than its operator's word, in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.report import count_of
from consent_server.ledger.trust import Trust

NOT_ANCHORED = "not anchored: rests on the operator's word"

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorStatus:
    """The newest anchor of a ledger.

    ``anchored`` says whether the cosignatures are as many as the trust file asks for,
    and at least one. ``cosigned`` maps a witness to the second at which it cosigned
    the tree of ``anchored_size`` entries; ``stamped_at`` is when a timestamping
    authority saw one. ``words`` are for people.
    """

    anchored: bool
    anchored_size: int
    cosigned: Mapping[str, int]
    stamped_at: int | None
    words: str


def anchor_status(
    notes: Sequence[str],
    size: int,
    trust: Trust | None,
    moment: datetime,
    stamped_at: int | None = None,
) -> AnchorStatus:
    """Say how a ledger of ``size`` entries is anchored.

    ``notes`` are cosigned checkpoints, the newest first; without a trust file nobody's
    cosignature counts.

    Raises:
        MalformedEvidenceError: A note is not a checkpoint.
        BrokenEvidenceError: A cosignature of a trusted witness does not fit.
    """
    now = int(moment.timestamp())
    trust = trust or Trust(log_keys=())
    note, cosigned = _newest(notes, trust)
    anchored = bool(cosigned) and trust.quorum_met(cosigned.keys())
    anchored_size = peek_checkpoint(note).size if cosigned else 0
    words = [NOT_ANCHORED]
    if cosigned:
        seen = _seen(cosigned, trust, now)
        words = [f"anchored {seen}"]
        if not anchored:
            words = [NOT_ANCHORED, f"cosigned {seen}, and that is not the quorum"]
        if size > anchored_size:
            words.append(f"{count_of(size - anchored_size, 'entry', 'entries')} since")
    if stamped_at is not None:
        words.append(f"timestamped {ago(stamped_at, now)}")
    return AnchorStatus(
        anchored=anchored,
        anchored_size=anchored_size,
        cosigned=cosigned,
        stamped_at=stamped_at,
        words="; ".join(words),
    )


def _newest(notes: Sequence[str], trust: Trust) -> tuple[str, dict[str, int]]:
    """Return the newest note with a quorum, else the newest that anybody cosigned."""
    found = "", dict[str, int]()
    for note in notes:
        cosigned = trust.cosigned(note)
        if cosigned and trust.quorum_met(cosigned.keys()):
            return note, cosigned
        if cosigned and not found[1]:
            found = note, cosigned
    return found


def _seen(cosigned: Mapping[str, int], trust: Trust, now: int) -> str:
    """Name every witness with its key's name: that tells who runs it."""
    names = {one.name: one.verifier.name for one in trust.witnesses}
    people = " and ".join(f"{name} ({names[name]})" for name in cosigned)
    return f"{ago(max(cosigned.values()), now)} by {people}"


def ago(at: int, now: int) -> str:
    """Say how long before one second another one was."""
    for seconds, unit in _UNITS:
        if now - at >= seconds:
            return f"{count_of((now - at) // seconds, unit)} ago"
    return "a moment ago"
