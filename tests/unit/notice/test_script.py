"""The script of one policy."""

import dataclasses
import gzip
import json

import pytest

from consent_server.catalog.model import Catalog, Resource, ResourceKind, Service
from consent_server.kernel.canonical import sha256_hex
from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.policy import compile_policy
from consent_server.notice.script import make_script
from consent_server.storage.catalog_files import read_library

MAX_LIBRARY_GZIP_BYTES = 2_000
PIXEL = Resource(host="pixel.example", kinds=frozenset({ResourceKind.IMG}))


def _service(name: str, *resources: Resource) -> Service:
    return Service(
        id=name, name=name, provider="site", purposes=("x",), resources=resources
    )


def _patterns(script: Asset) -> object:
    _, _, data = script.body.decode("ascii").rpartition("})(")
    return json.loads(data.removesuffix(");\n"))


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
    script = make_script([_service("a", Resource(kinds=kinds, **resource))])  # type: ignore[arg-type]  # a table

    assert _patterns(script) == {"a": [pattern]}


def test_puts_a_function_around_the_built_script() -> None:
    body = make_script([]).body

    assert body == b"(PATTERNS=>{%b})({});\n" % load_assets().script.body


def test_names_the_script_by_its_content() -> None:
    script = make_script([_service("a", PIXEL)])

    assert script.digest == sha256_hex(script.body)
    assert script.name == f"choices-{script.digest[:12]}.js"
    assert script.name != make_script([_service("b", PIXEL)]).name


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
    alone = make_script([])
    everything = make_script(read_library().services.values())
    added = len(gzip.compress(everything.body, 9)) - len(gzip.compress(alone.body, 9))

    assert added <= MAX_LIBRARY_GZIP_BYTES
