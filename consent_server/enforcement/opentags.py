"""Which HTML elements are open, asked only when markup is broken (F6)."""

from collections import Counter

from consent_server.enforcement.syntax import COUNTED

FOLD_BYTES = 1 << 20


class OpenTags:
    """Start tags minus end tags by name, counted as late as possible.

    Well-formed pages never ask, so bytes are only kept; they are counted on the first
    question, or when more than a megabyte has come together. Each byte is counted once.
    """

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self._open: Counter[bytes] = Counter()
        self.counted_bytes = 0

    def note(self, markup: bytes) -> None:
        """Take note of markup that was passed: whole tokens, no raw text."""
        self._kept.append(markup)
        self._kept_bytes += len(markup)
        if self._kept_bytes > FOLD_BYTES:
            self._fold()

    def is_open(self, name: bytes) -> bool:
        """Tell whether more start tags than end tags of that name have passed."""
        self._fold()
        return self._open[name] > 0

    def _fold(self) -> None:
        for markup in self._kept:
            self.counted_bytes += len(markup)
            self._open.update(COUNTED.findall(markup.lower()))
        for name in [name for name in self._open if name.startswith(b"/")]:
            self._open[name[1:]] -= self._open.pop(name)
        self._kept.clear()
        self._kept_bytes = 0
