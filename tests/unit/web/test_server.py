"""The consent server's own pages."""

import shutil
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


def delete_the_public_key(shop: Shop) -> None:
    (shop.data_dir / "keys" / "shop.ledger.pub").unlink()


def test_lists_the_ledgers(shop: Shop) -> None:
    page = Client(create_server(shop.data_dir)).get("/")

    assert page.status_code == 200
    assert "shop.example/shop" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "lose", [delete_the_database, delete_the_folder, delete_the_public_key]
)
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


@pytest.mark.parametrize("path", ["/healthz", "/sites/shop/checkpoint"])
def test_tells_a_program_that_the_database_is_away(shop: Shop, path: str) -> None:
    server = Client(create_server(shop.data_dir))
    delete_the_database(shop)
    answer = server.get(path)

    assert answer.status_code == 503
    assert answer.get_data(as_text=True).startswith("database: ")
