"""The resource "choices": a program of the site records what a visitor chose."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, fields, validate

from consent_server.consent.choice import ConsentStatus, RawChoice, Surface
from consent_server.consent.record import Page
from consent_server.consent.signals import read_signals
from consent_server.token.api_key import Role
from consent_server.token.cookie import read_token
from consent_server.web.agent import coarse_agent
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import short_text
from consent_server.web.api.operation import Given, Link, Resource
from consent_server.web.api.refusing import BODY_INVALID, Refused
from consent_server.web.visitor.incoming import Incoming, clean_path, is_own_host
from consent_server.web.visitor.recording import Visitor, record_choice

CHOICES = Resource("choices", "Choices that a program of the site hands in.")
_SHOWN = {"site_id": "$request.path.site_id", "record_id": "$response.body#/record_id"}
_LONGEST_ID = 100


def _answers(about: str) -> fields.Dict:
    return fields.Dict(
        keys=short_text(_LONGEST_ID),
        values=fields.String(
            validate=validate.OneOf(
                [ConsentStatus.GRANTED.value, ConsentStatus.REFUSED.value]
            )
        ),
        load_default=dict,
        metadata={"description": about},
    )


class NewChoiceSchema(Schema):
    """What a visitor chose, as a click on the notice would say it."""

    action = short_text(20, required=True)
    policy_version = short_text(64, required=True)
    language = short_text(35, required=True)
    purposes = _answers("For the action `custom`: every purpose that is asked for.")
    services = _answers("Those that differ from their purposes.")
    token = short_text(
        4_096,
        metadata={"description": "The visitor's token so far, as its cookie has it."},
    )
    gpc = fields.Boolean(
        load_default=False,
        metadata={"description": "Whether the visitor's browser sent `Sec-GPC: 1`."},
    )
    page = short_text(
        2_048, metadata={"description": "The page; its query is left out."}
    )
    user_agent = short_text(
        512, metadata={"description": "Of the visitor; a few coarse words are kept."}
    )


class RecordedSchema(Schema):
    """The record, and what lets the visitor's browser show it.

    `token` is the value of the cookie that `set_cookie` sets, beside a readable copy.
    """

    record_id = fields.UUID(required=True)
    token = fields.String(required=True)
    set_cookie = fields.List(fields.String(), required=True)


@CHOICES.post(
    "/sites/<site_id>/choices",
    Role.MIDDLEWARE,
    status=HTTPStatus.CREATED,
    answers=RecordedSchema,
    body=NewChoiceSchema,
    links=[
        Link(operation="show_record", values=_SHOWN),
        Link(operation="show_receipt", values=_SHOWN),
        Link(operation="show_state", values=_SHOWN),
    ],
)
def hand_in_choice(asked: Asked) -> Given:
    """Record what a visitor chose; send the cookies of the answer to the browser.

    It is judged as a click on the notice: the version must be the one in force, and
    every purpose must be answered. Without an answer, nothing was granted.
    """
    done = record_choice(asked.site, _incoming(asked), _visitor(asked))
    _, _, first = done.cookies[0].partition("=")
    return Given(
        value={
            "record_id": done.recorded.record_id,
            "token": first.partition(";")[0],
            "set_cookie": done.cookies,
        }
    )


def _incoming(asked: Asked) -> Incoming:
    sent = asked.body
    return Incoming(
        raw=RawChoice(
            action=sent["action"],
            surface=Surface.API,
            policy_version=sent["policy_version"],
            language=sent["language"],
            purposes=sent["purposes"],
            services=sent["services"],
        ),
        # A repetition that comes after the answer was forgotten meets its record too.
        click_key=(asked.once or b"").hex(),
        from_script=True,
        page=_page(asked, sent),
        clear=False,
    )


def _page(asked: Asked, sent: Mapping[str, Any]) -> Page:
    site = asked.site
    domains = site.policy.site.domains
    url = sent.get("page", f"https://{domains[0]}/")
    try:
        parts = urlsplit(url)
        port = parts.port
        own = is_own_host(parts.hostname or "", domains, secure=site.secure)
    except ValueError:
        own = False
    if not own or parts.scheme not in {"https", "http"}:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            BODY_INVALID,
            "the page is none of this site",
            errors=[{"path": "page", "message": f"Expected https://{domains[0]}/…"}],
        )
    host = f"{parts.hostname}{f':{port}' if port else ''}"
    return Page(origin=f"{parts.scheme}://{host}", path=clean_path(parts.path))


def _visitor(asked: Asked) -> Visitor:
    sent, site = asked.body, asked.site
    tokens = [sent["token"]] if "token" in sent else []
    return Visitor(
        state=read_token(tokens, site.codec, asked.now),
        signals=read_signals("1" if sent["gpc"] else None),
        agent=coarse_agent(sent.get("user_agent")),
    )
