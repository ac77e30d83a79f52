"""Wordings in many languages, and that our own texts have none of them."""

import dataclasses
from collections.abc import Iterator, Mapping

import pytest

from consent_server.catalog.lint.wordings import (
    BROWSE_WRAP,
    BROWSER_SETTINGS,
    PRESSURE,
    find_wording,
)
from consent_server.notice.texts import TEXTS

# By language: consent by use, the way to the browser, pressure (twice), plain words.
SENTENCES = {
    "ar": (
        "باستخدامكم هذا الموقع توافقون على ملفات تعريف الارتباط.",
        "يمكنكم تغيير ذلك في إعدادات المتصفح.",
        "لنقدم لكم أفضل تجربة ممكنة.",
        "للأسف لن يعمل كل شيء.",
        "بالنقر على الزر توافقون على ملفات تعريف الارتباط.",
    ),
    "bg": (
        "Използвайки сайта, Вие се съгласявате с бисквитките.",
        "Променете това в настройките на браузъра си.",
        "За най-доброто потребителско изживяване.",
        "За съжаление не всичко ще работи.",
        "С натискането на бутона се съгласявате с бисквитките.",
    ),
    "cs": (
        "Používáním těchto stránek souhlasíte s cookies.",
        "Změňte to v nastavení svého prohlížeče.",
        "Pro nejlepší uživatelský zážitek.",
        "Bohužel pak nebude fungovat všechno.",
        "Stisknutím tlačítka souhlasíte s cookies.",
    ),
    "el": (
        "Συνεχίζοντας την περιήγηση αποδέχεστε τα cookies.",
        "Αλλάξτε το στις ρυθμίσεις του προγράμματος περιήγησης.",
        "Για την καλύτερη δυνατή εμπειρία.",
        "Δυστυχώς δεν θα λειτουργούν όλα.",
        "Πατώντας το κουμπί αποδέχεστε τα cookies.",
    ),
    "et": (
        "Jätkates saidi kasutamist, nõustute küpsistega.",
        "Seda saab muuta brauseri sätetes.",
        "Parima kasutajakogemuse jaoks.",
        "Kahjuks ei tööta siis kõik.",
        "Nupule vajutades nõustute küpsistega.",
    ),
    "ga": (
        "Trí úsáid a bhaint as an suíomh seo, toilíonn tú le fianáin.",
        "Athraigh é seo i socruithe do bhrabhsálaí.",
        "Chun an eispéireas is fearr a thabhairt duit.",
        "Ar an drochuair, ní oibreoidh gach rud.",
        "Nuair a bhrúnn tú an cnaipe, toilíonn tú le fianáin.",
    ),
    "hr": (
        "Korištenjem ove stranice pristajete na kolačiće.",
        "To možete promijeniti u postavkama preglednika.",
        "Za najbolje korisničko iskustvo.",
        "Nažalost, neće sve raditi.",
        "Klikom na gumb pristajete na kolačiće.",
    ),
    "hu": (
        "Az oldal használatával Ön elfogadja a sütiket.",
        "Ezt a böngészője beállításaiban módosíthatja.",
        "A legjobb felhasználói élmény érdekében.",
        "Sajnos így nem minden működik.",
        "A gomb megnyomásával Ön elfogadja a sütiket.",
    ),
    "lt": (
        "Toliau naudodamiesi svetaine sutinkate su slapukais.",
        "Tai galite pakeisti naršyklės nustatymuose.",
        "Kad suteiktume geriausią patirtį.",
        "Deja, ne viskas veiks.",
        "Paspausdami mygtuką sutinkate su slapukais.",
    ),
    "lv": (
        "Turpinot lietot vietni, jūs piekrītat sīkdatnēm.",
        "To var mainīt pārlūkprogrammas iestatījumos.",
        "Lai sniegtu labāko lietošanas pieredzi.",
        "Diemžēl viss nedarbosies.",
        "Nospiežot pogu, jūs piekrītat sīkdatnēm.",
    ),
    "mt": (
        "Billi tuża dan is-sit, inti taċċetta l-cookies.",
        "Tista’ tbiddel dan fis-settings tal-brawżer tiegħek.",
        "Biex nagħtuk l-aħjar esperjenza.",
        "Sfortunatament mhux kollox se jaħdem.",
        "Meta tagħfas il-buttuna, inti taċċetta l-cookies.",
    ),
    "pl": (
        "Korzystając z serwisu, zgadzasz się na pliki cookie.",
        "Możesz to zmienić w ustawieniach przeglądarki.",
        "Aby zapewnić najlepsze możliwe wrażenia.",
        "Niestety nie wszystko będzie działać.",
        "Klikając przycisk, zgadzasz się na pliki cookie.",
    ),
    "ro": (
        "Prin utilizarea site-ului acceptați cookie-urile.",
        "Puteți schimba acest lucru din setările browserului.",
        "Pentru cea mai bună experiență.",
        "Din păcate, nu totul va funcționa.",
        "Prin apăsarea butonului acceptați cookie-urile.",
    ),
    "sk": (
        "Používaním stránky súhlasíte s cookies.",
        "Zmeňte to v nastaveniach svojho prehliadača.",
        "Pre najlepší používateľský zážitok.",
        "Žiaľ, nebude fungovať všetko.",
        "Stlačením tlačidla súhlasíte s cookies.",
    ),
    "sl": (
        "Z uporabo spletnega mesta se strinjate s piškotki.",
        "To lahko spremenite v nastavitvah brskalnika.",
        "Za najboljšo uporabniško izkušnjo.",
        "Žal ne bo delovalo vse.",
        "S klikom na gumb se strinjate s piškotki.",
    ),
    "tr": (
        "Bu siteyi kullanarak çerezleri kabul etmiş olursunuz.",
        "Bunu tarayıcınızın ayarlarından değiştirebilirsiniz.",
        "Size en iyi kullanıcı deneyimini sunmak için.",
        "Maalesef her şey çalışmayacaktır.",
        "Düğmeyi kullanarak çerezleri kabul edebilirsiniz.",
    ),
    "uk": (
        "Користуючись сайтом, ви погоджуєтеся на файли cookie.",
        "Це можна змінити в налаштуваннях вашого браузера.",
        "Щоб забезпечити найкращі враження.",
        "На жаль, не все працюватиме.",
        "Натискаючи кнопку, ви погоджуєтеся на файли cookie.",
    ),
}


