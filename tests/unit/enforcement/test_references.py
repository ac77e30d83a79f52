import pytest

from consent_server.enforcement.references import decode_value


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ("a&amp;b&#x2F;c&#47;d", "a&b/c/d"),
        ("&#x2f&#47", "//"),
        ("&#X00002F;&#00047;", "//"),
        ("&copy=1&copy;", "&copy=1\N{COPYRIGHT SIGN}"),
        ("&#1;&#x7f;", "\x01\x7f"),
        ("&#x80;&#x81;", "\N{EURO SIGN}\x81"),
        ("&#0;&#x000;&#xd800;&#x110000;", "\ufffd\ufffd\ufffd\ufffd"),
        ("&#;&#x;&#xg;&;&none;", "&#;&#x;&#xg;&;&none;"),
    ],
)
def test_decodes_references_as_browsers_do(value: str, decoded: str) -> None:
    assert decode_value(value.encode()) == decoded


@pytest.mark.parametrize("reference", ["&#%s;", "&#x%s;", "&#%s", "&#x%s"])
def test_reads_a_number_of_any_length(reference: str) -> None:
    long = reference % ("9" * 10_000)
    padded = reference % ("0" * 10_000)

    assert decode_value(f"{long} {padded}".encode()) == "\ufffd \ufffd"
