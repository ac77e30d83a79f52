"""What an operation of the interface is.

It is declared once. Who may call it, what is read and answered, and how it is described
follow from that; none can be declared without saying who may call it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPMethod, HTTPStatus
from typing import TypeAlias, TypedDict, TypeVar, Unpack

from flask import Response
from marshmallow import Schema

from consent_server.token.api_key import Role

JSON = "application/json"
YAML = "application/yaml"  # RFC 9512
TEXT = "text/plain; charset=utf-8"


class Access(StrEnum):
    """Who may call what no single role is for."""

    ANYBODY = "anybody"
    """It is public, whoever asks."""
    ANY_KEY = "any_key"
    """The answer is about what the key is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a view answers: a value for the schema, and headers of its own."""

    value: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


View: TypeAlias = Callable[..., Given | Response]
"""Takes what was asked, and what the path names."""
AnyView = TypeVar("AnyView", bound=View)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another operation that an answer leads to.

    ``values`` maps its parameters to places in the answer, as OpenAPI writes them
    (section 4.8.20.4): ``$response.body#/draft_id``.
    """

    operation: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path.

    Attributes:
        path: As Flask's rules, below ``/v1``.
        needed: Who may call it.
        answers: The schema of the answer; none where a view writes bytes.
        media: What the answer is written in.
        query: The schema of its parameters.
        body: The schema of what is sent.
        catalog: Whether the body may as well be a catalog file.
        problems: What it refuses beside what every operation of its kind does.
        matching: Whether it is about a version that ``If-Match`` names.
        ranges: Whether parts of the answer can be asked for.
        browser: Whether pages of the site may read the answer.
        links: What the answer leads to.
    """

    name: str
    resource: str
    method: HTTPMethod
    path: str
    needed: Role | Access
    view: View
    status: HTTPStatus = HTTPStatus.OK
    answers: type[Schema] | None = None
    media: str = JSON
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    catalog: bool = False
    problems: frozenset[HTTPStatus] = frozenset()
    matching: bool = False
    ranges: bool = False
    browser: bool = False
    links: Sequence[Link] = ()

    def __post_init__(self) -> None:
        if self.needed is Access.ANY_KEY and "<site_id>" in self.path:
            raise ValueError(f"{self.path} names a site: say which role may")


class Details(TypedDict, total=False):
    """The attributes of an operation that have a default."""

    status: HTTPStatus
    answers: type[Schema]
    media: str
    query: type[Schema]
    body: type[Schema]
    catalog: bool
    problems: frozenset[HTTPStatus]
    matching: bool
    ranges: bool
    browser: bool
    links: Sequence[Link]


class Resource:
    """The operations of one resource."""

    def __init__(self, name: str, about: str) -> None:
        self.name = name
        self.about = about
        self.operations: list[Operation] = []

    def get(
        self, path: str, needed: Role | Access, **details: Unpack[Details]
    ) -> Callable[[AnyView], AnyView]:
        """Declare what reads; ``details`` are attributes of an operation."""
        return self._declare(HTTPMethod.GET, path, needed, details)

    def post(
        self, path: str, needed: Role | Access, **details: Unpack[Details]
    ) -> Callable[[AnyView], AnyView]:
        """Declare what changes something, once for each key of a client."""
        return self._declare(HTTPMethod.POST, path, needed, details)

    def put(
        self, path: str, needed: Role | Access, **details: Unpack[Details]
    ) -> Callable[[AnyView], AnyView]:
        """Declare what replaces something."""
        return self._declare(HTTPMethod.PUT, path, needed, details)

    def delete(
        self, path: str, needed: Role | Access, **details: Unpack[Details]
    ) -> Callable[[AnyView], AnyView]:
        """Declare what removes something."""
        details.setdefault("status", HTTPStatus.NO_CONTENT)
        return self._declare(HTTPMethod.DELETE, path, needed, details)

    def _declare(
        self,
        method: HTTPMethod,
        path: str,
        needed: Role | Access,
        details: Details,
    ) -> Callable[[AnyView], AnyView]:
        def declare(view: AnyView) -> AnyView:
            self.operations.append(
                Operation(
                    name=view.__name__,
                    resource=self.name,
                    method=method,
                    path=path,
                    needed=needed,
                    view=view,
                    **details,
                )
            )
            return view

        return declare
