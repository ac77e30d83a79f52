"""Our words, one file per language; each is read when it is first asked for."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from consent_server.notice.model import Texts


class _Shelf(Mapping[str, Texts]):
    """Texts by language (ISO 639-1), for each file that lies in this package."""

    _files = {module.name: module.name for module in pkgutil.iter_modules(__path__)} | {
        "no": "nb"  # BCP 47 macrolanguage; nearly always Bokmål
    }

    def __getitem__(self, language: str) -> Texts:
        module = importlib.import_module(f"{__name__}.{self._files[language]}")
        texts: Texts = module.TEXTS
        return texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


TEXTS = _Shelf()


def find_texts(language: str) -> Texts | None:
    """Return the words for a BCP 47 tag (``nb-NO`` finds ``nb``), or nothing."""
    return TEXTS.get(language.partition("-")[0].lower())
