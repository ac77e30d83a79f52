"""nginx and Caddy with the project's own examples, in front of our servers."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.listening import free_port
from tests.web_servers import find_nginx, running_program

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "deploy" / "nginx" / "consent-server.conf"
CADDY_EXAMPLE = ROOT / "deploy" / "caddy" / "Caddyfile"
SECONDS = 60

_AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/consent-server.conf;
}}
"""


@dataclass(slots=True, kw_only=True)
class Instance:
    """A server at a port of its own that can be stopped and started again there."""

    folder: Path
    variables: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it should be sent visitors."""
        command = [sys.executable, "-m", "consent_server", "serve"]
        with (self.folder / f"{self.port}.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--forwarded-hops", "1"],
                cwd=ROOT,
                env={**os.environ, **self.variables},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if ask(self.port, "/readyz")[0] == 200:
                    return
            time.sleep(0.05)
        pytest.fail((self.folder / f"{self.port}.txt").read_text("utf-8")[-2000:])

    def stop(self) -> None:
        """Let it end as an upgrade does."""
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(SECONDS) == 0
            self.process = None

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run for as long as the block takes."""
        self.start()
        try:
            yield
        finally:
            self.stop()


@contextlib.contextmanager
def nginx_before(folder: Path, one: int, other: int) -> Iterator[int]:
    """Run nginx with the example in front of two ports; give its own.

    Of the example only addresses and certificates are others.
    """
    port = free_port()
    text = EXAMPLE.read_text("utf-8")
    text = re.sub(r"(?m)^ *(ssl_certificate|listen \[::\]).*\n", "", text)
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8001": f"127.0.0.1:{one}",
        "127.0.0.1:8002": f"127.0.0.1:{other}",
    }
    text = _changed(text, changes)
    (folder / "consent-server.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    around = _AROUND.format(folder=folder, user=user)
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    command = [find_nginx(), "-p", str(folder), "-c", "nginx.conf"]
    checked = subprocess.run([*command, "-t"], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stderr
    with running_program(command, port, folder):
        yield port


@contextlib.contextmanager
def caddy_before(folder: Path, one: int, other: int) -> Iterator[int]:
    """Run Caddy with the example in front of two ports; give its own.

    Of the example only the addresses are others, and it speaks http: a certificate
    would have to be asked for. Debian 12's Caddy 2.6.2 must not gather bodies: it mixes
    them up. So it cannot send a choice to another server than the first.
    """
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.fail("no caddy here: tools/install-web-servers has it")
    port = free_port()
    changes = {
        "consent.example {": f"http://consent.example:{port} {{\n\tbind 127.0.0.1",
        "127.0.0.1:8001": f"127.0.0.1:{one}",
        "127.0.0.1:8002": f"127.0.0.1:{other}",
    }
    told = subprocess.run([caddy, "version"], check=True, capture_output=True).stdout
    if told.startswith(b"2.6.2"):
        changes |= {"request_buffers 2MB": "", "127.0.0.1:8002": f"127.0.0.1:{one}"}
    text = _changed(CADDY_EXAMPLE.read_text("utf-8"), changes)
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    which = ["--config", str(file), "--adapter", "caddyfile"]
    own = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with running_program([caddy, "run", *which], port, folder, own):
        yield port


def _changed(text: str, changes: Mapping[str, str]) -> str:
    """Replace what stands in an example once."""
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def ask(
    port: int, path: str, headers: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, str]:
    """Return status and body of a GET."""
    line = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    with contextlib.closing(line):
        line.request("GET", path, headers=dict(headers))
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def version_of(port: int, headers: Mapping[str, str], site: str = "shop") -> str:
    """Return the policy that a site's script names."""
    script = ask(port, f"/-/choices/sites/{site}.js", headers)[1]
    return script.partition('"policy":"')[2][:64]