def walk(value: object) -> Iterator[str]:
    """Yield every text within texts."""
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from walk(item)
        case _:
            assert dataclasses.is_dataclass(value)
            for field in dataclasses.fields(value):
                yield from walk(getattr(value, field.name))


@pytest.mark.parametrize(
    "text",
    [
        "By continuing to use this site, you consent to cookies.",
        "By visiting our pages you hereby accept our policy.",
        "If you continue without changing anything, we assume that you agree.",
        "Continued use of the site is taken as acceptance.",
        "Ved å bruke nettstedet godtar du informasjonskapsler.",
        "Dersom du fortsetter, samtykker du til dette.",
        "Videre bruk regnes som samtykke.",
        "Ved å nytte nettstaden godtek du informasjonskapslar.",
        "Når du held fram, samtykkjer du.",
        "Ved at bruge siden accepterer du cookies.",
        "Fortsat brug betragtes som samtykke.",
        "Genom att använda sidan godkänner du kakor.",
        "Om du fortsätter samtycker du till kakor.",
        "Jos jatkat sivuston käyttöä, hyväksyt evästeet.",
        "Käyttämällä sivustoa annat suostumuksesi.",
        "Með því að nota vefinn samþykkir þú vafrakökur.",
        "Ef þú heldur áfram samþykkir þú þetta.",
        "Durch die weitere Nutzung der Website stimmen Sie Cookies zu.",
        "Wenn Sie weitersurfen, sind Sie damit einverstanden.",
        "En poursuivant votre navigation, vous acceptez les cookies.",
        "Si vous continuez, vous donnez votre accord.",
        "Door gebruik te maken van deze site gaat u akkoord met cookies.",
        "Als u doorgaat, geeft u toestemming.",
        "Al continuar en el sitio, usted acepta las cookies.",
        "Si sigues navegando, consideramos que aceptas su uso.",
        "Proseguendo la navigazione si accetta l'uso dei cookie.",
        "Se continui, acconsenti ai cookie.",
        "Ao continuar a navegar, aceita os cookies.",
        "Se continuar neste site, concorda com isso.",
        "BY USING\n  this site you agree",
    ],
)
def test_finds_consent_by_use(text: str) -> None:
    assert find_wording(text, BROWSE_WRAP)


