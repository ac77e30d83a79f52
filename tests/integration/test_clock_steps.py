"""The server's clock is set back, or forward: nothing is lost, and what can be seen is.

The clock is the machine's word. The ledger keeps the order in which entries came; the
clocks of witnesses say when.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.proof import Proof
from tests.site import START, Shop, make_shop, settle

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return make_shop(tmp_path)


@pytest.fixture
def proof(shop: Shop, tmp_path: Path) -> Proof:
    return Proof(data_dir=shop.data_dir, folder=tmp_path)


def click(shop: Shop) -> str:
    answer = shop.choose("grant_all", client=Client(shop.middleware))
    assert answer.status_code == 201
    record_id: str = answer.get_json()["record_id"]
    return record_id


@pytest.mark.parametrize("step", [-HOUR, HOUR, -timedelta(days=9_000)], ids=str)
def test_keeps_the_order_in_which_choices_came(
    shop: Shop, proof: Proof, step: timedelta
) -> None:
    before = [click(shop), click(shop)]
    settle()
    shop.clock.moment += step
    after = [click(shop), click(shop)]
    settle()

    assert [proof.position(one) for one in before + after] == [1, 2, 3, 4]
    report = proof.verify()
    assert report.holds
    assert report.checkpoints == 3
    moments = sorted([START, START + step])
    assert report.first_arrival == int(moments[0].timestamp())
    assert report.last_arrival == int(moments[1].timestamp())


def test_takes_what_came_in_the_future_when_its_time_has_come(
    shop: Shop, proof: Proof
) -> None:
    """The clock was an hour ahead for a moment: two other clicks overtake that one."""
    shop.clock.moment += HOUR
    early = click(shop)
    shop.clock.moment -= HOUR
    others = [click(shop), click(shop)]
    settle()
    assert [proof.position(one) for one in (*others, early)] == [1, 2, None]
    assert proof.verify().holds

    shop.clock.moment += HOUR - timedelta(seconds=120)
    assert shop.middleware.site
    late = click(shop)
    settle()
    assert [proof.position(one) for one in (early, late)] == [3, 4]
    assert proof.verify().holds
