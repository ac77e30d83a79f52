"""``consent-server gateway``: the same enforcement in front of any stack."""

import importlib
from functools import partial
from pathlib import Path

import click

from consent_server.cli.extras import need
from consent_server.cli.options import data_dir_option, database_option
from consent_server.kernel.errors import SettingError

MEGABYTE = 1 << 20


@click.command(short_help="Enforce in front of any web server.")
@click.option(
    "--upstream",
    required=True,
    metavar="URL",
    help="The site's own server, such as http://127.0.0.1:8080.",
)
@click.option(
    "--catalog",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's file; choices and their ledger are kept here.",
)
@click.option(
    "--server",
    metavar="URL",
    help="A consent server that keeps them, in place of --catalog; the site's key for "
    "it is read from CONSENT_SITE_KEY.",
)
@click.option("--site", "site_id", help="The id of the site at that server.")
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
    catalog: Path | None,
    server: str | None,
    site_id: str | None,
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
      CONSENT_SITE_KEY=ck_middleware_… consent-server gateway \\
          --upstream http://blog:80 --server https://consent.example --site blog
    """  # noqa: D301 - click's own mark against re-wrapping
    if (catalog is None) == (server is None) or (server is None) != (site_id is None):
        raise SettingError(
            "name the site's file with --catalog, or a consent server and the site's "
            "id there with --server and --site"
        )
    if workers > 1 and catalog is not None and not database:
        raise SettingError(
            "--workers: a SQLite file takes one writer; leave it out, or name a "
            "PostgreSQL database with --database"
        )
    need("the gateway", "gateway", "aiohttp", "granian")
    # Only now: these parts need what was just looked for.
    opening = importlib.import_module("consent_server.cli.gateway_opening")
    manner = opening.Manner(
        connect_seconds=connect_seconds,
        read_seconds=read_seconds,
        max_body_bytes=max_body * MEGABYTE,
        hops=forwarded_hops,
        secure=not plain_http,
    )
    if catalog is None:
        app = opening.open_connected(upstream, server, site_id, data_dir, manner)
    else:
        app = opening.open_embedded(upstream, catalog, data_dir, database, manner)
    opening.serve(
        app,
        host=host,
        port=port,
        workers=workers,
        stop_seconds=stop_seconds,
        listening=partial(
            click.echo, f"Listening at http://{host}:{port} for {upstream}"
        ),
    )
