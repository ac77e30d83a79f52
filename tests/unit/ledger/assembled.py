"""Bundles put together by hand: any entries, keys, witnesses and checkpoints."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from consent_server.kernel.canonical import Json, canonical_json, sha256_hex
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.bundle_format import FORMAT, FORMAT_VERSION, MANIFEST
from consent_server.ledger.checkpoint import Checkpoint, format_checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.entry import EntryKind, entry_hash, make_entry
from consent_server.ledger.epoch import Epoch, epoch_parts
from consent_server.ledger.merkle import root_of
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.report import Report
from consent_server.ledger.signing import NoteSigner, sign_checkpoint
from consent_server.ledger.stored_row import format_line, stored_row
from consent_server.ledger.succession import Succession, succession_parts
from consent_server.ledger.trust import Trust, parse_trust
from consent_server.ledger.verify import verify_bundle
from tests.unit.ledger.builders import (
    NOTICE,
    NOTICE_DIGEST,
    POLICY,
    POLICY_VERSION,
    SECOND,
    a_signer,
    config_parts,
    some_salts,
    visitor_parts,
)

AUDITOR = WitnessSigner("auditor.example/w1", b"\x11" * 32)
HOST = WitnessSigner("host.example/w1", b"\x12" * 32)
STRANGER = WitnessSigner("stranger.example/w1", b"\x13" * 32)
NEXT = a_signer(seed=b"\x08" * 32)
THIRD = a_signer(seed=b"\x09" * 32)

TRUST_FILE = f"""\
log {a_signer().vkey}
witness auditor {AUDITOR.vkey}
witness host {HOST.vkey}
group both all auditor host
quorum both
"""

Said: TypeAlias = tuple[EntryKind, int, RecordParts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A checkpoint to make: its size, who signs it and who cosigns it when."""

    size: int
    by: Sequence[NoteSigner] = (a_signer(),)
    seen: Sequence[tuple[WitnessSigner, int]] = ()


def config(at: int = SECOND) -> Said:
    return EntryKind.CONFIG, at, config_parts(recorded_at=at)


def visit(number: int, at: int = SECOND) -> Said:
    return EntryKind.VISITOR, at, visitor_parts(number, recorded_at=at)


def rotation(previous: NoteSigner, following: NoteSigner) -> Said:
    succession = Succession(
        previous=previous.vkey, next=following.vkey, reason="planned"
    )
    moment = datetime.fromtimestamp(SECOND, UTC)
    return EntryKind.KEY, SECOND, succession_parts(succession, moment)


def beginning(epoch: Epoch) -> Said:
    moment = datetime.fromtimestamp(SECOND, UTC)
    return EntryKind.EPOCH, SECOND, epoch_parts(epoch, moment)


def rows_of(entries: Sequence[Said]) -> list[LedgerRow]:
    rows = []
    for index, (kind, at, parts) in enumerate(entries):
        salts = some_salts(index)
        rows.append(
            LedgerRow(
                index=index,
                entry=make_entry(kind, at, parts, salts),
                subject=EvidencePart(salt=salts.subject, part=parts.subject),
                decision=EvidencePart(salt=salts.decision, part=parts.decision),
                context=EvidencePart(salt=salts.context, part=parts.context),
            )
        )
    return rows


def entry_leaves(rows: Sequence[LedgerRow]) -> list[bytes]:
    return [entry_hash(row.entry) for row in rows]


def note_of(leaves: Sequence[bytes], signed: Signed) -> str:
    checkpoint = Checkpoint(
        origin=signed.by[0].name,
        size=signed.size,
        root=root_of(leaves[: signed.size]),
    )
    text = format_checkpoint(checkpoint)
    notes = [sign_checkpoint(checkpoint, signer) for signer in signed.by]
    lines = [note.removeprefix(f"{text}\n") for note in notes]
    lines += [witness.cosign(notes[0], at) for witness, at in signed.seen]
    return f"{text}\n{''.join(lines)}"


def members_of(
    rows: Sequence[LedgerRow],
    signed: Sequence[Signed],
    *,
    keys: Sequence[NoteSigner] = (a_signer(),),
    shown: Sequence[LedgerRow] | None = None,
    others: Mapping[str, bytes] | None = None,
    manifest: Mapping[str, Json] | None = None,
) -> dict[str, bytes]:
    """The members of a bundle; ``shown`` are the rows that it holds, all by default."""
    leaves = entry_leaves(rows)
    members = {
        "checkpoints.json": canonical_json([note_of(leaves, one) for one in signed]),
        "keys.json": canonical_json([key.vkey for key in keys]),
        "leaves.bin": b"".join(leaves),
        "records.jsonl": b"".join(
            format_line(stored_row(row)) for row in (rows if shown is None else shown)
        ),
        f"policies/{POLICY_VERSION}.json": POLICY,
        f"notices/{NOTICE_DIGEST}.json": NOTICE,
        **(others or {}),
    }
    listed: Json = {name: sha256_hex(data) for name, data in members.items()}
    contents: dict[str, Json] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "origin": keys[0].name,
        "size": max((one.size for one in signed), default=0),
        "software": "test",
        "selection": None,
        "withheld": [],
        "members": listed,
        **(manifest or {}),
    }
    return {**members, MANIFEST: canonical_json(contents)}


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def check(
    members: Mapping[str, bytes],
    trust: Trust | str | None = None,
    kept: Sequence[str] = (),
) -> Report:
    """Verify with a trust file, or with the log key of the builders alone."""
    if trust is None:
        trust = Trust.of_key(a_signer().vkey)
    elif isinstance(trust, str):
        trust = parse_trust(trust)
    return verify_bundle(io.BytesIO(zipped(members)), trust, kept)


def found(report: Report) -> list[tuple[str, int | None]]:
    return [(one.code.value, one.index) for one in report.problems]
