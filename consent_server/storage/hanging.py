"""No request waits long for a database server that says nothing.

The limits that a session of PostgreSQL has are kept by the server. One that was
stopped, or that lies behind a network that swallows everything, keeps none, and its
client would wait for ever. Here a thread beside the requests looks at what each
connection is due, and breaks off what is late. After that nobody asks this server for a
while, then one request, and all of them as soon as it answers: so a database that is
away holds few of the threads that the sites of all databases share.
"""

import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable
from threading import Lock, Thread

from consent_server.kernel.errors import StoreUnavailableError

CHOICE_SECONDS = 2.0
"""For one short statement, or a connection: a visitor waits for it."""

LONGEST_SECONDS = 30.0
"""For a transaction that nobody gave more time; its statements have limits below."""

PAUSE_SECONDS = 2.5
"""Between two requests that try a server that said nothing; longer than one takes."""

_LOOK_SECONDS = 0.2
_IDLE_LOOKS = 50

log = logging.getLogger(__name__)


class Patience:
    """What is known of one database server: does it answer?

    Args:
        let_go: Closes the connections that rest: those to a server that said nothing
            may be dead without knowing it.
        now: Gives the seconds of a clock that nobody sets.
    """

    def __init__(
        self, let_go: Callable[[], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._let_go = let_go
        self._now = now
        self._lock = Lock()
        self._silent = False
        self._next_try = 0.0

    def admit(self) -> None:
        """Refuse at once while the server says nothing; let one try now and then.

        Raises:
            StoreUnavailableError: Somebody else tries, or did just now.
        """
        if not self._silent:
            return
        with self._lock:
            now = self._now()
            if now < self._next_try:
                raise StoreUnavailableError("the database server does not answer")
            self._next_try = now + PAUSE_SECONDS

    def answered(self) -> None:
        """Note that the server answers."""
        if self._silent:
            self._silent = False
            log.info("database_answers_again")

    def said_nothing(self) -> None:
        """Note that somebody waited in vain."""
        with self._lock:
            news = not self._silent
            self._silent = True
            self._next_try = self._now() + PAUSE_SECONDS
        if news:
            log.warning("database_says_nothing")
        self._let_go()

    def expect(self, key: int, handle: int, seconds: float) -> None:
        """Break a connection off, unless :meth:`done` is called in time.

        ``key`` names the connection, ``handle`` is the number of its socket.
        """
        _watch.expect(key, handle, seconds, self)

    def done(self, key: int) -> None:
        """Say that nobody waits for a connection any more."""
        _watch.done(key)


class _Watch:
    """The thread that looks; there is one while anything is expected."""

    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """Begin at nothing in a forked process, which has none of the threads."""
        self._lock = Lock()
        self._due: dict[int, tuple[float, int, Patience]] = {}
        self._looking = False

    def expect(self, key: int, handle: int, seconds: float, patience: Patience) -> None:
        with self._lock:
            self._due[key] = (time.monotonic() + seconds, handle, patience)
            begins, self._looking = not self._looking, True
        if begins:
            Thread(target=self._look, name="consent-patience", daemon=True).start()

    def done(self, key: int) -> None:
        with self._lock:
            self._due.pop(key, None)

    def _look(self) -> None:
        idle = 0
        while True:
            time.sleep(_LOOK_SECONDS)
            with self._lock:
                late = self._break_off()
                idle = 0 if self._due else idle + 1
                if idle > _IDLE_LOOKS:
                    self._looking = False
                    return
            for patience in late:
                patience.said_nothing()

    def _break_off(self) -> list[Patience]:
        """Shut sockets whose time is over: whoever waits for one gets an error.

        Under the lock, so that none is closed, and its number given away, meanwhile.
        """
        now = time.monotonic()
        late = [key for key, (due, _, _) in self._due.items() if due <= now]
        found = [self._due.pop(key) for key in late]
        for _, handle, _ in found:
            # A number of its own: closing it leaves the connection's alone.
            with (
                contextlib.suppress(OSError),
                socket.socket(fileno=os.dup(handle)) as shared,
            ):
                shared.shutdown(socket.SHUT_RDWR)
        return [patience for _, _, patience in found]


_watch = _Watch()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_watch.start_anew)
