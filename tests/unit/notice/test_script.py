"""The script of one policy."""

import dataclasses
import gzip
import json

import pytest

from consent_server.catalog.load import load_site
from consent_server.catalog.model import (
    Catalog,
    ConsentCall,
    EmbedKind,
    Interface,
    Resource,
    ResourceKind,
    Service,
)
from consent_server.kernel.canonical import Json, sha256_hex
from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.policy import compile_policy
from consent_server.notice.script import (
    MIRROR_NAME,
    MIRROR_VERSION_DIGITS,
    make_acts,
    make_script,
)
from consent_server.storage.catalog_files import read_library
from tests.builders import make_catalog, make_policy

MAX_LIBRARY_GZIP_BYTES = 2_790  # of these, 800 for vendors' calls, 210 for the ids
MAX_GOOGLE_GZIP_BYTES = 300
VERSION = "0123456789abcdef" * 4
PIXEL = Resource(host="pixel.example", kinds=frozenset({ResourceKind.IMG}))


def _service(name: str, *resources: Resource) -> Service:
    return Service(
        id=name, name=name, provider="site", purposes=("x",), resources=resources
    )


def _script(*services: Service) -> Asset:
    return make_script(make_catalog(services=services), VERSION)


def _built(script: Asset) -> bytes:
    """Return the file around which the function of a script is."""
    head = b"//# allFunctionsCalledOnLoad\n((RULES,PIECES,TELL,EMBEDS,SITE)=>{"
    [body] = [
        built.body
        for built in (load_assets().script, load_assets().unguarded)
        if script.body.startswith(b"%b%b})(" % (head, built.body))
    ]
    return body


def _arguments(script: Asset) -> str:
    _, _, arguments = script.body.partition(_built(script) + b"})(")
    return arguments.decode("ascii").removesuffix(");\n")


def _rules(script: Asset) -> dict[str, list[Json]]:
    text = _arguments(script).replace("__proto__:null,", "", 1)
    found: dict[str, list[Json]] = json.JSONDecoder().raw_decode(text)[0]
    return found


@pytest.mark.parametrize(
    ("resource", "rule"),
    [
        ({"host": "*.vendor.example"}, ["a"]),
        ({"host": "v.example", "path": "/A/*.js"}, ["a", ["/a/", ".js"]]),
        (
            {"host": "*", "path": "/t", "query": {"id": "&"}},
            ["a", ["/t"], [["id", "&"]]],
        ),
        ({"host": "v.example", "query": {"id": ""}}, ["a", ["/"], [["id", ""]]]),
        ({"host": "v.example", "path": "/é"}, ["a", ["/é"]]),
    ],
    ids=str,
)
def test_writes_what_a_service_declares(
    resource: dict[str, object], rule: list[Json]
) -> None:
    kinds = frozenset({ResourceKind.SCRIPT})
    script = _script(_service("a", Resource(kinds=kinds, **resource)))  # type: ignore[arg-type]  # a table

    assert _rules(script) == {resource["host"]: [rule]}


@pytest.mark.parametrize(
    ("paths", "pieces"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["/a b/*stats.php"], "stats.php", id="longest"),
        pytest.param(["/a/", "/b*c/d-e"], "a|d-e", id="several"),
        pytest.param(["/a", "/"], "", id="not-sure"),
    ],
)
def test_says_of_which_pieces_an_address_on_any_host_has_one(
    paths: list[str], pieces: str
) -> None:
    kinds = frozenset({ResourceKind.IMG})
    anywhere = (Resource(host="*", path=path, kinds=kinds) for path in paths)
    script = _script(_service("a", PIXEL, *anywhere))

    assert f'}},"{pieces}",()=>' in _arguments(script)


def test_reads_the_mirror_of_its_own_policy_in_the_order_of_the_token() -> None:
    """Read in another order, it would grant what nobody has granted."""
    arguments = _arguments(make_policy().script)
    site = json.loads(arguments[arguments.rindex("{") :])

    assert site == {
        "services": [service.id for service in make_policy().services],
        "purposes": [purpose.id for purpose in make_policy().purposes],
        "version": make_policy().version[:MIRROR_VERSION_DIGITS],
        "mirror": MIRROR_NAME,
    }


