"""What a request is about, in a word: for logs and metrics, never a path.

Paths hold ids of records and names that anybody can make up.
"""

import re

_CLASSES = tuple(
    (re.compile(pattern), method, name)
    for pattern, method, name in (
        (r"/(healthz|readyz)", "", "health"),
        (r"/metrics", "", "metrics"),
        (r"/-/choices/sites/[^/]+\.js", "", "script"),
        (r"/-/choices/sites/[^/]+/", "POST", "choice"),
        (r"/-/choices/sites/.*", "", "tag"),
        (r"/-/choices/static/.*", "", "static"),
        (r"/v1/sites/[^/]+/policy", "", "policy"),
        (r"/v1/sites/[^/]+/evidence", "", "evidence"),
        (r"/v1/sites/[^/]+/forward/-/choices/", "POST", "choice"),
        (r"/v1/sites/[^/]+/forward/-/choices/reports", "", "report"),
        (r"/v1/sites/[^/]+/forward/.*", "", "forward"),
        (r"/v1/.*", "", "api"),
        (r"/sites/.*", "", "mirror"),
        (r"/", "", "overview"),
    )
)
CHOICE = "choice"
OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_class(method: str, path: str) -> str:
    """Return the word for a request."""
    for pattern, only, name in _CLASSES:
        if (not only or only == method) and pattern.fullmatch(path):
            return name
    return OTHER


def method_class(method: str) -> str:
    """Return a method that everybody knows, or that it is another."""
    return method if method in METHODS else OTHER
