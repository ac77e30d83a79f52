"""What each vendor's code is told, in its own words."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from consent_server.catalog.model import Interface
from consent_server.notice.assets import load_assets
from consent_server.notice.script import write_tell

pytestmark = pytest.mark.browser

TELLS = """([calls, stubs, words, steps]) => {
  const said = [];
  const note = (name) => (...args) => void said.push([name, ...args]);
  const page = {};
  for (const path of stubs) {
    const parts = path.split('.');
    const last = parts.pop();
    const owner = parts.reduce((place, part) => (place[part] ||= {}), page);
    owner[last] = note(path);
  }
  const tell = (0, eval)(calls);
  const told = [];
  for (const [isFirst, isGranted] of steps) {
    const may = Object.fromEntries(words.map((word) => [word, isGranted]));
    tell(may, isFirst, page);
    for (const name of ['dataLayer', 'uetq', '_paq', '_hsp']) {
      for (const item of page[name] ?? [])
        said.push(item.callee ? [...item] : item);
      if (page[name]) page[name].length = 0;
    }
    if (page.clarity?.q) said.push(...page.clarity.q.splice(0).map((it) => [...it]));
    told.push(said.splice(0));
  }
  return told;
}"""
STEPS = [(True, False), (False, True), (False, False)]
LOADED = [(False, True), (False, False)]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def _told(
    page: Page,
    interface: Interface,
    stubs: list[str],
    words: list[str],
    steps: list[tuple[bool, bool]],
) -> Any:  # noqa: ANN401 - as wide as what vendors take
    call = f"({load_assets().parts[interface]})"
    return page.evaluate(TELLS, [call, stubs, words, steps])


@pytest.mark.parametrize(
    ("interface", "words", "expected"),
    [
        pytest.param(
            Interface.GOOGLE_CONSENT_MODE,
            ["analytics_storage"],
            [
                [["consent", "default", {"analytics_storage": "denied"}]],
                [["consent", "update", {"analytics_storage": "granted"}]],
                [["consent", "update", {"analytics_storage": "denied"}]],
            ],
            id="google",
        ),
        pytest.param(
            Interface.MICROSOFT_UET,
            ["ad_storage"],
            [
                ["consent", "default", {"ad_storage": "denied"}],
                ["consent", "update", {"ad_storage": "granted"}],
                ["consent", "update", {"ad_storage": "denied"}],
            ],
            id="uet",
        ),
        pytest.param(
            Interface.MICROSOFT_CLARITY,
            ["analytics_Storage"],
            [
                [["consentv2", {"analytics_Storage": "denied"}]],
                [["consentv2", {"analytics_Storage": "granted"}]],
                [["consentv2", {"analytics_Storage": "denied"}], ["consent", False]],
            ],
            id="clarity",
        ),
        pytest.param(
            Interface.MATOMO,
            ["it"],
            [[["requireConsent"]], [["setConsentGiven"]], [["forgetConsentGiven"]]],
            id="matomo",
        ),
        pytest.param(
            Interface.MATOMO_COOKIES,
            ["it"],
            [
                [["requireCookieConsent"]],
                [["setCookieConsentGiven"]],
                [["forgetCookieConsentGiven"]],
            ],
            id="matomo-cookies",
        ),
        pytest.param(
            Interface.HUBSPOT,
            ["advertisement"],
            [
                [["setHubSpotConsent", {"advertisement": False}]],
                [["setHubSpotConsent", {"advertisement": True}]],
                [
                    ["setHubSpotConsent", {"advertisement": False}],
                    ["revokeCookieConsent"],
                ],
            ],
            id="hubspot",
        ),
    ],
)
def test_a_queue_is_told_before_the_vendor_reads_it(
    blank: Page, interface: Interface, words: list[str], expected: list[Any]
) -> None:
    """Rules GO3, GO4, GO11: a default first, then an update with each choice."""
    told = _told(blank, interface, [], words, STEPS)
    security = {"security_storage": "granted"}
    if interface is Interface.GOOGLE_CONSENT_MODE:
        expected = [[[*command, types | security]] for [[*command, types]] in expected]

    assert told == expected


@pytest.mark.parametrize(
    ("interface", "stub", "yes", "no"),
    [
        (Interface.META, "fbq", [["consent", "grant"]], [["consent", "revoke"]]),
        (
            Interface.PINTEREST,
            "pintrk",
            [["setconsent", True]],
            [["setconsent", False]],
        ),
        (Interface.AMPLITUDE, "amplitude.setOptOut", [[False]], [[True]]),
        (Interface.MOUSEFLOW, "mouseflow.stop", [], [[]]),
        (
            Interface.ZENDESK,
            "zE",
            [["messenger:set", "cookies", "all"]],
            [["messenger:set", "cookies", "none"]],
        ),
        (Interface.INTERCOM, "Intercom", [], [["shutdown"]]),
        (Interface.CRISP, "$crisp.push", [], [[["do", "session:reset"]]]),
        (Interface.PARDOT, "pdt", [["setOptIn", True]], [["revokeConsent"]]),
    ],
    ids=str,
)
def test_a_vendor_that_runs_is_told_yes_and_no(
    blank: Page, interface: Interface, stub: str, yes: list[Any], no: list[Any]
) -> None:
    told = _told(blank, interface, [stub], ["it"], LOADED)

    assert told == [[[stub, *said] for said in answer] for answer in (yes, no)]


@pytest.mark.parametrize(
    ("interface", "yes", "no"),
    [
        (Interface.TIKTOK, "ttq.grantConsent", "ttq.revokeConsent"),
        (Interface.MIXPANEL, "mixpanel.opt_in_tracking", "mixpanel.opt_out_tracking"),
    ],
    ids=str,
)
def test_a_vendor_with_two_calls_gets_the_right_one(
    blank: Page, interface: Interface, yes: str, no: str
) -> None:
    told = _told(blank, interface, [yes, no], ["it"], LOADED)

    assert told == [[[yes]], [[no]]]


def test_wordpress_is_told_by_category(blank: Page) -> None:
    told = _told(
        blank,
        Interface.WP_CONSENT_API,
        ["wp_set_consent"],
        ["statistics", "marketing"],
        LOADED,
    )

    assert told == [
        [["wp_set_consent", word, answer] for word in ("statistics", "marketing")]
        for answer in ("allow", "deny")
    ]


def test_application_insights_stops_cookies_and_sending(blank: Page) -> None:
    call = load_assets().parts[Interface.APP_INSIGHTS]
    state = blank.evaluate(
        f"""() => {{
          const seen = [];
          const appInsights = {{
            config: {{}},
            getCookieMgr: () => ({{ setEnabled: (on) => seen.push(on) }}),
          }};
          for (const it of [true, false]) ({call})({{ it }}, false, {{ appInsights }});
          return [seen, appInsights.config];
        }}"""
    )

    assert state == [[True, False], {"disableTelemetry": True}]


@pytest.mark.parametrize("interface", Interface, ids=str)
def test_a_vendor_that_is_not_there_is_no_trouble(
    blank: Page, interface: Interface
) -> None:
    _told(blank, interface, [], ["it"], STEPS)


def test_a_vendor_that_fails_keeps_no_other_from_hearing(blank: Page) -> None:
    words = {"both": ("a", "b"), "one": ("a",), "none": ()}
    tell = write_tell([("fails", words), ("hears", words)])
    heard = blank.evaluate(
        f"""() => {{
          const heard = [];
          const fails = () => {{ throw Error('of the vendor'); }};
          const hears = (may, isFirst) => heard.push(may, isFirst);
          const tell = {tell};
          tell(new Set(['a']), true);
          tell(new Set(['b', 'a']));
          return heard;
        }}"""
    )

    assert heard == [
        {"both": False, "one": True, "none": False},
        True,
        {"both": True, "one": True, "none": False},
        None,
    ]
