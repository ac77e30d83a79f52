"""How a site wants its notice to look, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.looks import (
    DARK,
    EDGE_CONTRAST,
    LIGHT,
    TEXT_CONTRAST,
    Colours,
    Looks,
    contrast,
    make_palette,
    unreadable,
)
from consent_server.catalog.mistakes import CatalogMistakesError
from tests.unit.catalog.files import LIBRARY, SITE

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def load_looks(written: str) -> Looks:
    library = load_library(LIBRARY, "library.yaml")
    return load_site(f"{SITE}looks: {written}\n", "site.yaml", library).looks


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="most"),
        pytest.param("#767676", "#ffffff", 4.54, id="just-readable"),
        pytest.param("#777777", "#ffffff", 4.48, id="just-not"),
        pytest.param("#0000ff", "#0000ff", 1.0, id="none"),
    ],
)
def test_measures_contrast_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@given(
    accent=st.none() | colours, background=st.none() | colours, text=st.none() | colours
)
@pytest.mark.parametrize("ours", [LIGHT, DARK], ids=["light", "dark"])
def test_makes_only_colours_that_can_be_read_of_those_it_lets_in(
    ours: Colours, accent: str | None, background: str | None, text: str | None
) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11; rule C7."""
    own = Colours(accent=accent, background=background, text=text)
    palette = make_palette(own, ours)

    assert contrast(palette.on_fill, palette.fill) >= TEXT_CONTRAST
    assert contrast(palette.on_fill, palette.over) >= TEXT_CONTRAST
    if not list(unreadable(own, ours)):
        assert contrast(palette.ink, palette.paper) >= TEXT_CONTRAST
        assert contrast(palette.soft, palette.paper) >= TEXT_CONTRAST
        assert contrast(palette.line, palette.paper) >= EDGE_CONTRAST
        assert contrast(palette.fill, palette.paper) >= EDGE_CONTRAST
        assert contrast(palette.focus, palette.paper) >= EDGE_CONTRAST


def test_reads_looks() -> None:
    looks = load_looks(
        '{layout: dialog, colours: {accent: "#0B5C3B"}, floating: false}'
    )

    assert (looks.layout, looks.floating) == ("dialog", False)
    assert looks.colours.accent == "#0b5c3b"


@pytest.mark.parametrize(
    ("written", "path", "said"),
    [
        pytest.param(
            '{colours: {text: "#777777"}}',
            "looks.colours.text",
            "4.5:1 to the background #ffffff; #777777 has 4.48:1",
            id="text",
        ),
        pytest.param(
            '{dark_colours: {background: "#ffffff"}}',
            "looks.dark_colours.background",
            "#eceff3 has 1.15:1",
            id="background-under-our-text",
        ),
        pytest.param(
            '{colours: {accent: "#ffee00"}}',
            "looks.colours.accent",
            "3.0:1 to the background #ffffff; #ffee00 has 1.20:1",
            id="edge-of-a-button",
        ),
        pytest.param(
            '{colours: {text: "red"}}', "looks.colours.text", "#1c232d", id="word"
        ),
        pytest.param(
            '{colours: {text: "#12 34 "}}', "looks.colours.text", "#1c", id="spaces"
        ),
        pytest.param(
            '{colours: {text: "#fff}<"}}', "looks.colours.text", "#1c", id="css"
        ),
        pytest.param(
            "{logo: //cdn.test/l.svg}", "looks.logo", "a path", id="elsewhere"
        ),
        pytest.param("{logo: https://cdn.test/}", "looks.logo", "a path", id="address"),
        pytest.param("{layout: wall}", "looks.layout", "bar, corner", id="layout"),
        pytest.param("{font: serif}", "looks.font", "one of the keys", id="key"),
    ],
)
def test_refuses_what_cannot_be_read_or_comes_from_elsewhere(
    written: str, path: str, said: str
) -> None:
    with pytest.raises(CatalogMistakesError) as raised:
        load_looks(written)

    [mistake] = raised.value.mistakes
    assert mistake.path == path
    assert said in mistake.expected
