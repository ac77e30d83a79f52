"""The policy of a site, as its middlewares fetch it: written once, given many times."""

import re
from collections.abc import Callable
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Request

from consent_server.kernel.canonical import sha256_hex
from consent_server.sdk.connected.contract import POLICY, site_path
from consent_server.sdk.connected.document import describe, write_document
from consent_server.sdk.requests import SAFE_METHODS
from consent_server.web.ahead import Answer, give
from consent_server.web.hosted import HostedSite

RequireSite = Callable[[Request, str], HostedSite]
"""Gives the site of an id to a request that may act for it; raises if it may not."""

NOT_TRANSFORMED = "private, no-cache, no-transform"
"""The tag is the digest of the body: nobody between may change that."""

_PATH = re.compile(site_path("([^/]+)") + f"/{POLICY}")


class _Document(NamedTuple):
    hosted: HostedSite
    headers: list[tuple[str, str]]
    body: bytes


class PolicyAnswers:
    """Gives everything that enforcing needs; 304 to whoever has it."""

    def __init__(self, require: RequireSite) -> None:
        self._require = require
        self._documents: dict[str, _Document] = {}

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """Give a site's policy; none if the request is about something else.

        Raises:
            HTTPException: Whoever asks may not, or there is no such site.
            ConsentError: It cannot be given now.
        """
        named = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if named is None or environ["REQUEST_METHOD"] not in SAFE_METHODS:
            return None
        hosted = self._require(Request(environ), named[1])
        document = self._documents.get(named[1])
        if document is None or document.hosted is not hosted:
            document = self._documents[named[1]] = _write(hosted)
        return give(environ, document.headers, document.body)


def _write(hosted: HostedSite) -> _Document:
    """Write the document of a site, once for each policy."""
    site = hosted.site
    since = site.policies.in_force_since() or site.clock.now()
    body = write_document(describe(site.codec, since.date(), secure=site.secure))
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", NOT_TRANSFORMED),
        ("ETag", f'"{sha256_hex(body)}"'),
    ]
    return _Document(hosted, headers, body)
