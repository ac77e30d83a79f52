"""The shipped library and the example sites, as they stand in the files."""

from collections import Counter
from pathlib import Path

import pytest

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.catalog.model import (
    OWNER,
    Catalog,
    Library,
    Party,
    Status,
    Transfer,
)
from consent_server.notice.texts import TEXTS

LANGUAGES = frozenset(TEXTS) - {"no"}  # which reads nb
ROOT = Path(__file__).parents[3]

MINUTE = 60
DAY = 24 * 60 * MINUTE

SITES = ("onwork", "omnium", "contracting", "promark", "webstep")


@pytest.fixture(scope="module")
def library() -> Library:
    file = ROOT / "cookie_catalog.yaml"
    return load_library(file.read_text(encoding="utf-8"), file.name)


@pytest.fixture(scope="module")
def matcher(library: Library) -> Matcher:
    return compile_matcher(library.services.values())


def load_example(name: str, library: Library) -> Catalog:
    file = ROOT / "examples" / "sites" / f"{name}.yaml"
    return load_site(file.read_text(encoding="utf-8"), file.name, library)


def test_has_the_five_purposes_of_which_one_is_exempt(library: Library) -> None:
    assert [(it.id, it.exempt) for it in library.purposes] == [
        ("necessary", True),
        ("functional", False),
        ("analytics", False),
        ("marketing", False),
        ("scoring", False),
    ]


@pytest.mark.parametrize(
    ("service_id", "purposes"),
    [
        ("hubspot.tracking", "marketing"),
        ("hubspot.forms", "functional"),
        ("hubspot.chat", "functional"),
        ("hubspot.ads", "marketing"),
        ("hubspot.consent", "necessary"),
        ("google.analytics", "analytics"),
        ("google.ads", "marketing"),
        ("google.floodlight", "marketing"),
        ("google.ga_audiences", "marketing"),
        ("google.tag_manager", "analytics marketing"),
        ("meta.pixel", "marketing"),
        ("meta.page", "marketing"),
        ("linkedin.insight", "marketing"),
        ("mouseflow", "analytics"),
        ("azure.appinsights", "analytics"),
        ("azure.hosting", "necessary"),
        ("zendesk", "functional analytics"),
        ("teamviewer", "functional"),
        ("goto.webinar", "marketing"),
        ("cookiebot", "necessary"),
        ("scoring.visitor", "scoring"),
        ("newsletter.pixel", "marketing"),
        ("newsletter.link_id", "marketing"),
        ("site.choice", "necessary"),
        ("site.language", "necessary"),
        ("site.load_balancer", "necessary"),
        ("site.session", "necessary"),
        ("site.remember_me", "functional"),
        ("site.form_memory", "functional"),
        ("site.statistics", "analytics"),
    ],
)
def test_has_the_systems_of_the_five_companies(
    service_id: str, purposes: str, library: Library
) -> None:
    assert library.services[service_id].purposes == tuple(purposes.split())


def test_has_the_other_units_of_the_field(library: Library) -> None:
    assert library.services.keys() >= {
        "activecampaign",
        "addthis",
        "albacross",
        "amplitude",
        "crisp",
        "criteo",
        "dealfront",
        "google.fonts",
        "google.maps",
        "google.recaptcha",
        "hotjar",
        "hubspot.cms",
        "intercom",
        "klaviyo",
        "mailchimp",
        "marketo",
        "matomo",
        "microsoft.clarity",
        "microsoft.uet",
        "mixpanel",
        "pardot",
        "pinterest.tag",
        "plausible",
        "segment",
        "snap.pixel",
        "stripe",
        "tawk",
        "tiktok.pixel",
        "vimeo.embed",
        "x.pixel",
        "youtube.embed",
    }


def test_every_exempt_service_says_why(library: Library) -> None:
    exempt = [it for it in library.services.values() if it.purposes == ("necessary",)]

    assert [it.id for it in exempt if not it.justification] == []


def test_no_service_mixes_the_exempt_purpose_with_others(library: Library) -> None:
    mixed = [
        it.id
        for it in library.services.values()
        if "necessary" in it.purposes and len(it.purposes) > 1
    ]

    assert mixed == []


