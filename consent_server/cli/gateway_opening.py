"""The parts of the gateway, put together; they need the extra ``gateway``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from yarl import URL

from consent_server.gateway.client import Upstream
from consent_server.gateway.door import Door
from consent_server.gateway.limits import Limits
from consent_server.gateway.proxy import ReverseProxy
from consent_server.gateway.serving import serve
from consent_server.kernel.errors import SettingError
from consent_server.sdk.asgi import ASGIApplication, ConsentASGIMiddleware
from consent_server.sdk.connect import connect_asgi
from consent_server.web.embedded import embed_asgi
from consent_server.web.visitor.incoming import is_own_host

__all__ = ["Manner", "open_connected", "open_embedded", "open_gateway", "serve"]

Enforce = Callable[[ASGIApplication], ConsentASGIMiddleware]
"""Puts the enforcement around an application; where choices go is its affair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a gateway passes on: its patience, its limits, whom it believes."""

    connect_seconds: float
    read_seconds: float
    max_body_bytes: int
    hops: int
    secure: bool


def open_embedded(
    upstream: str, catalog: Path, data_dir: Path, database: str | None, manner: Manner
) -> ASGIApplication:
    """Put a gateway together that keeps choices and ledger by itself.

    Raises:
        CatalogError: The catalog has mistakes.
        SettingError: Something cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    enforce = partial(
        embed_asgi,
        catalog_path=catalog,
        data_dir=data_dir,
        database=database,
        secure=manner.secure,
        hops=manner.hops + 1,  # the door writes down who asked it, as one more
    )
    return open_gateway(enforce, upstream, manner)


def open_connected(
    upstream: str, server: str, site: str, pin_dir: Path, manner: Manner
) -> ASGIApplication:
    """Put a gateway together that leaves choices and ledger to a consent server.

    Raises:
        SettingError: Something cannot be used.
    """
    enforce = partial(
        connect_asgi, server=server, site=site, pin_dir=pin_dir, secure=manner.secure
    )
    return open_gateway(enforce, upstream, manner)


def open_gateway(enforce: Enforce, upstream: str, manner: Manner) -> ASGIApplication:
    """Put the door around the enforcement, and that around the other server.

    Raises:
        SettingError: The upstream's address is none.
    """
    site = Upstream(
        url=_parse_upstream(upstream),
        connect_seconds=manner.connect_seconds,
        read_seconds=manner.read_seconds,
    )
    middleware = enforce(ReverseProxy(site, manner.max_body_bytes))

    def knows(host: str) -> bool:
        # Those of now: a consent server may change them. It has none to tell yet where
        # it was never reached; then the site is served under the names it is asked by.
        domains = middleware.site.policy.site.domains
        return not domains or is_own_host(host, domains, secure=manner.secure)

    limits = Limits(knows=knows, max_body_bytes=manner.max_body_bytes)
    return Door(middleware, limits, hops=manner.hops, secure=manner.secure)


def _parse_upstream(text: str) -> URL:
    """Read an upstream's address.

    Raises:
        SettingError: It is none, or says more than where the server is.
    """
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    extra = url.user or url.path not in {"", "/"} or url.query_string or url.fragment
    if url.scheme not in {"http", "https"} or not url.host or extra:
        raise SettingError(
            f"{text} is no address of a server; expected http://HOST:PORT, or https"
        )
    return url
