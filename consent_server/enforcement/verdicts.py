"""What was said of start tags before: a site's pages share most of theirs.

The same snippets stand on every page, in bytes that never change, while the pages
differ. Judging such a tag again is a look-up. Nothing of a visitor is kept.
"""

from collections.abc import Callable

from consent_server.enforcement.claims import Services
from consent_server.enforcement.holds import Judged
from consent_server.enforcement.tokens import StartTag

MAX_BYTES = 8 << 20
MAX_TAG_BYTES = 16 << 10
"""A larger tag or script is judged each time."""

_OVERHEAD = 600  # bytes of the objects around a verdict
_Key = tuple[bytes, bytes | None, bool, bool, str, Services]


class Verdicts:
    """The verdicts of one policy, by the tag's bytes; thread-safe.

    A verdict depends on nothing else than tag, text, the page's host and what is held,
    as long as no ``<base>`` moves the addresses: the caller sees to that.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._known: dict[_Key, Judged] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._known)

    def recall(
        self,
        tag: StartTag,
        host: str,
        held: Services,
        judge: Callable[[StartTag], Judged],
    ) -> Judged:
        """Return what ``judge`` says of a tag, or said before."""
        key = (tag.raw, tag.text, tag.oversize_text, tag.foreign, host, held)
        known = self._known
        if key in known:
            return known[key]
        verdict = judge(tag)
        size = len(tag.raw) + len(tag.text or b"")
        if size <= MAX_TAG_BYTES and not tag.oversize_text:
            self._keep(key, verdict, size + _OVERHEAD)
        return verdict

    def _keep(self, key: _Key, verdict: Judged, size: int) -> None:
        """Remember; when it gets too much, begin anew, which costs a page or two."""
        if self._bytes + size > self._max_bytes:
            self._known = {}
            self._bytes = 0
        self._known[key] = verdict
        self._bytes += size
