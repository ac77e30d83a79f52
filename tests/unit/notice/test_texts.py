"""Every language says everything, at about the same length, without pressing anyone."""

import dataclasses
import string
from collections.abc import Iterator, Mapping

import babel
import pytest

from consent_server.catalog.model import LegalBasis
from consent_server.consent.choice import Action, ConsentStatus
from consent_server.consent.state import Reason
from consent_server.notice.cldr import duration_in_words
from consent_server.notice.model import Texts
from consent_server.notice.texts import TEXTS, find_texts
from consent_server.notice.texts.en import TEXTS as ENGLISH

LANGUAGES = sorted(set(TEXTS) - {"no"})

PRESSURE = (
    "sorry",
    "unfortunately",
    "best experience",
    "beste opplevelse",
    "beste oppleving",
    "bedste oplevelse",
    "bästa upplevelse",
    "dessverre",
    "diverre",
    "desværre",
    "tyvärr",
    "niestety",
    "przepraszamy",
    "przykro",
    "najlepszych wrażeń",
    "bohužel",
    "omlouváme",
    "je nám líto",
    "nejlepší zážitek",
    "žiaľ",
    "ospravedlňujeme",
    "je nám ľúto",
    "najlepší zážitok",
    "sajnos",
    "sajnál",
    "elnézést",
    "legjobb élmény",
    "din păcate",
    "ne pare rău",
    "ne cerem scuze",
    "cea mai bună experiență",
    "за съжаление",
    "съжаляваме",
    "извинявай",
    "най-доброто изживяване",
    "δυστυχώς",
    "λυπούμαστε",
    "συγγνώμη",
    "καλύτερη εμπειρία",
    "на жаль",
    "перепрошуємо",
    "вибачте",
    "найкращих вражень",
    "leider",
    "nutzererlebnis",
    "bestes erlebnis",
    "malheureusement",
    "désolé",
    "meilleure expérience",
    "helaas",
    "spijt",
    "beste ervaring",
    "lo sentimos",
    "lamentablemente",
    "mejor experiencia",
    "purtroppo",
    "spiacenti",
    "migliore esperienza",
    "lamentamos",
    "infelizmente",
    "melhor experiência",
    "valitettavasti",
    "pahoittelemme",
    "paras kokemus",
    "því miður",
    "afsakið",
    "besta upplifun",
    "parim kogemus",
    "parima kogemus",
    "kahjuks",
    "vabandust",
    "vabandage",
    "labāko pieredzi",
    "labāka pieredze",
    "diemžēl",
    "atvainojiet",
    "geriausia patirt",
    "geriausią patirt",
    "deja",
    "atsiprašome",
    "najboljša izkušnj",
    "najboljšo izkušnj",
    "na žalost",
    "oprostite",
    "opravičujemo",
    "najbolje iskustvo",
    "nažalost",
    "ispričavamo",
    "žao",
    "en iyi deneyim",
    "maalesef",
    "üzgünüz",
    "özür dile",
    "eispéireas is fearr",
    "ar an drochuair",
    "tá brón",
    "l-aħjar esperjenza",
    "sfortunatament",
    "jiddispjaċina",
    "أفضل تجربة",
    "للأسف",
    "نأسف",
    "عذرًا",
    "عذرا",
    "!",
)


