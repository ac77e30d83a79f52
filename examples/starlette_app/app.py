"""A Starlette site that asks first: ``uvicorn examples.starlette_app.app:app``."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from consent_server.sdk.asked import DECISION_KEY
from consent_server.web.embedded import embed_asgi

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"
PAGE = f"""<!doctype html>
<html lang="en">
<head><title>Shop</title><script async src="{GTAG}"></script></head>
<body><h1>Shop</h1><p>{{}}</p></body>
</html>
"""


async def home(request: Request) -> HTMLResponse:
    """Show the only page."""
    counted = request.scope[DECISION_KEY].allows("google.analytics")
    return HTMLResponse(PAGE.format("You are counted." if counted else "Welcome."))


site = Starlette(routes=[Route("/", home)])
catalog = Path(__file__).with_name("catalog.yaml")
# secure=False: visitors of loopback come over plain http
app = embed_asgi(site, catalog, Path("consent-data"), secure=False)
