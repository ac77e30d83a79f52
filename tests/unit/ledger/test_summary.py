"""What an export holds, counted and told."""

import json

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.ledger.bundle import Scope
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.counting import NAMES_COUNTED, OTHERS
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.stored_row import StoredRow, stored_row
from consent_server.ledger.summary import Tally
from consent_server.ledger.summary_page import Facts, summary_page
from tests.unit.ledger.builders import (
    DOCUMENTS,
    a_ledger,
    a_signer,
    some_contents,
    visitor_parts,
)
from tests.unit.ledger.test_flat import a_row

HOSTILE = "</p><script>alert(1)</script>"


def rows_of(store: MemoryLedgerStore) -> list[StoredRow]:
    return [stored_row(row) for row in store.rows(10_000)]


def tally_of(rows: list[StoredRow]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(row)
    tally.settle()
    return tally


def test_counts_actions_answers_and_days() -> None:
    tally = tally_of(rows_of(a_ledger(12)))

    assert tally.records == 12
    assert tally.actions["withdraw"] == 3
    assert tally.purposes["analytics"] == {"granted": 6, "refused": 6}
    assert [*tally.days.values()] == [12]
    assert [one.position for one in tally.published] == [0]


def test_goes_on_where_it_was_written_down() -> None:
    rows = rows_of(a_ledger(12))
    half = tally_of(rows[:6])
    taken_up = Tally.from_json(json.loads(json.dumps(half.to_json())))
    for row in rows[6:]:
        taken_up.add(row)

    assert taken_up.to_json() == tally_of(rows).to_json()


def test_does_not_grow_with_names_that_nobody_expects() -> None:
    tally = Tally()
    for number in range(NAMES_COUNTED + 50):
        tally.add(a_row(parts=visitor_parts(number, action=f"act {number}")))
    tally.settle()

    assert len(tally.actions) == NAMES_COUNTED + 1
    assert tally.actions[OTHERS] == 50


def test_counts_what_cannot_be_read() -> None:
    damaged = (1, b"damaged", *[None] * 7)

    assert tally_of([damaged]).unreadable == 1  # type: ignore[list-item]


def page_of(tally: Tally, documents: dict[str, bytes], scope: Scope) -> str:
    facts = Facts(
        scope=scope,
        tally=tally,
        keys=[a_signer().vkey],
        notes=some_contents(a_ledger()).notes,
        find_policy=documents.get,
        find_notice=documents.get,
    )
    return summary_page(facts).decode()


HEAD = peek_checkpoint(some_contents(a_ledger()).notes[-1])


def test_tells_it_in_one_file_without_scripts_or_anything_from_elsewhere() -> None:
    page = page_of(tally_of(rows_of(a_ledger())), DOCUMENTS, Scope(head=HEAD))

    assert "<svg" in page
    assert '<td class="count">6</td>' in page
    assert a_signer().vkey in page
    for foreign in ("<script", "<link", "src=", "url(", "http:", "https:"):
        assert foreign not in page.replace("http-equiv", "")


def test_lets_no_text_out_of_its_place() -> None:
    store = a_ledger()
    rows = [*rows_of(store), a_row(parts=visitor_parts(99, action=HOSTILE))]
    shown: dict[str, Json] = {
        "title": HOSTILE,
        "purposes": [{"title": HOSTILE, "services": [{"name": HOSTILE}]}],
        "texts": {"title": HOSTILE},
    }
    hostile = canonical_json({"shown": shown, "catalog": {"controller": HOSTILE}})
    documents = dict.fromkeys(DOCUMENTS, hostile)
    scope = Scope(head=HEAD, recipient=HOSTILE, selection={"subject": HOSTILE})

    assert HOSTILE not in page_of(tally_of(rows), documents, scope)


def test_is_written_whatever_a_document_holds() -> None:
    for odd in (b"[]", b"", b'{"shown":5,"catalog":7}', b'{"shown":{"purposes":[3]}}'):
        documents = dict.fromkeys(DOCUMENTS, odd)

        assert "<h1>" in page_of(
            tally_of(rows_of(a_ledger())), documents, Scope(head=HEAD)
        )