@pytest.mark.parametrize(
    "text",
    [
        "You can change your browser settings.",
        "Set your browser to refuse cookies.",
        "Dette kan endres i nettleserinnstillingene.",
        "Endre innstillingene i nettleseren.",
        "Du kan endre det i nettlesarinnstillingane.",
        "Det kan ændres i browserindstillingerne.",
        "Gå til indstillingerne i din browser.",
        "Ändra webbläsarens inställningar.",
        "Voit muuttaa selaimesi asetuksia.",
        "Þú getur breytt stillingum vafrans.",
        "Ändern Sie die Einstellungen Ihres Browsers.",
        "In den Browsereinstellungen lässt sich das ändern.",
        "Modifiez les paramètres de votre navigateur.",
        "Wijzig de instellingen van uw browser.",
        "Cambie la configuración de su navegador.",
        "Modifichi le impostazioni del browser.",
        "Altere as definições do seu navegador.",
    ],
)
def test_finds_the_way_to_the_browser(text: str) -> None:
    assert find_wording(text, BROWSER_SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        "For the best possible experience.",
        "You will miss out on offers.",
        "No thanks, I prefer boring pages.",
        "For den beste opplevelsen.",
        "Du går glipp av tilbud.",
        "Diverre verkar ikkje alt.",
        "For den bedste oplevelse.",
        "Desværre virker siden dårligere.",
        "För bästa möjliga upplevelse.",
        "Tyvärr fungerar inte allt.",
        "Jotta saat parhaan käyttökokemuksen.",
        "Valitettavasti kaikki ei toimi.",
        "Fyrir bestu mögulegu upplifun.",
        "Því miður virkar ekki allt.",
        "Für das beste Erlebnis.",
        "Leider funktioniert dann nicht alles.",
        "Bitte stimmen Sie allem zu.",
        "Pour la meilleure expérience possible.",
        "Malheureusement, tout ne marche pas.",
        "Voor de beste gebruikerservaring.",
        "Helaas werkt niet alles.",
        "Para ofrecerle la mejor experiencia.",
        "Lo sentimos: no todo funciona.",
        "Per la migliore esperienza possibile.",
        "Purtroppo non tutto funziona.",
        "Para a melhor experiência possível.",
        "Infelizmente, nem tudo funciona.",
    ],
)
def test_finds_pressure(text: str) -> None:
    assert find_wording(text, PRESSURE)


@pytest.mark.parametrize(
    "text",
    [
        "You agree by clicking the button.",
        "By ticking the box you consent to the newsletter.",
        "By using the form. You agree when you press Accept.",
        "Cookies of other companies can only be deleted in your browser.",
        "Ved å trykke på knappen samtykker du.",
        "Mit einem Klick auf die Schaltfläche stimmen Sie zu.",
        "En cochant la case, vous acceptez de recevoir la lettre.",
        "Al pulsar el botón, usted acepta.",
        "Für die weitere Nutzung bitten wir um Ihre Einwilligung.",
        "Voor verder gebruik vragen wij uw toestemming.",
        "Si utiliza el formulario, le pedimos su consentimiento.",
        "Kun käytät lomaketta, pyydämme suostumuksesi.",
        "La page est déjà, comme promis, en ligne.",
        "El servicio deja, por defecto, una cookie.",
        "Pagina este deja, de regulă, deschisă.",
    ],
)
def test_leaves_plain_words_alone(text: str) -> None:
    for wordings in (BROWSE_WRAP, BROWSER_SETTINGS, PRESSURE):
        assert find_wording(text, wordings) is None


@pytest.mark.parametrize("language", SENTENCES)
def test_tells_the_wordings_of_a_language_from_plain_words(language: str) -> None:
    by_use, browser, best, regret, plain = SENTENCES[language]
    found = {
        text: [
            find_wording(text, {language: wordings[language]}) is not None
            for wordings in (BROWSE_WRAP, BROWSER_SETTINGS, PRESSURE)
        ]
        for text in SENTENCES[language]
    }

    assert found == {
        by_use: [True, False, False],
        browser: [False, True, False],
        best: [False, False, True],
        regret: [False, False, True],
        plain: [False, False, False],
    }


@pytest.mark.parametrize("language", SENTENCES)
def test_leaves_plain_words_of_every_other_language_alone(language: str) -> None:
    """What regrets in one language may be a plain word of another."""
    *_, plain = SENTENCES[language]

    for wordings in (BROWSE_WRAP, BROWSER_SETTINGS, PRESSURE):
        assert find_wording(plain, wordings) is None


@pytest.mark.parametrize("wordings", [BROWSE_WRAP, BROWSER_SETTINGS, PRESSURE])
def test_has_wordings_for_every_language_that_has_texts(
    wordings: dict[str, tuple[str, ...]],
) -> None:
    assert wordings.keys() == TEXTS.keys() - {"no"}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_our_own_texts_have_none(language: str) -> None:
    found = [
        found
        for text in walk(TEXTS[language])
        for wordings in (BROWSE_WRAP, BROWSER_SETTINGS, PRESSURE)
        if (found := find_wording(text, wordings))
    ]

    assert found == []


def test_reads_a_long_text_within_its_sentences() -> None:
    assert find_wording("by using this " * 20_000, BROWSE_WRAP) is None
