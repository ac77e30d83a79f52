"""Writing bundles."""

import io
import json

import pytest

from consent_server import __version__
from consent_server.kernel.canonical import sha256_hex
from consent_server.ledger.bundle import Scope, write_bundle
from consent_server.ledger.bundle_format import MANIFEST
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.note import split_note
from tests.unit.ledger.builders import (
    NOTICE,
    NOTICE_DIGEST,
    ORIGIN,
    POLICY,
    POLICY_VERSION,
    a_bundle,
    a_ledger,
    a_signer,
    add_record,
    some_contents,
    unpack,
    verify,
)
from tests.unit.ledger.stamps import a_stamp

HEAD = peek_checkpoint(some_contents(a_ledger()).notes[-1])


def test_holds_everything_that_an_auditor_needs() -> None:
    members = unpack(a_bundle())

    assert set(members) == {
        MANIFEST,
        "checkpoints.json",
        "keys.json",
        "leaves.bin",
        "records.jsonl",
        f"policies/{POLICY_VERSION}.json",
        f"notices/{NOTICE_DIGEST}.json",
    }
    assert members[f"policies/{POLICY_VERSION}.json"] == POLICY
    assert members[f"notices/{NOTICE_DIGEST}.json"] == NOTICE
    assert json.loads(members["keys.json"]) == [a_signer().vkey]
    assert json.loads(members.pop(MANIFEST)) == {
        "format": "consent-bundle",
        "version": 2,
        "origin": ORIGIN,
        "size": 13,
        "software": __version__,
        "serial": Scope(head=HEAD).serial,
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
    contents = some_contents(a_ledger())
    write_bundle(pipe, Scope(head=peek_checkpoint(contents.notes[-1])), contents)

    assert verify(pipe.getvalue()).holds


def test_leaves_a_lost_document_to_the_verification() -> None:
    report = verify(a_bundle(find_policy=lambda _: None))

    assert [problem.index for problem in report.problems] == [0]
    assert "is missing" in report.problems[0].message


def test_carries_timestamps_and_pages_for_people() -> None:
    notes = json.loads(unpack(a_bundle())["checkpoints.json"])
    token = a_stamp(split_note(notes[-1])[0])
    bundle = a_bundle(anchors={13: token}, pages={"summary.html": b"<p>"})
    members = unpack(bundle)

    assert verify(bundle).holds
    assert members["anchors/13.tsr"] == token
    assert members["summary.html"] == b"<p>"
    assert {"anchors/13.tsr", "summary.html"} < {
        *json.loads(members[MANIFEST])["members"]
    }


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Scope(head=HEAD, recipient="Datatilsynet"), id="recipient"),
        pytest.param(Scope(head=HEAD, selection={"action": "custom"}), id="selection"),
        pytest.param(Scope(head=HEAD, withheld=("context",)), id="withheld"),
        pytest.param(
            Scope(head=peek_checkpoint(some_contents(a_ledger(5)).notes[-1])), id="head"
        ),
    ],
)
def test_has_a_serial_number_for_each_content_and_recipient(other: Scope) -> None:
    assert Scope(head=HEAD).serial == Scope(head=HEAD).serial
    assert other.serial != Scope(head=HEAD).serial
