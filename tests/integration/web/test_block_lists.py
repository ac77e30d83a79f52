"""Names that lists against cookie notices and trackers would hide or block.

A hidden notice asks nobody and a blocked gate releases nothing: the visitor is left
without a choice. The patterns are in the manner of such lists, in our own words.
"""

import re
from pathlib import Path

import pytest

from tests.site import CATALOG, App, Shop, make_shop

NAMES = re.compile(
    r"""
    cook(ie|y) | ^cc[-_] | ^ccc[-_] | ^gdpr | gdpr[-_] | dsgvo | rgpd | ccpa | lgpd
    | consent | ^cmp | [-_]cmp | ^tcf | iab | eupopup | ^eu[-_] | euc[-_]
    | privacy[-_]?(bar|banner|box|center|layer|manager|message|modal|notice|overlay
        |popup|preferences|prompt|settings|tool|wall|warning)
    | tracking | (^|[-_])track | opt[-_]?(in|out)\b | data[-_]?protection
    | (^|[-_])(banner|dialog|lightbox|modal|notice|notification|overlay|pop[-_]?up
        |toast|snackbar|interstitial|newsletter|paywall|disclaimer)([-_]|$)
    | (^|[-_])(ads?|adv|advert|sponsor|promo)([-_]|$)
    | accept[-_]?(all|banner|cookies) | (reject|decline|deny|agree)[-_]
    | onetrust | optanon | ^ot[-_]sdk | cybot | usercentrics | ^uc[-_] | didomi
    | quantcast | ^qc[-_] | truste | trustarc | evidon | iubenda | osano | termly
    | klaro | orejime | tarteaucitron | borlabs | cmplz | ^cky[-_] | moove | complianz
    | axeptio | sirdata | sourcepoint | ^sp[-_](message|veil) | ^fc[-_]consent
    | fundingchoices | cookiehub | ^ch2 | civic | ^ccc$ | metomic | secureprivacy
    """,
    re.IGNORECASE | re.VERBOSE,
)
PATHS = re.compile(
    r"""
    cookie | consent | gdpr | dsgvo | rgpd | ccpa | privacy[-_/]?(banner|notice|popup)
    | /cmp[./_-] | [-_.]cmp[./_-] | /tcf | \biab\b | /eu[-_]
    | [/_.-](banner|popup|overlay|modal|notice)[/_.-]
    | /ads?[/._-] | /adv | advert | analytic | track(er|ing)? | pixel | beacon
    | telemetry | /collect\b | /log(ger|ging)?[/.] | /stats?[/.]
    | /count(er)?[/.] | /events?[/.]
    | /impression | fingerprint | [?&](uid|cid|gclid|utm_[a-z]+)=
    | onetrust | optanon | cookiebot | usercentrics | didomi | quantcast | iubenda
    | osano | termly | klaro | orejime | tarteaucitron
    """,
    re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTES = re.compile(r'\s(id|class|src|href|action)="([^"]*)"')
OWN = ("/-/", "/static/")
PAGES = (
    "/",
    "/-/choices/",
    "/-/choices/declaration",
    "/-/choices/erase",
    "/-/choices/receipts/check",
    "/-/choices/elsewhere",
)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    page = b'<html><body><iframe src="https://www.youtube.com/embed/x"></iframe></body>'
    catalog = CATALOG + "  - youtube.embed\n"
    return make_shop(tmp_path, App(body=[page]), catalog)


def found_in(shop: Shop, path: str) -> tuple[set[str], set[str]]:
    """Return the ids and classes of a page, and our own addresses in it."""
    names: set[str] = set()
    addresses = {path}
    for attribute, value in ATTRIBUTES.findall(shop.get(path).get_data(as_text=True)):
        if attribute in {"id", "class"}:
            names.update(value.split())
        elif value.startswith(OWN):
            addresses.add(value)
    return names, addresses


@pytest.mark.parametrize("path", PAGES)
def test_no_list_hides_a_part_of_ours(shop: Shop, path: str) -> None:
    shop.choose("grant_all")
    names, _ = found_in(shop, path)

    assert {name for name in names if NAMES.search(name)} == set()


@pytest.mark.parametrize("path", PAGES)
def test_no_list_blocks_an_address_of_ours(shop: Shop, path: str) -> None:
    shop.choose("grant_all")
    _, addresses = found_in(shop, path)

    assert addresses
    assert {it for it in addresses if PATHS.search(it)} == set()


def test_sees_the_banner_and_the_placeholder(shop: Shop) -> None:
    names, addresses = found_in(shop, "/")

    assert {"visitor-choices", "visitor-choices-embed", "visitor-choices-link"} <= names
    assert any(address.endswith(".js") for address in addresses)


def test_no_list_takes_away_what_the_page_may_ask(shop: Shop) -> None:
    script = shop.middleware.site.policy.script.body

    assert b"visitorChoices" in script
    assert not NAMES.search("visitorChoices")


@pytest.mark.parametrize(
    "name",
    [
        "onetrust-banner-sdk",
        "CybotCookiebotDialog",
        "cc-window",
        "cookie-notice",
        "klaro",
        "gdpr-box",
        "tarteaucitronRoot",
        "privacy-popup",
        "js-track",
        "eu-law",
        "qc-cmp2-ui",
        "site-notice",
    ],
)
def test_the_patterns_know_what_lists_hide(name: str) -> None:
    assert NAMES.search(name)


@pytest.mark.parametrize(
    "path",
    [
        "/js/cookieconsent.min.js",
        "/consent.js",
        "/wp-content/plugins/gdpr/style.css",
        "/assets/tracking.js",
        "/a/pixel.gif",
        "/cmp.js",
        "/js/analytics.js",
    ],
)
def test_the_patterns_know_what_lists_block(path: str) -> None:
    assert PATHS.search(path)
