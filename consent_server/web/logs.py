"""What a server logs: JSON, a line each, without personal data.

A line names an event and what belongs to it. There is no address, path or query of a
request in it, and nothing of what an unexpected error says, since that may quote what
somebody sent: only where in the code it came up.
"""

import json
import logging
import logging.config
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

OURS = "consent_server"
EXTRAS = (
    *("why", "ledger", "site", "service", "route", "method", "status", "ms"),
    *("key", "database", "times", "export"),
)
"""The names that an event may bring with it."""

_ENCODER = json.JSONEncoder(ensure_ascii=True, default=str)  # once: making one is slow

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonFormatter(logging.Formatter):
    """Writes a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        asked = request_id.get()
        if asked is not None:
            line["request"] = asked
        line |= {name: vars(record)[name] for name in EXTRAS if name in vars(record)}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _describe(record.exc_info[1])
        return _ENCODER.encode(line)


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
                "class": "logging.StreamHandler",
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
