"""Whoever signs notices another key, another epoch, and another history."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.ledger.checkpoint import open_checkpoint
from consent_server.ledger.entry import EntryKind, entry_hash, parse_entry
from consent_server.ledger.merkle import root_of
from consent_server.ledger.note import NoteVerifier, peek_signers
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.succession import Succession, parse_succession
from consent_server.storage.ledgers import KeyPeriod, read_keys
from consent_server.web.keys import (
    get_signer,
    ledger_key_path,
    next_ledger_key_path,
    public_key_path,
    settle_key,
    write_next_key,
)
from consent_server.web.ledger_writer import LedgerWriter
from tests.integration.web.installed import Installation, copy_of, installed
from tests.unit.ledger.builders import MOMENT, ORIGIN, SECOND, record_id
from tests.unit.storage.builders import SITE, new_record, rows_of, run

SEED = b"\x05" * 32


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, url) as shop:
        yield shop


def successor(shop: Installation) -> NoteSigner:
    """The key that is to follow, in its file."""
    write_next_key(next_ledger_key_path(shop.folder, SITE), SEED)
    return NoteSigner(ORIGIN, SEED)


def change_key(shop: Installation, writer: LedgerWriter) -> NoteSigner:
    new = successor(shop)
    writer.change_key(new, "scheduled", MOMENT, shop.random.randbytes)
    return new


class TestKeyChange:
    """From one key to the next, in a log that goes on."""

    def test_is_signed_by_both_once(self, shop: Installation) -> None:
        shop.record(1)
        writer = shop.writer()
        old = writer.log.signer
        new = change_key(shop, writer)
        shop.site.records.append(new_record(2))
        writer.take_all(MOMENT)

        notes = shop.newest().checkpoints(10)
        ids = {"+".join(it.vkey.split("+", 2)[:2]): it for it in (old, new)}
        assert [[ids[one] for one in peek_signers(note)] for note in notes] == [
            [old],
            [old, new],
            [new],
        ]
        for note, signer in zip(notes, (old, old, new), strict=True):
            open_checkpoint(note, NoteVerifier(signer.vkey))
        open_checkpoint(notes[1], NoteVerifier(new.vkey))

    def test_is_an_entry_that_names_both(self, shop: Installation) -> None:
        shop.record(1)
        writer = shop.writer()
        old = writer.log.signer
        shop.site.records.append(new_record(2))
        new = change_key(shop, writer)

        rows = list(rows_of(shop.newest(), 10))
        kinds = [parse_entry(row.entry).kind for row in rows]
        assert kinds == [EntryKind.VISITOR, EntryKind.VISITOR, EntryKind.KEY]
        assert rows[-1].decision is not None
        assert parse_succession(rows[-1].decision.part) == Succession(
            previous=old.vkey, next=new.vkey, reason="scheduled"
        )
        assert list(shop.newest().keys()) == [old.vkey, new.vkey]
        assert read_keys(shop.site.engine, SITE) == [
            KeyPeriod(epoch=1, position=0, vkey=old.vkey, began_at=SECOND),
            KeyPeriod(epoch=1, position=2, vkey=new.vkey, began_at=SECOND),
        ]

    def test_is_noticed_by_another_process(self, shop: Installation) -> None:
        shop.record(1)
        ours, theirs = shop.writer(), shop.writer()
        new = change_key(shop, theirs)
        shop.site.records.append(new_record(2))

        ours.take_all(MOMENT)

        assert ours.log.signer.vkey == new.vkey
        assert shop.newest().find_index(record_id(2)) == 2

    def test_is_noticed_after_the_old_key_was_destroyed(
        self, shop: Installation
    ) -> None:
        shop.record(1)
        ours, theirs = shop.writer(), shop.writer()
        settle_key(shop.folder, SITE, change_key(shop, theirs))
        shop.site.records.append(new_record(2))

        ours.take_all(MOMENT)

        assert shop.newest().find_index(record_id(2)) == 2

    def test_leaves_no_work_to_a_server_without_the_new_key(
        self, shop: Installation, tmp_path: Path
    ) -> None:
        """It has a folder of its own, and the old key in it."""
        shop.record(1)
        key = ledger_key_path(shop.folder, SITE)
        other = ledger_key_path(tmp_path / "other", SITE)
        other.parent.mkdir(parents=True)
        other.write_bytes(key.read_bytes())
        other.chmod(0o600)
        behind = LedgerWriter(shop.site.engine, SITE, tmp_path / "other")
        change_key(shop, shop.writer())
        shop.site.records.append(new_record(2))

        with pytest.raises(SettingError, match="copy the file"):
            behind.take_all(MOMENT)
        assert shop.newest().find_index(record_id(2)) is None

        shop.writer().take_all(MOMENT)
        assert shop.newest().find_index(record_id(2)) == 2

    def test_can_follow_another(self, shop: Installation) -> None:
        shop.record(1)
        writer = shop.writer()
        settle_key(shop.folder, SITE, change_key(shop, writer))
        write_next_key(next_ledger_key_path(shop.folder, SITE), b"\x06" * 32)
        third = NoteSigner(ORIGIN, b"\x06" * 32)
        writer.change_key(third, "scheduled", MOMENT, shop.random.randbytes)
        settle_key(shop.folder, SITE, third)

        assert [it.position for it in read_keys(shop.site.engine, SITE)] == [0, 1, 2]
        assert shop.writer().log.signer.vkey == third.vkey

    def test_changes_nothing_of_a_frozen_ledger(self, shop: Installation) -> None:
        shop.record(1)
        writer = shop.writer()
        run(shop.site, "UPDATE ledger SET frozen = 'a witness saw more'")

        with pytest.raises(SettingError, match="a witness saw more"):
            change_key(shop, writer)
        assert len(read_keys(shop.site.engine, SITE)) == 1

    def test_can_be_the_first_entry(self, shop: Installation) -> None:
        writer = shop.writer()
        new = change_key(shop, writer)

        assert shop.head().size == 1
        assert shop.head().vkey == new.vkey


class TestInterruptedRotation:
    """Between the commit and the new key's move to its place, a process may end."""

    def test_is_finished_at_the_next_start(self, shop: Installation) -> None:
        shop.record(1)
        old = ledger_key_path(shop.folder, SITE).read_bytes()
        new = change_key(shop, shop.writer())
        assert ledger_key_path(shop.folder, SITE).read_bytes() == old

        writer = shop.writer()

        assert writer.log.signer.vkey == new.vkey
        assert ledger_key_path(shop.folder, SITE).read_bytes() == SEED
        assert not next_ledger_key_path(shop.folder, SITE).exists()
        public = public_key_path(shop.folder, SITE).read_text("ascii")
        assert public == new.vkey + "\n"

    def test_is_forgotten_if_nothing_was_signed(self, shop: Installation) -> None:
        shop.record(1)
        before = shop.writer().log.signer
        successor(shop)

        assert shop.writer().log.signer.vkey == before.vkey
        shop.record(2)
        assert shop.head().size == 2

    def test_overwrites_the_old_key(self, shop: Installation) -> None:
        shop.record(1)
        path = ledger_key_path(shop.folder, SITE)
        with path.open("rb") as old:
            settle_key(shop.folder, SITE, change_key(shop, shop.writer()))

            assert old.read() == bytes(32)
        assert path.read_bytes() == SEED
        assert path.stat().st_mode & 0o777 == 0o600


