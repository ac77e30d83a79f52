"""What the wordings are made of."""


def with_consent(first: str, then: str) -> str:
    """Make a wording of a beginning and, later in the sentence, a word of consent."""
    return rf"\b({first})\b[^.!?]{{0,80}}\b({then})\b"
