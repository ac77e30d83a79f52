import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.scripts import (
    imported_urls,
    mapped_urls,
    named_urls,
    unescape,
)
from tests.unit.enforcement.rewriting import SEARCH


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"https:\x2f\u002F\u{2f}", "https:///"),
        (r"a\/b\"c\\d", 'a/b"c\\d'),
        ("a\\\nb\\nc", "ab\nc"),
        (r"\u{110000}\u{00000041}\x4", "Ax4"),
        ("\\", "\\"),
    ],
)
def test_undoes_the_escapes_of_a_string(written: str, text: str) -> None:
    assert unescape(written) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://spy.test/x",
        r"https:\/\/spy.test\/x",
        "this.src='https:spy.test/x'",
        r"'https:\x2f/spy.test/x'",
        r"fetch(`https:\u002f\u{2f}spy.test/x`)",
        "a.b='//'+'spy.test/x'",
        "<img src=https:spy.test/x>",
    ],
)
def test_lists_the_hosts_that_a_text_names(text: str) -> None:
    assert "//spy.test/x" in named_urls(text)


@pytest.mark.parametrize(
    "script",
    [
        'import"G"',
        "import a from 'G'",
        "import/**/'G'",
        "import a from/*a*/'G'",
        "import a from //x\n'G'",
        "import(`G`)",
        "import( /* webpackChunkName: 'a' */ 'G')",
        "export*from\ufeff'G'",
        r"import '\x47'",
        r"import/**/'\u0047'",
    ],
)
def test_lists_what_a_script_imports(script: str) -> None:
    assert "G" in imported_urls(script)


def test_lists_no_string_that_a_script_does_not_import() -> None:
    assert list(imported_urls("important('a'); x = y.from + 'b'")) == []


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (r'{"imports": {"a": "https:\u002f\u002fspy.test/"}}', ["https://spy.test/"]),
        ('{"prefetch": [{"urls": ["b"]}]}', ["b"]),
        ("{", []),
        ("[" * 100_000, []),
    ],
    ids=["import map", "speculation rules", "broken", "deep"],
)
def test_lists_the_addresses_of_a_map(text: str, urls: list[str]) -> None:
    assert list(mapped_urls(text)) == urls


@SEARCH
@given(text=st.text(max_size=40))
def test_reads_any_text(text: str) -> None:
    assert all(url.startswith("//") for url in named_urls(text))
    assert all(isinstance(url, str) for url in imported_urls(f"import/**/{text}"))
