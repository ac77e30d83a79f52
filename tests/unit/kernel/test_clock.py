import pytest

from consent_server.kernel.clock import format_second


@pytest.mark.parametrize(
    ("second", "text"),
    [
        pytest.param(0, "1970-01-01T00:00:00Z", id="the-first"),
        pytest.param(1_790_000_000, "2026-09-21T14:13:20Z", id="of-today"),
        pytest.param(-62_135_596_800, "0001-01-01T00:00:00Z", id="the-earliest"),
        pytest.param(253_402_300_799, "9999-12-31T23:59:59Z", id="the-last"),
    ],
)
def test_a_second_is_written_in_utc(second: int, text: str) -> None:
    assert format_second(second) == text


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(-62_135_596_801, id="before-the-first-year"),
        pytest.param(253_402_300_800, id="behind-the-last-year"),
        pytest.param(2**63, id="far-beyond"),
    ],
)
def test_a_second_of_no_year_is_refused(second: int) -> None:
    with pytest.raises(OverflowError):
        format_second(second)
