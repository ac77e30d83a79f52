"""A static page in the script-tag mode, and the server that its tag comes from."""

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

HERE = Path(__file__).parent
CATALOG = HERE / "catalog.yaml"


def static_page(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Give the page as any file server would, but for the port of this demo."""
    port = environ["SERVER_PORT"]
    page = (HERE / "index.html").read_text(encoding="utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [page.replace("{port}", port).encode()]
