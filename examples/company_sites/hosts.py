"""Many sites behind one port, told apart by their host name."""

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, render_template, request

from examples.company_sites.companies import COMPANIES


def by_host(
    sites: Mapping[str, WSGIApplication], index: WSGIApplication
) -> WSGIApplication:
    """Send ``<site>.localhost`` and names under it to its site, others to the index."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        host = str(environ.get("HTTP_HOST", "")).partition(":")[0]
        site_id = host.removesuffix(".localhost").rpartition(".")[2]
        return sites.get(site_id, index)(environ, start_response)

    return answer


def create_index() -> Flask:
    """Make the page that lists the five sites, for the bare ``localhost``."""
    index = Flask(__name__)

    @index.get("/")
    def list_sites() -> str:
        port = request.host.partition(":")[2]
        return render_template(
            "index.html",
            companies=COMPANIES.values(),
            suffix=f".localhost:{port}" if port else ".localhost",
        )

    return index
