"""``consent-server ledger recover``: begin a new epoch."""

import json
from pathlib import Path

import click

from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import system_random
from consent_server.ledger.report import count_of, escape
from consent_server.verifier.inputs import read_checkpoint
from consent_server.web.installation import open_installed
from consent_server.web.recovering import Outlook, Recovery

MAX_REASON = 200


@click.command(short_help="Begin a new epoch of a ledger that cannot go on.")
@click.option("--site", "site_id", required=True, help="Id of the site.")
@click.option(
    "--reason",
    required=True,
    help="Why, in a few words that every auditor will read; name nobody.",
)
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint of this ledger that a witness or an auditor kept. May be given "
    "many times.",
)
@click.option("--new-key", is_flag=True, help="Sign with a new key from now on.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_dir_option
@database_option
@json_option
def recover(  # noqa: PLR0913 - options, each by its name
    site_id: str,
    reason: str,
    checkpoints: tuple[Path, ...],
    data_dir: Path,
    database: str | None,
    *,
    new_key: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Begin a new epoch of a ledger that is frozen, or whose key is lost.

    The new log has a name of its own, and its first entry names the head at which the
    old one was left and the largest one that is known. Everything that waits gets a
    position in it. The old log stays, and can be exported with --epoch. Servers may
    run meanwhile; start them again afterwards if the database was restored.

    \b
    Examples:
      consent-server ledger recover --site shop --reason "backup of 1 May restored"
      consent-server ledger recover --site shop --reason "key lost" --new-key
    """  # noqa: D301 - click's own mark against re-wrapping
    require_reason(reason)
    kept = [read_checkpoint(path) for path in checkpoints]
    with open_installed(data_dir, site_id, database) as site:
        recovery = Recovery(site.engine, site_id, data_dir, system_random)
        outlook = recovery.look_ahead(kept)
        announce(outlook, ask=not yes)
        begun = recovery.begin(
            outlook, reason, SystemClock().now(), new_key=new_key
        ).log
        size = begun.store.head().size
    if as_json:
        answer = {
            "origin": begun.signer.name,
            "key": begun.signer.vkey,
            "size": size,
            "lost": outlook.lost,
            "rewritten": outlook.rewritten,
        }
        click.echo(json.dumps(answer))
        return
    entries = count_of(size, "entry", "entries")
    click.echo(f"The ledger goes on as {begun.signer.name}, with {entries}.")
    click.echo(f"Give its key to your auditors: {begun.signer.vkey}")


def announce(outlook: Outlook, *, ask: bool) -> None:
    """Say what a new epoch means, and ask for it before anything is changed.

    Raises:
        Abort: The answer is no.
    """
    for line in describe(outlook):
        click.echo(escape(line), err=True)
    if ask and not click.confirm("Begin the new epoch?", err=True):
        click.echo("Nothing was changed.", err=True)
        raise click.Abort


def require_reason(reason: str) -> None:
    """Check a text that will stand in the ledger for ever.

    Raises:
        BadParameter: It is empty, long, or holds control characters.
    """
    if not reason.strip() or len(reason) > MAX_REASON or not reason.isprintable():
        raise click.BadParameter(
            f"expected up to {MAX_REASON} characters on one line", param_hint="--reason"
        )


def describe(outlook: Outlook) -> list[str]:
    """Say what a new epoch means, in lines that can be passed on."""
    stored, known = outlook.stored, outlook.known
    held = count_of(stored.size, "signed entry", "signed entries")
    lines = [f"{stored.origin} holds {held}."]
    if outlook.lost:
        lines.append(
            f"LOST: {count_of(outlook.lost, 'entry more was', 'entries more were')} "
            "signed "
            f"({known.origin}, up to "
            f"entry {known.size - 1}) than this database holds. If any copy of it "
            "holds more, stop here and restore that one."
        )
        lines.append(
            "Tell your auditors: receipts of those entries and bundles that were "
            "exported before remain valid proof; the new log names their last head."
        )
    elif outlook.rewritten:
        lines.append(
            f"REWRITTEN: its first {known.size} entries are not those that were "
            "signed. Keep a copy of this database as evidence."
        )
        lines.append(
            "Tell your auditors: an export of the old log contradicts the checkpoint "
            "that the new one names."
        )
    else:
        lines.append("Nothing is known to be lost.")
        if outlook.before.frozen is None:
            lines.append(
                "This ledger is healthy: it is not frozen and goes on by itself. A new "
                "epoch is for one that cannot, or whose key is lost."
            )
        lines.append(
            "Tell your auditors: the ledger is checked as two logs from here on, each "
            "with its own name and key."
        )
    lines.append(
        f"{outlook.after.origin} will be signed from now on; nothing can be added to "
        f"{outlook.before.origin} any more."
    )
    return lines
