import pytest

from consent_server.consent.signals import read_signals


@pytest.mark.parametrize(
    ("header", "gpc"),
    [
        pytest.param(None, False, id="absent"),
        pytest.param("1", True, id="one"),
        pytest.param(" 1", True, id="one-behind-a-space"),
        pytest.param("0", False, id="zero"),
        pytest.param("true", False, id="word"),
        pytest.param("11", False, id="eleven"),
        pytest.param("1,1", True, id="repeated"),
        pytest.param("0, 1", True, id="one-among-others"),
        pytest.param("", False, id="empty"),
    ],
)
def test_reads_global_privacy_control(header: str | None, *, gpc: bool) -> None:
    """Rule GPC1."""
    assert read_signals(header).gpc is gpc
