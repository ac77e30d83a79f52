"""A visitor's POST, checked on the way in."""

import json
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIEnvironment

from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    LengthRequired,
    RequestEntityTooLarge,
    UnprocessableEntity,
    UnsupportedMediaType,
)
from werkzeug.sansio.utils import get_content_length
from werkzeug.wrappers import Request

from consent_server.consent.choice import RawChoice
from consent_server.consent.record import Page

log = logging.getLogger(__name__)

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MAX_BODY_BYTES = 16_384  # a form over hundreds of services fits
MAX_FORM_PARTS = 500
MAX_PATH_CHARACTERS = 512
MAX_HOST_CHARACTERS = 253  # RFC 1035 section 2.3.4, as it is written
REMEMBERED_ORIGINS = 256
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAME_SITE_FETCHES = {"same-origin"}
FORM_LISTS = {"purpose", "service"}
SINGLE = "service:"  # and its id: the name of a field about one service
QUERY = re.compile(r"[?#].*", re.DOTALL)
ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[::1\])(:[0-9]{1,5})?")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class ChoiceSchema(Schema):
    """The fields of a choice; anything else in the body is refused."""

    act = fields.String(required=True, validate=validate.Length(max=20))
    policy = fields.String(required=True, validate=validate.Length(max=64))
    language = fields.String(required=True, validate=validate.Length(max=35))
    surface = fields.String(required=True, validate=validate.Length(max=20))
    click = fields.String(validate=validate.Regexp(r"[0-9a-f]{32,64}\Z"))
    page = fields.String(validate=validate.Length(max=2_048))
    purposes = fields.Dict(keys=fields.String(), values=fields.String())
    services = fields.Dict(keys=fields.String(), values=fields.String())
    clear = fields.Boolean()


