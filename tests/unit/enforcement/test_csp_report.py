import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.enforcement.csp_report import MAX_READ, Blocked, read_reports

OLD = {
    "csp-report": {
        "document-uri": "https://shop.example/order/4711?name=Kari",
        "referrer": "https://search.test/?q=illness",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "original-policy": "default-src 'self'",
        "blocked-uri": "https://www.Tracker.test:8443/t.js?uid=1",
        "script-sample": "secret",
    }
}
NEW = {
    "type": "csp-violation",
    "age": 10,
    "url": "https://shop.example/order/4711",
    "user_agent": "Mozilla/5.0",
    "body": {
        "documentURL": "https://shop.example/order/4711?name=Kari",
        "effectiveDirective": "img-src",
        "blockedURL": "https://pixel.test/p?uid=1",
        "sample": "secret",
    },
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


def old(blocked: object, directive: object = "img-src") -> dict[str, Any]:
    return {"csp-report": {"blocked-uri": blocked, "effective-directive": directive}}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(OLD, {("script-src", "www.tracker.test")}, id="report-uri"),
        pytest.param([NEW], {("img-src", "pixel.test")}, id="reporting-api"),
        pytest.param(NEW, {("img-src", "pixel.test")}, id="single"),
        pytest.param([NEW, NEW, {"type": "deprecation"}], {("img-src", "pixel.test")}),
        pytest.param([], set(), id="none"),
        pytest.param(
            old("https://a.test", "style-src-attr"),
            {("style-src", "a.test")},
            id="part",
        ),
        pytest.param(
            {
                "csp-report": {
                    "blocked-uri": "wss://a.test.",
                    "violated-directive": "connect-src 'self'",
                }
            },
            {("connect-src", "a.test")},
            id="csp-2",
        ),
    ],
)
def test_reads_directive_and_host_and_nothing_else(
    document: object, expected: set[tuple[str, str]]
) -> None:
    assert read_reports(document) == {Blocked(*one) for one in expected}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(old("inline"), id="inline"),
        pytest.param(old("eval"), id="eval"),
        pytest.param(old("data"), id="data"),
        pytest.param(old("blob"), id="blob"),
        pytest.param(old("chrome-extension://abc/x.js"), id="extension-of-chrome"),
        pytest.param(old("moz-extension://abc/x.js"), id="extension-of-firefox"),
        pytest.param(old("safari-web-extension://abc/x.js"), id="extension-of-safari"),
        pytest.param(old("https://[bad/"), id="no-address"),
        pytest.param(old(7), id="number"),
        pytest.param(old("https://a.test", "made-up"), id="no-directive"),
        pytest.param(old("https://a.test", "frame-ancestors 'none'"), id="other-kind"),
        pytest.param(old("https://a.test", None), id="directive-missing"),
    ],
)
def test_what_was_blocked_without_a_host_says_nothing(document: object) -> None:
    assert read_reports(document) == frozenset()


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="empty"),
        pytest.param({"csp-report": []}, id="no-mapping"),
        pytest.param([1], id="numbers"),
        pytest.param("report", id="text"),
        pytest.param(None, id="null"),
    ],
)
def test_refuses_what_is_no_report(document: object) -> None:
    with pytest.raises(ValueError, match="expected a report"):
        read_reports(document)


def test_reads_a_bounded_number_of_reports() -> None:
    many = [
        {
            "type": "csp-violation",
            "body": {
                "effectiveDirective": "img-src",
                "blockedURL": f"https://h{number}.test",
            },
        }
        for number in range(2 * MAX_READ)
    ]

    assert len(read_reports(many)) == MAX_READ


@settings(max_examples=60, derandomize=True)
@given(JSON | st.fixed_dictionaries({"csp-report": st.dictionaries(st.text(), JSON)}))
def test_any_json_is_read_or_refused(document: object) -> None:
    try:
        found = read_reports(json.loads(json.dumps(document)))
    except ValueError:
        return
    assert all(one.host == one.host.lower() for one in found)
