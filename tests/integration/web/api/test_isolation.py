"""Every endpoint below ``/v1`` with every key that is not for it.

The endpoints come from the map of routes: one that is added is tried without anybody
remembering it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest
from werkzeug.routing import Rule

from consent_server.kernel.ids import system_random
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.token.api_key import COVERS, Role, make_secret
from consent_server.web.api.operation import Access, Operation
from consent_server.web.api.register import OPERATIONS
from tests.api import BLOG, SHOP, Server, contents, one_of_each
from tests.site import CATALOG, START

BY_ENDPOINT = {f"api.{one.name}": one for one in OPERATIONS}
ROLES = [role for role in Role if role is not Role.ADMIN]
NOWHERE = "nowhere"
NOBODYS: dict[str, object] = {
    "record_id": UUID(int=1),
    "draft_id": UUID(int=1),
    "export_id": UUID(int=1),
    "number": 1_000_000,
    "version": "0" * 64,
    "digest": "0" * 64,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method of one route."""

    method: str
    rule: Rule

    @property
    def operation(self) -> Operation | None:
        return BY_ENDPOINT.get(self.rule.endpoint)

    @property
    def public(self) -> bool:
        one = self.operation
        return one is not None and one.needed is Access.ANYBODY

    def path(self, site: str, ids: Mapping[str, object]) -> str:
        """Return the path with a site and the ids of things."""
        values = {name: ids[name] for name in self.rule.arguments - {"site_id"}}
        _, built = self.rule.build({**values, "site_id": site}) or ("", "")
        return built.removeprefix("/v1")


@pytest.fixture(scope="module")
def endpoints(server: Server) -> list[Endpoint]:
    """Every method of every route about a site."""
    return [
        Endpoint(method=method, rule=rule)
        for rule in server.app.url_map.iter_rules()
        if rule.rule.startswith("/v1/sites/<site_id>")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture(scope="module")
def ids(server: Server) -> dict[str, dict[str, object]]:
    """Something of each kind, by site."""
    return {site: one_of_each(server, site) for site in (SHOP, BLOG)}


@pytest.fixture
def unchanged(server: Server, ids: Mapping[str, object]) -> Iterator[None]:
    """Nothing is written."""
    assert ids
    before = contents(server)
    yield
    assert contents(server) == before


def _ask(
    server: Server, one: Endpoint, path: str, key: str
) -> tuple[int, dict[str, object]]:
    """Ask as somebody would who knows how; return status and problem."""
    body: dict[str, object] = {}
    if one.operation is not None and one.operation.catalog:
        body = {"json": {"catalog": CATALOG}}
    answer = server.ask(one.method, path, key, {"If-Match": "*"}, **body)
    return answer.status_code, answer.get_json(silent=True) or {}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("shown", ["none", "made-up", "revoked", "another-server"])
def test_answers_nobody_without_a_key(
    server: Server,
    endpoints: list[Endpoint],
    ids: Mapping[str, Mapping[str, object]],
    foreign_keys: Mapping[str, str],
    shown: str,
) -> None:
    for one in endpoints:
        status, problem = _ask(
            server, one, one.path(SHOP, ids[SHOP]), foreign_keys[shown]
        )
        if not one.public:
            assert (status, problem["code"]) == (401, "unauthorized"), one


@pytest.fixture(scope="module")
def foreign_keys(server: Server) -> dict[str, str]:
    """Keys that are none here."""
    keys = ApiKeyStore(server.parts.databases.main)
    key, revoked = keys.create(Role.OWNER, SHOP, "", START, system_random)
    keys.revoke(key.key_id, START)
    return {
        "none": "",
        "made-up": "secret",
        "revoked": revoked,
        "another-server": make_secret(Role.ADMIN, system_random),
    }


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("role", ROLES)
def test_tells_the_key_of_one_site_nothing_of_another(
    server: Server,
    endpoints: list[Endpoint],
    ids: Mapping[str, Mapping[str, object]],
    role: Role,
) -> None:
    for one in endpoints:
        if one.public:
            continue
        key = server.key(role, BLOG)
        known = _ask(server, one, one.path(SHOP, ids[SHOP]), key)
        unknown = _ask(server, one, one.path(NOWHERE, ids[SHOP]), key)
        assert known == unknown, one
        assert known[0] == 403, one


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("role", ROLES)
def test_lets_no_role_do_what_it_is_not_for(
    server: Server,
    endpoints: list[Endpoint],
    ids: Mapping[str, Mapping[str, object]],
    role: Role,
) -> None:
    for one in endpoints:
        needed = one.operation.needed if one.operation else Role.MIDDLEWARE
        if isinstance(needed, Role) and needed not in COVERS[role]:
            path = one.path(SHOP, ids[SHOP])
            assert _ask(server, one, path, server.key(role))[0] == 403, one


@pytest.mark.usefixtures("unchanged")
def test_finds_nothing_of_another_site_by_its_ids(
    server: Server, endpoints: list[Endpoint], ids: Mapping[str, Mapping[str, object]]
) -> None:
    tried = set()
    for one in endpoints:
        named = one.rule.arguments - {"site_id", "path"}
        if not named:
            continue
        theirs = _ask(server, one, one.path(SHOP, ids[BLOG]), server.key())
        nobodys = _ask(server, one, one.path(SHOP, NOBODYS), server.key())
        assert theirs == nobodys, one
        assert (theirs[0], theirs[1]["code"]) == (404, "not_found"), one
        tried |= named
    assert tried == {*NOBODYS}


@pytest.mark.usefixtures("unchanged")
def test_finds_nothing_of_another_site_by_what_is_sent(
    server: Server, ids: Mapping[str, Mapping[str, object]]
) -> None:
    theirs = ids[BLOG]["record_id"]
    erasure = {"record_id": theirs, "reason": "erasure_request"}
    listed = server.ask("GET", f"/sites/shop/records?record={theirs}")
    erased = server.ask("POST", "/sites/shop/erasures", json=erasure)

    assert (listed.status_code, erased.status_code) == (404, 404)


def test_lists_the_site_of_the_key_only(server: Server) -> None:
    for role in ROLES:
        found = server.ask("GET", "/sites", server.key(role, BLOG)).get_json()
        assert [one["site"] for one in found["sites"]] == [BLOG]
    for_all = server.ask("GET", "/sites", server.key(Role.ADMIN)).get_json()
    assert [one["site"] for one in for_all["sites"]] == [BLOG, SHOP]


@pytest.mark.parametrize("role", ROLES)
def test_lets_nobody_but_an_administrator_take_a_site_in(
    server: Server, role: Role
) -> None:
    before = contents(server)
    body = {"catalog": CATALOG.replace("id: shop", "id: third")}
    made = server.ask("POST", "/sites", server.key(role), json=body)

    assert made.status_code == 403
    assert contents(server) == before
