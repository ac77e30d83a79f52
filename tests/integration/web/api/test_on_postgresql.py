"""The interface over PostgreSQL: every resource once, and everything read."""

from pathlib import Path

import pytest

from tests.api import SHOP, contents, new_key, one_of_each, open_server, read_everything
from tests.site import settle


@pytest.mark.postgresql
def test_does_the_same_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    tmp_path.chmod(0o700)
    with open_server(tmp_path, database=postgresql_url, sites=[SHOP]) as server:
        things = one_of_each(server, SHOP)
        path, seen = server.draft()
        for step in ("review", "publish"):
            done = server.ask("POST", f"{path}/{step}", headers=seen)
            seen = {"If-Match": done.headers["ETag"]}
            assert done.status_code == 200, done.get_data(as_text=True)
        catalog = server.ask("GET", "/sites/shop").get_json()["catalog"]
        once = {"Idempotency-Key": new_key()}
        made = [
            server.ask(
                "POST", "/sites/shop/drafts", headers=once, json={"catalog": catalog}
            )
            for _ in range(2)
        ]
        settle()
        before = contents(server)
        read = read_everything(server, SHOP, things)
        after = contents(server)

    assert made[0].data == made[1].data
    assert set(read.values()) == {200}
    assert after == before
