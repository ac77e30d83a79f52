"""The outermost layer of the gateway: what is let in, and under which name."""

from consent_server.gateway.forwarded import Connection, say_who_asks
from consent_server.gateway.headers import end_to_end
from consent_server.gateway.limits import Limits
from consent_server.gateway.refusal import refuse
from consent_server.sdk.asgi import ASGIApplication, Receive, Scope, Send


class Door:
    """Refuses what could be misread, and replaces what a client may have invented.

    It stands around everything, the enforcement too, so that all layers behind it read
    one request in one way.

    Args:
        app: What it leads to.
        limits: What a request may be.
        hops: How many proxies of the site's own stand in front.
        secure: Whether visitors come over https.
    """

    def __init__(
        self, app: ASGIApplication, limits: Limits, *, hops: int, secure: bool
    ) -> None:
        self._app = app
        self._limits = limits
        self._hops = hops
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif (refusal := self._limits.find_refusal(scope)) is not None:
            await refuse(scope, send, refusal, ends=True)
        else:
            await self._app(self._cleaned(scope), receive, send)

    def _cleaned(self, scope: Scope) -> Scope:
        peer, _ = scope.get("client") or ("unknown", None)
        headers = end_to_end(scope["headers"])
        host = next(value for name, value in headers if name == b"host")
        connection = Connection(peer=peer, host=host, secure=self._secure)
        return {**scope, "headers": say_who_asks(headers, connection, self._hops)}
