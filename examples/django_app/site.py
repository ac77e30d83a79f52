"""A Django site that asks first: ``gunicorn examples.django_app.site``."""

from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from consent_server.sdk.asked import DECISION_KEY
from consent_server.web.embedded import embed

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"
PAGE = f"""<!doctype html>
<html lang="en">
<head><title>Shop</title><script async src="{GTAG}"></script></head>
<body><h1>Shop</h1><p>{{}}</p></body>
</html>
"""

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"])


def home(request: HttpRequest) -> HttpResponse:
    """Show the only page."""
    counted = request.META[DECISION_KEY].allows("google.analytics")
    return HttpResponse(PAGE.format("You are counted." if counted else "Welcome."))


urlpatterns = [path("", home)]

catalog = Path(__file__).with_name("catalog.yaml")
# secure=False: visitors of loopback come over plain http
application = embed(get_wsgi_application(), catalog, Path("consent-data"), secure=False)
