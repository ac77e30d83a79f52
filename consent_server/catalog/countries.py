"""Where data may go without a safeguard of their own (GDPR Articles 44-45)."""

EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"}
    | {"HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT"}
    | {"RO", "SE", "SI", "SK"}
)
"""ISO 3166-1 alpha-2 codes of the European Economic Area."""

ADEQUATE = frozenset(
    {"AD", "AR", "CA", "CH", "FO", "GB", "GG", "IL"}
    | {"IM", "JE", "JP", "KR", "NZ", "US", "UY"}
)
"""Countries with an adequacy decision; Canada and the United States in part.

Canada: commercial organisations. United States: companies on the list of the EU-US Data
Privacy Framework, which the holder of the catalog has to look up.
"""


def outside_eea(*countries: str) -> list[str]:
    """Return the countries outside the EEA, sorted, each once."""
    return sorted(set(countries) - EEA)
