"""The only place that reads the time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


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
