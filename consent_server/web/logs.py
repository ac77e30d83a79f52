"""What a server logs: JSON, a line each, without personal data.

A line names an event and what belongs to it. There is no address, path or query of a
request in it, and nothing of what an unexpected error says, since that may quote what
somebody sent: only where in the code it came up.
"""

import json
import logging
import logging.config
import traceback
from collections import deque
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from threading import RLock, get_ident
from typing import Any, TextIO

from consent_server.kernel.clock import SystemClock

OURS = "consent_server"
EXTRAS = (
    *("why", "ledger", "site", "service", "route", "method", "status", "ms"),
    *("key", "database", "times", "export"),
)
"""The names that an event may bring with it."""

REMEMBERED = 1_024
MAX_WAITING = 1_024
_SHORT = frozenset({str, int})
_ENCODER = json.JSONEncoder(ensure_ascii=True, default=str)  # once: making one is slow

_ours = logging.getLogger(OURS)
_clock = SystemClock()
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonFormatter(logging.Formatter):
    """Writes a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        given = vars(record)
        more = {name: given[name] for name in EXTRAS if name in given}
        if record.exc_info and record.exc_info[1] is not None:
            more |= _describe(record.exc_info[1])
        moment = datetime.fromtimestamp(record.created, UTC)
        level = record.levelname.lower()
        return _write(moment, level, record.name, _event(record), more)


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes records, and lines that are written already."""

    lock: RLock  # of a handler that is in use

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self._waiting = deque[str]()
        self._writer: int | None = None

    def handle(self, record: logging.LogRecord) -> bool:
        """Write a record as :meth:`put` does, or a line that came beside it stays."""
        kept = bool(self.filter(record))
        if kept:
            try:
                self.put(self.format(record))
            except Exception:  # noqa: BLE001 - as logging does: no log ends what it tells
                self.handleError(record)
        return kept

    def put(self, line: str) -> None:
        """Write a line; where that cannot be done, go on without.

        Nobody waits for another's line: whoever is writing writes it too, as long as
        what reads them keeps up. So it is with one that comes out of writing.
        """
        self._waiting.append(line + self.terminator)
        # Looked at again once the lock is free: a line may have come just before.
        while (
            self._waiting
            and self._writer != get_ident()
            and self.lock.acquire(blocking=len(self._waiting) >= MAX_WAITING)
        ):
            try:
                self._writer = get_ident()
                self._write_waiting()
            finally:
                self._writer = None
                self.lock.release()

    def _write_waiting(self) -> None:
        lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            self.stream.write("".join(lines))
            self.stream.flush()
        except (OSError, ValueError):  # nobody reads, no room, or it is closed
            pass


def tell(log: logging.Logger, event: str, more: Mapping[str, object]) -> None:
    """Log an event as ``log.info`` would, at a third of its cost.

    There is a line for each request, and Python's way to it is long. Where logging was
    set up otherwise than here, it goes that way.

    Args:
        log: One of ours.
        event: In our words.
        more: What belongs to it, by names of ``EXTRAS``.
    """
    if not log.isEnabledFor(logging.INFO):
        return
    match _ours.handlers:
        case [LineHandler() as handler]:
            handler.put(_write(_clock.now(), "info", log.name, event, more))
        case _:
            log.info(event, extra=more)


def _write(
    moment: datetime, level: str, logger: str, event: str, more: Mapping[str, object]
) -> str:
    asked = request_id.get()
    members = (
        f'"at": "{moment.isoformat("T", "milliseconds").removesuffix("+00:00")}Z"',
        _member("level", level),
        _member("logger", logger),
        _member("event", event),
        *(() if asked is None else (f'"request": "{asked}"',)),
        *[
            _member(name, value) if type(value) in _SHORT else _encode(name, value)
            for name, value in more.items()
        ],
    )
    return f"{{{', '.join(members)}}}"


def _encode(name: str, value: object) -> str:
    text = repr(value) if type(value) is float else _ENCODER.encode(value)
    return f'"{name}": {text}'


_member = lru_cache(REMEMBERED, typed=True)(_encode)
"""Nearly all lines say nearly the same, and encoding it costs more than the rest."""


class Deliberate(logging.Filter):
    """Keeps back granian's warning about threads: their number was measured."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is of interest."""
        return "Python threads, which seems quite high" not in str(record.msg)


def _event(record: logging.LogRecord) -> str:
    """Name what happened: in our words only, where an error came along."""
    if record.exc_info:
        return "unexpected_error"
    if record.name.startswith(OURS):
        return record.getMessage()
    return str(record.msg)


def _describe(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "where": where}


def logging_config(level: str) -> dict[str, Any]:
    """Return the configuration of Python's logging: everything to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{__name__}.JsonFormatter"}},
        "filters": {"deliberate": {"()": f"{__name__}.Deliberate"}},
        "handlers": {
            "stderr": {
                "class": f"{__name__}.LineHandler",
                "formatter": "json",
                "filters": ["deliberate"],
            },
        },
        "loggers": {
            name: {"level": level.upper(), "handlers": ["stderr"], "propagate": False}
            for name in (OURS, "_granian")
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
    }


def configure_logging(level: str) -> None:
    """Log so in this process."""
    logging.config.dictConfig(logging_config(level))
