"""The examples in deploy/: proxies with requests, of the rest what can be checked."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from consent_server.web.settings import SETTINGS
from tests.command_line import run
from tests.reverse_proxy import Instance, ask, caddy_before, nginx_before, version_of
from tests.site import CATALOG
from tests.visitors import click_once

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
HOST = {"Host": "consent.example"}
PROGRAM = "/opt/consent-server/bin/consent-server"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(scope="module", params=[nginx_before, caddy_before])
def ports(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, int]]:
    """The port of a proxy, and that of the only server that runs of two."""
    folder = tmp_path_factory.mktemp("deploy")
    (folder / "shop.yaml").write_text(CATALOG, encoding="utf-8")
    where = ("--data-dir", folder / "data")
    assert run("site", "add", folder / "shop.yaml", *where).returncode == 0
    variables = {
        "CONSENT_DATA_DIR": str(folder / "data"),
        "CONSENT_TRUSTED_HOSTS": "consent.example",
    }
    server, stopped = (Instance(folder=folder, variables=variables) for _ in range(2))
    with server.running(), request.param(folder, server.port, stopped.port) as port:
        yield port, server.port


def test_takes_choices_through_a_proxy(ports: tuple[int, int]) -> None:
    """The server that is away costs nobody anything."""
    version = version_of(ports[0], HOST)
    answers = [
        click_once(ports[0], version, "shop", f"{number:032x}", host=HOST["Host"])
        for number in range(4)
    ]

    assert [it.status for it in answers] == [201] * 4


def test_passes_the_name_on_that_was_asked_for(ports: tuple[int, int]) -> None:
    spoofed = {"X-Forwarded-Host": "consent.example"}

    named = ask(ports[0], "/sites/shop/key", HOST)
    other = ask(ports[0], "/sites/shop/key", {"Host": "evil.example"} | spoofed)

    assert named[0] == 200
    assert named[1]
    # Caddy itself answers names that it does not know with an empty page.
    assert other in [(421, other[1]), (200, "")]


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_keeps_what_is_for_the_machine_itself(
    ports: tuple[int, int], path: str
) -> None:
    assert ask(ports[0], path, HOST)[0] == 404


def test_refuses_what_is_too_long_before_the_server_reads_it(
    ports: tuple[int, int],
) -> None:
    headers = HOST | {"Origin": "https://shop.example"}
    headers |= {"Content-Type": "application/json"}
    line = HTTPConnection("127.0.0.1", ports[0], timeout=60)
    status = None  # it may close before all is there, and say nothing
    with contextlib.suppress(ConnectionError):
        line.request("POST", "/-/choices/sites/shop/", bytes(3 * 1024 * 1024), headers)
    with contextlib.suppress(ConnectionError):
        status = line.getresponse().status

    # Caddy 2.6 says 502 where it passes on what comes, and stops in the middle.
    assert status in {413, 502, None}
    line.close()


def test_lists_its_sites_to_nobody_outside(ports: tuple[int, int]) -> None:
    status, body = ask(ports[0], "/", HOST)

    assert status == 401
    assert "shop" not in body


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_the_units_are_what_systemd_understands(unit: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd here")
    copy = tmp_path / unit.name.replace("@", "@8001")
    # systemd looks for the programs, too, and ours is not installed there.
    text = unit.read_text("utf-8").replace(PROGRAM, "/bin/true")
    copy.write_text(text.replace("/usr/bin/curl", "/bin/true"), encoding="utf-8")
    verified = subprocess.run(
        [program, "verify", copy], check=False, capture_output=True, text=True
    )
    judged = subprocess.run(
        [program, "security", "--offline=yes", "--threshold=20", copy],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (verified.returncode, verified.stderr) == (0, "")
    assert judged.returncode == 0, judged.stdout[-300:]


def test_the_container_is_made_of_files_that_there_are() -> None:
    """It is not built here: this is what can go wrong without an engine."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = re.findall(r"(?m)^COPY (?!--from)(.+)$", text)
    sources = [source for line in copied for source in line.split()[:-1]]
    variables = set(re.findall(r"\bCONSENT_[A-Z_]+", text))
    last = text[text.rindex("\nFROM ") :]

    assert len(sources) >= 8
    assert [it for it in sources if not (DEPLOY.parent / it).exists()] == []
    assert variables <= {it.variable for it in SETTINGS}
    assert re.search(r"(?m)^USER [1-9]\d*$", last)
    assert "HEALTHCHECK" in last
    assert "--require-hashes" in text


def test_the_container_installs_what_is_locked() -> None:
    """Every package with a version and a hash, those of the lock for developers."""
    folder = DEPLOY.parent / "requirements"
    locked = set((folder / "dev.txt").read_text("utf-8").split("\n"))
    lines = (folder / "server.txt").read_text("utf-8").split("\n")
    pinned = [line for line in lines if line and line[0] not in " #"]

    assert [line for line in pinned if line not in locked] == []
    assert {"granian", "psycopg", "apispec"} <= {
        line.partition("==")[0] for line in pinned
    }
