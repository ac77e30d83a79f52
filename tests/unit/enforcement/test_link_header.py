import pytest

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.link_header import filter_link_headers
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER


def links(*values: str) -> list[str]:
    headers = [("Link", value) for value in values]
    result = filter_link_headers(headers, MATCHER, EVERYTHING, "www.site.test")
    return [value for _, value in result.headers]


@pytest.mark.parametrize(
    ("field", "rest"),
    [
        ("<https://spy.test/a.js>; rel=preload; as=script", []),
        ('<//spy.test/a>; as=x; REL="x PRELOAD"', []),
        ("<https://spy.test>;rel=preconnect", []),
        ("<https://spy.test>; rel = dns-prefetch", []),
        ("</stats.js>; rel=modulepreload", []),
        (r'<//spy.test/a>; rel="pre\load"', []),
        ('</a>; title="x, <//spy.test/a>; rel=preload', ['</a>; title="x']),
        ("<//spy.test/<>; rel=preload", []),
        ("<//spy.test/d>; rel=compression-dictionary", []),
        ('</a.png>; rel=preload; imagesrcset="//spy.test/b 2x"', []),
        (
            '</a.css>; rel=preload; title="a, b", <//spy.test/a>; rel=preload',
            ['</a.css>; rel=preload; title="a, b"'],
        ),
        (
            "<//spy.test/a,b>; rel=preload, </a.css>; rel=stylesheet",
            ["</a.css>; rel=stylesheet"],
        ),
    ],
)
def test_drops_only_the_held_links(field: str, rest: list[str]) -> None:
    assert links(field) == rest


@pytest.mark.parametrize(
    "field",
    [
        "<https://spy.test/a>; rel=canonical",
        "<https://spy.test/a>; rel=author; title='rel=preload'",
        "</a.css>;rel=preload  ,  </b.css>;rel=preload",
        "no link at all",
        "",
    ],
)
def test_leaves_other_fields_byte_for_byte(field: str) -> None:
    assert links(field) == [field]


@pytest.mark.parametrize(
    "unit", ["<", '<>"\\",', '<>\\"', "<>;a=", "<>;", '<>"', '<>;a="'], ids=repr
)
def test_splits_a_field_of_any_length_without_going_back(unit: str) -> None:
    field = unit * 20_000

    assert links(field) == [field]


def fields(name: str, value: str) -> list[str]:
    headers = [("X", "//spy.test"), (name, value)]
    result = filter_link_headers(headers, MATCHER, EVERYTHING, "www.site.test")
    assert bool(result.dropped) == (headers[1] not in result.headers)
    return [text for key, text in result.headers if key == name]


@pytest.mark.parametrize(
    ("name", "value", "rest"),
    [
        ("Speculation-Rules", '"https://spy.test/r"', []),
        ("speculation-rules", '"/r.json", "//spy.t\\est/r"', ['"/r.json"']),
        ("Reporting-Endpoints", 'a="https://spy.test/r"', []),
        ("Reporting-Endpoints", 'a="/r", b="//spy.test/r"', ['a="/r"']),
        ("Report-To", '{"endpoints":[{"url":"https:\\/\\/spy.test/r"}]}', []),
        (
            "Report-To",
            '{"group":"a","endpoints":[{"url":"//spy.test"}]}, {"group": "b"}',
            ['{"group": "b"}'],
        ),
        ("Report-To", '{"endpoints":[{"url":"https://spy.test/r"}', []),
        (
            "Content-Security-Policy-Report-Only",
            "img-src 'none'; report-uri https://spy.test/r",
            ["img-src 'none';"],
        ),
        ("Content-Security-Policy", "report-uri //spy.test/r", []),
        (
            "Content-Security-Policy",
            "a b;Report-URI /r //spy.test/r;c d, report-uri //spy.test",
            ["a b;Report-URI /r;c d,"],
        ),
    ],
)
def test_drops_a_held_host_that_a_field_names(
    name: str, value: str, rest: list[str]
) -> None:
    assert fields(name, value) == rest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", "img-src https://spy.test ;  report-uri  /r , x"),
        ("Speculation-Rules", '"/r" ,  "https://other.test/r"'),
        ("Reporting-Endpoints", 'a = "/r",b'),
        ("Report-To", '{"group":"a"  }  '),
        ("Report-To", "not JSON"),
        ("Content-Security-Policy", ""),
        ("NEL", '{"report_to":"a"}'),
    ],
)
def test_leaves_a_field_without_held_hosts_byte_for_byte(name: str, value: str) -> None:
    assert fields(name, value) == [value]


def test_drops_a_refresh_to_a_held_host() -> None:
    headers = [("Refresh", "0; url=https://spy.test/"), ("refresh", "5; url=/next")]

    result = filter_link_headers(headers, MATCHER, EVERYTHING, "www.site.test")

    assert result.headers == (("refresh", "5; url=/next"),)
    assert result.dropped == (frozenset({"spy.pixel"}),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("Link", "<https://new.test/a.css>; rel=preload", id="preload"),
        pytest.param("Link", "<https://new.test>; rel=preconnect", id="hint"),
        pytest.param("Refresh", "0;url=https://new.test/", id="refresh"),
        pytest.param("Reporting-Endpoints", 'a="https://new.test/r"', id="endpoint"),
    ],
)
def test_unknown_claims_the_hosts_that_nobody_declares(name: str, value: str) -> None:
    """Rules E11, B15."""
    headers = [(name, value), ("Link", "<https://new.test/>; rel=canonical")]
    strict = filter_link_headers(
        headers, MATCHER, frozenset({UNKNOWN}), "www.site.test"
    )
    seen = filter_link_headers(headers, MATCHER, frozenset(), "www.site.test")

    assert strict.headers == tuple(headers[1:])
    assert strict.dropped == (frozenset({UNKNOWN}),)
    assert seen.headers == tuple(headers)
    assert strict.unknown_hosts == seen.unknown_hosts == {"new.test"}
