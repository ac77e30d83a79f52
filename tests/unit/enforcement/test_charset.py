import pytest

from consent_server.enforcement.charset import (
    Charset,
    Reading,
    charset_of_mark,
    read_charset,
)

ESCAPE = b'<p>\x1b$B$"\x1b(B'


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=utf-8", Charset.ASCII_FIRST),
        ("text/html; charset=Windows-1252", Charset.ASCII_FIRST),
        ("text/html;charset=shift_jis", Charset.ASCII_FIRST),
        ('text/html; charset="UTF-16LE"', Charset.UTF_16_LE),
        ("text/html;charset=unicode", Charset.UTF_16_LE),
        ("text/html;charset=utf-16be", Charset.UTF_16_BE),
        ("text/html;charset = csiso2022jp", Charset.ISO_2022_JP),
        ("text/html;charset=utf-7", Charset.UNREADABLE),
        ("text/html;charset=hz-gb-2312", Charset.UNREADABLE),
        ("text/html;charset=utf-8;charset=utf-16", Charset.UNREADABLE),
        ("text/html;charset=nonsense", Charset.DEFUSED),
        ("text/html", Charset.DEFUSED),
    ],
)
def test_reads_the_header(content_type: str, charset: Charset) -> None:
    """Rules E1, E2, E3."""
    assert read_charset([("Content-Type", content_type)], b"") == Reading(charset)


@pytest.mark.parametrize(
    ("beginning", "reading"),
    [
        pytest.param(b"<p>plain", Reading(Charset.DEFUSED), id="nothing"),
        pytest.param(
            ESCAPE, Reading(Charset.ISO_2022_JP, "iso-2022-jp"), id="escape-alone"
        ),
        pytest.param(
            b"<meta charset=iso-2022-jp>",
            Reading(Charset.ISO_2022_JP, "iso-2022-jp"),
            id="meta-alone",
        ),
        pytest.param(
            b'<meta http-equiv=content-type content="text/html; charset=ISO-2022-JP">',
            Reading(Charset.ISO_2022_JP, "iso-2022-jp"),
            id="meta-in-full",
        ),
        pytest.param(
            b"<meta charset=utf-8>" + ESCAPE,
            Reading(Charset.ASCII_FIRST, "utf-8"),
            id="escape-in-utf-8",
        ),
        pytest.param(
            b"<meta charset=utf-8>", Reading(Charset.DEFUSED), id="meta-of-another"
        ),
        pytest.param(
            b"<meta charset=nonsense>" + ESCAPE,
            Reading(Charset.DEFUSED),
            id="escape-and-nonsense",
        ),
        pytest.param(
            b"<meta charset=utf-16>" + ESCAPE,
            Reading(Charset.DEFUSED),
            id="utf-16-in-a-meta-is-utf-8",
        ),
        pytest.param(
            b"x" * 1024 + b"<meta charset=iso-2022-jp>",
            Reading(Charset.DEFUSED),
            id="meta-too-late",
        ),
    ],
)
def test_reads_the_page_where_the_header_is_silent(
    beginning: bytes, reading: Reading
) -> None:
    assert read_charset([("Content-Type", "text/html")], beginning) == reading


@pytest.mark.parametrize(
    ("beginning", "charset"),
    [
        (b"\xef\xbb\xbf<p>", Charset.ASCII_FIRST),
        (b"\xff\xfe<\0", Charset.UTF_16_LE),
        (b"\xfe\xff\0<", Charset.UTF_16_BE),
        (b"<p>", None),
        (b"\xef\xbb", None),
    ],
)
def test_knows_byte_order_marks(beginning: bytes, charset: Charset | None) -> None:
    assert charset_of_mark(beginning) == charset
