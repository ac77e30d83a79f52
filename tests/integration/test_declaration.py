"""The cookie declaration on the site's own origin."""

from consent_server.catalog.model import Service
from consent_server.notice.kept import life_in_words
from consent_server.notice.texts import TEXTS
from tests.site import Shop

PAGE = "/-/choices/declaration"
FRAGMENT = "/-/choices/declaration/fragment"


def read(shop: Shop, path: str = PAGE, **headers: str) -> str:
    return shop.get(path, **headers).get_data(as_text=True)


def services(shop: Shop) -> tuple[Service, ...]:
    return shop.middleware.site.policy.services


def test_lists_every_cookie_with_company_and_life(shop: Shop) -> None:
    """Rule E10."""
    page = read(shop)

    for service in services(shop):
        assert f"<h3><bdi>{service.name}</bdi></h3>" in page
        for cookie in service.cookies:
            assert f">{cookie.pattern.text}" in page
            life = life_in_words(cookie.life_seconds, TEXTS["en"])
            assert f">{life}</td>" in page
    assert "Google Ireland Limited" in page


def test_shows_the_visitor_s_own_choice_and_the_way_to_change_it(shop: Shop) -> None:
    assert "You have not chosen yet" in read(shop)
    shop.choose("grant_all")

    page = read(shop)

    assert "You allowed it" in page
    assert 'visitor-declaration-change" href="/-/choices/?language=en">' in page


def test_gives_a_fragment_that_is_the_same_for_all_who_have_not_chosen(
    shop: Shop,
) -> None:
    fragment = read(shop, FRAGMENT)

    assert fragment.startswith('<section class="visitor-declaration" lang="en"')
    assert "Your choice</dt>" not in fragment
    shop.choose("refuse_all")
    assert "You did not allow it" in read(shop, FRAGMENT)
    assert read(shop, FRAGMENT, Cookie="") == fragment


def test_speaks_the_language_it_is_asked_for(shop: Shop) -> None:
    asked = read(shop, f"{PAGE}?language=nb", Accept_Language="en")
    browser = read(shop, Accept_Language="nb")

    assert '<html lang="nb"' in asked
    assert '<html lang="nb"' in browser
    assert "<bdi>Dette nettstedet</bdi></td>" in browser


def test_stays_out_of_caches(shop: Shop) -> None:
    for path in (PAGE, FRAGMENT):
        assert shop.get(path).headers["Cache-Control"] == "no-store"


def test_is_linked_from_my_choices(shop: Shop) -> None:
    """Rule D5: in the language that one has read."""
    linked = read(shop, "/-/choices/?language=nb", Accept_Language="en")

    assert f'href="{PAGE}?language=nb"' in linked
    with shop.get("/-/choices/static/declaration.css") as style:
        assert style.status_code == 200
