"""A scanner that need not read everything: what is known is passed unread."""

from consent_server.enforcement.scan import Scanner


class PassageScanner(Scanner):
    """Tells where nothing of what was read has a say in what follows."""

    @property
    def rests(self) -> bool:
        """Whether what comes next is read as if nothing had been before it.

        But for elements that are open, see ``looked_back``, and ``<frameset>``, which
        depends on a body.
        """
        return (
            self._state == self._home == self._markup
            and self._at == len(self._buffer)
            and not (self._foreign or self._modes.are_special)
        )

    @property
    def looked_back(self) -> bool:
        """Whether an element counted that was opened somewhere before."""
        return self._modes.looked_back

    def skip_to(self, offset: int) -> None:
        """Pass bytes that were read before, at the beginning or where it ``rests``."""
        self._base = offset - self._at
        self._state = self._home = self._markup
