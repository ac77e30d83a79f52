"""Rows 7 to 10 of the threats: what was not decided here, by this visitor, is nothing.

``test_choice.py`` has the tables of origins, hosts and retries, ``test_tags.py`` those
of the script-tag mode, ``tests/unit/token`` every bit of a token.
"""

import json
import string
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.recorded import count_records
from tests.site import BASE, CATALOG, Shop, make_shop

TOKEN = "__Host-choice"
GRANTED = '<script async src="https://www.googletagmanager.com'
LETTERS = string.ascii_letters + string.digits + "-_"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return make_shop(tmp_path_factory.mktemp("forged"))


def token_of(shop: Shop, act: str) -> str:
    answer = shop.choose(act, client=Client(shop.middleware))
    return answer.headers.getlist("Set-Cookie")[0].partition("=")[2].partition(";")[0]


def grants(shop: Shop, cookie: str) -> bool:
    return GRANTED in shop.get(Cookie=cookie).get_data(as_text=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"recorded_at": "2099-01-01T00:00:00Z"},
        {"givenAt": 4_070_908_800_000},
        {"record_id": "00000000-0000-4000-8000-000000000000"},
        {"subject_id": "00000000-0000-4000-8000-000000000000"},
        {"site": "other"},
        {"domain": "evil.example"},
        {"notice_digest": "0" * 64},
        {"expires_at": "2099-01-01T00:00:00Z"},
        {"policy": "0" * 64},
        {"policy": ""},
        {"surface": "import"},
        {"act": "import"},
        {"act": "custom", "services": {"another.site": "granted"}},
        {"act": "custom", "purposes": {"analytics": "granted"}},
        {"act": "custom", "purposes": {"analytics": True}},
    ],
    ids=json.dumps,
)
def test_a_client_says_nothing_that_is_the_server_s_to_say(
    shop: Shop, fields: dict[str, object]
) -> None:
    """Row 7: no time, number, site or notice of one's own gets into a record."""
    before = count_records(shop.data_dir)
    answer = shop.choose(**({"act": "grant_all"} | fields))  # type: ignore[arg-type]  # as a stranger would

    assert answer.status_code in {409, 422}
    assert "Set-Cookie" not in answer.headers
    assert count_records(shop.data_dir) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_but_a_post_is_a_choice(shop: Shop, method: str) -> None:
    """Row 17, of the visitor's routes: no link and no picture changes anything."""
    before = count_records(shop.data_dir)
    answer = Client(shop.middleware).open(
        "/-/choices/",
        base_url=BASE,
        method=method,
        query_string={"act": "grant_all", "policy": shop.version},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert "Set-Cookie" not in answer.headers
    assert count_records(shop.data_dir) == before


def test_an_altered_token_lets_no_tracker_through(shop: Shop) -> None:
    """Row 8: each character of it, in the site itself."""
    token = token_of(shop, "grant_all")
    altered = [
        token[:at] + LETTERS[(LETTERS.index(letter) + step) % 64] + token[at + 1 :]
        for at, letter in enumerate(token)
        for step in (1, 32)
    ]

    assert grants(shop, f"{TOKEN}={token}")
    assert not [it for it in altered if grants(shop, f"{TOKEN}={it}")]


def test_what_is_no_token_of_ours_grants_nothing(shop: Shop) -> None:
    """Rows 4 and 8."""
    token = token_of(shop, "grant_all")
    before = count_records(shop.data_dir)
    spoilt = {
        "shorter": token[:-1],
        "longer": token + "A",
        "padded": token + "=",
        "quoted": f'"{token}"',
        "other case": token.swapcase(),
        "twice": token + "." + token,
        "no signature": token[:46] + "A" * (len(token) - 46),
        "no algorithm": "eyJhbGciOiJub25lIn0.e30.",
        "SQL": "' OR 1=1 --",
        "SQL that writes": "'; DELETE FROM record; --",
        "path": "../../keys/shop.token.key",
        "format": "%s%n{0}",
        "empty": "",
    }

    assert not [name for name, it in spoilt.items() if grants(shop, f"{TOKEN}={it}")]
    assert count_records(shop.data_dir) == before


def test_a_token_of_another_site_or_name_grants_nothing(
    shop: Shop, tmp_path: Path
) -> None:
    """Row 8: also where the other site has the same policy but for its name."""
    other = make_shop(tmp_path, catalog=CATALOG.replace("id: shop", "id: shop2"))
    foreign = token_of(other, "grant_all")
    own = token_of(shop, "grant_all")

    assert not grants(shop, f"{TOKEN}={foreign}")
    assert not grants(shop, f"choice={own}"), "its prefix keeps siblings out"
    assert not grants(shop, f"{TOKEN.lower()}={own}")


@pytest.mark.parametrize("between", ["; ", ";", "; a=1; "])
def test_two_tokens_grant_nothing_in_either_order(shop: Shop, between: str) -> None:
    """Row 9: one of them may have been tossed in by a sibling domain."""
    yes, no = token_of(shop, "grant_all"), token_of(shop, "refuse_all")
    pairs = [(yes, no), (no, yes), (yes, yes), (yes, ""), ("", yes)]

    assert not [
        pair
        for pair in pairs
        if grants(shop, between.join(f"{TOKEN}={value}" for value in pair))
    ]


def test_a_visitor_with_two_tokens_is_asked_again(shop: Shop) -> None:
    """Row 9."""
    token = token_of(shop, "refuse_all")
    page = shop.get(Cookie=f"{TOKEN}={token}; {TOKEN}={token}").get_data(as_text=True)

    assert 'name="act" value="refuse_all"' in page


def test_fifty_equal_clicks_at_once_are_one_record(shop: Shop) -> None:
    """Row 10, and reliability row 6: every answer is that of the one record."""
    before = count_records(shop.data_dir)

    def click(_: int) -> tuple[int, str, list[str]]:
        answer = shop.choose(
            "grant_all", click="b" * 32, client=Client(shop.middleware)
        )
        cookies = answer.headers.getlist("Set-Cookie")
        return answer.status_code, answer.get_json()["record_id"], cookies

    with ThreadPoolExecutor(16) as many:
        answers = [*many.map(click, range(50))]

    assert {status for status, _, _ in answers} == {201}
    assert len({str(answer) for answer in answers}) == 1
    assert count_records(shop.data_dir) == before + 1


def test_a_kept_token_of_before_a_withdrawal_is_the_limit_of_signed_tokens(
    shop: Shop,
) -> None:
    """Row 10: it grants in the browser of whoever kept it, and nobody else's.

    Pages ask no database, so a visitor can put their own old cookie back. Nothing is
    recorded by that, and the ledger shows the withdrawal.
    """
    visitor = Client(shop.middleware)
    shop.choose("grant_all", client=visitor)
    kept = visitor.get_cookie(TOKEN, "shop.example")
    shop.choose("withdraw", client=visitor)
    left = visitor.get_cookie(TOKEN, "shop.example")
    before = count_records(shop.data_dir)

    assert kept is not None
    assert left is not None
    assert not grants(shop, f"{TOKEN}={left.value}")
    assert grants(shop, f"{TOKEN}={kept.value}")
    assert count_records(shop.data_dir) == before
