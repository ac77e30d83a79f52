"""Our words, one file per language."""

from consent_server.notice.model import Texts
from consent_server.notice.texts import da, en, nb, nn, sv

TEXTS = {
    "da": da.TEXTS,
    "en": en.TEXTS,
    "nb": nb.TEXTS,
    "nn": nn.TEXTS,
    "no": nb.TEXTS,  # BCP 47 macrolanguage; nearly always Bokmål
    "sv": sv.TEXTS,
}


def find_texts(language: str) -> Texts | None:
    """Return the words for a BCP 47 tag (``nb-NO`` finds ``nb``), or nothing."""
    return TEXTS.get(language.partition("-")[0].lower())
