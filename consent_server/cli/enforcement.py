"""``consent-server enforcement``: what was held, for the owner of a site."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from consent_server.cli.lazy import LazyGroup
from consent_server.cli.periods import DAY, Days, counts_of
from consent_server.cli.printing import align, say_data
from consent_server.enforcement.evidence import Surface
from consent_server.kernel.canonical import Json
from consent_server.storage.evidence import EvidenceStore, HeldCount
from consent_server.web.installation import open_installed

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
