"""What witnesses' cosignatures say: what existed by when, and who saw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consent_server.ledger.checkpoint import MAX_SIZE
from consent_server.ledger.problems import ProblemCode, Problems, places
from consent_server.ledger.signed_tree import Opened, SignedTree
from consent_server.ledger.trust import Trust

MAX_LATE = 900  # seconds from an arrival to a checkpoint that should have held it
MAX_AHEAD = 120  # seconds that the clocks of a log and a witness may differ
MAX_UNSEEN = 86_400  # seconds without a quorum, where the auditor asks for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When entries ``[start, stop)`` can have arrived, by the clocks of witnesses.

    ``earliest`` and ``latest`` are seconds, both included.
    """

    start: int
    stop: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The newest checkpoint that enough witnesses saw, at least one.

    ``cosigned`` maps each of them to the second at which it did.
    """

    size: int
    cosigned: Mapping[str, int]

    @property
    def at(self) -> int:
        """The second by which it existed."""
        return min(self.cosigned.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """A trusted witness: its key as ``name+id``, and what it saw of this log.

    ``size`` and ``at`` are those of the newest checkpoint that it cosigned.
    """

    name: str
    key: str
    checkpoints: int
    size: int | None
    at: int | None


def arrival_windows(tree: SignedTree) -> tuple[Window, ...]:
    """Return when entries can have arrived; nothing where no witness cosigned.

    An entry that is not in a checkpoint arrived after it, and one that is, before.
    """
    windows = list[Window]()
    start, earliest = 0, 0
    for one in tree.opened:
        if not one.cosigned or one.checkpoint.size <= start:
            continue
        at, size = min(one.cosigned.values()), one.checkpoint.size
        windows.append(
            Window(start=start, stop=size, earliest=earliest, latest=at + MAX_AHEAD)
        )
        start, earliest = size, max(earliest, at - MAX_LATE)
    if windows and start < tree.size:
        windows.append(
            Window(start=start, stop=tree.size, earliest=earliest, latest=MAX_SIZE)
        )
    return tuple(windows)


def find_anchor(tree: SignedTree, trust: Trust) -> Anchor | None:
    """Return the newest checkpoint that as many witnesses saw as the trust asks for."""
    for one in reversed(tree.opened):
        if one.cosigned and trust.quorum_met(one.cosigned.keys()):
            return Anchor(size=one.checkpoint.size, cosigned=one.cosigned)
    return None


def judge_quorum(
    tree: SignedTree,
    trust: Trust,
    last_arrival: int | None,
    problems: Problems,
) -> None:
    """Check that the witnesses whom the auditor asks for have seen this log."""
    anchor = find_anchor(tree, trust)
    if trust.quorum is None:
        return
    if anchor is None:
        problems.add(
            ProblemCode.QUORUM,
            f"no checkpoint is cosigned by the quorum {trust.quorum!r:.80} that the "
            "trust file asks for",
        )
    elif last_arrival is not None and last_arrival > anchor.at + MAX_UNSEEN:
        problems.add(
            ProblemCode.QUORUM,
            f"{places(anchor.size, tree.size)} came up to "
            f"{last_arrival - anchor.at} seconds after the last checkpoint that the "
            f"quorum cosigned: {MAX_UNSEEN} are allowed",
        )


def cosigners(tree: SignedTree, trust: Trust) -> tuple[Cosigner, ...]:
    """Say of every trusted witness what it saw."""
    return tuple(
        _cosigner(
            witness.name,
            witness.verifier.label,
            [one for one in tree.opened if witness.name in one.cosigned],
        )
        for witness in trust.witnesses
    )


def _cosigner(name: str, key: str, seen: Sequence[Opened]) -> Cosigner:
    return Cosigner(
        name=name,
        key=key,
        checkpoints=len(seen),
        size=seen[-1].checkpoint.size if seen else None,
        at=seen[-1].cosigned[name] if seen else None,
    )
