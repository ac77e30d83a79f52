"""The resource "sites"."""

from http import HTTPStatus
from typing import Any

from marshmallow import Schema, fields, validate

from consent_server.storage.sites import MAIN, SiteStore, StoredSite
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import END, CatalogSchema, Second
from consent_server.web.api.operation import Access, Given, Link, Resource
from consent_server.web.api.paging import PageQuery, read_cursor, write_cursor
from consent_server.web.api.refusing import Refused
from consent_server.web.registering import add_site, compile_text

FILE = "catalog.yaml"
"""How mistakes name what was sent."""

SITES = Resource("sites", "What a server answers for.")


class SiteSchema(Schema):
    """A site, and where its ledger is."""

    site = fields.String(required=True)
    digest = fields.String(required=True)
    database = fields.String(required=True)
    added_at = Second(required=True)
    published_at = Second(required=True)


class OpenSiteSchema(SiteSchema):
    """A site with what is in force."""

    domains = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    policy_version = fields.String(required=True)
    catalog = fields.String(required=True)


class SiteListSchema(Schema):
    """Some sites."""

    sites = fields.List(fields.Nested(SiteSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class NewSiteSchema(CatalogSchema):
    """A site to be taken in."""

    database = fields.String(
        load_default=MAIN, validate=validate.Regexp(rf"^[a-z0-9][a-z0-9-]{{0,31}}{END}")
    )


@SITES.get("/sites", Access.ANY_KEY, answers=SiteListSchema, query=PageQuery)
def list_sites(asked: Asked) -> Given:
    """List the sites that a key is for, by id."""
    place = read_cursor(asked.query.get("cursor"), str)
    own = None if asked.key is None else asked.key.site_id
    found = [
        one
        for one in SiteStore(asked.main).list_all()
        if own in {None, one.site_id} and (place is None or one.site_id > place[0])
    ]
    limit = asked.query["limit"]
    more = write_cursor(found[limit - 1].site_id) if len(found) > limit else None
    return Given(value={"sites": [*map(_row, found[:limit])], "next": more})


@SITES.post(
    "/sites",
    Role.ADMIN,
    status=HTTPStatus.CREATED,
    answers=OpenSiteSchema,
    body=NewSiteSchema,
    catalog=True,
    links=[Link(operation="show_site", values={"site_id": "$response.body#/site"})],
)
def create_site(asked: Asked) -> Given:
    """Take a site in: its keys, its ledger, its policy.

    The id is the one in the catalog. Servers answer for it within seconds.
    """
    text = asked.body["catalog"]
    site_id = compile_text(text, FILE).site.id
    store = SiteStore(asked.main)
    database = asked.body.get("database", MAIN)
    if database not in asked.parts.databases.names:
        raise Refused(
            HTTPStatus.CONFLICT, "no_such_database", f"no database is called {database}"
        )
    if store.find_place(site_id) is not None:
        raise Refused(
            HTTPStatus.CONFLICT, "site_exists", f"there is a site {site_id} already"
        )
    add_site(text, FILE, asked.parts.databases, asked.parts.around, database)
    path = f"/v1/sites/{site_id}"
    return Given(value=_open_row(_get(store, site_id)), headers={"Location": path})


@SITES.get("/sites/<site_id>", Role.AUDITOR, answers=OpenSiteSchema)
def show_site(asked: Asked) -> Given:
    """Show a site and its catalog file in force."""
    return Given(value=_open_row(_get(SiteStore(asked.main), asked.site_id)))


def _get(store: SiteStore, site_id: str) -> StoredSite:
    found = store.find(site_id)
    if found is None:
        raise LookupError(f"the site {site_id!r} was there a moment ago")
    return found


def _row(one: StoredSite) -> dict[str, Any]:
    return {
        "site": one.site_id,
        "digest": one.place.digest,
        "database": one.place.database,
        "added_at": one.added_at,
        "published_at": one.published_at,
    }


def _open_row(one: StoredSite) -> dict[str, Any]:
    policy = compile_text(one.catalog, FILE)
    return _row(one) | {
        "domains": policy.site.domains,
        "languages": policy.site.languages,
        "policy_version": policy.version,
        "catalog": one.catalog,
    }