def test_every_service_says_where_its_facts_come_from(library: Library) -> None:
    assert [it.id for it in library.services.values() if not it.evidence] == []


def test_every_service_says_what_it_is_in_the_same_languages(library: Library) -> None:
    said = [frozenset(it.descriptions) for it in library.services.values()]

    assert set(said) == {LANGUAGES}


def test_names_in_every_language_what_is_no_brand(library: Library) -> None:
    """Rule D5. What a site has of its own has no brand to be known by."""
    spoken = {it.id: frozenset(it.names) for it in library.services.values()}
    own = {it.id for it in library.services.values() if it.provider == OWNER}

    assert set(spoken.values()) == {frozenset(), LANGUAGES}
    assert [name for name in own if not spoken[name]] == []
    assert not spoken["google.analytics"]


def test_gives_no_two_services_one_name(library: Library) -> None:
    """In any language: a visitor who sets one has to tell it from the others."""
    services = library.services.values()
    doubled = {
        (language, name): times
        for language in LANGUAGES
        for name, times in Counter(
            it.names.get(language, it.name) for it in services
        ).items()
        if times > 1
    }

    assert doubled == {}


def test_says_the_same_of_two_services_in_every_language_or_in_none(
    library: Library,
) -> None:
    """A sentence is translated once; two translations of it are a slip."""
    translated: dict[str, set[tuple[str, ...]]] = {}
    for service in library.services.values():
        texts = service.descriptions
        translated.setdefault(texts["en"], set()).add(tuple(texts.values()))

    assert [text for text, found in translated.items() if len(found) > 1] == []


def test_processing_in_the_usa_is_never_said_to_stay_at_home(
    library: Library,
) -> None:
    wrong = [
        it.id
        for it in library.services.values()
        if "US" in it.countries and it.transfer is Transfer.NONE
    ]

    assert wrong == []


def test_providers_are_those_of_the_services(library: Library) -> None:
    used = {it.provider for it in library.services.values()}

    assert used == {*library.providers, OWNER}


def test_dead_services_are_marked(library: Library) -> None:
    dead = {it.id for it in library.services.values() if it.status is Status.DEAD}

    assert dead == {"addthis"}


@pytest.mark.parametrize(
    ("service_id", "cookie", "party", "life_seconds"),
    [
        ("hubspot.tracking", "__hstc", Party.FIRST, 180 * DAY),
        ("hubspot.tracking", "hubspotutk", Party.FIRST, 180 * DAY),
        ("hubspot.chat", "messagesUtk", Party.FIRST, 180 * DAY),
        ("meta.pixel", "_fbp", Party.FIRST, 90 * DAY),
        ("meta.pixel", "_fbc", Party.FIRST, 90 * DAY),
        ("google.ads", "IDE", Party.THIRD, 390 * DAY),
        ("google.ads", "test_cookie", Party.THIRD, 15 * MINUTE),
        ("google.analytics", "FPID", Party.FIRST, 400 * DAY),
        ("google.analytics", "FPLC", Party.FIRST, 20 * 60 * MINUTE),
        ("google.ads", "FPAU", Party.FIRST, 90 * DAY),
        ("microsoft.uet", "_uetsid", Party.FIRST, DAY),
        ("microsoft.uet", "_uetvid", Party.FIRST, 390 * DAY),
        ("vimeo.embed", "vuid", Party.THIRD, 400 * DAY),
        ("linkedin.insight", "li_gc", Party.THIRD, 180 * DAY),
        ("dealfront", "_lfa", Party.FIRST, 365 * DAY),
        ("azure.hosting", "ARRAffinity", Party.FIRST, None),
        ("azure.appinsights", "ai_user", Party.FIRST, 365 * DAY),
    ],
)
def test_corrects_what_other_lists_get_wrong(
    service_id: str,
    cookie: str,
    party: Party,
    life_seconds: int | None,
    library: Library,
) -> None:
    (found,) = (
        it for it in library.services[service_id].cookies if it.pattern.text == cookie
    )

    assert (found.party, found.life_seconds) == (party, life_seconds)


