"""A visitor's own proof."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.log import prove
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.receipt import ReceiptState, make_receipt, verify_receipt
from consent_server.ledger.trust import Trust, parse_trust
from tests.unit.ledger.builders import (
    NOTICE_DIGEST,
    ORIGIN,
    POLICY_VERSION,
    SECOND,
    a_ledger,
    a_signer,
    config_parts,
    record_id,
    some_salts,
    subject_id,
    visitor_parts,
)

STORE = a_ledger(12)
ROWS = list(STORE.rows(13))
TRUST = Trust.of_key(a_signer().vkey)
WITNESS = WitnessSigner("witness.example/w1", b"\x09" * 32)
WATCHED = parse_trust(
    f"log {a_signer().vkey}\nwitness auditor {WITNESS.vkey}\nquorum auditor\n"
)


def a_receipt(index: int = 5, *, sequenced: bool = True) -> dict[str, Any]:
    inclusion = prove(STORE, index) if sequenced else None
    made = make_receipt(ORIGIN, ROWS[index], inclusion)
    read: dict[str, Any] = json.loads(canonical_json(made))
    return read


def test_names_the_fields_as_the_standard_does() -> None:
    receipt = a_receipt(7)

    assert receipt["record_id"] == receipt["receipt_id"] == str(record_id(7))
    assert receipt["pii_principal_id"] == str(subject_id(7))
    assert receipt["privacy_notice"] == {
        "policy_version": POLICY_VERSION,
        "notice_digest": NOTICE_DIGEST,
    }
    assert receipt["purposes"] == {"analytics": "refused", "marketing": "refused"}
    assert receipt["event_type"] == "explicit"
    assert receipt["event_time"].endswith("Z")
    assert receipt["validity_duration"] == "PT15724800S"
    assert receipt["language"] == "en"


@pytest.mark.parametrize(
    ("index", "state"),
    [(4, "refused"), (5, "given"), (6, "given"), (7, "withdrawn")],
    ids=["refuse-all", "grant-all", "custom", "withdraw"],
)
def test_says_what_happened(index: int, state: str) -> None:
    assert a_receipt(index)["event_state"] == state


@pytest.mark.parametrize("index", range(1, 13))
def test_proves_that_the_record_is_in_the_log(index: int) -> None:
    verified = verify_receipt(a_receipt(index), TRUST)

    assert verified.state is ReceiptState.SEQUENCED
    assert verified.index == index
    assert verified.record_id == str(record_id(index))


def test_says_that_it_is_only_committed_before_it_is_sequenced() -> None:
    receipt = a_receipt(sequenced=False)
    verified = verify_receipt(receipt, TRUST)

    assert receipt["ledger"]["state"] == "committed"
    assert (verified.state, verified.index) == (ReceiptState.COMMITTED, None)


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        pytest.param(replace(ROWS[5], subject=None), {"record_id"}, id="subject"),
        pytest.param(replace(ROWS[5], decision=None), {"purposes"}, id="decision"),
        pytest.param(replace(ROWS[5], context=None), set(), id="context"),
    ],
)
def test_still_proves_the_rest_after_a_part_was_erased(
    row: LedgerRow, missing: set[str]
) -> None:
    receipt = json.loads(canonical_json(make_receipt(ORIGIN, row, prove(STORE, 5))))

    assert verify_receipt(receipt, TRUST).index == 5
    assert {"record_id", "purposes"} - receipt.keys() == missing


def change_proof(receipt: dict[str, Any], old: str, new: str) -> None:
    proof = receipt["ledger"]["proof"]
    assert old in proof
    receipt["ledger"]["proof"] = proof.replace(old, new, 1)


def damaged(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    receipt = a_receipt()
    change(receipt)
    return receipt


@pytest.mark.parametrize(
    "receipt",
    [
        pytest.param(
            damaged(lambda it: it["purposes"].update(marketing="refused")),
            id="purposes",
        ),
        pytest.param(damaged(lambda it: it.update(event_state="refused")), id="state"),
        pytest.param(damaged(lambda it: it.update(record_id="x")), id="record-id"),
        pytest.param(damaged(lambda it: it.update(extra="x")), id="one-field-more"),
        pytest.param(damaged(lambda it: it.pop("language")), id="one-field-less"),
        pytest.param(
            damaged(lambda it: it["ledger"]["parts"].update(subject="{}")), id="part"
        ),
        pytest.param(
            damaged(lambda it: it["ledger"]["salts"].update(context="A" * 22 + "==")),
            id="salt",
        ),
        pytest.param(
            damaged(lambda it: change_proof(it, "index 5", "index 6")), id="index"
        ),
        pytest.param(
            damaged(lambda it: change_proof(it, "index 5\n", "index 5\nXX")), id="proof"
        ),
        pytest.param(
            damaged(lambda it: change_proof(it, "\n13\n", "\n14\n")), id="checkpoint"
        ),
        pytest.param(
            damaged(lambda it: it["ledger"].update(origin="other.example")), id="origin"
        ),
        pytest.param(
            damaged(
                lambda it: it["ledger"].update(entry=a_receipt(6)["ledger"]["entry"])
            ),
            id="entry-of-another-record",
        ),
        pytest.param(damaged(lambda it: it.update(ledger=None)), id="no-ledger"),
        pytest.param(damaged(lambda it: it["ledger"].pop("entry")), id="no-entry"),
        pytest.param(damaged(lambda it: it["ledger"].pop("proof")), id="no-proof"),
        pytest.param(damaged(lambda it: it["ledger"].update(state="?")), id="no-state"),
        pytest.param(
            damaged(lambda it: it["ledger"]["parts"].update(subject=None)),
            id="half-erased",
        ),
    ],
)
def test_refuses_a_changed_receipt(receipt: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError):
        verify_receipt(receipt, TRUST)


def test_refuses_a_receipt_of_another_key() -> None:
    with pytest.raises(BrokenEvidenceError, match="not signed by"):
        verify_receipt(a_receipt(), Trust.of_key(a_signer(seed=b"\x01" * 32).vkey))


def test_refuses_an_entry_that_is_not_of_a_record() -> None:
    receipt = a_receipt()
    entry = make_entry(EntryKind.CONFIG, SECOND, config_parts(), some_salts(0))
    receipt["ledger"]["entry"] = base64.b64encode(entry).decode()

    with pytest.raises(BrokenEvidenceError, match="not one of a record"):
        verify_receipt(receipt, TRUST)


@pytest.mark.parametrize("part", [b"\xff", b"[]", b"{}"])
def test_is_not_made_of_a_part_that_is_not_a_record(part: bytes) -> None:
    good = visitor_parts(1)
    row = LedgerRow(
        index=0,
        entry=b"",
        subject=EvidencePart(salt=b"s" * 16, part=part),
        decision=EvidencePart(salt=b"s" * 16, part=good.decision),
        context=None,
    )
    with pytest.raises(MalformedEvidenceError):
        make_receipt(ORIGIN, row, None)


def test_is_not_made_of_times_that_are_none() -> None:
    decision = json.loads(visitor_parts(1).decision) | {"expires_at": "later"}
    row = replace(
        ROWS[1], decision=EvidencePart(salt=b"s" * 16, part=canonical_json(decision))
    )
    with pytest.raises(MalformedEvidenceError, match="not two times"):
        make_receipt(ORIGIN, row, None)


class TestWitnesses:
    """Who saw the checkpoint, and when."""

    def cosigned(self, note: str) -> dict[str, Any]:
        receipt = make_receipt(ORIGIN, ROWS[5], prove(STORE, 5, note))
        read: dict[str, Any] = json.loads(canonical_json(receipt))
        return read

    def test_names_who_cosigned_and_when(self) -> None:
        note = STORE.head().note or ""
        receipt = self.cosigned(note + WITNESS.cosign(note, SECOND))

        verified = verify_receipt(receipt, WATCHED)
        assert (verified.cosigned, verified.anchored) == ({"auditor": SECOND}, True)
        assert verify_receipt(receipt, TRUST).anchored is False

    def test_holds_without_them_and_says_so(self) -> None:
        verified = verify_receipt(a_receipt(), WATCHED)

        assert (verified.cosigned, verified.anchored) == ({}, False)

    def test_refuses_a_cosignature_that_does_not_fit(self) -> None:
        note = STORE.head().note or ""
        line = WITNESS.cosign(STORE.checkpoints(99)[0], SECOND)

        with pytest.raises(BrokenEvidenceError, match="the cosignature of"):
            verify_receipt(self.cosigned(note + line), WATCHED)

    def test_proves_under_an_earlier_checkpoint_that_covers_the_entry(self) -> None:
        for note in STORE.checkpoints(99):
            inclusion = prove(STORE, 5, note)
            size = int(note.split("\n")[1])

            assert inclusion is not None
            assert (inclusion.note == note) is (size > 5) or note == STORE.head().note
            assert verify_receipt(self.cosigned(note), TRUST).index == 5


def test_is_of_a_log_that_changed_its_key() -> None:
    later = a_signer(seed=b"\x01" * 32).vkey
    trust = parse_trust(f"log {a_signer().vkey}\nlog {later}\nquorum none\n")

    assert verify_receipt(a_receipt(), trust).origin == ORIGIN


def test_is_refused_when_the_proof_is_of_another_trusted_log() -> None:
    other = a_signer(name="other.example/shop", seed=b"\x02" * 32)
    receipt = a_receipt()
    text = "\n".join((STORE.head().note or "").split("\n")[1:3])
    before, _, _ = receipt["ledger"]["proof"].partition("\n\n")
    note = other.sign(f"other.example/shop\n{text}\n")
    receipt["ledger"]["proof"] = f"{before}\n\n{note}"
    trust = parse_trust(f"log {a_signer().vkey}\nlog {other.vkey}\nquorum none\n")

    with pytest.raises(BrokenEvidenceError, match="the proof is of the log"):
        verify_receipt(receipt, trust)
