"""The parts of a record as fields, read fast enough for a whole ledger.

Most decisions say the same as another one at another time. What is around the times is
therefore read once and remembered; so are pages and browsers.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.reading import parse_object, require_object, require_text

REMEMBERED = 4_096  # decisions and contexts; the least used is forgotten
_EXPIRES = b'"expires_at":"'
_RECORDED = b'"recorded_at":"'
_TIME_BYTES = 27  # RFC 3339, UTC, microseconds
_OF_A_TIME = b"0123456789-:.TZ"
_FIRST = [b"{", b"previous_record_id", b":null,", b"record_id", b":"]
_BETWEEN = [b",", b"subject_id", b":"]
_AGENT = b'{"agent":'
_PAGE = b',"page":'


class Subject(NamedTuple):
    """Who: the pseudonym and the ids of the record and of the one before it."""

    record_id: str
    subject_id: str
    previous_record_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decision:
    """What was decided, but for the times. A field of an older version is empty."""

    action: str
    surface: str
    purposes: Mapping[str, str]
    services: Mapping[str, str]
    policy_version: str
    notice_digest: str
    language: str
    regime: str
    jurisdiction: str
    signals: Mapping[str, object]
    software: str


class Decided(NamedTuple):
    """A decision and its times, in RFC 3339."""

    decision: Decision
    recorded_at: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """Where a click was made. A field that is not there is empty."""

    origin: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agent:
    """With which browser. A field that is not there is empty."""

    family: str
    major: str
    system: str
    device: str


class Context(NamedTuple):
    """Where, and with what."""

    page: Page
    agent: Agent


def read_subject(part: bytes) -> Subject:
    """Read a subject part.

    Raises:
        MalformedEvidenceError: It is none.
    """
    # The first record of a browser, as canonical JSON has it.
    words = part.split(b'"')
    if words[:5] == _FIRST and words[6:9] == _BETWEEN and words[10:] == [b"}"]:
        try:
            return Subject(_plain(words[5]), _plain(words[9]), None)
        except ValueError:
            pass
    fields = parse_object(part, "the subject part")
    previous = fields.get("previous_record_id")
    return Subject(
        record_id=require_text(fields.get("record_id"), "the record id"),
        subject_id=require_text(fields.get("subject_id"), "the subject id"),
        previous_record_id=None
        if previous is None
        else require_text(previous, "the id of the record before"),
    )


def read_decision(part: bytes) -> Decided:
    """Read a decision part.

    Raises:
        MalformedEvidenceError: It is none.
    """
    before, after = part.find(_EXPIRES), part.find(_RECORDED)
    first, second = before + len(_EXPIRES), after + len(_RECORDED)
    expires = part[first : first + _TIME_BYTES]
    recorded = part[second : second + _TIME_BYTES]
    # What is written like a time can be replaced by another one without changing how
    # the rest is read. Canonical JSON has its keys in order.
    if (
        not 0 <= before < after
        or len(recorded) < _TIME_BYTES
        or (expires + recorded).translate(None, _OF_A_TIME)
    ):
        return _parse_decided(part)
    frame = (
        part[:first],
        part[first + _TIME_BYTES : second],
        part[second + _TIME_BYTES :],
    )
    decision = _parse_frame(*frame)
    if decision is None:
        return _parse_decided(part)
    return Decided(
        decision=decision,
        recorded_at=recorded.decode("ascii"),
        expires_at=expires.decode("ascii"),
    )


def read_context(part: bytes) -> Context:
    """Read a context part.

    Raises:
        MalformedEvidenceError: It is none.
    """
    agent, found, page = part[len(_AGENT) : -1].partition(_PAGE)
    if found and part.startswith(_AGENT) and part.endswith(b"}"):
        try:
            return Context(page=_parse_page(page), agent=_parse_agent(agent))
        except MalformedEvidenceError:
            pass  # it was cut at the wrong place
    fields = parse_object(part, "the context part")
    return Context(
        page=_page(fields.get("page", {})), agent=_agent(fields.get("agent", {}))
    )


@functools.lru_cache(REMEMBERED)
def _parse_page(text: bytes) -> Page:
    return _page(parse_object(text, "the page"))


@functools.lru_cache(REMEMBERED)
def _parse_agent(text: bytes) -> Agent:
    return _agent(parse_object(text, "the agent"))


def _page(value: object) -> Page:
    fields = require_object(value, "the page")
    return Page(origin=_text(fields, "origin"), path=_text(fields, "path"))


def _agent(value: object) -> Agent:
    fields = require_object(value, "the agent")
    return Agent(
        family=_text(fields, "family"),
        major=_text(fields, "major"),
        system=_text(fields, "system"),
        device=_text(fields, "device"),
    )


@functools.lru_cache(REMEMBERED)
def _parse_frame(before: bytes, between: bytes, after: bytes) -> Decision | None:
    """Read what is around the times; none where those were not the record's own."""
    expires, recorded = b"<expires>", b"<recorded>"
    if b"<" in before + between + after:
        return None
    decided = _parse_decided(before + expires + between + recorded + after)
    found = decided.expires_at.encode(), decided.recorded_at.encode()
    return decided.decision if found == (expires, recorded) else None


def _parse_decided(part: bytes) -> Decided:
    fields = parse_object(part, "the decision part")
    regime = require_object(fields.get("regime", {}), "the regime")
    return Decided(
        decision=Decision(
            action=require_text(fields.get("action"), "the action"),
            surface=_text(fields, "surface"),
            purposes=_words(fields.get("purposes"), "the purposes"),
            services=_words(fields.get("services"), "the services"),
            policy_version=_text(fields, "policy_version"),
            notice_digest=_text(fields, "notice_digest"),
            language=_text(fields, "language"),
            regime=_text(regime, "kind"),
            jurisdiction=_text(regime, "jurisdiction"),
            signals=require_object(fields.get("signals", {}), "the signals"),
            software=_text(fields, "software"),
        ),
        recorded_at=require_text(fields.get("recorded_at"), "recorded_at"),
        expires_at=_text(fields, "expires_at"),
    )


def _plain(word: bytes) -> str:
    """Decode what stands for itself.

    Raises:
        ValueError: It does not.
    """
    text = word.decode("ascii")
    if "\\" in text or not text.isprintable():
        raise ValueError
    return text


def _words(value: object, what: str) -> Mapping[str, str]:
    return {
        require_text(name, what): require_text(status, what)
        for name, status in require_object(value, what).items()
    }


def _text(fields: Mapping[str, object], name: str) -> str:
    return require_text(fields.get(name, ""), name)
