"""``consent-server site``: the sites that a server of many answers for."""

from pathlib import Path

import click

from consent_server.catalog.findings import Severity
from consent_server.cli.lazy import LazyGroup
from consent_server.cli.options import (
    data_dir_option,
    database_option,
    databases_option,
    json_option,
)
from consent_server.cli.printing import say_json
from consent_server.kernel.clock import format_second
from consent_server.ledger.report import escape
from consent_server.notice.policy import Policy
from consent_server.storage.catalog_files import read_catalog_text
from consent_server.storage.sites import MAIN, SiteStore, StoredSite
from consent_server.web.databases import open_databases
from consent_server.web.judging import judge_site
from consent_server.web.registering import add_site, explain_no_site, publish_site
from consent_server.web.site import Surroundings

catalog_argument = click.argument(
    "catalog", type=click.Path(dir_okay=False, path_type=Path)
)


@click.group(
    cls=LazyGroup,
    places={
        "clear": "site_move:clear",
        "key": "site_key:site_key",
        "move": "site_move:move",
    },
    short_help="Take sites into a server, publish, make keys, move.",
)
def site() -> None:
    """Take sites in, publish their catalogs, make keys for them, move them."""


@site.command(short_help="Take the site of the file CATALOG in.")
@catalog_argument
@click.option(
    "--in",
    "name",
    default=MAIN,
    show_default=True,
    help="The name of the database that gets the ledger.",
)
@data_dir_option
@database_option
@databases_option
def add(
    catalog: Path, name: str, data_dir: Path, database: str | None, databases: str
) -> None:
    """Take the site of the file CATALOG in: its keys, its ledger, its policy.

    A server that runs answers for it within seconds. What the law says against it is
    printed, and keeps it from nothing.

    \b
    Examples:
      consent-server site add shop.yaml
      consent-server site add shop.yaml --in east
    """  # noqa: D301 - click's own mark against re-wrapping
    text = read_catalog_text(catalog)
    with open_databases(data_dir, database, databases, new=True) as opened:
        policy = add_site(
            text, str(catalog), opened, Surroundings(data_dir=data_dir), name
        )
    _tell(policy, "is taken in")
    _warn(text, catalog)


@site.command()
@catalog_argument
@data_dir_option
@database_option
@databases_option
def publish(
    catalog: Path, data_dir: Path, database: str | None, databases: str
) -> None:
    """Put the file CATALOG in force for its site.

    Servers that run follow within seconds. What it means to visitors tells
    consent-server catalog diff; what the law says against it is printed, and keeps it
    from nothing.

    \b
    Example:
      consent-server site publish shop.yaml
    """  # noqa: D301 - likewise
    text = read_catalog_text(catalog)
    with open_databases(data_dir, database, databases) as opened:
        policy = publish_site(
            text, str(catalog), opened, Surroundings(data_dir=data_dir)
        )
    _tell(policy, "is in force")
    _warn(text, catalog)


@site.command("list")
@data_dir_option
@database_option
@json_option
def list_sites(data_dir: Path, database: str | None, *, as_json: bool) -> None:
    """List the sites that a server answers for.

    \b
    Example:
      consent-server site list --json | jq -r '.sites[].site'
    """  # noqa: D301 - likewise
    with open_databases(data_dir, database) as opened:
        found = SiteStore(opened.main).list_all()
        nothing = explain_no_site(opened.main)
    if as_json:
        say_json({"sites": [_json(one) for one in found]})
        return
    for one in found:
        published = format_second(one.published_at)
        place = one.place
        click.echo(f"{one.site_id}: published {published}, ledger in {place.database}")
    if nothing:
        click.echo(escape(nothing[0].upper() + nothing[1:]))


def _tell(policy: Policy, what: str) -> None:
    click.echo(escape(f"{policy.site.id}: policy {policy.version} {what}."))


def _warn(text: str, file: Path) -> None:
    """Say on standard error what an authority would ask about."""
    _, findings = judge_site(text, str(file))
    told = [it for it in findings if it.severity is not Severity.NOTE]
    for it in told:
        place = f"{it.file}:{it.line}"
        said = f"{it.severity.value} {it.code} at {place}: {it.message}"
        click.echo(escape(said), err=True)
    if told:
        command = f"consent-server catalog check {file}"
        click.echo(escape(f"What to do about it: {command}"), err=True)


def _json(one: StoredSite) -> dict[str, str]:
    return {
        "site": one.site_id,
        "digest": one.place.digest,
        "database": one.place.database,
        "added_at": format_second(one.added_at),
        "published_at": format_second(one.published_at),
    }
