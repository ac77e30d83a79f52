"""``consent-server enforcement``: what was held, for the owner of a site."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path

import click

from consent_server.cli.lazy import LazyGroup
from consent_server.cli.options import data_dir_option, database_option
from consent_server.enforcement.evidence import Surface
from consent_server.kernel.canonical import Json
from consent_server.kernel.spreadsheet import inert_cell
from consent_server.storage.evidence import EvidenceStore, HeldCount
from consent_server.web.installation import open_installed

Command = Callable[..., None]
COLUMNS = ("day", "policy_version", "service", "surface", "reason", "times")
HEADINGS = ("Service", "Where", "Why", "Times")
WHERE = {
    Surface.MARKUP: "tags in pages",
    Surface.SET_COOKIE: "cookies that the site set",
    Surface.REQUEST_COOKIE: "cookies hidden from the site",
    Surface.LINK_HEADER: "headers that load",
    Surface.UNREADABLE: "pages that could not be read",
    Surface.BROWSER: "told by browsers",
}
"""The surfaces in words."""


@click.group(
    cls=LazyGroup,
    places={"unknown": "enforcement_unknown:unknown"},
    short_help="See what was held and what nobody declares.",
)
def enforcement() -> None:
    """See what was held and what nobody declares: sums per day, without visitors."""


class Period(click.DateTime):
    """A day or a month, as an option takes it.

    Args:
        form: As ``strptime`` takes it.
        called: What it is called.
        example: How one is written.
    """

    def __init__(self, form: str, called: str, example: str) -> None:
        super().__init__([form])
        self.called = called
        self.example = example

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read it; the moment at which it begins."""
        try:
            begin: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            expected = f"expected a {self.called} such as {self.example}"
            self.fail(f"{expected}, got {value!r}", param, ctx)
        return begin


def counts_of(period: Period) -> Callable[[Command], Command]:
    """Give a command the options that say which counts, and in what form."""
    metavar = period.called.upper()
    options = (
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        database_option,
        data_dir_option,
        click.option(
            "--until",
            type=period,
            metavar=metavar,
            help=f"The last {period.called} (UTC).",
        ),
        click.option(
            "--since",
            type=period,
            metavar=metavar,
            help=f"The first {period.called} (UTC): {period.example}.",
        ),
        click.option("--site", "site_id", help="Id of the site, if there are several."),
    )

    def give(counts: Command) -> Command:
        @wraps(counts)
        def command(*, as_csv: bool, as_json: bool, **given: object) -> None:
            if as_csv and as_json:
                raise click.UsageError("give --csv or --json, not both")
            form = "csv" if as_csv else "json" if as_json else None
            counts(form=form, **given)

        with_options: Command = command
        for option in options:
            with_options = option(with_options)
        return with_options

    return give


DAY = Period("%Y-%m-%d", "day", "2026-03-01")


def require_order(since: datetime | None, until: datetime | None) -> None:
    """Check two options.

    Raises:
        BadParameter: The period ends before it begins.
    """
    if since and until and since > until:
        raise click.BadParameter("it ends before it begins", param_hint="--until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that were asked for, both included; none is open."""

    since: date | None
    until: date | None

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None) -> "Days":
        """Take two options.

        Raises:
            BadParameter: The period ends before it begins.
        """
        require_order(since, until)
        return cls(since=since and since.date(), until=until and until.date())


@enforcement.command()
@counts_of(DAY)
def held(
    site_id: str | None,
    since: datetime | None,
    until: datetime | None,
    data_dir: Path,
    database: str | None,
    form: str | None,
) -> None:
    """Show what was held, for which service and why.

    A tag, a cookie or a header that was held in one response counts once. Nothing
    tells how many visitors that were. JSON and CSV say the day and the version of the
    policy too. What was just held appears half a minute later.

    \b
    Examples:
      consent-server enforcement held
      consent-server enforcement held --since 2026-03-01 --until 2026-03-31
      consent-server enforcement held --data-dir .demo --site omnium --csv > held.csv
    """  # noqa: D301 - click's own mark against re-wrapping
    days = Days.of(since, until)
    with open_installed(data_dir, site_id, database) as site:
        store = EvidenceStore(site.engine, site.site_id)
        counts = store.read_held(days.since, days.until)
    if form is None:
        click.echo(_to_text(site.site_id, counts), nl=False)
    else:
        say_data(form, site.site_id, "held", COLUMNS, [*map(_cells, counts)])


def _cells(count: HeldCount) -> dict[str, Json]:
    return {
        "day": count.day.isoformat(),
        "policy_version": count.policy_version,
        "service": count.service,
        "surface": count.surface.value,
        "reason": count.reason,
        "times": count.times,
    }


def say_data(
    form: str,
    site_id: str,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Json]],
) -> None:
    """Print a table as ``json``, under a name, or as ``csv``."""
    if form == "csv":
        click.echo(to_csv(columns, rows), nl=False)
    else:
        click.echo(json.dumps({"site": site_id, name: rows}, indent=2))


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> str:
    """Write a table as CSV (RFC 4180) that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Json) -> Json:
    return inert_cell(value) if isinstance(value, str) else value


def _to_text(site_id: str, counts: Sequence[HeldCount]) -> str:
    if not counts:
        return f"Nothing was held on {site_id}, as far as these days are kept.\n"
    sums = Counter[tuple[str, str, str]]()
    for count in counts:
        key = (count.service, WHERE[count.surface], count.reason.replace("_", " "))
        sums[key] += count.times
    days = sorted({count.day for count in counts})
    total = sum(sums.values())
    rows = [(*key, f"{times:,}") for key, times in sorted(sums.items())]
    return (
        f"{site_id}, {days[0]} to {days[-1]}: {total:,} held\n\n{align(HEADINGS, rows)}"
    )


def align(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows under their headings, numbers last; a name stands where it begins."""
    table = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines, before = [], ""
    for name, *cells, times in table:
        shown = "" if name == before else name
        before = name
        texts = [
            f"{cell:<{width}}"
            for cell, width in zip([shown, *cells], widths, strict=False)
        ]
        lines.append("  ".join([*texts, f"{times:>{widths[-1]}}"]) + "\n")
    return "".join(lines)
