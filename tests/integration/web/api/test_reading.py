"""What can be read: records by the page, their proof, what counts, and the ledger."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from consent_server.consent.statistics import SMALL
from consent_server.enforcement.evidence import Sighting, Surface
from consent_server.ledger.note import NoteVerifier
from consent_server.storage.restriction import restrict
from tests.api import BLOG, Server, contents, one_of_each, read_everything
from tests.command_line import run
from tests.site import settle

RECORDS = "/sites/shop/records"


@pytest.fixture(scope="module")
def ids(server: Server) -> list[str]:
    """Five persons, the first of whom chooses again: the records as they came."""
    made = [server.choose().get_json()]
    made += [server.choose(action="refuse_all").get_json() for _ in range(4)]
    made.append(
        server.choose(
            action="refuse_all",
            token=made[0]["token"],
            gpc=True,
            page="https://www.shop.example/basket?item=7",
            user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
        ).get_json()
    )
    settle()
    return [one["record_id"] for one in made]


def _listed(server: Server, query: str) -> list[str]:
    found = server.ask("GET", f"{RECORDS}?{query}")
    assert found.status_code == 200, found.get_data(as_text=True)
    return [one["record_id"] for one in found.get_json()["records"]]


def test_lists_every_record_once_while_others_come(
    server: Server, ids: list[str]
) -> None:
    found, more = list[str](), ""
    while True:
        page = server.ask("GET", f"{RECORDS}?limit=2{more}").get_json()
        found += [one["record_id"] for one in page["records"]]
        if page["next"] is None:
            break
        more = f"&cursor={page['next']}"
        server.choose(action="refuse_all")
        settle()

    assert [one for one in found if one in ids] == ids[::-1]
    assert len(found) == len({*found})


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("action=grant_all&record={0}", [0]),
        ("purpose=marketing%3Dgranted&record={0}", [0]),
        ("purpose=marketing%3Drefused&action=grant_all", []),
        ("until=2026-02-28", []),
        ("record={0}", [5, 0]),
        ("record={1}&since=2026-03-01", [1]),
        ("record={1}&since=2026-03-01T12:00:01Z", []),
    ],
)
def test_selects_as_an_export_does(
    server: Server, ids: list[str], query: str, wanted: list[int]
) -> None:
    assert _listed(server, query.format(*ids)) == [ids[it] for it in wanted]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=1&limit=2",
        "cursor=x",
        "cursor=WyJhIl0",  # of another list
        "since=2026-03-02&until=2026-03-01",
        "since=yesterday",
        "purpose==granted",
        "action=dance",
        "subject=1",
        "sort=asc",
    ],
)
def test_refuses_a_query_that_means_nothing(server: Server, query: str) -> None:
    answer = server.ask("GET", f"{RECORDS}?{query}")

    assert (answer.status_code, answer.get_json()["code"]) == (422, "query_invalid")
    assert answer.get_json()["errors"]


def test_shows_a_record_as_the_command_does(server: Server, ids: list[str]) -> None:
    shown = server.ask("GET", f"{RECORDS}/{ids[5]}").get_json()
    where = ("--data-dir", server.parts.around.data_dir, "--site", "shop")
    command = run("audit", "show", ids[5], "--json", *where)

    assert shown == json.loads(command.stdout)
    assert shown["record"]["page"] == {
        "origin": "https://www.shop.example",
        "path": "/basket",
    }
    assert shown["record"]["agent"]["family"] == "Firefox"
    assert shown["record"]["decision"]["signals"]["gpc"] is True
    assert shown["record"]["decision"]["surface"] == "api"
    assert len(shown["history"]) == 2


def test_gives_a_receipt_that_its_own_command_verifies(
    server: Server, ids: list[str], tmp_path: Path
) -> None:
    file, key = tmp_path / "receipt.json", tmp_path / "key"
    file.write_bytes(server.ask("GET", f"{RECORDS}/{ids[0]}/receipt").data)
    keys = server.ask("GET", "/sites/shop/ledger/keys").get_json()["keys"]
    key.write_text(keys[-1]["key"])

    verified = run("audit", "verify-receipt", file, "--key", key)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_says_what_a_person_chose_last(server: Server, ids: list[str]) -> None:
    for record in (ids[0], ids[5]):
        state = server.ask("GET", f"{RECORDS}/{record}/state").get_json()
        assert state["record_id"] == ids[5]
        assert set(state["purposes"].values()) == {"refused"}
        assert state["counts"] is True
    server.clock.moment = server.clock.moment.replace(year=2027)
    late = server.ask("GET", f"{RECORDS}/{ids[0]}/state").get_json()
    server.clock.moment = server.clock.moment.replace(year=2026)
    assert late["counts"] is False


def test_lists_nobody_whose_records_are_restricted(server: Server) -> None:
    """Restricted records are kept and used for nothing (GDPR Article 18)."""
    kept = server.choose().get_json()["record_id"]
    settle()
    assert kept in _listed(server, "limit=200")
    found = server.parts.sites.find("shop")
    assert found is not None
    stored = found.site.records.find(UUID(kept))
    assert stored is not None
    assert stored.subject_id is not None
    restrict(server.parts.databases.main, "shop", stored.subject_id, server.clock.now())
    erasure = {"record_id": kept, "reason": "erasure_request"}
    refused = server.ask("POST", "/sites/shop/erasures", json=erasure)

    assert kept not in _listed(server, "limit=200")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "restricted")


def test_notes_an_erasure_once_until_it_is_done(server: Server) -> None:
    record = server.choose().get_json()["record_id"]
    body = {"record_id": record, "reason": "erasure_request"}
    first, again = (
        server.ask("POST", "/sites/shop/erasures", json=body) for _ in range(2)
    )
    path = first.headers["Location"].removeprefix("/v1")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.get_json() == again.get_json()
    assert record not in first.get_data(as_text=True)
    assert server.ask("GET", path).get_json() == first.get_json()
    listed = server.ask("GET", "/sites/shop/erasures").get_json()["erasures"]
    assert listed.count(first.get_json()) == 1


def test_proves_itself_in_public_to_pages_of_the_site_only(server: Server) -> None:
    def ask(origin: str) -> str | None:
        headers = {"Origin": origin}
        path = "/v1/sites/shop/ledger/checkpoint"
        answer = server.client.get(path, headers=headers)
        assert answer.status_code == 200
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Origin" in answer.vary
        return answer.headers.get("Access-Control-Allow-Origin")

    assert ask("https://shop.example") == "https://shop.example"
    assert ask("https://www.shop.example") == "https://www.shop.example"
    for origin in (
        "http://shop.example",
        "https://blog.example",
        "https://shop.example.evil.example",
        "null",
        "*",
    ):
        assert ask(origin) is None
    note = server.client.get("/v1/sites/shop/ledger/checkpoint").get_data(as_text=True)
    keys = server.ask("GET", "/sites/shop/ledger/keys", "").get_json()["keys"]
    assert NoteVerifier(keys[-1]["key"]).open(note)


def test_lets_no_page_read_what_needs_a_key(server: Server) -> None:
    for path in ("/sites", "/sites/shop", RECORDS, "/sites/shop/ledger"):
        headers = {"Origin": "https://shop.example"}
        answer = server.ask("GET", path, headers=headers)
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "private" in answer.headers["Cache-Control"]


def test_says_how_the_ledger_stands_without_paths(server: Server) -> None:
    status = server.ask("GET", "/sites/shop/ledger")

    assert status.get_json()["origin"] == "shop.example/shop"
    assert str(server.parts.around.data_dir) not in status.get_data(as_text=True)


def test_confirms_what_a_client_has(server: Server, ids: list[str]) -> None:
    for path in ("/sites", f"{RECORDS}/{ids[0]}", "/sites/shop/policies"):
        etag = server.ask("GET", path).headers["ETag"]
        same = server.ask("GET", path, headers={"If-None-Match": etag})
        other = server.ask("GET", path, headers={"If-None-Match": '"other"'})
        assert (same.status_code, same.data, other.status_code) == (304, b"", 200)


def test_changes_nothing_when_it_is_only_read(server: Server) -> None:
    """No GET changes anything: a prefetch must not (RFC 9110 section 9.2.1)."""
    things = one_of_each(server, BLOG)
    before = contents(server)
    read = read_everything(server, BLOG, things)

    assert set(read.values()) == {200}
    assert len(read) > 15
    assert contents(server) == before


def test_deals_with_what_nobody_declares(server: Server) -> None:
    found = server.parts.sites.find("shop")
    assert found is not None
    found.evidence.see([Sighting(Surface.MARKUP, "static.hotjar.com", "")])
    found.flusher.flush()
    base, name = "/sites/shop/findings", {"finding": "host:static.hotjar.com"}
    [finding] = server.ask("GET", base).get_json()["findings"]
    steps = [
        server.ask("POST", f"{base}/{word}", json=name)
        for word in ("reopen", "ignore", "reopen")
    ]
    still_open = server.ask("GET", f"{base}?state=ignored").get_json()["findings"]
    unknown = server.ask("POST", f"{base}/ignore", json={"finding": "host:x.example"})

    assert (finding["id"], finding["state"]) == (name["finding"], "open")
    assert [one.status_code for one in steps] == [409, 200, 200]
    assert [one.get_json().get("state") for one in steps[1:]] == ["ignored", "open"]
    assert still_open == []
    assert unknown.status_code == 404


def test_counts_answers_and_hides_the_few(server: Server) -> None:
    def read(by: str) -> dict[str, Any]:
        path = f"/sites/blog/statistics?by={by}"
        found: dict[str, Any] = server.ask("GET", path, owner).get_json()
        return found

    owner = server.key(site=BLOG)
    few = read("day")
    for action in ["grant_all", "refuse_all"] * SMALL:
        server.choose(BLOG, action=action)
    settle()
    more = read("day")

    assert few["total"]["granted"] is few["total"]["answers"] is None
    assert more["rows"] == [
        more["total"] | {"value": "2026-03-01", "asked": more["rows"][0]["asked"]}
    ]
    assert more["total"]["granted"] >= SMALL
    assert {one["value"] for one in read("surface")["rows"]} == {"api"}
