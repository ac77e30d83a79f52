"""No record, no permission: also when the database file goes away under the server."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.recorded import count_records
from tests.site import Shop, make_shop

DATABASE = "consent.sqlite3"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = make_shop(tmp_path)
    shop.choose("refuse_all")
    return shop


def database_files(shop: Shop) -> list[Path]:
    return list(shop.data_dir.glob(f"{DATABASE}*"))


def delete_the_file(shop: Shop) -> None:
    for file in database_files(shop):
        file.unlink()


def delete_the_folder(shop: Shop) -> None:
    shutil.rmtree(shop.data_dir)


def put_an_empty_file_in_its_place(shop: Shop) -> None:
    delete_the_file(shop)
    (shop.data_dir / DATABASE).touch()


@pytest.mark.parametrize(
    "lose", [delete_the_file, delete_the_folder, put_an_empty_file_in_its_place]
)
def test_grants_nothing_when_the_database_file_is_lost(
    shop: Shop, lose: Callable[[Shop], None]
) -> None:
    lose(shop)
    for _ in range(3):
        response = shop.choose("grant_all")

        assert response.status_code == 503
        assert "Set-Cookie" not in response.headers
    assert b"data-held" in shop.get().data


def test_puts_no_empty_database_where_one_was_lost(shop: Shop) -> None:
    delete_the_file(shop)
    shop.choose("grant_all")

    assert database_files(shop) == []


def test_goes_on_when_the_database_is_put_back(shop: Shop, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with (
        closing(sqlite3.connect(shop.data_dir / DATABASE)) as live,
        closing(sqlite3.connect(backup)) as copy,
    ):
        live.backup(copy)
    delete_the_file(shop)
    assert shop.choose("grant_all").status_code == 503
    shutil.copyfile(backup, shop.data_dir / DATABASE)

    assert shop.choose("grant_all").status_code == 201
    assert count_records(shop.data_dir) == 2
