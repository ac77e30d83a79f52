"""Lines beside the values of a file."""

import pytest

from consent_server.catalog.load import load_site_with_positions
from consent_server.catalog.mistakes import Path
from tests.unit.catalog.files import SITE, small_library


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param((), 1, id="the-file"),
        pytest.param(("site", "languages", 1), 5, id="an-item"),
        pytest.param(("services", 1, "purposes"), 13, id="a-key-in-braces"),
        pytest.param(("own", "services", 0), 23, id="a-service-of-its-own"),
        pytest.param(("controller", "address"), 7, id="missing-key"),
        pytest.param(("services", 1, "cookies", 4, "life"), 13, id="in-the-library"),
    ],
)
def test_gives_the_line_of_a_value_or_of_what_would_hold_it(
    path: Path, line: int
) -> None:
    _, positions = load_site_with_positions(SITE, "shop.yaml", small_library())

    assert positions.line(path) == line


def test_the_nearest_part_of_a_path_is_one_that_the_file_has() -> None:
    _, positions = load_site_with_positions(SITE, "shop.yaml", small_library())

    assert positions.nearest(("services", 1, "cookies", 4)) == ("services", 1)