@pytest.mark.parametrize(
    ("host", "path", "query", "services"),
    [
        ("www.googletagmanager.com", "/gtag/js", "id=G-1", {"google.analytics"}),
        ("www.googletagmanager.com", "/gtag/js", "id=AW-1", {"google.ads"}),
        ("www.googletagmanager.com", "/gtag/js", "id=DC-1", {"google.floodlight"}),
        ("www.googletagmanager.com", "/gtm.js", "id=GTM-1", {"google.tag_manager"}),
        ("tags.shop.example", "/x/gtm.js", "id=GTM-1", {"google.tag_manager"}),
        ("1.fls.doubleclick.net", "/activityi;src=1", "", {"google.floodlight"}),
        ("www.google.co.uk", "/ads/ga-audiences", "", {"google.ga_audiences"}),
        ("www.google.no", "/pagead/1p-user-list/1/", "", {"google.ads"}),
        ("www.google.com", "/recaptcha/api.js", "", {"google.recaptcha"}),
        ("www.google.com", "/search", "", set()),
        ("region1.google-analytics.com", "/g/collect", "", {"google.analytics"}),
        ("connect.facebook.net", "/en_US/fbevents.js", "", {"meta.pixel"}),
        ("connect.facebook.net", "/nb_NO/sdk.js", "", {"meta.page"}),
        ("www.facebook.com", "/tr", "id=1&noscript=1", {"meta.pixel"}),
        ("www.facebook.com", "/plugins/page.php", "", {"meta.page"}),
        ("www.facebook.com", "/onwork", "", set()),
        ("js-eu1.hs-scripts.com", "/1.js", "", {"hubspot.tracking"}),
        ("js-eu1.hsforms.net", "/forms/embed/v2.js", "", {"hubspot.forms"}),
        ("js-eu1.usemessages.com", "/conversations-embed.js", "", {"hubspot.chat"}),
        ("js.hsadspixel.net", "/fb.js", "", {"hubspot.ads"}),
        ("cdn.mouseflow.com", "/projects/1.js", "", {"mouseflow"}),
        ("js.monitor.azure.com", "/scripts/b/ai.3.js", "", {"azure.appinsights"}),
        ("static.zdassets.com", "/ekr/snippet.js", "key=1", {"zendesk"}),
        ("register.gotowebinar.com", "/register/1", "", {"goto.webinar"}),
        ("stats.shop.example", "/matomo/matomo.php", "", {"matomo"}),
        ("shop.example", "/app.js", "id=G-1", set()),
    ],
)
def test_attributes_addresses(
    host: str, path: str, query: str, services: set[str], matcher: Matcher
) -> None:
    assert matcher.match_url(host, path, query) == services


