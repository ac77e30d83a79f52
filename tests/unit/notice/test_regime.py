"""The regime and how it was chosen."""

import pytest

from consent_server.notice.regime import RegimeKind, RegimeReason, regime_of


@pytest.mark.parametrize(
    ("jurisdiction", "reason"),
    [
        pytest.param("NO", RegimeReason.SITE_SETTING, id="eea-country"),
        pytest.param("EEA", RegimeReason.SITE_SETTING, id="the-area"),
        pytest.param("BR", RegimeReason.DEFAULT, id="country-we-do-not-know"),
        pytest.param("", RegimeReason.DEFAULT, id="nothing"),
        pytest.param("no", RegimeReason.DEFAULT, id="not-a-code"),
    ],
)
def test_asks_first_whatever_the_jurisdiction(
    jurisdiction: str, reason: RegimeReason
) -> None:
    regime = regime_of(jurisdiction)

    assert regime.kind is RegimeKind.OPT_IN
    assert regime.reason is reason
    assert regime.jurisdiction == jurisdiction
