import base64

import pytest

from consent_server.enforcement.embedded import read_embedded

PARAGRAPH = b"<p>"
UTF_16 = "<p>".encode("utf-16-le")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:'<p>'",
        " JavaScript:%27%3Cp%3E'",
        r"javascript:'\x3cp\u003e'",
        "data:text/html,%3Cp%3E",
        "DATA:,<p>",
        "data:text/html;BASE64,PHA+",
        "data:text/html; base64,PHA%2b",
        "data:text/html;xbase64,<p>",
        "data:text/html;charset=utf-16le;base64," + base64.b64encode(UTF_16).decode(),
        "data:text/html;charset='UTF-16',%3C%00p%00%3E%00",
        "data:text/html;base64," + base64.b64encode(b"\xff\xfe" + UTF_16).decode(),
        "data:text/html,%FE%FF%00%3C%00p%00%3E",
    ],
)
def test_reads_the_document_that_an_address_says(address: str) -> None:
    inner = read_embedded(address)

    assert inner is not None
    assert any(PARAGRAPH in document for document in inner.documents)


@pytest.mark.parametrize("address", ["https://spy.test", "spy", "blob:x", ""])
def test_reads_nothing_in_another_address(address: str) -> None:
    assert read_embedded(address) is None


def test_says_when_an_encoding_is_not_read() -> None:
    inner = read_embedded("data:text/html;charset=iso-2022-jp,x")

    assert inner is not None
    assert inner.documents == ()
