"""Both modes as a Flask extension, with a tag for templates."""

import logging
from pathlib import Path
from typing import Unpack, cast

from flask import Flask, request
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from consent_server.catalog.model import ServiceId
from consent_server.kernel.errors import SettingError
from consent_server.notice.policy import Policy
from consent_server.sdk.asked import DECISION_KEY
from consent_server.sdk.connect import connect
from consent_server.sdk.visits import PageSettings
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.web.embedded import embed

NAME = "consent"
log = logging.getLogger(__name__)


class Consent:
    """Makes a Flask application obey its visitors' recorded choices.

    ::

        consent = Consent(app, catalog="catalog.yaml", data_dir="consent-data")

    or, with an application factory, ``consent = Consent(catalog=…, data_dir=…)`` and
    ``consent.init_app(app)``. Templates get ``consent`` and the tag
    ``{% consent "google.analytics" %}…{% else %}…{% endconsent %}``.

    ``data_dir`` receives the keys and, unless ``database`` is the address of a
    PostgreSQL database, a SQLite file. Beside a consent server, pass ``server``,
    ``site`` and ``key`` in place of a catalog, as to
    :func:`consent_server.sdk.connect.connect`; then ``data_dir`` receives the policy.
    ``hops`` is how many proxies of the site's own stand in front. The other settings
    are those of :class:`consent_server.sdk.visits.PageSettings`; by default
    ``debug_header`` is Flask's debug mode.
    """

    def __init__(  # noqa: PLR0913 - settings, each by its name
        self,
        app: Flask | None = None,
        *,
        data_dir: str | Path,
        catalog: str | Path | None = None,
        database: str | None = None,
        server: str | None = None,
        site: str | None = None,
        key: str | None = None,
        hops: int = 0,
        **visits: Unpack[PageSettings],
    ) -> None:
        self._catalog = catalog
        self._data_dir = Path(data_dir)
        self._database = database
        self._server = server
        self._site = site
        self._key = key
        self._hops = hops
        self._visits = visits
        self._middleware: ConsentMiddleware | None = None
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Wrap an application, once everything that it needs can be opened.

        Raises:
            CatalogError: The catalog has mistakes; all of them are named.
            SettingError: A setting is missing, or would leave visitors unprotected.
            StoreUnavailableError: The database cannot be opened.
        """
        visits: PageSettings = {"debug_header": app.debug, **self._visits}
        if self._catalog is not None and self._server is None:
            middleware: ConsentMiddleware = embed(
                app.wsgi_app,
                Path(self._catalog),
                self._data_dir,
                database=self._database,
                hops=self._hops,
                **visits,
            )
        elif self._catalog is None and self._server and self._site:
            middleware = connect(
                app.wsgi_app,
                server=self._server,
                site=self._site,
                key=self._key,
                pin_dir=self._data_dir,
                **visits,
            )
        else:
            raise SettingError(
                "pass either catalog=…, or server=… and site=… for a site of a "
                "consent server"
            )
        self._middleware = middleware
        app.wsgi_app = middleware  # type: ignore[method-assign]  # as Flask's manual does
        app.extensions[NAME] = self
        app.jinja_env.globals[NAME] = self
        app.jinja_env.add_extension(ConsentTag)

    @property
    def _policy(self) -> Policy | None:
        return None if self._middleware is None else self._middleware.site.policy

    def allows(self, service: ServiceId) -> bool:
        """Tell whether a service may run for this request's visitor.

        The response then depends on the visitor and is made private. Whatever did not
        come through the middleware, or names an unknown service, is not granted.
        """
        if self._policy is None or service not in self._policy.service_by_id:
            log.warning("unknown_service", extra={"service": service})
        asked = request.environ.get(DECISION_KEY)
        return asked is not None and asked.allows(service)


class ConsentTag(Extension):
    """Renders its body only for visitors who granted the service."""

    tags = {NAME}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Make a condition of the tag."""
        line = next(parser.stream).lineno
        service = parser.parse_expression()
        granted = parser.parse_statements(("name:else", "name:endconsent"))
        otherwise: list[nodes.Node] = []
        if parser.stream.skip_if("name:else"):
            otherwise = parser.parse_statements(("name:endconsent",))
        parser.stream.expect("name:endconsent")
        test = self.call_method("allows", [service], lineno=line)
        return nodes.If(test, granted, [], otherwise, lineno=line)

    def allows(self, service: ServiceId) -> bool:
        """Ask the extension of this environment."""
        return cast("Consent", self.environment.globals[NAME]).allows(service)
