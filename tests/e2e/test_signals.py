"""Vendors hear of every choice in time, and the page's own code may ask for one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.guarded_shop import GuardedShop, ShopApp, serve_shop

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TYPES = {
    "ad_storage": "denied",
    "ad_user_data": "denied",
    "ad_personalization": "denied",
    "analytics_storage": "denied",
    "functionality_storage": "denied",
    "personalization_storage": "denied",
    "security_storage": "granted",
}
MEASURED = TYPES | {"analytics_storage": "granted"}
# The shop's own snippet, as Google writes it: held until it is granted.
TAG = """
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments) }
  gtag('js', 1);
  gtag('config', 'G-EXAMPLE1');
</script>
<script>
  fbq = (...said) => sessionStorage.setItem('said', said);
  fbq('init', '1');
</script>
"""
LAYER = "() => (window.dataLayer ?? []).map((item) => [...item])"
NARROW = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'"
)
STRICT = ("Content-Security-Policy", NARROW)
OWN = """
window.heard = [];
window.first = new Promise((resolve) => visitorChoices.on('change', resolve));
visitorChoices.on('change', (state) => heard.push(state));
document.addEventListener('choices:change', ({ detail }) => heard.push(detail));
window.atStart = visitorChoices.state();
window.unasked = visitorChoices.grant({ services: ['meta.pixel'] });
const button = document.createElement('button');
button.textContent = 'Count me';
window.answer = new Promise((resolve) => {
  button.onclick = () => resolve(visitorChoices.grant({ purposes: ['analytics'] }));
});
document.body.append(button);
"""
NOTHING = {"decided": False, "purposes": [], "services": []}
COUNTED = {
    "decided": False,
    "purposes": ["analytics"],
    "services": ["google.analytics"],
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedShop]:
    folder = tmp_path_factory.mktemp("shop")
    with serve_shop(folder, ShopApp(head=TAG, script="")) as served:
        yield served


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedShop]:
    """A shop with a policy of its own, whose script and button ask for a choice."""
    app = ShopApp(script=OWN, headers=(STRICT,))
    with serve_shop(tmp_path_factory.mktemp("asking"), app) as served:
        yield served


def _layer(page: Page) -> Any:  # noqa: ANN401 - as wide as the page's own
    return page.evaluate(LAYER)


def test_google_is_told_before_its_tag_could_run_and_with_each_choice(
    browser: Browser, shop: GuardedShop
) -> None:
    """Rules GO3, GO4, GO5, GO10: denied; granted, then the tag; granted at once."""
    with shop.visit(browser) as visit:
        page = visit.open()
        assert _layer(page) == [["consent", "default", TYPES]]

        shop.banner(page, visit).choose({"analytics"})
        page.wait_for_function("window.dataLayer.length > 3")
        assert _layer(page) == [
            ["consent", "default", TYPES],
            ["consent", "update", MEASURED],
            ["js", 1],
            ["config", "G-EXAMPLE1"],
        ]

        visit.open("/", page)
        assert _layer(page)[:2] == [["consent", "default", MEASURED], ["js", 1]]


def test_a_vendor_that_runs_is_told_of_a_withdrawal_before_the_page_is_left(
    browser: Browser, shop: GuardedShop
) -> None:
    with shop.visit(browser) as visit:
        page = visit.open()
        shop.banner(page, visit).accept()
        page.wait_for_function("sessionStorage.getItem('said') === 'init,1'")

        page.evaluate("visitorChoices.withdraw()")
        page.wait_for_function("sessionStorage.getItem('said') === 'consent,revoke'")
        page.wait_for_function("!('fbq' in window)")

        assert _layer(page) == [["consent", "default", TYPES]]


def test_a_page_hears_of_a_choice_in_two_ways(
    browser: Browser, asking: GuardedShop
) -> None:
    with asking.visit(browser) as visit:
        page = visit.open()
        assert page.evaluate("[atStart, heard]") == [NOTHING, []]

        asking.banner(page, visit).choose({"analytics"})

        assert page.evaluate("heard") == [COUNTED | {"decided": True}] * 2
        visit.open("/", page)
        assert page.evaluate("[atStart, heard]") == [COUNTED | {"decided": True}, []]


def test_another_tab_hears_of_a_choice(browser: Browser, asking: GuardedShop) -> None:
    with asking.visit(browser) as visit:
        here, there = visit.open(), visit.open()
        asking.banner(here, visit).reject()

        assert there.evaluate("first") == NOTHING | {"decided": True}


def test_a_page_grants_by_the_visitors_own_act(
    browser: Browser, asking: GuardedShop
) -> None:
    """Rules G6, P1: what was asked for, recorded as asked by the page."""
    with asking.visit(browser) as visit:
        page = visit.open()
        page.get_by_role("button", name="Count me").click()

        assert page.evaluate("answer") is True
        assert page.evaluate("visitorChoices.state()") == COUNTED
        assert asking.banner(page, visit).is_shown
        visit.open("/-/choices/", page)
        expect(page.get_by_role("main")).to_contain_text("Allowed")


def test_a_page_cannot_grant_by_itself(browser: Browser, asking: GuardedShop) -> None:
    """Rule C1: consent is an act of the visitor."""
    with asking.visit(browser) as visit:
        page = visit.open()

        # Asked as the page was parsed: what a debugger evaluates counts as an act.
        assert page.evaluate("unasked") is False
        assert page.evaluate("visitorChoices.state()") == NOTHING


@pytest.mark.parametrize("act", ["refuseAll", "withdraw"])
def test_an_agent_refuses_without_an_act(
    browser: Browser, asking: GuardedShop, act: str
) -> None:
    with asking.visit(browser) as visit:
        page = visit.open()

        assert page.evaluate(f"visitorChoices.{act}()") is True
        assert page.evaluate("visitorChoices.state()") == NOTHING | {"decided": True}
        expect(asking.banner(page, visit).accept_button).to_be_hidden()


def test_a_page_leads_to_my_choices(browser: Browser, asking: GuardedShop) -> None:
    with asking.visit(browser) as visit:
        page = visit.open()
        page.evaluate("visitorChoices.open()")

        page.wait_for_url("**/-/choices/?language=en")


def test_nothing_can_be_put_in_its_place(browser: Browser, asking: GuardedShop) -> None:
    with asking.visit(browser) as visit:
        page = visit.open()

        assert (
            page.evaluate(
                """() => {
              window.visitorChoices = null;
              visitorChoices.state = null;
              return typeof visitorChoices.state();
            }"""
            )
            == "object"
        )


def test_the_documented_way_of_an_agent_refuses(
    browser: Browser, asking: GuardedShop
) -> None:
    """docs/reference/javascript.md, "For privacy agents"."""
    with asking.visit(browser) as visit:
        page = visit.open()
        page.locator('.visitor-choices button[name="act"][value="refuse_all"]').click()

        expect(page.locator(".visitor-choices")).to_be_hidden()
        expect(page.locator(".visitor-choices-link")).to_be_visible()
        assert page.evaluate("first") == NOTHING | {"decided": True}


def test_offers_what_is_documented_and_no_more(
    browser: Browser, asking: GuardedShop
) -> None:
    manual = (ROOT / "docs" / "reference" / "javascript.md").read_text("utf-8")
    types = (ROOT / "widget" / "visitor-choices.d.ts").read_text("utf-8")
    state, functions = (part.partition("\n}")[0] for part in types.split("{\n")[1:3])
    with asking.visit(browser) as visit:
        page = visit.open()
        offered = page.evaluate("Object.keys(visitorChoices)")
        told = page.evaluate("Object.keys(visitorChoices.state())")
        types_of_answers = page.evaluate(
            """() => [
              visitorChoices.on("change", () => {}),
              visitorChoices.refuseAll() instanceof Promise,
            ]"""
        )

    assert offered == re.findall(r"^\| `visitorChoices\.(\w+)\(", manual, re.MULTILINE)
    assert offered == re.findall(r"^  (\w+)\(", functions, re.MULTILINE)
    assert told == re.findall(r"^\| `(\w+)` \|", manual, re.MULTILINE)
    assert told == re.findall(r"readonly (\w+):", state)
    assert types_of_answers == [None, True]
    assert "`choices:change`" in manual
    assert '"choices:change": CustomEvent<State>' in types


@pytest.mark.parametrize("is_set", [True, False])
def test_a_signal_is_told_and_keeps_nobody_from_choosing(
    browser: Browser, asking: GuardedShop, *, is_set: bool
) -> None:
    """Rules GPC2, GPC4: the header decides, see test_decide.py."""
    with asking.visit(browser) as visit:
        if is_set:
            visit.context.set_extra_http_headers({"Sec-GPC": "1"})
        page = visit.open()

        told = page.get_by_text("Global Privacy Control")
        expect(told).to_be_visible(visible=is_set)
        asking.banner(page, visit).accept()
        assert page.evaluate("visitorChoices.state().services") == [
            "google.analytics",
            "meta.pixel",
        ]


def test_beside_a_second_script_of_ours_a_choice_is_told_once(
    browser: Browser, shop: GuardedShop
) -> None:
    """Rule GO5."""
    with shop.visit(browser) as visit:
        page = visit.open()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(error.message))
        page.evaluate(
            """() => new Promise((resolve) => {
              const first = document.querySelector('script[data-policy]');
              const second = document.createElement('script');
              for (const { name, value } of first.attributes)
                second.setAttribute(name, value);
              second.onload = resolve;
              document.head.append(second);
            })"""
        )
        shop.banner(page, visit).reject()

        expect(shop.banner(page, visit).accept_button).to_be_hidden()
        assert errors == []
        assert _layer(page) == [
            ["consent", "default", TYPES],
            ["consent", "update", TYPES],
        ]


@pytest.mark.parametrize("asked", ["null", "{ services: 'abc' }", "'marketing'"])
def test_code_that_grants_something_else_than_lists_is_told(
    browser: Browser, asking: GuardedShop, asked: str
) -> None:
    with asking.visit(browser) as visit:
        page = visit.open()

        said = page.evaluate(f"visitorChoices.grant({asked}).catch(String)")

        assert said.startswith("TypeError: visitorChoices.grant takes lists of ids")
