"""``consent-server ledger publish``: have witnesses cosign the newest checkpoint."""

import json
import time
from pathlib import Path

import click

from consent_server.cli.exits import BROKEN_EVIDENCE, FINDINGS
from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.ledger.report import count_of, escape
from consent_server.web.installation import open_installed
from consent_server.web.publishing import Published, publish
from consent_server.web.witness_client import AnchorReport


@click.command("publish", short_help="Have witnesses cosign the newest checkpoint.")
@click.option("--site", "site_id", required=True, help="Id of the site.")
@click.option(
    "--every",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="Do it again and again, with so many seconds between.",
)
@data_dir_option
@database_option
@json_option
def publish_checkpoint(
    site_id: str,
    every: int | None,
    data_dir: Path,
    database: str | None,
    *,
    as_json: bool,
) -> None:
    """Send a site's newest checkpoint to the witnesses in SITE.policy.

    The file lies in the data folder and names whom you asked (C2SP tlog-policy). Their
    cosignatures go into every bundle and receipt: from then on nobody can rewrite what
    they saw. A witness that saw a tree which yours does not continue freezes the
    ledger: choices are still taken, and nothing is signed.

    A timestamping authority in SITE.tsa (its address, then its certificates as PEM) is
    asked once an hour (RFC 3161; needs consent-server[timestamps]).

    Exit code 0: the quorum of the file cosigned, and the timestamp came. 1: it did not.
    3: a witness contradicts the ledger. 2: a file or the database cannot be used.

    \b
    Examples:
      consent-server ledger publish --site shop
      consent-server ledger publish --site shop --every 600
    """  # noqa: D301 - click's own mark against re-wrapping
    while True:
        try:
            code = _publish_once(site_id, data_dir, database, as_json=as_json)
        except StoreUnavailableError as error:
            if every is None:
                raise
            click.echo(f"Later: {escape(str(error))}", err=True)
            code = FINDINGS
        if every is None or code == BROKEN_EVIDENCE:
            raise click.exceptions.Exit(code)
        time.sleep(every)


def _publish_once(
    site_id: str, data_dir: Path, database: str | None, *, as_json: bool
) -> int:
    with open_installed(data_dir, site_id, database) as site:
        done = publish(site, data_dir, SystemClock())
    if done is None:
        click.echo("There is no checkpoint yet: nothing was recorded.", err=True)
        return FINDINGS
    click.echo(json.dumps(_json(done), indent=2) if as_json else _text(done))
    if done.frozen is not None:
        return BROKEN_EVIDENCE
    return 0 if done.complete else FINDINGS


def _json(done: Published) -> dict[str, object]:
    return {
        "origin": done.origin,
        "size": done.size,
        "quorum_met": done.quorum_met,
        "anchored": done.anchored,
        "frozen": done.frozen,
        "witnesses": [_report_json(one) for one in done.reports],
        "timestamp": None if done.stamp is None else _report_json(done.stamp),
    }


def _report_json(report: AnchorReport) -> dict[str, str]:
    return {
        "name": report.name,
        "operator": report.operator,
        "outcome": report.outcome.value,
        "detail": report.detail,
    }


def _text(done: Published) -> str:
    lines = [f"{done.origin}: {count_of(done.size, 'entry', 'entries')}"]
    lines += [
        f"  {one.name} ({one.operator}): {one.outcome.value}, {one.detail}"
        for one in (*done.reports, *([] if done.stamp is None else [done.stamp]))
    ]
    if done.frozen is not None:
        lines.append(
            "FROZEN: a witness saw a ledger that this one does not continue. Was a "
            "backup restored? Choices are still taken; nothing is signed any more."
        )
    elif done.anchored:
        lines.append("Anchored: the quorum of the trust file cosigned.")
    elif done.quorum_met:
        lines.append(
            "Not anchored: no witness is asked for, so that the ledger rests on your "
            "word."
        )
    else:
        lines.append(
            "Not anchored: fewer witnesses cosigned than the trust file asks for."
        )
    return "\n".join(map(escape, lines))
