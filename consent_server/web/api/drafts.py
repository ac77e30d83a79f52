"""The resource "drafts": a policy is prepared, reviewed, and only then published."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from http import HTTPStatus
from threading import Lock
from typing import Any
from uuid import UUID

from werkzeug.exceptions import NotFound

from consent_server.catalog.diff import diff_catalogs
from consent_server.catalog.lint.report import to_json
from consent_server.catalog.model import Catalog
from consent_server.kernel.canonical import Json
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.published import read_catalog
from consent_server.storage.policy_drafts import DraftStore, PolicyDraft
from consent_server.storage.record_pages import count_subjects
from consent_server.storage.sites import SiteStore, digest_of
from consent_server.token.api_key import Role
from consent_server.web.api.answering import etag_of, write_json
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import CatalogSchema
from consent_server.web.api.drafts_schema import (
    DraftListSchema,
    DraftSchema,
    LintedDraftSchema,
    PreviewSchema,
)
from consent_server.web.api.operation import Given, Link, Resource
from consent_server.web.api.refusing import CHANGED, Refused
from consent_server.web.api.repeating import used_already
from consent_server.web.api.sites import FILE
from consent_server.web.judging import judge_site
from consent_server.web.registering import publish_site

MOST_DRAFTS = 100
MOST_COUNTED = 100_000
"""Counting further would read a large table for a figure that nobody needs exactly."""

DRAFTS = Resource("drafts", "Policies that are prepared; who reviewed them is kept.")
_ONE = "/sites/<site_id>/drafts/<uuid:draft_id>"
_ITSELF = {
    "site_id": "$request.path.site_id",
    "draft_id": "$response.body#/draft_id",
}
_SEEN = _ITSELF | {"If-Match": "$response.header.ETag"}
_publishing = Lock()


@DRAFTS.get("/sites/<site_id>/drafts", Role.OWNER, answers=DraftListSchema)
def list_drafts(asked: Asked) -> Given:
    """List the drafts of a site, the newest first."""
    return Given(value={"drafts": _store(asked).list_all()})


@DRAFTS.post(
    "/sites/<site_id>/drafts",
    Role.OWNER,
    status=HTTPStatus.CREATED,
    answers=LintedDraftSchema,
    body=CatalogSchema,
    catalog=True,
    links=[
        Link(operation="show_draft", values=_ITSELF),
        Link(operation="preview_draft", values=_ITSELF),
        Link(operation="replace_draft", values=_SEEN),
        Link(operation="review_draft", values=_SEEN),
        Link(operation="delete_draft", values=_SEEN),
    ],
)
def create_draft(asked: Asked) -> Given:
    """Keep a catalog as a draft, and say what the law says about it."""
    store, text = _store(asked), asked.body["catalog"]
    findings = _judge(asked, text)[1]
    draft_id = asked.new_id()
    if store.find(draft_id) is None:
        if len(store.list_all()) >= MOST_DRAFTS:
            raise Refused(
                HTTPStatus.CONFLICT,
                "too_many_drafts",
                f"a site has at most {MOST_DRAFTS} drafts; delete some",
            )
        store.add(draft_id, text, asked.by, asked.now)
    draft = _get(asked, draft_id)
    if draft.catalog != text:
        raise used_already()
    return _linted(asked, draft, findings)


@DRAFTS.get(_ONE, Role.OWNER, answers=DraftSchema)
def show_draft(asked: Asked, draft_id: UUID) -> Given:
    """Show a draft; its ETag names the version for the steps that follow."""
    return _given(asked, _get(asked, draft_id))


@DRAFTS.put(
    _ONE,
    Role.OWNER,
    answers=LintedDraftSchema,
    body=CatalogSchema,
    catalog=True,
    matching=True,
    links=[Link(operation="review_draft", values=_SEEN)],
)
def replace_draft(asked: Asked, draft_id: UUID) -> Given:
    """Put another catalog into a draft; a review of the old one is gone."""
    (draft, _), text = _get_seen(asked, draft_id), asked.body["catalog"]
    findings = _judge(asked, text)[1]
    _require(done=_store(asked).replace(draft, text, asked.now))
    return _linted(asked, _get(asked, draft_id), findings)


@DRAFTS.delete(_ONE, Role.OWNER, matching=True)
def delete_draft(asked: Asked, draft_id: UUID) -> Given:
    """Drop a draft; what was published of it stays."""
    draft, _ = _get_seen(asked, draft_id)
    _require(done=_store(asked).remove(draft))
    return Given()


@DRAFTS.get(
    f"{_ONE}/preview",
    Role.OWNER,
    answers=PreviewSchema,
)
def preview_draft(asked: Asked, draft_id: UUID) -> Given:
    """Say what a draft would change, and whether visitors are asked again.

    `choices` are those that count now: so many visitors have something at stake.
    """
    draft = _get(asked, draft_id)
    # Read before what it names: who reviews over it has seen that or something older.
    replaces = _replaces(draft, _digest_in_force(asked))
    policy, findings = _judge(asked, draft.catalog)
    changes = diff_catalogs(_in_force(asked), policy.catalog)
    lifetime = timedelta(days=asked.site.policy.site.choice_lifetime_days)
    choices = count_subjects(
        asked.engine, asked.site_id, asked.now - lifetime, MOST_COUNTED + 1
    )
    return Given(
        value={
            "policy_version": policy.version,
            "replaces": replaces,
            "needs_fresh_consent": any(it.needs_fresh_consent for it in changes),
            "changes": changes,
            "findings": findings,
            "choices": min(choices, MOST_COUNTED),
            "more_choices": choices > MOST_COUNTED,
        }
    )


@DRAFTS.post(
    f"{_ONE}/review",
    Role.OWNER,
    answers=DraftSchema,
    matching=True,
    links=[Link(operation="publish_draft", values=_SEEN)],
)
def review_draft(asked: Asked, draft_id: UUID) -> Given:
    """Say that you approve of a draft, over the catalog that is in force now."""
    draft, digest = _get_seen(asked, draft_id)
    _require(done=_store(asked).review(draft, digest, asked.by, asked.now))
    return _given(asked, _get(asked, draft_id))


@DRAFTS.post(
    f"{_ONE}/publish",
    Role.OWNER,
    answers=DraftSchema,
    matching=True,
    links=[
        Link(
            operation="show_policy",
            values={
                "site_id": "$request.path.site_id",
                "version": "$response.body#/policy_version",
            },
        )
    ],
)
def publish_draft(asked: Asked, draft_id: UUID) -> Given:
    """Put a reviewed draft in force; servers follow within seconds."""
    with _publishing:
        draft, digest = _get_seen(asked, draft_id)
        if draft.published_at is not None and digest == digest_of(draft.catalog):
            return _given(asked, draft)
        _require_reviewed(draft, digest)
        policy = publish_site(
            draft.catalog, FILE, asked.parts.databases, asked.parts.around, digest
        )
        _require(done=_store(asked).publish(draft, policy.version, asked.by, asked.now))
    return _given(asked, _get(asked, draft_id))


def _require_reviewed(draft: PolicyDraft, digest: str) -> None:
    if draft.reviewed_at is None:
        raise Refused(
            HTTPStatus.CONFLICT, "not_reviewed", "nobody has reviewed this draft"
        )
    # What is in force may be this draft, put there by a request that was cut off.
    if digest not in {draft.reviewed_against, digest_of(draft.catalog)}:
        raise Refused(
            HTTPStatus.CONFLICT,
            "reviewed_over_another",
            "another catalog was put in force since the review; review it again",
        )


def _judge(asked: Asked, text: str) -> tuple[Policy, list[Json]]:
    """Make a policy of a site's catalog, and say what the law has against it.

    Raises:
        CatalogError: It has mistakes.
        Refused: It is another site's.
    """
    catalog, findings = judge_site(text, FILE)
    policy = compile_policy(catalog)
    in_force, wanted = asked.site.policy.site, catalog.site
    if (wanted.id, wanted.domains[0]) != (in_force.id, in_force.domains[0]):
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "another_site",
            f"the id {in_force.id} and the first domain {in_force.domains[0]} of a "
            "site stay as they are: its ledger is named after them",
        )
    return policy, to_json(findings)


def _in_force(asked: Asked) -> Catalog:
    content = asked.site.policies.in_force()
    return asked.site.policy.catalog if content is None else read_catalog(content)


def _digest_in_force(asked: Asked) -> str:
    place = SiteStore(asked.main).find_place(asked.site_id)
    return "" if place is None else place.digest


def _store(asked: Asked) -> DraftStore:
    return DraftStore(asked.main, asked.site_id)


def _get(asked: Asked, draft_id: UUID) -> PolicyDraft:
    found = _store(asked).find(draft_id)
    if found is None:
        raise NotFound("there is no such draft")
    return found


def _get_seen(asked: Asked, draft_id: UUID) -> tuple[PolicyDraft, str]:
    """Return a draft if it is still the version that the client has seen.

    And the digest of the catalog that is in force, which the client has seen too.
    """
    draft, digest = _get(asked, draft_id), _digest_in_force(asked)
    asked.require_match(_etag(_shown(draft, digest)))
    return draft, digest


def _require(*, done: bool) -> None:
    """Refuse what somebody else was quicker with."""
    if not done:
        raise Refused(
            HTTPStatus.PRECONDITION_FAILED,
            CHANGED,
            "somebody else changed this draft meanwhile; look at it again",
        )


def _given(asked: Asked, draft: PolicyDraft) -> Given:
    shown = _shown(draft, _digest_in_force(asked))
    return Given(value=shown, headers={"ETag": f'"{_etag(shown)}"'})


def _linted(asked: Asked, draft: PolicyDraft, findings: list[Json]) -> Given:
    path = f"/v1/sites/{draft.site_id}/drafts/{draft.draft_id}"
    shown = _shown(draft, _digest_in_force(asked))
    return Given(
        value=shown | {"findings": findings},
        headers={"ETag": f'"{_etag(shown)}"', "Location": path},
    )


def _shown(draft: PolicyDraft, digest: str) -> dict[str, Any]:
    return asdict(draft) | {"replaces": _replaces(draft, digest)}


def _replaces(draft: PolicyDraft, digest: str) -> str:
    """Return the digest of what a draft replaces, or replaced if it is in force."""
    itself = digest == digest_of(draft.catalog)
    return (draft.reviewed_against if itself else None) or digest


def _etag(shown: Mapping[str, Any]) -> str:
    return etag_of(write_json(DraftSchema, shown))
