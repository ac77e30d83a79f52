"""Rows 10 of the threats and 22 of the faults: two tabs, retries, any order.

A model keeps what a visitor's browser may believe: the last choice that was recorded.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from tests.site import Shop, make_shop

GRANTED = '<script async src="https://www.googletagmanager.com'
ACTS = ("grant_all", "refuse_all", "withdraw")
CLICKS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.booleans()),
    min_size=1,
    max_size=8,
)
"""What is pressed, which of the visitor's four keys the click has, and whether the
answer is lost on its way."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder: Path = tmp_path_factory.mktemp("tabs")
    return make_shop(folder)


def grants(client: Client) -> bool:
    page = client.get("/", base_url="https://shop.example/")
    return GRANTED in page.get_data(as_text=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(clicks=CLICKS, salt=st.integers(0, 2**64))
def test_the_browser_never_grants_more_than_its_last_answer(
    shop: Shop, clicks: list[tuple[str, int, bool]], salt: int
) -> None:
    """Both tabs share one cookie jar; a lost answer changes nothing in it."""
    client = Client(shop.middleware)
    believed = False
    for act, number, lost in clicks:
        shop.clock.moment += timedelta(seconds=1)
        key = f"{salt:016x}{number:016x}"
        before = client.get_cookie("__Host-choice", "shop.example")
        answer = shop.choose(act, click=key, client=client)
        recorded = answer.status_code == 201

        assert recorded or answer.status_code == 409
        assert recorded is ("Set-Cookie" in answer.headers)
        if recorded and lost:
            client.delete_cookie("__Host-choice", domain="shop.example")
            if before is not None:
                client.set_cookie("__Host-choice", before.value, domain="shop.example")
        elif recorded:
            believed = act == "grant_all"

        assert grants(client) is believed
