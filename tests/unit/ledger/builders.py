"""Plain builders of ledger values; arguments are what a test wants to vary."""

import dataclasses
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from consent_server.kernel.canonical import Json, canonical_json, sha256_hex
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.bundle import Contents, Scope, write_bundle
from consent_server.ledger.bundle_format import MANIFEST, MAX_CHECKPOINTS
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.entry import EntryKind, Salts, entry_hash
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.publication import Publication, publication_parts
from consent_server.ledger.report import Report
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.stored_row import ENTRY, format_line, stored_row
from consent_server.ledger.summary import Tally
from consent_server.ledger.tombstone import Tombstone, tombstone_parts
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle

ORIGIN = "shop.example/shop"
SECOND = 1_790_000_000
MOMENT = datetime.fromtimestamp(SECOND, UTC)


def a_signer(*, name: str = ORIGIN, seed: bytes = b"\x07" * 32) -> NoteSigner:
    return NoteSigner(name, seed)


def some_bytes(label: str, count: int) -> bytes:
    """Bytes that look random and are always the same."""
    return hashlib.sha256(label.encode()).digest()[:count]


def record_id(number: int) -> UUID:
    return UUID(bytes=some_bytes(f"record {number}", 16), version=4)


def subject_id(number: int) -> UUID:
    return UUID(bytes=some_bytes(f"subject {number}", 16), version=4)


def some_salts(number: int) -> Salts:
    return Salts(
        subject=some_bytes(f"salt s {number}", 16),
        decision=some_bytes(f"salt d {number}", 16),
        context=some_bytes(f"salt c {number}", 16),
    )


def plain_parts(number: int) -> RecordParts:
    return RecordParts(
        subject=canonical_json({"record_id": str(record_id(number))}),
        decision=canonical_json({"action": "refuse_all", "number": number}),
        context=canonical_json({"page": "/"}),
    )


POLICY = canonical_json({"catalog": "shop", "purposes": ["analytics", "marketing"]})
POLICY_VERSION = sha256_hex(POLICY)
NOTICE = canonical_json({"title": "Cookies on shop.example"})
NOTICE_DIGEST = sha256_hex(NOTICE)
DOCUMENTS = {POLICY_VERSION: POLICY, NOTICE_DIGEST: NOTICE}
PUBLICATION = Publication(policy_version=POLICY_VERSION, notices={"en": NOTICE_DIGEST})

ACTIONS = ("refuse_all", "grant_all", "custom", "withdraw")
GRANTED = {
    "refuse_all": (),
    "grant_all": ("analytics", "marketing"),
    "custom": ("analytics",),
    "withdraw": (),
}


def time_text(seconds: float) -> str:
    return format_time(datetime.fromtimestamp(seconds, UTC))


def visitor_parts(
    number: int,
    *,
    record: UUID | None = None,
    action: str | None = None,
    recorded_at: float = SECOND,
    policy_version: str = POLICY_VERSION,
    notice_digest: str = NOTICE_DIGEST,
) -> RecordParts:
    """The parts of a record as the consent package writes them."""
    action = action or ACTIONS[number % len(ACTIONS)]
    decided: Json = {
        purpose: "granted" if purpose in GRANTED.get(action, ()) else "refused"
        for purpose in ("analytics", "marketing")
    }
    return RecordParts(
        subject=canonical_json(
            {
                "record_id": str(record or record_id(number)),
                "subject_id": str(subject_id(number)),
                "previous_record_id": None,
            }
        ),
        decision=canonical_json(
            {
                "site": "shop",
                "action": action,
                "recorded_at": time_text(recorded_at),
                "expires_at": time_text(recorded_at + 86_400 * 182),
                "purposes": decided,
                "services": {"google.analytics": "refused"},
                "policy_version": policy_version,
                "notice_digest": notice_digest,
                "language": "en",
            }
        ),
        context=canonical_json(
            {"page": {"origin": "https://shop.example", "path": f"/å/{number}"}}
        ),
    )


def config_parts(*, recorded_at: float = SECOND) -> RecordParts:
    return publication_parts(PUBLICATION, datetime.fromtimestamp(recorded_at, UTC))


def add_config(store: MemoryLedgerStore) -> None:
    store.add(record_id(-1), EntryKind.CONFIG, SECOND, config_parts(), some_salts(-1))


def add_record(
    store: MemoryLedgerStore, number: int, *, parts: RecordParts | None = None
) -> None:
    store.add(
        record_id(number),
        EntryKind.VISITOR,
        SECOND,
        parts or visitor_parts(number),
        some_salts(number),
    )


def add_tombstone(
    store: MemoryLedgerStore,
    tombstone: Tombstone,
    *,
    kind: EntryKind = EntryKind.ERASE,
    number: int = -2,
) -> None:
    parts = tombstone_parts(tombstone, MOMENT)
    store.add(record_id(number), kind, SECOND, parts, some_salts(number))


def a_ledger(records: int = 12, *, batch: int = 5) -> MemoryLedgerStore:
    """A sequenced ledger: one CONFIG entry at position 0, then records 1, 2, …"""
    store = MemoryLedgerStore()
    add_config(store)
    for number in range(1, records + 1):
        add_record(store, number)
    while sequence(store, a_signer(), MOMENT, limit=batch):
        pass
    return store


def some_contents(store: MemoryLedgerStore, **changes: Any) -> Contents:  # noqa: ANN401 - any field
    """Everything that the newest checkpoint covers."""
    [*_, note] = notes = store.checkpoints(MAX_CHECKPOINTS)
    size = peek_checkpoint(note).size
    rows = [stored_row(row) for row in store.rows(size)]
    tally = Tally()
    for row in rows:
        tally.add(row)
    contents = Contents(
        notes=notes,
        keys=store.keys(),
        leaves=[entry_hash(row[ENTRY]) for row in rows],
        records=[format_line(row) for row in rows],
        policies=[one.policy_version for one in tally.published],
        notices=[digest for one in tally.published for digest in one.notices.values()],
        find_policy=DOCUMENTS.get,
        find_notice=DOCUMENTS.get,
        anchors={},
        pages={},
    )
    return dataclasses.replace(contents, **changes)


def a_bundle(store: MemoryLedgerStore | None = None, **changes: Any) -> bytes:  # noqa: ANN401
    out = io.BytesIO()
    contents = some_contents(store or a_ledger(), **changes)
    write_bundle(out, Scope(head=peek_checkpoint(contents.notes[-1])), contents)
    return out.getvalue()


def verify(
    bundle: bytes, *, signer: NoteSigner | None = None, trusted: Sequence[str] = ()
) -> Report:
    trust = Trust.of_key((signer or a_signer()).vkey)
    return verify_bundle(io.BytesIO(bundle), trust, trusted)


def unpack(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(members: Mapping[str, bytes], *, honest: bool = True) -> bytes:
    """Zip members again; an honest manifest has the digests of what is there."""
    members = dict(members)
    if honest:
        manifest = json.loads(members[MANIFEST])
        manifest["members"] = {
            name: sha256_hex(data) for name, data in members.items() if name != MANIFEST
        }
        members[MANIFEST] = canonical_json(manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
