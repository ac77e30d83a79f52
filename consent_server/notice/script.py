"""The scripts of one policy: the built ones, with what they must know of the site.

The page's guard must know which hosts and paths belong to gated services. They stand in
the script itself: it is cached for ever under a name of its content, is the same for
every visitor, and a strict content security policy lets it pass. So do the vendors
whose code is told of a choice, with the few lines that each of them needs. What is
needed once somebody acts has the words of marked-up tags, and what is said then.
"""

import json
import re
from collections.abc import Iterable, Mapping

from consent_server.catalog.exemption import gated_services
from consent_server.catalog.interfaces import Words, interfaces_of
from consent_server.catalog.model import Catalog, Resource
from consent_server.catalog.tag_words import tag_words
from consent_server.kernel.canonical import Json
from consent_server.notice.assets import Asset, load_assets, name_asset
from consent_server.notice.model import Notice
from consent_server.notice.placeholder import (
    PlaceholderWords,
    has_films,
    has_placeholders,
    placeholder_words,
)

MIRROR_NAME = "choice-state"
MIRROR_VERSION_DIGITS = 8
_HINT = "//# allFunctionsCalledOnLoad"
_PIECE = re.compile(r"[\w.-]+", re.ASCII)


def make_script(catalog: Catalog, version: str) -> Asset:
    """Return the page's script with what the gated services of a catalog declare.

    Args:
        catalog: Of the site, its services in the order of the token.
        version: Of the policy, in hexadecimal.

    Where they declare no address there is nothing to guard, and the script is smaller.
    """
    assets = load_assets()
    values = script_values(catalog)
    values["SITE"] = literal(site_values(catalog, version))
    built = assets.script if _declared(catalog) else assets.unguarded
    # ASCII, as the page's encoding is that of a script which names none.
    return name_asset("choices.js", built.media_type, bind_script(built.body, values))


def make_acts(catalog: Catalog, notice: Notice, built: Asset) -> Asset:
    """Return what a page needs once somebody acts, in one language.

    Args:
        catalog: Of the site, for the words of its tags: in ``WORDS`` by what they need,
            with spaces between.
        notice: For what is said then, ``TEXTS``, and in placeholders, ``SHOWN`` by
            service.
        built: The file of the mode.
    """
    texts = notice.texts
    words = {need: " ".join(some) for need, some in tag_words(catalog).items()}
    said = {
        "language": notice.language,
        "direction": notice.direction,
        "saving": texts.saving,
        "saved": texts.saved,
        "notSaved": texts.not_saved,
        "stale": texts.stale,
    }
    if built is load_assets().tag_acts:
        said |= {
            "record": texts.page.record_id,
            "receipt": texts.page.receipt,
            "back": texts.page.back,
        }
    # A module is UTF-8, whatever its page is.
    spoken = (literal(it, ascii_only=False) for it in (said, _shown(catalog, notice)))
    bound = "const WORDS={},TEXTS={},SHOWN={};".format(literal(words), *spoken)
    body = bound.encode() + built.body
    return name_asset(f"acts-{texts.language}.js", built.media_type, body)


def _shown(catalog: Catalog, notice: Notice) -> dict[str, PlaceholderWords]:
    return {
        service.id: placeholder_words(catalog, notice, [service])
        for service in catalog.services
        if service.embeds
    }


def script_values(catalog: Catalog) -> dict[str, str]:
    """Return what the built scripts read and do not define, as JavaScript by name.

    ``RULES`` has by host what services declare: ``[service, path, query]``, the path in
    the parts between its stars. An address on any host contains one of ``PIECES``.
    ``TELL`` is a function that tells vendors' code which services are granted;
    ``EMBEDS`` follows that in placeholders, where a page may have any.
    """
    parts = load_assets().parts
    declared = _declared(catalog)
    rules: dict[str, list[Json]] = {}
    for service, resource in declared:
        rules.setdefault(resource.host, []).append(_rule(service, resource))
    return {
        # Without a prototype, as a host may be called like what that has.
        "RULES": "{__proto__:null," + literal(rules)[1:],
        "PIECES": literal(_pieces(resource for _, resource in declared)),
        "TELL": write_tell(
            (parts[interface], words)
            for interface, words in interfaces_of(catalog).items()
        ),
        "EMBEDS": _write_embeds(catalog),
    }


def _write_embeds(catalog: Catalog) -> str:
    parts = load_assets().parts
    if not has_placeholders(catalog):
        return "()=>{}"
    if not has_films(catalog):
        return parts["EMBEDS"]
    return f"(...all)=>{{({parts['FILMS']})(...all);({parts['EMBEDS']})(...all)}}"


def site_values(catalog: Catalog, version: str) -> dict[str, Json]:
    """Return what a script reads the mirror cookie with: ids in its bit orders.

    They are those of one policy: while servers are replaced, a script may come into a
    page of another one, whose mirror it must not read. Where nothing needs permission,
    everything is ``settled``: nobody is asked, with or without a mirror.
    """
    settled: dict[str, Json] = {} if gated_services(catalog) else {"settled": True}
    return settled | {
        "services": [service.id for service in catalog.services],
        "purposes": [purpose.id for purpose in catalog.purposes],
        "version": version[:MIRROR_VERSION_DIGITS],
        "mirror": MIRROR_NAME,
    }


def _declared(catalog: Catalog) -> list[tuple[str, Resource]]:
    gated = gated_services(catalog)
    return [
        (service.id, resource)
        for service in catalog.services
        if service.id in gated
        for resource in service.resources
    ]


def _rule(service: str, resource: Resource) -> list[Json]:
    path: list[Json] = [*resource.path.lower().split("*")]
    query: list[Json] = [[name, head] for name, head in resource.query.items()]
    if query:
        return [service, path, query]
    return [service] if resource.path == "/" else [service, path]


def _pieces(resources: Iterable[Resource]) -> str:
    """Return pieces of paths by which addresses on any host can be told from others."""
    pieces = {_piece(it.path) for it in resources if it.host == "*"}
    return "" if "" in pieces else "|".join(sorted(pieces))


def _piece(path: str) -> str:
    pieces = (it for part in path.split("*") for it in part.split("/"))
    return max(filter(_PIECE.fullmatch, pieces), key=len, default="")


def bind_script(built: bytes, values: Mapping[str, str]) -> bytes:
    """Put a function around a built script: what it is given, no page sees.

    Most of it runs at once: so a browser that knows the hint reads it once, not each
    function again when it is called.
    """
    script = f"({','.join(values)})=>{{{built.decode('ascii')}}}"
    return f"{_HINT}\n({script})({','.join(values.values())});\n".encode()


def literal(value: object, *, ascii_only: bool = True) -> str:
    """Write a value of JSON as JavaScript does."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=ascii_only)


def write_tell(calls: Iterable[tuple[str, Words]]) -> str:
    """Write the function that tells vendors: each one's, with the words it is told.

    One that fails keeps no other from hearing.
    """
    tries = "".join(
        f"try{{({call})({_may(words)},first,window)}}catch{{}}" for call, words in calls
    )
    if not tries:
        return "()=>{}"
    every = "(...ids)=>ids.every(id=>granted.has(id))"
    return f"(granted,first)=>{{let may={every};{tries}}}"


def _may(words: Words) -> str:
    """Write which words are granted; one that stands for nothing is not."""
    written = (
        f"{word if word.isidentifier() else literal(word)}:"
        f"{f'may({literal(services)[1:-1]})' if services else '!1'}"
        for word, services in words.items()
    )
    return f"{{{','.join(written)}}}"
