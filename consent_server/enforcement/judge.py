"""What must be held in a start tag, and by whom (R2 to R6)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from consent_server.catalog.model import ResourceKind
from consent_server.enforcement.claims import NOTHING, Claims, Services
from consent_server.enforcement.css import find_addresses
from consent_server.enforcement.elements import (
    ANY_ELEMENT,
    ATTRIBUTES,
    HINT_LINK,
    HINT_RELATIONS,
    KIND_OF,
    LOADING_LINK,
    LOADING_RELATIONS,
    PRESENTATION,
    URL_MAPS,
    Reading,
    script_runs,
)
from consent_server.enforcement.embedded import Embedded, read_embedded
from consent_server.enforcement.holds import Hold, Judged
from consent_server.enforcement.references import decode_value
from consent_server.enforcement.scan import Scanner
from consent_server.enforcement.scripts import mapped_urls
from consent_server.enforcement.styles import Styles
from consent_server.enforcement.syntax import (
    LOUD,
    WS,
    Attribute,
    find_value,
    fold,
    parse_attributes,
)
from consent_server.enforcement.tokens import StartTag
from consent_server.enforcement.urls import (
    Location,
    candidates,
    refresh_url,
    resolve,
)
from consent_server.enforcement.verdicts import Verdicts

MAX_BASES = 16
"""Addresses are read below every ``<base>``; with more of them, everything is held."""

MAX_SRCDOC_DEPTH = 8
"""Documents inside documents; deeper ones are held for every held service."""

_JUDGED = frozenset((*ATTRIBUTES, b"link", b"meta", b"base", b"style"))
_ACTS_ANYWHERE = re.compile(
    rb"[" + WS + rb"/\"'](?:" + b"|".join(map(fold, (b"on", *ANY_ELEMENT))) + rb")"
)
_DATA = re.compile(rb"[aA][\t\n\r]*+:")
_FRAMES = frozenset((b"iframe", b"frame", b"embed", b"object"))
_BARE_SCRIPT = b"<script>"
_MAP_TYPES = re.compile(rb"map|rules|&")
_EMBEDDING = frozenset((Reading.FRAME, Reading.SCRIPT, Reading.SHEET))
_NO_READINGS: Mapping[bytes, Reading] = {}
_SEVERAL: Mapping[Reading, Callable[[str], Iterable[str]]] = {
    Reading.SRCSET: candidates,
    Reading.SPACED: str.split,
    Reading.STEP: lambda value: (value, *_styled(value)),
    Reading.STEPS: lambda value: (*value.split(";"), *_styled(value)),
}


class Judge:
    """Judges the start tags of one document in order.

    Args:
        claims: What the held services claim.
        depth: How many documents this one is inside of.
        bases: Those of the documents around it.
        verdicts: What was said of such tags on other pages, if that is remembered.
    """

    def __init__(
        self,
        claims: Claims,
        depth: int = 0,
        bases: tuple[Location, ...] = (),
        *,
        verdicts: Verdicts | None = None,
    ) -> None:
        self._claims = claims
        self._verdicts = verdicts
        self._page = claims.page
        self._depth = depth
        self._bases = bases
        self._styles = Styles(self._of_url, self._may_be_own, claims.held)

    def judge(self, tag: StartTag) -> Hold | None:
        """Say what to hold in a tag; ``None`` when it may stay as it is."""
        if self._verdicts is None or self._bases or tag.name == b"base":
            return self._judge(tag)
        host, held = self._page.host, self._claims.held
        judged = self._verdicts.recall(tag, host, held, self._judge_by_itself)
        if judged.unknown_hosts:
            self._claims.note(judged.unknown_hosts)
        return judged.hold

    def _judge_by_itself(self, tag: StartTag) -> Judged:
        self._claims.start_tag()
        hold = self._judge(tag)
        return Judged(hold, self._claims.noted)

    def _judge(self, tag: StartTag) -> Hold | None:
        return self.read(tag) if self._may_act(tag) else None

    def read(self, tag: StartTag) -> Hold | None:
        """Judge a tag by all that it says."""
        attributes = parse_attributes(tag.raw)
        if tag.name == b"base":
            self._rebase(attributes)
        if tag.name == b"script":
            return self._judge_script(tag, attributes)
        if tag.name == b"style":
            return self._judge_style(tag, attributes)
        if tag.name == b"meta":
            return self._judge_refresh(attributes)
        readings = _readings(tag, attributes)
        return self._judge_attributes(tag, attributes, readings)

    def _may_act(self, tag: StartTag) -> bool:
        """Rule most tags out without listing their attributes."""
        may = tag.name in _JUDGED or _ACTS_ANYWHERE.search(tag.raw) or _is_drawn(tag)
        if not may:
            return False
        if self._bases or tag.name in _FRAMES or tag.name == b"base":
            return True
        if self._claims.may_act(tag.raw):
            return True
        if tag.name == b"link":
            return _DATA.search(tag.raw) is not None
        return tag.name in {b"script", b"style"} and self._may_say(tag)

    def _may_say(self, tag: StartTag) -> bool:
        if tag.oversize_text:
            return True
        if tag.name == b"style":
            css = tag.text
            is_markup = css and tag.foreign and (b"<" in css or b"&" in css)
            return css is None or bool(is_markup) or self._claims.may_style(css)
        if tag.foreign:
            return True
        if tag.text is None:
            return _DATA.search(tag.raw) is not None
        if tag.raw != _BARE_SCRIPT and _MAP_TYPES.search(tag.raw.lower()):
            return True
        return bool(self._claims.of_text(tag.text.decode("utf-8", "replace")))

    def _judge_attributes(
        self,
        tag: StartTag,
        attributes: list[Attribute],
        readings: Mapping[bytes, Reading],
    ) -> Hold | None:
        found: dict[bytes, Services] = {}
        spots: dict[int, Services] = {}
        kind = ResourceKind.SCRIPT
        for attribute in attributes:
            reading = _reading_of(attribute.name, readings)
            if reading is Reading.STYLE and b"&" not in attribute.value:
                start = find_value(tag.raw, attribute)
                for at, services in self._styles.find_spots(attribute.value).items():
                    spots[start + at] = services
            elif reading and (services := self._read(attribute.value, reading)):
                found[attribute.name] = found.get(attribute.name, NOTHING) | services
                if reading is not Reading.HANDLER:
                    kind = KIND_OF.get(tag.name, ResourceKind.IMG)
        if not found and not spots:
            return None
        return Hold(
            services=NOTHING.union(*found.values(), *spots.values()),
            kind=KIND_OF.get(tag.name, ResourceKind.IMG) if spots else kind,
            rename=_offsets(attributes, found),
            spots=tuple(spots),
        )

    def _judge_style(self, tag: StartTag, attributes: list[Attribute]) -> Hold | None:
        kinds = _values(attributes, b"type")
        sheet = self._styles.judge(tag, kinds)
        own = self._judge_attributes(tag, attributes, _NO_READINGS)
        if not sheet.services:
            return own
        own = own or Hold(NOTHING, KIND_OF[b"style"])
        retyped = _offsets(attributes, {b"type"}) if sheet.whole else ()
        return own._replace(
            services=own.services | sheet.services,
            rename=(*own.rename, *retyped),
            spots=(*own.spots, *sheet.spots),
            is_inert=sheet.whole,
        )

    def _judge_script(self, tag: StartTag, attributes: list[Attribute]) -> Hold | None:
        kinds = _values(attributes, b"type")
        # R2: the DOM takes the first type, a preload scanner the last: any may run.
        if kinds and not any(map(script_runs, kinds)):
            return None
        hold = self._judge_attributes(tag, attributes, ATTRIBUTES[b"script"])
        inline = self._judge_text(tag, kinds)
        sources = {b"src", b"href", b"xlink:href"}
        renamed = set(hold.rename) if hold else set()
        is_inert = bool(inline) or any(
            attribute.at in renamed and attribute.name in sources
            for attribute in attributes
        )
        if is_inert:
            renamed.update(_offsets(attributes, {b"type"}))
        services = (hold.services if hold else NOTHING) | inline
        if not services:
            return None
        spots = hold.spots if hold else ()
        return Hold(services, ResourceKind.SCRIPT, tuple(renamed), spots, is_inert)

    def _judge_text(self, tag: StartTag, kinds: list[str]) -> Services:
        if tag.oversize_text:
            return self._claims.held  # P3: it was not read, so it is not granted
        if not tag.text:
            return NOTHING
        text = tag.text.decode("utf-8", "replace")
        if tag.foreign:
            text = decode_value(tag.text)
        if any(kind.strip().lower() in URL_MAPS for kind in kinds):
            urls = map(self._of_url, mapped_urls(text))
            return self._claims.of_named(text).union(*urls)
        return self._claims.of_text(text)

    def _judge_refresh(self, attributes: list[Attribute]) -> Hold | None:
        """Hold a refresh by its ``http-equiv``: the target stays readable (R6)."""
        values: dict[bytes, list[str]] = {}
        for attribute in attributes:
            values.setdefault(attribute.name, []).append(decode_value(attribute.value))
        kinds = values.get(b"http-equiv", ())
        if not any(kind.strip().lower() == "refresh" for kind in kinds):
            return None
        urls = filter(None, map(refresh_url, values.get(b"content", ())))
        services = NOTHING.union(*(self._of_url(url) for url in urls))
        if not services:
            return None
        rename = _offsets(attributes, {b"http-equiv"})
        return Hold(services, KIND_OF[b"meta"], rename)

    def _read(self, value: bytes, reading: Reading) -> Services:
        text = decode_value(value)
        match reading:
            case Reading.HOST | Reading.TARGET:
                is_host = reading is Reading.HOST
                claim = self._claims.of_host if is_host else self._claims.of_target
                return self._of_each_base(claim, text)
            case Reading.HANDLER:
                return self._claims.of_named(text)
            case Reading.SRCDOC:
                return self._of_document(text.encode())
            case Reading.STYLE:
                return self._styles.of_sheet(text.encode())
            case _ if reading in _EMBEDDING and (inner := read_embedded(text)):
                return self._of_embedded(inner, reading)
        urls = _SEVERAL[reading](text) if reading in _SEVERAL else (text,)
        return NOTHING.union(*map(self._of_url, urls))

    def _may_be_own(self, text: str) -> bool:
        """Tell whether an address without a host may be claimed."""
        lowered = text.lower().encode("utf-8", "replace")
        return bool(self._bases) or self._claims.clues.may_be_own(lowered)

    def _of_url(self, text: str) -> Services:
        return self._of_each_base(self._claims.of_url, text)

    def _of_each_base(
        self, claim: Callable[[str, Location], Services], text: str
    ) -> Services:
        if len(self._bases) > MAX_BASES:
            return self._claims.held
        services = claim(text, self._page)
        return services.union(*(claim(text, base) for base in self._bases))

    def _of_embedded(self, inner: Embedded, reading: Reading) -> Services:
        if not inner.documents:
            return self._claims.held
        if reading is Reading.SCRIPT:
            return self._claims.of_text(inner.text)
        if reading is Reading.SHEET:
            return NOTHING.union(*map(self._styles.of_sheet, inner.documents))
        documents = map(self._of_document, inner.documents)
        return self._claims.of_named(inner.text).union(*documents)

    def _of_document(self, document: bytes) -> Services:
        if self._depth == MAX_SRCDOC_DEPTH:
            return self._claims.held
        inner = Judge(self._claims, self._depth + 1, self._bases)
        holds = filter(None, map(inner.judge, _tags_of(document)))
        return NOTHING.union(*(hold.services for hold in holds))

    def _rebase(self, attributes: list[Attribute]) -> None:
        """U3: the first ``<base>`` counts, but which is it? Each reading is kept.

        One in a template or in foreign content, or with ``data:``, is none to a tree
        builder; a preload scanner may see it so or not.
        """
        for attribute in attributes:
            if attribute.name == b"href":
                base = resolve(decode_value(attribute.value), self._page)
                if base and base not in self._bases and len(self._bases) <= MAX_BASES:
                    self._bases = (*self._bases, base)


def _is_drawn(tag: StartTag) -> bool:
    return (tag.foreign or tag.name == b"svg") and LOUD.search(tag.raw) is not None


def _readings(tag: StartTag, attributes: list[Attribute]) -> Mapping[bytes, Reading]:
    if tag.name != b"link":
        own = ATTRIBUTES.get(tag.name, _NO_READINGS)
        return {**own, **PRESENTATION} if _is_drawn(tag) else own
    relations: set[bytes] = set()
    for attribute in attributes:
        if attribute.name == b"rel":
            relations.update(decode_value(attribute.value).lower().encode().split())
    if not relations.isdisjoint(LOADING_RELATIONS):
        return LOADING_LINK
    return _NO_READINGS if relations.isdisjoint(HINT_RELATIONS) else HINT_LINK


def _reading_of(name: bytes, readings: Mapping[bytes, Reading]) -> Reading | None:
    if name.startswith(b"on"):
        return Reading.HANDLER
    return readings.get(name) or ANY_ELEMENT.get(name)


def _offsets(
    attributes: list[Attribute], names: Mapping[bytes, Services] | set[bytes]
) -> tuple[int, ...]:
    """R2: every duplicate, since preload scanners do not take the first."""
    return tuple(attribute.at for attribute in attributes if attribute.name in names)


def _styled(value: str) -> Iterator[str]:
    return (address.text for address in find_addresses(value.encode()))


def _values(attributes: list[Attribute], name: bytes) -> list[str]:
    return [decode_value(one.value) for one in attributes if one.name == name]


def _tags_of(document: bytes) -> Iterator[StartTag]:
    scanner = Scanner()
    for token in (*scanner.feed(document), *scanner.close()):
        if isinstance(token, StartTag):
            yield token