def walk(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and text of every word of ours.

    Languages differ in their plurals, and in what CLDR has words for.
    """
    if path in {"units", "language"}:
        return
    match value:
        case {"other": str(text)} if path == "who_some":
            yield path, text
        case str():
            yield path, value
        case Mapping():
            for key, item in value.items():
                yield from walk(item, f"{path}.{key}")
        case _:
            assert dataclasses.is_dataclass(value)
            for field in dataclasses.fields(value):
                item = getattr(value, field.name)
                yield from walk(item, f"{path}.{field.name}".lstrip("."))


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> Texts:
    return TEXTS[request.param]


def test_has_the_same_texts_in_every_language(texts: Texts) -> None:
    assert [path for path, _ in walk(texts)] == [path for path, _ in walk(ENGLISH)]


def test_leaves_no_text_empty(texts: Texts) -> None:
    assert [path for path, text in walk(texts) if not text.strip()] == []


def test_keeps_the_placeholders(texts: Texts) -> None:
    english = dict(walk(ENGLISH))

    wrong = [
        path
        for path, text in walk(texts)
        if placeholders(text) != placeholders(english[path])
    ]

    assert wrong == []


def test_stays_near_the_length_of_the_english_text(texts: Texts) -> None:
    """A text that is much shorter left something out; short labels vary more."""
    english = dict(walk(ENGLISH))

    wrong = [
        path
        for path, text in walk(texts)
        if not 0.6 * len(english[path]) - 12
        <= len(text)
        <= 1.6 * len(english[path]) + 12
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["accept_all", "reject_all", "choose", "save"])
def test_keeps_buttons_short_enough_for_half_of_320_pixels(
    texts: Texts, name: str
) -> None:
    assert len(getattr(texts, name)) <= 18


def test_gives_accept_and_reject_about_the_same_length(texts: Texts) -> None:
    assert abs(len(texts.accept_all) - len(texts.reject_all)) <= 4


def test_names_the_permanent_link_where_it_speaks_of_withdrawing(texts: Texts) -> None:
    assert texts.link in texts.withdrawal


def test_quotes_links_and_buttons_as_they_stand(texts: Texts) -> None:
    assert texts.link in texts.embed_until
    assert texts.page.withdraw_all in texts.page.clear_effect


def test_says_what_holds_until_a_choice_in_a_sentence_of_its_own(texts: Texts) -> None:
    """The banner gives it a paragraph; abbreviations have full stops, too."""
    asked, _, promise = texts.what.rpartition(". ")

    assert "{controller}" in asked
    assert len(asked) / 3 < len(promise) < len(asked)


def test_presses_nobody(texts: Texts) -> None:
    """Emotional steering is a deceptive pattern (EDPB Guidelines 03/2022)."""
    found = [
        (path, phrase)
        for path, text in walk(texts)
        for phrase in PRESSURE
        if phrase in text.lower()
    ]

    assert found == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_translates_every_text(language: str) -> None:
    english = dict(walk(ENGLISH))

    same = {
        path
        for path, text in walk(TEXTS[language])
        if text == english[path] and " " in text
    }

    assert same == set()


def test_has_words_for_every_code_of_records_and_decisions(texts: Texts) -> None:
    assert set(texts.page.statuses) == set(ConsentStatus)
    assert set(texts.page.reasons) == set(Reason)
    assert set(texts.page.actions) >= set(Action)


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        pytest.param("nb", TEXTS["nb"].title, id="exact"),
        pytest.param("nb-NO", TEXTS["nb"].title, id="with-region"),
        pytest.param("NN-no", TEXTS["nn"].title, id="any-case"),
        pytest.param("no", TEXTS["nb"].title, id="macrolanguage"),
    ],
)
def test_finds_texts_by_the_primary_subtag(tag: str, title: str) -> None:
    found = find_texts(tag)

    assert found is not None
    assert found.title == title


def test_finds_nothing_in_a_language_without_texts() -> None:
    assert find_texts("tlh") is None


def test_has_words_for_every_legal_basis(texts: Texts) -> None:
    assert set(texts.bases) == set(LegalBasis)


def test_counts_companies_in_every_plural_form_of_the_language(texts: Texts) -> None:
    forms = babel.Locale.parse(texts.language).plural_form.tags | {"other"}

    assert set(texts.who_some) == forms
    for category, text in texts.who_some.items():
        assert placeholders(text) in ([], ["count"]), category
    assert placeholders(texts.who_some["other"]) == ["count"]


@pytest.mark.parametrize("seconds", [1, 120, 10_800, 345_600, 1_209_600])
def test_has_whole_words_for_durations(texts: Texts, seconds: int) -> None:
    """No abbreviation, and no English one least of all."""
    words = duration_in_words(seconds, texts.language, texts.units)
    letters = "".join(filter(str.isalpha, words))

    assert "duration" not in words
    assert "." not in words
    assert len(letters) > 1


def test_writes_from_right_to_left_where_the_script_does(texts: Texts) -> None:
    assert texts.direction == babel.Locale.parse(texts.language).text_direction
