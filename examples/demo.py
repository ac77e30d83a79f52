"""Five example sites on loopback, each with the middleware around it.

Run with ``make demo``. Databases and keys are kept under ``.demo``.
"""

import contextlib
import logging
import os
import socket
import sys
from pathlib import Path

from werkzeug.serving import make_server

from consent_server.web.embedded import embed
from examples.company_sites import COMPANIES, by_host, create_index, create_site

HOST = "127.0.0.1"
DEFAULT_PORT = "8000"
HERE = Path(__file__).parent
DATA = Path(".demo")

WHAT_TO_TRY = """
Five example sites are up:

{addresses}

What to try
  1. Open one. Nothing was loaded yet that needs permission: look at "view source" for
     what is held, and at the network panel of your browser.
  2. Press Reject all, Choose or Accept all, and watch what then loads.
  3. Follow "Cookie choices" at the bottom of a page: what applies, every record of this
     browser, and how to withdraw.
  4. Open http://omnium.localhost:{port}/what-the-site-sees: the cookies that reach the
     site's own code.
Ctrl-C stops.
"""


def main() -> int:
    """Serve until Ctrl-C; return the exit code."""
    port = int(os.environ.get("PORT", DEFAULT_PORT))
    if _is_taken(port):
        sys.stderr.write(
            f"Port {port} is in use. Stop what runs there, or take another one: "
            f"make demo PORT={port + 1}\n"
        )
        return 2
    sites = {
        site_id: embed(
            create_site(site_id),
            HERE / "sites" / f"{site_id}.yaml",
            DATA / site_id,
            secure=False,  # loopback speaks plain http
        )
        for site_id in COMPANIES
    }
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(HOST, port, by_host(sites, create_index()), threaded=True)
    _explain(port)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    sys.stdout.write("\nStopped.\n")
    return 0


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _explain(port: int) -> None:
    addresses = "\n".join(
        f"  {company.name:<18} http://{company.id}.localhost:{port}/"
        for company in COMPANIES.values()
    )
    text = WHAT_TO_TRY.format(addresses=addresses, port=port, data=DATA)
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
