import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.catalog.model import (
    AfterRefusal,
    ConsentCall,
    Cookie,
    Evidence,
    Interface,
    Marker,
    MatchKind,
    NamePattern,
    Party,
    Provider,
    Resource,
    ResourceKind,
    Service,
    StorageArea,
    StorageKey,
    Sureness,
    Unknown,
)
from consent_server.kernel.errors import CatalogError
from tests.unit.catalog.files import (
    LIBRARY,
    SITE,
    load,
    mistakes_in_library,
    mistakes_in_site,
    places,
    replaced,
    small_library,
)


def test_reads_every_part_of_a_service() -> None:
    service = small_library().services["acme.stats"]

    assert service.purposes == ("analytics",)
    assert service.noscript_leak
    assert service.cookies == (
        Cookie(
            pattern=NamePattern(text="_acme"), life_seconds=63_072_000, http_only=True
        ),
        Cookie(
            pattern=NamePattern(text="uid"), party=Party.THIRD, domain="acme.example"
        ),
    )
    assert service.storage == (
        StorageKey(area=StorageArea.LOCAL, pattern=NamePattern(text="acme_queue")),
    )
    assert service.resources == (
        Resource(
            host="stats.acme.example",
            path="/tag/*.js",
            query={"id": "A-"},
            kinds=frozenset({ResourceKind.SCRIPT}),
        ),
    )
    assert service.markers == (Marker(tokens=("acme(", "A-")),)
    assert service.csp == {"script-src": ("https://stats.acme.example",)}
    assert service.consent_call == ConsentCall(
        interface=Interface.META, after_refusal=AfterRefusal.STOPS
    )
    assert service.evidence == (
        Evidence(
            source="acme.example", checked_on="2026-11-21", sureness=Sureness.VENDOR
        ),
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("Teller.", {"nb": "Teller."}, id="in-the-site's-first-language"),
        pytest.param(
            "{da: Tæller., nb: Teller.}",
            {"da": "Tæller.", "nb": "Teller."},
            id="in-the-languages-it-names",
        ),
    ],
)
def test_reads_a_description_with_its_language(
    written: str, read: dict[str, str]
) -> None:
    """A site's own replaces all that the library says, in every language."""
    plain = replaced(
        LIBRARY, "name: Acme Stats", "name: Acme Stats\n    description: Counts."
    )
    library = load_library(plain, "small.yaml")
    site = replaced(SITE, "languages: [en, nb]", "languages: [nb, en]")
    told = replaced(site, "id: acme.stats,", f"id: acme.stats, description: {written},")

    def description(text: str) -> object:
        [service] = [
            it
            for it in load_site(text, "shop.yaml", library).services
            if it.id == "acme.stats"
        ]
        return service.descriptions

    assert description(site) == {"en": "Counts."}
    assert description(told) == read


@pytest.mark.parametrize(
    ("written", "name", "names"),
    [
        pytest.param("Acme", "Acme", {}, id="a-brand"),
        pytest.param(
            "{nb: Tall, en: Figures}",
            "Figures",
            {"nb": "Tall", "en": "Figures"},
            id="english-among-others",
        ),
        pytest.param(
            "{nb: Tall, da: Antal}",
            "Tall",
            {"nb": "Tall", "da": "Antal"},
            id="the-first-without-english",
        ),
    ],
)
def test_reads_a_name_or_one_for_each_language(
    written: str, name: str, names: dict[str, str]
) -> None:
    """A plain one is a brand, and of no language; it replaces all of the library's."""
    spoken = replaced(LIBRARY, "name: Acme Stats", f"name: {written}")
    service = load_library(spoken, "small.yaml").services["acme.stats"]
    site = replaced(SITE, "id: acme.stats,", "id: acme.stats, name: Ours,")
    named = load_site(site, "shop.yaml", load_library(spoken, "small.yaml")).services

    assert (service.name, service.names) == (name, names)
    assert ("Ours", {}) in [(it.name, it.names) for it in named]


def test_reads_a_trailing_star_as_prefix_and_another_as_glob() -> None:
    text = replaced(LIBRARY, "name: _acme,", 'name: "_acme_*",')
    text = replaced(text, "local: acme_queue", 'local: "acme_*_queue"')

    service = _library_service(text)

    assert service.cookies[0].pattern == NamePattern(
        text="_acme_", kind=MatchKind.PREFIX
    )
    assert service.storage[0].pattern == NamePattern(
        text="acme_*_queue", kind=MatchKind.GLOB
    )


def test_site_keeps_the_order_of_its_file() -> None:
    catalog = load(SITE)

    assert [it.id for it in catalog.services] == [
        "site.login",
        "acme.stats",
        "mill.jobs",
    ]


