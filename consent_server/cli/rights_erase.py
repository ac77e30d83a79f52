"""``consent-server rights erase``, ``list`` and ``replay``: who is to be forgotten."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click

from consent_server.cli.exits import FINDINGS
from consent_server.cli.options import json_option
from consent_server.cli.printing import say_json
from consent_server.cli.rights import (
    opened,
    record_option,
    records_of,
    site_options,
)
from consent_server.kernel.clock import format_second
from consent_server.kernel.errors import SettingError
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.report import count_of
from consent_server.ledger.tombstone import ASKED_FOR
from consent_server.storage.erasures import ErasureRequest
from consent_server.storage.records import subject_of
from consent_server.web.jobs.erase import PROMISED_HOURS
from consent_server.web.jobs.journal import ErasureJournal
from consent_server.web.jobs.replay import Replayed, replay


@click.command(short_help="Note that a person is to be erased.")
@record_option
@click.option(
    "--parts",
    default="subject,context",
    show_default=True,
    help=f"Which parts, with commas between: {', '.join(PART_NAMES)}.",
)
@click.option(
    "--reason",
    required=True,
    type=click.Choice(ASKED_FOR),
    help="A code that everybody may read for ever.",
)
@site_options
def erase(
    record_id: UUID,
    parts: str,
    reason: str,
    site_id: str | None,
    data_dir: Path,
    database: str | None,
) -> None:
    """Note that a person is to be erased; `jobs run` carries it out.

    Requests of half a day share one entry in the ledger, so that it tells nobody which
    records belong together. The decision tells of nobody and stays unless it is named.

    \b
    Examples:
      consent-server rights erase --record 5cf3… --reason erasure_request
      consent-server rights erase --record 5cf3… --parts subject,decision,context \\
        --reason unlawful
    """  # noqa: D301 - likewise
    wanted = _parse_parts(parts)
    with opened(data_dir, site_id, database) as site:
        found = records_of(site, record_id)
        if any(one.restricted for one in found):
            raise SettingError(
                f"record {record_id} is restricted and must be kept; lift that first: "
                f"consent-server rights lift --record {record_id}"
            )
        noted = site.erasures.ask(subject_of(found), wanted, reason, site.clock.now())
    click.echo("Noted." if noted else "This was noted before.")
    click.echo(
        f"Gone within {PROMISED_HOURS} hours, while `consent-server jobs run` runs: "
        f"{', '.join(sorted(wanted))} of {count_of(len(found), 'record')}. "
        "The ledger keeps entries without personal data."
    )
    click.echo(
        "The person's browser keeps what it was granted until it is asked again; only "
        '"my choices" in that browser takes it away at once.'
    )


@click.command("list", short_help="Show the requests for erasure that are open.")
@json_option
@site_options
def list_requests(
    site_id: str | None, data_dir: Path, database: str | None, *, as_json: bool
) -> None:
    """Show the requests for erasure that are open, without whom they are about.

    Exit code 1: one is older than people were told.

    \b
    Example:
      consent-server rights list --json
    """  # noqa: D301 - likewise
    with opened(data_dir, site_id, database) as site:
        requests = site.erasures.open_requests()
        late = site.now - int(timedelta(hours=PROMISED_HOURS).total_seconds())
    overdue = [one for one in requests if one.asked_at <= late]
    if as_json:
        rows = [_row(one, overdue=one in overdue) for one in requests]
        say_json({"open": rows})
    else:
        for one in requests:
            mark = "  OVERDUE: let `consent-server jobs run` run" * (one in overdue)
            parts = ", ".join(sorted(one.parts))
            click.echo(f"{format_second(one.asked_at)}  {parts}  ({one.reason}){mark}")
        click.echo(f"{count_of(len(requests), 'request')} open")
    if overdue:
        raise click.exceptions.Exit(FINDINGS)


@click.command("replay", short_help="Erase again what a backup brought back.")
@click.option(
    "--journal",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The journal of erasures that was kept outside the backup.",
)
@site_options
def replay_journal(
    journal: Path, site_id: str | None, data_dir: Path, database: str | None
) -> None:
    """Erase again what a restored backup brought back; before the service opens.

    Exit code 1: it is erased, and the ledger cannot say so yet.

    \b
    Example:
      consent-server rights replay --journal /srv/kept/shop.erasures.jsonl
    """  # noqa: D301 - likewise
    with opened(data_dir, site_id, database) as site:
        done = replay(site, ErasureJournal(journal))
    _tell(done)


def _tell(done: Replayed) -> None:
    click.echo(f"{count_of(done.records, 'record')} erased again.")
    if done.elsewhere:
        click.echo(f"{count_of(done.elsewhere, 'line')} of other ledgers left.")
    if done.frozen is not None:
        click.echo(
            f"The ledger signs nothing now ({done.frozen}); when it does again, "
            "`consent-server jobs run` announces the erasure."
        )
        raise click.exceptions.Exit(FINDINGS)


def _parse_parts(text: str) -> frozenset[str]:
    parts = frozenset(part.strip() for part in text.split(","))
    if not parts <= {*PART_NAMES}:
        raise SettingError(
            f"--parts: expected some of {', '.join(PART_NAMES)} with commas between, "
            f"got {text!r:.80}"
        )
    return parts


def _row(one: ErasureRequest, *, overdue: bool) -> dict[str, object]:
    return {
        "number": one.number,
        "asked_at": format_second(one.asked_at),
        "parts": sorted(one.parts),
        "reason": one.reason,
        "overdue": overdue,
    }
