"""The part of verification that rests on signatures: which trees were signed, by whom.

Which keys may have signed is a claim until the KEY entries are read: see
:mod:`~consent_server.ledger.key_chain`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consent_server.kernel.errors import (
    EvidenceError,
    MalformedEvidenceError,
    SettingError,
)
from consent_server.ledger.bundle_format import (
    CHECKPOINTS,
    KEYS,
    LEAVES,
    MAX_CHECKPOINTS,
)
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    peek_checkpoint,
)
from consent_server.ledger.continuation import Later, heads_of
from consent_server.ledger.merkle import HASH_BYTES, CompactRange
from consent_server.ledger.note import NoteVerifier, peek_signers
from consent_server.ledger.problems import ProblemCode, Problems, places
from consent_server.ledger.reading import parse_json, require_list, require_text
from consent_server.ledger.trust import Trust

MAX_KEYS = 1_000  # one a month, for eighty years
_READ_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A checkpoint that a key of the log signed.

    ``signers`` are places in the chain of keys, ``cosigned`` maps trusted witnesses to
    the second at which they saw this tree, ``strangers`` names other signers.
    """

    checkpoint: Checkpoint
    signers: frozenset[int]
    cosigned: Mapping[str, int]
    strangers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTree:
    """What was signed: ``size`` entries at the end, ``roots`` by size on the way.

    ``chain`` are the keys of the log in the order of their use, as claimed; the
    auditor trusts those at the places ``trusted``. ``opened`` stand in the order of
    their sizes.
    """

    origin: str
    size: int
    chain: tuple[NoteVerifier, ...]
    trusted: frozenset[int]
    opened: tuple[Opened, ...] = ()
    roots: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def strangers(self) -> Counter[str]:
        """Who else signed checkpoints, and how many."""
        return Counter(name for one in self.opened for name in one.strangers)


def open_tree(
    bundle: BundleReader,
    trust: Trust,
    kept: Sequence[str],
    later: Sequence[Later],
    problems: Problems,
) -> SignedTree:
    """Open the checkpoints of a bundle and those that the auditor ``kept``.

    A ``later`` log names the head at which it left this one, which counts as kept.

    Raises:
        SettingError: The trusted keys are of other ledgers, so that nothing here can be
            judged with them, or a checkpoint that was kept is of another one.
    """
    notes = _read_notes(bundle, problems)
    claimed = _read_keys(bundle, problems)
    trusted = _trusted_here(bundle.manifest.origin, notes, claimed, trust)
    if bundle.manifest.origin != trusted[0].name:
        problems.add(
            ProblemCode.CHECKPOINT,
            f"the bundle is of the ledger {bundle.manifest.origin!r:.80} and the key "
            f"is of {trusted[0].name!r:.80}",
        )
    known = {key.public for key in trusted}
    foreign = [key.label for key in claimed if key.name != trusted[0].name]
    if foreign:  # one public key may sign several logs, and witnesses see each of them
        problems.add(
            ProblemCode.SUCCESSION,
            f"{KEYS} has the key {foreign[0]:.80} of another log",
        )
    ours = not foreign and known & {key.public for key in claimed}
    chain = claimed if ours else trusted
    opener = _Opener(chain, trust, problems)
    opened = opener.open(notes, "checkpoint")
    if not opened:
        problems.add(ProblemCode.CHECKPOINT, "no checkpoint is signed by this key")
    size = max((one.checkpoint.size for one in opened), default=0)
    _require_of(trusted[0].name, kept)
    mine = opener.open(kept, "trusted checkpoint")
    mine += [
        Opened(checkpoint=head, signers=frozenset(), cosigned={}, strangers=())
        for head in heads_of(trusted[0].name, later)
    ]
    _require_whole(bundle, size, mine, problems)
    return SignedTree(
        origin=trusted[0].name,
        size=size,
        chain=tuple(chain),
        trusted=frozenset(
            place for place, key in enumerate(chain) if key.public in known
        ),
        opened=tuple(sorted(opened, key=lambda one: one.checkpoint.size)),
        roots=_roots([*opened, *mine], problems),
    )


