"""Text in tables that people open in a spreadsheet."""

import re

# Some programs pass over white space, read full-width signs as the others, or begin a
# cell anew where a line of it breaks.
_FORMULA = r"(?:[^\S\r\n]|[\0\u200b\ufeff])*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FIRST = re.compile(rf"{_FORMULA}|[\t\r\n]")
_LATER = re.compile(rf"(?<=[\r\n])(?={_FORMULA})")


def inert_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would reckon with (OWASP)."""
    if not text.isprintable():  # only then it can have several lines
        text = _LATER.sub("'", text)
    return f"'{text}" if _FIRST.match(text) else text
