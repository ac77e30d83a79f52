"""The only place that reads the time, and how a time is written."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

_FIRST_SECOND = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one home of this call


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until it is set."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


def format_time(moment: datetime) -> str:
    """Write an aware UTC moment as RFC 3339 with microseconds."""
    return moment.isoformat("T", "microseconds").removesuffix("+00:00") + "Z"


def format_second(second: int) -> str:
    """Write a second since 1970 as RFC 3339, in UTC.

    Raises:
        OverflowError: It lies in no year from 1 to 9999.
    """
    moment = _FIRST_SECOND + timedelta(seconds=second)
    return moment.isoformat().removesuffix("+00:00") + "Z"
