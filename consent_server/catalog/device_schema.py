"""The schemas of what touches a device: cookies, storage, resources, snippets."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from consent_server.catalog import forms
from consent_server.catalog.fields import (
    Flag,
    Keyed,
    ListOf,
    Reader,
    Written,
    one_of,
    text,
)
from consent_server.catalog.model import (
    Cookie,
    Marker,
    Party,
    Resource,
    ResourceKind,
    StorageArea,
    StorageKey,
)


def name_pattern(*, required: bool = False) -> Written:
    """Make a field for a cookie name or storage key."""
    return Written(
        "a name such as _ga, a prefix such as _ga_* or a glob such as mp_*_mixpanel "
        f"(with at least {forms.MIN_PATTERN_LETTERS} characters that are not *, and at "
        f"most {forms.MAX_NAME_LETTERS} characters and {forms.MAX_STARS} *)",
        forms.parse_name_pattern,
        required=required,
    )


class CookieSchema(Keyed):
    """A cookie; one with a domain is third-party."""

    name = name_pattern(required=True)
    life = Written(
        'session or a duration such as "30 minutes" or "13 months"',
        forms.parse_life,
        required=True,
    )
    domain = Written("a host name such as example.com", forms.parse_domain)
    http_only = Flag()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Cookie:
        """Make the value."""
        return Cookie(
            pattern=data["name"],
            party=Party.THIRD if "domain" in data else Party.FIRST,
            domain=data.get("domain"),
            life_seconds=data["life"],
            http_only=data.get("http_only", False),
        )


class StorageSchema(Keyed):
    """A storage key under the name of its area: ``{local: _gcl_ls}``."""

    local = name_pattern()
    session = name_pattern()
    indexeddb = name_pattern()

    @validates_schema(skip_on_field_errors=True)
    def require_one_area(self, data: Mapping[str, Any], **_: object) -> None:
        """Every key lives in one area."""
        if len(data) != 1:
            raise ValidationError("one of local, session, indexeddb with its key")

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> StorageKey:
        """Make the value."""
        ((area, pattern),) = data.items()
        return StorageKey(area=StorageArea(area), pattern=pattern)


class ResourceSchema(Keyed):
    """An address and the kinds of request that go there."""

    url = Written(
        "an address such as www.example.com/tag/*.js?id=X (lower-case host: a name, "
        "*.example.com, www.example.*, or * with a path; at most "
        f"{forms.MAX_ADDRESS_LETTERS} characters and {forms.MAX_STARS} *)",
        forms.parse_url,
        required=True,
    )
    kinds = ListOf(one_of(ResourceKind), required=True, filled=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Resource:
        """Make the value."""
        host, path, query = data["url"]
        kinds = frozenset(data["kinds"])
        return Resource(host=host, path=path, query=query, kinds=kinds)


class MarkerField(Reader):
    """One token as text, or a list of tokens that must all occur."""

    def __init__(self) -> None:
        super().__init__("a token or a list of tokens")
        self._tokens = ListOf(text(), filled=True)

    def read(self, value: object) -> Marker:
        """Read one token or several."""
        tokens = [value] if isinstance(value, str) and value.strip() else value
        if not isinstance(tokens, list):
            raise self.refuse()
        return Marker(tokens=self._tokens.read(tokens))
