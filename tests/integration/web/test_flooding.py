"""Row 22 of the threats: nobody fills a ledger from one network."""

from datetime import timedelta
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import Client, EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from consent_server.consent.choice import RawChoice
from consent_server.kernel.clock import ManualClock
from consent_server.web import flooding
from consent_server.web.embedded import embed
from consent_server.web.flooding import (
    BURST,
    PATIENCE,
    PER_SECOND,
    Floodgate,
    network_of,
    sender_of,
)
from tests.recorded import count_records
from tests.site import BASE, CATALOG, START, App, Shop, make_shop

ADDRESS = "93.184.216.34"
NEIGHBOUR = "93.184.216.99"
ELSEWHERE = "93.184.217.34"


def asked(address: str = ADDRESS, forwarded: str | None = None) -> Request:
    environ = EnvironBuilder(environ_base={"REMOTE_ADDR": address}).get_environ()
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    return Request(environ)


def raw(action: str = "grant_all", **fields: dict[str, str]) -> RawChoice:
    return RawChoice(
        action=action, surface="banner", policy_version="", language="en", **fields
    )


def taken(
    gate: Floodgate, times: int, choice: RawChoice, address: str = ADDRESS
) -> int:
    """Return how many of so many choices are let in."""
    request, done = asked(address), 0
    for _ in range(times):
        try:
            gate.require_room(request, choice)
        except TooManyRequests:
            continue
        done += 1
    return done


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def gate(clock: ManualClock) -> Floodgate:
    return Floodgate(clock, 0)


def test_lets_a_network_in_up_to_its_allowance(gate: Floodgate) -> None:
    assert taken(gate, BURST + 50, raw()) == BURST
    assert taken(gate, 1, raw(), NEIGHBOUR) == 0
    assert taken(gate, 5, raw(), ELSEWHERE) == 5


def test_fills_again_with_time(gate: Floodgate, clock: ManualClock) -> None:
    taken(gate, BURST, raw())
    clock.moment += timedelta(seconds=3)

    assert taken(gate, BURST, raw()) == 3 * PER_SECOND


@pytest.mark.parametrize(
    "refusal",
    [
        raw("refuse_all"),
        raw("withdraw"),
        raw("object"),
        raw("custom", purposes={"analytics": "refused"}),
        raw("custom", services={"meta.pixel": "refused"}),
    ],
    ids=["refuse", "withdraw", "object", "no-purpose", "no-service"],
)
def test_lets_refusals_through_where_grants_have_to_wait(
    gate: Floodgate, refusal: RawChoice
) -> None:
    """Rule W4, GDPR 7(3): refusing stays as easy as granting."""
    taken(gate, BURST, raw())

    assert taken(gate, PATIENCE * BURST, refusal) == (PATIENCE - 1) * BURST


@pytest.mark.parametrize(
    "grant",
    [
        raw("custom", purposes={"analytics": "refused", "marketing": "granted"}),
        raw("custom", services={"meta.pixel": "granted"}),
        raw("grant_services", services={"meta.pixel": "granted"}),
        raw("nonsense"),
    ],
    ids=["a-purpose", "a-service", "placeholder", "nonsense"],
)
def test_takes_what_grants_anything_for_a_grant(
    gate: Floodgate, grant: RawChoice
) -> None:
    taken(gate, BURST, raw())

    assert taken(gate, 1, grant) == 0


def test_keeps_nobody_waiting_for_a_clock_that_was_set_back(
    gate: Floodgate, clock: ManualClock
) -> None:
    taken(gate, BURST, raw())
    clock.moment -= timedelta(days=1)

    assert taken(gate, 1, raw()) == 1


def test_forgets_the_network_that_was_used_least(
    gate: Floodgate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flooding, "MAX_NETWORKS", 3)
    for third in range(200):
        taken(gate, 1, raw(), f"93.184.{third}.1")

    assert [network[2] for network in gate._even_at] == [197, 198, 199]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        pytest.param(ADDRESS, "5db8d8", id="v4"),
        pytest.param("::ffff:93.184.216.34", "5db8d8", id="v4-in-v6"),
        pytest.param("2a02:26f0:1:2ff::1", "2a0226f0000102", id="v6"),
        pytest.param("127.0.0.1", None, id="loopback"),
        pytest.param("10.1.2.3", None, id="private"),
        pytest.param("fe80::1%eth0", None, id="link-local"),
        pytest.param("", None, id="none"),
        pytest.param("unknown", None, id="word"),
        pytest.param("93.184.216.34:443", None, id="with-a-port"),
        pytest.param("93.184.216.034", None, id="odd-notation"),
    ],
)
def test_counts_networks_of_the_internet_only(
    address: str, network: str | None
) -> None:
    found = network_of(address)

    assert (found and found.hex()) == network


