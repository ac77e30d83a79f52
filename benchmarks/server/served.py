"""A site of one page, bare and with everything embedded; the server imports ``app``.

``BENCH_APP``, ``BENCH_FOLDER`` and ``BENCH_DATABASE`` say which and where. The bare one
takes rows, too, and answers with as many bytes as it is asked for.
"""

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response

from benchmarks.enforcement import make_page
from benchmarks.ledger.bare import CATALOG, bare
from consent_server.web.embedded import embed

PAGE_BYTES = 20_000
TEXT = "text/plain; charset=utf-8"


def make_app(kind: str, folder: Path, database: str | None) -> Any:  # noqa: ANN401 - WSGI
    """Make one of the applications that are compared."""
    if kind == "bare":
        return _with_answers(bare(folder, database))
    site = _with_answers(Flask(__name__))
    return embed(site, CATALOG, folder / "consent", database=database)


def _with_answers(app: Flask) -> Flask:
    page = make_page(CATALOG.stem, PAGE_BYTES, gated=True)

    @app.get("/page")
    def show() -> Response:
        return Response(page, content_type="text/html; charset=utf-8")

    @app.get("/bytes/<int:size>")
    def fill(size: int) -> Response:
        return Response(b"x" * size, content_type=TEXT)

    return app


if "BENCH_APP" in os.environ:
    app: Any = make_app(
        os.environ["BENCH_APP"],
        Path(os.environ["BENCH_FOLDER"]),
        os.environ.get("BENCH_DATABASE") or None,
    )
