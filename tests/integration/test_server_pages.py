"""The consent server's own pages."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from consent_server.ledger.checkpoint import open_checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.merkle import leaf_hash, root_of
from consent_server.ledger.note import NoteVerifier
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.db import create_store_engine
from consent_server.storage.records import RecordStore
from consent_server.web.database import FILE_NAME
from consent_server.web.server import create_server
from tests.site import make_shop, settle
from tests.unit.storage.builders import new_record


def test_the_overview_names_each_ledger_with_its_size(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    server = create_server(shop.data_dir).test_client()
    at_first = server.get("/").get_data(as_text=True)
    shop.choose("refuse_all")
    settle()
    later = server.get("/").get_data(as_text=True)

    assert "<h2>shop</h2>" in at_first
    assert "shop.example/shop" in at_first
    assert ">1 entry<" in at_first
    assert ">2 entries<" in later


def test_an_installation_without_a_site_says_so(tmp_path: Path) -> None:
    answer = create_server(tmp_path).test_client().get("/")

    assert "There is no site yet." in answer.get_data(as_text=True)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_overview_says_how_a_ledger_is_anchored(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    client = create_server(shop.data_dir, clock=shop.clock).test_client()

    assert "Not anchored: rests on the operator&#39;s word." in client.get("/").text

    witness = WitnessSigner("auditor.example/w1", b"\x01" * 32)
    engine = create_store_engine(f"sqlite:///{shop.data_dir / FILE_NAME}")
    note = client.get("/sites/shop/checkpoint").text
    anchors = AnchorStore(engine, "shop")
    line = witness.cosign(note, int(shop.clock.now().timestamp()) - 600)
    anchors.add_cosignature(1, "auditor", line, shop.clock.now())
    policy = shop.data_dir / "shop.policy"
    policy.write_text(f"witness auditor {witness.vkey}\nquorum auditor\n")
    assert "Anchored 10 minutes ago by auditor (auditor.example/w1)." in (
        client.get("/").text
    )

    policy.write_text("quorum nobody\n")
    assert "Not anchored: rests on the operator" in client.get("/").text
    assert "line 1 of the trust file" in client.get("/").text


@pytest.fixture
def mirrored(tmp_path: Path) -> FlaskClient:
    """A log of 300 entries."""
    shop = make_shop(tmp_path)
    engine = create_store_engine(f"sqlite:///{shop.data_dir / FILE_NAME}")
    records = RecordStore(engine, "shop")
    now = int(shop.clock.now().timestamp())
    for number in range(299):
        records.append(new_record(number, arrived_at=now))
    shop.choose("refuse_all")
    settle()
    return create_server(shop.data_dir).test_client()


def test_a_log_can_be_copied_and_checked_from_its_tiles(mirrored: FlaskClient) -> None:
    note = mirrored.get("/sites/shop/checkpoint")
    key = mirrored.get("/sites/shop/key").text
    tree = open_checkpoint(note.text, NoteVerifier(key))
    leaves = []
    for path in ("entries/000", "entries/001.p/45"):
        bundle = io.BytesIO(mirrored.get(f"/sites/shop/tile/{path}").data)
        while length := bundle.read(2):
            leaves.append(leaf_hash(bundle.read(int.from_bytes(length, "big"))))
    hashes = [
        mirrored.get(f"/sites/shop/tile/{path}").data
        for path in ("0/000", "0/001.p/45", "1/000.p/1")
    ]

    assert tree.size == len(leaves) == 301
    assert root_of(leaves) == tree.root
    assert b"".join(leaves) == b"".join(hashes[:2])
    assert hashes[2] == root_of(leaves[:256])
    assert "max-age=2" in note.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["0/000", "0/001.p/45", "0/001.p/3", "entries/000"])
def test_a_tile_may_be_kept_for_ever(mirrored: FlaskClient, path: str) -> None:
    answer = mirrored.get(f"/sites/shop/tile/{path}")

    assert answer.status_code == 200
    assert answer.content_type == "application/octet-stream"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        *("shop/tile/0/001", "shop/tile/0/001.p/46", "shop/tile/1/000"),
        *("shop/tile/entries/001", "shop/tile/entries/002.p/1", "shop/tile/2/000.p/1"),
        *("shop/tile/0/1", "shop/tile/", "shop/tile/..%2fkeys", "other/tile/0/000"),
        *(
            "shop/" + 20 * "9" + "/checkpoint",
            "shop/tile/entries/" + 5 * "x999/" + "999",
        ),
    ],
)
def test_what_is_not_there_is_not_found(mirrored: FlaskClient, path: str) -> None:
    answer = mirrored.get(f"/sites/{path}")

    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")
