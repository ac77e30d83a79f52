"""Exports while visitors click, jobs erase, and keys change: each one verifies."""

import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.ledger.trust import Trust
from consent_server.storage.db import _engines
from consent_server.web.installation import open_installed
from consent_server.web.jobs.run import Runner
from consent_server.web.jobs.site import open_job_site
from consent_server.web.key_rotation import rotate_key
from tests.proof import Proof
from tests.site import BASE, START, Shop, make_shop, settle
from tests.unit.storage.builders import BOTH

pytestmark = pytest.mark.processes

EXPORTS = 6
TRIES = 5
SOME = 0.5
BUSY = re.compile("locked|timeout|next run tries again")
LATER = START + timedelta(days=2)  # when requests to erase are due
FORM: Any = {"headers": {"Sec-Fetch-Site": "same-origin"}, "data": {"language": "en"}}


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL database; none for a SQLite file."""
    if request.param == "sqlite":
        yield None
    else:
        yield request.getfixturevalue("postgresql_url")
        for engine in _engines:
            engine.dispose()


@contextmanager
def meanwhile(*works: Callable[[], None]) -> Iterator[list[int]]:
    """Do each work again and again; say how often."""
    enough = Event()
    times = [0 for _ in works]

    def again(place: int) -> None:
        while not enough.is_set():
            works[place]()
            times[place] += 1

    with ThreadPoolExecutor(len(works)) as pool:
        threads = [pool.submit(again, place) for place in range(len(works))]
        try:
            yield times
        finally:
            enough.set()
        for thread in threads:
            thread.result()


class Busy:
    """What goes on in a site."""

    def __init__(self, shop: Shop, database: str | None) -> None:
        self.shop = shop
        self.where = (shop.data_dir, "shop", database)
        self.chance = random.Random(6)

    def click(self) -> None:
        """Come, choose, choose otherwise; some want to be forgotten."""
        client = Client(self.shop.middleware)
        for act in ("grant_all", "withdraw"):
            self.until_taken(partial(self.shop.choose, act, client=client))
        if self.chance.random() < SOME:
            path = "/-/choices/erase"
            self.until_taken(partial(client.post, path, base_url=BASE, **FORM))

    def until_taken(self, post: Callable[[], TestResponse]) -> None:
        """Try again where the database was busy for too long, as visitors do."""
        for _ in range(TRIES):
            answer = post()
            if answer.status_code != 503:
                break
        assert answer.status_code < 400, answer.text

    def erase(self) -> None:
        with open_installed(*self.where) as site:
            jobs = open_job_site(site, self.shop.data_dir, ManualClock(LATER))
            for done in Runner(site=jobs).run():
                assert not done.failed or BUSY.search(done.said or ""), done.said

    def rotate(self) -> None:
        with open_installed(*self.where) as site, suppress(StoreUnavailableError):
            rotate_key(
                site.engine,
                "shop",
                self.shop.data_dir,
                reason="scheduled",
                moment=START,
                random=self.chance.randbytes,
            )


def test_every_bundle_verifies(tmp_path: Path, database: str | None) -> None:
    shop = make_shop(tmp_path, database=database)
    key = shop.key.read_text("ascii")
    first = Trust.of_key(key)
    proof = Proof(data_dir=shop.data_dir, folder=tmp_path, database=database)
    busy = Busy(shop, database)
    busy.click()
    with meanwhile(busy.click, busy.erase, busy.rotate) as times:
        reports = [proof.verify(first) for _ in range(EXPORTS)]
    settle()
    reports.append(proof.verify(first))

    assert [report.problems for report in reports] == [()] * (EXPORTS + 1)
    assert min(times) > 0
    assert reports[-1].entries["key"] > 1
    assert reports[-1].buried
    sizes = [report.size for report in reports]
    assert sizes == sorted(sizes)
