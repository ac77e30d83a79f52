"""A consent server of one site, in a process of its own: for connected sites.

``python -m tests.central CATALOG DATA_DIR PORT [--plain]``
"""

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from flask import Flask
from werkzeug.exceptions import Unauthorized
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request

from consent_server.notice.policy import compile_policy
from consent_server.storage.catalog_files import read_catalog
from consent_server.token.api_key import Role
from consent_server.web.connected.routes import register_connected
from consent_server.web.database import connect
from consent_server.web.hosted import HostedSite, choices_app, host_site
from consent_server.web.site import Surroundings

KEY = "ck_middleware_example"


class OneSite:
    """Hosts what a catalog file says now."""

    def __init__(self, catalog: Path, data_dir: Path, *, secure: bool) -> None:
        self._catalog = catalog
        self._around = Surroundings(data_dir=data_dir, secure=secure)
        self._lock = threading.Lock()
        self._text = b""
        self._hosted = self._open()

    def find(self, site_id: str) -> HostedSite | None:
        """Give the site, of the newest catalog."""
        with self._lock:
            if self._catalog.read_bytes() != self._text:
                self._hosted = self._open()
            return self._hosted if self._hosted.site.policy.site.id == site_id else None

    def _open(self) -> HostedSite:
        self._text = self._catalog.read_bytes()
        choices = choices_app()
        engine = connect(choices, self._around.data_dir, None)
        policy = compile_policy(read_catalog(self._catalog))
        return host_site(choices, policy, engine, self._around)


def authorise(request: Request, site_id: str, role: Role) -> None:
    """Know one key, of every site."""
    shown = request.authorization
    is_known = shown is not None and shown.token == KEY
    if role is not Role.MIDDLEWARE or not is_known:
        raise Unauthorized(f"the key is not one of {site_id!r}")


def create_central(catalog: Path, data_dir: Path, *, secure: bool) -> Flask:
    """Make the application of a server."""
    app = Flask(__name__)
    register_connected(app, OneSite(catalog, data_dir, secure=secure).find, authorise)
    return app


@dataclass(slots=True, kw_only=True)
class Central:
    """A server that can be stopped and started again where it was."""

    folder: Path
    secure: bool = True
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def catalog(self) -> Path:
        return self.folder / "catalog.yaml"

    @property
    def data_dir(self) -> Path:
        return self.folder / "central"

    def publish(self, text: str) -> None:
        """Put a catalog in force, now or at the start."""
        new = self.folder / "new.yaml"
        new.write_text(text, encoding="utf-8")
        new.replace(self.catalog)

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "tests.central", str(self.catalog)]
        command += [str(self.data_dir), str(self.port)]
        command += [] if self.secure else ["--plain"]
        root = Path(__file__).parents[1]
        self._process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE)
        said: IO[bytes] | None = self._process.stdout
        assert said is not None
        self.port = int(said.readline())

    def kill(self) -> None:
        """Take it away in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Say nothing of what went well."""


def _serve(catalog: str, data_dir: str, port: str, *flags: str) -> None:
    app = create_central(Path(catalog), Path(data_dir), secure="--plain" not in flags)
    server = make_server(
        "127.0.0.1", int(port), app, threaded=True, request_handler=_QuietHandler
    )
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
