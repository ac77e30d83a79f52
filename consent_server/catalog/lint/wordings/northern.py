"""Wordings in English and the languages of the north."""

from consent_server.catalog.lint.wordings.sentence import with_consent

_EN = "accept|acceptance|agree|consent|assume"
_NB = "samtykker?|godtar|aksepterer|aksept|godkjenner"
_NN = "samtykkjer|samtykke|godtek|aksepterer|godkjenner"
_DA = "samtykker?|accepterer|accept|godkender"
_SV = "samtycker?|accepterar|godkänner"
_FI = r"hyväksyt|hyväksyväsi|suostut|suostumu\w+"
_IS = "samþykkir|veitir"

BROWSE_WRAP = {
    "en": (
        with_consent("by (using|visiting|entering|continuing|browsing|accessing)", _EN),
        with_consent("if you (continue|keep|stay|carry on)", _EN),
        with_consent("(continued|further) use", _EN),
        with_consent("we (will )?assume", "accept|agree|consent|happy|fine"),
    ),
    "nb": (
        with_consent(
            "ved å (bruke|benytte|besøke|fortsette|gå inn|gå videre|surfe)", _NB
        ),
        with_consent(
            "(hvis|dersom|om|når) du (fortsetter|går (inn|videre)|bruker)", _NB
        ),
        with_consent("(videre|fortsatt) bruk", _NB),
    ),
    "nn": (
        with_consent(
            "ved å (bruk[ea]|nytt[ea]|vitj[ea]|halde fram|gå (inn|vidare))", _NN
        ),
        with_consent(
            "(viss|dersom|om|når) du (held fram|går (inn|vidare)|brukar)", _NN
        ),
        with_consent("(vidare|framhaldande) bruk", _NN),
    ),
    "da": (
        with_consent(
            "ved at (bruge|benytte|besøge|fortsætte|gå ind|klikke|anvende)", _DA
        ),
        with_consent("(hvis|når) du (fortsætter|klikker videre|bruger|besøger)", _DA),
        with_consent("(fortsat|videre) brug", _DA),
    ),
    "sv": (
        with_consent(
            "genom att (använda|besöka|fortsätta|gå in|surfa|klicka vidare)", _SV
        ),
        with_consent("(om|när) du (fortsätter|klickar vidare|använder|besöker)", _SV),
        with_consent("fortsatt användning", _SV),
    ),
    "fi": (
        with_consent("(käyttämällä|jatkamalla|selaamalla|vierailemalla)", _FI),
        with_consent("(jos|kun) (jatkat|selaat)", _FI),
        with_consent("(käytön|selaamisen) jatkaminen", _FI),
    ),
    "is": (
        with_consent("með því að (nota|skoða|heimsækja|vafra|halda áfram)", _IS),
        with_consent("(ef|þegar) þú (heldur áfram|notar|skoðar|heimsækir)", _IS),
        with_consent("áframhaldandi notkun", _IS),
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
    "fi": (
        r"\bselainasetu\w*",
        r"\bselaime(n|si|nne) asetu\w*",
    ),
    "is": (
        r"\bvafrastilling\w*",
        r"\bstilling\w* (vafrans|í (þínum )?vafra\w*)",
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
    "fi": (
        r"\b(paras|parhaa\w+|parasta) (mahdolli\w+ )?(käyttö|käyttäjä)?kokemu\w+",
        r"\bjäät paitsi\b",
        r"\bvalitettavasti\b",
        r"\bpahoittelemme\b",
        r"\b(auta|tue) meitä\b",
        r"\bei kiitos,? (minä|haluan)\b",
    ),
    "is": (
        r"\bbestu? (mögulegu? )?(notenda)?upplifun\w*",
        r"\bbesta (mögulega )?(notenda)?upplifun\w*",
        r"\bmiss(ir|tu) af\b",
        r"\bþví miður\b",
        r"\b(hjálpaðu|styddu) okkur\b",
        r"\bnei takk,? ég\b",
    ),
}
