"""Writing bundles."""

import io
import json

import pytest

from consent_server import __version__
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.bundle import write_bundle
from consent_server.ledger.bundle_format import MANIFEST
from consent_server.ledger.memory import MemoryLedgerStore
from tests.unit.ledger.builders import (
    DOCUMENTS,
    NOTICE,
    NOTICE_DIGEST,
    ORIGIN,
    POLICY,
    POLICY_VERSION,
    a_bundle,
    a_ledger,
    add_record,
    unpack,
    verify,
)


def test_holds_everything_that_an_auditor_needs() -> None:
    members = unpack(a_bundle())

    assert set(members) == {
        MANIFEST,
        "checkpoints.json",
        "leaves.bin",
        "records.jsonl",
        f"policies/{POLICY_VERSION}.json",
        f"notices/{NOTICE_DIGEST}.json",
    }
    assert members[f"policies/{POLICY_VERSION}.json"] == POLICY
    assert members[f"notices/{NOTICE_DIGEST}.json"] == NOTICE
    assert json.loads(members.pop(MANIFEST)) == {
        "format": "consent-bundle",
        "version": 2,
        "origin": ORIGIN,
        "size": 13,
        "software": __version__,
        "serial": None,
        "recipient": None,
        "selection": None,
        "withheld": [],
        "members": {name: sha256_hex(data) for name, data in members.items()},
    }


def test_is_the_same_file_for_the_same_content() -> None:
    assert a_bundle() == a_bundle()


def test_leaves_out_what_no_checkpoint_covers_yet() -> None:
    store = a_ledger(12)
    add_record(store, 13)

    assert a_bundle(store) == a_bundle()


class Pipe(io.BytesIO):
    """Written once, never sought."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise OSError(offset, whence)

    def tell(self) -> int:
        raise OSError


def test_can_be_written_to_a_pipe() -> None:
    pipe = Pipe()
    write_bundle(pipe, a_ledger(), DOCUMENTS.get, DOCUMENTS.get)

    assert verify(pipe.getvalue()).holds


def test_is_not_written_while_nothing_is_signed() -> None:
    store = MemoryLedgerStore()
    add_record(store, 1)

    with pytest.raises(BrokenEvidenceError, match="no checkpoint"):
        a_bundle(store)


def test_leaves_a_lost_document_to_the_verification() -> None:
    out = io.BytesIO()
    write_bundle(out, a_ledger(), lambda _: None, DOCUMENTS.get)
    report = verify(out.getvalue())

    assert [problem.index for problem in report.problems] == [0]
    assert "is missing" in report.problems[0].message
