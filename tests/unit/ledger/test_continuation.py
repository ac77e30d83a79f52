"""Logs that continue another one."""

from dataclasses import replace

import pytest

from consent_server.ledger.caveats import caveats
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.epoch import Epoch
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from tests.unit.ledger.assembled import (
    Signed,
    beginning,
    check,
    config,
    found,
    members_of,
    rows_of,
    visit,
)
from tests.unit.ledger.builders import ORIGIN, a_signer

SECOND_LOG = f"{ORIGIN}/2"


def a_head(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=bytes([size]) * 32)


EPOCH = Epoch(number=2, stored=a_head(40), known=a_head(65), reason="restored_backup")


def judged(epoch: Epoch | None, name: str = SECOND_LOG, *, place: int = 0) -> Report:
    signer = a_signer(name=name)
    entries = [config(), visit(1)]
    if epoch is not None:
        entries.insert(place, beginning(epoch))
    rows = rows_of(entries)
    signed = [Signed(size=len(rows), by=[signer])]
    members = members_of(rows, signed, keys=[signer])
    return check(members, Trust.of_key(signer.vkey))


def test_names_the_entries_that_were_lost() -> None:
    report = judged(EPOCH)

    assert report.holds, report.problems
    assert "has not its entries 40 to 64: they were lost" in " ".join(caveats(report))


def test_continues_a_second_log_as_a_third() -> None:
    before = f"{ORIGIN}/2"
    epoch = Epoch(
        number=3, stored=a_head(5, before), known=a_head(5, before), reason="r"
    )

    assert judged(epoch, f"{ORIGIN}/3").holds


@pytest.mark.parametrize(
    ("epoch", "name"),
    [
        pytest.param(None, SECOND_LOG, id="not-said"),
        pytest.param(EPOCH, ORIGIN, id="first-log"),
        pytest.param(replace(EPOCH, number=3), SECOND_LOG, id="another-number"),
        pytest.param(
            replace(EPOCH, known=a_head(65, "other.example/log")),
            SECOND_LOG,
            id="another-ledger",
        ),
        pytest.param(replace(EPOCH, stored=a_head(66)), SECOND_LOG, id="more-left"),
    ],
)
def test_shows_what_does_not_continue(epoch: Epoch | None, name: str) -> None:
    assert ("epoch", 0) in found(judged(epoch, name))


def test_shows_a_beginning_in_the_middle() -> None:
    assert ("epoch", 1) in found(judged(EPOCH, place=1))
