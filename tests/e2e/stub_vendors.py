"""Vendors that do what the catalog says they do.

A script of a service sets every first-party cookie and storage key that the catalog
declares for the service, requests every host, and brings in the services that it is
known to load. So a service that was let through shows itself completely, and one that
was held not at all.
"""

import base64
import json
from string import Template

from playwright.sync_api import Route

from consent_server.catalog.model import (
    Catalog,
    Party,
    Resource,
    ResourceKind,
    Service,
    ServiceId,
)
from tests.e2e.declared import ANY_HOST, declares_url, sample_name, sample_url

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
EMBED = "<!doctype html><title>A vendor's page</title><p>Embedded.<script>{}</script>"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}

VENDOR_SCRIPT = Template(
    """
(({ cookies, keys, requests }) => {
  // A vendor's page inside another vendor's page stays still, or they would never end.
  if (window.parent !== window.top) return;
  for (const name of cookies)
    document.cookie = `$${name}=stub; path=/; max-age=86400; SameSite=Lax`;
  for (const { area, name } of keys) {
    if (area === "local") localStorage.setItem(name, "stub");
    if (area === "session") sessionStorage.setItem(name, "stub");
    if (area === "indexeddb") indexedDB.open(name);
  }
  const load = (tag, url) => {
    const element = document.createElement(tag);
    element.src = url;
    (document.body ?? document.head).append(element);
  };
  for (const { kind, url } of requests) {
    if (kind === "script" || kind === "iframe") load(kind, url);
    else if (kind === "img") new Image().src = url;
    else fetch(url, { mode: "no-cors" });
  }
})($plan);
"""
)


class StubVendors:
    """Answers what one visit requests from other hosts, by the site's catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._complete: set[ServiceId] = set()

    def answer(self, route: Route) -> None:
        """Answer as the vendor behind the URL would."""
        match route.request.resource_type:
            case "script":
                body = self._script(route.request.url)
                route.fulfill(
                    body=body, content_type="text/javascript", headers=OPEN_TO_ALL
                )
            case "image":
                route.fulfill(body=PIXEL, content_type="image/gif")
            case "document":
                page = EMBED.format(self._script(route.request.url))
                route.fulfill(body=page, content_type="text/html")
            case _:
                route.fulfill(status=204, headers=OPEN_TO_ALL)

    def _script(self, url: str) -> str:
        ids: set[ServiceId] = set()
        for service in self._catalog.services:
            if declares_url(service, url):
                ids |= {service.id, *service.loads_others}
        services = [s for s in self._catalog.services if s.id in ids - self._complete]
        # Once in a visit is proof enough, and on every page it is slow.
        self._complete |= ids
        return "\n".join(vendor_script(service) for service in services)


def vendor_script(service: Service) -> str:
    """Write what a service's script does, as JavaScript."""
    plan = {
        "cookies": [
            sample_name(cookie.pattern)
            for cookie in service.cookies
            if cookie.party is Party.FIRST and not cookie.http_only
        ],
        "keys": [
            {"area": key.area.value, "name": sample_name(key.pattern)}
            for key in service.storage
        ],
        "requests": [
            {"kind": _kind_of_request(resource), "url": sample_url(resource)}
            for resource in service.resources
            if resource.host != ANY_HOST
        ],
    }
    return VENDOR_SCRIPT.substitute(plan=json.dumps(plan))


def _kind_of_request(resource: Resource) -> str:
    for kind in (ResourceKind.SCRIPT, ResourceKind.IFRAME, ResourceKind.IMG):
        if kind in resource.kinds:
            return kind.value
    return ResourceKind.CONNECT.value
