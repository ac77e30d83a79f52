"""``consent-server gateway``: the same enforcement in front of any stack."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from consent_server.cli.options import data_dir_option, database_option
from consent_server.kernel.errors import SettingError
from consent_server.sdk.asgi import ASGIApplication, ConsentASGIMiddleware
from consent_server.web.embedded import embed_asgi
from consent_server.web.visitor.incoming import is_own_host

try:
    from yarl import URL

    from consent_server.gateway.client import Upstream
    from consent_server.gateway.door import Door
    from consent_server.gateway.limits import Limits
    from consent_server.gateway.proxy import ReverseProxy
    from consent_server.gateway.serving import serve
except ImportError as error:
    raise SettingError(
        "the gateway needs more packages; run: pip install 'consent-server[gateway]'"
    ) from error

MEGABYTE = 1 << 20

Enforce = Callable[[ASGIApplication], ConsentASGIMiddleware]
"""Puts the enforcement around an application; where choices go is its affair."""


@click.command(short_help="Enforce in front of any web server.")
@click.option(
    "--upstream",
    required=True,
    metavar="URL",
    help="The site's own server, such as http://127.0.0.1:8080.",
)
@click.option(
    "--catalog",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's file.",
)
@data_dir_option
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@click.option(
    "--plain-http",
    is_flag=True,
    help="Visitors come over http, as on your own machine; choices travel in the open.",
)
@click.option(
    "--forwarded-hops",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="How many proxies of your own are in front; only they are believed.",
)
@click.option(
    "--max-body",
    type=click.IntRange(min=1),
    default=1024,
    show_default=True,
    help="How many megabytes a visitor may send at once.",
)
@click.option(
    "--connect-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help="How long the upstream may take to be reached.",
)
@click.option(
    "--read-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="How long either side may say nothing.",
)
@click.option(
    "--stop-seconds",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How long requests may go on once the gateway is to stop.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes serve; more than one needs PostgreSQL.",
)
def gateway(  # noqa: PLR0913 - options, each by its name
    *,
    upstream: str,
    catalog: Path,
    data_dir: Path,
    database: str | None,
    host: str,
    port: int,
    forwarded_hops: int,
    max_body: int,
    connect_seconds: float,
    read_seconds: float,
    stop_seconds: int,
    workers: int,
    plain_http: bool,
) -> None:
    """Answer visitors from another web server, and enforce their choices.

    Choices are shown and taken under /-/choices/. Put a web server with https in front,
    which passes the Host header on.

    \b
    Examples:
      consent-server gateway --upstream http://127.0.0.1:8080 --catalog site.yaml
      consent-server gateway --upstream http://blog:80 --catalog site.yaml \\
          --host 0.0.0.0 --forwarded-hops 1
    """  # noqa: D301 - click's own mark against re-wrapping
    enforce = partial(
        embed_asgi,
        catalog_path=catalog,
        data_dir=data_dir,
        database=database,
        secure=not plain_http,
    )
    site = Upstream(
        url=_parse_upstream(upstream),
        connect_seconds=connect_seconds,
        read_seconds=read_seconds,
    )
    app = open_gateway(
        enforce,
        site,
        max_body_bytes=max_body * MEGABYTE,
        hops=forwarded_hops,
        secure=not plain_http,
    )
    click.echo(f"Listening at http://{host}:{port} for {upstream}")
    serve(app, host=host, port=port, workers=workers, stop_seconds=stop_seconds)


def open_gateway(
    enforce: Enforce,
    upstream: Upstream,
    *,
    max_body_bytes: int,
    hops: int,
    secure: bool,
) -> ASGIApplication:
    """Put the door around the enforcement, and that around the other server."""
    middleware = enforce(ReverseProxy(upstream, max_body_bytes))
    domains = middleware.site.policy.site.domains
    limits = Limits(
        knows=partial(is_own_host, domains=domains, secure=secure),
        max_body_bytes=max_body_bytes,
    )
    return Door(middleware, limits, hops=hops, secure=secure)


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
