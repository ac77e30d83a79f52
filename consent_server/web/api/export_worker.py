"""Makes the exports that were asked for: one at a time in a process.

A worker that ends in between loses nothing: whoever looks next goes on where it was.
Files go when their time is over; they are copies of personal data.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from uuid import UUID

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    ConsentError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.storage.export_orders import ExportOrder, ExportOrders
from consent_server.storage.ledgers import get_ledger
from consent_server.web.api.export_files import (
    FOLDER,
    drop_export,
    export_path,
    has_exports,
    sweep_exports,
)
from consent_server.web.export_request import READING, Advance, Form, parse_wanted
from consent_server.web.exporting import export_site
from consent_server.web.installation import Installed
from consent_server.web.parts import Parts

PAUSE_SECONDS = 60.0
_SIGN_SECONDS = 1.0

log = logging.getLogger(__name__)


class Unwanted(Exception):  # noqa: N818 - no error: somebody deleted the order
    """Nobody wants this export any more."""


class ExportWorker:
    """Works in a thread of its own, from the first order until nothing is kept."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._data_dir = parts.around.data_dir
        self._orders = ExportOrders(parts.databases.main)
        self._more = Event()
        self._starting = Lock()
        self._thread: Thread | None = None
        self._process = 0

    def begin(self) -> None:
        """Look after what an earlier process has left, once in each process."""
        if self._process != os.getpid() and has_exports(self._data_dir):
            self.wake()

    def wake(self) -> None:
        """Have what is asked for made soon."""
        self._more.set()
        with self._starting:
            # The thread of a parent process is not in a forked one.
            mine = self._process == os.getpid()
            if not (mine and self._thread is not None and self._thread.is_alive()):
                self._process = os.getpid()
                self._thread = Thread(target=self._work, name=FOLDER, daemon=True)
                self._thread.start()

    def run(self) -> None:
        """Make everything that waits, and drop what has expired, in this thread."""
        now = self._parts.around.clock.now
        sweep_exports(self._data_dir, self._orders, now())
        while (order := self._orders.take(now())) is not None:
            self._make(order)

    def _work(self) -> None:
        busy = True
        while busy:
            self._more.clear()
            try:
                self.run()
                busy = self._orders.ended() or has_exports(self._data_dir)
            except ConsentError:
                log.exception("exports_interrupted")
            self._more.wait(PAUSE_SECONDS)
            busy = busy or self._more.is_set()

    def _make(self, order: ExportOrder) -> None:
        now = self._parts.around.clock.now
        path = export_path(self._data_dir, order)
        try:
            made = self._export(order, path)
            wanted = self._orders.finish(order.export_id, made, now())
        except Unwanted:
            wanted = False
        except StoreUnavailableError:
            raise  # it goes on where it is when the database is back
        except Exception as error:  # the others are made
            known = isinstance(error, ConsentError)
            # The order says why: that may name a record, and the log names none.
            told = {"export": str(order.export_id)}
            log.warning("export_failed", extra=told, exc_info=not known)
            wanted = self._orders.fail(order.export_id, self._why(error), now())
        if not wanted:
            drop_export(self._data_dir, self._orders, order)

    def _export(self, order: ExportOrder, path: Path) -> dict[str, str | int]:
        _make_folder(path.parent)
        engine = self._parts.ledgers.engine_of(order.site_id)
        site = Installed(
            engine=engine,
            site_id=order.site_id,
            origin=get_ledger(engine, order.site_id).origin,
        )
        made = export_site(
            site,
            self._data_dir,
            path,
            parse_wanted(order.wanted),
            resume=Form(order.wanted["form"]) is not Form.PARQUET,
            watch=_Watch(order.export_id, self._orders, self._parts.around.clock),
        )
        return {
            "origin": made.origin,
            "size": made.size,
            "records": made.records,
            "serial": made.serial,
            "bytes": path.stat().st_size,
        }

    def _why(self, error: Exception) -> str:
        if not isinstance(error, ConsentError):
            return "something went wrong; the log of the server says what"
        return hide_paths(str(error), self._data_dir)


def hide_paths(text: str, data_dir: Path) -> str:
    """Leave out where a data folder is."""
    return text.replace(f"{data_dir}/", "")


class _Watch:
    """Says in the table how far an export is, once a second; stops one that is gone."""

    def __init__(self, export_id: UUID, orders: ExportOrders, clock: Clock) -> None:
        self._export_id = export_id
        self._orders = orders
        self._clock = clock
        self._next = 0.0
        self._read = self._length = 0

    @contextmanager
    def __call__(self, what: str, length: int) -> Iterator[Advance]:
        reads = what == READING
        if reads:
            self._length = length

        def advance(steps: int) -> None:
            self._read += steps if reads else 0
            self._give_sign()

        yield advance

    def _give_sign(self) -> None:
        if monotonic() < self._next and self._read < self._length:
            return
        self._next = monotonic() + _SIGN_SECONDS
        wanted = self._orders.advance(
            self._export_id, self._read, self._length, self._clock.now()
        )
        if not wanted:
            raise Unwanted


def _make_folder(folder: Path) -> None:
    """Make the folder, which nobody else may read."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingError(f"{folder} cannot be made: {error.strerror}") from error
