"""``consent-server enforcement unknown``: what turned up and nobody declares."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from consent_server.catalog.lookup import known_cookies, look_up
from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.cli.enforcement import (
    WHERE,
    Days,
    align,
    counts_of_days,
    say_data,
)
from consent_server.cli.exits import FINDINGS
from consent_server.enforcement.evidence import OTHERS, Sighting, Surface
from consent_server.kernel.canonical import Json
from consent_server.ledger.report import escape
from consent_server.storage.catalog_files import read_library
from consent_server.storage.evidence import EvidenceStore, SightingCount
from consent_server.web.installation import open_installed

COLUMNS = ("day", "surface", "name", "directive", "times")
HEADINGS = ("Name", "Where", "Times")


@click.command(short_help="Show hosts and cookies that no service declares.")
@counts_of_days
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
    if counts:
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
    if not counts:
        return f"Everything that was seen on {site_id} is declared.\n"
    sums = Counter[Sighting]()
    for count in counts:
        sums[count.sighting] += count.times
    lines = sorted(sums.items(), key=lambda it: (it[0].name, it[0]))
    # The names are anybody's: they must not move a terminal's cursor.
    rows = [(escape(it.name), _where(it), f"{times:,}") for it, times in lines]
    matcher = compile_matcher(read_library().services.values())
    guesses = {escape(it.name): _guess(it, matcher) for it in sums if it.name != OTHERS}
    advice = "".join(f"{name} {guesses[name]}\n" for name in sorted(guesses))
    days = sorted({count.day for count in counts})
    return (
        f"{site_id}, {days[0]} to {days[-1]}: names that no service declares\n\n"
        f"{align(HEADINGS, rows)}\n{advice}"
    )


def _where(sighting: Sighting) -> str:
    where = WHERE[sighting.surface]
    return f"{where} ({escape(sighting.directive)})" if sighting.directive else where


def _guess(sighting: Sighting, matcher: Matcher) -> str:
    """Say what a name looks like, and how to declare it."""
    name = sighting.name
    if sighting.surface is Surface.SET_COOKIE:
        services = matcher.match_cookie(name)
        guess = look_up(name)
        platforms = {guess.known.platform or guess.known.name} if guess else set()
        more = '; declare it as "catalog lookup" prints'
    else:
        services = matcher.match_host(name)
        platforms = {it.platform for it in known_cookies() if it.find_domain(name)}
        more = "; declare what it loads under own"
    if services:
        return f"is in the library; declare it as: {', '.join(sorted(services))}"
    if known := ", ".join(sorted(platforms - {""})):
        return f"looks like {known}{more}"
    return "is known to nobody; see who loads or sets it, and declare it under own"
