"""The script of one policy: the built one, with the addresses of what is gated.

The page's guard must know which hosts and paths belong to gated services. They stand in
the script itself: it is cached for ever under a name of its content, is the same for
every visitor, and a strict content security policy lets it pass.
"""

import json
from collections.abc import Iterable
from urllib.parse import urlencode

from consent_server.catalog.model import Resource, Service
from consent_server.notice.assets import Asset, load_assets, name_asset


def make_script(gated: Iterable[Service]) -> Asset:
    """Return the page's script with what these services declare.

    The built script reads one name that it does not define, ``PATTERNS``: an object of
    service ids with lists of ``HOST/PATH?QUERY``. It becomes the parameter of a
    function around the script, so that no page sees it.
    """
    patterns = {
        service.id: [_pattern(resource) for resource in service.resources]
        for service in gated
        if service.resources
    }
    # ASCII, as the page's encoding is that of a script which names none.
    data = json.dumps(patterns, separators=(",", ":")).encode("ascii")
    built = load_assets().script
    body = b"(PATTERNS=>{%b})(%b);\n" % (built.body, data)
    return name_asset("choices.js", built.media_type, body)


def _pattern(resource: Resource) -> str:
    query = urlencode(resource.query)
    path = "" if resource.path == "/" and not query else resource.path
    return f"{resource.host}{path}{'?' if query else ''}{query}"
