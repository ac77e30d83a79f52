"""Which rules a site follows, and how that was chosen."""

import enum
from dataclasses import dataclass

from consent_server.catalog.countries import EEA

AUTHORITIES = {
    "DK": ("Digitaliseringsstyrelsen", "Datatilsynet"),
    "NO": ("Datatilsynet", "Nkom"),
    "SE": ("Integritetsskyddsmyndigheten", "Post- och telestyrelsen"),
}
"""Who supervises terminal equipment and personal data, where two authorities do."""


class RegimeKind(enum.StrEnum):
    """What must have happened before a gated service may run."""

    OPT_IN = "opt_in"  # Directive 2002/58 Article 5(3): a grant


class RegimeReason(enum.StrEnum):
    """How the regime was chosen."""

    SITE_SETTING = "site_setting"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """The rules in force and why these."""

    kind: RegimeKind
    jurisdiction: str
    reason: RegimeReason


def regime_of(jurisdiction: str) -> Regime:
    """Choose by the site's jurisdiction; one that we do not know gets the strictest."""
    known = jurisdiction == "EEA" or jurisdiction in EEA
    return Regime(
        kind=RegimeKind.OPT_IN,
        jurisdiction=jurisdiction,
        reason=RegimeReason.SITE_SETTING if known else RegimeReason.DEFAULT,
    )
