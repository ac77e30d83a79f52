"""The ``Consent-Debug`` header: what was held in one response, for its developer.

It is a dictionary of RFC 9651, such as (in one line)::

    for="visitor", policy="3f0c…", held=("google.analytics";why="no_choice_yet"),
    granted=(), hidden=("_ga"), dropped=("_fbp"), links=(),
    tags=("google.analytics";kind="script";times=2)

What a shared cache may keep says nothing of its visitor: there ``for`` is "anybody",
and nothing of decisions and cookies is told. ``tags`` is missing where the page is a
stream, since its headers go out before its tags are known. No header of the visitor
is told but the names of cookies, which that visitor sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision
from consent_server.enforcement.holds import HeldTags

HEADER = "Consent-Debug"
AGE_HEADER = "Consent-Policy-Age"
"""Seconds since a consent server was last asked with success; connected mode alone."""

MAX_CHARACTERS = 2_000
"""Of the lists together; servers and proxies take 4,096 or more for all headers."""

MAX_NAME = 64
Item = tuple[str, dict[str, str | int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforced:
    """What enforcement did to one response.

    ``hidden`` and ``dropped`` are names of cookies, of the request and the response;
    ``links`` are services whose headers went. ``tags`` is ``None`` while not known.
    An ``unreadable`` page may load nothing from elsewhere.
    """

    personal: bool
    unreadable: bool
    hidden: tuple[str, ...]
    dropped: tuple[str, ...]
    links: frozenset[ServiceId]
    tags: HeldTags | None = None


def debug_value(
    enforced: Enforced, decision: Decision, held_for_all: frozenset[ServiceId]
) -> str:
    """Write the header's value; one that would be too long says ``cut``."""
    head = [
        f"for={_text('visitor' if enforced.personal else 'anybody')}",
        f"policy={_text(decision.policy_version)}",
    ]
    left = MAX_CHARACTERS
    lists = dict(_lists(enforced, decision, held_for_all))
    for name, items in lists.items():
        written = []
        for item in items:
            text = _write(item)
            left -= len(text) + 1
            if left >= 0:
                written.append(text)
        head.append(f"{name}=({' '.join(written)})")
    flags = {"unreadable": enforced.unreadable, "cut": left < 0}
    return ", ".join([*head, *(name for name, told in flags.items() if told)])


def _lists(
    enforced: Enforced, decision: Decision, held_for_all: frozenset[ServiceId]
) -> Iterator[tuple[str, Iterable[Item]]]:
    if enforced.personal:
        # What no service declares is in no decision.
        verdicts = [(it, decision.services.get(it)) for it in sorted(held_for_all)]
        yield (
            "held",
            [
                (service, {"why": verdict.reason.value if verdict else "undeclared"})
                for service, verdict in verdicts
                if verdict is None or not verdict.allowed
            ],
        )
        granted = [service for service, it in verdicts if it and it.allowed]
        yield "granted", [(service, {}) for service in granted]
        yield "hidden", [(name, {}) for name in enforced.hidden]
        yield "dropped", [(name, {}) for name in enforced.dropped]
    else:
        yield "held", [(service, {"why": "shared"}) for service in sorted(held_for_all)]
    yield "links", [(service, {}) for service in sorted(enforced.links)]
    if enforced.tags is not None:
        yield (
            "tags",
            [
                (service, {"kind": kind.value, "times": times})
                for (service, kind), times in sorted(enforced.tags.items())
            ],
        )


def _write(item: Item) -> str:
    name, parameters = item
    return _text(name) + "".join(
        f";{key}={value if isinstance(value, int) else _text(value)}"
        for key, value in parameters.items()
    )


def _text(text: str) -> str:
    """Write a string of RFC 9651 section 3.3.3: printable ASCII, the rest as ``?``."""
    plain = "".join(it if " " <= it <= "~" else "?" for it in text[:MAX_NAME])
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
