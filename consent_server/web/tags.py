"""A server for the script-tag mode: sites whose pages nothing of ours wraps."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Unpack

from flask import Flask
from sqlalchemy import Engine

from consent_server.kernel.errors import CatalogError
from consent_server.notice.policy import Policy, compile_policy
from consent_server.sdk.visits import VisitSettings
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.database import connect
from consent_server.web.hosted import choices_app
from consent_server.web.site import OpenSite, Surroundings, open_site
from consent_server.web.start import check_start
from consent_server.web.tag_router import TagRouter
from consent_server.web.visitor.tag import register_tag
from consent_server.web.visitor.views import limit_bodies


def serve_tags(
    catalog_paths: Iterable[Path],
    data_dir: Path,
    *,
    database: str | None = None,
    hops: int = 0,
    **visits: Unpack[VisitSettings],
) -> Flask:
    """Make the WSGI application that serves sites in the script-tag mode.

    Each catalog is one site; its pages load ``/-/choices/sites/SITE.js`` from here.
    The settings are those of :func:`consent_server.web.embedded.embed`, but for what
    is about pages.

    Raises:
        CatalogError: A catalog has mistakes; all of them are named. Or two have one
            ``site.id``.
        SettingError: A setting would leave visitors unprotected, or the data folder or
            a key cannot be used; docs/reference/checks.md explains each code.
        StoreUnavailableError: The database cannot be opened.
    """
    around = Surroundings(data_dir=data_dir, hops=hops, **visits)
    policies = [compile_policy(read_catalog(path)) for path in catalog_paths]
    for name, count in Counter(policy.site.id for policy in policies).items():
        if count > 1:
            raise CatalogError(f"site.id: {name!r} names {count} of the sites")
    app = choices_app()
    engine = connect(app, data_dir, database)
    try:
        apps = {one.site.id: _open(one, engine, around) for one in policies}
    finally:
        # A server that forks its workers now gives them no connection of this process.
        engine.dispose()
    app.wsgi_app = TagRouter(app.wsgi_app, apps.get)  # type: ignore[method-assign]  # as Flask's manual does
    return app


def tag_app(site: OpenSite) -> Flask:
    """Make the application that answers the script tags of one site."""
    app = choices_app()
    limit_bodies(app)
    register_tag(app, site)
    return app


def _open(policy: Policy, engine: Engine, around: Surroundings) -> Flask:
    check_start(None, policy, engine, around)
    return tag_app(open_site(policy, engine, around))
