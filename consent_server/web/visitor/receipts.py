"""The receipt that a visitor takes away."""

import json

from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.log import prove
from consent_server.ledger.receipt import make_receipt
from consent_server.ledger.tlog_proof import Inclusion
from consent_server.storage.records import StoredRecord
from consent_server.web.site import OpenSite


def receipt_of(site: OpenSite, record: StoredRecord) -> bytes:
    """Write the receipt of a record, with its proof once it has a position."""
    inclusion = _prove(site, record)
    if inclusion is None:  # it waits for its position in the newest log
        origin = site.note_signer.name
    else:
        origin = peek_checkpoint(inclusion.note).origin
    receipt = make_receipt(origin, record, inclusion)
    return json.dumps(receipt, indent=2, ensure_ascii=False).encode()


def _prove(site: OpenSite, record: StoredRecord) -> Inclusion | None:
    if record.epoch is None or record.index is None:
        return None
    return prove(site.ledger.at(record.epoch), record.index)
