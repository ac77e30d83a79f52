"""With the package and without it: the same signatures are accepted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.ledger import ed25519
from tests.unit.ledger.builders import a_signer

# RFC 8032 section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
            "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
            "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493
FIELD = 2**255 - 19

# Points of small order and other spellings of them, as keys and as parts of signatures.
SMALL = [0, 1, FIELD - 1, FIELD, FIELD + 1, 2**255 - 1]
SMALL_ORDER = [
    number | sign << 255
    for number in [
        *SMALL,
        2707385501144840649318225287225658788936804267575313519463743609750303021056
        >> 1,
    ]
    for sign in (0, 1)
]


def both(public: bytes, message: bytes, signature: bytes) -> bool:
    by_package = ed25519.verify(public, message, signature)
    canonical = ed25519._is_canonical(public)
    in_python = canonical and ed25519.verify_in_python(public, message, signature)
    assert by_package == in_python
    return by_package


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_accepts_the_vectors_of_the_standard(
    public: str, message: str, signature: str
) -> None:
    key, signed = bytes.fromhex(public), bytes.fromhex(signature)

    assert both(key, bytes.fromhex(message), signed)
    assert not both(key, bytes.fromhex(message) + b"x", signed)


KEY, MESSAGE, SIGNED = (bytes.fromhex(text) for text in VECTORS[1])


@pytest.mark.parametrize("bit", range(0, 512, 11))
def test_accepts_no_signature_with_another_bit(bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[bit // 8] ^= 1 << bit % 8

    assert not both(KEY, MESSAGE, bytes(changed))


@pytest.mark.parametrize("bit", range(0, 256, 11))
def test_accepts_no_key_with_another_bit(bit: int) -> None:
    changed = bytearray(KEY)
    changed[bit // 8] ^= 1 << bit % 8

    assert not both(bytes(changed), MESSAGE, SIGNED)


def test_accepts_no_second_spelling_of_the_scalar() -> None:
    scalar = int.from_bytes(SIGNED[32:], "little") + ORDER

    assert not both(KEY, MESSAGE, SIGNED[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("public", SMALL_ORDER)
@pytest.mark.parametrize("first", SMALL_ORDER)
@pytest.mark.parametrize("scalar", [0, ORDER])
def test_agrees_about_strange_points(public: int, first: int, scalar: int) -> None:
    signature = first.to_bytes(32, "little") + scalar.to_bytes(32, "little")

    both(public.to_bytes(32, "little"), MESSAGE, signature)


@pytest.mark.parametrize("public", [FIELD + 1, 1 | 1 << 255, (FIELD - 1) | 1 << 255])
def test_accepts_no_second_spelling_of_a_key(public: int) -> None:
    # These are points of small order, for which anybody can sign anything.
    signature = (1).to_bytes(32, "little") + bytes(32)

    assert not both(public.to_bytes(32, "little"), MESSAGE, signature)


@pytest.mark.parametrize(
    ("public", "signature"),
    [(KEY[:-1], SIGNED), (KEY + b"x", SIGNED), (KEY, SIGNED[:-1]), (KEY, b"")],
)
def test_accepts_no_other_length(public: bytes, signature: bytes) -> None:
    assert not ed25519.verify(public, MESSAGE, signature)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_agrees_about_anything(public: bytes, signature: bytes) -> None:
    both(public, MESSAGE, signature)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_accepts_what_our_signer_signs(message: bytes) -> None:
    signer = a_signer()
    signature = signer._key.sign(message)
    public = signer._key.public_key().public_bytes_raw()

    assert both(public, message, signature)
