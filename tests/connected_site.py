"""A connected site, for servers that load it by its name."""

from consent_server.sdk.connect import ConnectedMiddleware, connect
from tests.central import KEY
from tests.site import App


def make(server: str, pin_dir: str) -> ConnectedMiddleware:
    """Make a site that asks its server several times a second."""
    return connect(
        App(), server=server, site="shop", key=KEY, pin_dir=pin_dir, refresh_seconds=0.2
    )
