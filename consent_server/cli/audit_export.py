"""``consent-server audit export``: take a site's evidence out."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click

from consent_server.cli.options import (
    data_dir_option,
    database_option,
    json_option,
    replica_option,
    site_option,
)
from consent_server.consent.choice import Action
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.report import count_of, escape
from consent_server.ledger.selection import Selection
from consent_server.verifier.processes import default_processes
from consent_server.web.export_request import (
    PURPOSE,
    Advance,
    Exported,
    Form,
    Source,
    Wanted,
    read_moment,
)
from consent_server.web.exporting import export
from consent_server.web.partial import Partial

ACTIONS = [action.value for action in Action]

_EMPTY = "There is no record: nobody has chosen yet, or all of them are restricted."


class _Moment(click.ParamType[int]):
    """A day or a time in UTC, as a second; a day is its first or its last one."""

    name = "time"

    def __init__(self, *, end: bool) -> None:
        self._end = end

    def convert(
        self,
        value: str | int,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        if isinstance(value, int):
            return value
        try:
            return read_moment(value, end=self._end)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("export", short_help="Write a site's evidence into one file.")
@site_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.BUNDLE.value,
    show_default=True,
    help="A bundle can be verified; the others are copies for tables and programs, "
    "and no evidence. Parquet is an extra.",
)
@click.option(
    "--since", type=_Moment(end=False), help="The first day or second of arrival, UTC."
)
@click.option(
    "--until",
    type=_Moment(end=True),
    help="The last day or second of arrival, UTC; it belongs to the export.",
)
@click.option(
    "--subject", type=click.UUID, help="The pseudonym of one person (subject_id)."
)
@click.option(
    "--record",
    type=click.UUID,
    help="The id of one of a person's records: everything of that person.",
)
@click.option("--action", type=click.Choice(ACTIONS), help="What the visitor did.")
@click.option(
    "--purpose",
    help="A purpose that was asked for, or PURPOSE=granted, refused or undecided.",
)
@click.option(
    "--without",
    "withheld",
    multiple=True,
    type=click.Choice(PART_NAMES),
    help="Leave a part of every record out. May be given several times.",
)
@click.option("--epoch", type=int, help="An earlier log of the site, from 1.")
@click.option("--recipient", help="Who gets it, so that they can be told of erasures.")
@click.option("--gzip", "compress", is_flag=True, help="Compress CSV or JSON Lines.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted export.")
@data_dir_option
@database_option
@replica_option
@json_option
def export_command(  # noqa: PLR0913, PLR0917 - one per option
    site_id: str | None,
    out: Path,
    form: str,
    since: int | None,
    until: int | None,
    subject: UUID | None,
    record: UUID | None,
    action: str | None,
    purpose: str | None,
    withheld: tuple[str, ...],
    epoch: int | None,
    recipient: str | None,
    data_dir: Path,
    database: str | None,
    replica: str | None,
    *,
    compress: bool,
    resume: bool,
    as_json: bool,
) -> None:
    """Write what an auditor needs about a site into one file.

    Without a selection it is everything. Records that were erased do not show any more
    whose they were: a selection by person, action or purpose leaves them out, and one
    by time does not. The site may be running. What is interrupted goes on with
    --resume and the same options.

    \b
    Examples:
      consent-server audit export --data-dir .demo --site onwork --out onwork.zip
      consent-server audit export --site shop --out march.zip \\
        --since 2026-03-01 --until 2026-03-31 --without context
      consent-server audit export --site shop --out person.zip \\
        --record 3dba37bb-0871-4def-b95b-6655128dbe19 --recipient "A. Auditor"
      consent-server audit export --site shop --out shop.csv.gz --format csv --gzip
    """  # noqa: D301 - click's own mark against re-wrapping
    if since is not None and until is not None and since > until:
        raise click.BadParameter("it ends before it begins", param_hint="--until")
    _require_purpose(purpose)
    if subject and record:
        raise click.UsageError("--subject and --record say the same; give one of them")
    if compress and form not in {Form.CSV, Form.JSONL}:
        raise click.UsageError(f"--gzip is for CSV and JSON Lines; {form} is packed")
    if resume and form == Form.PARQUET:
        raise click.UsageError("Parquet cannot go on; export it without --resume")
    wanted = Wanted(
        form=Form(form),
        selection=Selection(
            since=since,
            until=until,
            subject=None if subject is None else str(subject),
            purpose=purpose,
            action=action,
        ),
        record=record,
        withheld=tuple(name for name in PART_NAMES if name in withheld),
        recipient=recipient,
        epoch=epoch,
        compress=compress,
    )
    try:
        exported = export(
            Source(
                data_dir=data_dir,
                site_id=site_id,
                database=database,
                replica=replica,
            ),
            out,
            wanted,
            resume=resume,
            watch=_show,
            processes=default_processes(),
        )
    finally:
        _say_how_to_go_on(out)
    if as_json:
        click.echo(json.dumps(_to_json(exported)))
    else:
        _say(exported, out, wanted)


def _require_purpose(purpose: str | None) -> None:
    if purpose is not None and not re.fullmatch(PURPOSE, purpose):
        raise click.BadParameter(
            "expected the id of a purpose, perhaps with =granted, =refused or "
            f"=undecided, got {purpose!r:.60}",
            param_hint="--purpose",
        )


@contextmanager
def _show(what: str, length: int) -> Iterator[Advance]:
    """Show a bar where a person watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label=what, file=sys.stderr) as bar:
        yield bar.update


def _say_how_to_go_on(out: Path) -> None:
    if Partial(out).folder.exists():
        click.echo(
            f"{out} is unfinished; repeat the command with --resume to go on.", err=True
        )


def _to_json(exported: Exported) -> dict[str, str | int]:
    return {
        "origin": exported.origin,
        "size": exported.size,
        "records": exported.records,
        "serial": exported.serial,
        "behind": exported.behind,
    }


def _say(exported: Exported, out: Path, wanted: Wanted) -> None:
    if exported.began_at:
        click.echo(f"Went on at entry {exported.began_at}.")
    nouns = [
        count_of(exported.records, "record"),
        count_of(exported.size, "entry", "entries"),
    ]
    click.echo(
        escape(f"{out}: {nouns[0]}, from {nouns[1]} of {exported.origin}")
        + f" (serial number {exported.serial})"
    )
    if exported.behind:
        missing = count_of(exported.behind, "entry", "entries")
        click.echo(f"The replica is {missing} behind; what they erase may be in it.")
    if not exported.records:
        everything = wanted.selection.everything and wanted.record is None
        click.echo(_EMPTY if everything else "No record fits what was asked for.")
    if wanted.form is Form.BUNDLE:
        click.echo(
            escape(f"Check it anywhere: consent-server audit verify {out} --key KEY")
        )
        click.echo(
            "KEY is keys/SITE.ledger.pub in the data folder; send it another way."
        )
    else:
        click.echo("This is a copy and not evidence: only a bundle can be verified.")
