"""``consent-server statistics``: how visitors answered."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from consent_server.cli.options import replica_option
from consent_server.cli.periods import Period, counts_of, require_order
from consent_server.cli.printing import align, to_csv
from consent_server.consent.statistics import SMALL, By, Row, Statistics
from consent_server.kernel.canonical import Json
from consent_server.ledger.report import count_of, escape
from consent_server.storage.statistics import StatisticsStore
from consent_server.web.installation import open_installed
from consent_server.web.replica import entries_behind, reading_from

COLUMNS = ("value", "asked", "answers", "granted", "refused", "percent", "left_out")
HEADINGS = ("Asked", "Answers", "Granted", "Refused", "Percent", "Months left out")
MONTH = Period("%Y-%m", "month", "2026-03")
TOO_FEW = f"<{SMALL}"


@click.command(short_help="Show how visitors answered.")
@click.option(
    "--by",
    type=click.Choice([it.value for it in By]),
    default=By.PURPOSE.value,
    show_default=True,
    help="What to tell apart.",
)
@counts_of(MONTH)
@replica_option
def statistics(  # noqa: PLR0913, PLR0917 - options, each by its name
    by: str,
    site_id: str | None,
    since: datetime | None,
    until: datetime | None,
    data_dir: Path,
    database: str | None,
    form: str | None,
    replica: str | None,
) -> None:
    """Show how often visitors granted and refused.

    Every recorded answer counts, also a changed one. Numbers that would point at few
    visitors are not shown: "<10". A month has a table of its own, several are the sum
    of what each of them shows, and in the newest one numbers are rounded down to tens.

    \b
    Examples:
      consent-server statistics
      consent-server statistics --by day --since 2026-03 --until 2026-03
      consent-server statistics --data-dir .demo --site omnium --by language --json
    """  # noqa: D301 - click's own mark against re-wrapping
    require_order(since, until)
    with (
        open_installed(data_dir, site_id, database) as site,
        reading_from(site, replica) as reader,
    ):
        store = StatisticsStore(reader.engine, site.site_id)
        found = store.read(By(by), _written(since), _written(until))
        if behind := entries_behind(site, reader):
            told = count_of(behind, "entry", "entries")
            click.echo(f"The replica is {told} behind.", err=True)
    click.echo(_say(form, site.site_id, found), nl=False)


def _written(month: datetime | None) -> str | None:
    return None if month is None else month.date().isoformat()[: len(MONTH.example)]


def _say(form: str | None, site_id: str, found: Statistics) -> str:
    if form == "csv":
        return to_csv(COLUMNS, [it.to_json() for it in (*found.rows, found.total)])
    if form == "json":
        return _to_json(site_id, found)
    return _to_text(site_id, found)


def _to_json(site_id: str, found: Statistics) -> str:
    document: Json = {
        "site": site_id,
        "by": found.by.value,
        "rows": [it.to_json() for it in found.rows],
        "total": found.total.to_json(),
    }
    return json.dumps(document, indent=2) + "\n"


def _to_text(site_id: str, found: Statistics) -> str:
    if not found.rows:
        return f"{site_id}: asked on {_pages(found.total)}, and nobody answered.\n"
    headings = (found.by.value.capitalize(), *HEADINGS)
    columns = zip(headings, *map(_words, found.rows), strict=True)
    # Pages ask in a language under a policy on a day, and about nothing less.
    told = (column for column in columns if any(column[1:]))
    names, *numbers = ([*column] for column in told)
    for column in numbers:
        column[:] = [f"{it:>{max(map(len, column))}}" for it in column]
    [first, *rows] = zip(names, *numbers, strict=True)
    return f"{site_id}: {_whole(found.total)}\n\n{align(first, rows)}"


def _whole(total: Row) -> str:
    answers = TOO_FEW if total.times is None else f"{total.times.answers:,}"
    rate = "" if total.rate is None else f", {total.rate:.0%} granted something"
    return f"asked on {_pages(total)}, {answers} answers{rate}"


def _pages(total: Row) -> str:
    return "1 page" if total.asked == 1 else f"{total.asked or 0:,} pages"


def _words(row: Row) -> Sequence[str]:
    asked = "" if row.asked is None else f"{row.asked:,}"
    if row.times is None or row.rate is None:
        return (escape(row.value), asked, *[TOO_FEW] * 3, "", "")
    numbers = (f"{it:,}" for it in (row.times.answers, *row.times))
    left_out = str(row.left_out or "")
    return (escape(row.value), asked, *numbers, f"{row.rate:.0%}", left_out)
