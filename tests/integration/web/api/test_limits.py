"""What the interface takes, and how often: a change is made or refused, never lost."""

from pathlib import Path
from typing import Any

import pytest

from consent_server.token.api_key import Role
from consent_server.web.api.rate import Buckets, Rate
from tests.api import SHOP, Server, contents, open_server

CHOICES = "/sites/shop/choices"


def test_changes_nothing_when_it_says_too_often(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with open_server(tmp_path, Rate(burst=3, per_second=0.001), sites=[SHOP]) as server:
        answers = []
        for _ in range(5):
            before = contents(server)["record"]
            answers.append(server.choose())
            recorded = len(contents(server)["record"]) - len(before)
            assert recorded == (answers[-1].status_code == 201)
        before_all = contents(server)
        draft = server.ask("POST", CHOICES, server.key(Role.MIDDLEWARE), json={})
        assert contents(server) == before_all
        others = server.ask("GET", "/sites/shop")
        public = [server.ask("GET", "/sites/shop/ledger/keys", "") for _ in range(5)]

    assert [one.status_code for one in answers] == [201, 201, 201, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 1
    assert answers[-1].get_json()["code"] == "too_many_requests"
    assert draft.status_code == 429
    assert others.status_code == 200  # each key has a bucket of its own
    assert {one.status_code for one in public} == {200}  # nobody empties it for others


class TestBuckets:
    """So many at once, and so many more per second."""

    def test_fill_up_again_and_no_further(self) -> None:
        moment = [0.0]
        buckets = Buckets(Rate(burst=2, per_second=0.5), lambda: moment[0])

        assert [buckets.take("a") for _ in range(3)] == [0, 0, 2]
        moment[0] = 1.5
        assert (buckets.take("a"), buckets.take("b")) == (0.5, 0)
        moment[0] = 2.0
        assert [buckets.take("a") for _ in range(2)] == [0, 2]
        moment[0] = 1_000.0
        assert [buckets.take("a") for _ in range(3)] == [0, 0, 2]

    def test_forget_those_that_are_full(self) -> None:
        moment = [0.0]
        buckets = Buckets(Rate(burst=2, per_second=1.0), lambda: moment[0])
        for number in range(4_096):
            buckets.take(str(number))
        moment[0] = 10.0
        buckets.take("another")

        assert [*buckets._left] == ["another"]


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        (CHOICES, {"data": b"{", "content_type": "application/json"}, 400),
        (CHOICES, {"data": b'{"a":1,"a":2}', "content_type": "application/json"}, 400),
        (CHOICES, {"data": b'"\\ud800"', "content_type": "application/json"}, 400),
        (CHOICES, {"data": b"[]", "content_type": "application/json"}, 400),
        (CHOICES, {"data": b"a=b", "content_type": "text/plain"}, 415),
        (CHOICES, {"data": b"a: b", "content_type": "application/yaml"}, 415),
        (CHOICES, {"json": {}}, 422),
        (CHOICES, {"json": {"action": "x" * 20_000}}, 413),
        ("/sites/shop/drafts", {"json": {"catalog": "x" * 140_000}}, 413),
        (
            "/sites/shop/drafts",
            {"data": b"\xff", "content_type": "application/yaml"},
            400,
        ),
        ("/sites/shop/drafts", {"json": {"catalog": "site: \0"}}, 422),
        ("/sites/shop/exports", {"json": {"gzip": True}}, 422),
        (
            "/sites/shop/exports",
            {"json": {"since": "2026-03-02", "until": "2026"}},
            422,
        ),
    ],
)
def test_refuses_what_it_cannot_read(
    server: Server, path: str, sent: dict[str, Any], status: int
) -> None:
    before = contents(server)
    answer = server.ask("POST", path, **sent)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert contents(server) == before


def test_reads_no_large_body_where_none_is_wanted(server: Server) -> None:
    path, seen = server.draft()
    answer = server.ask("POST", f"{path}/review", headers=seen, data=b"x" * 20_000)

    assert answer.status_code == 413
    assert server.ask("GET", path).get_json()["reviewed_at"] is None


def test_reads_no_body_of_unknown_length(server: Server) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    answer = server.ask(
        "POST", CHOICES, headers=headers, content_type="application/json"
    )

    assert answer.status_code == 411


@pytest.mark.parametrize(
    "choice",
    [
        {"page": "https://evil.example/"},
        {"page": "https://shop.example.evil.example/"},
        {"page": "https://[/"},
        {"page": "https://shop.example:99999/"},
        {"page": "https://shop.example:a/"},
        {"page": "javascript:alert(1)"},
        {"action": "custom", "purposes": {"marketing": "granted"}},
        {"action": "custom", "purposes": {"nothing": "granted"}},
        {"action": "dance"},
        {"language": "xx"},
    ],
)
def test_records_no_choice_that_the_notice_could_not_make(
    server: Server, choice: dict[str, Any]
) -> None:
    before = contents(server)["record"]

    assert server.choose(**choice).status_code == 422
    assert server.choose(policy_version="0" * 64).status_code == 409
    assert contents(server)["record"] == before


def test_goes_on_with_the_pseudonym_of_a_good_token_only(server: Server) -> None:
    first = server.choose().get_json()
    forged = first["token"][:-4] + "AAAA"

    def subject(record: str) -> str:
        found = server.ask("GET", f"/sites/shop/records/{record}").get_json()
        return str(found["record"]["subject"]["subject_id"])

    same, other = (
        server.choose(action="refuse_all", token=token).get_json()["record_id"]
        for token in (first["token"], forged)
    )
    assert subject(same) == subject(first["record_id"]) != subject(other)


@pytest.mark.parametrize("shown", ["Basic \xff", "Bearer \xff", "Digest ,", "\xff"])
def test_knows_nobody_by_what_is_no_key(server: Server, shown: str) -> None:
    answer = server.ask("GET", "/sites", "", {"Authorization": shown})

    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/sites/shop/records/1", 404, "not_found"),
        ("GET", f"/sites/shop/erasures/{2**70}", 404, "not_found"),
        ("GET", "/sites/shop/policies/%00", 404, "not_found"),
        ("PATCH", "/sites/shop", 405, "method_not_allowed"),
        ("OPTIONS", "/sites/shop", 405, "method_not_allowed"),
    ],
)
def test_says_every_problem_in_one_shape(
    server: Server, method: str, path: str, status: int, code: str
) -> None:
    answer = server.ask(method, path)
    problem = answer.get_json()

    assert answer.mimetype == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (
        status,
        status,
        code,
    )
    assert problem.keys() == {"type", "title", "status", "code", "detail"}
