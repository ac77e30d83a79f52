"""What is put into a visitor's page, rendered once for each language."""

import functools
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

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
NONCE_PLACEHOLDER = b"NONCE-OF-THIS-RESPONSE"

MAX_PLACEHOLDERS = 256  # of one language, by what is held and its size


class NoticeInsertions:
    """The markup of one policy; serving it costs a look-up.

    ``digest`` tells all of it from that of another policy or version. Where a site
    does not ask (``asks``), pages get nothing.
    """

    def __init__(self, policy: Policy, *, asks: bool = True) -> None:
        self._response = OneResponse if asks else _NothingToAsk
        self._by_language = {
            language: _Rendered(policy, language) for language in policy.notices
        }
        self.digest = _digest(self._by_language.values())

    def of(
        self, language: str, mark: str, nonce: str | None, *, reloads: bool = False
    ) -> "OneResponse":
        """Return the markup in a language, for one response.

        Args:
            language: One of the policy's.
            mark: The secret by which the page's script knows what it may release.
            nonce: What lets an inline style stand in the page, perhaps nothing;
                ``None`` if it may not.
            reloads: A grant cannot take effect in the page as it is. One that a shared
                cache may keep is no different when it is loaded again.
        """
        rendered = self._by_language[language]
        return self._response(rendered, mark.encode(), nonce, reloads=reloads)


class OneResponse:
    """What one response may get, by whom it is for."""

    def __init__(
        self, rendered: "_Rendered", mark: bytes, nonce: str | None, *, reloads: bool
    ) -> None:
        self._rendered = rendered
        self._mark = mark
        self._nonce = nonce
        reloads = reloads or rendered.reloads
        self._private_head = rendered.reloading_head if reloads else rendered.head

    def for_anybody(self) -> Insertions:
        """Return what a page gets whose bytes must not depend on the visitor."""
        return self._insertions(self._rendered.head, self._rendered.hidden)

    def for_undecided(self, click_key: str, *, signalled: bool) -> Insertions:
        """Return what a visitor gets who is to be asked, perhaps after a signal."""
        asked = self._rendered.asked[signalled]
        body = asked.replace(CLICK_PLACEHOLDER, click_key.encode())
        return self._insertions(self._private_head, body)

    def for_decided(self) -> Insertions:
        """Return what a visitor gets who has chosen: the way back to the choice."""
        return self._insertions(self._private_head, self._rendered.always)

    def _insertions(self, heads: "_Heads", body: bytes) -> Insertions:
        """Put a response's own mark into what is the same for all."""
        if self._nonce is None:
            head = heads.linked
        else:
            head = heads.inline.replace(NONCE_PLACEHOLDER, self._nonce.encode())
        return Insertions(
            head=head.replace(MARK_PLACEHOLDER, self._mark),
            body=body.replace(MARK_PLACEHOLDER, self._mark),
            end=self._rendered.end,
            placeholder=self._placeholder,
        )

    def _placeholder(self, embed: Embed) -> bytes:
        size = (embed.width, embed.height)
        text = self._rendered.placeholder(embed.services, embed.kind, size=size)
        return text.replace(MARK_PLACEHOLDER, self._mark)


class _NothingToAsk(OneResponse):
    """What a response gets of a site that cannot take a choice."""

    def _insertions(self, _heads: "_Heads", _body: bytes) -> Insertions:
        return Insertions()


class _Heads(NamedTuple):
    """A head by where the style stands."""

    linked: bytes
    inline: bytes


class _Rendered:
    __slots__ = (
        "always",
        "asked",
        "end",
        "head",
        "hidden",
        "placeholder",
        "reloading_head",
        "reloads",
    )

    def __init__(self, policy: Policy, language: str) -> None:
        mark = MARK_PLACEHOLDER.decode()
        click_key = CLICK_PLACEHOLDER.decode()
        self.head = _render_heads(policy, language, reloads=False)
        self.reloading_head = _render_heads(policy, language, reloads=True)
        self.reloads = policy.site.unknown is not Unknown.OBSERVE
        link = render_link(policy, language)
        floating = policy.catalog.looks.floating
        self.end = b"" if floating else link
        self.always = link if floating else b""
        self.always += render_embed_form(policy, language, mark=mark)
        hidden = render_banner(
            policy, language, mark=mark, signalled=None, click_key=None
        )
        self.hidden = hidden + self.always
        self.asked = tuple(
            render_banner(
                policy,
                language,
                mark=mark,
                click_key=click_key,
                signalled=signalled,
            )
            + self.always
            for signalled in (False, True)
        )
        self.placeholder = functools.lru_cache(MAX_PLACEHOLDERS)(
            functools.partial(render_placeholder, policy, language, mark=mark)
        )


def _render_heads(policy: Policy, language: str, *, reloads: bool) -> _Heads:
    render = functools.partial(
        render_head, policy, language, mark=MARK_PLACEHOLDER.decode(), reloads=reloads
    )
    return _Heads(linked=render(), inline=render(nonce=NONCE_PLACEHOLDER.decode()))


def _digest(rendered: Iterable[_Rendered]) -> str:
    parts = [
        part
        for it in rendered
        for part in (
            *it.head,
            *it.reloading_head,
            *it.asked,
            it.hidden,
            it.always,
            it.end,
        )
    ]
    return sha256(b"\0".join(parts)).hexdigest()
