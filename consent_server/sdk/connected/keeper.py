"""Keeps the policy of one site: pinned on disk, refreshed from the server."""

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from weakref import WeakSet

from consent_server.enforcement.evidence import Evidence
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import (
    ConsentError,
    MalformedEvidenceError,
    UnreachableError,
)
from consent_server.sdk.connected.contract import MAX_POLICY_BYTES, POLICY
from consent_server.sdk.connected.document import Accepted, accept
from consent_server.sdk.connected.line import Line, Reply
from consent_server.sdk.connected.pin import PinFile
from consent_server.sdk.connected.refreshing import SECONDS, Refresher
from consent_server.sdk.connected.sending import EvidenceSender
from consent_server.sdk.connected.unconfigured import unconfigured
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.visits import Visits

STALE_AFTER = timedelta(hours=1)

log = logging.getLogger(__name__)
_all: "WeakSet[Keeper]" = WeakSet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a connected site stands.

    ``policy_version`` is none before there ever was a policy. ``checked_at`` is when
    the server was last asked with success, and ``age_seconds`` how long ago that is.
    ``problem`` says why the last question had no good answer, if it had none, or why a
    visitor's choice could not be passed on since.
    ``dropped`` is how many counts the server refused.
    """

    policy_version: str | None
    checked_at: datetime | None
    age_seconds: int | None
    stale: bool
    problem: str | None
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is enforced, and what was read from a document of the server's.

    What was held before there is a policy is counted under none, so nobody sends it.
    """

    site: EnforcedSite
    sender: EvidenceSender | None = None
    digest: str | None = None


