"""What is asked of the servers, and what of a bare one stands beside it."""

from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection, HTTPResponse

from benchmarks.ledger.bare import CATALOG
from benchmarks.ledger.serving import AGENT, Served, choosing
from benchmarks.server.central import Central
from benchmarks.server.loading import Target
from consent_server.notice.policy import compile_policy
from consent_server.notice.render import CHOICES_PATH
from consent_server.notice.tag import SITES_PATH
from consent_server.sdk.connected.contract import POLICY, site_path
from consent_server.storage.catalog_files import read_catalog

GRANIAN = (
    *("granian", "--interface=wsgi", "--http=1", "--no-ws", "--workers=1"),
    *("--blocking-threads=32", "--log-level=warning"),
    *("--host=127.0.0.1", "--port={port}", "benchmarks.server.served:app"),
)
"""As ``consent-server serve`` starts it."""

HOST = compile_policy(read_catalog(CATALOG)).site.domains[0]
OK, CREATED, NOT_MODIFIED = 200, 201, 304
HTML = "text/html"
BARE = "bare 200"

Headers = Mapping[str, str]
Compared = dict[str, dict[str, Target]]


def choice_of_a_tag(server: Central) -> Target:
    """Return the choice that a page of a script tag posts to a server."""
    page = f"http://{HOST}"
    asked = f"Origin: {page}\r\nReferer: {page}/\r\nSec-Fetch-Site: cross-site\r\n"
    path = f"{SITES_PATH}{CATALOG.stem}/"
    return Target(
        pid=server.pid,
        port=server.port,
        request=choosing(path, _host(server.port), asked),
        status=CREATED,
        writes=True,
    )


def compare_answers(server: Central, quiet: Central, bare: Served) -> Compared:
    """Return what programs and browsers fetch of a server of many sites.

    ``quiet`` writes no line for a request.
    """
    policy = f"{site_path(CATALOG.stem)}/{POLICY}"
    script = f"{SITES_PATH}{CATALOG.stem}.js"
    packed = {"Accept-Encoding": "gzip"}
    answer = _ask(server.port, policy, server.shown)
    body, tag = answer.read(), answer.headers["ETag"]
    size = len(_ask(server.port, script, packed).read())
    ours = partial(_target, server.pid, server.port)
    without_log = partial(_target, quiet.pid, quiet.port)
    known = {**server.shown, "If-None-Match": tag}
    return {
        "policy": {
            BARE: _bytes(bare, len(body)),
            "ours": ours(policy, server.shown),
            "without log": without_log(policy, quiet.shown),
        },
        "policy, not modified": {
            BARE: _bytes(bare, 0),
            "ours": ours(policy, known, NOT_MODIFIED),
        },
        "script of a script tag, gzip": {
            BARE: _bytes(bare, size),
            "ours": ours(script, packed),
        },
        "health, through Flask": {
            BARE: _bytes(bare, 3),
            "ours": ours("/healthz", {}),
            "without log": without_log("/healthz", {}),
        },
    }


def compare_pages(site: Served, bare: Served) -> Compared:
    """Return what visitors fetch of a site that has everything embedded."""
    page = {"Accept": HTML}
    mine = {**page, "Cookie": _choose(site)}
    size = len(_ask(site.port, CHOICES_PATH, mine).read())
    ours = partial(_target, site.process.pid, site.port)
    return {
        "page of 20 KB": {
            "bare page": _target(bare.process.pid, bare.port, "/page", page),
            "with banner": ours("/page", page),
            "decided": ours("/page", mine),
        },
        "my choices": {BARE: _bytes(bare, size), "ours": ours(CHOICES_PATH, mine)},
    }


def _bytes(bare: Served, size: int) -> Target:
    return _target(bare.process.pid, bare.port, f"/bytes/{size}", {})


def _target(
    pid: int, port: int, path: str, headers: Headers, status: int = OK
) -> Target:
    fields = {"Host": _host(port), "User-Agent": AGENT, "Accept": "*/*", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    request = f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()
    return Target(pid=pid, port=port, request=lambda: request, status=status)


def _host(port: int) -> str:
    return f"localhost:{port}"


def _ask(port: int, path: str, headers: Headers) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": _host(port), **headers})
    answer = connection.getresponse()
    if answer.status != OK:
        raise RuntimeError(f"{path}: {answer.status} {answer.read(300)!r}")
    return answer


def _choose(site: Served) -> str:
    """Make a choice; return the cookies that say so."""
    connection = HTTPConnection("127.0.0.1", site.port)
    connection.connect()
    connection.sock.sendall(site.request())
    answer = HTTPResponse(connection.sock)
    answer.begin()
    answer.read()
    given = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(value.partition(";")[0] for value in given)
