"""The resource "policies": what was published, in its exact bytes."""

from collections.abc import Callable

from flask import Response
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound

from consent_server.ledger.publication import DIGEST
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import Second
from consent_server.web.api.operation import JSON, Given, Resource

POLICIES = Resource("policies", "What was published; nothing of it ever changes.")


class PolicyRowSchema(Schema):
    """A policy and when it was last put in force."""

    version = fields.String(required=True)
    published_at = Second(required=True)
    in_force = fields.Boolean(required=True)


class PolicyListSchema(Schema):
    """The policies of a site."""

    policies = fields.List(fields.Nested(PolicyRowSchema), required=True)


@POLICIES.get("/sites/<site_id>/policies", Role.AUDITOR, answers=PolicyListSchema)
def list_policies(asked: Asked) -> Given:
    """List every version that was published, the newest first."""
    found = asked.site.policies.list_versions()
    return Given(
        value={
            "policies": [
                {"version": version, "published_at": moment, "in_force": not number}
                for number, (version, moment) in enumerate(found)
            ]
        }
    )


@POLICIES.get("/sites/<site_id>/policies/<version>", Role.AUDITOR)
def show_policy(asked: Asked, version: str) -> Response:
    """Give the exact bytes whose SHA-256 is the version."""
    return _give(asked.site.policies.find_policy, version)


@POLICIES.get("/sites/<site_id>/notices/<digest>", Role.AUDITOR)
def show_notice(asked: Asked, digest: str) -> Response:
    """Give the exact bytes of a notice, as a record's `notice_digest` names it."""
    return _give(asked.site.policies.find_notice, digest)


def _give(find: Callable[[str], bytes | None], digest: str) -> Response:
    content = find(digest) if DIGEST.fullmatch(digest) else None
    if content is None:
        raise NotFound("nothing was published under this digest")
    return Response(content, mimetype=JSON)
