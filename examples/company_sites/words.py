"""The few words that all sites share, by language."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "archive": "Archive",
        "demonstration": "A demonstration. Not the company's own site; every id and "
        "every customer is made up.",
        "email": "E-mail",
        "guide": "Guide",
        "log_in": "Log in",
        "message": "Message",
        "name": "Name",
        "news": "News",
        "other_language": "Norsk",
        "other_language_code": "nb",
        "password": "Password",
        "remember_me": "Keep me logged in on this device",
        "send": "Send",
        "show_news": "Show the latest news",
        "skip": "Skip to content",
        "thanks": "Thank you",
        "thanks_text": "Your message has reached us. We answer within one working day.",
    },
    "nb": {
        "archive": "Arkiv",
        "demonstration": "En demonstrasjon. Ikke selskapets eget nettsted; alle "
        "id-er og kunder er oppdiktet.",
        "email": "E-post",
        "guide": "Veiledning",
        "log_in": "Logg inn",
        "message": "Melding",
        "name": "Navn",
        "news": "Nyheter",
        "other_language": "English",
        "other_language_code": "en",
        "password": "Passord",
        "remember_me": "La meg være innlogget på denne enheten",
        "send": "Send",
        "show_news": "Vis siste nytt",
        "skip": "Hopp til innholdet",
        "thanks": "Takk",
        "thanks_text": "Meldingen er kommet fram. Vi svarer innen én virkedag.",
    },
}
