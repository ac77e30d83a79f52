"""``consent-server enforcement``: what was held, for the owner of a site."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from consent_server.enforcement.evidence import Surface
from consent_server.kernel.canonical import Json
from consent_server.storage.held_counts import HeldCount, HeldCountStore
from consent_server.web.installation import open_installed

DAY = click.DateTime(["%Y-%m-%d"])
COLUMNS = ("day", "policy_version", "service", "surface", "reason", "times")
HEADINGS = ("Service", "Where", "Why", "Times")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WHERE = {
    Surface.MARKUP: "tags in pages",
    Surface.SET_COOKIE: "cookies that the site set",
    Surface.REQUEST_COOKIE: "cookies hidden from the site",
    Surface.LINK_HEADER: "headers that load",
    Surface.UNREADABLE: "pages that could not be read",
    Surface.BROWSER: "told by browsers",
}
"""The surfaces in words."""


@click.group()
def enforcement() -> None:
    """See what was held: sums per day, without any visitor."""


@enforcement.command()
@click.option("--site", "site_id", help="Id of the site, where there are several.")
@click.option("--since", type=DAY, help="The first day (UTC), such as 2026-03-01.")
@click.option("--until", type=DAY, help="The last day (UTC).")
@click.option(
    "--data-dir",
    default="consent-data",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder with the database and the keys.",
)
@click.option("--json", "form", flag_value="json", help="Print JSON for programs.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV for a spreadsheet.")
def held(
    site_id: str | None,
    since: datetime | None,
    until: datetime | None,
    data_dir: Path,
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
    if since and until and since > until:
        raise click.BadParameter("it ends before it begins", param_hint="--until")
    with open_installed(data_dir, site_id) as site:
        store = HeldCountStore(site.engine, site.site_id)
        counts = store.read(since and since.date(), until and until.date())
    match form:
        case "json":
            described = {"site": site.site_id, "held": [*map(_cells, counts)]}
            click.echo(json.dumps(described, indent=2))
        case "csv":
            click.echo(to_csv(COLUMNS, map(_cells, counts)), nl=False)
        case _:
            click.echo(_to_text(site.site_id, counts), nl=False)


def _cells(count: HeldCount) -> dict[str, Json]:
    return {
        "day": count.day.isoformat(),
        "policy_version": count.policy_version,
        "service": count.service,
        "surface": count.surface.value,
        "reason": count.reason,
        "times": count.times,
    }


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> str:
    """Write a table as CSV (RFC 4180) that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_inert(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _inert(cell: Json) -> Json:
    """Put an apostrophe before a text that a spreadsheet would reckon with (OWASP)."""
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


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
    return f"{site_id}, {days[0]} to {days[-1]}: {total:,} held\n\n{_align(rows)}"


def _align(rows: Sequence[tuple[str, ...]]) -> str:
    """Write rows under their headings; a service is named where it begins."""
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    lines, before = [], ""
    for service, *cells, times in (HEADINGS, *rows):
        name = service if service != before else ""
        before = service
        texts = (
            f"{cell:<{width}}"
            for cell, width in zip((name, *cells), widths, strict=False)
        )
        lines.append(f"{'  '.join(texts)}  {times:>{widths[-1]}}\n")
    return "".join(lines)