@pytest.mark.parametrize(
    ("text", "services"),
    [
        pytest.param(
            "window.dataLayer=window.dataLayer||[];function gtag()"
            "{dataLayer.push(arguments)}gtag('js',new Date());gtag('config','G-1');",
            {"google.analytics"},
            id="gtag-for-analytics",
        ),
        pytest.param(
            'gtag("event", "conversion", {send_to: "AW-1/x"})',
            {"google.ads"},
            id="gtag-for-ads",
        ),
        pytest.param(
            "gtag('config', 'DC-1')", {"google.floodlight"}, id="gtag-for-floodlight"
        ),
        pytest.param(
            "gtag('config', 'G-1'); gtag('config', 'AW-1')",
            {"google.analytics", "google.ads"},
            id="gtag-for-both",
        ),
        pytest.param(
            "(function(w,l,i){w[l].push({'gtm.start':1});s.src="
            "'https://www.googletagmanager.com/gtm.js?id='+i})(window,'d','GTM-1')",
            {"google.tag_manager"},
            id="tag-manager",
        ),
        pytest.param("fbq('track','PageView')", {"meta.pixel"}, id="meta"),
        pytest.param(
            '_linkedin_partner_id = "1";', {"linkedin.insight"}, id="linkedin"
        ),
        pytest.param("window._mfq = window._mfq || [];", {"mouseflow"}, id="mouseflow"),
        pytest.param(
            "hbspt.forms.create({portalId: '1'})", {"hubspot.forms"}, id="hubspot-forms"
        ),
        pytest.param(
            '(function(c,l,a,r,i,t,y){})(window,document,"clarity","script","x")',
            {"microsoft.clarity"},
            id="clarity",
        ),
    ],
)
def test_attributes_inline_snippets(
    text: str, services: set[str], matcher: Matcher
) -> None:
    assert matcher.match_inline(text) == services


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("dataLayer.push({event: 'view'})", id="own-data-layer"),
        pytest.param("window.dataLayer = window.dataLayer || []", id="own-list"),
        pytest.param("gtag('consent','default',{ad_storage:'denied'})", id="consent"),
        pytest.param("location.href = 'https://t.co/x'", id="short-link"),
        pytest.param("const host = 'shop.at.com'", id="own-host"),
        pytest.param("link('https://www.facebook.com/shop')", id="plain-link"),
        pytest.param("link('https://www.linkedin.com/company/shop')", id="other-link"),
        pytest.param("document.cookie = 'language=nb'", id="own-cookie"),
        pytest.param("analytics = {track: function(){}}", id="own-analytics"),
        pytest.param("fetch('/api/score')", id="own-api"),
        pytest.param("switch (x) { case 'G': break }", id="letters"),
    ],
)
def test_leaves_first_party_code_alone(text: str, matcher: Matcher) -> None:
    assert matcher.match_inline(text) == frozenset()


@pytest.mark.parametrize(
    ("name", "domain", "services"),
    [
        ("_ga_ABC123", None, {"google.analytics"}),
        ("_gac_UA-1", None, {"google.analytics"}),
        ("mf_0f2a", None, {"mouseflow"}),
        ("visitor_id1-hash", None, {"pardot"}),
        ("mp_abc_mixpanel", None, {"mixpanel"}),
        ("uid", None, set()),
        ("uid", "gum.criteo.com", {"criteo"}),
        ("IDE", ".doubleclick.net", {"google.ads"}),
        ("fr", "evilfacebook.com", set()),
        ("player", None, set()),
        ("_sctr", None, {"snap.pixel"}),
        ("_s", None, set()),
    ],
)
def test_attributes_cookies(
    name: str, domain: str | None, services: set[str], matcher: Matcher
) -> None:
    claimed = matcher.match_cookie(name, domain)

    assert claimed >= services
    assert bool(claimed) is bool(services)


@pytest.mark.parametrize("name", SITES)
def test_example_site_loads_and_remembers_the_choice(
    name: str, library: Library
) -> None:
    catalog = load_example(name, library)

    assert catalog.site.id == name
    assert f"{name}.localhost" in catalog.site.domains
    assert "site.choice" in {it.id for it in catalog.services}


@pytest.mark.parametrize(
    ("name", "languages", "jurisdiction"),
    [
        ("onwork", ("en", "nb"), "NO"),
        ("omnium", ("en", "nb"), "NO"),
        ("contracting", ("nb", "en"), "NO"),
        ("promark", ("nb", "da", "en"), "DK"),
        ("webstep", ("nb", "en"), "NO"),
    ],
)
def test_example_site_speaks_to_its_readers(
    name: str, languages: tuple[str, ...], jurisdiction: str, library: Library
) -> None:
    site = load_example(name, library).site

    assert (site.languages, site.jurisdiction) == (languages, jurisdiction)


def test_every_exempt_service_of_the_example_sites_says_why(library: Library) -> None:
    silent = [
        (name, it.id)
        for name in SITES
        for it in load_example(name, library).services
        if it.purposes == ("necessary",) and not it.justification
    ]

    assert silent == []


def test_scoring_of_the_example_waits_for_its_own_purpose(library: Library) -> None:
    services = {it.id: it for it in load_example("omnium", library).services}
    scoring = services["scoring.visitor"]

    assert scoring.purposes == ("scoring",)
    assert [
        (it.pattern.text, it.life_seconds, it.http_only) for it in scoring.cookies
    ] == [("visitor_score", 365 * DAY, True)]
