"""Wordings in the languages of the east.

Bulgarian, Croatian, Czech, Hungarian, Polish, Romanian, Slovak, Slovenian, Ukrainian.
"""

from consent_server.catalog.lint.wordings.sentence import with_consent

_BG = r"съглася\w+|приема\w*|съгласие\w*"
_CS = r"souhlas\w*|akceptuj\w*|přijímáte"
_HR = r"pristajete|prihvaćate|slažete|suglasni|suglasnost\w*|privol\w+"
_HU = r"hozzájárul\w*|elfogad\w*|beleegyez\w*|egyetért\w*"
_PL = r"zgadzasz|zgadzają|zgod[aęy]|wyrażasz|akceptuj\w+|akceptacj\w+"
_RO = r"acceptați|accepți|acceptare\w*|de acord|acordul|consimț\w+"
_SK = r"súhlas\w*|akceptuj\w*|prijímate"
_SL = r"soglaša\w*|strinja\w*|sprejemate|privol\w+"
_UK = r"погоджу\w+|згод[аиуою]\w*|приймаєте"

BROWSE_WRAP = {
    "bg": (
        with_consent(
            "използвайки|продължавайки|разглеждайки|посещавайки"
            "|(с|чрез) използването на",
            _BG,
        ),
        with_consent("ако (продължите|продължавате|останете)", _BG),
        with_consent("(продължаването|по-нататъшното използване)", _BG),
    ),
    "cs": (
        with_consent(
            "(používáním|užíváním|procházením|prohlížením|návštěvou|pokračováním)", _CS
        ),
        with_consent(
            r"(pokud|když|jestliže) (budete )?(nadále \w+|dále \w+|pokračovat|"
            "pokračujete|zůstanete)",
            _CS,
        ),
        with_consent("další (používání|užívání|procházení|prohlížení)", _CS),
    ),
    "hr": (
        with_consent(
            "(korištenjem|uporabom|pregledavanjem|posjetom|ulaskom|nastavkom)", _HR
        ),
        with_consent("(ako|kad|kada) (nastavite|nastavljate|ostanete)", _HR),
        with_consent(
            r"(daljnje|nastavak) (korištenj\w+|pregledavanj\w+|uporab\w+)", _HR
        ),
    ),
    "hu": (
        with_consent(
            "(használatával|böngészésével|látogatásával|böngészéssel|használattal)", _HU
        ),
        with_consent("ha (tovább|folytatja|továbbra|itt marad)", _HU),
        with_consent(r"további (használat|böngészés)\w*", _HU),
    ),
    "pl": (
        with_consent(
            "(korzystając|używając|przeglądając|odwiedzając|kontynuując|pozostając)",
            _PL,
        ),
        with_consent(
            "(jeśli|jeżeli|gdy) (nadal|dalej|kontynuujesz|pozostajesz|korzystasz)", _PL
        ),
        with_consent("dalsze (korzystanie|przeglądanie|używanie)", _PL),
    ),
    "ro": (
        with_consent(
            "(prin (utilizarea|folosirea|navigarea|continuarea|vizitarea|accesarea)"
            "|continuând|navigând|utilizând|folosind|vizitând)",
            _RO,
        ),
        with_consent("dacă (continuați|continui|rămâneți|navigați)", _RO),
        with_consent(
            "(continuarea (navigării|utilizării)|utilizarea în continuare)", _RO
        ),
    ),
    "sk": (
        with_consent(
            "(používaním|prehliadaním|prezeraním|návštevou|pokračovaním)", _SK
        ),
        with_consent(
            r"(ak|keď) (budete )?(naďalej \w+|ďalej \w+|pokračovať|pokračujete"
            "|zostanete)",
            _SK,
        ),
        with_consent("ďalšie (používanie|prehliadanie|prezeranie)", _SK),
    ),
    "sl": (
        with_consent(
            "(z|s|ob) (nadaljnjo |nadaljnjim )?(uporabo|obiskom|brskanjem|ogledom"
            "|nadaljevanjem)",
            _SL,
        ),
        with_consent("(če|ko) (nadaljujete|ostanete|še naprej)", _SL),
        with_consent(r"nadaljnj\w+ (uporaba|brskanje|ogled)", _SL),
    ),
    "uk": (
        with_consent(
            "(користуючись|використовуючи|продовжуючи|переглядаючи|відвідуючи"
            "|залишаючись)",
            _UK,
        ),
        with_consent(
            "якщо ви (продовжите|продовжуєте|залишаєтеся|залишитеся|далі)", _UK
        ),
        with_consent(r"подальше (користування|використання|перегляд\w*)", _UK),
    ),
}

