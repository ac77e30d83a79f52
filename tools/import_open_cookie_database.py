# noqa: INP001 - a program, not a part of a package
"""Carry the facts of the Open Cookie Database over into the package.

Facts only: name, owner, domain, kind and lifetime; its sentences stay where they are.
Corrections stand in ``open_cookie_database.corrections.tsv``, so that the data stay
comparable with their origin::

    .venv/bin/python tools/import_open_cookie_database.py open-cookie-database.csv
"""

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from consent_server.catalog.forms import format_life, parse_duration

OUT = Path(__file__).parents[1] / "consent_server/catalog/data/open_cookie_database.tsv"
COLUMNS = ("name", "platform", "owner", "domains", "kind", "life")

INVISIBLE = str.maketrans({"\t": None, "\u00ad": None})  # trailing tabs, soft hyphens
NAME = re.compile(r"[^\x00-\x20\x7f;,=*]+\*?")
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
DURATION = re.compile(
    r"(\d{1,5})\s*(sec|min|hour|day|week|month|year|w\b|y\b)", re.IGNORECASE
)
UNITS = {"sec": "second", "min": "minute", "w": "week", "y": "year"}
SESSION = re.compile(r"\bse+s*ions?\b|immediately", re.IGNORECASE)
UNLIMITED = re.compile(
    r"forever|unlimited|permanent|persistent|no expiration|local storage", re.IGNORECASE
)


def read_life(text: str) -> str:
    """Read one of the 175 spellings of a lifetime; of several the longest.

    Gives ``session``, ``unlimited``, a duration as catalogs write it, or nothing.
    """
    found = [
        parse_duration(f"{count} {UNITS.get(unit.lower(), unit.lower())}")
        for count, unit in DURATION.findall(text)
        if int(count)
    ]
    if found:
        return format_life(max(found))
    if UNLIMITED.search(text):
        return "unlimited"
    return "session" if SESSION.search(text) or "0 day" in text else ""


def read_domains(text: str) -> str:
    """Pick the host names out of free text such as ``.bing.com (3rd party) or …``."""
    words = (word.lstrip(".").lower() for word in text.split())
    return " ".join(dict.fromkeys(word for word in words if HOST.fullmatch(word)))


def read_row(row: dict[str, str]) -> tuple[str, ...] | None:
    """Read a row; nothing if no cookie or storage key can have that name."""
    name = row["Cookie / Data Key name"].translate(INVISIBLE).strip()
    if row["Wildcard match"] == "1":
        name = name.removesuffix("*") + "*"
    if not NAME.fullmatch(name):
        return None
    platform = " ".join(row["Platform"].split())
    return (
        name,
        platform,
        " ".join(row["Data Controller"].split()) or platform,
        read_domains(row["Domain"]),
        row["Category"].strip().lower(),
        read_life(row["Retention period"]),
    )


def read_rows(text: str) -> Iterator[tuple[str, ...]]:
    """Read the database; rows that say the same come once."""
    rows = map(read_row, csv.DictReader(io.StringIO(text)))
    yield from sorted({row for row in rows if row is not None})


def main(source: Path) -> None:
    """Write the data file."""
    rows = list(read_rows(source.read_text(encoding="utf-8")))
    lines = ("\t".join(row) for row in (COLUMNS, *rows))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{OUT}: {len(rows)} cookies and keys\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
