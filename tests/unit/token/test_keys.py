"""Signatures of tokens."""

import pytest

from consent_server.kernel.errors import TokenForgedError
from consent_server.token.keys import TokenSigner

SIGNER = TokenSigner.from_seed(1, bytes(range(32)))
BODY = b"what a token says"


def test_takes_its_own_signature() -> None:
    SIGNER.public().require_genuine(1, BODY, SIGNER.sign(BODY))


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SIGNER.sign(BODY)[:-1], id="cut off"),
        pytest.param(SIGNER.sign(BODY) + b"\0", id="too long"),
        pytest.param(SIGNER.sign(BODY + b"."), id="of something else"),
        pytest.param(bytes(64), id="zeros"),
    ],
)
def test_refuses_what_is_no_signature_of_it(signature: bytes) -> None:
    with pytest.raises(TokenForgedError, match="does not fit"):
        SIGNER.public().require_genuine(1, BODY, signature)


def test_refuses_a_key_that_nobody_knows() -> None:
    with pytest.raises(TokenForgedError, match="the id 2"):
        SIGNER.public().require_genuine(2, BODY, SIGNER.sign(BODY))
