"""What commands print: JSON, tables, times."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

import click

from consent_server.kernel.canonical import Json
from consent_server.kernel.clock import format_second
from consent_server.kernel.spreadsheet import inert_cell


def say_json(document: object) -> None:
    """Print JSON for programs."""
    click.echo(json.dumps(document, indent=2))


def second_or_null(second: int | None) -> str | None:
    """Write a second as a member of JSON, where what has not come yet is null."""
    return None if second is None else format_second(second)


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
        say_json({"site": site_id, name: rows})


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> str:
    """Write a table as CSV (RFC 4180) that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Json) -> Json:
    return inert_cell(value) if isinstance(value, str) else value


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
