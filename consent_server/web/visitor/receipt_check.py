"""Checking a receipt that somebody brings: any bytes, judged in words."""

import enum
from dataclasses import dataclass

from consent_server.kernel.errors import BrokenEvidenceError, EvidenceError
from consent_server.ledger.reading import parse_object
from consent_server.ledger.receipt import (
    ReceiptState,
    foreign_signers,
    verify_receipt,
)
from consent_server.ledger.report import escape
from consent_server.ledger.trust import Trust

MAX_RECEIPT_BYTES = 131_072
"""A receipt has a few thousand; hundreds of services make it longer."""


class Standing(enum.StrEnum):
    """How a receipt stands."""

    HOLDS = "holds"
    COMMITTED = "committed"
    CHANGED = "changed"
    FOREIGN = "foreign"
    MALFORMED = "malformed"
    EMPTY = "empty"
    TOO_LARGE = "too_large"


_HEADINGS = {
    Standing.HOLDS: "holds",
    Standing.COMMITTED: "incomplete",
    Standing.CHANGED: "fails",
}
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How a receipt stands, with the exact reason or the record that it is about."""

    standing: Standing
    reason: str | None = None
    record_id: str | None = None
    position: int | None = None

    @property
    def heading(self) -> str:
        """The name of the words that say it in short.

        What cannot be judged is no receipt that fails: its own words come first.
        """
        return _HEADINGS.get(self.standing, self.detail)

    @property
    def detail(self) -> str:
        """The name of the words that explain it."""
        return f"{self.standing}_detail"


def judge_receipt(data: bytes, trust: Trust) -> Judgement:
    """Check a receipt with the public keys of some logs; never raises."""
    if not data.strip():
        return Judgement(standing=Standing.EMPTY)
    try:
        receipt = parse_object(data, "the receipt")
        signers = foreign_signers(receipt, trust)
        if signers:
            return _failed(Standing.FOREIGN, ", ".join(sorted(signers)))
        verified = verify_receipt(receipt, trust)
    except BrokenEvidenceError as error:
        return _failed(Standing.CHANGED, str(error))
    except EvidenceError as error:
        return _failed(Standing.MALFORMED, str(error))
    committed = verified.state is ReceiptState.COMMITTED
    return Judgement(
        standing=Standing.COMMITTED if committed else Standing.HOLDS,
        record_id=escape(verified.record_id or "")[:_LONGEST_REASON],
        position=verified.index,
    )


def _failed(standing: Standing, reason: str) -> Judgement:
    # It may hold what no text can, such as half a surrogate pair.
    return Judgement(standing=standing, reason=escape(reason[:_LONGEST_REASON]))
