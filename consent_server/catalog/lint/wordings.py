"""Wordings that make a consent invalid or press for it, in five languages.

They are looked for in lower-case text in which white space is one blank. Each begins
with a plain word and reaches at most 80 characters within a sentence.
"""

import re


def _all(first: str, then: str) -> str:
    """Make a wording of a beginning and, later in the sentence, a word of consent."""
    return rf"\b({first})\b[^.!?]{{0,80}}\b({then})\b"


_EN = "accept|acceptance|agree|consent|assume"
_NB = "samtykker?|godtar|aksepterer|aksept|godkjenner"
_NN = "samtykkjer|samtykke|godtek|aksepterer|godkjenner"
_DA = "samtykker?|accepterer|accept|godkender"
_SV = "samtycker?|accepterar|godkänner"

BROWSE_WRAP = {
    "en": (
        _all("by (using|visiting|entering|continuing|browsing|accessing)", _EN),
        _all("if you (continue|keep|stay|carry on)", _EN),
        _all("(continued|further) use", _EN),
        _all("we (will )?assume", "accept|agree|consent|happy|fine"),
    ),
    "nb": (
        _all("ved å (bruke|benytte|besøke|fortsette|gå inn|gå videre|surfe)", _NB),
        _all("(hvis|dersom|om|når) du (fortsetter|går (inn|videre)|bruker)", _NB),
        _all("(videre|fortsatt) bruk", _NB),
    ),
    "nn": (
        _all("ved å (bruk[ea]|nytt[ea]|vitj[ea]|halde fram|gå (inn|vidare))", _NN),
        _all("(viss|dersom|om|når) du (held fram|går (inn|vidare)|brukar)", _NN),
        _all("(vidare|framhaldande) bruk", _NN),
    ),
    "da": (
        _all("ved at (bruge|benytte|besøge|fortsætte|gå ind|klikke|anvende)", _DA),
        _all("(hvis|når) du (fortsætter|klikker videre|bruger|besøger)", _DA),
        _all("(fortsat|videre) brug", _DA),
    ),
    "sv": (
        _all("genom att (använda|besöka|fortsätta|gå in|surfa|klicka vidare)", _SV),
        _all("(om|när) du (fortsätter|klickar vidare|använder|besöker)", _SV),
        _all("fortsatt användning", _SV),
    ),
}

BROWSER_SETTINGS = {
    "en": (
        r"\bbrowser('s)? (settings|preferences|options)\b",
        r"\b(settings|preferences|options) (of|in) your (web ?)?browser\b",
        r"\b(set|configure|adjust|change) your (web ?)?browser\b",
    ),
    "nb": (
        r"\bnettleserinnstilling\w*",
        r"\binnstilling\w* (i|for|på) (din |selve )?nettleser\w*",
        r"\bnettleserens innstilling\w*",
    ),
    "nn": (
        r"\bnettlesarinnstilling\w*",
        r"\binnstilling\w* (i|for|på) (sjølve )?nettlesar\w*",
    ),
    "da": (
        r"\bbrowserindstilling\w*",
        r"\bindstilling\w* i (din |dit )?browser\w*",
        r"\bbrowserens indstilling\w*",
    ),
    "sv": (
        r"\bwebbläsarinställning\w*",
        r"\binställning\w* i (din )?webbläsar\w*",
        r"\bwebbläsarens inställning\w*",
    ),
}

PRESSURE = {
    "en": (
        r"\bbest (possible )?(user )?experience\b",
        r"\bmiss(ing)? out\b",
        r"\bunfortunately\b",
        r"\bsorry\b",
        r"\b(please|help us|support us)\b[^.!?]{0,40}\b(accept|allow|yes|survive)\b",
        r"\bno,? thanks?,? i\b",
    ),
    "nb": (
        r"\bbeste? (mulige? )?(bruker)?opplevelse\w*",
        r"\bgår? glipp av\b",
        r"\bdessverre\b",
        r"\b(vennligst|vær så snill å|støtt oss|hjelp oss)\b",
        r"\bnei takk,? jeg\b",
    ),
    "nn": (
        r"\bbeste? (moglege? )?(brukar)?oppleving\w*",
        r"\bgår? glipp av\b",
        r"\bdiverre\b",
        r"\b(ver så snill|støtt oss|hjelp oss)\b",
        r"\bnei takk,? eg\b",
    ),
    "da": (
        r"\bbedste (mulige )?(bruger)?oplevelse\w*",
        r"\bgår? glip af\b",
        r"\bdesværre\b",
        r"\b(venligst|støt os|hjælp os)\b",
        r"\bnej tak,? jeg\b",
    ),
    "sv": (
        r"\bbästa (möjliga )?(användar)?upplevelse\w*",
        r"\bgår? miste om\b",
        r"\btyvärr\b",
        r"\b(vänligen|stöd oss|hjälp oss)\b",
        r"\bnej tack,? jag\b",
    ),
}


def find_wording(text: str, wordings: dict[str, tuple[str, ...]]) -> str | None:
    """Return the first wording that occurs in a text, as it stands there.

    All languages are tried, since a text does not say its own.
    """
    plain = " ".join(text.lower().split())
    for pattern in (pattern for group in wordings.values() for pattern in group):
        if found := re.search(pattern, plain):
            return found[0]
    return None
