"""``consent-server ledger status``: how every ledger stands."""

from pathlib import Path

import click

from consent_server.cli.exits import FINDINGS
from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.cli.printing import say_json, second_or_null
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.anchored import ago
from consent_server.ledger.report import count_of, escape
from consent_server.web.installation import open_sites
from consent_server.web.ledger_status import KeyFile, LedgerStatus, look_at_ledger


@click.command(short_help="Say how every ledger stands.")
@click.option("--site", "site_id", help="Id of a site; all of them by default.")
@data_dir_option
@database_option
@json_option
def status(
    site_id: str | None, data_dir: Path, database: str | None, *, as_json: bool
) -> None:
    """Say how every ledger stands: size, key, high-water mark, anchors.

    Exit code 0: it goes on. 1: one is frozen, its entries wait for too long, or its
    mark or key cannot be used.

    \b
    Examples:
      consent-server ledger status
      consent-server ledger status --site shop --json
    """  # noqa: D301 - click's own mark against re-wrapping
    moment = SystemClock().now()
    with open_sites(data_dir, site_id, database) as sites:
        found = [look_at_ledger(site, data_dir, moment) for site in sites]
    if as_json:
        say_json({"sites": [_json(one) for one in found]})
    else:
        click.echo("\n\n".join(map(_text, found)) or "There is no site yet.")
    if any(one.findings for one in found):
        raise click.exceptions.Exit(FINDINGS)


def _json(it: LedgerStatus) -> dict[str, object]:
    return {
        "site": it.site_id,
        "origin": it.state.origin,
        "epoch": it.state.epoch,
        "size": it.state.size,
        "checkpoint_at": second_or_null(it.progress.signed_at),
        "waiting": it.progress.waiting,
        "waiting_seconds": it.waiting_seconds,
        "frozen": it.state.frozen,
        "key": it.state.vkey,
        "keys": [
            {
                "epoch": one.epoch,
                "position": one.position,
                "key": one.vkey,
                "began_at": second_or_null(one.began_at),
            }
            for one in it.keys
        ],
        "files": [
            {"path": str(one.path), "encrypted": one.encrypted} for one in it.files
        ],
        "high_water_mark": it.mark,
        "anchored": it.anchors.anchored,
        "anchors": it.anchors.words,
        "findings": it.findings,
    }


def _text(it: LedgerStatus) -> str:
    now = int(it.moment.timestamp())
    signed_at = it.progress.signed_at
    rows = {
        "checkpoint": "none yet"
        if signed_at is None
        else f"signed {ago(signed_at, now)}",
        "waiting": _waiting(it),
        "epoch": str(it.state.epoch),
        "frozen": it.state.frozen or "no",
        "key": it.state.vkey or "nothing was signed yet",
        "key files": ", ".join(map(_file, it.files)),
        "high-water mark": "none yet"
        if it.mark is None
        else count_of(it.mark, "entry", "entries"),
        "anchors": it.anchors.words,
    }
    entries = count_of(it.state.size, "entry", "entries")
    lines = [f"{it.site_id}: {entries} of {it.state.origin}"]
    lines += [f"  {name:16} {value}" for name, value in rows.items()]
    lines += [f"FINDING: {finding}" for finding in it.findings]
    return "\n".join(map(escape, lines))


def _waiting(it: LedgerStatus) -> str:
    if not it.progress.waiting:
        return "nothing"
    seconds = count_of(it.waiting_seconds, "second", "seconds")
    return f"{it.progress.waiting}, the oldest for {seconds}"


def _file(one: KeyFile) -> str:
    words = {True: "encrypted", False: "not encrypted", None: "cannot be read"}
    return f"{one.path.name} ({words[one.encrypted]})"
