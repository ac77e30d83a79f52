"""What stands in a site's SQLite file: read, and changed behind the site's back."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.site import settle

FILE = "consent.sqlite3"


def rows(data_dir: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the database of a data folder."""
    with _opened(data_dir) as file:
        return file.execute(query, values).fetchall()


def change(data_dir: Path, statement: str, *values: object) -> None:
    """Change it, as no part of ours would."""
    with _opened(data_dir) as file, file:
        file.execute(statement, values)


def decisions(data_dir: Path) -> list[dict[str, Any]]:
    """Return the decision part of every visitor's record, as the ledger has them."""
    settle()
    found = rows(
        data_dir,
        "select decision from record join leaf using (site_id, record_id) "
        "where kind = 1 order by position",
    )
    return [json.loads(decision) for (decision,) in found]


def acts(data_dir: Path) -> list[str]:
    """Name the recorded acts, oldest first."""
    return [decision["action"] for decision in decisions(data_dir)]


def count_records(data_dir: Path) -> int:
    """Count the visitors' records."""
    [(count,)] = rows(data_dir, "select count(*) from record where kind = 1")
    return int(count)


def _opened(data_dir: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{data_dir / FILE}?mode=rw", uri=True))