def test_site_has_the_purposes_in_use_then_its_own() -> None:
    text = replaced(
        SITE, "{id: acme.stats, purposes: [analytics, marketing]}", "acme.stats"
    )

    assert [it.id for it in load(text).purposes] == ["necessary", "analytics", "hiring"]


def test_override_replaces_only_what_it_names() -> None:
    service = load(SITE).services[1]

    assert service.purposes == ("analytics", "marketing")
    assert service.cookies == small_library().services["acme.stats"].cookies


def test_provider_of_the_sites_own_services_is_the_controller() -> None:
    assert load(SITE).providers["site"] == Provider(
        id="site", name="Shop AS", country="DK"
    )


def test_site_has_only_the_providers_in_use() -> None:
    assert list(load(SITE).providers) == ["site", "acme", "mill"]


def test_choice_lifetime_is_half_a_year_unless_said() -> None:
    said = replaced(SITE, "jurisdiction: DK", "choice_lifetime: 12 weeks")

    assert load(SITE).site.choice_lifetime_days == 182
    assert load(said).site.choice_lifetime_days == 84


@pytest.mark.parametrize("mode", Unknown)
def test_what_nobody_declares_is_observed_unless_said(mode: Unknown) -> None:
    said = replaced(SITE, "jurisdiction: DK", f"unknown: {mode}")

    assert load(SITE).site.unknown is Unknown.OBSERVE
    assert load(said).site.unknown is mode


LIBRARY_MISTAKES = [
    pytest.param(
        "life: 2 years",
        "life: 2 yeers",
        (17, "services[0].cookies[0].life", "'2 yeers'"),
        id="duration",
    ),
    pytest.param(
        "life: 2 years, http_only: true",
        "http_only: true",
        (17, "services[0].cookies[0].life", "nothing"),
        id="missing-key",
    ),
    pytest.param(
        "http_only: true",
        "http_olny: true",
        (17, "services[0].cookies[0].http_olny", "'http_olny'"),
        id="unknown-key",
    ),
    pytest.param(
        "http_only: true",
        "http_only: 1",
        (17, "services[0].cookies[0].http_only", "'1'"),
        id="flag",
    ),
    pytest.param(
        "name: _acme,",
        'name: "*",',
        (17, "services[0].cookies[0].name", "'*'"),
        id="pattern-for-every-name",
    ),
    pytest.param(
        "domain: acme.example",
        "domain: https://acme.example",
        (18, "services[0].cookies[1].domain", "'https://acme.example'"),
        id="domain-with-scheme",
    ),
    pytest.param(
        "{local: acme_queue}",
        "{local: a, session: b}",
        (20, "services[0].storage[0]", "a mapping"),
        id="two-storage-areas",
    ),
    pytest.param(
        "kinds: [script]",
        "kinds: [scrpt]",
        (22, "services[0].resources[0].kinds[0]", "'scrpt'"),
        id="enumeration",
    ),
    pytest.param(
        "kinds: [script]",
        "kinds: []",
        (22, "services[0].resources[0].kinds", "an empty list"),
        id="empty-list",
    ),
    pytest.param(
        "kinds: [script]",
        "kinds: script",
        (22, "services[0].resources[0].kinds", "'script'"),
        id="text-for-a-list",
    ),
    pytest.param(
        "[acme(, A-]",
        "[]",
        (24, "services[0].markers[0]", "an empty list"),
        id="marker-without-token",
    ),
    pytest.param(
        "[acme(, A-]",
        "{token: acme}",
        (24, "services[0].markers[0]", "a mapping"),
        id="marker-of-another-shape",
    ),
    pytest.param(
        "[acme_id]",
        "[acme id]",
        (25, "services[0].url_parameters[0]", "'acme id'"),
        id="url-parameter",
    ),
    pytest.param(
        "script-src:",
        "script:",
        (26, "services[0].csp.script", "'script'"),
        id="csp-directive",
    ),
    pytest.param(
        '["https://stats.acme.example"]',
        '["https://acme.example; object-src *"]',
        (
            26,
            "services[0].csp.script-src[0]",
            "'https://acme.example; object-src *'",
        ),
        id="csp-injection",
    ),
    pytest.param(
        'csp: {script-src: ["https://stats.acme.example"]}',
        "csp: all",
        (26, "services[0].csp", "'all'"),
        id="text-for-a-table",
    ),
    pytest.param(
        "{interface: meta, after_refusal: stops}",
        "none",
        (27, "services[0].consent_call", "'none'"),
        id="text-for-a-mapping",
    ),
    pytest.param(
        "{interface: meta, after_refusal: stops}",
        "{interface: a_vendor}",
        (27, "services[0].consent_call.interface", "'a_vendor'"),
        id="interface",
    ),
    pytest.param(
        "[/shop]",
        "[shop]",
        (28, "services[0].routes_allowed[0]", "'shop'"),
        id="route",
    ),
    pytest.param(
        "2026-11-21",
        "2026-21-11",
        (30, "services[0].evidence[0].checked_on", "'2026-21-11'"),
        id="date",
    ),
    pytest.param(
        "countries: [DK]",
        "countries: [Denmark]",
        (13, "services[0].countries[0]", "'Denmark'"),
        id="country",
    ),
    pytest.param(
        "https://acme.example/privacy",
        "javascript:alert(1)",
        (7, "providers[0].privacy_url", "'javascript:alert(1)'"),
        id="web-address",
    ),
    pytest.param(
        "id: acme.stats",
        "id: Acme Stats",
        (9, "services[0].id", "'Acme Stats'"),
        id="service-id",
    ),
    pytest.param(
        "id: acme.stats",
        "id: unknown",
        (9, "services[0].id", "'unknown'"),
        id="service-id-that-is-ours",
    ),
    pytest.param(
        "{id: analytics}",
        "{id: analytics, texts: {english: {title: A, description: B}}}",
        (4, "purposes[1].texts.english", "'english'"),
        id="language-of-a-text",
    ),
    pytest.param(
        "name: Acme Stats",
        "name: Acme Stats\n    description: {english: Counts visits.}",
        (11, "services[0].description.english", "'english'"),
        id="language-of-a-description",
    ),
    pytest.param(
        "name: Acme Stats",
        "name: Acme Stats\n    description: [Counts visits.]",
        (11, "services[0].description", "a list"),
        id="description-that-is-a-list",
    ),
    pytest.param(
        "name: Acme Stats",
        "name:",
        (10, "services[0].name", "nothing"),
        id="empty-value",
    ),
    pytest.param(
        "name: Acme Stats",
        "name: [Acme]",
        (10, "services[0].name", "a list"),
        id="list-for-text",
    ),
    pytest.param(
        "name: Acme Stats",
        "name: {}",
        (10, "services[0].name", "a mapping"),
        id="name-in-no-language",
    ),
]


