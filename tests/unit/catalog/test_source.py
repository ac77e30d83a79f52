import pytest

from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.catalog.source import read_source


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("2026-11-21", "2026-11-21", id="date"),
        pytest.param("007", "007", id="number"),
        pytest.param("1:30", "1:30", id="base-sixty"),
        pytest.param("0x1F", "0x1F", id="hexadecimal"),
        pytest.param("1_000.5e3", "1_000.5e3", id="float"),
        pytest.param('"no"', "no", id="quoted"),
        pytest.param("no", False, id="bare-no"),
        pytest.param("ON", True, id="bare-on"),
        pytest.param("~", None, id="tilde"),
        pytest.param("", None, id="nothing"),
        pytest.param("=", "=", id="equals-sign"),
    ],
)
def test_keeps_scalars_as_written_but_for_booleans_and_nothing(
    written: str,
    value: str | bool | None,  # noqa: FBT001 - the value under test
) -> None:
    assert read_source(f"a: {written}", "a.yaml").value == {"a": value}


@pytest.mark.parametrize(
    ("text", "line", "path", "found"),
    [
        pytest.param("a: 1\nb: 2\na: 3", 3, "a", "'a'", id="key-twice"),
        pytest.param("a:\n- {b: 1, b: 2}", 2, "a[0].b", "'b'", id="inner-key-twice"),
        pytest.param("a: 1\nno: 2", 2, "no", "'no'", id="boolean-as-key"),
        pytest.param("a: 1\n~: 2", 2, "~", "'~'", id="nothing-as-key"),
        pytest.param("? [a]\n: 2", 1, "?", "'?'", id="list-as-key"),
    ],
)
def test_notes_keys_that_are_doubled_or_not_text(
    text: str, line: int, path: str, found: str
) -> None:
    (mistake,) = read_source(text, "a.yaml").mistakes

    assert (mistake.line, mistake.path, mistake.found) == (line, path, found)


def test_a_missing_value_has_the_line_of_its_parent() -> None:
    source = read_source("a:\n  - b: 1\n  - c: 2\n", "a.yaml")

    source.add_mistake(("a", 1, "b"), "text")

    assert [(it.line, it.path) for it in source.mistakes] == [(3, "a[1].b")]


def test_a_value_below_its_key_has_the_line_of_the_key() -> None:
    source = read_source("a:\n\n  - b\n", "a.yaml")

    source.add_mistake(("a",), "text")

    assert source.mistakes[0].line == 1


def test_finds_values_on_a_path_and_passes_over_other_shapes() -> None:
    source = read_source("a: [{b: 1}, {b: 2}, 3, {c: 4}, [5]]", "a.yaml")

    assert list(source.find("a", "*", "b")) == [
        (("a", 0, "b"), "1"),
        (("a", 1, "b"), "2"),
    ]


def test_raises_what_was_noted() -> None:
    source = read_source("a: 1", "a.yaml")
    source.raise_mistakes()

    source.add_mistake(("a",), "nothing here")

    with pytest.raises(CatalogMistakesError, match="expected nothing here, got '1'"):
        source.raise_mistakes()
