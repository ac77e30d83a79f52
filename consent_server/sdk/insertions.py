"""What is put into a visitor's page, rendered once for each language."""

import enum
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
    render_undeclared,
)
from consent_server.sdk.prepared import Secrets

NONCE_PLACEHOLDER = b"NONCE-OF-THIS-RESPONSE"
"""Stands where a page has a nonce of its own."""

MAX_PLACEHOLDERS = 256  # of one language, by what is held and its size
MAX_REMEMBERED = 256


class Audience(enum.StrEnum):
    """Whom a page is for, as far as our own markup in it differs."""

    ANYBODY = "anybody"  # its bytes must not depend on the visitor
    UNDECIDED = "undecided"
    SIGNALLED = "signalled"  # undecided, with a browser that objects
    DECIDED = "decided"  # gets the way back to the choice


class NoticeInsertions:
    """The markup of one policy; serving it costs a look-up.

    Where each response has secrets of its own there are stand-ins. ``digest`` tells all
    of it from that of another policy or version. Where a site does not ask (``asks``),
    pages get nothing.
    """

    def __init__(
        self, policy: Policy, stand_ins: Secrets, *, asks: bool = True
    ) -> None:
        self._asks = asks
        self._stand_ins = stand_ins
        self._by_language = {
            language: _Rendered(policy, language, stand_ins)
            for language in policy.notices
        }
        self.digest = _digest(self._by_language.values(), stand_ins)
        self.of = functools.lru_cache(MAX_REMEMBERED)(self._choose)

    def _choose(
        self, language: str, audience: Audience, nonce: str | None, *, reloads: bool
    ) -> Insertions:
        """Return the markup in a language, with stand-ins.

        Args:
            language: One of the policy's.
            audience: Whom the page is for.
            nonce: What lets an inline style stand in the page, perhaps nothing;
                ``None`` if it may not.
            reloads: A grant cannot take effect in the page as it is. One that a shared
                cache may keep is no different when it is loaded again.
        """
        if not self._asks:
            return Insertions()
        rendered = self._by_language[language]
        heads = rendered.head
        if audience is not Audience.ANYBODY and (reloads or rendered.reloads):
            heads = rendered.reloading_head
        head = heads.linked
        if nonce is not None:
            head = heads.inline.replace(NONCE_PLACEHOLDER, nonce.encode())
        return Insertions(
            head=head,
            body=rendered.bodies[audience],
            end=rendered.end,
            placeholder=rendered.placeholder,
        )

    def fill(self, insertions: Insertions, secrets: Secrets) -> Insertions:
        """Put the secrets of one response in place of the stand-ins."""

        def fill(text: bytes) -> bytes:
            for stand_in, secret in zip(self._stand_ins, secrets, strict=True):
                text = text.replace(stand_in.encode(), secret.encode())
            return text

        make = insertions.placeholder
        return Insertions(
            head=fill(insertions.head),
            body=fill(insertions.body),
            end=fill(insertions.end),
            placeholder=make and (lambda embed: fill(make(embed))),
        )


class _Heads(NamedTuple):
    """A head by where the style stands."""

    linked: bytes
    inline: bytes


class _Rendered:
    __slots__ = (
        "_placeholder",
        "_undeclared",
        "bodies",
        "end",
        "head",
        "reloading_head",
        "reloads",
    )

    def __init__(self, policy: Policy, language: str, stand_ins: Secrets) -> None:
        mark, click_key = stand_ins
        self.head = _render_heads(policy, language, mark, reloads=False)
        self.reloading_head = _render_heads(policy, language, mark, reloads=True)
        self.reloads = policy.site.unknown is not Unknown.OBSERVE
        link = render_link(policy, language)
        floating = policy.catalog.looks.floating
        self.end = b"" if floating else link
        always = link if floating else b""
        always += render_embed_form(policy, language, mark=mark)
        render = functools.partial(render_banner, policy, language, mark=mark)
        self.bodies = {
            Audience.ANYBODY: render(signalled=None, click_key=None) + always,
            Audience.UNDECIDED: render(signalled=False, click_key=click_key) + always,
            Audience.SIGNALLED: render(signalled=True, click_key=click_key) + always,
            Audience.DECIDED: always,
        }
        remember = functools.lru_cache(MAX_PLACEHOLDERS)
        self._placeholder = remember(
            functools.partial(render_placeholder, policy, language, mark=mark)
        )
        self._undeclared = remember(
            functools.partial(render_undeclared, policy, language, mark=mark)
        )

    def placeholder(self, embed: Embed) -> bytes:
        """Return what stands in front of held content."""
        size = (embed.width, embed.height)
        if embed.host:
            return self._undeclared(embed.host, size=size)
        return self._placeholder(embed.services, embed.kind, size=size)


def _render_heads(policy: Policy, language: str, mark: str, *, reloads: bool) -> _Heads:
    render = functools.partial(
        render_head, policy, language, mark=mark, reloads=reloads
    )
    return _Heads(linked=render(), inline=render(nonce=NONCE_PLACEHOLDER.decode()))


def _digest(rendered: Iterable[_Rendered], stand_ins: Secrets) -> str:
    """Digest everything but the stand-ins, which differ by process."""
    parts = [
        part
        for it in rendered
        for part in (*it.head, *it.reloading_head, *it.bodies.values(), it.end)
    ]
    text = b"\0".join(parts)
    for stand_in in stand_ins:
        text = text.replace(stand_in.encode(), b"")
    return sha256(text).hexdigest()
