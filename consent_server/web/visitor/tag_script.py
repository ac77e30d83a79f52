"""``SITE.js``, everything that a page of the script-tag mode needs, made once."""

import functools
from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Request

from consent_server.notice.policy import Policy
from consent_server.notice.render import negotiate_language
from consent_server.notice.tag import SITES_PATH, make_tag
from consent_server.sdk.answers import HARDENING
from consent_server.sdk.encoding import choose_packing, pack
from consent_server.sdk.requests import SAFE_METHODS
from consent_server.token.cookie import token_name
from consent_server.web.ahead import Answer, give

CACHING = "public, max-age=300, stale-while-revalidate=604800"
ANYWHERE = ("Cross-Origin-Resource-Policy", "cross-origin")

_Made = tuple[list[tuple[str, str]], bytes]


class TagScript:
    """Gives a page everything in one response, in one language.

    Args:
        policy: The site's.
        secure: Whether its pages come over https.
    """

    def __init__(self, policy: Policy, *, secure: bool) -> None:
        self._policy = policy
        self._token_name = token_name(secure=secure)
        self._path = f"{SITES_PATH}{policy.site.id}.js"
        self._make = functools.cache(self._make_anew)

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """Give the script; none if the request is about something else."""
        if (
            environ.get("PATH_INFO") != self._path
            or environ["REQUEST_METHOD"] not in SAFE_METHODS
        ):
            return None
        wanted = None
        if environ.get("QUERY_STRING"):
            wanted = Request(environ).args.get("language")
        # A cache keeps what was asked for, whoever asked.
        accepted = None if wanted else environ.get("HTTP_ACCEPT_LANGUAGE")
        languages = self._policy.site.languages
        language = negotiate_language(languages, wanted, accepted)
        coding = choose_packing(environ.get("HTTP_ACCEPT_ENCODING"))
        return give(environ, *self._make(language, coding, negotiated=not wanted))

    def _make_anew(
        self, language: str, coding: str | None, *, negotiated: bool
    ) -> _Made:
        tag = make_tag(self._policy, language, token_name=self._token_name)
        varies = "Accept-Encoding, Accept-Language" if negotiated else "Accept-Encoding"
        headers = [
            ("Content-Type", f"{tag.media_type}; charset=utf-8"),
            *([("Content-Encoding", coding)] if coding else []),
            ("Cache-Control", CACHING),
            ("Vary", varies),
            ("ETag", f'"{tag.digest[:32]}{coding or ""}"'),
            *HARDENING.items(),
            ANYWHERE,
        ]
        return headers, pack(tag.body, coding)
