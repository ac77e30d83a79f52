"""The visitor's POST, from bytes to ledger, against a real SQLite file."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from tests.example import SAME_ORIGIN, choice
from tests.recorded import acts, change, decisions, rows
from tests.site import BASE, Shop, make_shop, settle

CLICK = "a" * 32


def post_form(
    shop: Shop,
    client: Client | None = None,
    referrer: str = "",
    language: str = "en",
    **fields: object,
) -> TestResponse:
    """Press a button of the site's own page without scripting."""
    words = {"act": "refuse_all", "policy": shop.version}
    return (client or shop.client).post(
        f"/-/choices/?language={language}",
        base_url=BASE,
        data={**words, "surface": "no_js_form", **fields},
        headers={"Origin": "https://shop.example", "Referer": referrer},
    )


def cookie_names(response: TestResponse) -> list[str]:
    return [
        cookie.partition("=")[0] for cookie in response.headers.getlist("Set-Cookie")
    ]


def test_sets_the_token_only_with_a_committed_record(shop: Shop) -> None:
    """Rule G2: every grant resolves to a stored record."""
    response = shop.choose("grant_all")

    assert response.status_code == 201
    assert cookie_names(response) == ["__Host-choice", "choice-state"]
    assert response.headers["Cache-Control"] == "no-store"
    [record] = decisions(shop.data_dir)
    assert record["services"] == {
        "google.analytics": "granted",
        "meta.pixel": "granted",
    }


def test_makes_one_record_of_a_click_and_its_retry(shop: Shop) -> None:
    first = shop.choose("grant_all", click=CLICK, client=Client(shop.middleware))
    shop.clock.moment += timedelta(seconds=20)
    retry = shop.choose("grant_all", click=CLICK, client=Client(shop.middleware))

    assert retry.get_json()["record_id"] == first.get_json()["record_id"]
    assert retry.headers.getlist("Set-Cookie") == first.headers.getlist("Set-Cookie")
    assert len(decisions(shop.data_dir)) == 1


SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("minutes", "fields", "headers"),
    [
        pytest.param(11, {}, {}, id="late"),
        pytest.param(1, {"page": "/other"}, {}, id="another-page"),
        pytest.param(1, {}, {"User-Agent": SAFARI}, id="another-browser"),
    ],
)
def test_gives_another_visitor_with_the_same_key_a_record_of_their_own(
    shop: Shop, minutes: int, fields: dict[str, str], headers: dict[str, str]
) -> None:
    shop.choose("grant_all", click=CLICK, client=Client(shop.middleware))
    shop.clock.moment += timedelta(minutes=minutes)
    other = shop.choose(
        "refuse_all",
        click=CLICK,
        client=Client(shop.middleware),
        headers=headers,
        **fields,
    )

    assert other.status_code == 201
    assert acts(shop.data_dir) == ["grant_all", "refuse_all"]


@pytest.mark.parametrize("second_has_token", [True, False])
def test_shows_no_visitor_the_record_of_one_with_a_token(
    shop: Shop, *, second_has_token: bool
) -> None:
    second = Client(shop.middleware)
    shop.choose("refuse_all")
    if second_has_token:
        shop.choose("refuse_all", client=second)
    before = len(decisions(shop.data_dir))
    first = shop.choose("grant_all", click=CLICK)
    other = shop.choose("grant_all", click=CLICK, client=second)

    assert other.get_json()["record_id"] != first.get_json()["record_id"]
    assert len(decisions(shop.data_dir)) == before + 2


def choose_by_form(shop: Shop, client: Client) -> str:
    """Press a button without scripting; return what "my choices" then shows."""
    assert post_form(shop, client, act="grant_all", click=CLICK).status_code == 303
    return client.get("/-/choices/", base_url=BASE).get_data(as_text=True)


def test_takes_a_page_out_of_a_cache_for_no_proof_of_who_clicks(shop: Shop) -> None:
    """A cache that ignores no-store serves one click key to two visitors."""
    pages = [choose_by_form(shop, Client(shop.middleware)) for _ in range(2)]
    seen = [re.findall(r"receipts/([0-9a-f-]+)\.json", page) for page in pages]

    assert [len(receipts) for receipts in seen] == [1, 1]
    assert seen[0] != seen[1]


