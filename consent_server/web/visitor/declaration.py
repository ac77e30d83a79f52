"""The cookie declaration, as a page and as a fragment for other pages."""

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import decide
from consent_server.consent.signals import read_signals
from consent_server.consent.state import ConsentState
from consent_server.notice.declaration import compose_declaration
from consent_server.notice.declaration_formats import declaration_html
from consent_server.notice.render import CHOICES_PATH, negotiate_language, render_head
from consent_server.token.cookie import read_state
from consent_server.web.site import OpenSite

STYLE = "declaration.css"


def add_declaration(routes: Blueprint, site: OpenSite) -> None:
    """Add the routes of a site's declaration."""
    views = DeclarationViews(site)
    routes.add_url_rule("/declaration", "declaration", views.page)
    routes.add_url_rule("/declaration/fragment", "fragment", views.fragment)


def add_public_declaration(routes: Blueprint, site: OpenSite, path: str) -> None:
    """Add the route of a declaration that knows of no visitor."""
    routes.add_url_rule(path, "declaration", DeclarationViews(site).public)


class DeclarationViews:
    """What the routes do; ``?language=`` wins over the browser's languages."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site
        self._declarations = {
            language: compose_declaration(site.policy, language)
            for language in site.policy.notices
        }

    def page(self) -> str:
        """Show the declaration with the visitor's own choice."""
        policy, language = self._site.policy, self._language()
        html = declaration_html(
            self._declarations[language], self._verdicts(self._state()), level=1
        )
        head = render_head(policy, language, mark="").decode()
        return self._page(html, path=CHOICES_PATH, head=Markup(head))  # noqa: S704 - ours

    def public(self) -> str:
        """Show the declaration on a server that cannot see the visitor's choice."""
        declaration = self._declarations[self._language()]
        html = declaration_html(declaration, level=1, path=None)
        return self._page(html, path=None, head="")

    def _page(self, declaration: str, *, path: str | None, head: str) -> str:
        language = self._language()
        notice = self._site.policy.notices[language]
        return render_template(
            "declaration.html",
            language=language,
            direction=notice.direction,
            texts=notice.texts,
            style=STYLE,
            path=path,
            head=head,
            declaration=Markup(declaration),  # noqa: S704 - escaped by its template
        )

    def fragment(self) -> Response:
        """Give the declaration alone, for a page of the site to take in.

        It shows a choice only to the browser that made one: a server that fetches the
        fragment for its pages gets one that is the same for everybody.
        """
        state = self._state()
        answered = state.choice is not None
        html = declaration_html(
            self._declarations[self._language()],
            self._verdicts(state) if answered else None,
        )
        return Response(html, mimetype="text/html")

    def _language(self) -> str:
        return negotiate_language(
            self._site.policy.site.languages,
            request.args.get("language"),
            request.headers.get("Accept-Language"),
        )

    def _state(self) -> ConsentState:
        return read_state(
            request.headers.get("Cookie", ""),
            self._site.codec,
            self._site.clock.now(),
            secure=self._site.secure,
        )

    def _verdicts(self, state: ConsentState) -> dict[ServiceId, str]:
        policy = self._site.policy
        signals = read_signals(request.headers.get("Sec-GPC"))
        decision = decide(policy, state, signals)
        reasons = policy.notices[self._language()].texts.page.reasons
        return {
            service: reasons[verdict.reason]
            for service, verdict in decision.services.items()
        }
