"""A guess as the lines of a site's file that would declare the cookie."""

import json
import re
from collections.abc import Iterator

from consent_server.catalog.forms import MIN_PATTERN_LETTERS
from consent_server.catalog.lookup import Guess
from consent_server.catalog.model import Library, Provider

UNKNOWN_COUNTRY = "ZZ"
"""No country (ISO 3166-1 leaves the code to its users)."""

LONGEST_LIFE = "400 days"  # RFC 6265bis section 5.5: browsers end every cookie then

UNKNOWN_OWNER = "Unknown owner"
"""Stands in where the database names neither the company nor its product."""

PURPOSES = {"analytics": "analytics", "marketing": "marketing"}
"""Everything else counts as an extra function: a guess never exempts from consent."""

_HEADER = """\
# A guess from the Open Cookie Database: look at every line before you publish it.
own:
"""
_PROVIDER = """\
  providers:
    - {{id: {id}, name: {name}, country: "{country}"}} # {country}: find out which
"""
_SERVICE = """\
  services:
    - id: {id}
      name: {name}
      provider: {provider}
      purposes: [{purpose}]{exempt}
      transfer: unknown # say on which ground data leave the EEA, or none
      cookies:
        - {{{cookie}}}{life}
"""


def declare(guess: Guess, library: Library) -> str:
    """Write a guess as YAML that loads in a site's file which extends the library."""
    known = guess.known
    owner = known.owner or known.platform or UNKNOWN_OWNER
    provider = _find_provider(owner, library)
    provider_id = provider.id if provider else _free_id(owner, library)
    service_id = f"{provider_id}.{_slug(known.name)}"
    while service_id in library.services:
        service_id += "_own"
    text = _HEADER
    if provider is None:
        text += _PROVIDER.format(
            id=provider_id, name=json.dumps(owner), country=UNKNOWN_COUNTRY
        )
    may_be_exempt = known.kind in {"security", "necessary"}
    return text + _SERVICE.format(
        id=service_id,
        name=json.dumps(known.platform or known.name),
        provider=provider_id,
        purpose=PURPOSES.get(known.kind, "functional"),
        exempt=" # necessary, if you can justify it" if may_be_exempt else "",
        cookie=", ".join(_cookie(guess)),
        life="" if _is_told(known.life) else " # how long is not known",
    )


def _cookie(guess: Guess) -> Iterator[str]:
    known = guess.known
    literal = known.name.removesuffix("*")
    told = len(literal) >= MIN_PATTERN_LETTERS
    yield f"name: {json.dumps(known.name if told else guess.name)}"
    yield f"life: {known.life if _is_told(known.life) else LONGEST_LIFE}"
    if guess.domain is not None:
        yield f"domain: {guess.domain}"
    elif guess.seen_on is None and known.domains:
        yield f"domain: {known.domains[0]}"


def _is_told(life: str) -> bool:
    return life not in {"", "unlimited"}


def _find_provider(owner: str, library: Library) -> Provider | None:
    """Find the library's company whose id or name is the owner's."""
    slug = _slug(owner)
    if slug in library.providers:
        return library.providers[slug]
    named = (it for it in library.providers.values() if _slug(it.name) == slug)
    return next(named, None)


def _free_id(owner: str, library: Library) -> str:
    slug = _slug(owner)
    base = slug if slug[0].isalpha() else f"owner_{slug}"
    while base in {"site", *library.providers}:
        base += "_own"
    return base


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "unnamed"
