"""What a look at an installation found."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: nothing, to be looked at, or in the way of working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was looked at, how it is, and what there is to say or to do."""

    about: str
    level: Level
    says: str


def fine(about: str, says: str) -> Found:
    """Say that nothing is wrong."""
    return Found(about=about, level=Level.OK, says=says)


def doubtful(about: str, says: str) -> Found:
    """Say what somebody should look at; visitors are served all the same."""
    return Found(about=about, level=Level.WARN, says=says)


def wrong(about: str, why: object) -> Found:
    """Say what keeps the server, or one site of it, from working."""
    return Found(about=about, level=Level.FAIL, says=str(why))