class Keeper:
    """Holds the site that is enforced, and puts another in its place.

    ``on_switch`` is told of every new one. What is enforced when this is made is the
    pinned policy, or else nothing of third parties runs.
    """

    def __init__(
        self, visits: Visits, line: Line, pin: PinFile, seconds: float = SECONDS
    ) -> None:
        self.on_switch: Callable[[EnforcedSite], None] = lambda _: None
        self._visits = visits
        self._line = line
        self._pin = pin
        self._problem: str | None = None
        self._unsaved: str | None = None
        self._said_stale = False
        self._checked_at: datetime | None = None
        self._before: _Held | None = None
        self._held = self._read_pin() or self._make(None, None)
        self._refresher = Refresher(self.refresh, visits.random, seconds)
        _all.add(self)

    @property
    def site(self) -> EnforcedSite:
        """What is enforced now."""
        return self._held.site

    @property
    def has_policy(self) -> bool:
        """Whether there is a policy of the server's."""
        return self._held.digest is not None

    @property
    def age_seconds(self) -> int | None:
        """The time since the server was last asked with success."""
        if self._checked_at is None:
            return None
        age = self._visits.clock.now() - self._checked_at
        return max(0, int(age.total_seconds()))

    def status(self) -> Status:
        """Say how the site stands."""
        version = self.site.policy.version if self.has_policy else None
        sender = self._held.sender
        return Status(
            policy_version=version,
            checked_at=self._checked_at,
            age_seconds=self.age_seconds,
            stale=self._is_stale,
            problem=self._problem or self._unsaved,
            dropped=sender.dropped if sender else 0,
        )

    def wake(self) -> None:
        """Have this process ask for news from now on; costs a request nothing."""
        self._refresher.wake()

    def note_forwarding(self, problem: str | None) -> None:
        """Remember why a visitor's request could not be passed on; none: it could."""
        self._unsaved = problem

    def hurry(self) -> None:
        """Ask for news now: the server works with another policy."""
        self._refresher.hurry()

    def refresh(self) -> bool:
        """Ask the server for news; tell whether its answer could be used.

        Whatever goes wrong, what was enforced before still is.
        """
        try:
            self._adopt(self._ask())
        except ConsentError as error:
            self._note(str(error))
            return False
        except Exception as error:
            # The thread that calls this must not end: nobody would ask any more.
            log.exception("The policy could not be refreshed")
            self._note(f"{type(error).__name__}: {error}")
            return False
        self._note(None)
        return True

    def start_anew(self) -> None:
        """Take no connection of the parent into a forked process."""
        self._line.start_anew()

    @property
    def _is_stale(self) -> bool:
        age = self.age_seconds
        return age is None or age > STALE_AFTER.total_seconds()

    @property
    def _what_applies(self) -> str:
        if not self.has_policy:
            return "there is no policy yet: all third parties are held, nobody is asked"
        return f"the policy of {self.age_seconds} seconds ago applies"

    def _ask(self) -> Reply:
        digest = self._held.digest
        headers = {"accept": "application/json"}
        if digest is not None:
            headers["if-none-match"] = f'"{digest}"'
        reply = self._line.ask("GET", POLICY, headers, max_bytes=MAX_POLICY_BYTES)
        if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise UnreachableError(
                f"the consent server refused the key of the site "
                f"{self._visits.site_id!r} ({reply.status}); make one with "
                "consent-server site key create, and set CONSENT_SITE_KEY"
            )
        if reply.status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            raise UnreachableError(f"the consent server answered {reply.status}")
        return reply

    def _adopt(self, reply: Reply) -> None:
        now = self._visits.clock.now()
        if reply.status == HTTPStatus.OK:
            digest = sha256_hex(reply.body)
            if reply.header("etag") != f'"{digest}"':
                raise MalformedEvidenceError("the policy's tag is not its digest")
            if digest != self._held.digest:
                self._switch(self._make(self._accept(reply.body), digest))
                self._keep(partial(self._pin.write, reply.body, now))
        self._keep(partial(self._pin.touch, now))
        self._checked_at = now

    def _accept(self, document: bytes) -> Accepted:
        return accept(document, self._visits.site_id, secure=self._visits.secure)

    def _keep(self, act: Callable[[], None]) -> None:
        """Change the pin; a policy that cannot be pinned is enforced all the same."""
        try:
            act()
        except OSError as error:
            path, why = self._pin.path, error.strerror
            log.warning("The policy could not be pinned to %s: %s", path, why)

    def _read_pin(self) -> _Held | None:
        try:
            document = self._pin.read()
            if document is None:
                return None
            held = self._make(self._accept(document), sha256_hex(document))
        except ConsentError as error:
            log.warning("The pinned policy cannot be used: %s", error)
            self._problem = str(error)
            return None
        self._checked_at = self._pin.checked_at()
        return held

    def _make(self, accepted: Accepted | None, digest: str | None) -> _Held:
        visits, evidence = self._visits, Evidence()
        now = visits.clock.now()
        site = EnforcedSite(
            accepted.codec if accepted else unconfigured(visits.site_id),
            visits.clock,
            visits.random,
            evidence,
            since=accepted.since if accepted else now.date(),
            secure=visits.secure,
            compress=visits.compress,
            debug_header=visits.debug_header,
            asks=accepted is not None,
            policy_age=lambda: self.age_seconds,
        )
        if accepted is None:
            return _Held(site=site)
        version = site.policy.version
        sender = EvidenceSender(evidence, self._line, version, visits.random)
        return _Held(site=site, sender=sender, digest=digest)

    def _switch(self, held: _Held) -> None:
        """Put another policy in place of the one before.

        That one is kept until the next: requests under way still count with it.
        """
        self._before, self._held = self._held, held
        self.on_switch(held.site)
        log.info("The policy in force is now %s", held.site.policy.version)

    def _note(self, problem: str | None) -> None:
        """Log what changed: a problem once, its end, and when the policy gets old."""
        if problem != self._problem:
            if problem is None:
                log.info("The consent server answers again")
            else:
                log.warning("%s; %s", problem, self._what_applies)
        self._problem = problem
        if problem is None:
            self._unsaved = None
        if self._is_stale and not self._said_stale and self.has_policy:
            log.error("The policy is old: %s", self._what_applies)
        self._said_stale = self._is_stale


def _start_anew() -> None:
    for keeper in list(_all):
        keeper.start_anew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_start_anew)
