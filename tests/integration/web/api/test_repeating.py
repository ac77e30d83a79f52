"""A request that comes a second time changes nothing a second time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from consent_server.storage.api_replies import GIVEN_UP, KEPT, ReplyStore
from consent_server.web.api.repeating import REPLAYED
from tests.api import Server, contents, new_key
from tests.site import START

DRAFTS = "/sites/shop/drafts"
CHOICES = "/sites/shop/choices"


@pytest.fixture(autouse=True)
def now(server: Server) -> None:
    server.clock.moment = START


def test_answers_the_second_time_as_the_first(server: Server) -> None:
    found = server.parts.sites.find("shop")
    assert found is not None
    body = {
        "action": "refuse_all",
        "policy_version": found.site.policy.version,
        "language": "en",
    }
    once = {"Idempotency-Key": new_key()}
    first = server.ask("POST", CHOICES, headers=once, json=body)
    before = contents(server)
    again = server.ask("POST", CHOICES, headers=once, json=body)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert contents(server) == before


def test_refuses_a_key_that_was_used_for_something_else(server: Server) -> None:
    once = {"Idempotency-Key": new_key()}
    catalog = server.ask("GET", "/sites/shop").get_json()["catalog"]
    server.ask("POST", DRAFTS, headers=once, json={"catalog": catalog})
    before = contents(server)
    other = server.ask("POST", DRAFTS, headers=once, json={"catalog": f"{catalog}\n"})

    assert (other.status_code, other.get_json()["code"]) == (
        422,
        "idempotency_key_reused",
    )
    assert contents(server) == before


def test_keeps_the_keys_of_clients_apart(server: Server) -> None:
    once = {"Idempotency-Key": new_key()}
    for site in ("shop", "blog"):
        catalog = server.ask("GET", f"/sites/{site}", server.key(site=site)).get_json()
        made = server.ask(
            "POST",
            f"/sites/{site}/drafts",
            server.key(site=site),
            headers=once,
            json={"catalog": catalog["catalog"]},
        )
        assert (made.status_code, REPLAYED in made.headers) == (201, False)


def test_forgets_what_was_only_wrong(server: Server) -> None:
    once = {"Idempotency-Key": new_key()}
    catalog = server.ask("GET", "/sites/shop").get_json()["catalog"]
    wrong = server.ask("POST", DRAFTS, headers=once, json={"catalog": "no: catalog"})
    right = server.ask("POST", DRAFTS, headers=once, json={"catalog": catalog})

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_tries_again_what_was_refused_as_things_stood(server: Server) -> None:
    path, seen = server.draft()
    once = {"Idempotency-Key": new_key()}
    refused = server.ask("POST", f"{path}/publish", headers=seen | once)
    reviewed = server.ask("POST", f"{path}/review", headers=seen)
    seen = {"If-Match": reviewed.headers["ETag"]}
    published = server.ask("POST", f"{path}/publish", headers=seen | once)

    assert (refused.status_code, published.status_code) == (409, 200)
    assert REPLAYED not in published.headers


def test_makes_the_same_thing_when_the_first_answer_was_never_written(
    server: Server,
) -> None:
    once = {"Idempotency-Key": new_key()}
    catalog = server.ask("GET", "/sites/shop").get_json()["catalog"]
    first = server.ask("POST", DRAFTS, headers=once, json={"catalog": catalog})
    server.clock.moment += KEPT + timedelta(seconds=1)
    again = server.ask("POST", DRAFTS, headers=once, json={"catalog": catalog})

    assert REPLAYED not in again.headers
    assert again.get_json()["draft_id"] == first.get_json()["draft_id"]


def test_refuses_a_key_of_something_else_when_its_answer_is_forgotten(
    server: Server,
) -> None:
    """Or next week's draft would be last week's: the one that is there."""
    once = {"Idempotency-Key": new_key()}
    catalog = server.ask("GET", "/sites/shop").get_json()["catalog"]
    asked = {
        DRAFTS: [{"catalog": catalog}, {"catalog": f"{catalog}\n"}],
        "/sites/shop/exports": [
            {"form": "csv", "action": "grant_all", "without": ["context"]},
            {"form": "csv", "action": "refuse_all", "without": ["context"]},
        ],
    }
    for path, (first, other) in asked.items():
        answers = []
        for body in (first, first, other):
            answers.append(server.ask("POST", path, headers=once, json=body))
            ReplyStore(server.parts.databases.main).drop_old(START + 2 * KEPT)

        statuses = [it.status_code for it in answers]
        assert statuses in ([201, 201, 422], [202, 202, 422])
        assert answers[-1].get_json()["code"] == "idempotency_key_reused"


def test_makes_one_record_of_requests_that_come_at_once(server: Server) -> None:
    found = server.parts.sites.find("shop")
    assert found is not None
    body = {
        "action": "refuse_all",
        "policy_version": found.site.policy.version,
        "language": "en",
    }
    once = {"Idempotency-Key": new_key()}
    before = len(contents(server)["record"])

    def ask(_: int) -> int:
        return server.ask("POST", CHOICES, headers=once, json=body).status_code

    with ThreadPoolExecutor(8) as threads:
        answers = [*threads.map(ask, range(16))]

    assert set(answers) <= {201, 409}
    assert len(contents(server)["record"]) == before + 1
    assert ask(0) == 201


def test_asks_to_wait_while_the_first_is_worked_on(server: Server) -> None:
    replies = ReplyStore(server.parts.databases.main)
    assert replies.begin(b"1", b"digest", START) is None
    earlier = replies.begin(b"1", b"digest", START)
    assert earlier is not None
    assert earlier.reply is None
    assert replies.begin(b"1", b"digest", START + GIVEN_UP + timedelta(1)) is None


@pytest.mark.parametrize("key", [None, "", "short", "x" * 200, "spaces between them"])
def test_wants_a_key_for_every_change(server: Server, key: str | None) -> None:
    before = contents(server)
    headers = {"Authorization": f"Bearer {server.key()}"}
    headers |= {} if key is None else {"Idempotency-Key": key}
    answer = server.client.post(f"/v1{DRAFTS}", headers=headers, json={"catalog": "x"})

    assert (answer.status_code, answer.get_json()["code"]) == (
        400,
        "idempotency_key_missing",
    )
    assert contents(server) == before
