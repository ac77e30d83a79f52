"""Who may ask a server's interface for what: keys, shown as ``Authorization: Bearer``.

An unknown site and one that a key is not for are answered alike.
"""

from time import monotonic
from urllib.parse import urlsplit

from sqlalchemy import Engine
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Request

from consent_server.kernel.clock import Clock
from consent_server.sdk.checks import is_loopback
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.token.api_key import ApiKey, Role, read_secret
from consent_server.web.bearer import SCHEME, read_bearer

KEPT_SECONDS = 5.0
"""How long a key that was revoked may still be taken."""

_MOST_KEPT = 1_024

_FORWARDED = (
    *("Forwarded", "Via", "X-Real-IP"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
)


class KeyRing:
    """Judges the keys that requests show.

    Keys are remembered for a moment, so that a busy site's middleware does not cost a
    query each time. What is unknown is not: nobody can fill this by guessing.
    """

    def __init__(
        self, engine: Engine, clock: Clock, seconds: float = KEPT_SECONDS
    ) -> None:
        self._keys = ApiKeyStore(engine)
        self._clock = clock
        self._seconds = seconds
        self._kept: dict[bytes, tuple[float, ApiKey]] = {}

    def authorise(self, request: Request, site_id: str | None, role: Role) -> ApiKey:
        """Let a request pass whose key may do what a role may; return the key.

        ``site_id`` is none for what concerns every site.

        Raises:
            Unauthorized: It shows no key, or one that is unknown or revoked.
            Forbidden: The key is for something else.
            StoreUnavailableError: The database did not answer.
        """
        key = self.identify(request)
        if not key.allows(role, site_id):
            raise Forbidden("this key is not for that")
        return key

    def admit_operator(self, request: Request) -> None:
        """Let this machine itself pass, and whoever shows an administrator's key.

        Raises:
            Unauthorized: It shows no key, or one that is unknown or revoked.
            Forbidden: The key is for something else.
            StoreUnavailableError: The database did not answer.
        """
        if not is_from_here(request):
            self.authorise(request, None, Role.ADMIN)

    def identify(self, request: Request) -> ApiKey:
        """Return the key that a request shows, whatever it is for.

        Raises:
            Unauthorized: It shows none, or one that is unknown or revoked.
            StoreUnavailableError: The database did not answer.
        """
        text = read_bearer(request)
        key = None if text is None else self._find(text)
        if key is None:
            raise Unauthorized(
                "show a key of this server, as Authorization: Bearer",
                www_authenticate=WWWAuthenticate(SCHEME),
            )
        return key

    def _find(self, text: str) -> ApiKey | None:
        secret = read_secret(text)
        if secret is None:
            return None
        until, key = self._kept.get(secret.digest, (0.0, None))
        if key is not None and monotonic() < until:
            return key
        key = self._keys.find(text, self._clock.now())
        if key is None:
            self._kept.pop(secret.digest, None)
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[secret.digest] = monotonic() + self._seconds, key
        return key


def is_from_here(request: Request) -> bool:
    """Tell a request of this machine from one that a proxy on it passes on.

    A proxy says so in some header, or passes the name on that visitors use.
    """
    passed_on = any(name in request.headers for name in _FORWARDED)
    host = urlsplit(f"//{request.host}").hostname or ""
    return not passed_on and all(map(is_loopback, (host, request.remote_addr or "")))
