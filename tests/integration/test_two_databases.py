"""Sites on two PostgreSQL servers behind two servers of ours; one at a time is away."""

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from tests.command_line import run
from tests.patience import until
from tests.postgresql import PostgreSQL, running
from tests.serving_sites import SERVE, Running, served
from tests.site import CATALOG

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("socket_enabled")]

SITES = {"shop": "main", "blog": "east"}
LONGEST = 6.0
"""Seconds: three times the limit, so that a busy machine does not fail the test."""
OTHER = {"shop": "blog", "blog": "shop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Two of our servers, and the database server of each site."""

    servers: list[Running]
    databases: dict[str, PostgreSQL]

    def choose(self, site: str, count: int = 8) -> list[tuple[int, float]]:
        """Choose on both servers at once; return statuses and seconds."""

        def one(number: int) -> tuple[int, float]:
            server = self.servers[number % 2]
            begun = time.monotonic()
            status = server.choose(server.version(site), site)[0]
            return status, time.monotonic() - begun

        with ThreadPoolExecutor(count) as pool:
            return [*pool.map(one, range(count))]

    def takes(self, site: str) -> bool:
        return all(status == 201 for status, _ in self.choose(site))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with contextlib.ExitStack() as stack:
        west, east = (stack.enter_context(running()) for _ in range(2))
        urls = {"main": west.url(), "east": east.url()}
        for url in urls.values():
            assert run("database", "upgrade", "--database", url).returncode == 0
        others = f"east={urls['east']}"
        for site, name in SITES.items():
            file = folder / f"{site}.yaml"
            file.write_text(CATALOG.replace("shop", site), encoding="utf-8")
            where = ("--data-dir", folder / "data", "--in", name)
            given = ("--database", urls["main"], "--databases", others)
            assert run("site", "add", file, *where, *given).returncode == 0
        variables = {"DATABASE_URL": urls["main"], "CONSENT_DATABASES": others}
        variables |= {"CONSENT_WORKERS": "1"}
        servers = [
            stack.enter_context(served(folder, SERVE, variables)) for _ in range(2)
        ]
        yield Town(servers=servers, databases={"shop": west, "blog": east})


@contextlib.contextmanager
def killed(server: PostgreSQL) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(
    "away", [killed, PostgreSQL.paused], ids=["killed", "says-nothing"]
)
def test_one_database_takes_its_own_sites_with_it_and_no_others(
    town: Town,
    site: str,
    away: Callable[[PostgreSQL], AbstractContextManager[None]],
) -> None:
    """Also where it is the one with the table of sites."""
    assert town.takes(site)
    assert town.takes(OTHER[site])

    with away(town.databases[site]):
        with ThreadPoolExecutor(1) as pool:
            meanwhile = pool.submit(town.choose, OTHER[site], 24)
            refused = town.choose(site)
        assert {status for status, _ in refused} == {503}
        assert max(seconds for _, seconds in refused) < LONGEST
        assert {status for status, _ in meanwhile.result()} == {201}
        assert town.takes(OTHER[site])
        pages = [it.ask(f"/-/choices/sites/{site}.js")[0] for it in town.servers]
        assert pages == [200, 200]
        assert [it.ask("/healthz")[0] for it in town.servers] == [200, 200]

    until(lambda: town.takes(site))
