"""The visitor's routes, under ``/-/choices/`` on the site's own origin."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Flask, Response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from consent_server.catalog.model import PurposeId, ServiceId
from consent_server.consent.choice import ConsentStatus
from consent_server.consent.decide import Decision, decide
from consent_server.consent.state import ConsentState, Reason
from consent_server.enforcement.evidence import Evidence
from consent_server.notice.cldr import date_in_words
from consent_server.notice.files import NO_SUCH_FILE, files_of
from consent_server.notice.model import Notice, NoticeService
from consent_server.notice.policy import Policy
from consent_server.notice.render import (
    CHOICES_PATH,
    negotiate_language,
    render_head,
    render_own_page,
)
from consent_server.sdk.answers import HARDENING, NOT_STORED
from consent_server.sdk.packed_files import PackedFiles
from consent_server.sdk.reporting import Reporting
from consent_server.storage.records import StoredRecord
from consent_server.web.ahead import Ahead, fail
from consent_server.web.problems import register_problems
from consent_server.web.site import OpenSite
from consent_server.web.visitor.choosing import Choosing
from consent_server.web.visitor.declaration import add_declaration
from consent_server.web.visitor.history import find_own_record, read_history
from consent_server.web.visitor.incoming import (
    JSON,
    MAX_BODY_BYTES,
    MAX_FORM_PARTS,
)
from consent_server.web.visitor.receipts import receipt_of
from consent_server.web.visitor.rights import add_rights
from consent_server.web.visitor.visiting import (
    state_of,
    visitor_of,
)


def register_visitor(app: Flask, site: OpenSite, evidence: Evidence) -> None:
    """Add the routes of one site to a Flask application.

    ``evidence`` takes what browsers report.
    """
    limit_bodies(app)
    views = VisitorViews(site)
    routes = Blueprint("visitor", __name__, url_prefix=CHOICES_PATH.rstrip("/"))
    routes.add_url_rule("/", "my_choices", views.my_choices)
    routes.add_url_rule("/", "choose", fail, methods=["POST"])
    routes.add_url_rule("/assets/<name>", "asset", views.asset)
    routes.add_url_rule("/receipts/<uuid:record_id>.json", "receipt", views.receipt)
    add_declaration(routes, site)
    routes.add_url_rule("/reports", "report", fail, methods=["POST"])
    add_rights(routes, site)
    app.register_blueprint(routes)
    app.after_request(harden)
    register_problems(app, site.policy)
    app.wsgi_app = Reporting(  # type: ignore[method-assign]  # as Flask's manual does
        Ahead(app.wsgi_app, Choosing(site).answer), site.policy.matcher, evidence
    )


def limit_bodies(app: Flask) -> None:
    """Let nobody send more than a choice takes."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS


class VisitorViews:
    """What the routes of one site do."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site
        self._files = PackedFiles(files_of(site.policy))

    def my_choices(self) -> str:
        """Show what applies, what is held, and every recorded choice."""
        policy = self._site.policy
        visitor = visitor_of(self._site, request)
        state = visitor.state
        language = negotiate_language(
            policy.site.languages,
            request.args.get("language"),
            request.headers.get("Accept-Language"),
        )
        mark = self._site.random(16).hex()
        decision = decide(policy, state, visitor.signals)
        return render_template(
            "my_choices.html",
            policy=policy,
            notice=policy.notices[language],
            language=language,
            held=_held(policy.notices[language], decision),
            valid_until=_valid_until(policy, state, language),
            choosing=_our_markup(
                render_own_page(
                    policy,
                    language,
                    mark=mark,
                    click_key=self._site.random(16).hex(),
                    ticked=_ticked(policy, state, decision),
                    singly=_decided_singly(policy, state, decision),
                )
            ),
            history=read_history(self._site.records, state.record_id, policy, language),
            head=_our_markup(render_head(policy, language, mark=mark)),
            path=CHOICES_PATH,
        )

    def receipt(self, record_id: UUID) -> Response:
        """Give the visitor the receipt of one of their own records."""
        record = self._find_own(record_id)
        if record is not None and record.index is None:
            self._site.integrate()  # a receipt is kept: better with its proof
            record = self._find_own(record_id)
        if record is None:
            raise NotFound("there is no such record in this browser")
        body = receipt_of(self._site, record)
        response = Response(body, mimetype=JSON)
        response.headers["Content-Disposition"] = (
            f'attachment; filename="receipt-{record_id}.json"'
        )
        return response

    def _find_own(self, record_id: UUID) -> StoredRecord | None:
        own = state_of(self._site, request).record_id
        return find_own_record(self._site.records, own, record_id)

    def asset(self, name: str) -> Response:
        """Serve a script, a style or a second layer."""
        return answer_file(self._files, name)


def answer_file(files: PackedFiles, name: str) -> Response:
    """Give a file of a notice to whoever asks now.

    Raises:
        NotFound: There is no such file.
    """
    found = files.answer(name, request.headers.get("Accept-Encoding"))
    if found is None:
        raise NotFound(NO_SUCH_FILE)
    headers, body = found
    return Response(body, headers=headers)


def _our_markup(rendered: bytes) -> Markup:
    return Markup(rendered.decode())  # noqa: S704 - escaped by its template


def _held(notice: Notice, decision: Decision) -> list[tuple[NoticeService, Reason]]:
    """Return what may not run now, and why."""
    return [
        (service, decision.services[name].reason)
        for name, service in sorted(notice.services.items())
        if not decision.allows(name)
    ]


def _valid_until(policy: Policy, state: ConsentState, language: str) -> str | None:
    """Return the last day of the choice that counts, in words."""
    if state.choice is None:
        return None
    lifetime = timedelta(days=policy.site.choice_lifetime_days)
    return date_in_words(state.choice.issued_at + lifetime, language)


def _ticked(
    policy: Policy, state: ConsentState, decision: Decision
) -> frozenset[PurposeId]:
    """Return the purposes whose boxes are ticked: what was granted (rule W4).

    Those of what came after the visitor's choice are not, or saving unchanged would
    grant what is new (rule C1).
    """
    added = state.choice.open_services if state.choice else frozenset()
    asked = {purpose for service in added for purpose in policy.purposes_of(service)}
    allowed = {name for name, it in decision.purposes.items() if it.allowed}
    return frozenset(allowed - asked)


def _decided_singly(
    policy: Policy, state: ConsentState, decision: Decision
) -> dict[ServiceId, str]:
    """Say how the services are decided that do not follow their purposes (rule W4).

    Saving unchanged must not change them.
    """
    answered = policy.gated_services if state.choice else frozenset()
    answered -= state.choice.open_services if state.choice else frozenset()
    return {
        name: _status(allowed=decision.allows(name)).value
        for name in sorted(answered)
        if decision.allows(name)
        is not all(decision.purposes[it].allowed for it in policy.purposes_of(name))
    }


def _status(*, allowed: bool) -> ConsentStatus:
    return ConsentStatus.GRANTED if allowed else ConsentStatus.REFUSED


def harden(response: Response) -> Response:
    """Keep answers about one visitor out of every cache, and pages out of frames."""
    response.headers.setdefault(*NOT_STORED)
    response.headers.update(HARDENING)
    return response