@pytest.mark.parametrize(
    ("hops", "forwarded", "sender"),
    [
        pytest.param(0, ELSEWHERE, ADDRESS, id="nobody-is-believed"),
        pytest.param(1, f"1.1.1.1, {ELSEWHERE}", ELSEWHERE, id="the-last-one"),
        pytest.param(2, f"1.1.1.1, {ELSEWHERE}, 8.8.8.8", ELSEWHERE, id="two-hops"),
        pytest.param(2, ELSEWHERE, ADDRESS, id="came-another-way"),
        pytest.param(1, None, ADDRESS, id="no-header"),
    ],
)
def test_believes_as_many_proxies_as_it_is_told_of(
    hops: int, forwarded: str | None, sender: str
) -> None:
    """Row 31: what a client writes into the header is not read."""
    assert sender_of(asked(forwarded=forwarded), hops) == sender


def choose(
    site: WSGIApplication,
    policy: str,
    act: str = "grant_all",
    address: str = ADDRESS,
    **headers: str,
) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(site).post(
        "/-/choices/",
        base_url=BASE,
        json={"act": act, "policy": policy, "language": "en", "surface": "banner"},
        headers={"Sec-Fetch-Site": "same-origin"} | named,
        environ_base={"REMOTE_ADDR": address},
    )


def use_up(site: WSGIApplication) -> None:
    """Use up the allowance of a network, with choices that nobody records."""
    codes = {choose(site, "0" * 64).status_code for _ in range(BURST)}
    assert codes == {409}


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = make_shop(tmp_path_factory.mktemp("flooded"))
    use_up(shop.middleware)
    return shop


def test_records_and_grants_nothing_of_a_flood(flooded: Shop) -> None:
    before = count_records(flooded.data_dir)
    answer = choose(flooded.middleware, flooded.version)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert answer.get_json()["code"] == "too_many_requests"
    assert "Set-Cookie" not in answer.headers
    assert count_records(flooded.data_dir) == before


def test_tells_a_person_of_a_flooding_network_that_nothing_was_saved(
    flooded: Shop,
) -> None:
    answer = choose(flooded.middleware, flooded.version, Accept="text/html")

    assert answer.status_code == 429
    assert "could not be saved" in answer.get_data(as_text=True)


def test_records_the_others_and_every_refusal_meanwhile(flooded: Shop) -> None:
    site, version = flooded.middleware, flooded.version

    assert choose(site, version, "grant_all", ELSEWHERE).status_code == 201
    assert choose(site, version, "refuse_all").status_code == 201


def test_counts_by_the_proxy_s_word_where_one_is_named(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    site = embed(App(), catalog, tmp_path / "data", clock=ManualClock(START), hops=1)
    version = site.site.policy.version
    use_up(site)

    def post(forwarded: str) -> int:
        answer = choose(site, version, "grant_all", "", X_Forwarded_For=forwarded)
        return answer.status_code

    assert post(f"1.1.1.1, {NEIGHBOUR}") == 429
    assert post(f"{NEIGHBOUR}, 1.1.1.1") == 201


def test_counts_a_withdrawal_that_comes_with_an_erasure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old token could otherwise be shown again and again."""
    shop = make_shop(tmp_path)
    granted = choose(shop.middleware, shop.version, "grant_all", ELSEWHERE)
    token = granted.headers["Set-Cookie"].partition(";")[0]
    monkeypatch.setattr(flooding, "PATIENCE", 1)
    use_up(shop.middleware)
    before = count_records(shop.data_dir)
    answer = Client(shop.middleware, use_cookies=False).post(
        "/-/choices/erase",
        base_url=BASE,
        headers={"Sec-Fetch-Site": "same-origin", "Cookie": token},
        environ_base={"REMOTE_ADDR": ADDRESS},
    )

    assert answer.status_code == 429
    assert count_records(shop.data_dir) == before
