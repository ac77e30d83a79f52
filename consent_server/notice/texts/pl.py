"""Polish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Niezbędne",
        description=(
            "To, co jest potrzebne, aby witryna robiła to, o co prosisz: nie "
            "wylogowywała Cię, rozkładała ruch na serwery, pamiętała język i ten "
            "wybór. Prawo nie wymaga na to zgody, dlatego jest to zawsze włączone."
        ),
    ),
    "functional": PurposeText(
        title="Dodatkowe funkcje",
        description=(
            "Funkcje wykraczające poza podstawowe, na przykład czat, treści z innych "
            "witryn na naszych stronach i formularze, które pamiętają wpisane dane."
        ),
    ),
    "analytics": PurposeText(
        title="Statystyka",
        description=(
            "Pomiar tego, jak używana jest witryna: jakie strony są odwiedzane, skąd "
            "trafiają tu odwiedzający i co klikają. Niektóre usługi rejestrują "
            "pojedynczą wizytę krok po kroku."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Śledzenie Twoich wizyt tutaj i w innych witrynach, aby dobierać reklamy i "
            "mierzyć ich skuteczność."
        ),
    ),
    "scoring": PurposeText(
        title="Punktacja odwiedzających",
        description=(
            "Przyznawanie Ci punktów za otwierane strony, pobierane pliki, wysyłane "
            "formularze i za to, jak często wracasz. Jeśli wiemy od Ciebie, kim "
            "jesteś, punkty są łączone z Twoim nazwiskiem. Po przekroczeniu progu ktoś "
            "z naszego działu sprzedaży może do Ciebie zadzwonić lub napisać."
        ),
    ),
}

PAGE = PageTexts(
    title="Twoje wybory dotyczące plików cookie",
    intro=(
        "Tutaj widzisz swój obecny wybór, możesz go zmienić i zobaczyć każdy wybór "
        "zapisany w tej przeglądarce."
    ),
    current="Co teraz obowiązuje",
    service="Usługa",
    provider="Firma",
    country="Kraj",
    status="Stan",
    reason="Dlaczego",
    statuses={
        "granted": "Dozwolone",
        "refused": "Niedozwolone",
        "undecided": "Jeszcze bez wyboru",
    },
    reasons={
        "exempt": "Niezbędne, nie wymaga zgody",
        "granted": "Wyrażono zgodę",
        "refused": "Nie wyrażono zgody",
        "no_choice_yet": "Nie dokonano jeszcze wyboru",
        "opt_out_signal": "Przeglądarka wnosi sprzeciw w Twoim imieniu",
        "policy_changed": "Od Twojego wyboru zmieniły się usługi lub teksty",
        "token_unreadable": "Nie udało się odczytać zapisanego wyboru",
        "token_forged": "Zapisany wybór nie jest autentyczny",
        "token_foreign": "Zapisany wybór należy do innej witryny",
        "token_expired": "Twój wybór wygasł",
    },
    history="Zapisane wybory",
    recorded_at="Czas",
    action="Co zrobiono",
    actions={
        "grant_all": "Zaakceptowano wszystkie",
        "refuse_all": "Odrzucono wszystkie",
        "custom": "Wybrano według celów",
        "grant_services": "Zezwolono na treść z jednej usługi",
        "withdraw": "Wycofano wszystko",
        "object": "Wniesiono sprzeciw",
        "signal": "Sprzeciw wysłany przez przeglądarkę",
        "expire": "Wybór wygasł",
        "import": "Przeniesiono z wcześniejszego systemu",
    },
    record_id="Numer zapisu",
    copy="Kopiuj",
    copied="Skopiowano",
    valid_until="Ważne do {date}",
    object="Wnieś sprzeciw: {purposes}",
    object_effect=(
        "To, czemu się sprzeciwisz, zostanie natychmiast zatrzymane i pozostanie "
        "wyłączone. Wszystko inne pozostanie zgodne z Twoim wyborem."
    ),
    receipt="Potwierdzenie",
    no_record="W tej przeglądarce nie zapisano żadnego wyboru.",
    clear="Usuń także to, co ta witryna zapisała w mojej przeglądarce",
    clear_effect=(
        "Działa razem z „Wycofaj wszystko”. Zapisane dane i pliki w pamięci podręcznej "
        "znikną, pliki cookie zostaną: nie powinno Cię to wylogować, ale niezapisana "
        "praca może przepaść."
    ),
    withdraw_all="Wycofaj wszystko",
    withdrawal_effect=(
        "Wycofanie natychmiast zatrzymuje wszystko, co wymaga Twojej zgody, i usuwa "
        "pliki cookie ustawione w tej witrynie. Pliki cookie, które inna firma "
        "ustawiła we własnej witrynie, można usunąć tylko tam albo w przeglądarce. To, "
        "co działo się przed wycofaniem, pozostaje zgodne z prawem."
    ),
    held="Co jest teraz wstrzymane",
    nothing_held="Nic nie jest wstrzymane.",
    back="Powrót do witryny",
    problem="Nie udało się",
    no_page="Ta strona nie istnieje",
    no_page_detail="Adres może być nieaktualny lub błędnie wpisany.",
)

RIGHTS = RightsTexts(
    title="Twoje zapisy",
    everything="Pobierz wszystko o moich wyborach",
    everything_effect=(
        "Jeden plik: każdy zapis z tej przeglądarki, potwierdzenia i to, co Ci "
        "pokazano."
    ),
    erase="Usuń moje zapisy",
    erase_effect=(
        "Wycofuje wszystko i usuwa z naszych systemów informację, które zapisy są "
        "Twoje."
    ),
    erase_title="Usunięcie Twoich zapisów",
    erase_what=(
        "Wszystkie Twoje zgody zostaną natychmiast wycofane, a pliki cookie z Twoim "
        "wyborem usunięte. W ciągu {hours} godzin usuniemy z naszych systemów "
        "informację, które zapisy są Twoje, oraz na jakiej stronie i w jakiej "
        "przeglądarce powstały."
    ),
    erase_stays=(
        "Decyzje pozostaną bez żadnego powiązania z Tobą. Podpisany rejestr zachowuje "
        "wpis bez danych osobowych, aby nikt nie mógł niepostrzeżenie usunąć zapisów. "
        "Z kopii zapasowych zapisy znikną, gdy kopie wygasną."
    ),
    erase_lost=(
        "Potem nikt nie będzie mógł pokazać Ci historii ani potwierdzeń. Jeśli chcesz "
        "je zachować, najpierw pobierz wszystko."
    ),
    erase_now="Usuń teraz",
    keep="Zachowaj moje zapisy",
    erased_title="Twoje zapisy zostaną usunięte",
    erased=(
        "Wszystkie Twoje zgody są wycofane. W ciągu {hours} godzin Twoje zapisy "
        "zostaną usunięte z naszych systemów. Rejestr zachowuje wpis bez danych "
        "osobowych."
    ),
    asked_again=(
        "W tej przeglądarce nie ma już żadnego wyboru, więc witryna zapyta Cię "
        "ponownie."
    ),
    in_ledger="W podpisanym rejestrze",
    not_in_ledger=(
        "Jeszcze nie w podpisanym rejestrze: za chwilę pobierz potwierdzenie ponownie"
    ),
    restricted="Ograniczone: przechowywane, lecz niewykorzystywane",
    check="Sprawdź potwierdzenie",
    check_intro=(
        "Potwierdzenie podaje, co zapisano, i pokazuje, że zapis znajduje się w "
        "podpisanym rejestrze. Prześlij jego plik albo wklej tekst."
    ),
    check_file="Plik potwierdzenia",
    check_text="Albo jego tekst",
    check_button="Sprawdź",
    holds="To potwierdzenie jest prawidłowe",
    holds_detail=(
        "Podaje, co zapisano, a zapis znajduje się w podpisanym rejestrze tej witryny."
    ),
    incomplete="To potwierdzenie jest niepełne",
    committed_detail=(
        "Jego części do siebie pasują, ale nie ma jeszcze dowodu, że zapis jest w "
        "podpisanym rejestrze. Aby otrzymać pełny dowód, pobierz potwierdzenie "
        "ponownie."
    ),
    position="Pozycja w rejestrze",
    fails="To potwierdzenie jest nieprawidłowe",
    changed_detail=(
        "Podaje coś innego niż to, co podpisano, albo jego zapisu nie ma w podpisanym "
        "rejestrze."
    ),
    foreign_detail="Należy do innego rejestru, którego ta witryna nie może sprawdzić.",
    malformed_detail=(
        "To nie jest potwierdzenie albo jest ono uszkodzone. O żadnym zapisie nie "
        "można nic powiedzieć."
    ),
    empty_detail=(
        "Nie podano ani pliku, ani tekstu. Wybierz plik potwierdzenia albo wklej jego "
        "tekst."
    ),
    too_large_detail="To zbyt duży plik jak na potwierdzenie.",
    reason="Dokładny powód (po angielsku)",
    offline=(
        "Tutaj witryna sprawdza własne potwierdzenie, więc trzeba jej zaufać. Kto "
        "sprawdza na własnym komputerze, nie musi ufać nikomu: wystarczy klucz "
        "publiczny tego rejestru, najlepiej otrzymany od kogoś innego, i to polecenie."
    ),
    key="Klucz publiczny tego rejestru",
)

DECLARATION = DeclarationTexts(
    title="Pliki cookie w tej witrynie",
    intro=(
        "Co {controller} i inne firmy przechowują na Twoim urządzeniu, gdy odwiedzasz "
        "tę witrynę, i w jakim celu. Lista pochodzi z tego samego katalogu, który "
        "decyduje, co może działać."
    ),
    your_choice="Twój wybór",
    change="Zmień swój wybór",
    provider="Firma",
    provider_policy="Polityka prywatności: {provider}",
    role="Rola",
    countries="Kraje przetwarzania danych",
    transfer="Poza EOG",
    stored="Co {service} przechowuje na Twoim urządzeniu",
    nothing_stored="Ta usługa sama niczego nie przechowuje na Twoim urządzeniu.",
    name="Nazwa",
    kind="Rodzaj",
    place="Gdzie",
    life="Jak długo",
    this_site="Ta witryna",
    first_party="Plik cookie",
    third_party="Plik cookie innej witryny",
    local="Pamięć lokalna",
    session="Pamięć sesji",
    indexeddb="Baza danych w przeglądarce",
    roles={
        "processor": "Działa dla nas i wyłącznie na nasze polecenie",
        "controller": "Wykorzystuje dane także do własnych celów",
        "joint": "Decyduje wspólnie z nami",
    },
    transfers={
        "none": "Dane pozostają w EOG",
        "adequacy": (
            "Dane mogą trafić do państwa lub firmy, których stopień ochrony UE uznała "
            "za odpowiedni"
        ),
        "scc": (
            "Dane mogą trafić gdzie indziej na podstawie standardowych klauzul "
            "umownych UE"
        ),
        "unknown": "Nie wiadomo, czy dane opuszczają EOG i jak są wtedy chronione",
    },
    until_closed="Do zamknięcia przeglądarki",
    until_tab_closed="Do zamknięcia karty",
    until_deleted="Do usunięcia przez Ciebie",
    version="Wersja tej listy",
)

TEXTS = Texts(
    language="pl",
    direction="ltr",
    title="Twój wybór dotyczący plików cookie",
    what=(
        "{controller} prosi o zgodę na zapisywanie i odczytywanie informacji na Twoim "
        "urządzeniu, na przykład w plikach cookie. Dopóki nie dokonasz wyboru, nie "
        "używamy niczego, co wymaga zgody."
    ),
    who_none="Nie bierze w tym udziału żadna inna firma.",
    who_some={
        "one": "Bierze w tym udział jedna inna firma.",
        "few": "Biorą w tym udział {count} inne firmy.",
        "many": "Bierze w tym udział {count} innych firm.",
        "other": "Bierze w tym udział {count} innej firmy.",
    },
    who_link="Kim są i co zapisują",
    why="W jakim celu i kto:",
    withdrawal=(
        "Swój wybór możesz w każdej chwili zmienić lub wycofać, klikając „Ustawienia "
        "plików cookie” na dole każdej strony."
    ),
    accept_all="Akceptuj wszystkie",
    reject_all="Odrzuć wszystkie",
    choose="Wybierz",
    save="Zapisz wybór",
    purposes_legend="Na co się zgadzasz?",
    always_on="Zawsze włączone",
    privacy_policy="Polityka prywatności",
    more="Twoje wybory i ich historia",
    link="Ustawienia plików cookie",
    details="Usługi i co przechowują",
    follow="Tak jak cały cel",
    basis="Podstawa prawna",
    bases={
        "consent": "Twoja zgoda",
        "contract": "Umowa z Tobą",
        "legal_obligation": "Obowiązek prawny",
        "legitimate_interest": "Prawnie uzasadniony interes",
    },
    search="Szukaj usługi, firmy lub pliku cookie",
    no_match="Nic nie znaleziono.",
    saving="Zapisywanie wyboru…",
    saved="Twój wybór jest zapisany. Możesz go w każdej chwili zmienić.",
    not_saved="Nie udało się zapisać wyboru. Na nic nie zezwolono. Spróbuj ponownie.",
    stale=(
        "Od chwili otwarcia ta strona się zmieniła. Nic nie zapisano. Odśwież stronę i "
        "wybierz ponownie."
    ),
    gpc=(
        "Twoja przeglądarka wysyła sygnał Global Privacy Control. Traktujemy go jako "
        "sprzeciw wobec poniższego: {purposes}. Pierwszeństwo ma to, co samodzielnie "
        "wybierzesz tutaj."
    ),
    objection=(
        "Masz prawo w dowolnym momencie wnieść sprzeciw wobec poniższego: {purposes}. "
        "Odrzucenie tutaj liczy się jako sprzeciw."
    ),
    complaint="Możesz wnieść skargę do tych organów: {first} i {second}.",
    complaint_elsewhere="Możesz wnieść skargę do organu ochrony danych w swoim kraju.",
    embed_what=(
        "Jeśli wyświetlisz tę treść, informacje na Twoim urządzeniu może zapisywać i "
        "odczytywać {providers}. Cel: {purposes}."
    ),
    embed_until=(
        "W całej witrynie zezwalasz tylko na to: {services}. Możesz to w każdej "
        "chwili cofnąć, klikając „Ustawienia plików cookie”."
    ),
    embed_show="Pokaż treść: {services}",
    embed_undeclared=(
        "Treść spod tego adresu nie jest wyświetlana: witryna jej nie zgłosiła, więc "
        "nie można na nią tutaj zezwolić."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
