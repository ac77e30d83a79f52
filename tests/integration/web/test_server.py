"""The consent server's own pages."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.web.server import create_server
from tests.site import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return make_shop(tmp_path)


def delete_the_database(shop: Shop) -> None:
    for file in shop.data_dir.glob("consent.sqlite3*"):
        file.unlink()


def delete_the_folder(shop: Shop) -> None:
    shutil.rmtree(shop.data_dir)


def test_lists_the_ledgers(shop: Shop) -> None:
    page = Client(create_server(shop.data_dir)).get("/")

    assert page.status_code == 200
    assert "shop.example/shop" in page.get_data(as_text=True)


@pytest.mark.parametrize("lose", [delete_the_database, delete_the_folder])
def test_tells_a_person_that_the_database_is_away(
    shop: Shop, lose: Callable[[Shop], None]
) -> None:
    server = Client(create_server(shop.data_dir))
    lose(shop)
    page = server.get("/")

    assert page.status_code == 503
    assert page.mimetype == "text/html"
    assert "The database is away" in page.get_data(as_text=True)
    assert str(shop.data_dir) not in page.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/readyz", "/sites/shop/checkpoint"])
def test_tells_a_program_that_the_database_is_away(shop: Shop, path: str) -> None:
    server = Client(create_server(shop.data_dir))
    delete_the_database(shop)
    answer = server.get(path)

    assert answer.status_code == 503
    assert answer.get_data(as_text=True).startswith("database: ")


def statement(shop: Shop, text: str) -> None:
    with sqlite3.connect(shop.data_dir / "consent.sqlite3") as connection:
        connection.execute(text)


def test_says_what_is_frozen_and_stays_in_service(shop: Shop) -> None:
    server = Client(create_server(shop.data_dir))
    assert server.get("/readyz").get_data(as_text=True) == "fine\n"
    statement(shop, "UPDATE ledger SET frozen = 'a witness <saw> more'")

    health, page = server.get("/readyz"), server.get("/").get_data(as_text=True)

    assert health.status_code == 200
    assert health.get_data(as_text=True) == "fine\nfrozen: shop\n"
    assert "Frozen:</strong> a witness &lt;saw&gt; more." in page


def test_is_alive_while_the_database_is_away(shop: Shop) -> None:
    server = Client(create_server(shop.data_dir))
    delete_the_database(shop)

    assert server.get("/healthz").get_data(as_text=True) == "fine\n"


def test_gives_every_key_and_what_it_covered(shop: Shop) -> None:
    server = Client(create_server(shop.data_dir))
    newest = server.get("/sites/shop/key").get_data(as_text=True).strip()
    statement(shop, "INSERT INTO ledger_key VALUES ('shop', 1, 7, 'second', 0)")
    statement(shop, "INSERT INTO ledger_key VALUES ('shop', 2, 0, 'third', 0)")

    assert server.get("/sites/shop/keys").get_json() == {
        "keys": [
            {"key": newest, "epoch": 1, "from": 0, "until": 7},
            {"key": "second", "epoch": 1, "from": 7, "until": None},
            {"key": "third", "epoch": 2, "from": 0, "until": None},
        ]
    }
    assert server.get("/sites/other/keys").status_code == 404


def test_gives_the_key_from_before_heads_named_it(shop: Shop) -> None:
    server = Client(create_server(shop.data_dir))
    before = server.get("/sites/shop/key").get_data(as_text=True)
    statement(shop, "UPDATE ledger SET vkey = NULL")

    assert server.get("/sites/shop/key").get_data(as_text=True) == before
    (shop.data_dir / "keys" / "shop.ledger.pub").unlink()
    assert server.get("/sites/shop/key").status_code == 503
