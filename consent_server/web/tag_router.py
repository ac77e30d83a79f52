"""The way of ``/-/choices/sites/SITE…`` to the application of that site."""

import re
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.kernel.errors import ConsentError
from consent_server.notice.tag import SITES_PATH
from consent_server.web.problems import problem_of

_SITE = re.compile(re.escape(SITES_PATH) + r"([a-z0-9][a-z0-9-]*)(\.js$|/)")


class TagRouter:
    """Sends requests of the script-tag mode to their sites, all others to ``app``.

    Args:
        app: Answers what is about no site that there is.
        find: Returns the application of a site, none if there is no such site.
    """

    def __init__(
        self, app: WSGIApplication, find: Callable[[str], WSGIApplication | None]
    ) -> None:
        self._app = app
        self._find = find

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        named = _SITE.match(environ.get("PATH_INFO", ""))
        app = None
        if named is not None:
            try:
                app = self._find(named[1])
            except ConsentError as error:
                return problem_of(error)(environ, start_response)
        return (app or self._app)(environ, start_response)
