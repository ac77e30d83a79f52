"""The script of one policy: the built one, with what it must know of the site.

The page's guard must know which hosts and paths belong to gated services. They stand in
the script itself: it is cached for ever under a name of its content, is the same for
every visitor, and a strict content security policy lets it pass. So do the words of
marked-up tags, and the vendors whose code is told of a choice, with the few lines that
each of them needs.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from consent_server.catalog.exemption import gated_services
from consent_server.catalog.interfaces import Words, interfaces_of
from consent_server.catalog.model import Catalog, Interface, Resource
from consent_server.catalog.tag_words import tag_words
from consent_server.notice.assets import Asset, load_assets, name_asset


def make_script(catalog: Catalog) -> Asset:
    """Return the page's script with what the gated services of a catalog declare.

    Where they declare no address there is nothing to guard, and the script is smaller.
    """
    assets = load_assets()
    patterns = _patterns(catalog)
    built = assets.script if patterns else assets.unguarded
    # ASCII, as the page's encoding is that of a script which names none.
    body = bind_script(built.body, script_values(catalog, assets.acts))
    return name_asset("choices.js", built.media_type, body)


def script_values(catalog: Catalog, acts: Asset) -> dict[str, str]:
    """Return what the built scripts read and do not define, as JavaScript by name.

    ``PATTERNS`` has lists of ``HOST/PATH?QUERY`` by service, ``WORDS`` the words of
    tags, with spaces between, by what they need; ``TELL`` is a function that tells
    vendors' code which services are granted, and ``ACTS`` the name of the file with
    what acts need.
    """
    words = {need: " ".join(some) for need, some in tag_words(catalog).items()}
    return {
        "PATTERNS": literal(_patterns(catalog)),
        "WORDS": literal(words),
        "TELL": _tell(interfaces_of(catalog)),
        "ACTS": literal(acts.name),
    }


def _patterns(catalog: Catalog) -> dict[str, list[str]]:
    gated = gated_services(catalog)
    return {
        service.id: [_pattern(resource) for resource in service.resources]
        for service in catalog.services
        if service.id in gated and service.resources
    }


def bind_script(built: bytes, values: Mapping[str, str]) -> bytes:
    """Put a function around a built script: what it is given, no page sees."""
    script = f"({','.join(values)})=>{{{built.decode('ascii')}}}"
    return f"({script})({','.join(values.values())});\n".encode()


def literal(value: object, *, ascii_only: bool = True) -> str:
    """Write a value of JSON as JavaScript does."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=ascii_only)


def _tell(interfaces: Mapping[Interface, Words]) -> str:
    if not interfaces:
        return "()=>{}"
    vendors = load_assets().vendors
    calls = ",".join(
        f"[{vendors.calls[interface]},{literal(words)}]"
        for interface, words in interfaces.items()
    )
    return f"({vendors.tell_all})([{calls}])"


def _pattern(resource: Resource) -> str:
    query = urlencode(resource.query)
    path = "" if resource.path == "/" and not query else resource.path
    return f"{resource.host}{path}{'?' if query else ''}{query}"