def test_finds_no_key_that_is_not_there(shop: Installation) -> None:
    shop.record(1)

    with pytest.raises(SettingError, match="restore key and database"):
        get_signer(shop.folder, SITE, ORIGIN, NoteSigner(ORIGIN, SEED).vkey)


class TestHistory:
    """What the mark knows that the database does not."""

    @pytest.fixture
    def backup(
        self, request: pytest.FixtureRequest, url: str, tmp_path: Path
    ) -> Iterator[Installation]:
        """A database that was restored: its site has gone on since."""
        with installed(tmp_path, url) as shop:
            shop.record(1, 2)
        copied = copy_of(request, url, tmp_path / "backup.sqlite3")
        with installed(tmp_path, url) as shop:
            shop.record(3, 4, 5)
        with installed(tmp_path, copied) as restored:
            yield restored

    def test_stops_a_restored_backup(
        self, backup: Installation, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.ERROR)
        backup.record(6, 7)

        head = backup.head()
        assert head.size == 2
        assert head.frozen is not None
        assert "has seen 5 entries" in head.frozen
        assert backup.site.records.find(record_id(7)) is not None
        assert [record.message for record in caplog.records] == ["ledger_frozen"]

    def test_without_it_a_restored_backup_goes_on(self, backup: Installation) -> None:
        """Only a witness or a kept checkpoint shows this one."""
        (backup.folder / "ledgers" / "shop.head").unlink()
        backup.record(6)

        assert backup.head().frozen is None
        assert backup.head().size == 3

    @pytest.mark.parametrize(
        "statements",
        [
            pytest.param(
                "DELETE FROM checkpoint WHERE size > 2;"
                "DELETE FROM leaf WHERE position > 1;"
                "UPDATE ledger SET size = 2",
                id="cut-off-by-someone-who-knows-how",
            ),
        ],
    )
    def test_stops_a_log_whose_tail_was_cut(
        self, shop: Installation, statements: str
    ) -> None:
        shop.record(1, 2, 3)
        run(shop.site, statements)
        shop.record(4)

        assert "rolled back" in (shop.head().frozen or "")

    @pytest.mark.parametrize("further", [0, 2])
    def test_stops_a_log_that_was_signed_again(
        self, shop: Installation, further: int
    ) -> None:
        """With the key itself, from the first entry on, and perhaps further."""
        shop.record(1, 2, 3)
        mark = (shop.folder / "ledgers" / "shop.head").read_text("utf-8")
        for table in ("leaf", "tile", "checkpoint", "record", "todo"):
            run(shop.site, f"DELETE FROM {table}")  # noqa: S608 - our own names
        run(shop.site, "UPDATE ledger SET size = 0")
        (shop.folder / "ledgers" / "shop.head").unlink()
        shop.record(*range(11, 14 + further))
        (shop.folder / "ledgers" / "shop.head").write_text(mark, encoding="utf-8")
        shop.record(20)

        assert shop.head().size == 3 + further
        assert "rewritten" in (shop.head().frozen or "")

    def test_lets_a_log_go_on_whose_mark_was_not_written(
        self, shop: Installation
    ) -> None:
        """The sequencer was killed between the two."""
        path = shop.folder / "ledgers" / "shop.head"
        shop.record(1)
        mark = path.read_text("utf-8")
        shop.record(2)
        path.write_text(mark, encoding="utf-8")
        shop.record(3)

        assert shop.head().size == 3
        assert path.read_text("utf-8") == shop.head().note

    def test_waits_while_the_mark_cannot_be_written(self, shop: Installation) -> None:
        shop.record(1)
        folder = shop.folder / "ledgers"
        folder.rename(shop.folder / "elsewhere")
        folder.write_bytes(b"")

        with pytest.raises(StoreUnavailableError, match="nothing more is signed"):
            shop.record(2)
        assert shop.site.records.find(record_id(2)) is not None
        assert shop.head().size == 1
        assert shop.head().frozen is None

        folder.unlink()
        (shop.folder / "elsewhere").rename(folder)
        shop.record(3)
        assert shop.head().size == 3

    def test_stops_at_a_tree_that_is_not_the_signed_one(
        self, shop: Installation
    ) -> None:
        shop.record(1, 2, 3)
        run(shop.site, "UPDATE leaf SET epoch = 9 WHERE position = 1")
        run(shop.site, "DELETE FROM tile")
        shop.record(4)

        assert shop.head().frozen is not None


def test_signs_what_the_leaves_say(shop: Installation) -> None:
    shop.record(1, 2)
    change_key(shop, shop.writer())
    shop.record(3)

    store = shop.newest()
    leaves = [entry_hash(row.entry) for row in rows_of(store, 10)]
    signer = shop.writer().log.signer
    checkpoint = open_checkpoint(store.head().note or "", NoteVerifier(signer.vkey))
    assert (checkpoint.size, checkpoint.root) == (4, root_of(leaves))
    with pytest.raises(BrokenEvidenceError):
        open_checkpoint(store.checkpoints(9)[0], NoteVerifier(signer.vkey))
