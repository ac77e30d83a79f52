"""``make demo`` as a newcomer meets it: it starts, answers, and stops cleanly."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.listening import free_port

ROOT = Path(__file__).parents[2]
HOSTS = (
    "localhost",
    "onwork.localhost",
    "omnium.localhost",
    "contracting.localhost",
    "promark.localhost",
    "webstep.localhost",
    "consent.localhost",
    "tagged.localhost",
)
LAST_LINE = "Ctrl-C stops.\n"
PATIENCE_SECONDS = 60


@pytest.fixture(autouse=True)
def _children_heed_ctrl_c() -> Iterator[None]:
    """What a shell runs in the background ignores it, and hands that down."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def _demo(port: int, data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "examples.demo"]
    with subprocess.Popen(
        [*command, "--port", str(port), "--data-dir", str(data_dir)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        # A demo that never explains itself would be read from for ever.
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


def _start(*arguments: str) -> tuple[int, str, str]:
    """Run a demo that is to end by itself; return exit code, output and errors."""
    done = subprocess.run(
        [sys.executable, "-m", "examples.demo", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr


def _wait_until_explained(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or lines[-1] not in ("", LAST_LINE):
        lines.append(process.stdout.readline())
    return "".join(lines)


def _get(port: int, host: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_every_address_answers_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    port = free_port()
    with _demo(port, tmp_path) as process:
        explanation = _wait_until_explained(process)
        answers = {host: _get(port, host) for host in HOSTS}
        process.send_signal(signal.SIGINT)
        exit_code = process.wait(PATIENCE_SECONDS)

    assert {status for status, _ in answers.values()} == {200}
    _, start_page = answers["localhost"]
    assert [host for host in HOSTS[1:] if f"//{host}:{port}/" not in start_page] == []
    assert f"http://omnium.localhost:{port}/" in explanation
    assert exit_code == 0


def test_a_second_run_keeps_the_keys(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        with _demo(free_port(), tmp_path) as process:
            _wait_until_explained(process)
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)
        keys.append({file: file.read_bytes() for file in tmp_path.rglob("keys/*")})

    assert keys[0] == keys[1]
    assert keys[0]


def test_the_explanation_says_where_things_are_and_who_is_asked(
    tmp_path: Path,
) -> None:
    port = free_port()
    with _demo(port, Path(os.path.relpath(tmp_path, ROOT))) as process:
        explanation = _wait_until_explained(process)

    assert f"http://localhost:{port}/\n" in explanation
    assert "your browser fetches from Google, Meta" in explanation
    assert f"--out {tmp_path}/omnium.zip" in explanation
    assert f"--key {tmp_path}/keys/omnium.ledger.pub" in explanation


def test_a_port_in_use_is_an_error_that_names_the_way_out(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        ended = _start("--port", str(port), "--data-dir", str(tmp_path))

    exit_code, output, error = ended
    assert exit_code == 2
    assert output == ""
    assert f"Port {port} is in use" in error
    assert "--port" in error


@pytest.mark.parametrize("port", ["0", "65536", "eight"])
def test_a_port_that_cannot_be_is_an_error(port: str) -> None:
    exit_code, _, error = _start("--port", port)

    assert exit_code == 2
    assert "Traceback" not in error
    assert "--port" in error


def _without_folder(data_dir: Path) -> Path:
    data_dir.write_text("a file stands where the folder should be", encoding="utf-8")
    return data_dir


def _with_a_broken_database(data_dir: Path) -> Path:
    data_dir.mkdir()
    file = data_dir / "consent.sqlite3"
    file.write_text("this is no database" * 100, encoding="utf-8")
    return file


def _with_a_broken_key(data_dir: Path) -> Path:
    key = data_dir / "keys" / "onwork.ledger.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"short")
    return key


@pytest.mark.parametrize(
    "spoil", [_without_folder, _with_a_broken_database, _with_a_broken_key]
)
def test_what_cannot_be_used_is_named_in_one_line(
    spoil: Callable[[Path], Path], tmp_path: Path
) -> None:
    named = spoil(tmp_path / "data")
    exit_code, output, error = _start(
        "--port", str(free_port()), "--data-dir", str(tmp_path / "data")
    )

    assert (exit_code, output) == (2, "")
    assert error.count("\n") == 1
    assert str(named) in error
