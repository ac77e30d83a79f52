"""From a User-Agent header to the few coarse words that a proof needs."""

from functools import lru_cache

from user_agents import parse

from consent_server.consent.record import Agent

REMEMBERED = 512
MAX_CHARACTERS = 512  # the parser's patterns are tried on no more than this


def coarse_agent(user_agent: str | None) -> Agent:
    """Keep family, major version, system and device class; drop the rest."""
    return _parse((user_agent or "")[:MAX_CHARACTERS])


@lru_cache(REMEMBERED)
def _parse(user_agent: str) -> Agent:
    found = parse(user_agent)
    return Agent(
        family=str(found.browser.family),
        major=str(found.browser.version[0]) if found.browser.version else "",
        system=str(found.os.family),
        device=_device(found),
    )


def _device(found: object) -> str:
    """Name the class of device; the library types nothing, hence getattr."""
    for word, attribute in (
        ("bot", "is_bot"),
        ("phone", "is_mobile"),
        ("tablet", "is_tablet"),
        ("desktop", "is_pc"),
    ):
        if getattr(found, attribute):
            return word
    return "other"