def test_puts_a_function_around_the_built_script() -> None:
    script = _script(_service("a", PIXEL))

    assert _built(script) == load_assets().script.body
    assert _arguments(script).startswith("{__proto__:null,")
    assert ",()=>{},()=>{},{" in _arguments(script)


def test_brings_no_guard_where_nothing_declares_an_address() -> None:
    assert _built(_script(_service("a"))) == load_assets().unguarded.body


def test_follows_placeholders_where_a_service_has_any() -> None:
    shown = dataclasses.replace(_service("a"), embeds=(EmbedKind.FRAME,))

    assert f",{load_assets().parts['EMBEDS']},{{" in _arguments(_script(shown))


def test_names_the_script_by_its_content() -> None:
    script = _script(_service("a", PIXEL))

    assert script.digest == sha256_hex(script.body)
    assert script.name == f"choices-{script.digest[:12]}.js"
    assert script.name != _script(_service("b", PIXEL)).name


def test_tells_of_gated_services_with_addresses_only(catalog: Catalog) -> None:
    services = tuple(
        dataclasses.replace(service, resources=(PIXEL,))
        for service in catalog.services
        if service.id != "visitor.scoring"
    )
    scoring = [s for s in catalog.services if s.id == "visitor.scoring"]
    all_services = (*services, *scoring)
    policy = compile_policy(dataclasses.replace(catalog, services=all_services))

    gated = [["google.ads"], ["google.analytics"], ["meta.pixel"]]
    assert _rules(policy.script) == {"pixel.example": gated}


def test_stays_small_when_a_site_uses_the_whole_library() -> None:
    alone = _script(_service("a", PIXEL))
    everything = _script(*read_library().services.values())
    added = len(gzip.compress(everything.body, 9)) - len(gzip.compress(alone.body, 9))

    assert added <= MAX_LIBRARY_GZIP_BYTES


def test_carries_only_the_calls_that_the_site_needs() -> None:
    told = dataclasses.replace(
        _service("a"), consent_call=ConsentCall(interface=Interface.META)
    )

    arguments = _arguments(_script(told, _service("b")))

    call = load_assets().parts[Interface.META]
    assert arguments.count("try{") == 1
    assert f'try{{({call})({{it:may("a")}},first,window)}}' in arguments


def test_adds_little_for_a_site_with_google_alone() -> None:
    google = read_library().services["google.analytics"]
    silent = _script(dataclasses.replace(google, consent_call=None))
    added = len(gzip.compress(_script(google).body, 9)) - len(
        gzip.compress(silent.body, 9)
    )

    assert added <= MAX_GOOGLE_GZIP_BYTES


def test_brings_with_the_acts_the_words_of_tags_and_what_is_said() -> None:
    policy = make_policy()
    notice = policy.notices["nb"]
    acts = make_acts(policy.catalog, notice, load_assets().acts)
    body = acts.body.decode()

    assert acts.name == f"acts-nb-{acts.digest[:12]}.js"
    assert body.startswith('const WORDS={"@":')
    assert f'"notSaved":"{notice.texts.not_saved}"' in body
    assert body.endswith(load_assets().acts.body.decode())


def test_brings_with_the_acts_what_placeholders_say_of_services_that_show() -> None:
    shop = """
extends: cookie_catalog
site: {id: shop, domains: [shop.example], languages: [en], jurisdiction: "NO"}
controller: {name: Shop AS, country: "NO", email: post@shop.example}
services: [google.analytics, youtube.embed]
"""
    policy = compile_policy(load_site(shop, "shop.yaml", read_library()))
    body = make_acts(policy.catalog, policy.notices["en"], load_assets().acts).body
    shown, _ = json.JSONDecoder().raw_decode(body.decode().partition("SHOWN=")[2])

    assert shown.keys() == {"youtube.embed"}
    name, what, until, show = shown["youtube.embed"]
    assert name == "YouTube videos"
    assert "Google Ireland Limited" in what
    assert "Purpose: Marketing." in what
    assert "Cookie choices" in until
    assert show == "Show content from YouTube videos"
