"""Every request that a browser makes, in order."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

QUIET_ROUNDS = 16
"""The control group shows that whatever a page brings in comes within these, on a busy
machine, too: after a choice the page's script works before it asks for anything."""
ROUND_MS = 25
MAX_ROUNDS = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request; ``kind`` is Chromium's word for it."""

    method: str
    url: str
    kind: str

    @property
    def path(self) -> str:
        """The path, without query."""
        return urlsplit(self.url).path

    @property
    def leaves_the_site(self) -> bool:
        """Whether it goes to a host other than the site's own."""
        return leaves_the_site(self.url)


def leaves_the_site(url: str) -> bool:
    """Tell whether a URL is on none of the hosts that this machine answers for."""
    parts = urlsplit(url)
    return parts.scheme != "data" and not f".{parts.hostname}".endswith(".localhost")


class RequestLog:
    """What was requested since it was last cleared."""

    def __init__(self) -> None:
        self._requests: list[LoggedRequest] = []
        self._started = 0
        self._ended = 0

    def add(self, request: Request) -> None:
        """Note a request, redirected ones too."""
        self._requests.append(
            LoggedRequest(
                method=request.method, url=request.url, kind=request.resource_type
            )
        )
        self._started += 1

    def end(self, _: Request) -> None:
        """Note that a request was answered or failed."""
        self._ended += 1

    def settle(self, page: Page) -> None:
        """Wait until all is answered and nothing new is asked for a while."""
        quiet = 0
        for _ in range(MAX_ROUNDS):
            before = self._started
            page.wait_for_timeout(ROUND_MS)
            open_requests = self._started - self._ended
            quiet = 0 if open_requests or self._started > before else quiet + 1
            if quiet == QUIET_ROUNDS:
                return
        raise AssertionError(f"{open_requests} requests were never answered")

    def clear(self) -> None:
        """Forget what was requested."""
        self._requests.clear()

    @property
    def all(self) -> tuple[LoggedRequest, ...]:
        """Every request, oldest first."""
        return tuple(self._requests)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of every request."""
        return tuple(r.url for r in self._requests)

    @property
    def leaving(self) -> tuple[LoggedRequest, ...]:
        """The requests to hosts other than the site's own."""
        return tuple(r for r in self._requests if r.leaves_the_site)
