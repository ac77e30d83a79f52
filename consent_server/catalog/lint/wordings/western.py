"""Wordings in Dutch, French, German, Italian, Portuguese and Spanish."""

from consent_server.catalog.lint.wordings.sentence import with_consent

_DE = "stimmen|akzeptieren|einverstanden|zustimmung|einwilligung|willigen"
_ES = "acepta|aceptas|consiente|consientes|acuerdo|aceptación|consentimiento"
_FR = "acceptez|consentez|accord|acceptation|consentement"
_IT = "accetta|accetti|accettate|acconsente|acconsenti|accettazione|consenso"
_NL = "accepteert|akkoord|stemt|toestemming|instemming"
_PT = "aceita|aceitas|consente|concorda|aceitação|consentimento"

BROWSE_WRAP = {
    "de": (
        with_consent("(durch|mit) (die|der|ihre|ihrer) (weiteren? )?nutzung", _DE),
        with_consent("wenn sie (fortfahren|weitersurfen|weiter surfen|bleiben)", _DE),
        with_consent("wenn sie (diese|unsere) (website|seite) (weiter )?nutzen", _DE),
        with_consent("(weitere|fortgesetzte) nutzung", "gilt|stimmen|akzeptieren"),
    ),
    "es": (
        with_consent("al (usar|utilizar|visitar|navegar|continuar|seguir)", _ES),
        with_consent("si (continúas?|sigues?|navegas?)", _ES),
        with_consent("(seguir|continuar) navegando", _ES),
    ),
    "fr": (
        with_consent("en (poursuivant|continuant|utilisant|naviguant|visitant)", _FR),
        with_consent("si vous (continuez|poursuivez|naviguez)", _FR),
        with_consent("la poursuite de (la|votre) navigation", _FR),
    ),
    "it": (
        with_consent("(continuando|proseguendo|navigando|utilizzando|visitando)", _IT),
        with_consent("se (continua|continui|prosegue|prosegui|naviga)", _IT),
        with_consent("(la prosecuzione|il proseguimento) della navigazione", _IT),
    ),
    "nl": (
        with_consent("door (gebruik te maken|verder te (gaan|surfen|kijken))", _NL),
        with_consent("door (deze|onze|de) (web)?site te (gebruiken|bezoeken)", _NL),
        with_consent("(als|wanneer|indien) u (doorgaat|verder ?gaat|blijft)", _NL),
        with_consent("(verder|voortgezet) gebruik", "accepteert|akkoord|geldt"),
    ),
    "pt": (
        with_consent("ao (usar|utilizar|visitar|navegar|continuar|aceder)", _PT),
        with_consent("se (continuar|permanecer|navegar)", _PT),
        with_consent("a (continuação da navegação|utilização continuada)", _PT),
    ),
}

BROWSER_SETTINGS = {
    "de": (
        r"\bbrowser-?einstellung\w*",
        r"\beinstellung\w* (in |im )?(ihr(em|es)|des|der)? ?(web-?)?browser\w*",
        r"\bbrowser so (einstellen|konfigurieren)\b",
    ),
    "es": (
        r"\b(configuración|opciones|preferencias|ajustes) de(l| su| tu) navegador\b",
        r"\b(configurar|ajustar) (su|tu|el) navegador\b",
    ),
    "fr": (
        r"\b(paramètres|réglages|options|préférences) d(u|e votre) navigateur\b",
        r"\b(configurer|paramétrer|régler) (le|votre) navigateur\b",
    ),
    "it": (
        r"\bimpostazioni del (suo |tuo |proprio |vostro )?browser\b",
        r"\b(impostare|configurare) il (suo |tuo |proprio )?browser\b",
    ),
    "nl": (
        r"\bbrowserinstelling\w*",
        r"\binstellingen (van|in) (de|je|uw) (web)?browser\b",
        r"\b(de|je|uw) browser (zo )?instellen\b",
    ),
    "pt": (
        r"\b(definições|configurações|opções) do (seu )?(navegador|browser)\b",
        r"\bconfigurar o (seu )?(navegador|browser)\b",
    ),
}

PRESSURE = {
    "de": (
        r"\b(best(möglich)?|optimal)e[ns]? (nutzer|surf)?(erlebnis|erfahrung)\b",
        r"\b(verpassen sie|entgeht ihnen)\b",
        r"\bleider\b",
        r"\bbitte (akzeptieren|erlauben|stimmen) sie\b",
        r"\b(helfen|unterstützen) sie uns\b",
        r"\bnein,? danke,? ich\b",
    ),
    "es": (
        r"\bmejor experiencia\b",
        r"\bno (se lo pierda|te lo pierdas)\b",
        r"\b(desgraciadamente|lamentablemente|lo sentimos)\b",
        r"\b(ayúdenos|ayúdanos|apóyenos|apóyanos)\b",
        r"\bno,? gracias,? (yo|prefiero)\b",
    ),
    "fr": (
        r"\bmeilleure expérience\b",
        r"\bne (manquez pas|passez pas à côté)\b",
        r"\bmalheureusement\b",
        r"\bdésolée?s?\b",
        r"\b(aidez|soutenez)-nous\b",
        r"\bnon,? merci,? je\b",
    ),
    "it": (
        r"\bmigliore? esperienza\b",
        r"\bnon (perderti|perda|perdere)\b",
        r"\b(purtroppo|spiacenti)\b",
        r"\b(aiutaci|ci aiuti|sostienici|ci sostenga)\b",
        r"\bno,? grazie,? (io|preferisco)\b",
    ),
    "nl": (
        r"\b(beste|optimale) (mogelijke )?(gebruikers|surf)?ervaring\b",
        r"\bmis niets\b",
        r"\bhelaas\b",
        r"\bhet spijt (me|ons)\b",
        r"\b(help|steun) ons\b",
        r"\bnee,? (bedankt|dank je|dank u),? ik\b",
    ),
    "pt": (
        r"\bmelhor experiência\b",
        r"\bnão perca\b",
        r"\b(infelizmente|lamentamos)\b",
        r"\b(ajude|apoie)-nos\b",
        r"\bnão,? obrigad[ao],? (eu|prefiro)\b",
    ),
}
