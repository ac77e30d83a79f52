"""Whether a page's own policy keeps a script from making scripts."""

import pytest

from consent_server.enforcement.trusted_types import keeps_scripts_from_making_scripts


@pytest.mark.parametrize(
    ("policies", "keeps"),
    [
        pytest.param([], False, id="no-policy"),
        pytest.param([" ; ,"], False, id="empty"),
        pytest.param(["script-src 'self'"], False, id="another-directive"),
        pytest.param(["require-trusted-types-for"], False, id="for-nothing"),
        pytest.param(["trusted-types 'script'"], False, id="names-of-policies"),
        pytest.param(["require-trusted-types-for 'script'"], True, id="alone"),
        pytest.param(
            ["img-src *;\tRequire-Trusted-Types-For\t'script' "],
            True,
            id="among-others",
        ),
        pytest.param(
            ["img-src *", "img-src 'self', require-trusted-types-for 'script'"],
            True,
            id="in-another-policy",
        ),
    ],
)
def test_finds_the_directive(policies: list[str], *, keeps: bool) -> None:
    assert keeps_scripts_from_making_scripts(policies) is keeps
