"""One site of a server of many: opened when somebody asks for it, and kept up to date.

Another process may put another catalog in force at any time. Every few seconds one of
the requests asks the database whether that is so; if it is, the site is opened anew
beside the requests, which meanwhile have the old one.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from flask import Flask

from consent_server.kernel.errors import SiteUnavailableError, StoreUnavailableError
from consent_server.sdk.background import BackgroundWork
from consent_server.storage.sites import Place
from consent_server.web.hosted import HostedSite

LOOK_SECONDS = 2.0
"""From a change to the first request that may notice it."""

_WAIT_SECONDS = 5.0
_SOON = 0.01

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An opened site, what answers its script tags, and the catalog it was made of."""

    place: Place
    hosted: HostedSite
    tags: Flask


class SiteSlot:
    """Holds one site.

    Args:
        site_id: Of the site.
        look: Says which catalog is in force and where; none if there is no such site.
        make: Opens the site as it now is.
        seconds: Between two looks.
    """

    def __init__(
        self,
        site_id: str,
        look: Callable[[], Place | None],
        make: Callable[[], Served],
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._site_id = site_id
        self._look = look
        self._make = make
        self._seconds = seconds
        self._busy = Lock()
        self._next_look = -math.inf
        self._served: Served | None = None
        self._before: Served | None = None
        self._gone = False
        self.reason: str | None = None
        self._reopening = BackgroundWork(self._open, "consent-site", _SOON)

    def get(self) -> Served | None:
        """Return the site; none if there is no such site any more.

        Raises:
            SiteUnavailableError: It cannot be opened.
        """
        if monotonic() >= self._next_look:
            # Only who comes before it was ever opened has to wait for that.
            wait = -1 if self._served or self.reason else _WAIT_SECONDS
            if self._busy.acquire(blocking=wait > 0, timeout=wait):
                try:
                    self._look_again()
                finally:
                    self._busy.release()
        if self._served is None and not self._gone:
            raise SiteUnavailableError(
                f"the site {self._site_id!r} cannot be served now; the log of the "
                "server says why"
            )
        return self._served

    def _look_again(self) -> None:
        if monotonic() < self._next_look:
            return  # somebody did while this one waited
        try:
            place = self._look()
        except StoreUnavailableError as error:
            if self._served is None:
                self._fail(error)
        else:
            self._follow(place)
        self._next_look = monotonic() + self._seconds

    def _follow(self, place: Place | None) -> None:
        if place is None:
            self._gone, self._served = True, None
        elif self._served is None:
            self._open()
        elif place != self._served.place:
            self._reopening.ask()

    def _open(self) -> bool:
        """Open the site; where that fails, the one from before goes on."""
        try:
            served = self._make()
        except Exception as error:  # noqa: BLE001 - the other sites are served on
            self._fail(error)
            return False
        if self._before is not None:
            self._before.hosted.flusher.flush()
        # Requests under way still count there, so it stays until the next change.
        self._before, self._served = self._served, served
        self.reason = None
        log.info("site_opened", extra={"site": self._site_id})
        return True

    def _fail(self, error: Exception) -> None:
        """Log what is new: it may stay so for long, and is tried again and again."""
        why = f"{type(error).__name__}: {error}"
        if why != self.reason:
            log.error("site_unavailable", extra={"site": self._site_id, "why": why})
        self.reason = why