def test_makes_one_record_of_a_form_that_is_sent_again_with_its_token(
    shop: Shop,
) -> None:
    choose_by_form(shop, shop.client)
    token = shop.client.get_cookie("__Host-choice", domain="shop.example")
    choose_by_form(shop, shop.client)
    assert token is not None
    shop.client.set_cookie(token.key, token.value, domain="shop.example")
    choose_by_form(shop, shop.client)

    assert len(decisions(shop.data_dir)) == 2


def test_refuses_a_click_that_now_says_something_else(shop: Shop) -> None:
    shop.choose("grant_all", click=CLICK)
    other = shop.choose("refuse_all", click=CLICK)

    assert other.status_code == 409
    assert "Set-Cookie" not in other.headers
    assert len(decisions(shop.data_dir)) == 1


def test_lets_no_late_click_undo_a_withdrawal(shop: Shop) -> None:
    shop.choose("grant_all", click=CLICK)
    shop.choose("withdraw")
    late = shop.choose("grant_all", click=CLICK)

    assert late.status_code == 409
    assert "Set-Cookie" not in late.headers


def test_records_a_withdrawal_as_an_act_of_its_own(shop: Shop) -> None:
    """Rule W5: a new record, never an update."""
    shop.choose("grant_all")
    shop.choose("withdraw")

    assert acts(shop.data_dir) == [
        "grant_all",
        "withdraw",
    ]


def test_continues_the_pseudonym_of_the_browser(shop: Shop) -> None:
    shop.choose("grant_all")
    shop.choose("refuse_all")
    shop.choose("grant_all", client=Client(shop.middleware))

    found = rows(shop.data_dir, "select subject_id from record where kind = 1")
    subjects = [subject for (subject,) in found]

    assert subjects[0] == subjects[1] != subjects[2]


def test_ends_the_cookies_of_what_was_withdrawn(shop: Shop) -> None:
    """Rule W2."""
    shop.choose("grant_all")
    shop.client.set_cookie("_ga", "GA1.1", domain="shop.example")
    shop.client.set_cookie("session", "1", domain="shop.example")
    response = shop.choose("withdraw")

    ended = [c for c in response.headers.getlist("Set-Cookie") if "Max-Age=0" in c]
    assert {cookie.partition("=")[0] for cookie in ended} == {"_ga"}
    assert any("Domain=shop.example" in cookie for cookie in ended)


def test_names_the_storage_that_the_page_must_clear(tmp_path: Path) -> None:
    """Rule W2: also what a script has stored."""
    catalog = make_shop(tmp_path).data_dir.parent / "catalog.yaml"
    text = catalog.read_text("utf-8") + "  - google.ads\n"
    shop = make_shop(tmp_path, catalog=text)

    cleared = shop.choose("refuse_all").get_json()["clear"]

    assert {"text": "_gcl_ls", "kind": "exact"} in cleared["local"]


def test_records_how_visitors_come_whatever_a_proxy_speaks_to_us(shop: Shop) -> None:
    """A record that says http of a site with https would be wrong evidence."""
    shop.client.post(
        "/-/choices/",
        base_url=BASE.replace("https", "http"),
        json=choice(shop.version),
        headers=SAME_ORIGIN,
    )

    [(context,)] = rows(shop.data_dir, "select context from record where kind = 1")

    assert json.loads(context)["page"]["origin"] == "https://shop.example"


def test_keeps_no_query_of_the_page(shop: Shop) -> None:
    """Rule P1: page without query."""
    shop.choose("refuse_all", page="/offer?gclid=secret#x")

    [(context,)] = rows(shop.data_dir, "select context from record where kind = 1")

    assert json.loads(context)["page"] == {
        "origin": "https://shop.example",
        "path": "/offer",
    }


def test_takes_a_form_and_sends_the_visitor_back(shop: Shop) -> None:
    """Rule AC11: works without scripting."""
    response = post_form(
        shop,
        referrer=BASE + "offer?x=1",
        act="custom",
        language="nb",
        purpose=["analytics"],
    )

    assert response.status_code == 303
    assert response.headers["Location"] == "/offer"
    [record] = decisions(shop.data_dir)
    assert record["services"] == {
        "google.analytics": "granted",
        "meta.pixel": "refused",
    }
    assert record["language"] == "nb"


