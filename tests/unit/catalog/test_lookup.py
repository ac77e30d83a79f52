"""Guesses at unknown cookies: exact, then the longest prefix that is safe."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.forms import parse_life
from consent_server.catalog.load import load_site
from consent_server.catalog.lookup import Guess, KnownCookie, known_cookies, look_up
from consent_server.catalog.lookup_yaml import declare
from consent_server.catalog.match import compile_matcher
from consent_server.storage.catalog_files import read_library
from tools.import_open_cookie_database import read_domains, read_life, read_row

LIBRARY = read_library()
ROWS = known_cookies()
SITE = """
extends: cookie_catalog
site: {id: shop, domains: [shop.example], languages: [en]}
controller: {name: Shop AS, country: DK}
services: [site.choice]
"""


@pytest.mark.parametrize(
    ("name", "domain", "platform"),
    [
        pytest.param("_ga", None, "Google Analytics", id="exact"),
        pytest.param("_ga_AB12CD", None, "Google Analytics", id="prefix"),
        pytest.param("_hjSessionUser_12", None, "Hotjar", id="longest-prefix"),
        pytest.param("_mkto_trk", None, "Marketo", id="corrected-owner"),
        pytest.param("ajs_user_id", None, "Segment", id="another-corrected-owner"),
        pytest.param("uid", "criteo.com", "Criteo", id="by-domain"),
        pytest.param("uid", "track.adform.net", "Adform", id="by-a-domain-above"),
        pytest.param("c", "creativecdn.com", "CreativeCDN", id="one-letter"),
        pytest.param("c", "rubiconproject.com", "Magnite", id="one-letter-elsewhere"),
        pytest.param("_s_x", "events.newsroom.bi", "Marfeel", id="short-prefix"),
    ],
)
def test_guesses(name: str, domain: str | None, platform: str) -> None:
    guess = look_up(name, domain)

    assert guess is not None
    assert guess.known.platform == platform


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        pytest.param("c", None, id="one-letter-without-domain"),
        pytest.param("u", "shop.example", id="one-letter-on-another-domain"),
        pytest.param("ID", None, id="two-letters"),
        pytest.param("_s", None, id="two-letters-and-a-mark"),
        pytest.param("_sctr", None, id="claimed-by-the-short-prefix-_s"),
        pytest.param("P_x", None, id="short-prefix-without-domain"),
        pytest.param("basket_of_mine", None, id="unknown"),
        pytest.param("", None, id="empty"),
        pytest.param("_GA", None, id="case-counts"),
    ],
)
def test_does_not_guess(name: str, domain: str | None) -> None:
    assert look_up(name, domain) is None


@pytest.mark.parametrize(
    ("name", "domains", "kind", "life"),
    [
        ("__hstc", (), "marketing", "6 months"),
        ("_fbp", (), "marketing", "90 days"),
        ("IDE", ("doubleclick.net",), "marketing", "13 months"),
        ("vuid", ("vimeo.com",), "analytics", "2 years"),
        ("ai_session", (), "analytics", "1 day"),
        ("ARRAffinity", (), "functional", "session"),
        ("FPLC", (), "analytics", "20 hours"),
    ],
)
def test_corrects_what_the_database_has_wrong(
    name: str, domains: tuple[str, ...], kind: str, life: str
) -> None:
    guess = look_up(name)

    assert guess is not None
    assert (guess.known.domains, guess.known.kind, guess.known.life) == (
        domains,
        kind,
        life,
    )


def test_names_others_with_the_same_name() -> None:
    guess = look_up("optout")

    assert guess is not None
    assert {guess.known.platform, *guess.others} == {"TripleLift", "Yahoo"}


@given(name=st.text(max_size=30), domain=st.none() | st.text(max_size=30))
def test_answers_any_text(name: str, domain: str | None) -> None:
    guess = look_up(name, domain)

    if guess is not None:
        assert name.startswith(guess.known.name.removesuffix("*"))


def a_name_of(row: KnownCookie) -> str:
    return row.name.replace("*", "x1")


@given(row=st.sampled_from(ROWS), with_domain=st.booleans())
def test_writes_a_declaration_that_loads_and_matches(
    row: KnownCookie, *, with_domain: bool
) -> None:
    name = a_name_of(row)
    domain = row.domains[0] if row.domains and with_domain else None
    guess = look_up(name, domain)
    if guess is None:
        assert domain is None
        return

    catalog = load_site(SITE + declare(guess, LIBRARY), "shop.yaml", LIBRARY)

    service = catalog.services[-1]
    assert compile_matcher([service]).match_cookie(name, service.cookies[0].domain)


def test_names_what_the_database_leaves_without_a_name() -> None:
    nameless = [row for row in ROWS if not (row.platform and row.owner)]
    for row in nameless:
        guess = Guess(name=row.name, known=row, seen_on=None, domain=None, others=())
        load_site(SITE + declare(guess, LIBRARY), "shop.yaml", LIBRARY)

    assert nameless


def test_never_calls_anything_necessary() -> None:
    """A guess must not exempt from consent; a person may."""
    purposes = set()
    for row in ROWS:
        guess = look_up(a_name_of(row), next(iter(row.domains), None))
        if guess is not None and guess.known.kind in {"security", "necessary"}:
            [service] = yaml.safe_load(declare(guess, LIBRARY))["own"]["services"]
            purposes |= set(service["purposes"])

    assert purposes == {"functional"}


def test_has_lives_that_a_catalog_reads() -> None:
    for life in {row.life for row in ROWS} - {"", "unlimited"}:
        parse_life(life)


@pytest.mark.parametrize(
    ("text", "life"),
    [
        ("1 Year", "1 year"),
        ("30 mins", "30 minutes"),
        ("90 sec", "90 seconds"),
        ("End of session (browser)", "session"),
        ("Seesion", "session"),
        ("0 days", "session"),
        ("forever", "unlimited"),
        ("Local Storage", "unlimited"),
        ("Session to 30 days", "1 month"),
        ("30 minutes, 3w or 1y depending on value", "1 year"),
        ("2 years after last activity", "2 years"),
        ("10 Nov 2030", ""),
        ("Varies", ""),
        ("Awin", ""),
        ("", ""),
    ],
)
def test_reads_the_spellings_of_a_lifetime(text: str, life: str) -> None:
    assert read_life(text) == life


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        (
            ".bing.com (3rd party) or .microsoft.com (3rd party)",
            "bing.com microsoft.com",
        ),
        ("google-analytics.com (3rd party) or ", "google-analytics.com"),
        ("Inspectlet.com (3rd party)", "inspectlet.com"),
        ("ads-[account].adhese.com", ""),
        ("ut", ""),
    ],
)
def test_reads_domains_out_of_free_text(text: str, domains: str) -> None:
    assert read_domains(text) == domains


@pytest.mark.parametrize(
    ("name", "wildcard", "read"),
    [
        ("ce_need_secure_cookie\t", "0", "ce_need_secure_cookie"),
        ("logglytrackings\u00adession", "0", "logglytrackingsession"),
        ("SSPR_*", "0", "SSPR_*"),
        ("_ga_", "1", "_ga_*"),
        ("Site History", "0", None),
    ],
)
def test_reads_names(name: str, wildcard: str, read: str | None) -> None:
    row = read_row(
        {
            "Cookie / Data Key name": name,
            "Wildcard match": wildcard,
            "Platform": "It",
            "Data Controller": "",
            "Domain": "",
            "Category": "Analytics",
            "Retention period": "1 day",
        }
    )

    assert row == (read and (read, "It", "It", "", "analytics", "1 day"))
