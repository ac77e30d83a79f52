"""``consent-server site key``: who may ask a server of many for what."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.cli.printing import say_json, second_or_null
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import system_random
from consent_server.ledger.report import escape
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.storage.sites import SiteStore
from consent_server.token.api_key import ApiKey, Role
from consent_server.web.databases import open_databases


@click.group("key")
def site_key() -> None:
    """Make, list and revoke keys of the server's interface."""


@site_key.command()
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the key is for.",
)
@click.option("--site", "site_id", help="The site; none for an administrator.")
@click.option("--name", default="", help="What you will know the key by.")
@data_dir_option
@database_option
@json_option
def create(
    role: str,
    site_id: str | None,
    name: str,
    data_dir: Path,
    database: str | None,
    *,
    as_json: bool,
) -> None:
    """Make a key, and show its secret once.

    admin: every site, and making new ones. owner: everything of one site.
    auditor: reading its evidence. middleware: what the middleware of one site asks.

    \b
    Examples:
      consent-server site key create --role middleware --site shop
      consent-server site key create --role admin --name "continuous integration"
    """  # noqa: D301 - click's own mark against re-wrapping
    with _stores(data_dir, database) as (keys, sites):
        if site_id is not None and sites.find_place(site_id) is None:
            raise SettingError(f"there is no site {site_id!r}")
        made, secret = keys.create(
            Role(role), site_id, name, SystemClock().now(), system_random
        )
    if as_json:
        say_json({**_json(made), "secret": secret})
        return
    click.echo(f"Key {made.key_id}, shown once and never again:", err=True)
    click.echo(secret)


@site_key.command("list")
@click.option("--site", "site_id", help="Those of one site; all of them by default.")
@data_dir_option
@database_option
@json_option
def list_keys(
    site_id: str | None, data_dir: Path, database: str | None, *, as_json: bool
) -> None:
    """List keys, those that were revoked too; never a secret.

    \b
    Example:
      consent-server site key list --site shop
    """  # noqa: D301 - likewise
    with _stores(data_dir, database) as (keys, _):
        found = keys.list_all(site_id)
    if as_json:
        say_json({"keys": [_json(one) for one in found]})
        return
    for one in found:
        click.echo(escape(_described(one)))
    if not found:
        click.echo("There is no key.")


@site_key.command()
@click.argument("key_id", metavar="KEY")
@data_dir_option
@database_option
def revoke(key_id: str, data_dir: Path, database: str | None) -> None:
    """End the key of the number KEY; servers refuse it within seconds.

    \b
    Example:
      consent-server site key revoke 4b5c77b1a9d0e3f2
    """  # noqa: D301 - likewise
    with _stores(data_dir, database) as (keys, _):
        if not keys.revoke(key_id, SystemClock().now()):
            raise SettingError(f"there is no key {key_id!r} that is not revoked")
    click.echo(f"Key {key_id} is revoked.")


@contextmanager
def _stores(
    data_dir: Path, database: str | None
) -> Iterator[tuple[ApiKeyStore, SiteStore]]:
    with open_databases(data_dir, database) as opened:
        yield ApiKeyStore(opened.main), SiteStore(opened.main)


def _described(key: ApiKey) -> str:
    used = "never used" if key.used_on is None else f"used {key.used_on.isoformat()}"
    revoked = second_or_null(key.revoked_at)
    ended = "" if revoked is None else f", revoked {revoked}"
    about = f"{key.key_id}: {key.role} of {key.site_id or 'every site'}"
    return f"{about}{f' ({key.name})' if key.name else ''}, {used}{ended}"


def _json(key: ApiKey) -> dict[str, str | None]:
    return {
        "key": key.key_id,
        "role": key.role.value,
        "site": key.site_id,
        "name": key.name,
        "created_at": second_or_null(key.created_at),
        "revoked_at": second_or_null(key.revoked_at),
        "used_on": None if key.used_on is None else key.used_on.isoformat(),
    }
