"""Reading a page in another encoding and writing it back, exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.charset import Charset
from consent_server.enforcement.edits import Insertion, splice
from consent_server.enforcement.text import Text, text_in

CHARSETS = list(Charset)[:-2]  # those that leave every byte as it is
ESCAPES = (b"\x1b(B", b"\x1b(J", b"\x1b(I", b"\x1b$B", b"\x1b$@")
PIECES = st.lists(
    st.one_of(
        st.sampled_from([*ESCAPES, b"\x1b", b"\x1b(", b"\x1b$", b"<a", b">", b"\n"]),
        st.binary(max_size=4),
    ),
    max_size=12,
).map(b"".join)
CUTS = st.lists(st.integers(1, 5), max_size=12)


def there_and_back(text: Text, page: bytes, cuts: list[int]) -> tuple[bytes, bytes]:
    reading = output = b""
    for size in [*cuts, len(page)]:
        piece, page = page[:size], page[size:]
        read = text.feed(piece)
        reading += read
        output += text.back(read, [])
    rest = text.close()
    return reading + rest, output + text.back(rest, []) + text.end()


@pytest.mark.parametrize("charset", CHARSETS)
@given(page=st.one_of(st.binary(max_size=60), PIECES), cuts=CUTS)
def test_gives_any_page_back_in_any_chunks(
    charset: Charset, page: bytes, cuts: list[int]
) -> None:
    reading, back = there_and_back(text_in(charset), page, cuts)

    assert back == page
    assert reading == there_and_back(text_in(charset), page, [])[0]


@pytest.mark.parametrize("charset", [Charset.UTF_16_LE, Charset.UTF_16_BE])
@given(
    page=st.text(st.characters(exclude_categories=())), places=st.sets(st.integers(0))
)
def test_inserts_in_utf_16(charset: Charset, page: str, places: set[int]) -> None:
    encoded = page.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    at = sorted(place % (len(encoded) + 1) for place in places)
    text = text_in(charset)
    original = encoded.encode(charset.value, "surrogatepass")
    reading = text.feed(original) + text.close()
    offsets = [len(encoded[:place].encode("utf-8", "surrogatepass")) for place in at]
    insertions = [Insertion(offset, b"<!>") for offset in offsets]
    expected = splice_text(encoded, at)

    back = text.back(splice(reading, 0, insertions), insertions) + text.end()

    assert back == expected.encode(charset.value, "surrogatepass")


def splice_text(text: str, places: list[int]) -> str:
    parts, done = [], 0
    for place in places:
        parts += [text[done:place], "<!>"]
        done = place
    return "".join([*parts, text[done:]])


MODES = {b"(B": "ascii", b"(J": "roman", b"(I": "kana", b"$@": "kanji", b"$B": "kanji"}


def decode_japanese(page: bytes) -> str:
    """Decode as the Encoding standard says (section 12.2), byte by byte.

    What is Japanese, or an error, is U+FFFD.
    """
    output, mode, at, after_escape = "", "ascii", 0, False
    while at < len(page):
        byte = page[at]
        if byte == 0x1B and page[at + 1 : at + 3] in MODES:
            mode = MODES[page[at + 1 : at + 3]]
            output += "\ufffd" if after_escape else ""
            after_escape = True
            at += 3
            continue
        after_escape = False
        hidden = mode in {"kanji", "kana"} or (mode == "roman" and byte in b"\\~")
        is_error = byte in {0x0E, 0x0F, 0x1B} or byte > 0x7F
        output += "\ufffd" if hidden or is_error else chr(byte)
        at += 1
    return output


def seen(reading: bytes) -> str:
    return "".join(chr(byte) if byte < 0x80 else "\ufffd" for byte in reading)


@given(page=PIECES)
def test_reads_iso_2022_jp_as_browsers_do(page: bytes) -> None:
    text = text_in(Charset.ISO_2022_JP)

    assert seen(text.feed(page) + text.close()) == decode_japanese(page)


@given(page=PIECES, cuts=CUTS)
def test_inserts_where_ascii_is_in_force(page: bytes, cuts: list[int]) -> None:
    """In front of every tag, as a browser sees the page."""
    text, output, reading = text_in(Charset.ISO_2022_JP), b"", b""
    rest = page
    for size in [*cuts, len(page), None]:
        read = text.close() if size is None else text.feed(rest[:size])
        rest = rest[size:]
        edits = [
            Insertion(len(reading) + at, b"[x]")
            for at, byte in enumerate(read)
            if byte == ord("<")
        ]
        output += text.back(splice(read, len(reading), edits), edits)
        reading += read

    assert decode_japanese(output + text.end()) == seen(reading).replace("<", "[x]<")


def test_brings_ascii_along_at_an_end_in_japanese() -> None:
    text = text_in(Charset.ISO_2022_JP)
    reading = text.feed(b'<p>\x1b$B$"') + text.close()
    edits = [Insertion(len(reading), b"<i>")]

    output = text.back(splice(reading, 0, edits), edits) + text.end()

    assert output == b'<p>\x1b$B$"\x1b(B<i>\x1b$B'


def test_breaks_what_a_browser_might_guess_from() -> None:
    page = b"\x1b$B\x1b[0m\x1b"
    outputs = set()
    for cut in range(len(page)):
        text = text_in(Charset.DEFUSED)
        outputs.add(text.feed(page[:cut]) + text.feed(page[cut:]) + text.close())

    assert outputs == {b"\x1b\x7f$B\x1b[0m\x1b"}
