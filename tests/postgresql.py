"""A PostgreSQL server of Debian's, made for the tests and killed when one wants it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

INSTALLED = Path("/usr/lib/postgresql")
OWNER = "postgres"
START_SECONDS = 60


def find_programs() -> Path:
    """Return the folder of the newest ``initdb`` and ``postgres``.

    Raises:
        RuntimeError: There is none; the message says how to get it.
    """
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(
        INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    if not versions:
        raise RuntimeError(
            "these tests need PostgreSQL; run tools/install-postgresql, or as root: "
            "apt-get install postgresql"
        )
    return versions[-1].parent


def _as_owner(command: list[str]) -> list[str]:
    """Run as PostgreSQL's own user: it refuses to run as root."""
    if os.getuid():
        return command
    return [
        *("setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"),
        "--pdeathsig=QUIT",  # it ends with the tests, however those end
        *command,
    ]


@dataclass(slots=True, kw_only=True)
class PostgreSQL:
    """A server that listens on a socket in its own folder, and on no port."""

    folder: Path
    programs: Path
    process: subprocess.Popen[bytes]
    databases: int = 0

    def url(self, database: str = OWNER) -> str:
        """Return the address of a database, as a site's owner writes it."""
        return f"postgresql:///{database}?host={self.folder}&user={OWNER}"

    def create(self, template: str = "template1") -> str:
        """Make a database, as a copy of another one; return its name."""
        self.databases += 1
        name = f"test_{self.databases}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(
                command.format(sql.Identifier(name), sql.Identifier(template))
            )
        return name

    def kill(self) -> None:
        """End the server and every child of it at once with SIGKILL."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End the server as its owner does (``pg_ctl stop``): who is there is told."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Let it say nothing, as behind a network that swallows everything."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        # The server first, so that nobody is left to tidy up after the others.
        for pid in [self.process.pid, *map(int, children.read_text().split())]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def start(self) -> None:
        """Start the server again on what is left in its folder."""
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.process = _start(self.folder, self.programs)
        self.wait()

    def wait(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                break
            except psycopg.OperationalError:
                ended = self.process.poll() is not None
                if ended or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text()
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)


def _start(folder: Path, programs: Path) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "200",
        "shared_buffers": "64MB",
    }
    given = [f"-c{name}={value}" for name, value in settings.items()]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *given]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            _as_owner(command), stdout=log, stderr=log, start_new_session=True
        )


@contextlib.contextmanager
def running() -> Iterator[PostgreSQL]:
    """Make a server, start it, and remove it without a trace."""
    programs = find_programs()
    # Not below pytest's folder, which only root may enter when root runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="consent-postgresql-"))
    try:
        if not os.getuid():
            owner = pwd.getpwnam(OWNER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        initdb = [
            *(str(programs / "initdb"), "-D", str(folder / "data"), "-U", OWNER),
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ]
        subprocess.run(_as_owner(initdb), check=True, capture_output=True, cwd="/")
        server = PostgreSQL(
            folder=folder, programs=programs, process=_start(folder, programs)
        )
        try:
            server.wait()
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def following(server: PostgreSQL) -> Iterator[PostgreSQL]:
    """Make a streaming replica of a server, and let it follow."""
    folder = Path(tempfile.mkdtemp(prefix="consent-replica-"))
    try:
        if not os.getuid():
            owner = pwd.getpwnam(OWNER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        # Not everything is linked where initdb is.
        programs = (server.programs / "initdb").resolve().parent
        command = [
            *(str(programs / "pg_basebackup"), "-D", str(folder / "data")),
            *("-h", str(server.folder), "-U", OWNER, "-R", "--checkpoint=fast"),
            "--no-sync",
        ]
        subprocess.run(_as_owner(command), check=True, capture_output=True, cwd="/")
        replica = PostgreSQL(
            folder=folder,
            programs=server.programs,
            process=_start(folder, server.programs),
        )
        try:
            replica.wait()
            yield replica
        finally:
            replica.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
