"""A policy that is published is followed by every process of a site."""

import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
import urllib3

from tests.central import Central
from tests.connecting import HELD, WITHOUT_PIXEL, Site, connected
from tests.listening import free_port
from tests.patience import until

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_a_new_policy_is_switched_to_without_a_restart(
    publishing: Central, tmp_path: Path
) -> None:
    site = connected(publishing.url, tmp_path, seconds=0.1)
    first = site.version
    site.choose("grant_all")
    assert HELD not in site.page()
    publishing.publish(WITHOUT_PIXEL)
    until(lambda: site.version != first)

    assert "meta.pixel" not in site.middleware.site.policy.service_by_id
    assert HELD not in site.page()  # what did not change is still granted


def test_an_answer_under_another_policy_hurries_the_refresh(
    publishing: Central, site: Site
) -> None:
    site.page()
    first = site.version
    publishing.publish(WITHOUT_PIXEL)
    answer = site.choose("grant_all")
    until(lambda: site.version != first)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert site.choose("grant_all").status_code == HTTPStatus.CREATED


def test_a_developer_is_told_the_age_of_the_policy(
    central: Central, tmp_path: Path
) -> None:
    site = connected(central.url, tmp_path)
    site.middleware.site.debug_header = True

    assert int(site.ask("/").headers["Consent-Policy-Age"]) >= 0


@pytest.fixture
def forking(central: Central, tmp_path: Path) -> Iterator[int]:
    """The port of a site of two workers, forked after it was loaded."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("gunicorn")), "--preload"]
    command += ["--workers=2", "-k=gthread", "--threads=2", f"-b=127.0.0.1:{port}"]
    command += [f"tests.connected_site:make('{central.url}', '{tmp_path}')"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"Booting worker" not in process.stderr.readline():
            assert process.poll() is None
        yield port
        process.terminate()


def test_every_forked_worker_follows_the_policy(
    forking: int, publishing: Central, site: Site
) -> None:
    seen: dict[str, str] = {}

    def both_answered_with(version: str | None) -> bool:
        """Ask once more; tell whether each worker answered so the last time."""
        address, headers = f"http://127.0.0.1:{forking}/", {"Connection": "close"}
        answer = urllib3.request("GET", address, headers=headers)
        page = answer.data.decode()
        seen[answer.headers["X-Worker"]] = page.partition('data-policy="')[2][:64]
        return list(seen.values()) == [version, version]

    until(lambda: both_answered_with(site.version))
    publishing.publish(WITHOUT_PIXEL)
    site.middleware._keeper.refresh()
    until(lambda: both_answered_with(site.version))
