"""Five example company sites and the consent server on loopback.

Run with ``make demo``. The database and the keys are kept under ``.demo``.
"""

import argparse
import contextlib
import logging
import shlex
import socket
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

from werkzeug.serving import make_server

from consent_server.kernel.errors import (
    CatalogError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.web.database import FILE_NAME
from consent_server.web.embedded import embed
from consent_server.web.server import create_server
from consent_server.web.tags import serve_tags
from examples.company_sites import COMPANIES, by_host, create_index, create_site
from examples.tagged_site import CATALOG as TAGGED
from examples.tagged_site import static_page

HOST = "127.0.0.1"
PORT = 8000
DATA_DIR = Path(".demo")
SITE_FILES = Path(__file__).parent / "sites"

HELP = "Five example company sites and the consent server, on loopback."
BAD_INPUT = 2
LAST_PORT = 65_535

WHAT_TO_TRY = """
Five example company sites, each with the middleware around it:

{addresses}

All of them on one page:

  http://localhost:{port}/

A static page that nothing wraps, with a script tag from another host:

  http://tagged.localhost:{port}/

The consent server, with the state of every ledger:

  http://consent.localhost:{port}/

These pages hold the real vendors' tags, with made-up account numbers. What you allow,
your browser fetches from Google, Meta, LinkedIn, HubSpot and others, as on any site;
Omnium declares its Cookiebot necessary and loads it at once. Before you allow anything,
and after "Reject all", no other company is asked.

What to try
  1. Open a site. Nothing that needs permission was loaded: look for data-held in the
     page's source, and at the network panel of your browser.
  2. Press "Reject all", "Choose" or "Accept all", and look again.
  3. Follow "Cookie choices" at the bottom of a page: what applies now, every record of
     this browser, and the way to withdraw.
  4. Open http://omnium.localhost:{port}/what-the-site-sees: only these cookies reach
     the site's own code.
  5. In another terminal, take the evidence along and check it without any server:
       {program} audit export --data-dir {data} \\
         --site omnium --out {data}/omnium.zip
       {program} audit verify {data}/omnium.zip \\
         --key {data}/keys/omnium.ledger.pub

Ctrl-C stops.
"""


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C; return the exit code."""
    options = _parse(arguments)
    if _is_taken(options.port):
        other = options.port + (1 if options.port < LAST_PORT else -1)
        return _fail(
            f"Port {options.port} is in use. Stop what runs there, or take another: "
            f'make demo DEMO="--port {other}"'
        )
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it logs every request
    # What a database says is told below, or to the visitor.
    logging.getLogger("consent_server.storage").setLevel(logging.ERROR)
    data_dir: Path = options.data_dir.resolve()
    try:
        application = _compose(data_dir)
    except (CatalogError, SettingError) as error:
        return _fail(str(error))
    except StoreUnavailableError as error:
        return _fail(f"{data_dir / FILE_NAME}: {error}")
    server = make_server(HOST, options.port, application, threaded=True)
    sys.stdout.write(_explain(options.port, data_dir))
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    sys.stdout.write("\nStopped.\n")
    return 0


def _fail(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return BAD_INPUT


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo", description=HELP)
    parser.add_argument(
        "--port", type=port_number, default=PORT, help="%(default)s unless said"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=DATA_DIR,
        help="where the database and the keys are kept; %(default)s unless said",
    )
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a port from the command line."""
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {LAST_PORT}")
    return int(text)


def _compose(data_dir: Path) -> WSGIApplication:
    applications: dict[str, WSGIApplication] = {
        site_id: embed(
            create_site(site_id),
            SITE_FILES / f"{site_id}.yaml",
            data_dir,
            secure=False,  # loopback speaks plain http
        )
        for site_id in COMPANIES
    }
    applications["consent"] = create_server(data_dir)
    applications["tagged"] = static_page
    applications["choices"] = serve_tags([TAGGED], data_dir, secure=False)
    return by_host(applications, create_index())


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _explain(port: int, data_dir: Path) -> str:
    return WHAT_TO_TRY.format(
        addresses="\n".join(
            f"  {company.name:<18} http://{company.id}.localhost:{port}/"
            for company in COMPANIES.values()
        ),
        port=port,
        data=shlex.quote(str(data_dir)),
        program=shlex.quote(str(Path(sys.executable).with_name("consent-server"))),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
