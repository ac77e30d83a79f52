"""The script of one policy."""

import dataclasses
import gzip
import json

import pytest

from consent_server.catalog.model import (
    Catalog,
    ConsentCall,
    Interface,
    Resource,
    ResourceKind,
    Service,
)
from consent_server.kernel.canonical import sha256_hex
from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.policy import compile_policy
from consent_server.notice.script import make_script
from consent_server.storage.catalog_files import read_library
from tests.builders import make_catalog

MAX_LIBRARY_GZIP_BYTES = 2_650  # about 800 of them are the vendors' calls
MAX_GOOGLE_GZIP_BYTES = 300
PIXEL = Resource(host="pixel.example", kinds=frozenset({ResourceKind.IMG}))


def _service(name: str, *resources: Resource) -> Service:
    return Service(
        id=name, name=name, provider="site", purposes=("x",), resources=resources
    )


def _script(*services: Service) -> Asset:
    return make_script(make_catalog(services=services))


def _arguments(script: Asset) -> str:
    body = script.body.decode("ascii")
    for built in (load_assets().script, load_assets().unguarded):
        body = body.removeprefix(
            f"((PATTERNS,WORDS,TELL,ACTS)=>{{{built.body.decode('ascii')}}})("
        )
    return body.removesuffix(f',"{load_assets().acts.name}");\n')


def _patterns(script: Asset) -> object:
    return json.JSONDecoder().raw_decode(_arguments(script))[0]


@pytest.mark.parametrize(
    ("resource", "pattern"),
    [
        ({"host": "*.vendor.example"}, "*.vendor.example"),
        ({"host": "vendor.example", "path": "/a/*.js"}, "vendor.example/a/*.js"),
        ({"host": "*", "path": "/t", "query": {"id": "G-&"}}, "*/t?id=G-%26"),
        ({"host": "v.example", "query": {"id": ""}}, "v.example/?id="),
        ({"host": "v.example", "path": "/é"}, "v.example/é"),
    ],
    ids=str,
)
def test_writes_what_a_service_declares(
    resource: dict[str, object], pattern: str
) -> None:
    kinds = frozenset({ResourceKind.SCRIPT})
    script = _script(_service("a", Resource(kinds=kinds, **resource)))  # type: ignore[arg-type]  # a table

    assert _patterns(script) == {"a": [pattern]}


def test_puts_a_function_around_the_built_script() -> None:
    body = _script(_service("a", PIXEL)).body

    built = load_assets().script.body
    assert body.startswith(b"((PATTERNS,WORDS,TELL,ACTS)=>{%b})({" % built)
    assert body.endswith(b'},()=>{},"%b");\n' % load_assets().acts.name.encode())


def test_brings_no_guard_where_nothing_declares_an_address() -> None:
    body = _script(_service("a")).body

    built = load_assets().unguarded.body
    assert body.startswith(b"((PATTERNS,WORDS,TELL,ACTS)=>{%b})({},{" % built)


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

    assert _patterns(policy.script) == {
        "google.ads": ["pixel.example"],
        "google.analytics": ["pixel.example"],
        "meta.pixel": ["pixel.example"],
    }


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

    vendors = load_assets().vendors
    call = vendors.calls[Interface.META]
    assert arguments.endswith(f'}},({vendors.tell_all})([[{call},{{"it":["a"]}}]])')


def test_adds_little_for_a_site_with_google_alone() -> None:
    google = read_library().services["google.analytics"]
    silent = _script(dataclasses.replace(google, consent_call=None))
    added = len(gzip.compress(_script(google).body, 9)) - len(
        gzip.compress(silent.body, 9)
    )

    assert added <= MAX_GOOGLE_GZIP_BYTES
