"""The script of one policy: the built one, with what it must know of the site.

The page's guard must know which hosts and paths belong to gated services. They stand in
the script itself: it is cached for ever under a name of its content, is the same for
every visitor, and a strict content security policy lets it pass. So do the vendors
whose code is told of a choice, with the few lines that each of them needs.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from consent_server.catalog.exemption import gated_services
from consent_server.catalog.interfaces import Words, interfaces_of
from consent_server.catalog.model import Catalog, Interface, Resource
from consent_server.notice.assets import Asset, load_assets, name_asset


def make_script(catalog: Catalog) -> Asset:
    """Return the page's script with what the gated services of a catalog declare.

    The built script reads two names that it does not define. ``PATTERNS`` is an object
    of service ids with lists of ``HOST/PATH?QUERY``; ``TELL`` is a function that tells
    vendors' code which services are granted. They become the parameters of a function
    around the script, so that no page sees them.
    """
    gated = gated_services(catalog)
    patterns = {
        service.id: [_pattern(resource) for resource in service.resources]
        for service in catalog.services
        if service.id in gated and service.resources
    }
    built = load_assets().script
    script, tell = built.body.decode("ascii"), _tell(interfaces_of(catalog))
    text = f"((PATTERNS,TELL)=>{{{script}}})({_json(patterns)},{tell});\n"
    # ASCII, as the page's encoding is that of a script which names none.
    return name_asset("choices.js", built.media_type, text.encode("ascii"))


def _tell(interfaces: Mapping[Interface, Words]) -> str:
    if not interfaces:
        return "()=>{}"
    vendors = load_assets().vendors
    calls = ",".join(
        f"[{vendors.calls[interface]},{_json(words)}]"
        for interface, words in interfaces.items()
    )
    return f"({vendors.tell_all})([{calls}])"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _pattern(resource: Resource) -> str:
    query = urlencode(resource.query)
    path = "" if resource.path == "/" and not query else resource.path
    return f"{resource.host}{path}{'?' if query else ''}{query}"
