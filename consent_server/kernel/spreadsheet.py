"""Text in tables that people open in a spreadsheet."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert_cell(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would reckon with (OWASP)."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