SCHEMA = ChoiceSchema()
_KIND_OF = {fields.String: str, fields.Dict: dict, fields.Boolean: bool}
_KINDS = {name: _KIND_OF[type(field)] for name, field in SCHEMA.fields.items()}
_REQUIRED = {name for name, field in SCHEMA.fields.items() if field.required}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A choice as it arrived, with what surrounds it.

    ``click_key`` was made by the visitor's browser if ``from_script``, else it stood in
    a page. ``clear`` asks to clear what the site has stored in the browser.
    """

    raw: RawChoice
    click_key: str | None
    from_script: bool
    page: Page
    clear: bool


class MisdirectedRequest(HTTPException):
    """The request is for a host that this site does not have (RFC 9110, 15.5.20)."""

    code = HTTPStatus.MISDIRECTED_REQUEST


def require_own_host(request: Request, domains: Iterable[str], *, secure: bool) -> None:
    """Refuse a POST to a host that is neither a domain of the site nor under one.

    What is written into a record must not be whatever a client calls this server, and
    a name that somebody else points here must not pass as the site's own origin. Over
    plain http, where sites are tried out, this machine's own names pass too.
    """
    # Without a Host header, request.host is whatever the server calls itself.
    named = request.environ.get("HTTP_HOST", "")
    host = (_hostname(f"//{named}") or "").removesuffix(".")
    if not is_own_host(host, domains, secure=secure):
        error = MisdirectedRequest(
            f"{host!r:.80} is no domain of this site. Its owner can name it under "
            "site.domains, or let the web server in front pass the Host header on"
        )
        # Visitors only see that nothing was saved; the owner has to learn why.
        log.warning("A choice was not recorded: %s", error.description)
        raise error


def is_own_host(host: str, domains: Iterable[str], *, secure: bool) -> bool:
    """Tell whether a host is a domain of the site or under one."""
    known = (*domains, *(() if secure else LOOPBACK))
    return len(host) <= MAX_HOST_CHARACTERS and any(
        host == name or host.endswith(f".{name}") for name in known
    )


def find_own_origin(
    request: Request, domains: Iterable[str], *, secure: bool
) -> str | None:
    """Return the origin of the asking page if it is one of the site's.

    A browser sets ``Origin`` on every request from another origin, and no page can.
    """
    origin = request.environ.get("HTTP_ORIGIN", "").lower()
    return origin if _is_own_origin(origin, tuple(domains), secure=secure) else None


@lru_cache(REMEMBERED_ORIGINS)
def _is_own_origin(origin: str, domains: tuple[str, ...], *, secure: bool) -> bool:
    # Nothing but an origin: it may go into a record.
    if not ORIGIN.fullmatch(origin):
        return False
    parts = urlsplit(origin)
    schemes = {"https"} if secure else {"https", "http"}
    return parts.scheme in schemes and is_own_host(
        parts.hostname or "", domains, secure=secure
    )


def require_own_origin(request: Request, *, secure: bool) -> None:
    """Refuse a POST that another site's page started.

    ``Sec-Fetch-Site`` decides where the browser sends it, since a page with
    ``Referrer-Policy: no-referrer`` makes ``Origin: null`` of its own posts. Where
    visitors come over https (``secure``), a page that came over http is another origin.
    """
    fetch_site = request.environ.get("HTTP_SEC_FETCH_SITE")
    if fetch_site is not None:
        if fetch_site not in SAME_SITE_FETCHES:
            raise Forbidden("a choice must come from a page of this site")
        return
    origin = request.environ.get("HTTP_ORIGIN")
    if origin is None:
        raise Forbidden("expected an Origin or Sec-Fetch-Site header")
    scheme, _, host = origin.lower().partition("://")
    if host != request.host.lower() or (secure and scheme != "https"):
        raise Forbidden("a choice must come from a page of this site")


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def read_choice(
    request: Request, gated_purposes: Iterable[str], origin: str | None = None
) -> Incoming:
    """Read a JSON or form body.

    ``origin`` is the page's, if it is not that of the request.

    Raises:
        HTTPException: Wrong content type, size or encoding, or a body that does not
            follow the schema.
    """
    environ = request.environ
    length = get_content_length(
        environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING")
    )
    if length is None:
        # A chunked body would be cut short silently at the limit.
        raise LengthRequired("send a Content-Length; chunked bodies are not read")
    if request.mimetype == JSON:
        body = load_json(_read_short(environ, length))
    elif request.mimetype == FORM:
        body = _load_form(request, gated_purposes)
    else:
        raise UnsupportedMediaType(
            f"expected {JSON} or {FORM}, got {request.mimetype or 'nothing'!r:.60}"
        )
    try:
        checked = body if fits(body) else SCHEMA.load(body)
    except ValidationError as error:
        raise UnprocessableEntity(_explain(error)) from error
    own = origin or f"{request.scheme}://{request.host}"
    return _incoming(checked, request, own)


def _read_short(environ: WSGIEnvironment, length: int) -> bytes:
    """Read a body at a fifth of what ``get_data`` costs, within the same bounds."""
    if length > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    data: bytes = environ["wsgi.input"].read(length)
    if len(data) != length:
        raise BadRequest("the body ended before its length")
    return data


def fits(body: Mapping[str, Any]) -> bool:
    """Tell at little cost whether the schema would take a body as it is.

    Where this cannot tell, the schema decides.
    """
    try:
        for name, value in body.items():
            if type(value) is not _KINDS.get(name):
                return False
            if type(value) is dict and not _is_text(value):
                return False
            for validator in SCHEMA.fields[name].validators:
                validator(value)
    except ValidationError:
        return False
    return body.keys() >= _REQUIRED


def _is_text(words: Mapping[object, object]) -> bool:
    return all(type(key) is type(word) is str for key, word in words.items())


def _incoming(body: Mapping[str, Any], request: Request, origin: str) -> Incoming:
    path = body["page"] if "page" in body else referring_path(request) or "/"
    return Incoming(
        raw=RawChoice(
            action=body["act"],
            surface=body["surface"],
            policy_version=body["policy"],
            language=body["language"],
            purposes=body.get("purposes", {}),
            services=body.get("services", {}),
        ),
        click_key=body.get("click"),
        from_script=request.mimetype == JSON,
        page=Page(origin=origin, path=clean_path(path)),
        clear=body.get("clear", False),
    )


def referring_path(request: Request) -> str | None:
    """Return the path of the page that was left, if it is one of this host."""
    try:
        referrer = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if referrer.netloc.lower() != request.host.lower():
        return None
    return clean_path(referrer.path)


def clean_path(path: str) -> str:
    """Keep a local path: no query, no control characters, never another host."""
    local = QUERY.sub("", UNPRINTABLE.sub("", path)).replace("\\", "/")
    return "/" + local.lstrip("/")[: MAX_PATH_CHARACTERS - 1]


def load_json(data: bytes) -> dict[str, Any]:
    """Read a JSON object that can be stored and has one meaning.

    Raises:
        BadRequest: It is none, has a key twice, or holds what is no text.
    """
    try:
        body = _DECODER.decode(data.decode("utf-8-sig"))
        if b"\\" in data or not data.isascii():
            # Half a surrogate pair is valid JSON and no text: nothing could store it.
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not JSON: {error}"[:200]) from error
    if not isinstance(body, dict):
        raise BadRequest("expected a JSON object")
    return body


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has a key twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates)


def _load_form(request: Request, gated_purposes: Iterable[str]) -> dict[str, Any]:
    """Read a form: a checkbox that is not sent is a refusal.

    ``service:ID`` says how one service is decided, or nothing if it follows its
    purposes. It stands under each of them, so that it may come more than once: a
    refusal counts before a grant. A placeholder sends several services as one
    ``service``, with spaces between. Its language stands in its address, so that what
    goes wrong is told in it.
    """
    form = request.form
    body: dict[str, Any] = {}
    if language := request.args.get("language"):
        body["language"] = language
    body |= {
        name: values[-1]
        for name, values in form.lists()
        if name not in FORM_LISTS and not name.startswith(SINGLE)
    }
    body["purposes"] = dict.fromkeys(gated_purposes, "refused") | dict.fromkeys(
        form.getlist("purpose"), "granted"
    )
    named = " ".join(form.getlist("service")).split()
    body["services"] = dict.fromkeys(named, "granted") | _decided_singly(form)
    return body


def _decided_singly(form: MultiDict[str, str]) -> dict[str, str]:
    said = {
        name.removeprefix(SINGLE): [word for word in values if word]
        for name, values in form.lists()
        if name.startswith(SINGLE)
    }
    return {
        name: "refused" if "refused" in words else words[0]
        for name, words in said.items()
        if words
    }


def _explain(error: ValidationError) -> str:
    found = error.messages_dict
    return "; ".join(f"{name:.40}: {found[name]}" for name in sorted(found))
