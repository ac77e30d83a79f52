"""``Authorization: Bearer`` (RFC 6750 section 2.1), as keys and tokens are shown."""

from werkzeug.wrappers import Request

SCHEME = "bearer"


def read_bearer(request: Request) -> str | None:
    """Return what a request shows; none where it shows nothing, or otherwise.

    Werkzeug's own reading raises where a password is not ASCII, so anybody could have
    had an error of the server.
    """
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == SCHEME else None
