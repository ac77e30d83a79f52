"""``make demo`` as a newcomer meets it: it starts, answers, and stops cleanly."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOSTS = (
    "localhost",
    "onwork.localhost",
    "omnium.localhost",
    "contracting.localhost",
    "promark.localhost",
    "webstep.localhost",
    "consent.localhost",
)
LAST_LINE = "Ctrl-C stops.\n"


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
        try:
            yield process
        finally:
            process.kill()


def _wait_until_explained(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or lines[-1] not in ("", LAST_LINE):
        lines.append(process.stdout.readline())
    return "".join(lines)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get_status(port: int, host: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status


def test_every_address_answers_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    port = _free_port()
    with _demo(port, tmp_path) as process:
        explanation = _wait_until_explained(process)
        statuses = {host: _get_status(port, host) for host in HOSTS}
        process.send_signal(signal.SIGINT)
        exit_code = process.wait()

    assert statuses == dict.fromkeys(HOSTS, 200)
    assert f"http://omnium.localhost:{port}/" in explanation
    assert exit_code == 0


def test_a_second_run_keeps_the_keys(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        with _demo(_free_port(), tmp_path) as process:
            _wait_until_explained(process)
            process.send_signal(signal.SIGINT)
            process.wait()
        keys.append({file: file.read_bytes() for file in tmp_path.rglob("keys/*")})

    assert keys[0] == keys[1]
    assert keys[0]


def test_a_port_in_use_is_an_error_that_names_the_way_out(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with _demo(port, tmp_path) as process:
            output, error = process.communicate()

    assert process.returncode == 2
    assert output == ""
    assert f"Port {port} is in use" in error
    assert "--port" in error
