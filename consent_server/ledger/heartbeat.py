"""HEARTBEAT entries: the ledger is alive, and how many signals were honoured.

``signals`` counts requests since the heartbeat before, by the name of the signal, and
tells of nobody.
"""

from collections.abc import Mapping
from datetime import datetime

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.publication import NOTHING


def heartbeat_parts(signals: Mapping[str, int], beaten_at: datetime) -> RecordParts:
    """Return the parts of a HEARTBEAT entry; only the decision says anything."""
    decision = canonical_json(
        {"recorded_at": format_time(beaten_at), "signals": {**signals}}
    )
    return RecordParts(subject=NOTHING, decision=decision, context=NOTHING)
