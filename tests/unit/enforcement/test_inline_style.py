"""Whether a page's own policy lets a style of ours stand in it."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.inline_style import style_nonce

STYLE = b".a{color:red}"
DIGEST = hashlib.sha256(STYLE).hexdigest()
HASH = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE).digest()).decode()}'"


@pytest.mark.parametrize(
    ("policies", "nonce"),
    [
        pytest.param([], "", id="no-policy"),
        pytest.param(["  "], "", id="empty"),
        pytest.param(["script-src 'self'"], "", id="nothing-about-styles"),
        pytest.param(["style-src 'self'"], None, id="files-only"),
        pytest.param(["style-src"], None, id="nothing"),
        pytest.param(["style-src\t'self'"], None, id="tab"),
        pytest.param(["default-src 'none'"], None, id="default"),
        pytest.param(
            ["default-src 'none'; STYLE-SRC 'Unsafe-Inline'"], "", id="unsafe-inline"
        ),
        pytest.param(["style-src 'unsafe-inline' 'sha256-AAAA'"], None, id="hash-wins"),
        pytest.param([f"style-src {HASH}"], "", id="our-hash"),
        pytest.param(
            [f"style-src-elem 'self'; style-src {HASH}"], None, id="elements-first"
        ),
        pytest.param(["style-src 'nonce-aB3+/_-='"], "aB3+/_-=", id="nonce"),
        pytest.param(["style-src 'nonce-\"><b>'"], None, id="no-nonce"),
        pytest.param(
            ["style-src 'nonce-a'", "default-src 'nonce-a' 'self'"], "a", id="both-same"
        ),
        pytest.param(
            ["style-src 'nonce-a', style-src 'nonce-b'"], None, id="two-nonces"
        ),
        pytest.param(["style-src 'nonce-a', style-src 'self'"], None, id="one-refuses"),
        pytest.param(["style-src 'nonce-a', img-src *"], "a", id="one-says-nothing"),
        pytest.param(
            ["style-src 'self'; style-src 'unsafe-inline'"], None, id="first-counts"
        ),
    ],
)
def test_lets_a_style_in_only_where_every_policy_does(
    policies: list[str], nonce: str | None
) -> None:
    assert style_nonce(policies, DIGEST) == nonce


@given(st.lists(st.text()))
def test_gives_nothing_that_could_end_an_attribute(policies: list[str]) -> None:
    nonce = style_nonce([f"style-src 'nonce-{it}'" for it in policies], DIGEST)

    assert nonce is None or not set(nonce).intersection("\"'<>& ")