@pytest.mark.parametrize(
    "referrer",
    [
        pytest.param("", id="none"),
        pytest.param("https://evil.example/x", id="another-site"),
        pytest.param("https://[", id="not-an-address"),
    ],
)
def test_sends_a_visitor_from_nowhere_to_my_choices(shop: Shop, referrer: str) -> None:
    response = post_form(shop, referrer=referrer)

    assert response.headers["Location"] == "/-/choices/?language=en"


@pytest.mark.parametrize(
    ("referrer", "location"),
    [
        pytest.param("https://shop.example//evil.example/", "/evil.example/", id="//"),
        pytest.param("https://shop.example/\\evil.example", "/evil.example", id="/\\"),
    ],
)
def test_never_redirects_to_another_host(
    shop: Shop, referrer: str, location: str
) -> None:
    response = post_form(shop, referrer=referrer)

    assert response.headers["Location"] == location


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a-sibling"),
        pytest.param({"Sec-Fetch-Site": "none"}, 403, id="no-page"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="foreign-origin"),
        pytest.param({"Origin": "null"}, 403, id="opaque-origin"),
        pytest.param({"Origin": "http://shop.example"}, 403, id="without-https"),
        pytest.param({"Origin": "http://[::1"}, 403, id="not-an-address"),
        pytest.param({"Origin": ""}, 403, id="empty-origin"),
        pytest.param({}, 403, id="no-origin"),
        pytest.param({"Origin": "https://shop.example"}, 201, id="own-origin"),
        pytest.param(
            {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
            201,
            id="own-page-without-referrer",
        ),
    ],
)
def test_takes_choices_from_its_own_pages_only(
    shop: Shop, headers: dict[str, str], status: int
) -> None:
    body = {"act": "grant_all", "policy": shop.version, "language": "en"}
    response = shop.client.post(
        "/-/choices/",
        base_url=BASE,
        json=body | {"surface": "banner"},
        headers=headers,
    )

    assert response.status_code == status
    assert len(decisions(shop.data_dir)) == (1 if status == 201 else 0)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("shop.example", 201, id="domain"),
        pytest.param("SHOP.example:8443", 201, id="other-case-and-port"),
        pytest.param("shop.example.", 201, id="absolute"),
        pytest.param("nb.shop.example", 201, id="subdomain"),
        pytest.param("evil.example", 421, id="another-site"),
        pytest.param("evilshop.example", 421, id="same-ending"),
        pytest.param("shop.example.evil.example", 421, id="same-beginning"),
        pytest.param("localhost", 421, id="undeclared-localhost"),
        pytest.param("[::1", 421, id="not-an-address"),
        pytest.param("[::1]:80", 421, id="ipv6"),
    ],
)
def test_takes_choices_on_its_own_domains_only(
    shop: Shop, host: str, status: int
) -> None:
    headers = {"Host": host, "Origin": f"https://{host}"}
    response = shop.choose("grant_all", headers=headers)

    assert response.status_code == status
    assert ("Set-Cookie" in response.headers) == (status == 201)
    assert len(decisions(shop.data_dir)) == (1 if status == 201 else 0)


