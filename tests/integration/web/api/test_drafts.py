"""A policy is prepared, reviewed, and only then published."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import OvertakenError
from consent_server.storage.policies import PolicyStore
from consent_server.storage.sites import digest_of
from consent_server.token.api_key import Role
from consent_server.web.api.sites import FILE
from consent_server.web.registering import compile_text, publish_site
from tests.api import MORE, SHOP, Server, open_server
from tests.site import CATALOG, settle


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own: what is in force changes."""
    tmp_path.chmod(0o700)
    with open_server(tmp_path, sites=[SHOP]) as opened:
        yield opened


class _Meanwhile:
    """A clock: the first who asks it for the time waits until something happened."""

    def __init__(self, clock: ManualClock, work: Callable[[], object]) -> None:
        self._clock = clock
        self._works = [work]

    def now(self) -> datetime:
        while self._works:
            self._works.pop()()
        self._clock.moment += timedelta(seconds=1)
        return self._clock.now()


def _step(
    server: Server, path: str, seen: dict[str, str], word: str
) -> tuple[int, str, dict[str, str]]:
    """Take a step; return status, code and the version to be seen next."""
    answer = server.ask("POST", f"{path}/{word}", headers=seen)
    etag = answer.headers.get("ETag", "")
    return answer.status_code, answer.get_json().get("code", ""), {"If-Match": etag}


def _version(server: Server) -> str:
    found = server.ask("GET", "/sites/shop/policies").get_json()["policies"]
    return str(next(one["version"] for one in found if one["in_force"]))


def test_publishes_what_was_reviewed_and_says_who_did(server: Server) -> None:
    before = _version(server)
    path, seen = server.draft()
    reviewed, _, seen = _step(server, path, seen, "review")
    published, _, _ = _step(server, path, seen, "publish")
    draft = server.ask("GET", path).get_json()

    assert (reviewed, published) == (200, 200)
    assert draft["policy_version"] == _version(server) != before
    assert draft["made_by"] == draft["reviewed_by"] == draft["published_by"]
    content = server.ask("GET", f"/sites/shop/policies/{draft['policy_version']}")
    assert b"hubspot.tracking" in content.data
    assert server.ask("GET", "/sites/shop").get_json()["catalog"] == MORE


def test_publishes_nothing_that_nobody_reviewed(server: Server) -> None:
    before = _version(server)
    path, seen = server.draft()

    assert _step(server, path, seen, "publish")[:2] == (409, "not_reviewed")
    assert _version(server) == before


def test_publishes_nothing_that_changed_since_the_review(server: Server) -> None:
    before = _version(server)
    path, seen = server.draft()
    _, _, reviewed = _step(server, path, seen, "review")
    changed = server.ask("PUT", path, headers=reviewed, json={"catalog": CATALOG})

    assert changed.status_code == 200
    assert _step(server, path, reviewed, "publish")[:2] == (412, "changed_meanwhile")
    now = {"If-Match": changed.headers["ETag"]}
    assert _step(server, path, now, "publish")[:2] == (409, "not_reviewed")
    assert _version(server) == before


def test_publishes_nothing_that_was_reviewed_over_another_catalog(
    server: Server,
) -> None:
    drafts = [server.draft(MORE), server.draft(CATALOG.replace("  - meta.pixel\n", ""))]
    seen = [(path, _step(server, path, it, "review")[2]) for path, it in drafts]
    (first, first_seen), (second, second_seen) = seen

    assert _step(server, first, first_seen, "publish")[0] == 200
    before = _version(server)
    changed = _step(server, second, second_seen, "publish")
    second_seen = {"If-Match": server.ask("GET", second).headers["ETag"]}
    unreviewed = _step(server, second, second_seen, "publish")
    assert changed[:2] == (412, "changed_meanwhile")
    assert unreviewed[:2] == (409, "reviewed_over_another")
    assert _version(server) == before


def test_reviews_no_change_that_nobody_has_seen(server: Server) -> None:
    path, seen = server.draft()
    preview = server.ask("GET", f"{path}/preview").get_json()
    smaller = CATALOG.replace("  - meta.pixel\n", "")
    publish_site(smaller, FILE, server.parts.databases, server.parts.around)

    assert _step(server, path, seen, "review")[:2] == (412, "changed_meanwhile")
    draft = server.ask("GET", path)
    assert draft.get_json()["reviewed_at"] is None
    assert draft.get_json()["replaces"] != preview["replaces"] == digest_of(CATALOG)
    again = _step(server, path, {"If-Match": draft.headers["ETag"]}, "review")
    assert again[0] == 200


