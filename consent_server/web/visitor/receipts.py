"""The receipt that a visitor takes away."""

import json

from consent_server.kernel.canonical import Json
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.log import prove
from consent_server.ledger.receipt import make_receipt
from consent_server.ledger.tlog_proof import Inclusion
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.records import StoredRecord
from consent_server.web.site import OpenSite


def receipt_of(site: OpenSite, record: StoredRecord) -> bytes:
    """Write the receipt of a record, with its proof once it has a position."""
    receipt = describe_record(site.ledger, site.note_signer.name, record)
    return json.dumps(receipt, indent=2, ensure_ascii=False).encode()


def describe_record(
    ledger: SqlLedgerStore, origin: str, record: StoredRecord
) -> dict[str, Json]:
    """Make the receipt of a record of any log; ``origin`` names the newest one."""
    inclusion = _prove(ledger, record)
    if inclusion is not None:  # perhaps in an earlier log of the site
        origin = peek_checkpoint(inclusion.note).origin
    return make_receipt(origin, record, inclusion)


def _prove(ledger: SqlLedgerStore, record: StoredRecord) -> Inclusion | None:
    """Prove a record; a checkpoint that witnesses saw proves more than a newer one."""
    if record.epoch is None or record.index is None:
        return None
    log = ledger.at(record.epoch)
    return prove(log, record.index, next(iter(log.cosigned(1)), None))
