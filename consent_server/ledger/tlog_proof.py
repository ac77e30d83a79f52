"""One entry's proof as a text file (C2SP tlog-proof).

::

    c2sp.org/tlog-proof@v1
    index 5
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     sibling hashes, from the leaf up
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

    consent.example/shop                             the checkpoint, verbatim
    12
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — consent.example/shop hI2DJw…
    — witness.example/w1 mJirIklj…
"""

import re
from dataclasses import dataclass

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import MAX_SIZE
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.note import MAX_NOTE_CHARACTERS, split_note
from consent_server.ledger.reading import decode_base64, encode_base64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63  # of a tree of 2^63 entries

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """Proof that entry ``index`` is under a signed checkpoint.

    ``proof`` holds the hashes of RFC 6962 section 2.1.1, ``note`` the checkpoint with
    its signatures. ``extra`` is anybody's: nothing signs it.
    """

    index: int
    proof: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def format_proof(inclusion: Inclusion) -> str:
    """Write a proof as text."""
    lines = [HEADER]
    if inclusion.extra is not None:
        lines.append(f"extra {encode_base64(inclusion.extra)}")
    lines.append(f"index {inclusion.index}")
    lines.extend(encode_base64(one) for one in inclusion.proof)
    return "\n".join([*lines, "", inclusion.note])


def parse_proof(text: str) -> Inclusion:
    """Read a proof; nothing in it is believed yet.

    Raises:
        MalformedEvidenceError: Not such a proof.
    """
    if len(text) > 2 * MAX_NOTE_CHARACTERS:
        raise MalformedEvidenceError("the proof is too long")
    head, _, note = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != HEADER:
        raise MalformedEvidenceError(f"a proof begins with the line {HEADER}")
    split_note(note)
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "), "the extra data")
    index, *hashes = lines or [""]
    return Inclusion(
        index=_parse_index(index), proof=_parse_hashes(hashes), note=note, extra=extra
    )


def _parse_index(line: str) -> int:
    found = _INDEX.fullmatch(line)
    if found is None or int(found[1]) > MAX_SIZE:
        raise MalformedEvidenceError(
            f"expected 'index' and a position, found {line!r:.40}"
        )
    return int(found[1])


def _parse_hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise MalformedEvidenceError(f"a proof has at most {MAX_HASHES} hashes")
    hashes = tuple(decode_base64(line, "a hash of the proof") for line in lines)
    if any(len(one) != HASH_BYTES for one in hashes):
        raise MalformedEvidenceError(f"a hash of the proof has not {HASH_BYTES} bytes")
    return hashes
