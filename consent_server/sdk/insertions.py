"""What is put into a visitor's page, rendered once for each language."""

import functools
from collections.abc import Iterable
from hashlib import sha256

from consent_server.catalog.model import Unknown
from consent_server.enforcement.embeds import Embed
from consent_server.enforcement.landing import Insertions
from consent_server.notice.policy import Policy
from consent_server.notice.render import (
    render_banner,
    render_embed_form,
    render_head,
    render_link,
    render_placeholder,
)

# These stand where each response gets secrets of its own.
CLICK_PLACEHOLDER = b"CLICK-KEY-OF-THIS-RESPONSE"
MARK_PLACEHOLDER = b"MARK-OF-THIS-RESPONSE"

MAX_PLACEHOLDERS = 256  # of one language, by what is held and its size


class NoticeInsertions:
    """The markup of one policy; serving it costs a look-up.

    ``mark`` is the secret by which the page's script knows what it may release;
    ``digest`` tells all of this markup from that of another policy or version.
    """

    def __init__(self, policy: Policy) -> None:
        self._by_language = {
            language: _Rendered(policy, language) for language in policy.notices
        }
        self.digest = _digest(self._by_language.values())

    def for_anybody(self, language: str, mark: str) -> Insertions:
        """Return what a page gets whose bytes must not depend on the visitor."""
        rendered = self._by_language[language]
        return rendered.marked(rendered.head, rendered.hidden, mark)

    def for_undecided(self, language: str, mark: str, click_key: str) -> Insertions:
        """Return what a visitor gets who is to be asked."""
        rendered = self._by_language[language]
        body = rendered.open.replace(CLICK_PLACEHOLDER, click_key.encode())
        return rendered.marked(rendered.private_head, body, mark)

    def for_decided(self, language: str, mark: str) -> Insertions:
        """Return what a visitor gets who has chosen: the way back to the choice."""
        rendered = self._by_language[language]
        return rendered.marked(rendered.private_head, rendered.link, mark)


class _Rendered:
    __slots__ = ("_placeholder", "head", "hidden", "link", "open", "private_head")

    def __init__(self, policy: Policy, language: str) -> None:
        mark = MARK_PLACEHOLDER.decode()
        click_key = CLICK_PLACEHOLDER.decode()
        self.head = render_head(policy, language, mark=mark)
        reloads = policy.site.unknown is not Unknown.OBSERVE
        self.private_head = render_head(policy, language, mark=mark, reloads=reloads)
        self.link = render_link(policy, language)
        self.link += render_embed_form(policy, language, mark=mark)
        hidden = render_banner(
            policy, language, mark=mark, open_at_once=False, click_key=None
        )
        asked = render_banner(
            policy, language, mark=mark, open_at_once=True, click_key=click_key
        )
        self.hidden = hidden + self.link
        self.open = asked + self.link
        self._placeholder = functools.lru_cache(MAX_PLACEHOLDERS)(
            functools.partial(render_placeholder, policy, language, mark=mark)
        )

    def marked(self, head: bytes, body: bytes, mark: str) -> Insertions:
        """Put a response's own mark into what is the same for all."""
        secret = mark.encode()

        def placeholder(embed: Embed) -> bytes:
            size = (embed.width, embed.height)
            text = self._placeholder(embed.services, embed.kind, size=size)
            return text.replace(MARK_PLACEHOLDER, secret)

        return Insertions(
            head=head.replace(MARK_PLACEHOLDER, secret),
            body=body.replace(MARK_PLACEHOLDER, secret),
            placeholder=placeholder,
        )


def _digest(rendered: Iterable[_Rendered]) -> str:
    parts = [
        part
        for it in rendered
        for part in (it.head, it.private_head, it.open, it.hidden, it.link)
    ]
    return sha256(b"\0".join(parts)).hexdigest()