def test_replaces_no_catalog_that_came_in_between(server: Server) -> None:
    databases, around = server.parts.databases, server.parts.around
    before, smaller = digest_of(CATALOG), CATALOG.replace("  - meta.pixel\n", "")
    meanwhile = _Meanwhile(
        server.clock, lambda: publish_site(MORE, FILE, databases, around)
    )
    interrupted = replace(around, clock=meanwhile)

    for late in (interrupted, around):
        with pytest.raises(OvertakenError, match="review it again") as caught:
            publish_site(smaller, FILE, databases, late, before)
        assert caught.value.code == "overtaken"
        in_force = PolicyStore(databases.main, SHOP).in_force()
        assert in_force == compile_text(MORE, FILE).content
        assert server.ask("GET", "/sites/shop").get_json()["catalog"] == MORE


def test_finishes_what_was_cut_off(server: Server) -> None:
    path, seen = server.draft()
    _, _, seen = _step(server, path, seen, "review")
    publish_site(MORE, FILE, server.parts.databases, server.parts.around)

    assert _step(server, path, seen, "publish")[0] == 200
    assert server.ask("GET", path).get_json()["policy_version"] == _version(server)


def test_publishes_once(server: Server) -> None:
    path, seen = server.draft()
    _, _, seen = _step(server, path, seen, "review")
    _, _, seen = _step(server, path, seen, "publish")
    before = server.ask("GET", "/sites/shop/policies").data
    again = _step(server, path, seen, "publish")

    assert again[0] == 200
    assert server.ask("GET", "/sites/shop/policies").data == before


@pytest.mark.parametrize("step", ["review", "publish"])
def test_wants_to_hear_what_was_seen(server: Server, step: str) -> None:
    path, _ = server.draft()

    assert _step(server, path, {}, step)[:2] == (428, "if_match_missing")
    assert _step(server, path, {"If-Match": "*"}, step)[0] == 428
    assert _step(server, path, {"If-Match": '"other"'}, step)[0] == 412
    assert server.ask("GET", path).get_json()["reviewed_at"] is None


def test_says_who_is_asked_again_before_it_happens(server: Server) -> None:
    """Consent covers what was told: a new service is asked about (E10, C12)."""
    server.choose()
    server.choose(action="refuse_all")
    path, _ = server.draft()
    more = server.ask("GET", f"{path}/preview").get_json()
    path, _ = server.draft(CATALOG.replace("  - meta.pixel\n", ""))
    less = server.ask("GET", f"{path}/preview").get_json()

    assert (more["needs_fresh_consent"], less["needs_fresh_consent"]) == (True, False)
    assert [one["service"] for one in more["changes"]] == ["hubspot.tracking"]
    assert (more["choices"], more["more_choices"]) == (2, False)
    assert "CAT029" in {one["code"] for one in more["findings"]}


@pytest.mark.parametrize(
    ("catalog", "code", "where"),
    [
        ("site: [", "catalog_invalid", "line 2: "),
        (CATALOG.replace("meta.pixel", "nobody.knows"), "catalog_invalid", "services"),
        (CATALOG.replace("id: shop", "id: blog"), "another_site", ""),
        (CATALOG.replace("[shop.", "[other."), "another_site", ""),
    ],
    ids=["no-yaml", "mistakes", "another-id", "another-domain"],
)
def test_keeps_no_draft_that_could_not_be_published(
    server: Server, catalog: str, code: str, where: str
) -> None:
    made = server.ask("POST", "/sites/shop/drafts", json={"catalog": catalog})
    problem = made.get_json()

    assert (made.status_code, problem["code"]) == (422, code)
    assert where in str(problem.get("errors", ""))
    assert server.ask("GET", "/sites/shop/drafts").get_json()["drafts"] == []


def test_takes_a_catalog_file_as_it_is(server: Server) -> None:
    made = server.ask(
        "POST", "/sites/shop/drafts", data=MORE, content_type="application/yaml"
    )

    assert made.status_code == 201
    assert made.get_json()["catalog"] == MORE


def test_drops_a_draft(server: Server) -> None:
    path, seen = server.draft()

    assert server.ask("DELETE", path, headers=seen).status_code == 204
    assert server.ask("GET", path).status_code == 404


def test_takes_a_site_in_whole_or_not(server: Server) -> None:
    text = CATALOG.replace("id: shop", "id: third").replace("shop.", "third.")
    admin = server.key(Role.ADMIN)
    body = {"catalog": text, "database": "west"}
    elsewhere = server.ask("POST", "/sites", admin, json=body)
    made = server.ask("POST", "/sites", admin, json={"catalog": text})
    again = server.ask("POST", "/sites", admin, json={"catalog": text})
    settle()

    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (
        409,
        "no_such_database",
    )
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/sites/third")
    assert (again.status_code, again.get_json()["code"]) == (409, "site_exists")
    assert server.ask("GET", "/sites/third", admin).get_json()["site"] == "third"
