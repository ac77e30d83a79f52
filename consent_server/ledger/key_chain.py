"""Which key signed when: what KEY entries say against who signed the checkpoints.

A reader who trusts one key of a log learns the others from KEY entries, forwards and
backwards, as far as checkpoints lead that a key signed which is known by then.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.problems import ProblemCode, Problems
from consent_server.ledger.signed_tree import Opened, SignedTree
from consent_server.ledger.succession import Succession


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """One key of a log, as ``name+id``, and the entries after which it signed.

    ``since`` is the position of the KEY entry that named it, none for the first key;
    ``until`` that of the entry that named its successor, none while it is in force.
    """

    key: str
    since: int | None
    until: int | None


def judge_keys(
    tree: SignedTree,
    successions: Sequence[tuple[int, Succession]],
    problems: Problems,
) -> tuple[KeyUse, ...]:
    """Check that every checkpoint is signed by the key that was in force."""
    line = _line(tree, successions, problems)
    changes = [position for position, _ in successions]
    if line is not None:
        _Checker(tree, line, changes, problems).check()
    keys = tree.chain if line is None else line
    return tuple(
        KeyUse(key=key.label, since=since, until=until)
        for key, since, until in zip(
            keys, [None, *changes], [*changes, None], strict=False
        )
    )


def _line(
    tree: SignedTree,
    successions: Sequence[tuple[int, Succession]],
    problems: Problems,
) -> list[NoteVerifier] | None:
    """Return the keys that the KEY entries name, the first one first."""
    line = [key for place, key in enumerate(tree.chain) if place in tree.trusted][:1]
    for number, (position, succession) in enumerate(successions):
        try:
            previous = _key(succession.previous, tree)
            following = _key(succession.next, tree)
        except MalformedEvidenceError as error:
            problems.add(ProblemCode.SUCCESSION, str(error), index=position)
            return None
        if number and previous.public != line[-1].public:
            problems.add(
                ProblemCode.SUCCESSION,
                f"the key {previous.label} was not in force, so that it has no "
                "successor",
                index=position,
            )
            return None
        line = line if number else [previous]
        if following.public in {key.public for key in line}:
            problems.add(
                ProblemCode.SUCCESSION,
                f"the key {following.label} was retired before",
                index=position,
            )
            return None
        line.append(following)
    proven = {key.public for key in line}
    for key in tree.chain:
        if key.public not in proven:
            problems.add(
                ProblemCode.SUCCESSION, f"no KEY entry proves the key {key.label:.80}"
            )
            return None
    return line


def _key(vkey: str, tree: SignedTree) -> NoteVerifier:
    key = NoteVerifier(vkey)
    if key.name != tree.origin:
        raise MalformedEvidenceError(f"the key {key.label:.80} is of another log")
    return key


class _Checker:
    """Compares signers by their place in the line of keys."""

    def __init__(
        self,
        tree: SignedTree,
        line: Sequence[NoteVerifier],
        changes: Sequence[int],
        problems: Problems,
    ) -> None:
        self._tree = tree
        self._line = line
        self._changes = changes
        self._problems = problems
        self._places = {key.public: place for place, key in enumerate(line)}

    def check(self) -> None:
        self._require_reach()
        before: int | None = None  # the key in force at the smaller size before
        size = -1
        for one in self._tree.opened:
            now = self._in_force(one.checkpoint.size)
            if one.checkpoint.size != size:
                first, size = before, one.checkpoint.size
            self._check_signers(one, now if first is None else first, now)
            # Where the bundle begins, the key before may have signed as well.
            before = now

    def _check_signers(self, one: Opened, first: int, now: int) -> None:
        signers = self._signers(one)
        size = one.checkpoint.size
        for place in range(first, now + 1):
            if place not in signers:
                self._problems.add(
                    ProblemCode.CHECKPOINT,
                    f"the checkpoint of {size} entries is not signed by "
                    f"{self._line[place].label:.80}, whose turn it was",
                )
        begins = one.checkpoint.size == self._tree.opened[0].checkpoint.size
        for place in signers:
            if place > now or place < first - (begins and first > 0):
                self._problems.add(
                    ProblemCode.SUCCESSION,
                    f"the checkpoint of {size} entries is signed by "
                    f"{self._line[place].label:.80}, which was not in force: "
                    f"{self._turn(place)}",
                )

    def _turn(self, place: int) -> str:
        words = []
        if place:
            words.append(f"entry {self._changes[place - 1]} named it")
        if place < len(self._changes):
            words.append(f"entry {self._changes[place]} retired it")
        return " and ".join(words)

    def _require_reach(self) -> None:
        """Go from the trusted keys to those that their checkpoints prove, and on."""
        known = {
            self._places[key.public]
            for place, key in enumerate(self._tree.chain)
            if place in self._tree.trusted
        }
        reach = -1
        while (further := self._signed_by(known)) > reach:
            reach = further
            known.update(range(self._in_force(reach) + 1))
        if self._tree.opened and reach < self._tree.size:
            self._problems.add(
                ProblemCode.CHECKPOINT,
                f"the key to trust leads no further than {max(reach, 0)} entries: no "
                "checkpoint there is signed by it and by its successor",
            )

    def _signed_by(self, known: set[int]) -> int:
        sizes: Iterable[int] = (
            one.checkpoint.size
            for one in self._tree.opened
            if known & self._signers(one)
        )
        return max(sizes, default=0)

    def _in_force(self, size: int) -> int:
        """Return the place of the key whose turn it is at a size of the log."""
        return bisect_left(self._changes, size)

    def _signers(self, one: Opened) -> set[int]:
        return {self._places[self._tree.chain[place].public] for place in one.signers}