def test_tells_the_owner_why_a_choice_on_another_host_is_refused(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.choose("grant_all", headers={"Host": "localhost"})

    assert "'localhost' is no domain of this site" in caplog.text


def test_serves_pages_on_every_host(shop: Shop) -> None:
    for path in ("/", "/-/choices/"):
        page = shop.client.get(path, base_url="https://other.example")

        assert page.status_code == 200


GOOD = '"act":"grant_all","language":"en","surface":"banner"'


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param(b"{", "application/json", 400, id="not-json"),
        pytest.param(b"[]", "application/json", 400, id="not-an-object"),
        pytest.param(b"\xff", "application/json", 400, id="not-utf-8"),
        pytest.param(b"[" * 8000, "application/json", 400, id="deep"),
        pytest.param(b'{"act":"x","act":"y"}', "application/json", 400, id="twice"),
        pytest.param(b'{"\\ud800":1}', "application/json", 400, id="half-a-pair-key"),
        pytest.param(
            b'{"page":"/\\ud800"}', "application/json", 400, id="half-a-pair-value"
        ),
        pytest.param(b"{}", "application/json", 422, id="empty"),
        pytest.param(b'{"extra":1}', "application/json", 422, id="unknown-field"),
        pytest.param(b"a=1", "text/plain", 415, id="wrong-type"),
        pytest.param(b"a=1", "multipart/form-data; boundary=x", 415, id="multipart"),
        pytest.param(b"x" * 16_385, "application/json", 413, id="too-large"),
        pytest.param(
            b"act=grant_all", "application/x-www-form-urlencoded", 422, id="form"
        ),
    ],
)
def test_answers_bad_input_with_a_problem_and_writes_nothing(
    shop: Shop, body: bytes, content_type: str, status: int
) -> None:
    response = shop.client.post(
        "/-/choices/",
        base_url=BASE,
        data=body,
        content_type=content_type,
        headers={"Sec-Fetch-Site": "same-origin", "Accept": "*/*"},
    )

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["status"] == status
    assert decisions(shop.data_dir) == []


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        pytest.param({"policy": "0" * 64}, 409, "stale_policy", id="old-policy"),
        pytest.param({"language": "tlh"}, 422, "unknown_language", id="language"),
        pytest.param({"act": "own"}, 422, "unknown_action", id="action"),
        pytest.param(
            {"act": "custom", "purposes": {"fun": "granted"}},
            422,
            "unknown_purpose",
            id="purpose",
        ),
        pytest.param({"click": "short"}, 422, "unprocessable_entity", id="click-key"),
    ],
)
def test_names_what_does_not_fit_the_policy(
    shop: Shop, fields: dict[str, object], status: int, code: str
) -> None:
    response = shop.choose(**({"act": "grant_all"} | fields))  # type: ignore[arg-type]

    assert response.status_code == status
    assert response.get_json()["code"] == code
    assert decisions(shop.data_dir) == []


def test_takes_no_other_spelling_of_the_method(shop: Shop) -> None:
    answer = Client(shop.middleware).open("/-/choices/", base_url=BASE, method="post")

    assert answer.status_code == 405
    assert decisions(shop.data_dir) == []


def test_reads_no_chunked_body(shop: Shop) -> None:
    response = shop.client.post(
        "/-/choices/",
        base_url=BASE,
        data=b"{}",
        content_type="application/json",
        environ_overrides={
            "HTTP_TRANSFER_ENCODING": "chunked",
            "CONTENT_LENGTH": "",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "wsgi.input_terminated": True,
        },
    )

    assert response.status_code == 411


def test_says_so_when_the_choice_cannot_be_saved(shop: Shop) -> None:
    change(shop.data_dir, "drop table todo")
    response = shop.choose("grant_all")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "Set-Cookie" not in response.headers
    assert shop.get().status_code == 200


def test_tells_a_person_in_the_words_of_the_notice(shop: Shop) -> None:
    change(shop.data_dir, "drop table todo")
    response = shop.choose("grant_all", headers={"Accept": "text/html"})

    assert response.mimetype == "text/html"
    assert "could not be saved" in response.get_data(as_text=True)


def test_goes_on_taking_choices_when_the_ledger_is_damaged(shop: Shop) -> None:
    """A frozen ledger is not signed any further, and nobody loses a choice."""
    shop.choose("grant_all")
    settle()
    change(shop.data_dir, "update tile set data = zeroblob(length(data))")
    response = shop.choose("withdraw")
    settle()

    assert response.status_code == 201
    assert rows(shop.data_dir, "select count(*) from todo") == [(1,)]
    assert rows(shop.data_dir, "select max(size) from checkpoint") == [(2,)]


@pytest.mark.parametrize(
    ("secure", "status"),
    [pytest.param(False, 201, id="tried-out"), pytest.param(True, 421, id="in-use")],
)
def test_takes_choices_on_this_machine_where_a_site_is_tried_out(
    tmp_path: Path, *, secure: bool, status: int
) -> None:
    """The tutorial's catalog names shop.example and is opened on 127.0.0.1."""
    shop = make_shop(tmp_path, secure=secure)
    response = shop.client.post(
        "/-/choices/",
        base_url="http://127.0.0.1:5000/",
        json={
            "act": "refuse_all",
            "policy": shop.version,
            "language": "en",
            "surface": "banner",
        },
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert response.status_code == status