def check_leaves(bundle: BundleReader, signed: SignedTree, problems: Problems) -> None:
    """Check that the leaf hashes of a bundle give every signed root."""
    tree, good = CompactRange(), 0
    sizes = sorted(signed.roots)
    try:
        for block in bundle.blocks(LEAVES, _READ_BYTES):
            rest = block
            while rest:
                if tree.size == signed.size:
                    problems.add(
                        ProblemCode.TREE, f"{LEAVES} goes on after {tree.size} hashes"
                    )
                    return
                # The signed size that comes next: there is one, the last of all.
                size = sizes[bisect_right(sizes, tree.size)]
                count = min(size - tree.size, len(rest) // HASH_BYTES)
                if not count:
                    break
                tree.extend(rest[: count * HASH_BYTES])
                rest = rest[count * HASH_BYTES :]
                if tree.size == size and tree.root() != signed.roots[size]:
                    _report_tree(good, size, problems)
                    return
                good = size if tree.size == size else good
    except MalformedEvidenceError as error:
        problems.add(ProblemCode.UNREADABLE, str(error))
        return
    if tree.size < signed.size:
        problems.add(
            ProblemCode.TREE,
            f"{LEAVES} ends after {tree.size} hashes, {signed.size} were signed",
        )


class _Opener:
    """Opens notes with the keys of a log, and looks who else signed them."""

    def __init__(
        self, chain: Sequence[NoteVerifier], trust: Trust, problems: Problems
    ) -> None:
        self._chain = chain
        self._witnesses = trust.witnesses
        self._problems = problems
        self._known = {key.label for key in chain}
        self._known |= {witness.verifier.label for witness in trust.witnesses}

    def open(self, notes: Sequence[str], what: str) -> list[Opened]:
        """Return those that the log signed; what is wrong with others is a problem."""
        opened = []
        for number, note in enumerate(notes):
            try:
                opened.append(self._open(note, f"{what} {number}"))
            except EvidenceError as error:
                self._problems.add(ProblemCode.CHECKPOINT, f"{what} {number}: {error}")
        return opened

    def _open(self, note: str, what: str) -> Opened:
        named = set(peek_signers(note))
        signers = {
            place: open_checkpoint(note, key)
            for place, key in enumerate(self._chain)
            if key.label in named
        }
        # Nobody we know: the words for that are those of the newest key.
        checkpoints = signers.values() or [open_checkpoint(note, self._chain[-1])]
        return Opened(
            checkpoint=next(iter(checkpoints)),
            signers=frozenset(signers),
            cosigned=self._cosigned(note, what),
            strangers=tuple(sorted(named - self._known)),
        )

    def _cosigned(self, note: str, what: str) -> dict[str, int]:
        times = {}
        for witness in self._witnesses:
            try:
                at = witness.verifier.cosigned_at(note)
            except EvidenceError as error:
                self._problems.add(ProblemCode.COSIGNATURE, f"{what}: {error}")
            else:
                if at is not None:
                    times[witness.name] = at
        return times


def _read_notes(bundle: BundleReader, problems: Problems) -> list[str]:
    return _read_texts(bundle, CHECKPOINTS, MAX_CHECKPOINTS, problems)


def _read_keys(bundle: BundleReader, problems: Problems) -> list[NoteVerifier]:
    if KEYS not in bundle.names():
        return []
    try:
        return [
            NoteVerifier(vkey) for vkey in _read_texts(bundle, KEYS, MAX_KEYS, problems)
        ]
    except MalformedEvidenceError as error:
        problems.add(ProblemCode.UNREADABLE, f"{KEYS}: {error}")
        return []


def _read_texts(
    bundle: BundleReader, name: str, limit: int, problems: Problems
) -> list[str]:
    try:
        texts = [
            require_text(text, f"an item of {name}")
            for text in require_list(parse_json(bundle.read(name), name), name)
        ]
    except MalformedEvidenceError as error:
        problems.add(ProblemCode.UNREADABLE, str(error))
        return []
    if len(texts) > limit:
        problems.add(
            ProblemCode.UNREADABLE,
            f"{name} has {len(texts)} items, {limit} are allowed",
        )
        return []
    return texts


def _trusted_here(
    origin: str,
    notes: Sequence[str],
    claimed: Sequence[NoteVerifier],
    trust: Trust,
) -> Sequence[NoteVerifier]:
    """Return the trusted keys that are of this ledger, all of one name."""
    signers = _signers(notes)
    named = signers | {key.label for key in claimed}
    found = [key for key in trust.log_keys if key.label in named]
    if not found and (signers or not trust.log_keys):
        ours = ", ".join(sorted(key.label for key in trust.log_keys)) or "none"
        raise SettingError(
            "signed with another key than the one given: this is a bundle of another "
            f"ledger, signed by {', '.join(sorted(signers))!r:.200}, and the key is "
            f"{ours!r:.200}. Take the key of that ledger, from somebody other than "
            "whoever gave you the bundle"
        )
    found = found or [*trust.log_keys]
    names = {key.name for key in found}
    name = origin if origin in names else found[0].name
    return [key for key in found if key.name == name]


def _require_of(origin: str, kept: Sequence[str]) -> None:
    """Refuse checkpoints of other logs: they say nothing of this one."""
    for note in kept:
        found = peek_checkpoint(note).origin
        if found != origin:
            raise SettingError(
                f"the checkpoint to compare with is of the ledger {found!r:.80}, and "
                f"the bundle of {origin!r:.80}: give each bundle those of its own log"
            )


def _signers(notes: Sequence[str]) -> set[str]:
    """Return who signed the notes; nobody when one of them cannot be read."""
    try:
        return {signer for note in notes for signer in peek_signers(note)}
    except MalformedEvidenceError:
        return set()


def _require_whole(
    bundle: BundleReader, size: int, kept: Sequence[Opened], problems: Problems
) -> None:
    if bundle.manifest.size != size:
        problems.add(
            ProblemCode.CUT_OFF,
            f"the manifest says {bundle.manifest.size} entries, the newest checkpoint "
            f"{size}",
        )
    longest = max((one.checkpoint.size for one in kept), default=0)
    if longest > size:
        problems.add(
            ProblemCode.CUT_OFF,
            f"a trusted checkpoint has {longest} entries and the bundle {size}: it was "
            "cut off or rolled back",
            index=size,
        )


def _roots(opened: Sequence[Opened], problems: Problems) -> dict[int, bytes]:
    roots: dict[int, bytes] = {}
    for checkpoint in (one.checkpoint for one in opened):
        if roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            problems.add(
                ProblemCode.FORK,
                f"two different trees of {checkpoint.size} entries were signed: the "
                "ledger was shown in two versions",
            )
    return roots


def _report_tree(good: int, size: int, problems: Problems) -> None:
    problems.add(
        ProblemCode.TREE,
        f"the leaf hashes do not give the signed root of {size} entries: "
        f"{places(good, size)} changed, or one of them",
        index=good if size - good == 1 else None,
    )
