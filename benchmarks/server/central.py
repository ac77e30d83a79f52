"""``consent-server serve`` with one site and a key, as its manual tells to start it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledger.bare import CATALOG
from benchmarks.ledger.serving import ROOT, free_port, wait_for

COMMAND = (sys.executable, "-m", "consent_server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """A running server; ``key`` is a middleware's."""

    pid: int
    port: int
    key: str

    @property
    def shown(self) -> dict[str, str]:
        """The key, as a request shows it."""
        return {"Authorization": f"Bearer {self.key}"}


@contextmanager
def central(
    folder: Path, log_level: str = "info", database: str | None = None
) -> Iterator[Central]:
    """Serve the benchmark's site with one process; without an address on SQLite."""
    folder.mkdir()
    data = ("--data-dir", str(folder))
    environment = _environment(database)
    _run("site", "add", str(CATALOG), *data, environment=environment)
    said = _run(
        *("site", "key", "create", "--role", "middleware", "--site", CATALOG.stem),
        *data,
        environment=environment,
    )
    key = next(word for word in said.split() if word.startswith("ck_"))
    port = free_port()
    command = [*COMMAND, "serve", *data, "--plain-http", "--port", str(port)]
    command += ["--log-level", log_level, "--workers", "1"]
    with (
        (folder / "serve.log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_for(port)
            yield Central(pid=process.pid, port=port, key=key)
        finally:
            process.terminate()


def _run(*words: str, environment: Mapping[str, str]) -> str:
    return subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *words],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _environment(database: str | None) -> dict[str, str]:
    known = {name: it for name, it in os.environ.items() if name != "DATABASE_URL"}
    return known | ({"DATABASE_URL": database} if database else {})
