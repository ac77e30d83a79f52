"""``consent-server ledger key``: the private keys of a ledger and its tokens."""

from pathlib import Path

import click

from consent_server.cli.ledger_recover import announce
from consent_server.cli.options import data_dir_option, database_option
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import system_random
from consent_server.ledger.report import escape
from consent_server.web.installation import open_installed
from consent_server.web.key_rotation import rotate_key
from consent_server.web.keys import encrypt_key, list_keys
from consent_server.web.recovering import Recovery

LOST, LEAKED = "lost", "leaked"


@click.group()
def key() -> None:
    """Replace the key of a ledger, or encrypt key files."""


@key.command(short_help="Put a new key in force.")
@click.option("--site", "site_id", required=True, help="Id of the site.")
@click.option(
    "--reason",
    required=True,
    type=click.Choice(["scheduled", LOST, LEAKED]),
    help="Why; it stands in the ledger.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_dir_option
@database_option
def rotate(
    site_id: str, reason: str, data_dir: Path, database: str | None, *, yes: bool
) -> None:
    """Put a new key in force and destroy the old one.

    scheduled: one checkpoint is signed by both keys, and from then on the new one signs
    alone. Servers may run; those with a data folder of their own need a copy of the
    new file.

    lost: the old key cannot sign its successor, so a new epoch begins with a new key.

    leaked: as scheduled, and then a new epoch begins, because whoever has the old key
    can sign another history of the old log.

    \b
    Examples:
      consent-server ledger key rotate --site shop --reason scheduled
      consent-server ledger key rotate --site shop --reason lost --yes
    """  # noqa: D301 - click's own mark against re-wrapping
    with open_installed(data_dir, site_id, database) as site:
        recovery = Recovery(site.engine, site_id, data_dir, system_random)
        if reason in {LOST, LEAKED}:
            announce(recovery.look_ahead(), ask=not yes)
        if reason != LOST:
            signer = rotate_key(
                site.engine,
                site_id,
                data_dir,
                reason=reason,
                moment=SystemClock().now(),
                random=system_random,
            )
            click.echo(f"{signer.name} is signed with a new key now.")
            click.echo(f"Give it to your auditors: {signer.vkey}")
        if reason in {LOST, LEAKED}:
            _begin_epoch(recovery, f"key {reason}", new=reason == LOST)


@key.command()
@data_dir_option
def encrypt(data_dir: Path) -> None:
    """Encrypt every key file of a data folder with a passphrase.

    It is taken from CONSENT_KEY_PASSPHRASE, or from the file that
    CONSENT_KEY_PASSPHRASE_FILE names. Every server needs it from then on.

    \b
    Example:
      CONSENT_KEY_PASSPHRASE_FILE=/etc/consent/passphrase \\
        consent-server ledger key encrypt --data-dir consent-data
    """  # noqa: D301 - likewise
    paths = list_keys(data_dir)
    if not paths:
        raise SettingError(f"{data_dir} has no keys; name another with --data-dir")
    for path in paths:
        done = "encrypted" if encrypt_key(path) else "was encrypted already"
        click.echo(escape(f"{path}: {done}"))


def _begin_epoch(recovery: Recovery, reason: str, *, new: bool) -> None:
    # The rotation of a leaked key has added an entry since the look before.
    outlook, now = recovery.look_ahead(), SystemClock().now()
    log = recovery.begin(outlook, reason, now, new_key=new).log
    click.echo(f"The ledger goes on as {log.signer.name}.")
    click.echo(f"Give its key to your auditors: {log.signer.vkey}")
