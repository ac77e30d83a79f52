"""Rows as a database hands them out, for work on millions of them.

An object per row costs more than reading it, so what streams through an export is the
plain tuple; :func:`ledger_row` gives it its names.
"""

from collections.abc import Collection
from json.encoder import encode_basestring
from typing import Final, TypeAlias

from consent_server.ledger.entry import (
    ENTRY_BYTES,
    SALT_BYTES,
    commit_part,
    commit_salted,
)
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.reading import encode_base64

StoredRow: TypeAlias = tuple[
    int,
    bytes,
    bytes | None,
    bytes | None,
    bytes | None,
    bytes | None,
    bytes | None,
    bytes | None,
    int | None,
]
"""Position and entry, then salt and exact part of subject, decision and context, and
the second since when the record is restricted (GDPR Article 18), ``None`` as a rule."""

# Where a row has what.
POSITION: Final = 0
ENTRY: Final = 1
SUBJECT_SALT: Final = 2
SUBJECT: Final = 3
DECISION_SALT: Final = 4
DECISION: Final = 5
CONTEXT_SALT: Final = 6
CONTEXT: Final = 7
RESTRICTED: Final = 8

_COMMITMENTS = slice(ENTRY_BYTES - 3 * HASH_BYTES, ENTRY_BYTES)
_PLACES = {"subject": SUBJECT, "decision": DECISION, "context": CONTEXT}
_OF_CONTEXT = slice(ENTRY_BYTES - HASH_BYTES, ENTRY_BYTES)
_OF_DECISION = slice(_OF_CONTEXT.start - HASH_BYTES, _OF_CONTEXT.start)
_OF_SUBJECT = slice(_OF_DECISION.start - HASH_BYTES, _OF_DECISION.start)


def ledger_row(row: StoredRow) -> LedgerRow:
    """Give a row its names."""
    index, entry, *_ = row
    return LedgerRow(
        index=index,
        entry=entry,
        subject=evidence_part(row[SUBJECT_SALT], row[SUBJECT]),
        decision=evidence_part(row[DECISION_SALT], row[DECISION]),
        context=evidence_part(row[CONTEXT_SALT], row[CONTEXT]),
    )


def stored_row(row: LedgerRow) -> StoredRow:
    """Undo :func:`ledger_row`."""
    subject, decision, context = (
        (None, None) if part is None else (part.salt, part.part)
        for part in (row.subject, row.decision, row.context)
    )
    return row.index, row.entry, *subject, *decision, *context, None


def evidence_part(salt: bytes | None, part: bytes | None) -> EvidencePart | None:
    """Pair a part with its salt; without one of the two it counts as erased."""
    if salt is None or part is None:
        return None
    return EvidencePart(salt=salt, part=part)


def erased_parts(row: StoredRow) -> list[str]:
    """Name the parts that are gone."""
    return [
        name
        for name, place in _PLACES.items()
        if row[place] is None or row[place - 1] is None
    ]


def is_whole(row: StoredRow) -> bool:
    """Tell whether every part is there, and is the one that the entry commits to."""
    (
        _,
        entry,
        subject_salt,
        subject,
        decision_salt,
        decision,
        context_salt,
        context,
        _,
    ) = row
    return (
        subject_salt is not None
        and subject is not None
        and decision_salt is not None
        and decision is not None
        and context_salt is not None
        and context is not None
        and len(subject_salt) == len(decision_salt) == len(context_salt) == SALT_BYTES
        and commit_salted(subject_salt + subject)
        + commit_salted(decision_salt + decision)
        + commit_salted(context_salt + context)
        == entry[_COMMITMENTS]
    )


def damaged_parts(row: StoredRow) -> list[str]:
    """Name the parts that are there and are not those that the entry commits to."""
    entry = row[ENTRY]
    return [
        name
        for name, salt, part, commitment in (
            ("subject", row[SUBJECT_SALT], row[SUBJECT], entry[_OF_SUBJECT]),
            ("decision", row[DECISION_SALT], row[DECISION], entry[_OF_DECISION]),
            ("context", row[CONTEXT_SALT], row[CONTEXT], entry[_OF_CONTEXT]),
        )
        if salt is not None
        and part is not None
        and (len(salt) != SALT_BYTES or commit_part(salt, part) != commitment)
    ]


def withhold(row: StoredRow, parts: Collection[str]) -> StoredRow:
    """Leave parts out of a row, on purpose."""
    cells = list(row)
    for name in parts:
        cells[_PLACES[name] - 1] = cells[_PLACES[name]] = None
    return tuple(cells)  # type: ignore[return-value] # as long as before


def format_line(row: StoredRow) -> bytes:
    """Write one line of ``records.jsonl``; ``record_line`` says how it looks.

    Bytes that are not UTF-8 are written as they can be: a damaged record must not stop
    an export, and whoever verifies will see that it is damaged.
    """
    index, entry, *cells, _ = row
    pairs = [
        ("null", "null")
        if salt is None or part is None
        else (
            f'"{encode_base64(salt)}"',
            encode_basestring(part.decode("utf-8", "replace")),
        )
        for salt, part in zip(cells[::2], cells[1::2], strict=True)
    ]
    salts = ",".join([salt for salt, _ in pairs])
    parts = ",".join([part for _, part in pairs])
    line = f'{{"i":{index},"e":"{encode_base64(entry)}","s":[{salts}],"p":[{parts}]}}\n'
    return line.encode()
