"""Looking at ledgers, beginning epochs, changing and encrypting keys."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.cli.main import commands
from consent_server.kernel.errors import SettingError
from consent_server.web.key_file import PASSPHRASE
from tests.recorded import change
from tests.site import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = make_shop(tmp_path)
    shop.choose("refuse_all")
    shop.choose("grant_all")
    return shop


def run(shop: Shop, *arguments: str, answer: str | None = None) -> Result:
    call = ["ledger", *arguments, "--data-dir", str(shop.data_dir)]
    return CliRunner().invoke(commands, call, input=answer)


def status(shop: Shop) -> dict[str, object]:
    done = run(shop, "status", "--json")
    [site] = json.loads(done.stdout)["sites"]
    assert done.exit_code == (1 if site["findings"] else 0)
    found: dict[str, object] = site
    return found


def wait_for_positions(shop: Shop) -> None:
    shop.choose("refuse_all")
    done = run(shop, "key", "rotate", "--site", "shop", "--reason", "scheduled")
    assert done.exit_code == 0, done.output


class TestStatus:
    """`ledger status`."""

    def test_says_how_a_ledger_stands(self, shop: Shop) -> None:
        wait_for_positions(shop)
        done = run(shop, "status")

        assert done.exit_code == 0, done.output
        lines = done.stdout.splitlines()
        assert lines[0] == "shop: 5 entries of shop.example/shop"
        words = {line[2:18].strip(): line[19:] for line in lines[1:]}
        assert words["waiting"] == "nothing"
        assert words["epoch"] == "1"
        assert words["frozen"] == "no"
        assert words["key"].startswith("shop.example/shop+")
        assert words["key files"] == (
            "shop.ledger.key (not encrypted), shop.token.key (not encrypted)"
        )
        assert words["high-water mark"] == "5 entries"
        assert words["anchors"] == "not anchored: rests on the operator's word"

    def test_finds_what_is_frozen(self, shop: Shop) -> None:
        change(shop.data_dir, "UPDATE ledger SET frozen = 'a witness saw more'")

        found = status(shop)
        assert found["frozen"] == "a witness saw more"
        assert "frozen: a witness saw more" in str(found["findings"])

    def test_finds_what_waits_for_too_long(self, shop: Shop) -> None:
        wait_for_positions(shop)
        change(
            shop.data_dir,
            "INSERT INTO todo VALUES ('shop', 99, zeroblob(16), 1000, x'00', NULL)",
        )

        found = status(shop)
        assert found["waiting"] == 1
        assert "the oldest entry waits" in str(found["findings"])

    def test_finds_a_mark_that_is_further(self, shop: Shop) -> None:
        wait_for_positions(shop)
        change(shop.data_dir, "DELETE FROM checkpoint WHERE size > 1")
        change(shop.data_dir, "UPDATE ledger SET size = 1")

        found = status(shop)
        assert found["high_water_mark"] == 5
        assert "rolled back" in str(found["findings"])

    def test_finds_a_key_that_is_not_there(self, shop: Shop) -> None:
        wait_for_positions(shop)
        (shop.data_dir / "keys/shop.ledger.key").write_bytes(bytes(32))

        assert "copy the file" in str(status(shop)["findings"])

    def test_draws_nothing_on_the_terminal(self, shop: Shop) -> None:
        change(shop.data_dir, "UPDATE ledger SET frozen = char(27) || '[2J'")

        assert "\x1b" not in run(shop, "status").stdout


class TestRecover:
    """`ledger recover`."""

    def test_begins_a_new_epoch(self, shop: Shop) -> None:
        wait_for_positions(shop)
        change(shop.data_dir, "UPDATE ledger SET frozen = 'a witness saw more'")
        done = run(
            shop, "recover", "--site", "shop", "--reason", "restored", "--yes", "--json"
        )

        assert done.exit_code == 0, done.output
        answer = json.loads(done.stdout)
        assert answer["origin"] == "shop.example/shop/2"
        assert (answer["size"], answer["lost"]) == (2, 0)
        found = status(shop)
        assert (found["epoch"], found["frozen"], found["findings"]) == (2, None, [])
        public = (shop.data_dir / "keys/shop.ledger.pub").read_text("ascii")
        assert public.strip() == answer["key"] == found["key"]

    def test_says_what_is_lost_before_it_asks(self, shop: Shop) -> None:
        wait_for_positions(shop)
        for text in (
            "DELETE FROM checkpoint WHERE size > 1",
            "DELETE FROM leaf WHERE position > 0",
            "UPDATE ledger SET size = 1",
        ):
            change(shop.data_dir, text)
        done = run(
            shop, "recover", "--site", "shop", "--reason", "restored", answer="n\n"
        )

        assert done.exit_code == 1
        assert "shop.example/shop holds 1 signed entry.\n" in done.stderr
        assert "LOST: 4 entries more were signed" in done.stderr
        assert "healthy" not in done.stderr
        assert "Tell your auditors" in done.stderr
        assert status(shop)["epoch"] == 1

    def test_says_where_a_ledger_is_healthy_and_changes_nothing_by_a_no(
        self, shop: Shop
    ) -> None:
        wait_for_positions(shop)
        before = status(shop)
        done = run(shop, "recover", "--site", "shop", "--reason", "moved", answer="n\n")

        assert done.exit_code == 1
        assert "holds 5 signed entries.\nNothing is known to be lost." in done.stderr
        assert "This ledger is healthy" in done.stderr
        assert "Nothing was changed.\n" in done.stderr
        assert status(shop) == before

    @pytest.mark.parametrize("reason", ["", " ", "x" * 201, "two\nlines", "\x1b[2J"])
    def test_writes_no_reason_that_cannot_be_read(
        self, shop: Shop, reason: str
    ) -> None:
        done = run(shop, "recover", "--site", "shop", "--reason", reason, "--yes")

        assert done.exit_code == 2
        assert status(shop)["epoch"] == 1

    def test_lets_the_running_site_go_on(self, shop: Shop) -> None:
        """Its receipts name the log that has the record."""
        first = shop.choose("refuse_all").get_json()["record_id"]
        path = "/-/choices/receipts/{}.json"
        assert shop.get(path.format(first)).status_code == 200
        run(shop, "recover", "--site", "shop", "--reason", "restored", "--yes")
        second = shop.choose("grant_all").get_json()["record_id"]

        ledgers = [
            shop.get(path.format(one)).get_json()["ledger"] for one in (first, second)
        ]
        assert [it["state"] for it in ledgers] == ["sequenced", "sequenced"]
        assert [it["origin"] for it in ledgers] == [
            "shop.example/shop",
            "shop.example/shop/2",
        ]


class TestKeys:
    """`ledger key`."""

    def rotate(self, shop: Shop, reason: str) -> Result:
        done = run(shop, "key", "rotate", "--site", "shop", "--reason", reason, "--yes")
        assert done.exit_code == 0, done.output
        return done

    def keys(self, shop: Shop) -> list[tuple[int, int]]:
        listed = status(shop)["keys"]
        assert isinstance(listed, list)
        return [(it["epoch"], it["position"]) for it in listed]

    def test_puts_a_new_key_in_force(self, shop: Shop) -> None:
        path = shop.data_dir / "keys/shop.ledger.key"
        old = path.read_bytes()
        done = self.rotate(shop, "scheduled")

        assert path.read_bytes() != old
        assert "shop.example/shop is signed with a new key now." in done.stdout
        assert self.keys(shop) == [(1, 0), (1, 3)]
        assert str(status(shop)["key"]) in done.stdout

    def test_takes_a_lost_key_for_a_new_epoch(self, shop: Shop) -> None:
        (shop.data_dir / "keys/shop.ledger.key").unlink()
        self.rotate(shop, "lost")

        assert self.keys(shop) == [(1, 0), (2, 0)]
        assert status(shop)["findings"] == []

    @pytest.mark.parametrize("reason", ["lost", "leaked"])
    def test_changes_nothing_where_the_answer_is_no(
        self, shop: Shop, reason: str
    ) -> None:
        before = (shop.data_dir / "keys/shop.ledger.key").read_bytes()
        asked = ("key", "rotate", "--site", "shop", "--reason", reason)
        done = run(shop, *asked, answer="n\n")

        assert done.exit_code == 1
        assert "Nothing was changed." in done.stderr
        assert self.keys(shop) == [(1, 0)]
        assert (shop.data_dir / "keys/shop.ledger.key").read_bytes() == before

    def test_begins_a_new_epoch_after_a_leak(self, shop: Shop) -> None:
        self.rotate(shop, "leaked")

        assert self.keys(shop) == [(1, 0), (1, 3), (2, 0)]
        assert status(shop)["findings"] == []

    def test_lets_the_running_site_go_on(self, shop: Shop) -> None:
        self.rotate(shop, "scheduled")
        record = shop.choose("refuse_all").get_json()["record_id"]

        receipt = shop.get(f"/-/choices/receipts/{record}.json").get_json()
        assert receipt["ledger"]["state"] == "sequenced"

    def test_encrypts_every_key_file(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, "correct horse")
        first, second = run(shop, "key", "encrypt"), run(shop, "key", "encrypt")

        assert first.stdout.count(": encrypted\n") == 2
        assert second.stdout.count("was encrypted already") == 2
        assert "shop.ledger.key (encrypted)" in run(shop, "status").stdout
        self.rotate(shop, "scheduled")
        assert "shop.ledger.key (encrypted)" in run(shop, "status").stdout
        assert status(shop)["findings"] == []

    def test_needs_a_passphrase_to_encrypt_with(self, shop: Shop) -> None:
        done = run(shop, "key", "encrypt")

        assert isinstance(done.exception, SettingError)
        assert PASSPHRASE in str(done.exception)
