"""Ed25519 signatures (RFC 8032), checked; with ``cryptography`` where that is there.

Without it, plain Python does the same in a few milliseconds: an auditor needs no
package. Both accept the same signatures: the equation without the cofactor, a scalar
and points in their one canonical spelling.
"""

import hashlib
from collections.abc import Callable
from typing import TypeAlias

_Point: TypeAlias = tuple[int, int, int, int]
"""Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z."""

_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ROOT_OF_MINUS_ONE = pow(2, (_FIELD - 1) // 4, _FIELD)
_NEUTRAL = (0, 1, 1, 0)
_BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _FIELD)
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature of 64 bytes fits a message and a key of 32 bytes."""
    if len(public) != _KEY_BYTES or len(signature) != _SIGNATURE_BYTES:
        return False
    return _is_canonical(public) and _verify(public, message, signature)


def verify_in_python(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check a signature by RFC 8032 section 5.1.7, of a canonical key."""
    key = _decode(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    x, y, z, t = key
    negated = (-x % _FIELD, y, z, -t % _FIELD)
    return (
        _encode(_sum_of_products(scalar, _BASE, challenge, negated)) == signature[:32]
    )


def _find_verify() -> Callable[[bytes, bytes, bytes], bool]:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )
    except ImportError:
        return verify_in_python

    def verify_by_package(public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return verify_by_package


def _is_canonical(public: bytes) -> bool:
    """Libraries differ about keys in another spelling (section 5.1.3): refuse them."""
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    return y < _FIELD and not (sign and y in {1, _FIELD - 1})


def _decode(public: bytes) -> _Point | None:
    """Return a point (section 5.1.3); none where no point has that y."""
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _FIELD) % _FIELD
    x = pow(square, (_FIELD + 3) // 8, _FIELD)
    if x * x % _FIELD != square:
        x = x * _ROOT_OF_MINUS_ONE % _FIELD
    if x * x % _FIELD != square:
        return None
    if x & 1 != sign:
        x = -x % _FIELD
    return x, y, 1, x * y % _FIELD


def _encode(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _FIELD)
    x, y = x * inverse % _FIELD, y * inverse % _FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add(left: _Point, right: _Point) -> _Point:
    """Add two points (section 5.1.4)."""
    a = (left[1] - left[0]) * (right[1] - right[0]) % _FIELD
    b = (left[1] + left[0]) * (right[1] + right[0]) % _FIELD
    c = 2 * left[3] * right[3] * _D % _FIELD
    d = 2 * left[2] * right[2] % _FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _FIELD, g * h % _FIELD, f * g % _FIELD, e * h % _FIELD


def _double(point: _Point) -> _Point:
    """Add a point to itself (section 5.1.4)."""
    x, y, z, _ = point
    a, b = x * x % _FIELD, y * y % _FIELD
    h = a + b
    e, g = h - (x + y) ** 2, a - b
    f = 2 * z * z + g
    return e * f % _FIELD, g * h % _FIELD, f * g % _FIELD, e * h % _FIELD


def _sum_of_products(first: int, point: _Point, second: int, other: _Point) -> _Point:
    """Return ``first * point + second * other``, bit by bit for both at once."""
    both = (None, point, other, _add(point, other))
    result: _Point = _NEUTRAL
    for bit in reversed(range(_ORDER.bit_length())):
        result = _double(result)
        chosen = both[(first >> bit & 1) | (second >> bit & 1) << 1]
        if chosen is not None:
            result = _add(result, chosen)
    return result


_verify = _find_verify()
