"""The receipt that a visitor takes away."""

import json

from consent_server.ledger.log import prove
from consent_server.ledger.receipt import make_receipt
from consent_server.storage.records import StoredRecord
from consent_server.web.site import OpenSite


def receipt_of(site: OpenSite, record: StoredRecord) -> bytes:
    """Write the receipt of a record, with its proof once it has a position."""
    index = record.index
    inclusion = None if index is None else prove(site.ledger, index)
    receipt = make_receipt(site.note_signer.name, record, inclusion)
    return json.dumps(receipt, indent=2, ensure_ascii=False).encode()
