"""What a request of a visitor says, and what an answer takes out of the browser."""

from werkzeug.wrappers import Request

from consent_server.consent.decide import decide
from consent_server.consent.signals import Signals, read_signals
from consent_server.consent.state import ConsentState, RecordedChoice
from consent_server.sdk.requests import RequestHead, stale_cookies
from consent_server.token.cookie import read_state
from consent_server.web.agent import coarse_agent
from consent_server.web.site import OpenSite
from consent_server.web.visitor.recording import Visitor


def state_of(site: OpenSite, request: Request) -> ConsentState:
    """Read the visitor's token."""
    return read_state(
        request.environ.get("HTTP_COOKIE", ""),
        site.codec,
        site.clock.now(),
        secure=site.secure,
    )


def visitor_of(site: OpenSite, request: Request) -> Visitor:
    """Say who acts."""
    return acting(request, state_of(site, request))


def acting(request: Request, state: ConsentState) -> Visitor:
    """Say who acts, whose choices so far are these."""
    return Visitor(
        state=state,
        signals=read_signals(request.environ.get("HTTP_SEC_GPC")),
        agent=coarse_agent(request.environ.get("HTTP_USER_AGENT")),
    )


def ended_cookies(
    site: OpenSite, request: Request, choice: RecordedChoice
) -> list[str]:
    """End the cookies of what a choice refuses, in the answer to it."""
    cookies = request.environ.get("HTTP_COOKIE", "")
    if not cookies:
        return []
    refused = decide(site.policy, ConsentState.decided(choice), Signals())
    head = RequestHead(
        method=request.method,
        host=request.host,
        secure=site.secure,
        headers={"cookie": cookies},
    )
    return stale_cookies(head, refused, site.policy.matcher)
