"""A site publishes another policy; its visitors' choices are carried over."""

from pathlib import Path

from werkzeug.test import Client

from consent_server.sdk.requests import RequestHead
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.web.embedded import embed
from tests.site import BASE, CATALOG, App, Shop, make_shop

LESS = CATALOG.replace("  - meta.pixel\n", "")
MORE = CATALOG + "  - hotjar\n"


def publish(shop: Shop, folder: Path, catalog: str) -> ConsentMiddleware:
    """Start the same site again with another file, over the same data."""
    file = folder / "next.yaml"
    file.write_text(catalog, encoding="utf-8")
    return embed(App(), file, shop.data_dir, clock=shop.clock)


def move(shop: Shop, middleware: ConsentMiddleware) -> Client:
    """Return the same browser, now in front of the new policy."""
    browser = Client(middleware)
    for name in ("__Host-choice", "choice-state"):
        cookie = shop.client.get_cookie(name, domain="shop.example")
        assert cookie is not None
        browser.set_cookie(name, cookie.value, domain="shop.example", secure=True)
    return browser


def head_of(browser: Client) -> RequestHead:
    cookie = browser.get_cookie("__Host-choice", domain="shop.example")
    assert cookie is not None
    return RequestHead(
        method="GET",
        host="shop.example",
        secure=True,
        headers={"cookie": f"__Host-choice={cookie.value}"},
    )


def test_goes_on_without_asking_when_a_service_is_gone(tmp_path: Path) -> None:
    """Rule C12: a change that is no more than less asks nobody."""
    shop = make_shop(tmp_path)
    shop.choose("grant_all")
    browser = move(shop, publish(shop, tmp_path, LESS))

    first = browser.get("/", base_url=BASE)
    again = browser.get("/", base_url=BASE)

    assert "<form" not in first.get_data(as_text=True)
    assert [it.partition("=")[0] for it in first.headers.getlist("Set-Cookie")] == [
        "choice-state"
    ]
    assert again.headers.getlist("Set-Cookie") == []


def test_asks_about_an_added_service_and_keeps_the_rest(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    before = shop.choose(
        "custom", purposes={"analytics": "granted", "marketing": "refused"}
    )
    assert before.status_code == 201
    middleware = publish(shop, tmp_path, MORE)
    browser = move(shop, middleware)

    page = browser.get("/", base_url=BASE).get_data(as_text=True)
    decision = middleware.site.decide(head_of(browser)).decision
    choices = browser.get("/-/choices/", base_url=BASE).get_data(as_text=True)

    assert "<form" in page
    assert {name: str(it.reason) for name, it in decision.services.items()} == {
        "google.analytics": "granted",
        "hotjar": "policy_changed",
        "meta.pixel": "refused",
        "site.choice": "exempt",
        "site.session": "exempt",
    }
    assert " checked" not in choices, "saving unchanged must not grant what is new"


def test_counts_the_new_answer_from_then_on(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    shop.choose("grant_all")
    middleware = publish(shop, tmp_path, MORE)
    browser = move(shop, middleware)
    browser.get("/", base_url=BASE)

    answered = Shop(middleware, browser, shop.clock, shop.data_dir)
    answered.choose("refuse_all")

    decision = middleware.site.decide(head_of(browser)).decision
    assert decision.decided
    assert not decision.allows("google.analytics")
