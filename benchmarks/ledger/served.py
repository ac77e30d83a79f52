"""Two applications behind one real server: a bare row, and a recorded choice.

``BENCH_APP``, ``BENCH_FOLDER`` and ``BENCH_DATABASE`` say which and where; the server
imports ``app``.
"""

import os
from pathlib import Path
from typing import Any

from benchmarks.ledger.bare import CATALOG, bare
from consent_server.web.embedded import embed


def make_app(kind: str, folder: Path, database: str | None) -> Any:  # noqa: ANN401 - WSGI
    """Make one of the applications that are compared."""
    if kind == "bare":
        return bare(folder, database)
    return embed(_nothing, CATALOG, folder / "consent", database=database)


def _nothing(_: Any, start_response: Any) -> list[bytes]:  # noqa: ANN401 - WSGI
    start_response("204 No Content", [])
    return []


if "BENCH_APP" in os.environ:
    app: Any = make_app(
        os.environ["BENCH_APP"],
        Path(os.environ["BENCH_FOLDER"]),
        os.environ.get("BENCH_DATABASE") or None,
    )