@pytest.mark.parametrize(("old", "new", "place"), LIBRARY_MISTAKES)
def test_names_line_path_and_what_came_in_a_library(
    old: str, new: str, place: tuple[int, str, str]
) -> None:
    assert places(mistakes_in_library(replaced(LIBRARY, old, new))) == [place]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://acme.example", id="scheme"),
        pytest.param("acme.example:443", id="port"),
        pytest.param("Acme.example", id="capital"),
        pytest.param("*.com", id="wildcard-over-a-whole-suffix"),
        pytest.param("acme.*.example", id="wildcard-in-the-middle"),
        pytest.param("*acme.example", id="wildcard-inside-a-label"),
        pytest.param("acme.*", id="any-suffix-of-one-label"),
        pytest.param("*.acme.*", id="two-wildcards"),
        pytest.param("*", id="every-host"),
        pytest.param("*/", id="every-host-and-path"),
        pytest.param("*/*", id="every-host-and-path-by-wildcard"),
        pytest.param("acme..example", id="empty-label"),
        pytest.param("acme.example/a b", id="space-in-the-path"),
        pytest.param("acme.example/?id", id="query-without-value"),
        pytest.param("acme.example/?a=1&a=2", id="query-name-twice"),
    ],
)
def test_refuses_the_address(url: str) -> None:
    text = replaced(LIBRARY, "stats.acme.example/tag/*.js?id=A-", url)

    assert places(mistakes_in_library(text)) == [
        (22, "services[0].resources[0].url", f"'{url}'")
    ]


