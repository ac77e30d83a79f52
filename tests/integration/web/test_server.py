"""The consent server's own pages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import system_random
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.token.api_key import Role
from consent_server.web.key_file import PASSPHRASE, format_key
from consent_server.web.keys import encrypt_key, list_keys, require_passphrase
from consent_server.web.parts import parts_of
from consent_server.web.server import create_server
from tests.recorded import change
from tests.site import START, Shop


def delete_the_database(shop: Shop) -> None:
    for file in shop.data_dir.glob("consent.sqlite3*"):
        file.unlink()


def delete_the_folder(shop: Shop) -> None:
    shutil.rmtree(shop.data_dir)


def test_lists_the_ledgers(shop: Shop) -> None:
    page = create_server(shop.data_dir).test_client().get("/")

    assert page.status_code == 200
    assert "shop.example/shop" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("203.0.113.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}),
        ("127.0.0.1", {"Host": "consent.example"}),
    ],
    ids=["elsewhere", "passed-on", "by-its-public-name"],
)
def test_names_its_sites_to_its_operator_alone(
    shop: Shop, peer: str, headers: dict[str, str]
) -> None:
    app = create_server(shop.data_dir)
    change(shop.data_dir, "UPDATE ledger SET frozen = 'a witness saw more'")
    keys = ApiKeyStore(parts_of(app).databases.main)
    made = {
        role: keys.create(role, site, "", START, system_random)[1]
        for role, site in ((Role.ADMIN, None), (Role.OWNER, "shop"))
    }

    def ask(path: str, role: Role | None = None) -> TestResponse:
        shown = {"Authorization": f"Bearer {made[role]}"} if role else {}
        return Client(app).get(
            path, headers=headers | shown, environ_overrides={"REMOTE_ADDR": peer}
        )

    assert [ask("/", role).status_code for role in (None, Role.OWNER)] == [401, 403]
    assert ask("/").mimetype == "text/html"
    assert "shop" not in ask("/").get_data(as_text=True)
    assert ask("/readyz").get_data(as_text=True) == "fine\n"
    assert "shop.example/shop" in ask("/", Role.ADMIN).get_data(as_text=True)


@pytest.mark.parametrize("lose", [delete_the_database, delete_the_folder])
def test_tells_a_person_that_the_database_is_away(
    shop: Shop, lose: Callable[[Shop], None]
) -> None:
    server = create_server(shop.data_dir).test_client()
    lose(shop)
    page = server.get("/")

    assert page.status_code == 503
    assert page.mimetype == "text/html"
    assert "The database is away" in page.get_data(as_text=True)
    assert str(shop.data_dir) not in page.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/readyz", "/sites/shop/checkpoint"])
def test_tells_a_program_that_the_database_is_away(shop: Shop, path: str) -> None:
    server = create_server(shop.data_dir).test_client()
    delete_the_database(shop)
    answer = server.get(path)

    assert answer.status_code == 503
    assert answer.get_data(as_text=True).startswith("database: ")


def test_says_what_is_frozen_and_stays_in_service(shop: Shop) -> None:
    server = create_server(shop.data_dir).test_client()
    assert server.get("/readyz").get_data(as_text=True) == "fine\n"
    change(shop.data_dir, "UPDATE ledger SET frozen = 'a witness <saw> more'")

    health, page = server.get("/readyz"), server.get("/").get_data(as_text=True)

    assert health.status_code == 200
    assert health.get_data(as_text=True) == "fine\nfrozen: shop\n"
    assert "Frozen:</strong> a witness &lt;saw&gt; more." in page


def test_is_alive_while_the_database_is_away(shop: Shop) -> None:
    server = create_server(shop.data_dir).test_client()
    delete_the_database(shop)

    assert server.get("/healthz").get_data(as_text=True) == "fine\n"


def test_gives_every_key_and_what_it_covered(shop: Shop) -> None:
    server = create_server(shop.data_dir).test_client()
    newest = server.get("/sites/shop/key").get_data(as_text=True).strip()
    change(shop.data_dir, "INSERT INTO ledger_key VALUES ('shop', 1, 7, 'second', 0)")
    change(shop.data_dir, "INSERT INTO ledger_key VALUES ('shop', 2, 0, 'third', 0)")

    assert server.get("/sites/shop/keys").get_json() == {
        "keys": [
            {"key": newest, "epoch": 1, "from": 0, "until": 7},
            {"key": "second", "epoch": 1, "from": 7, "until": None},
            {"key": "third", "epoch": 2, "from": 0, "until": None},
        ]
    }
    assert server.get("/sites/other/keys").status_code == 404


def test_gives_the_key_from_before_heads_named_it(shop: Shop) -> None:
    server = create_server(shop.data_dir).test_client()
    before = server.get("/sites/shop/key").get_data(as_text=True)
    change(shop.data_dir, "UPDATE ledger SET vkey = NULL")

    assert server.get("/sites/shop/key").get_data(as_text=True) == before
    shop.key.unlink()
    assert server.get("/sites/shop/key").status_code == 503


class TestPassphrase:
    """The keys are locked; whose passphrase is wrong hears of it before visitors do."""

    @pytest.fixture
    def locked(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv(PASSPHRASE, "correct horse")
        for key in list_keys(shop.data_dir):
            encrypt_key(key)
        return shop.data_dir

    @pytest.mark.parametrize("given", ["", "wrong"], ids=["none", "another"])
    def test_is_asked_for_at_the_start(
        self, locked: Path, monkeypatch: pytest.MonkeyPatch, given: str
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, given)

        with pytest.raises(SettingError, match=PASSPHRASE):
            create_server(locked)

    def test_is_asked_for_while_the_server_runs(
        self, locked: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server = create_server(locked).test_client()
        assert server.get("/readyz").get_data(as_text=True) == "fine\n"
        monkeypatch.setenv(PASSPHRASE, "wrong")
        answer = server.get("/readyz")

        assert answer.status_code == 503
        assert "passphrase is missing or another one" in answer.get_data(as_text=True)

    def test_of_one_site_alone_stops_no_other(self, locked: Path) -> None:
        other = locked / "keys" / "another.ledger.key"
        other.write_bytes(format_key(b"\x07" * 32, b"its own"))
        other.chmod(0o600)

        assert create_server(locked).test_client().get("/readyz").status_code == 200

    def test_is_tried_on_few_of_many_keys(self, locked: Path) -> None:
        """However many sites there are, a start costs the same."""
        damaged = [locked / "keys" / f"a{number}.ledger.key" for number in range(5)]
        for key in damaged[:3]:
            key.write_bytes(format_key(b"\x07" * 32, b"its own"))
            key.chmod(0o600)
        require_passphrase(locked)
        for key in damaged[3:]:
            key.write_bytes(format_key(b"\x07" * 32, b"its own"))
            key.chmod(0o600)

        with pytest.raises(SettingError, match="another one"):
            require_passphrase(locked)
