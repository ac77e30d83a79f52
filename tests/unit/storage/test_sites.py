"""The sites and keys of a server of many, on both databases."""

from datetime import date, timedelta
from random import Random

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.storage.sites import MAIN, Place, SiteStore
from consent_server.token.api_key import Role
from tests.unit.ledger.builders import MOMENT, SECOND
from tests.unit.storage.builders import Opened, run

RANDOM = Random(1).randbytes


def test_keeps_the_catalog_as_it_was_handed_in(site: Opened) -> None:
    text = "site:\r\n  id: shop # ø\n"
    store = SiteStore(site.engine)
    store.add("shop", text, "east", MOMENT)

    found = store.find("shop")
    assert found is not None
    assert (found.catalog, found.added_at) == (text, SECOND)
    assert store.find_place("shop") == found.place
    assert found.place.database == "east"
    assert store.list_all() == [found]


def test_tells_another_catalog_by_its_digest(site: Opened) -> None:
    store = SiteStore(site.engine)
    store.add("shop", "one", MAIN, MOMENT)
    before = store.find_place("shop")

    assert store.publish("shop", "two", MOMENT + timedelta(days=1))
    after = store.find("shop")
    assert after is not None
    assert after.place != before
    assert after.place == Place(digest=after.place.digest, database=MAIN)
    assert after.published_at - after.added_at == 86_400


def test_has_each_site_once_and_publishes_no_other(site: Opened) -> None:
    store = SiteStore(site.engine)
    store.add("shop", "one", MAIN, MOMENT)

    with pytest.raises(SettingError, match="already"):
        store.add("shop", "two", MAIN, MOMENT)
    assert not store.publish("blog", "one", MOMENT)
    assert store.find("blog") is None
    assert store.find_place("blog") is None


def test_finds_a_key_by_its_secret_and_never_keeps_that(site: Opened) -> None:
    keys = ApiKeyStore(site.engine)
    made, secret = keys.create(Role.OWNER, "shop", "till", MOMENT, RANDOM)
    keys.create(Role.ADMIN, None, "", MOMENT, RANDOM)

    found = keys.find(secret, MOMENT)
    assert found == made
    listed = keys.list_all("shop")
    assert [one.key_id for one in listed] == [made.key_id]
    assert len(keys.list_all()) == 2
    assert secret not in repr(keys.list_all())


def test_notes_the_day_of_use_and_no_more(site: Opened) -> None:
    keys = ApiKeyStore(site.engine)
    _, secret = keys.create(Role.ADMIN, None, "", MOMENT, RANDOM)
    assert keys.list_all()[0].used_on is None

    keys.find(secret, MOMENT)
    run(site, "UPDATE api_key SET created_at = 1")  # a second note would not show
    keys.find(secret, MOMENT + timedelta(hours=1))
    keys.find(secret, MOMENT + timedelta(days=3))
    keys.find(secret, MOMENT)  # a clock that was set back

    assert keys.list_all()[0].used_on == MOMENT.date() + timedelta(days=3)
    assert isinstance(keys.list_all()[0].used_on, date)


def test_takes_an_unknown_and_a_revoked_key_alike(site: Opened) -> None:
    keys = ApiKeyStore(site.engine)
    made, secret = keys.create(Role.OWNER, "shop", "", MOMENT, RANDOM)

    assert keys.revoke(made.key_id, MOMENT)
    assert not keys.revoke(made.key_id, MOMENT)
    assert keys.find(secret, MOMENT) is None
    assert keys.find(secret[:-4] + "AAAA", MOMENT) is None
    assert keys.find("nothing", MOMENT) is None


@pytest.mark.parametrize(
    ("role", "site_id"), [(Role.ADMIN, "shop"), (Role.MIDDLEWARE, None)]
)
def test_makes_no_key_of_a_wrong_reach(
    site: Opened, role: Role, site_id: str | None
) -> None:
    with pytest.raises(SettingError, match=f"role {role}"):
        ApiKeyStore(site.engine).create(role, site_id, "", MOMENT, RANDOM)
