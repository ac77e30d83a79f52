"""Attacks on what was signed: checkpoints, origins and leaf hashes."""

import json
from collections.abc import Callable

import pytest

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import SettingError
from consent_server.ledger.bundle_format import (
    CHECKPOINTS,
    KEYS,
    LEAVES,
    MANIFEST,
    RECORDS,
)
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.signing import NoteSigner
from tests.unit.ledger.builders import (
    MOMENT,
    a_bundle,
    a_signer,
    add_config,
    add_record,
    pack,
    verify,
    visitor_parts,
)
from tests.unit.ledger.tampered import (
    HONEST,
    Members,
    codes,
    report_caveats,
)


def without_last_checkpoint(members: Members) -> Members:
    notes = json.loads(members[CHECKPOINTS])[:-1]
    return {**members, CHECKPOINTS: canonical_json(notes)}


def cut_to(members: Members, size: int) -> Members:
    """Cut a bundle to an older checkpoint as a careful forger would."""
    cut = without_last_checkpoint(members)
    manifest = json.loads(cut[MANIFEST]) | {"size": size}
    return {
        **cut,
        MANIFEST: canonical_json(manifest),
        LEAVES: cut[LEAVES][: size * 32],
        RECORDS: b"".join(cut[RECORDS].splitlines(keepends=True)[:size]),
    }


class TestCheckpoints:
    """What was signed was changed, left out or taken from elsewhere."""

    def test_shows_that_the_newest_checkpoint_was_left_out(self) -> None:
        report = verify(pack(without_last_checkpoint(HONEST)))

        assert ProblemCode.CUT_OFF in codes(report)
        assert not report.holds

    def test_shows_a_rollback_only_against_a_checkpoint_kept_elsewhere(self) -> None:
        newest = json.loads(HONEST[CHECKPOINTS])[-1]
        rolled_back = pack(cut_to(HONEST, 10))

        alone = verify(rolled_back)
        compared = verify(rolled_back, trusted=[newest])

        assert alone.holds
        assert "Not anchored" in report_caveats(alone)
        assert codes(compared) == {ProblemCode.CUT_OFF}

    def test_shows_a_rewritten_log_only_against_a_checkpoint_kept_elsewhere(
        self,
    ) -> None:
        store = MemoryLedgerStore()
        add_config(store)
        for number in range(1, 13):
            add_record(store, number, parts=visitor_parts(number, action="grant_all"))
        sequence(store, a_signer(), MOMENT)
        rewritten = a_bundle(store)

        alone = verify(rewritten)
        same_size = verify(rewritten, trusted=[json.loads(HONEST[CHECKPOINTS])[-1]])
        smaller = verify(rewritten, trusted=[json.loads(HONEST[CHECKPOINTS])[0]])

        assert alone.holds
        assert ProblemCode.FORK in codes(same_size)
        assert ProblemCode.TREE in codes(smaller)

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda note: note.replace("\n13\n", "\n14\n"), id="size"),
            pytest.param(lambda note: note[:-3] + "A=\n", id="signature"),
            pytest.param(lambda note: note.replace("shop", "chop"), id="origin"),
            pytest.param(lambda _: "", id="empty"),
            pytest.param(lambda _: "\ud800", id="half-a-surrogate"),
            pytest.param(lambda _: 7, id="a-number"),
        ],
    )
    def test_shows_an_altered_checkpoint(
        self, damage: Callable[[str], str | int]
    ) -> None:
        notes = json.loads(HONEST[CHECKPOINTS])
        notes[-1] = damage(notes[-1])

        report = verify(pack({**HONEST, CHECKPOINTS: json.dumps(notes).encode()}))

        assert codes(report) & {ProblemCode.CHECKPOINT, ProblemCode.UNREADABLE}

    @pytest.mark.parametrize(
        "signer",
        [
            pytest.param(a_signer(seed=b"\x01" * 32), id="another-key"),
            pytest.param(a_signer(name="other.example/log"), id="another-log"),
        ],
    )
    def test_does_not_judge_with_the_key_of_another_log(
        self, signer: NoteSigner
    ) -> None:
        with pytest.raises(SettingError, match="bundle of another ledger"):
            verify(a_bundle(), signer=signer)

    def test_shows_a_checkpoint_of_another_log_with_the_same_key(self) -> None:
        other = NoteSigner("other.example/log", b"\x07" * 32)
        store = MemoryLedgerStore()
        add_config(store)
        done = sequence(store, other, MOMENT)
        assert done is not None
        notes = [*json.loads(HONEST[CHECKPOINTS]), done.note]

        report = verify(pack({**HONEST, CHECKPOINTS: canonical_json(notes)}))

        assert codes(report) == {ProblemCode.CHECKPOINT}

    def test_shows_another_origin_in_the_manifest(self) -> None:
        manifest = json.loads(HONEST[MANIFEST]) | {"origin": "other.example"}

        report = verify(pack({**HONEST, MANIFEST: canonical_json(manifest)}))

        assert codes(report) == {ProblemCode.CHECKPOINT}

    def test_does_not_hold_without_any_checkpoint(self) -> None:
        empty: Members = {
            MANIFEST: canonical_json({**json.loads(HONEST[MANIFEST]), "size": 0}),
            CHECKPOINTS: b"[]",
            KEYS: b"[]",
            LEAVES: b"",
            RECORDS: b"",
        }

        assert codes(verify(pack(empty))) == {ProblemCode.CHECKPOINT}

    def test_refuses_more_checkpoints_than_a_bundle_may_have(self) -> None:
        notes = ["x"] * 10_001

        report = verify(pack({**HONEST, CHECKPOINTS: canonical_json([*notes])}))

        assert ProblemCode.UNREADABLE in codes(report)

    @pytest.mark.parametrize(
        "leaves",
        [
            pytest.param(lambda data: data[:-32], id="cut"),
            pytest.param(lambda data: data + bytes(32), id="longer"),
            pytest.param(lambda data: data[:-1], id="cut-inside-a-hash"),
            pytest.param(lambda data: bytes(32) + data[32:], id="first-changed"),
            pytest.param(lambda data: data[:-1] + b"\0", id="last-changed"),
        ],
    )
    def test_shows_changed_leaf_hashes(self, leaves: Callable[[bytes], bytes]) -> None:
        report = verify(pack({**HONEST, LEAVES: leaves(HONEST[LEAVES])}))

        assert ProblemCode.TREE in codes(report)

    def test_narrows_a_changed_leaf_to_the_entries_of_one_step(self) -> None:
        leaves = bytearray(HONEST[LEAVES])
        leaves[7 * 32] ^= 1

        report = verify(pack({**HONEST, LEAVES: bytes(leaves)}))

        tree = next(one for one in report.problems if one.code is ProblemCode.TREE)
        assert "entries 5 to 9" in tree.message
