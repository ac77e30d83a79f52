"""Every rule, declared once; the pages in ``docs/reference/findings`` explain them."""

from consent_server.catalog.findings import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_EPRIVACY = "Directive 2002/58/EC Article 5(3)"
_NOTICE = "GDPR Article 13"

# Code, severity, title, law, rows. A code is never used again for something else.
_TABLE: tuple[tuple[str, Severity, str, str, str], ...] = (
    (
        "CAT001",
        _E,
        "Legitimate interest for what needs consent",
        f"{_EPRIVACY}; GDPR Article 6(1)",
        "E2 C8 G7 DK3",
    ),
    ("CAT002", _E, "Necessary without a justification", _EPRIVACY, "E8 C9"),
    ("CAT003", _E, "Exempt and gated at once", _EPRIVACY, "E9"),
    (
        "CAT004",
        _E,
        "A purpose that is on from the start",
        "CJEU C-673/17 Planet49; GDPR Articles 4(11), 25(2)",
        "C1 G20",
    ),
    (
        "CAT005",
        _E,
        "Anonymous is no exemption",
        "CJEU C-673/17 Planet49; EDPB Guidelines 2/2023",
        "E3 S1",
    ),
    (
        "CAT006",
        _E,
        "A milder purpose than the service has",
        f"{_EPRIVACY}; GDPR Article 5(1)(b)",
        "E2 C9 G6",
    ),
    ("CAT007", _W, "Called necessary, described as tracking", _EPRIVACY, "E8 C9"),
    (
        "CAT008",
        _E,
        "Transfer without a known safeguard",
        "GDPR Articles 13(1)(f), 44-49",
        "G25 G10",
    ),
    (
        "CAT009",
        _E,
        "A transfer that is denied",
        "GDPR Articles 5(1)(a), 13(1)(f), 44",
        "G25 D6",
    ),
    (
        "CAT010",
        _W,
        "Adequacy claimed for a country without a decision",
        "GDPR Article 45",
        "G25",
    ),
    (
        "CAT011",
        _W,
        "A cookie that lives longer than 13 months",
        "GDPR Article 5(1)(e); CNIL guidelines on cookies",
        "FR3 E10",
    ),
    (
        "CAT012",
        _E,
        "A cookie that lives longer than 400 days",
        "GDPR Articles 5(1)(e), 13(2)(a); CJEU C-673/17 Planet49",
        "E10",
    ),
    (
        "CAT013",
        _E,
        "A choice that counts longer than 12 months",
        "GDPR Articles 4(11), 7; EDPB Guidelines 05/2020",
        "C11",
    ),
    (
        "CAT014",
        _W,
        "Asked again within 6 months",
        "EDPB Guidelines 03/2022; CNIL deliberation 2020-092",
        "C12 FR2 D1",
    ),
    (
        "CAT015",
        _E,
        "The proof is deleted before the choice expires",
        "GDPR Articles 5(2), 7(1)",
        "G2 P5",
    ),
    (
        "CAT016",
        _W,
        "The choice cookie lives otherwise than the choice",
        "GDPR Article 5(1)(a); CJEU C-673/17 Planet49",
        "D6 E10",
    ),
    (
        "CAT017",
        _E,
        "Scoring outside its own purpose",
        "GDPR Articles 4(4), 4(11), 21(2)",
        "S1 G6",
    ),
    (
        "CAT018",
        _E,
        "A score that nobody explains",
        "GDPR Articles 5(1)(a), 13(2)(f)",
        "S2 G10",
    ),
    ("CAT019", _E, "A score that decides alone", "GDPR Article 22", "G18"),
    (
        "CAT020",
        _E,
        "Newsletter tracking tied to the newsletter",
        f"{_EPRIVACY}; GDPR Article 7(4); CNIL deliberation 2026-042",
        "M1 FR5",
    ),
    (
        "CAT021",
        _E,
        "A service brings in others that are not declared",
        "GDPR Articles 13(1)(e), 24; Directive 2002/58/EC Article 5(3)",
        "E11 NO4 G10",
    ),
    (
        "CAT022",
        _W,
        "A service brings in another that needs a yes of its own",
        "GDPR Article 4(11), recitals 32 and 43",
        "G6",
    ),
    (
        "CAT023",
        _E,
        "Nothing is held, and the vendor sends after a no",
        f"{_EPRIVACY}; EDPB Guidelines 2/2023",
        "GO10 E6",
    ),
    ("CAT024", _W, "A service that its vendor has ended", "GDPR Article 32", "G23"),
    (
        "CAT025",
        _W,
        "A service that declares nothing",
        "CJEU C-673/17 Planet49; GDPR Article 13(2)(a)",
        "E10 NO1",
    ),
    (
        "CAT026",
        _E,
        "A language without texts",
        "GDPR Articles 7(2), 12(1)",
        "G3 D5",
    ),
    (
        "CAT027",
        _W,
        "The language of the country is missing",
        "GDPR Article 12(1); EDPB Guidelines 03/2022",
        "G3 D5",
    ),
    (
        "CAT028",
        _E,
        "A controller who cannot be reached",
        f"{_NOTICE}(1)(a)",
        "G10",
    ),
    (
        "CAT029",
        _E,
        "No privacy policy",
        f"{_NOTICE}(1)-(2)",
        "G10",
    ),
    (
        "CAT030",
        _W,
        "A recipient without a privacy notice",
        "GDPR Articles 13(1)(e), 26(2)",
        "G10 G21",
    ),
    (
        "CAT031",
        _W,
        "A service that does not say what for",
        f"{_NOTICE}(1)(c)",
        "G10 C4 NO1",
    ),
    (
        "CAT032",
        _N,
        "Scoring without a data protection officer",
        "GDPR Articles 13(1)(b), 37(1)(b)",
        "G10",
    ),
    (
        "CAT033",
        _W,
        "Two services claim one cookie",
        "GDPR Articles 5(1)(a), 13(1)(e)",
        "D6 E10",
    ),
    (
        "CAT034",
        _E,
        "A pattern that can never match",
        _EPRIVACY,
        "E11 E1",
    ),
    (
        "CAT035",
        _N,
        "A pattern within another one",
        "GDPR Article 5(1)(a)",
        "D6",
    ),
    (
        "CAT036",
        _E,
        "A third party that is the site itself",
        f"GDPR Article 7(3); {_EPRIVACY}",
        "W2",
    ),
    (
        "CAT037",
        _E,
        "Consent by using the site",
        "GDPR Article 4(11), recital 32; EDPB Guidelines 05/2020",
        "C2 NO2 G1",
    ),
    (
        "CAT038",
        _W,
        "Sent to the browser's settings",
        "GDPR Article 7(3); EDPB Cookie Banner Taskforce report",
        "NO2 C5",
    ),
    (
        "CAT039",
        _W,
        "Words that press",
        "GDPR Article 5(1)(a); EDPB Guidelines 03/2022",
        "D3",
    ),
    (
        "CAT040",
        _E,
        "The cookie of the choice is not declared",
        f"{_EPRIVACY}; {_NOTICE}(2)(a)",
        "E7 E10",
    ),
    (
        "CAT041",
        _W,
        "The site's own domain is missing",
        f"{_EPRIVACY}; GDPR Article 24",
        "E1 W2",
    ),
    (
        "CAT042",
        _N,
        "Only hosts of a workbench",
        "GDPR Article 24",
        "E1",
    ),
    (
        "CAT043",
        _W,
        "Page and browser of a choice are kept long",
        "GDPR Articles 5(1)(c), 5(1)(e); EDPB Guidelines 05/2020",
        "P5 G22",
    ),
    (
        "CAT044",
        _N,
        "Page and browser of a choice are gone soon",
        "GDPR Articles 5(2), 7(1)",
        "P4",
    ),
)

RULES = {
    code: Rule(
        code=code, severity=severity, title=title, law=law, rows=tuple(rows.split())
    )
    for code, severity, title, law, rows in _TABLE
}
"""The rules by code."""
