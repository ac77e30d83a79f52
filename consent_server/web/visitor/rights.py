"""What visitors can do with their records: take them along, check them, erase them."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from consent_server.consent.choice import Action, RawChoice, Surface
from consent_server.consent.record import Page
from consent_server.consent.state import ConsentState, RecordedChoice
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.tombstone import ErasureReason
from consent_server.ledger.trust import Trust
from consent_server.notice.render import CHOICES_PATH, negotiate_language
from consent_server.storage.erasures import PERSONAL
from consent_server.storage.records import StoredRecord, subject_of
from consent_server.token.cookie import clear_cookies
from consent_server.web.jobs.erase import PROMISED_HOURS
from consent_server.web.site import OpenSite
from consent_server.web.visitor.access import access_file
from consent_server.web.visitor.history import own_records
from consent_server.web.visitor.incoming import (
    JSON,
    Incoming,
    require_own_host,
    require_own_origin,
)
from consent_server.web.visitor.receipt_check import (
    MAX_RECEIPT_BYTES,
    Judgement,
    Standing,
    judge_receipt,
)
from consent_server.web.visitor.recording import Visitor, record_choice
from consent_server.web.visitor.visiting import ended_cookies, visitor_of

ERASE_PATH = f"{CHOICES_PATH}erase"
EVERYTHING_PATH = f"{CHOICES_PATH}everything.json"
STATUS = {
    Standing.EMPTY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Standing.MALFORMED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Standing.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


def add_rights(routes: Blueprint, site: OpenSite) -> None:
    """Add the routes of a site for the rights of its visitors."""
    views = RightsViews(site)
    routes.add_url_rule("/everything.json", "everything", views.everything)
    routes.add_url_rule("/erase", "confirm", views.confirm)
    routes.add_url_rule("/erase", "erase", views.erase, methods=["POST"])
    routes.add_url_rule("/erased", "erased", views.erased)
    routes.add_url_rule("/receipts/check", "ask_receipt", views.ask_receipt)
    routes.add_url_rule(
        "/receipts/check", "check_receipt", views.check_receipt, methods=["POST"]
    )


class RightsViews:
    """What the routes do; only the holder of a genuine token has any records."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site

    def everything(self) -> Response:
        """Give the visitor everything that is kept about this browser."""
        site, visitor = self._site, self._visitor()
        self._records(visitor)
        site.integrate()  # a receipt is kept: better with its proof
        records = self._records(visitor)
        body = access_file(
            records, site.ledger, site.note_signer.name, site.policies, site.clock.now()
        )
        response = Response(body, mimetype=JSON)
        response.headers["Content-Disposition"] = 'attachment; filename="choices.json"'
        return response

    def confirm(self) -> str:
        """Say what erasing means, and ask; nothing happens yet."""
        self._records(self._visitor())
        return self._page("erase.html", path=ERASE_PATH, everything=EVERYTHING_PATH)

    def erase(self) -> BaseResponse:
        """Withdraw everything, note the request, and clear the choice in the browser.

        The withdrawal is a record of its own, which loses its person with the others:
        that everything was withdrawn can be shown later, and of nobody.
        """
        site = self._site
        require_own_origin(request, secure=site.secure)
        require_own_host(request, site.policy.site.domains, secure=site.secure)
        visitor = self._visitor()
        records = self._records(visitor)
        language = self._language(request.args.get("language"))
        if _grants(visitor.state):
            withdrawal = self._withdrawal(language)
            site.floodgate.require_room(request, withdrawal.raw)
            record_choice(site, withdrawal, visitor)
        site.erasures.ask(
            subject_of(records), PERSONAL, ErasureReason.REQUEST, site.clock.now()
        )
        # 303: the browser follows with GET, so that a reload posts nothing again.
        target = f"{CHOICES_PATH}erased?language={language}"
        response = redirect(target, code=HTTPStatus.SEE_OTHER)
        nothing = RecordedChoice(
            record_id=records[0].record_id,
            issued_at=site.clock.now(),
            purposes=frozenset(),
            services=frozenset(),
        )
        ended = ended_cookies(site, request, nothing)
        for value in clear_cookies(secure=site.secure) + ended:
            response.headers.add("Set-Cookie", value)
        return response

    def erased(self) -> str:
        """Say what happens now; it tells of nobody."""
        return self._page("erased.html")

    def ask_receipt(self) -> str:
        """Ask for a receipt."""
        return self._page("receipt_check.html", **self._key(), judgement=None)

    def check_receipt(self) -> tuple[str, HTTPStatus]:
        """Judge the receipt that somebody brought; nothing of it is kept."""
        require_own_origin(request, secure=self._site.secure)
        request.max_content_length = MAX_RECEIPT_BYTES
        try:
            judgement = judge_receipt(_read_receipt(), _own_logs(self._site))
        except RequestEntityTooLarge:
            judgement = Judgement(standing=Standing.TOO_LARGE)
        page = self._page("receipt_check.html", **self._key(), judgement=judgement)
        return page, STATUS.get(judgement.standing, HTTPStatus.OK)

    def _key(self) -> dict[str, str]:
        return {"key": self._site.note_signer.vkey}

    def _visitor(self) -> Visitor:
        return visitor_of(self._site, request)

    def _records(self, visitor: Visitor) -> list[StoredRecord]:
        records = own_records(self._site.records, visitor.state.record_id)
        if not records:
            raise NotFound("there is no record of this browser")
        return records

    def _withdrawal(self, language: str) -> Incoming:
        return Incoming(
            raw=RawChoice(
                action=Action.WITHDRAW,
                surface=Surface.MY_CHOICES,
                policy_version=self._site.policy.version,
                language=language,
            ),
            click_key=None,
            from_script=False,
            page=Page(origin=f"{request.scheme}://{request.host}", path=ERASE_PATH),
            clear=False,
        )

    def _language(self, wanted: str | None) -> str:
        return negotiate_language(
            self._site.policy.site.languages,
            wanted,
            request.headers.get("Accept-Language"),
        )

    def _page(self, template: str, **values: object) -> str:
        language = self._language(request.args.get("language"))
        notice = self._site.policy.notices[language]
        return render_template(
            template,
            language=language,
            direction=notice.direction,
            page=notice.texts.page,
            rights=notice.texts.rights,
            hours=PROMISED_HOURS,
            choices=f"{CHOICES_PATH}?language={language}",
            **values,
        )


def _own_logs(site: OpenSite) -> Trust:
    """Trust every key of every log of the site: old receipts hold as new ones do."""
    newest, vkeys = site.ledger, [site.note_signer.vkey]
    for epoch in range(FIRST_EPOCH, newest.epoch + 1):
        vkeys += newest.at(epoch).keys()
    return Trust(log_keys=tuple(map(NoteVerifier, dict.fromkeys(vkeys))))


def _grants(state: ConsentState) -> bool:
    return state.choice is not None and bool(
        state.choice.purposes or state.choice.services
    )


def _read_receipt() -> bytes:
    """Take the file, else the text; without a file a form sends an empty one."""
    file = request.files.get("file")
    uploaded = file.read() if file is not None else b""
    return uploaded or request.form.get("text", "").encode("utf-8", "replace")
