"""Answers of a timestamping authority that nobody signed (RFC 3161 section 2.4.2)."""

import hashlib

SHA256 = bytes.fromhex("608648016503040201")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
SHORT = 0x80


def der(tag: int, *parts: bytes) -> bytes:
    """Write one value (X.690 section 8.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < SHORT:
        return bytes([tag, size]) + content
    return bytes([tag, SHORT + 2]) + size.to_bytes(2) + content


def a_stamp(
    text: str,
    *,
    time: bytes = b"20261122120000Z",
    tag: int = 0x18,
    name: bytes = SHA256,
    digest: bytes | None = None,
    content: bytes = TST_INFO,
) -> bytes:
    """Make up an answer about a text."""
    found = hashlib.sha256(text.encode()).digest() if digest is None else digest
    algorithm = der(0x30, der(0x06, name), der(0x05))
    info = der(
        0x30,
        der(0x02, b"\x01"),
        der(0x06, b"\x2a\x03\x04"),
        der(0x30, algorithm, der(0x04, found)),
        der(0x02, b"\x07"),
        der(tag, time),
    )
    inside = der(0x30, der(0x06, content), der(0xA0, der(0x04, info)))
    signed = der(0x30, der(0x02, b"\x03"), der(0x31), inside)
    token = der(0x30, der(0x06, SIGNED_DATA), der(0xA0, signed))
    return der(0x30, der(0x30, der(0x02, b"\x00")), token)
