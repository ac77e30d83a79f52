"""Who signed when: keys that follow one another, and what does not fit."""

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.trust import Trust
from tests.unit.ledger.assembled import (
    AUDITOR,
    HOST,
    NEXT,
    THIRD,
    TRUST_FILE,
    Said,
    Signed,
    check,
    config,
    found,
    members_of,
    rotation,
    rows_of,
    visit,
)
from tests.unit.ledger.builders import SECOND, a_signer

FIRST = a_signer()
ROWS = rows_of(
    [config(), visit(1), rotation(FIRST, NEXT), visit(2), rotation(NEXT, THIRD)]
)
GOOD = [
    Signed(size=2, by=[FIRST]),
    Signed(size=3, by=[FIRST, NEXT]),
    Signed(size=4, by=[NEXT]),
    Signed(size=5, by=[NEXT, THIRD]),
]
KEYS = [FIRST, NEXT, THIRD]


@pytest.mark.parametrize("trusted", KEYS, ids=["first", "second", "third"])
def test_one_trusted_key_leads_to_the_others(trusted: NoteSigner) -> None:
    report = check(members_of(ROWS, GOOD, keys=KEYS), Trust.of_key(trusted.vkey))

    assert report.holds, report.problems
    assert [(one.since, one.until) for one in report.keys] == [
        (None, 2),
        (2, 4),
        (4, None),
    ]


def test_the_newest_checkpoints_alone_need_the_newest_key_alone() -> None:
    report = check(members_of(ROWS, GOOD[3:], keys=KEYS), Trust.of_key(THIRD.vkey))

    assert report.holds, report.problems


@pytest.mark.parametrize(
    ("place", "by", "expected"),
    [
        pytest.param(1, [NEXT], ["checkpoint", "checkpoint"], id="only-by-the-new"),
        pytest.param(1, [FIRST], ["checkpoint"], id="only-by-the-old"),
        pytest.param(2, [FIRST], ["checkpoint", "succession"], id="by-a-retired-one"),
        pytest.param(2, [NEXT, FIRST], ["succession"], id="also-by-a-retired-one"),
        pytest.param(0, [FIRST, NEXT], ["succession"], id="by-the-next-too-early"),
    ],
)
def test_shows_a_checkpoint_that_another_key_signed(
    place: int, by: list[NoteSigner], expected: list[str]
) -> None:
    signed = [*GOOD]
    signed[place] = Signed(size=GOOD[place].size, by=by)

    report = check(members_of(ROWS, signed, keys=KEYS))

    assert sorted(code for code, _ in found(report)) == expected


def test_shows_a_key_that_no_entry_proves() -> None:
    rows = rows_of([config(), visit(1)])
    signed = [Signed(size=2, by=[FIRST, NEXT])]

    report = check(members_of(rows, signed, keys=[FIRST, NEXT]))

    assert found(report) == [("succession", None)]


def test_shows_a_key_that_was_named_in_a_log_that_the_trusted_one_never_signed() -> (
    None
):
    rows = rows_of([config(), rotation(FIRST, NEXT), visit(1)])
    signed = [Signed(size=3, by=[NEXT])]

    report = check(members_of(rows, signed, keys=[FIRST, NEXT]))

    assert ("checkpoint", None) in found(report)
    assert "leads no further than 0 entries" in report.problems[0].message


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(rotation(FIRST, THIRD), id="of-a-key-that-was-retired"),
        pytest.param(rotation(NEXT, FIRST), id="back-to-a-retired-key"),
        pytest.param(
            rotation(NEXT, a_signer(name="other.example/log")), id="to-another-log"
        ),
    ],
)
def test_shows_a_succession_that_cannot_be(second: Said) -> None:
    rows = rows_of([config(), rotation(FIRST, NEXT), second])
    signed = [Signed(size=2, by=[FIRST, NEXT]), Signed(size=3, by=[NEXT])]

    report = check(members_of(rows, signed, keys=[FIRST, NEXT]))

    assert ("succession", 2) in found(report)


def test_shows_a_key_that_does_not_read() -> None:
    members = members_of(ROWS, GOOD, keys=KEYS) | {"keys.json": b'["nonsense"]'}

    assert "unreadable" in {code for code, _ in found(check(members))}


OTHER = NoteSigner("other.example/log", b"\x07" * 32)
"""Another log of the same owner, which signs with the same private key."""


@pytest.mark.parametrize(
    "keys", [[OTHER], [FIRST, OTHER], [OTHER, FIRST]], ids=["alone", "after", "before"]
)
def test_another_log_of_the_same_key_is_not_this_one(keys: list[NoteSigner]) -> None:
    """Its witnesses cosigned it as what it is, and it must not pass as this log."""
    rows = rows_of([config(), visit(1)])
    seen = [(AUDITOR, SECOND + 10), (HOST, SECOND + 10)]
    members = members_of(
        rows,
        [Signed(size=2, by=[OTHER], seen=seen)],
        keys=keys,
        manifest={"origin": FIRST.name},
    )

    try:
        report = check(members, TRUST_FILE)
    except SettingError:
        assert keys == [OTHER]
    else:
        assert not report.holds
        assert report.anchor is None
