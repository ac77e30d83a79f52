"""A new epoch: what it names, what comes with it, and what is left behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    MalformedEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.ledger.checkpoint import open_checkpoint
from consent_server.ledger.entry import EntryKind, entry_hash, parse_entry
from consent_server.ledger.epoch import Epoch, parse_epoch
from consent_server.ledger.log import prove
from consent_server.ledger.merkle import EMPTY_ROOT, require_inclusion, root_of
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.publication import parse_publication
from consent_server.ledger.signing import NoteSigner
from consent_server.storage.ledger_store import open_ledger
from consent_server.storage.ledgers import freeze, get_ledger, list_ledgers, read_keys
from consent_server.web.keys import ledger_key_path
from tests.integration.web.installed import Installation, copy_of, installed
from tests.unit.ledger.builders import MOMENT, ORIGIN, PUBLICATION, record_id
from tests.unit.storage.builders import SITE, new_record, rows_of

CONFIG, EPOCH, VISITOR = EntryKind.CONFIG, EntryKind.EPOCH, EntryKind.VISITOR


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, url) as shop:
        yield shop


@pytest.fixture
def restored(
    request: pytest.FixtureRequest, url: str, tmp_path: Path
) -> Iterator[Installation]:
    """A backup of three entries; five were signed, and two have come since."""
    with installed(tmp_path, url) as shop:
        shop.site.publish()
        shop.record(1, 2)
    copied = copy_of(request, url, tmp_path / "backup.sqlite3")
    with installed(tmp_path, url) as shop:
        shop.record(3, 4)
    with installed(tmp_path, copied) as restored:
        restored.record(5, 6)
        yield restored


def begin(shop: Installation, *, new_key: bool = False) -> Epoch:
    """Begin a new epoch; return what its first entry says."""
    recovery = shop.recovery()
    recovery.begin(recovery.look_ahead(), "restored", MOMENT, new_key=new_key)
    [row] = rows_of(shop.newest(), 1)
    assert row.decision is not None
    return parse_epoch(row.decision.part)


def kinds(shop: Installation, epoch: int) -> list[EntryKind]:
    rows = rows_of(shop.newest().at(epoch), 100)
    return [parse_entry(row.entry).kind for row in rows]


def mark_of(shop: Installation) -> Path:
    return shop.folder / "ledgers" / "shop.head"


def test_names_what_is_stored_and_what_is_known(restored: Installation) -> None:
    outlook = restored.recovery().look_ahead()
    said = begin(restored)

    assert (outlook.lost, outlook.rewritten) == (2, False)
    assert (said.number, said.reason) == (2, "restored")
    assert (said.stored.size, said.known.size) == (3, 5)
    assert said.stored.origin == said.known.origin == ORIGIN
    old_log = restored.newest().at(1)
    leaves = [entry_hash(it.entry) for it in rows_of(old_log, 3)]
    assert said.stored.root == root_of(leaves)


def test_gives_positions_to_what_waited(restored: Installation) -> None:
    assert restored.head().frozen is not None
    begin(restored)

    assert kinds(restored, 2) == [EPOCH, CONFIG, VISITOR, VISITOR]
    assert kinds(restored, 1) == [CONFIG, VISITOR, VISITOR]
    head = restored.head()
    assert (head.size, head.frozen) == (4, None)
    assert mark_of(restored).read_text("utf-8") == head.note
    assert list_ledgers(restored.site.engine) == {SITE: f"{ORIGIN}/2"}
    restored.record(7)
    assert restored.head().size == 5


def test_repeats_every_publication_before_any_record(shop: Installation) -> None:
    shop.site.publish()
    shop.record(1)
    freeze(shop.site.engine, SITE, "a witness saw more")
    begin(shop)
    begin(shop)

    assert kinds(shop, 2) == kinds(shop, 3) == [EPOCH, CONFIG]
    row = list(rows_of(shop.newest(), 2))[1]
    assert row.decision is not None
    assert parse_publication(row.decision.part) == PUBLICATION
    assert shop.site.publish() is False


def test_finds_every_record_in_its_own_log(restored: Installation) -> None:
    begin(restored)
    signer = restored.writer().log.signer
    old = NoteSigner(ORIGIN, ledger_key_path(restored.folder, SITE).read_bytes())

    for number, epoch, key in ((1, 1, old), (5, 2, signer)):
        record = restored.site.records.find(record_id(number))
        assert record is not None
        assert record.index is not None
        assert record.epoch == epoch
        store = restored.newest().at(epoch)
        proof = prove(store, record.index)
        assert proof is not None
        checkpoint = open_checkpoint(proof.note, NoteVerifier(key.vkey))
        require_inclusion(
            entry_hash(record.entry),
            record.index,
            checkpoint.size,
            proof.proof,
            checkpoint.root,
        )
        assert store.find_index(record_id(number)) == record.index
    assert restored.newest().at(2).find_index(record_id(1)) is None


def test_chains_three_epochs(shop: Installation) -> None:
    said = []
    for number in (1, 2, 3):
        shop.record(number)
        said.append(begin(shop))

    assert [it.number for it in said] == [2, 3, 4]
    assert [it.stored.origin for it in said] == [ORIGIN, f"{ORIGIN}/2", f"{ORIGIN}/3"]
    assert all(it.stored == it.known for it in said)
    for earlier, later in ((1, 2), (2, 3), (3, 4)):
        left = said[earlier - 1].stored
        rows = rows_of(shop.newest().at(earlier), 10)
        assert left.root == root_of(entry_hash(row.entry) for row in rows)
        assert kinds(shop, later)[0] is EPOCH
    assert [it.epoch for it in read_keys(shop.site.engine, SITE)] == [1, 2, 3, 4]


def test_is_opened_again_under_the_first_name(shop: Installation) -> None:
    shop.record(1)
    begin(shop)

    assert open_ledger(shop.site.engine, SITE, ORIGIN).epoch == 2
    with pytest.raises(SettingError, match="keeps its origin"):
        open_ledger(shop.site.engine, SITE, "other.example/shop")


def test_skips_an_epoch_that_only_the_mark_remembers(
    request: pytest.FixtureRequest, url: str, tmp_path: Path
) -> None:
    with installed(tmp_path, url) as shop:
        shop.record(1)
    copied = copy_of(request, url, tmp_path / "backup.sqlite3")
    with installed(tmp_path, url) as shop:
        begin(shop)
        shop.record(2, 3)
    with installed(tmp_path, copied) as restored:
        restored.record(4)
        assert "rolled back" in (restored.head().frozen or "")
        outlook = restored.recovery().look_ahead()
        said = begin(restored)

        assert outlook.lost == 3
        assert (said.number, said.known.origin) == (3, f"{ORIGIN}/2")
        assert restored.head().note is not None


def test_tells_a_rewritten_log_from_a_shorter_one(shop: Installation) -> None:
    shop.record(1, 2)
    mark = mark_of(shop).read_text("utf-8")
    signer = shop.writer().log.signer
    other = replace(
        open_checkpoint(mark, NoteVerifier(signer.vkey)), size=1, root=EMPTY_ROOT
    )
    text = f"{ORIGIN}\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    mark_of(shop).write_text(signer.sign(text), encoding="utf-8")
    shop.record(3)
    outlook = shop.recovery().look_ahead()

    assert "rewritten" in (shop.head().frozen or "")
    assert (outlook.lost, outlook.rewritten) == (0, True)
    assert begin(shop).known == other


def test_believes_a_checkpoint_that_somebody_kept(restored: Installation) -> None:
    """The mark is gone with its disk, and a witness has the newest checkpoint."""
    kept = mark_of(restored).read_text("utf-8")
    mark_of(restored).unlink()
    recovery = restored.recovery()

    assert recovery.look_ahead().lost == 0
    assert recovery.look_ahead([kept]).lost == 2


def test_believes_no_checkpoint_of_another_key(shop: Installation) -> None:
    shop.record(1)
    kept = mark_of(shop).read_text("utf-8")
    text = kept.partition("\n\n")[0] + "\n"
    forged = NoteSigner(ORIGIN, b"\x09" * 32).sign(text)

    with pytest.raises(BrokenEvidenceError, match="no key of this ledger"):
        shop.recovery().look_ahead([forged])
    with pytest.raises(MalformedEvidenceError, match="folder of its own"):
        shop.recovery().look_ahead([forged.replace("shop.example", "other.example")])


class TestNewKey:
    """The old one is lost, or somebody else has it."""

    def test_needs_no_old_key(self, shop: Installation) -> None:
        shop.record(1)
        path = ledger_key_path(shop.folder, SITE)
        old = path.read_bytes()
        path.unlink()
        begin(shop, new_key=True)
        shop.record(2)

        assert path.read_bytes() != old
        assert shop.head().size == 2
        assert get_ledger(shop.site.engine, SITE).vkey == shop.writer().log.signer.vkey

    def test_is_not_made_unasked(self, shop: Installation) -> None:
        shop.record(1)
        ledger_key_path(shop.folder, SITE).unlink()

        with pytest.raises(SettingError, match="cannot be read"):
            begin(shop)
        assert get_ledger(shop.site.engine, SITE).epoch == 1


def test_changes_nothing_when_the_ledger_went_on_meanwhile(shop: Installation) -> None:
    shop.record(1)
    recovery = shop.recovery()
    outlook = recovery.look_ahead()
    shop.record(2)

    with pytest.raises(StoreUnavailableError, match="changed meanwhile"):
        recovery.begin(outlook, "lost", MOMENT)
    assert get_ledger(shop.site.engine, SITE).epoch == 1
    assert shop.head().frozen == "a new epoch begins: lost"
    assert begin(shop).stored.size == 2


def test_is_followed_by_a_process_that_runs(shop: Installation) -> None:
    shop.record(1)
    running = shop.writer()
    begin(shop, new_key=True)
    shop.site.records.append(new_record(2))

    running.take_all(MOMENT)

    assert running.log.signer.name == f"{ORIGIN}/2"
    assert kinds(shop, 2) == [EPOCH, VISITOR]


def test_can_follow_a_log_without_any_checkpoint(shop: Installation) -> None:
    """The database was lost and made anew; the mark remembers the old one."""
    shop.writer()
    said = begin(shop)

    assert (said.stored.size, said.stored.root) == (0, EMPTY_ROOT)
    assert kinds(shop, 2) == [EPOCH]
