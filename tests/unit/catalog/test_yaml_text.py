from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.catalog.yaml_text import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    compose_text,
)

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        pytest.param("a: b: c", 1, "YAML", id="two-colons"),
        pytest.param("a: 1\nb: [1, 2\nc: 3", 3, "YAML", id="open-list"),
        pytest.param('a: 1\nb: "x\n', 3, "YAML", id="open-quote"),
        pytest.param("a: 1\n\tb: 2", 2, "YAML", id="tab"),
        pytest.param("a: 1\n@b: 2", 2, "YAML", id="reserved-character"),
        pytest.param("a: 1\nb: *a", 2, "values written out", id="alias"),
        pytest.param("a: 1\nb: &b 2", 2, "values written out", id="anchor"),
        pytest.param("a:\n  &x b: 2", 2, "values written out", id="anchor-on-key"),
        pytest.param("a: &x [1]", 1, "values written out", id="anchor-on-list"),
        pytest.param("a: !!int 2", 1, "values written out", id="tag"),
        pytest.param("a: !new {b: 2}", 1, "values written out", id="own-tag"),
        pytest.param("a: 1\n---\nb: 2", 2, "one document", id="two-documents"),
        pytest.param("a: 1\nb: \x00", 2, "printable characters", id="null-character"),
        pytest.param("a: \ud800", 1, "printable characters", id="half-a-surrogate"),
    ],
)
def test_refuses(text: str, line: int, expected: str) -> None:
    with pytest.raises(CatalogMistakesError) as raised:
        compose_text(text, "a.yaml")

    (mistake,) = raised.value.mistakes
    assert (mistake.file, mistake.line, mistake.expected) == ("a.yaml", line, expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n\tb: 2", "indent with spaces, not with tabs"),
        ("a: 1\nb: [1, 2\nc: 3", "did not find"),
    ],
)
def test_says_what_is_wrong_with_the_writing(text: str, said: str) -> None:
    with pytest.raises(CatalogMistakesError, match=said):
        compose_text(text, "a.yaml")


def test_refuses_a_bomb_of_aliases_before_it_grows() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 20)]

    with pytest.raises(CatalogMistakesError, match="got '&l0'"):
        compose_text("\n".join(["l0: &l0 [boom]", *levels]), "a.yaml")


def test_refuses_deep_nesting_before_it_recurses() -> None:
    allowed = "[" * MAX_DEPTH + "]" * MAX_DEPTH

    assert compose_text(allowed, "a.yaml") is not None
    with pytest.raises(CatalogMistakesError, match="levels of nesting"):
        compose_text("[" * 100_000, "a.yaml")


def test_refuses_a_file_over_the_limit_before_it_is_parsed() -> None:
    with pytest.raises(CatalogMistakesError, match=f"got {MAX_CHARACTERS + 1} char"):
        compose_text("[" * (MAX_CHARACTERS + 1), "a.yaml")


@pytest.mark.parametrize(
    "file",
    [
        "cookie_catalog.yaml",
        "examples/sites/contracting.yaml",
        "examples/sites/omnium.yaml",
        "examples/sites/onwork.yaml",
        "examples/sites/promark.yaml",
        "examples/sites/webstep.yaml",
    ],
)
def test_parsers_in_c_and_in_python_read_the_shipped_files_alike(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")

    slow, fast = (
        yaml.load(text, Loader=loader)  # noqa: S506 - plain text and lists only
        for loader in (yaml.BaseLoader, yaml.CBaseLoader)
    )

    assert slow == fast


@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{}&*!'\"|>#?%@,0~<=\r\x85")))
def test_any_text_is_a_tree_or_a_mistake(text: str) -> None:
    try:
        compose_text(text, "a.yaml")
    except CatalogMistakesError as error:
        assert len(error.mistakes) == 1  # noqa: PT017 - either outcome is right
