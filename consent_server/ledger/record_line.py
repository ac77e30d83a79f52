"""One line of ``records.jsonl``: an entry with what is left of its record.

::

    {"i":7,"e":"AQEAAA…","s":["…","…",null],"p":["{…}","{…}",null]}

``i`` position, ``e`` entry, ``s`` salts and ``p`` exact parts in the order subject,
decision, context; an erased part has neither salt nor text.
"""

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.reading import (
    decode_base64,
    parse_object,
    require_count,
    require_list,
    require_text,
)

PART_NAMES = ("subject", "decision", "context")
_KEYS = {"i", "e", "s", "p"}


def split_line(data: bytes | str) -> tuple[int, bytes, list[object], list[object]]:
    """Return position, entry, salts and parts of a line; the last two as they stand.

    Raises:
        MalformedEvidenceError: Not such a line.
    """
    fields = parse_object(data, "the line")
    if fields.keys() != _KEYS:
        raise MalformedEvidenceError("a line has the keys i, e, s and p and no others")
    salts = require_list(fields["s"], "s")
    texts = require_list(fields["p"], "p")
    if len(salts) != len(PART_NAMES) or len(texts) != len(PART_NAMES):
        raise MalformedEvidenceError("s and p have three items each")
    index = require_count(fields["i"], "i")
    return index, decode_base64(fields["e"], "the entry"), salts, texts


def parse_line(data: bytes | str) -> LedgerRow:
    """Read one line.

    Raises:
        MalformedEvidenceError: Not such a line.
    """
    index, entry, salts, texts = split_line(data)
    subject, decision, context = map(parse_part, PART_NAMES, salts, texts)
    return LedgerRow(
        index=index, entry=entry, subject=subject, decision=decision, context=context
    )


def parse_part(name: str, salt: object, text: object) -> EvidencePart | None:
    """Read one part of a line.

    Raises:
        MalformedEvidenceError: Salt and text are not what a line has.
    """
    if salt is None and text is None:
        return None
    if salt is None or text is None:
        raise MalformedEvidenceError(f"the {name} part and its salt stay together")
    return EvidencePart(
        salt=decode_base64(salt, f"the salt of the {name} part"),
        part=require_text(text, f"the {name} part").encode(),
    )
