"""The trust file: whom an auditor believes (C2SP tlog-policy).

::

    # consent.example, as agreed on 2026-11-20
    log consent.example/shop+1bb1b1a2+AVtX…
    witness auditor auditor.example/w1+6a2b…+BC5f… https://auditor.example/witness
    witness host host.example/w1+0c1d…+BPk1…
    group either any auditor host
    quorum either

The auditor gets the keys from their owners, never from the bundle that they check.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    peek_checkpoint,
)
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.note import NoteVerifier

MAX_CHARACTERS = 256 * 1024

NONE = "none"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t]+")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Somebody whose cosignatures count; ``name`` is what the trust file calls them.

    ``url`` is where checkpoints are sent (the submission prefix of C2SP tlog-witness).
    """

    name: str
    verifier: WitnessVerifier
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Met when ``threshold`` of its members are: witnesses or earlier groups."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Which logs may sign, which witnesses count, and how many of them it takes.

    ``groups`` stand in the order of the file, each after its members. ``quorum`` names
    a witness or a group, none when no cosignature is asked for.
    """

    log_keys: tuple[NoteVerifier, ...]
    witnesses: tuple[Witness, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=lambda: MappingProxyType({}))
    quorum: str | None = None

    @staticmethod
    def of_key(vkey: str) -> "Trust":
        """Trust one log on its own word: no witness is asked.

        Raises:
            MalformedEvidenceError: Not a verifier key.
        """
        return Trust(log_keys=(NoteVerifier(vkey),))

    def open(self, note: str) -> Checkpoint:
        """Return the checkpoint in a note that one of the trusted logs signed.

        Raises:
            MalformedEvidenceError: Not a signed note, or not a checkpoint.
            BrokenEvidenceError: Of no trusted log, or signed by none of its keys.
        """
        origin = peek_checkpoint(note).origin
        keys = [key for key in self.log_keys if key.name == origin]
        if not keys:
            names = ", ".join(sorted({key.name for key in self.log_keys})) or "none"
            raise BrokenEvidenceError(
                f"the checkpoint is of {origin!r}, and the logs to trust are: {names}"
            )
        *others, last = keys
        for key in others:
            with suppress(BrokenEvidenceError):  # a log may have changed its key
                return open_checkpoint(note, key)
        return open_checkpoint(note, last)

    def quorum_met(self, names: AbstractSet[str]) -> bool:
        """Tell whether cosignatures of the witnesses ``names`` are enough."""
        met = {witness.name for witness in self.witnesses} & names
        for name, group in self.groups.items():
            if len(met.intersection(group.members)) >= group.threshold:
                met.add(name)
        return self.quorum is None or self.quorum in met

    def cosigned(self, note: str) -> dict[str, int]:
        """Return which witnesses cosigned a checkpoint, by name, and at which second.

        Raises:
            MalformedEvidenceError: Not a signed note.
            BrokenEvidenceError: A cosignature of a trusted witness does not fit.
        """
        times = {
            witness.name: witness.verifier.cosigned_at(note)
            for witness in self.witnesses
        }
        return {name: at for name, at in times.items() if at is not None}


def parse_trust(text: str) -> Trust:
    """Read a trust file.

    Raises:
        MalformedEvidenceError: Not such a file; the message names the line.
    """
    if len(text) > MAX_CHARACTERS:
        raise MalformedEvidenceError("the trust file is too long")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            reader.read(line)
        except EvidenceError as error:
            raise MalformedEvidenceError(
                f"line {number} of the trust file: {error}"
            ) from None
    return reader.finish()


class _Reader:
    """Reads line by line: a line may only name what stands above it."""

    def __init__(self) -> None:
        self._log_keys: list[NoteVerifier] = []
        self._witnesses: list[Witness] = []
        self._groups: dict[str, Group] = {}
        self._defined: set[str] = set()
        self._grouped: set[str] = set()
        self._quorum: str | None = None

    def read(self, line: str) -> None:
        if _CONTROL.search(line):
            raise MalformedEvidenceError(
                "a control character; lines end in a newline alone, without "
                "carriage return"
            )
        words = _BLANKS.split(line.strip(" \t"))
        match words:
            case [first, *_] if not first or first.startswith("#"):
                pass
            case ["log", vkey] | ["log", vkey, _]:
                self._log(vkey)
            case ["witness", name, vkey]:
                self._witness(name, vkey, None)
            case ["witness", name, vkey, url]:
                self._witness(name, vkey, url)
            case ["group", name, threshold, member, *members]:
                self._group(name, threshold, (member, *members))
            case ["quorum", name]:
                self._set_quorum(name)
            case _:
                raise MalformedEvidenceError(
                    "expected 'log KEY [URL]', 'witness NAME KEY [URL]', "
                    "'group NAME COUNT|any|all MEMBER…', 'quorum NAME|none' or a "
                    f"comment after '#', found {line.strip()!r:.60}"
                )

    def finish(self) -> Trust:
        if self._quorum is None:
            raise MalformedEvidenceError(
                "the trust file has no line 'quorum NAME'; 'quorum none' asks for no "
                "witness"
            )
        return Trust(
            log_keys=tuple(self._log_keys),
            witnesses=tuple(self._witnesses),
            groups=MappingProxyType(self._groups),
            quorum=None if self._quorum == NONE else self._quorum,
        )

    def _log(self, vkey: str) -> None:
        verifier = NoteVerifier(vkey)
        if any(verifier.public == other.public for other in self._log_keys):
            raise MalformedEvidenceError("this log key stands above already")
        self._log_keys.append(verifier)

    def _witness(self, name: str, vkey: str, url: str | None) -> None:
        self._require_new(name)
        verifier = WitnessVerifier(vkey)
        if any(verifier.public == other.verifier.public for other in self._witnesses):
            raise MalformedEvidenceError("this witness key stands above already")
        self._witnesses.append(Witness(name=name, verifier=verifier, url=url))
        self._defined.add(name)

    def _group(self, name: str, threshold: str, members: tuple[str, ...]) -> None:
        self._require_new(name)
        for member in members:
            self._require_defined(member)
            # Otherwise one witness could count twice.
            if member in self._grouped:
                raise MalformedEvidenceError(f"{member!r} is in a group already")
            self._grouped.add(member)
        count = _parse_threshold(threshold, len(members))
        self._groups[name] = Group(threshold=count, members=members)
        self._defined.add(name)

    def _set_quorum(self, name: str) -> None:
        if self._quorum is not None:
            raise MalformedEvidenceError("there is a quorum above already")
        if name != NONE:
            self._require_defined(name)
        self._quorum = name

    def _require_new(self, name: str) -> None:
        if name == NONE or name in self._defined:
            raise MalformedEvidenceError(f"the name {name!r:.60} is taken")

    def _require_defined(self, name: str) -> None:
        if name not in self._defined:
            raise MalformedEvidenceError(
                f"no witness or group {name!r:.60} stands above this line"
            )


def _parse_threshold(text: str, members: int) -> int:
    if text == "any":
        return 1
    if text == "all":
        return members
    if not _COUNT.fullmatch(text) or int(text) > members:
        raise MalformedEvidenceError(
            f"a group asks for 'any', 'all' or 1 to {members} of its members, not "
            f"{text!r:.20}"
        )
    return int(text)
