"""``consent-server enforcement unknown``: what turned up and nobody declares."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from consent_server.cli.enforcement import WHERE
from consent_server.cli.exits import FINDINGS
from consent_server.cli.periods import DAY, Days, counts_of
from consent_server.cli.printing import align, say_data
from consent_server.enforcement.evidence import DROPPED, OTHERS, Sighting
from consent_server.enforcement.findings import SightingCount, advise, kind_of
from consent_server.kernel.canonical import Json
from consent_server.ledger.report import escape
from consent_server.storage.catalog_files import library_matcher
from consent_server.storage.evidence import EvidenceStore
from consent_server.web.installation import open_installed

COLUMNS = ("day", "surface", "name", "directive", "times")
HEADINGS = ("Name", "Where", "Times")


@click.command(short_help="Show hosts and cookies that no service declares.")
@counts_of(DAY)
def unknown(
    site_id: str | None,
    since: datetime | None,
    until: datetime | None,
    data_dir: Path,
    database: str | None,
    form: str | None,
) -> None:
    """Show hosts and cookies that no service declares, and what they look like.

    A name counts once for a response or for a browser's report. Anybody can send such
    reports: they are hints. Exit code 1: there are such names.

    \b
    Examples:
      consent-server enforcement unknown --since 2026-03-01
      consent-server enforcement unknown --data-dir .demo --site omnium --json
    """  # noqa: D301 - click's own mark against re-wrapping
    days = Days.of(since, until)
    with open_installed(data_dir, site_id, database) as site:
        store = EvidenceStore(site.engine, site.site_id)
        counts = store.read_seen(days.since, days.until)
    if form is None:
        click.echo(_to_text(site.site_id, counts), nl=False)
    else:
        say_data(form, site.site_id, "unknown", COLUMNS, [*map(_cells, counts)])
    if any(it.sighting.name != DROPPED for it in counts):
        raise click.exceptions.Exit(FINDINGS)


def _cells(count: SightingCount) -> dict[str, Json]:
    return {
        "day": count.day.isoformat(),
        "surface": count.sighting.surface.value,
        "name": count.sighting.name,
        "directive": count.sighting.directive,
        "times": count.times,
    }


def _to_text(site_id: str, counts: Sequence[SightingCount]) -> str:
    named = [it for it in counts if it.sighting.name != DROPPED]
    dropped = sum(it.times for it in counts if it not in named)
    said = f"{dropped:,} reports of browsers were not read: too many came at once.\n"
    return _names(site_id, named) + (said if dropped else "")


def _names(site_id: str, counts: Sequence[SightingCount]) -> str:
    if not counts:
        return (
            f"Nothing undeclared was seen on {site_id}. "
            "What was just seen appears half a minute later.\n"
        )
    sums = Counter[Sighting]()
    for count in counts:
        sums[count.sighting] += count.times
    lines = sorted(sums.items(), key=lambda it: (it[0].name, it[0]))
    # The names are anybody's: they must not move a terminal's cursor.
    rows = [(escape(it.name), where_words(it), f"{times:,}") for it, times in lines]
    guesses = {
        escape(it.name): advise(kind_of(it), it.name, library_matcher()).words
        for it in sums
        if it.name != OTHERS
    }
    advice = "".join(f"{name} {guesses[name]}\n" for name in sorted(guesses))
    days = sorted({count.day for count in counts})
    return (
        f"{site_id}, {days[0]} to {days[-1]}: names that no service declares\n\n"
        f"{align(HEADINGS, rows)}\n{advice}"
    )


def where_words(sighting: Sighting) -> str:
    """Say where something was seen."""
    where = WHERE[sighting.surface]
    return f"{where} ({escape(sighting.directive)})" if sighting.directive else where
