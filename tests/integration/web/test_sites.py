"""A server of many sites: found, followed, and kept apart from each other's faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from consent_server.enforcement.evidence import Surface
from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import SettingError, SiteUnavailableError
from consent_server.kernel.ids import system_random
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.storage.db import create_store_engine
from consent_server.storage.evidence import EvidenceStore
from consent_server.storage.ledgers import list_ledgers
from consent_server.storage.schema import require_schema
from consent_server.token.api_key import Role
from consent_server.web.authorising import KeyRing
from consent_server.web.databases import Databases
from consent_server.web.keys import token_key_path
from consent_server.web.parts import parts_of
from consent_server.web.registering import add_site, publish_site
from consent_server.web.server import create_server
from consent_server.web.site import Surroundings
from consent_server.web.sites import Sites
from tests.site import CATALOG, START, settle

BLOG = CATALOG.replace("id: shop", "id: blog").replace("shop.example", "blog.example")
SMALLER = CATALOG.replace("  - meta.pixel\n", "")
SCRIPT = "/-/choices/sites/{}.js"


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(data_dir=tmp_path, clock=ManualClock(START))


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    """The main one, and one that is called east."""
    tmp_path.chmod(0o700)
    urls = [
        URL.create("sqlite", database=str(tmp_path / name))
        for name in ("consent.sqlite3", "east.sqlite3")
    ]
    opened = Databases(create_store_engine(urls[0]), {"east": urls[1]})
    require_schema(opened.main)
    yield opened
    settle()
    opened.dispose()


@pytest.fixture
def sites(databases: Databases, around: Surroundings) -> Sites:
    """A registry of two sites that looks each time."""
    add_site(CATALOG, "shop.yaml", databases, around)
    add_site(BLOG, "blog.yaml", databases, around, "east")
    return Sites(databases, around, seconds=0)


def version_of(sites: Sites, site_id: str = "shop") -> str:
    found = sites.find(site_id)
    assert found is not None
    return found.site.policy.version


def test_finds_each_site_in_its_own_database(
    sites: Sites, databases: Databases
) -> None:
    shop, blog = sites.find("shop"), sites.find("blog")

    assert shop is not None
    assert blog is not None
    assert shop is sites.find("shop")
    assert list_ledgers(databases.main) == {"shop": "shop.example/shop"}
    assert list_ledgers(databases.get("east")) == {"blog": "blog.example/blog"}


@pytest.mark.parametrize("name", ["other", "", "../shop", "Shop", "x" * 200])
def test_keeps_nothing_for_names_that_somebody_made_up(sites: Sites, name: str) -> None:
    assert sites.find(name) is None
    assert sites._slots == {}


def test_follows_what_another_process_publishes(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    before = version_of(sites)
    published = publish_site(SMALLER, "shop.yaml", databases, around)

    assert version_of(sites) == before  # nobody waits for it
    settle()
    assert version_of(sites) == published.version != before


def test_writes_what_was_counted_under_the_policy_before(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    found = sites.find("shop")
    assert found is not None
    old, before = found.evidence, version_of(sites)
    for text in (SMALLER, CATALOG):
        publish_site(text, "shop.yaml", databases, around)
        sites.find("shop")
        settle()
        old.count(["google.analytics"], Surface.MARKUP, "refused")  # a late response
    publish_site(SMALLER, "shop.yaml", databases, around)
    sites.find("shop")
    settle()

    held = EvidenceStore(databases.main, "shop").read_held()
    assert [(one.policy_version, one.times) for one in held] == [(before, 2)]


def test_serves_the_others_beside_one_that_cannot_be_opened(
    sites: Sites, tmp_path: Path
) -> None:
    key = token_key_path(tmp_path, "shop")
    good = key.read_bytes()
    key.write_bytes(b"damaged")

    with pytest.raises(SiteUnavailableError) as caught:
        sites.find("shop")
    assert sites.find("blog") is not None
    assert str(tmp_path) not in str(caught.value)
    assert str(key) in sites.failures()["shop"]

    key.write_bytes(good)
    assert sites.find("shop") is not None
    assert sites.failures() == {}


def test_goes_on_with_what_it_has_while_a_change_cannot_be_opened(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    before = version_of(sites)
    publish_site(SMALLER, "shop.yaml", databases, around)
    key = token_key_path(around.data_dir, "shop")
    good = key.read_bytes()
    key.write_bytes(b"damaged")
    sites.find("shop")
    settle()

    assert version_of(sites) == before
    assert "shop" in sites.failures()
    key.write_bytes(good)
    settle()
    assert version_of(sites) != before


def test_is_away_with_its_database_only(
    databases: Databases, around: Surroundings
) -> None:
    add_site(CATALOG, "shop.yaml", databases, around)
    add_site(BLOG, "blog.yaml", databases, around, "east")
    elsewhere = Sites(Databases(databases.main, {}), around)

    with pytest.raises(SiteUnavailableError):
        elsewhere.find("blog")
    assert "CONSENT_DATABASES" in elsewhere.failures()["blog"]
    assert elsewhere.find("shop") is not None


@pytest.mark.usefixtures("sites")
def test_answers_script_tags_by_site(tmp_path: Path, databases: Databases) -> None:
    urls = {"east": databases.get("east").url}
    app = create_server(tmp_path, clock=ManualClock(START), databases=urls)
    client = app.test_client()
    token_key_path(tmp_path, "blog").write_bytes(b"damaged")
    shop, blog, other = (
        client.get(SCRIPT.format(name)) for name in ("shop", "blog", "other")
    )

    assert '"path":"/-/choices/sites/shop/"' in shop.get_data(as_text=True)
    assert (blog.status_code, other.status_code) == (503, 404)
    assert blog.get_json()["code"] == "site_unavailable"
    assert blog.headers["Retry-After"]
    assert other.mimetype == blog.mimetype == "application/problem+json"
    assert "blog.example/blog" in client.get("/").get_data(as_text=True)
    assert client.get("/readyz").get_data(as_text=True) == ("fine\nunavailable: blog\n")
    assert client.get("/sites/blog/checkpoint").status_code == 200
    assert parts_of(app).sites.find("shop") is not None


@pytest.mark.usefixtures("sites")
class TestKeys:
    """Who may ask for what."""

    @pytest.fixture
    def ring(self, databases: Databases) -> KeyRing:
        return KeyRing(databases.main, ManualClock(START), seconds=0)

    def ask(self, ring: KeyRing, shown: str | None, site: str, role: Role) -> int:
        headers = [] if shown is None else [("Authorization", shown)]
        request = Request(EnvironBuilder(headers=headers).get_environ())
        try:
            ring.authorise(request, site, role)
        except (Unauthorized, Forbidden) as error:
            return error.code
        return 200

    def secret(self, databases: Databases, role: Role, site: str | None) -> str:
        keys = ApiKeyStore(databases.main)
        return f"Bearer {keys.create(role, site, '', START, system_random)[1]}"

    def test_takes_a_key_for_its_site_and_role(
        self, ring: KeyRing, databases: Databases
    ) -> None:
        owner = self.secret(databases, Role.OWNER, "shop")
        reader = self.secret(databases, Role.AUDITOR, "shop")
        admin = self.secret(databases, Role.ADMIN, None)

        assert self.ask(ring, owner, "shop", Role.MIDDLEWARE) == 200
        assert self.ask(ring, reader, "shop", Role.AUDITOR) == 200
        assert self.ask(ring, reader, "shop", Role.OWNER) == 403
        assert self.ask(ring, admin, "blog", Role.OWNER) == 200

    @pytest.mark.parametrize("site", ["blog", "nobody"], ids=["another", "unknown"])
    def test_answers_for_another_and_an_unknown_site_alike(
        self, ring: KeyRing, databases: Databases, site: str
    ) -> None:
        owner = self.secret(databases, Role.OWNER, "shop")

        assert self.ask(ring, owner, site, Role.OWNER) == 403

    @pytest.mark.parametrize(
        "shown", [None, "Bearer x", "Basic eDp5", "Bearer ck_owner_" + "A" * 43, ""]
    )
    def test_takes_nothing_that_is_no_key(
        self, ring: KeyRing, shown: str | None
    ) -> None:
        assert self.ask(ring, shown, "shop", Role.OWNER) == 401

    def test_takes_no_key_that_was_revoked(self, databases: Databases) -> None:
        shown = self.secret(databases, Role.OWNER, "shop")
        at_once = KeyRing(databases.main, ManualClock(START), seconds=0)
        later = KeyRing(databases.main, ManualClock(START), seconds=1_000)
        before = [self.ask(it, shown, "shop", Role.OWNER) for it in (at_once, later)]
        keys = ApiKeyStore(databases.main)
        keys.revoke(keys.list_all()[0].key_id, START)

        assert before == [200, 200]
        assert self.ask(at_once, shown, "shop", Role.OWNER) == 401
        assert self.ask(later, shown, "shop", Role.OWNER) == 200  # for some seconds


def test_takes_no_site_in_twice(databases: Databases, around: Surroundings) -> None:
    add_site(CATALOG, "shop.yaml", databases, around)
    with pytest.raises(SettingError, match="already"):
        add_site(SMALLER, "shop.yaml", databases, around, "east")

    require_schema(databases.get("east"))
    assert list_ledgers(databases.get("east")) == {}
