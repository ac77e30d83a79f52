"""A response's HTML with everything held that must be, as a stream."""

from collections import Counter

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.claims import Claims
from consent_server.enforcement.edits import (
    Insertion,
    hold_tag,
    mark,
    rename_tag,
    splice,
)
from consent_server.enforcement.embeds import find_embed
from consent_server.enforcement.judge import Judge
from consent_server.enforcement.landing import ChooseInsertions, Landing
from consent_server.enforcement.scan import MAX_HELD_BYTES, Scanner
from consent_server.enforcement.tokens import StartTag, Token
from consent_server.enforcement.verdicts import Verdicts


class MarkupRewriter:
    """Rewrites one HTML response; every chunking gives the same output.

    ``feed`` returns what is certain so far (P4) and ``close`` the rest. Afterwards
    ``held_counts`` says what was held, ``insertions`` where, ``oversize`` how many tags
    were made inert because they were too large to read, ``unknown_hosts`` of which
    hosts the page loads what nobody declares.

    Args:
        matcher: The compiled patterns of the policy.
        held: The services that must not act in this response.
        page_host: The page's own host, which a service may claim too.
        insertions: Gives banner, gate and placeholders in the page's language;
            nothing by default.
        secret: What the response marks renamed attributes with; none by default.
        max_held: Bytes of one tag or inline script that are kept waiting (P3).
        verdicts: What was said of such tags on other pages, if that is remembered.
    """

    def __init__(  # noqa: PLR0913 - what may differ between responses
        self,
        matcher: Matcher,
        held: frozenset[ServiceId],
        page_host: str,
        insertions: ChooseInsertions | None = None,
        *,
        secret: str = "",
        max_held: int = MAX_HELD_BYTES,
        verdicts: Verdicts | None = None,
    ) -> None:
        self.held_counts: Counter[tuple[ServiceId, ResourceKind]] = Counter()
        self.insertions: list[Insertion] = []
        self.oversize = 0
        self._secret = secret
        self._holds = bool(held)
        claims = Claims(matcher, held, page_host)
        self.unknown_hosts = claims.unknown_hosts
        self._judge = Judge(claims, verdicts=verdicts)
        self._landing = Landing(insertions)
        self._scanner = Scanner(
            prologue=self._landing.is_waiting,
            max_held=max_held,
            may_be_local=claims.clues.may_be_local,
        )
        self._written = 0  # offset of the original up to which output was returned
        self._applied = 0

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes and return those that are certain."""
        return self._write(self._scanner.feed(data))

    def close(self) -> bytes:
        """Return the rest."""
        tokens = self._scanner.close()
        for token in tokens:
            self._edit(token)
        self.insertions += self._landing.finish(self._scanner.end_of_markup)
        return self._write([])

    def _write(self, tokens: list[Token]) -> bytes:
        for token in tokens:
            self._edit(token)
        data = self._scanner.take()
        due = self.insertions[self._applied :]
        output = splice(data, self._written, due)
        self._applied = len(self.insertions)
        self._written += len(data)
        return output

    def _edit(self, token: Token) -> None:
        if isinstance(token, StartTag):
            self._hold(token)
        if self._landing.is_waiting:
            self.insertions += self._landing.see(token)

    def _hold(self, tag: StartTag) -> None:
        if tag.oversize or tag.ignored:
            if self._holds:
                self.oversize += tag.oversize
                self.insertions.append(rename_tag(tag))
        elif hold := self._judge.judge(tag):
            if embed := find_embed(tag, hold):
                self.insertions += self._landing.stand_in(embed)
            self.insertions += mark(hold_tag(tag, hold), self._secret)
            self.held_counts.update((service, hold.kind) for service in hold.services)
