"""The fast way through a bundle finds what the slow one finds, and nothing else."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import ConsentError
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.bundle_format import RECORDS
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.report_json import report_json
from consent_server.ledger.stored_row import format_line, stored_row
from consent_server.ledger.stretch import Judged, Stretch, judge_block
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from tests.unit.ledger.assembled import Signed, config, members_of, rows_of, visit
from tests.unit.ledger.builders import (
    NOTICE_DIGEST,
    POLICY_VERSION,
    SECOND,
    a_bundle,
    a_ledger,
    a_signer,
    pack,
    time_text,
    unpack,
    visitor_parts,
)

MEMBERS = unpack(a_bundle(a_ledger(8)))
TRUST = Trust.of_key(a_signer().vkey)


def slowly(
    _: Callable[[bytes], list[Judged]], blocks: Iterable[bytes]
) -> Iterator[tuple[bytes, list[Judged]]]:
    """Leave every line to be looked at by itself."""
    for block in blocks:
        yield block, [block.count(b"\n")]


def both_ways(bundle: bytes) -> tuple[object, object]:
    def judged(**how: Any) -> object:  # noqa: ANN401 - arguments of verify_bundle
        try:
            return report_json(verify_bundle(io.BytesIO(bundle), TRUST, **how))
        except ConsentError as error:
            return str(error)

    return judged(), judged(judge_blocks=slowly)


def test_takes_good_records_together() -> None:
    block = MEMBERS[RECORDS]

    first, stretch = judge_block(block)

    assert first == 1  # the CONFIG entry
    assert isinstance(stretch, Stretch)
    assert (stretch.start, stretch.stop) == (1, 9)


def lines_around(line: bytes) -> bytes:
    lines = MEMBERS[RECORDS].splitlines(keepends=True)
    return b"".join([*lines[:4], line, *lines[5:]])


GOOD = json.loads(MEMBERS[RECORDS].splitlines()[4])


def written(**changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    text = json.dumps(GOOD | changes, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass") + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(written(i=4.0), id="position-a-float"),
        pytest.param(written(i="4"), id="position-a-text"),
        pytest.param(written(i=True), id="position-a-boolean"),
        pytest.param(written(x=1), id="another-key"),
        pytest.param(written()[:-2] + b',"i":4}\n', id="repeated-key"),
        pytest.param(written()[:-1] + b" \n", id="space-after-it"),
        pytest.param(b" " + written(), id="space-before-it"),
        pytest.param(written()[:-1] + b"}\n", id="brace-after-it"),
        pytest.param(written(e=GOOD["e"][:-3] + "R=="), id="entry-not-canonical"),
        pytest.param(written(e=GOOD["e"][:-2]), id="entry-without-padding"),
        pytest.param(
            written(s=[*GOOD["s"][:2], GOOD["s"][2][:21] + "R=="]),
            id="salt-not-canonical",
        ),
        pytest.param(written(s=GOOD["s"][:2]), id="two-salts"),
        pytest.param(written(p=GOOD["p"][:2]), id="two-parts"),
        pytest.param(written(p=[*GOOD["p"], None]), id="four-parts"),
        pytest.param(written(p=[*GOOD["p"][:2], None]), id="salt-without-part"),
        pytest.param(written(s=[*GOOD["s"][:2], None]), id="part-without-salt"),
        pytest.param(written(p=[*GOOD["p"][:2], 7]), id="part-a-number"),
        pytest.param(written(p=[*GOOD["p"][:2], "\ud800"]), id="half-a-surrogate"),
        pytest.param(written(p=[*GOOD["p"][:2], ""]), id="empty-part"),
        pytest.param(written(p=7), id="parts-a-number"),
        pytest.param(
            written().replace(b'"p":["', b'"p":["\x01'), id="control-character"
        ),
        pytest.param(written().replace(b"shop", b"\xff\xfe"), id="not-utf-8"),
    ],
)
def test_says_of_a_bad_line_what_the_slow_way_says(line: bytes) -> None:
    fast, slow = both_ways(pack({**MEMBERS, RECORDS: lines_around(line)}))

    assert fast == slow
    assert isinstance(fast, dict)
    assert not fast["holds"] or line.strip() == written().strip()


def decision(text: str) -> RecordParts:
    good = visitor_parts(1)
    return RecordParts(
        subject=good.subject, decision=text.encode(), context=good.context
    )


NOW, LATER = time_text(SECOND), time_text(SECOND + 86_400)
OTHERS = (
    f'"action":"custom","purposes":{{}},"policy_version":"{POLICY_VERSION}",'
    f'"notice_digest":"{NOTICE_DIGEST}"'
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f'{{"a":{{"expires_at":"{LATER}","recorded_at":"{NOW}"}},{OTHERS},'
            f'"recorded_at":"{LATER}"}}',
            id="a-good-time-where-it-does-not-count",
        ),
        pytest.param(
            f'{{"expires_at":"{LATER}","a":{{"recorded_at":"{NOW}"}},{OTHERS},'
            f'"recorded_at":"{"~" * 27}"}}',
            id="what-takes-the-place-of-a-time",
        ),
        pytest.param(
            f'{{"expires_at":"{LATER}","a":{{"recorded_at":"{NOW}"}},{OTHERS},'
            f'"recorded_at":"\\u007e{"~" * 26}"}}',
            id="the-same-escaped",
        ),
        pytest.param(
            f'{{"expires_at":"{LATER}",{OTHERS},"recorded_at":"{NOW}",'
            f'"recorded_at":"{NOW}"}}',
            id="twice",
        ),
        pytest.param(
            f'{{"expires_at":"{LATER}",{OTHERS},"recorded_at":"{NOW}","a":NaN}}',
            id="not-a-number",
        ),
        pytest.param(
            f'{{{OTHERS},"recorded_at":"{NOW}","expires_at":"{LATER}"}}',
            id="the-other-way-round",
        ),
        pytest.param(f'{{{OTHERS},"recorded_at":"{NOW}"}}', id="no-expiry"),
        pytest.param(
            f'{{"expires_at":"{LATER}x",{OTHERS},"recorded_at":"{NOW}"}}',
            id="a-longer-expiry",
        ),
        pytest.param(
            f'{{"expires_at":"{LATER}",{OTHERS},"recorded_at":"{NOW}x"}}',
            id="a-longer-time",
        ),
    ],
)
def test_reads_of_a_strange_decision_what_the_slow_way_reads(text: str) -> None:
    # A good one of the same shape before it, so that something is remembered.
    entries = [
        config(),
        visit(2),
        (EntryKind.VISITOR, SECOND, decision(text.replace(LATER + '"}', NOW + '"}'))),
        (EntryKind.VISITOR, SECOND, decision(text)),
    ]
    rows = rows_of(entries)
    fast, slow = both_ways(pack(members_of(rows, [Signed(size=4)])))

    assert fast == slow


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_finds_after_any_change_what_the_slow_way_finds(data: st.DataObject) -> None:
    records = bytearray(MEMBERS[RECORDS])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(records) - 1))
        records[place] = data.draw(
            st.sampled_from(b'"\\{}[],:0aA~\n =') | st.integers(0, 255)
        )

    fast, slow = both_ways(pack({**MEMBERS, RECORDS: bytes(records)}))

    assert fast == slow


def test_begins_anew_after_a_line_that_is_not_clear() -> None:
    rows = rows_of([config(), *(visit(number) for number in range(1, 5))])
    lines = [format_line(stored_row(row)) for row in rows[1:]]

    judged = judge_block(b"".join([*lines[:2], b"\n", *lines[2:]]))

    assert [one if isinstance(one, int) else one.start for one in judged] == [1, 1, 3]


def test_reads_no_decision_that_is_no_json() -> None:
    parts = decision(canonical_json({"action": 1}).decode())
    rows = rows_of([(EntryKind.VISITOR, SECOND, parts)])

    assert judge_block(format_line(stored_row(rows[0]))) == [1]