SITE_MISTAKES = [
    pytest.param(
        "extends: small", "extends: big", (1, "extends", "'big'"), id="library"
    ),
    pytest.param("id: shop", "id: My Shop", (3, "site.id", "'My Shop'"), id="site-id"),
    pytest.param(
        "[shop.example, www.shop.example]",
        '["*.shop.example"]',
        (4, "site.domains[0]", "'*.shop.example'"),
        id="domain-with-wildcard",
    ),
    pytest.param(
        "[shop.example, www.shop.example]",
        "[shop.example, shop.example]",
        (4, "site.domains[1]", "'shop.example'"),
        id="domain-twice",
    ),
    pytest.param(
        "[shop.example, www.shop.example]",
        "[]",
        (4, "site.domains", "an empty list"),
        id="no-domain",
    ),
    pytest.param(
        "[en, nb]",
        "[en, nb, en]",
        (5, "site.languages[2]", "'en'"),
        id="language-twice",
    ),
    pytest.param(
        "jurisdiction: DK",
        "jurisdiction: Denmark",
        (6, "site.jurisdiction", "'Denmark'"),
        id="jurisdiction",
    ),
    pytest.param(
        "jurisdiction: DK",
        "retention: 36 hours",
        (6, "site.retention", "'36 hours'"),
        id="days-that-are-not-whole",
    ),
    pytest.param(
        "email: post@shop.example",
        "email: post at shop.example",
        (10, "controller.email", "'post at shop.example'"),
        id="email",
    ),
    pytest.param("- site.login", "- [a]", (12, "services[0]", "a list"), id="use"),
    pytest.param(
        "{id: acme.stats, purposes: [analytics, marketing]}",
        "{id: acme.stats, cookies: [{name: a, life: 1}]}",
        (13, "services[1].cookies[0].life", "'1'"),
        id="override",
    ),
    pytest.param(
        "{id: acme.stats, purposes: [analytics, marketing]}",
        "{purposes: [analytics]}",
        (13, "services[1].id", "nothing"),
        id="override-without-id",
    ),
    pytest.param(
        "id: mill.jobs",
        "id: unknown",
        (23, "own.services[0].id", "'unknown'"),
        id="own-service-with-an-id-that-is-ours",
    ),
    pytest.param(
        "jurisdiction: DK",
        "unknown: block",
        (6, "site.unknown", "'block'"),
        id="unknown",
    ),
]


@pytest.mark.parametrize(("old", "new", "place"), SITE_MISTAKES)
def test_names_line_path_and_what_came_in_a_site(
    old: str, new: str, place: tuple[int, str, str]
) -> None:
    assert places(mistakes_in_site(replaced(SITE, old, new))) == [place]


def test_finds_all_mistakes_at_once_in_the_order_of_lines() -> None:
    text = replaced(LIBRARY, "life: 2 years", "life: forever")
    text = replaced(text, "provider: acme", "provider: acmee")
    text = replaced(text, "role: processor", "role: helper")

    assert places(mistakes_in_library(text)) == [
        (11, "services[0].provider", "'acmee'"),
        (14, "services[0].role", "'helper'"),
        (17, "services[0].cookies[0].life", "'forever'"),
    ]


def test_says_each_mistake_as_one_line_that_names_the_file() -> None:
    text = replaced(LIBRARY, "http_only: true", "http_olny: true")

    with pytest.raises(CatalogError) as raised:
        _library_service(text)

    assert str(raised.value) == (
        "small.yaml:17: services[0].cookies[0].http_olny: expected one of the keys "
        "domain, http_only, life, name, got 'http_olny'; did you mean http_only?"
    )


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        pytest.param("jurisdiction: DK", "jurisdiction: NO", "NO", id="country"),
        pytest.param("[en, nb]", "[en, no]", "no", id="language"),
        pytest.param("name: Shop AS", "name: On", "On", id="name"),
    ],
)
def test_names_the_trap_that_makes_norway_false(
    old: str, new: str, written: str
) -> None:
    (mistake,) = mistakes_in_site(replaced(SITE, old, new))

    assert mistake.found in {"true", "false"}
    assert mistake.hint is not None
    assert mistake.hint.startswith(f"YAML reads a bare {written} as true or false")
    assert mistake.hint.endswith(f'write "{written}"')


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# nothing yet\n", id="only-a-comment"),
        pytest.param("- a\n- b\n", id="list"),
        pytest.param("hello\n", id="text"),
    ],
)
def test_asks_for_a_mapping_when_the_file_is(text: str) -> None:
    (mistake,) = mistakes_in_library(text)

    assert (mistake.line, mistake.path) == (1, "")
    assert mistake.expected == "a mapping (key: value)"


def test_shortens_long_text_in_a_message() -> None:
    text = replaced(LIBRARY, "life: 2 years", f"life: {'9' * 5000}")

    (mistake,) = mistakes_in_library(text)

    assert mistake.found == f"'{'9' * 60}…'"


@given(
    text=st.text()
    | st.sampled_from(LIBRARY.splitlines(keepends=True)).flatmap(
        lambda line: st.text(max_size=20).map(lambda new: LIBRARY.replace(line, new))
    )
)
def test_any_text_is_a_library_or_a_list_of_mistakes(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 2

    assert all(1 <= it.line <= lines for it in mistakes_in_library(text))


@given(cut=st.integers(min_value=0, max_value=len(SITE)))
def test_a_truncated_site_is_a_site_or_a_list_of_mistakes(cut: int) -> None:
    try:
        catalog = load(SITE[:cut])
    except CatalogMistakesError as error:
        assert error.mistakes  # noqa: PT017 - either outcome is right
    else:
        assert catalog.services


def _library_service(text: str) -> Service:
    return load_library(text, "small.yaml").services["acme.stats"]
