"""``consent-server findings``: what nobody declares, until it is dealt with."""

from collections.abc import Sequence
from pathlib import Path

import click

from consent_server.cli.enforcement_unknown import where_words
from consent_server.cli.exits import FINDINGS
from consent_server.cli.options import data_dir_option, database_option, site_option
from consent_server.cli.printing import align, say_json
from consent_server.enforcement.evidence import Sighting
from consent_server.enforcement.findings import Finding, State
from consent_server.kernel.canonical import Json
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.report import escape
from consent_server.storage.findings import FindingStore
from consent_server.web.installation import open_installed

HEADINGS = ("Finding", "State", "First", "Last", "Where", "Times")


@click.group(short_help="Deal with hosts and cookies that no service declares.")
def findings() -> None:
    """Deal with hosts and cookies that no service declares."""


@findings.command("list", short_help="Show what nobody declares.")
@site_option
@data_dir_option
@database_option
@click.option("--all", "show_all", is_flag=True, help="Ignored and declared ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, of all findings.")
def list_findings(
    site_id: str | None,
    data_dir: Path,
    database: str | None,
    *,
    show_all: bool,
    as_json: bool,
) -> None:
    """Show what nobody declares, what it looks like, and how to declare it.

    A finding ends by itself once the policy in force declares it. Anybody can send
    reports of browsers: they are hints. Exit code 1: there are open findings.

    \b
    Examples:
      consent-server findings list
      consent-server findings list --data-dir .demo --site omnium --all
      consent-server findings list --json
    """  # noqa: D301 - click's own mark against re-wrapping
    with open_installed(data_dir, site_id, database) as site:
        found = FindingStore(site.engine, site.site_id).read()
    still_open = [it for it in found if it.state is State.OPEN]
    if as_json:
        document: Json = {
            "site": site.site_id,
            "findings": [it.to_json() for it in found],
        }
        say_json(document)
    else:
        shown = found if show_all else still_open
        click.echo(_to_text(site.site_id, shown, len(found)), nl=False)
    if still_open:
        raise click.exceptions.Exit(FINDINGS)


@findings.command()
@click.argument("finding")
@site_option
@data_dir_option
@database_option
def ignore(
    finding: str, site_id: str | None, data_dir: Path, database: str | None
) -> None:
    """Hear no more of a finding. What is undeclared is treated as before.

    \b
    Examples:
      consent-server findings ignore host:extension.example
      consent-server findings ignore cookie:debug --site omnium
    """  # noqa: D301 - click's own mark against re-wrapping
    with open_installed(data_dir, site_id, database) as site:
        store = FindingStore(site.engine, site.site_id)
        store.ignore(finding, SystemClock().now())
    click.echo(f"{escape(finding)} is ignored.")


@findings.command()
@click.argument("finding")
@site_option
@data_dir_option
@database_option
def reopen(
    finding: str, site_id: str | None, data_dir: Path, database: str | None
) -> None:
    """Hear of an ignored finding again.

    \b
    Example:
      consent-server findings reopen host:extension.example
    """  # noqa: D301 - click's own mark against re-wrapping
    with open_installed(data_dir, site_id, database) as site:
        FindingStore(site.engine, site.site_id).reopen(finding)
    click.echo(f"{escape(finding)} is no longer ignored.")


def _to_text(site_id: str, shown: Sequence[Finding], of_all: int) -> str:
    if not shown:
        more = f"; {of_all} ignored or declared: --all shows them" if of_all else ""
        soon = "" if of_all else " What was just seen appears half a minute later."
        return f"No open findings on {site_id}{more}.{soon}\n"
    # The names are anybody's: they must not move a terminal's cursor.
    rows = [
        (
            escape(it.id),
            it.state.value,
            it.first_seen.isoformat(),
            it.last_seen.isoformat(),
            _where(it),
            f"{it.times:,}",
        )
        for it in shown
    ]
    advice = "".join(f"{escape(it.id)} {it.advice.words} ({it.code})\n" for it in shown)
    title = f"{site_id}: names that no service declares"
    return f"{title}\n\n{align(HEADINGS, rows)}\n{advice}"


def _where(finding: Finding) -> str:
    return ", ".join(
        where_words(Sighting(surface, finding.name, directive))
        for surface, directive in finding.where
    )