BROWSER_SETTINGS = {
    "bg": (
        r"\bнастройк\w+ (на|в) (вашия |твоя |своя )?(уеб )?браузър\w*",
        r"\bнастройте (вашия |своя )?браузър\w*",
    ),
    "cs": (
        r"\bnastaven\w+ (\w+ho |\w+m )?(webového )?prohlížeč\w+",
        r"\bnastavte (si )?(svůj |váš )?prohlížeč\b",
    ),
    "hr": (
        r"\bpostavk\w+ (\w+g |\w+m )?(web-)?preglednik\w*",
        r"\bpodesite (svoj |vaš )?(web-)?preglednik\b",
    ),
    "hu": (
        r"\bböngésző\w* beállítás\w*",
        r"\bböngészőbeállítás\w*",
        r"\bállítsa be a böngésző\w*",
    ),
    "pl": (
        r"\bustawie\w+ (\w+ej )?przeglądark\w+",
        r"\b(skonfiguruj\w*|ustaw) (swoją |twoją )?przeglądarkę\b",
    ),
    "ro": (
        r"\bsetări\w* (ale )?(din )?(browserul\w*|navigatorul\w*)",
        r"\b(configurați|setați) (browserul|navigatorul)\b",
    ),
    "sk": (
        r"\bnastaven\w+ (\w+ho |\w+m )?(webového )?prehliadač\w+",
        r"\bnastavte (si )?(svoj |váš )?prehliadač\b",
    ),
    "sl": (
        r"\bnastavit\w+ (\w+ga |\w+m )?(spletnega )?brskalnik\w*",
        r"\bnastavite (svoj |vaš )?brskalnik\b",
    ),
    "uk": (
        r"\bналаштуван\w+ (\w+го |\w+му )?(веб-?)?браузер\w*",
        r"\bналаштуйте (ваш |свій )?(веб-?)?браузер\b",
    ),
}

PRESSURE = {
    "bg": (
        r"\bнай-добр\w+ (възможн\w+ )?(потребителск\w+ )?(из|пре)живяван\w+",
        r"\bще (пропуснете|изпуснете)\b",
        r"\bза съжаление\b",
        r"\bсъжаляваме\b",
        r"\b(помогнете|подкрепете) ни\b",
        r"\bне,? благодаря,? (аз|предпочитам)\b",
    ),
    "cs": (
        r"\bnejlepší\w* (možn\w+ )?(uživatelsk\w+ )?(zážit\w+|zkušenost\w*)",
        r"\b(přijdete o nabíd\w+|unikne vám|uteče vám)",
        r"\bbohužel\b",
        r"\b(je nám líto|litujeme)\b",
        r"\b(pomozte nám|podpořte nás)\b",
        r"\bne,? děkuji,? (já|raději)\b",
    ),
    "hr": (
        r"\bnajbolj\w+ (moguć\w+ )?(korisničk\w+ )?iskustv\w+",
        r"\b(propustit ćete|propuštate)\b",
        r"\bna ?žalost\b",
        r"\b(žao nam je|ispričavamo se)\b",
        r"\b(pomozite nam|podržite nas)\b",
        r"\bne,? hvala,? (radije|ja)\b",
    ),
    "hu": (
        r"\blegjobb (lehetséges )?(felhasználói )?élmény\w*",
        r"\blemarad\w* ",
        r"\bsajnos\b",
        r"\b(sajnáljuk|elnézést)\b",
        r"\b(segítsen nekünk|támogasson minket)\b",
        r"\bnem,? köszönöm,? (én|inkább)\b",
    ),
    "pl": (
        r"\bnajleps\w+ (możliw\w+ )?(doświadcze\w+|wraże\w+|komfort\w*)",
        r"\b(przegapisz|ominie cię|ominą cię)\b",
        r"\bniestety\b",
        r"\b(przykro nam|przepraszamy)\b",
        r"\b(pomóż nam|wesprzyj nas)\b",
        r"\bnie,? dziękuję,? (ja|wolę)\b",
    ),
    "ro": (
        r"\bce(a|lei) mai bun\w+ experienț\w+",
        r"\b(veți rata|nu ratați|pierdeți ocazia)\b",
        r"\bdin păcate\b",
        r"\b(ne pare rău|ne cerem scuze)\b",
        r"\b(ajutați-ne|susțineți-ne|ajută-ne|susține-ne)\b",
        r"\bnu,? mulțumesc,? (eu|prefer)\b",
    ),
    "sk": (
        r"\bnajlepš\w+ (možn\w+ )?(používateľsk\w+ )?(zážit\w+|skúsenos\w+)",
        r"\b(prídete o ponuk\w+|unikne vám|ujde vám)",
        r"\b(bohu)?žiaľ\b",
        r"\b(je nám ľúto|ľutujeme)\b",
        r"\b(pomôžte nám|podporte nás)\b",
        r"\bnie,? ďakujem,? (ja|radšej)\b",
    ),
    "sl": (
        r"\bnajboljš\w+ (možn\w+ )?(uporabnišk\w+ )?izkušnj\w+",
        r"\b(zamudili boste|ne zamudite)\b",
        r"\b(na žalost|žal)\b",
        r"\b(oprostite|opravičujemo se)\b",
        r"\b(pomagajte nam|podprite nas)\b",
        r"\bne,? hvala,? (raje|jaz)\b",
    ),
    "uk": (
        r"\bнайкращ\w+ (можлив\w+ )?(користувацьк\w+ )?(вражен\w+|досвід\w*)",
        r"\b(ви пропустите|не пропустіть)\b",
        r"\bна жаль\b",
        r"\b(перепрошуємо|вибачте)\b",
        r"\b(допоможіть нам|підтримайте нас)\b",
        r"\bні,? дякую,? (я|краще)\b",
    ),
}
