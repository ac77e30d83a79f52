"""Who asks in the script-tag mode: a page of the site, on an origin of its own."""

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request

from consent_server.consent.state import ConsentState
from consent_server.token.cookie import read_token
from consent_server.web.bearer import read_bearer
from consent_server.web.site import OpenSite
from consent_server.web.visitor.incoming import find_own_origin
from consent_server.web.visitor.tag_script import ANYWHERE

Headers = list[tuple[str, str]]


def own_origin(site: OpenSite, request: Request) -> str | None:
    """Return the origin of the asking page if it is one of the site's."""
    return find_own_origin(request, site.policy.site.domains, secure=site.secure)


def require_own_page(site: OpenSite, request: Request) -> str:
    """Return the origin of the asking page.

    Raises:
        Forbidden: It is none of the site's.
    """
    origin = own_origin(site, request)
    if origin is None:
        raise Forbidden(
            "a choice must come from a page of this site: its host must be named "
            "under site.domains in the catalog, and be visited over https"
        )
    return origin


def shown_state(site: OpenSite, request: Request) -> ConsentState:
    """Read the token that the page shows."""
    token = read_bearer(request)
    return read_token([token] if token else [], site.codec, site.clock.now())


def readable_by(origin: str | None) -> Headers:
    """Let this origin read an answer; but for ``*``, that has ``Vary: Origin``."""
    allowed = [("Access-Control-Allow-Origin", origin)] if origin else []
    return [ANYWHERE, *allowed]
