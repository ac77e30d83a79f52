import pytest

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


def test_drops_a_refresh_to_a_held_host() -> None:
    headers = [("Refresh", "0; url=https://spy.test/"), ("refresh", "5; url=/next")]

    result = filter_link_headers(headers, MATCHER, EVERYTHING, "www.site.test")

    assert result.headers == (("refresh", "5; url=/next"),)
    assert result.dropped == (frozenset({"spy.pixel"}),)
