"""What a linter says about a catalog: coded, placed and explained."""

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How bad a finding is, the worst first."""

    ERROR = "error"  # against the law, or nothing would be held
    WARNING = "warning"  # an authority would ask about it
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its stable code.

    ``law`` names where the rule comes from, for people; ``rows`` are the ids of the
    requirement table that tests in ``tests/legal`` cite.
    """

    code: str
    severity: Severity
    title: str
    law: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a catalog breaks a rule.

    ``line`` counts from 1. ``path`` reads ``services[3].transfer`` and is empty for the
    file as a whole. ``message`` says what is wrong here, ``hint`` what to do.
    """

    rule: Rule
    file: str
    line: int
    path: str
    message: str
    hint: str

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity
