"""The description of the interface (OpenAPI 3.1), made of what is declared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPMethod, HTTPStatus
from inspect import cleandoc
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from consent_server.sdk.answers import PROBLEM_JSON
from consent_server.token.api_key import Role
from consent_server.web.api.common_schema import ProblemSchema
from consent_server.web.api.operation import JSON, YAML, Access, Operation, Resource
from consent_server.web.api.paging import LARGEST
from consent_server.web.api.repeating import FORM, HEADER, REPLAYED

TITLE = "consent-server"
VERSION = "v1"
PREFIX = f"/{VERSION}"
OPENAPI = "3.1.0"
_ARGUMENT = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
_KINDS: Mapping[str | None, Mapping[str, object]] = {
    None: {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0, "maximum": LARGEST},
}
_WHO = {
    Access.ANYBODY: "Anybody may ask.",
    Access.ANY_KEY: "Any key; it is about what the key is for.",
    Role.ADMIN: "Keys: admin.",
    Role.OWNER: "Keys: owner, admin.",
    Role.AUDITOR: "Keys: auditor, owner, admin.",
    Role.MIDDLEWARE: "Keys: middleware, owner, admin.",
}
_ETAG = {"schema": {"type": "string"}, "description": "The version, for If-Match."}
_REPEATED = {
    "schema": {"type": "string", "enum": ["true"]},
    "description": "There where this repeats the answer to an earlier request.",
}


def describe(resources: Sequence[Resource]) -> dict[str, Any]:
    """Write the description of all operations."""
    spec = APISpec(
        title=TITLE,
        version=VERSION,
        openapi_version=OPENAPI,
        info={"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
        tags=[{"name": one.name, "description": one.about} for one in resources],
    )
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    operations = [it for resource in resources for it in resource.operations]
    for status in sorted(frozenset[HTTPStatus]().union(*map(refusals, operations))):
        spec.components.response(status.name, _problem(status))
    for one in operations:
        path = described_path(f"{PREFIX}{one.path}")
        spec.path(path=path, operations={one.method.lower(): _operation(one)})
    found: dict[str, Any] = spec.to_dict()
    return found


def described_path(rule: str) -> str:
    """Write a path as OpenAPI does."""
    return _ARGUMENT.sub(r"{\g<name>}", rule)


def refusals(operation: Operation) -> frozenset[HTTPStatus]:
    """Return every status with which an operation can refuse."""
    found = {HTTPStatus.SERVICE_UNAVAILABLE}
    found |= {HTTPStatus.UNPROCESSABLE_ENTITY}  # an unknown parameter
    if operation.needed is not Access.ANYBODY:
        found |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
    if isinstance(operation.needed, Role):
        found.add(HTTPStatus.FORBIDDEN)
    if "<" in operation.path:
        found.add(HTTPStatus.NOT_FOUND)
    if operation.body is not None:
        found |= {
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.LENGTH_REQUIRED,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        }
    if operation.method is HTTPMethod.POST:
        found |= {
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        }
    if operation.matching:
        found |= {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED}
    if operation.ranges:
        found.add(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    return frozenset(found | operation.problems)


def _operation(one: Operation) -> dict[str, Any]:
    summary, _, rest = cleandoc(one.view.__doc__ or "").partition("\n")
    described: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.resource],
        "summary": summary,
        "description": "\n".join(filter(None, (rest.strip(), _WHO[one.needed]))),
        "parameters": [*_parameters(one)],
        "responses": {str(status): it for status, it in sorted(_answers(one))},
        "security": [] if one.needed is Access.ANYBODY else [{"key": []}],
    }
    if one.body is not None:
        media: dict[str, object] = {JSON: {"schema": one.body}}
        if one.catalog:
            media[YAML] = {"schema": {"type": "object"}}
        described["requestBody"] = {"required": True, "content": media}
    return described


def _parameters(one: Operation) -> Iterator[Mapping[str, object]]:
    for found in _ARGUMENT.finditer(one.path):
        yield {
            "in": "path",
            "name": found["name"],
            "required": True,
            "schema": _KINDS[found["kind"]],
        }
    if one.query is not None:
        yield {"in": "query", "schema": one.query}
    if one.method is HTTPMethod.POST:
        yield _header(HEADER, "Made up by you for this change.", pattern=FORM)
    if one.matching:
        yield _header("If-Match", "The ETag of the version that you have seen.")


def _header(name: str, about: str, **more: str) -> Mapping[str, object]:
    return {
        "in": "header",
        "name": name,
        "required": True,
        "description": about,
        "schema": {"type": "string", **more},
    }


def _answers(one: Operation) -> Iterator[tuple[int, Mapping[str, object]]]:
    good: dict[str, object] = {"description": one.status.phrase}
    if one.status is not HTTPStatus.NO_CONTENT:
        plain = {"type": "object" if one.media == JSON else "string"}
        schema: object = one.answers or plain
        good["content"] = {one.media.partition(";")[0]: {"schema": schema}}
    if one.method is HTTPMethod.GET:
        good["headers"] = {"ETag": _ETAG}
        yield HTTPStatus.NOT_MODIFIED, {"description": "You have it already."}
    if one.method is HTTPMethod.POST:
        good["headers"] = {REPLAYED: _REPEATED}
    if one.ranges:
        yield HTTPStatus.PARTIAL_CONTENT, {**good, "description": "Some of it."}
    if one.links:
        good["links"] = {
            it.operation: {"operationId": it.operation, "parameters": {**it.values}}
            for it in one.links
        }
    yield one.status, good
    for status in refusals(one):
        yield status, {"$ref": f"#/components/responses/{status.name}"}


def _problem(status: HTTPStatus) -> dict[str, object]:
    content = {PROBLEM_JSON: {"schema": ProblemSchema}}
    return {"description": status.phrase, "content": content}


def _name(schema: type[Schema] | Schema | str) -> str:
    """Name a schema in the description as its class, without the last word."""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema")
