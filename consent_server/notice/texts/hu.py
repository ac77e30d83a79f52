"""Hungarian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Szükséges",
        description=(
            "Ami ahhoz kell, hogy a webhely megtegye, amit Ön kér: bejelentkezve "
            "tartsa, elossza a terhelést a kiszolgálók között, megjegyezze a nyelvet "
            "és ezt a választást. A törvény ehhez nem ír elő hozzájárulást, ezért "
            "mindig be van kapcsolva."
        ),
    ),
    "functional": PurposeText(
        title="További funkciók",
        description=(
            "Az alapműködésen túli funkciók, például csevegés, más webhelyek tartalma "
            "az oldalainkon, és űrlapok, amelyek megjegyzik, mit írt be."
        ),
    ),
    "analytics": PurposeText(
        title="Statisztika",
        description=(
            "Méri, hogyan használják a webhelyet: mely oldalakat keresik fel, honnan "
            "érkeznek a látogatók, és mire kattintanak. Egyes szolgáltatások lépésről "
            "lépésre rögzítenek egy-egy látogatást."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Követi az Ön látogatásait itt és más webhelyeken, hogy hirdetéseket "
            "válasszon, és mérje azok hatását."
        ),
    ),
    "scoring": PurposeText(
        title="Látogatók pontozása",
        description=(
            "Pontokat ad Önnek a megnyitott oldalakért, a letöltött fájlokért, az "
            "elküldött űrlapokért és azért, hogy milyen gyakran tér vissza. Ha közölte "
            "velünk, hogy kicsoda, a pontokat összekapcsoljuk a nevével. Egy bizonyos "
            "küszöb felett értékesítő munkatársunk felhívhatja Önt, vagy írhat Önnek."
        ),
    ),
}

PAGE = PageTexts(
    title="Az Ön választásai a sütikről",
    intro=(
        "Itt látja, mit választott, módosíthatja, és megnézheti az ebben a böngészőben "
        "rögzített összes választást."
    ),
    current="Ami most érvényes",
    service="Szolgáltatás",
    provider="Cég",
    country="Ország",
    status="Állapot",
    reason="Miért",
    statuses={
        "granted": "Engedélyezve",
        "refused": "Nincs engedélyezve",
        "undecided": "Még nem választott",
    },
    reasons={
        "exempt": "Szükséges, nem kell hozzájárulás",
        "granted": "Ön engedélyezte",
        "refused": "Ön nem engedélyezte",
        "no_choice_yet": "Ön még nem választott",
        "opt_out_signal": "Böngészője tiltakozik az Ön nevében",
        "policy_changed": "Választása óta változtak a szolgáltatások vagy a szövegek",
        "token_unreadable": "A mentett választás nem olvasható",
        "token_forged": "A mentett választás nem valódi",
        "token_foreign": "A mentett választás egy másik webhelyé",
        "token_expired": "A választása lejárt",
    },
    history="Rögzített választások",
    recorded_at="Időpont",
    action="Mit tett",
    actions={
        "grant_all": "Mindet elfogadta",
        "refuse_all": "Mindet elutasította",
        "custom": "Célok szerint választott",
        "grant_services": "Engedélyezte egy szolgáltatás tartalmát",
        "withdraw": "Mindent visszavont",
        "object": "Tiltakozott",
        "signal": "A böngésző által küldött tiltakozás",
        "expire": "A választás lejárt",
        "import": "Korábbi rendszerből átvéve",
    },
    record_id="A bejegyzés száma",
    copy="Másolás",
    copied="Másolva",
    valid_until="Érvényesség vége: {date}",
    object="Tiltakozom: {purposes}",
    object_effect=(
        "Ami ellen tiltakozik, az azonnal leáll, és kikapcsolva marad. Minden más úgy "
        "marad, ahogyan választotta."
    ),
    receipt="Igazolás",
    no_record="Ebben a böngészőben nincs rögzített választás.",
    clear="Törlöm azt is, amit ez a webhely a böngészőmben tárolt",
    clear_effect=(
        "A „Mindent visszavonok” gombbal együtt működik. A tárolt adatok és a "
        "gyorsítótárazott fájlok törlődnek, a sütik megmaradnak: Ön várhatóan "
        "bejelentkezve marad, de a nem mentett munka elveszhet."
    ),
    withdraw_all="Mindent visszavonok",
    withdrawal_effect=(
        "A visszavonás azonnal leállít mindent, amihez az Ön hozzájárulása kell, és "
        "törli az ezen a webhelyen elhelyezett sütiket. Azokat a sütiket, amelyeket "
        "egy másik cég a saját webhelyén helyezett el, csak ott vagy a böngészőjében "
        "lehet törölni. Ami a visszavonás előtt történt, jogszerű marad."
    ),
    held="Ami most le van tiltva",
    nothing_held="Semmi sincs letiltva.",
    back="Vissza a webhelyre",
    problem="Ez nem sikerült",
    no_page="Ez az oldal nem létezik",
    no_page_detail="A cím régi vagy elgépelt lehet.",
)

RIGHTS = RightsTexts(
    title="Az Ön bejegyzései",
    everything="Minden adat letöltése a választásaimról",
    everything_effect=(
        "Egyetlen fájl e böngésző összes bejegyzésével, az igazolásokkal és azzal, "
        "amit Önnek megjelenítettünk."
    ),
    erase="A bejegyzéseim törlése",
    erase_effect=(
        "Mindent visszavon, és eltávolítja a rendszereinkből, hogy mely bejegyzések az "
        "Önéi."
    ),
    erase_title="Az Ön bejegyzéseinek törlése",
    erase_what=(
        "Azonnal visszavonjuk mindazt, amit engedélyezett, és töröljük a választását "
        "tároló sütiket. {hours} órán belül töröljük a rendszereinkből, hogy mely "
        "bejegyzések az Önéi, és hogy melyik oldalon és böngészőben keletkeztek."
    ),
    erase_stays=(
        "A döntések megmaradnak, de semmi sem köti őket Önhöz. Az aláírt napló egy "
        "személyes adat nélküli tételt őriz meg, hogy senki se távolíthasson el "
        "észrevétlenül bejegyzéseket. A biztonsági mentésekből akkor tűnnek el, amikor "
        "azok lejárnak."
    ),
    erase_lost=(
        "Ezután senki sem tudja megmutatni Önnek az előzményeket és az igazolásokat. "
        "Ha meg szeretné őrizni őket, előbb töltsön le mindent."
    ),
    erase_now="Törlés most",
    keep="Bejegyzéseim megtartása",
    erased_title="A bejegyzései törlődni fognak",
    erased=(
        "Mindent visszavontunk, amit engedélyezett. A bejegyzéseit {hours} órán belül "
        "töröljük a rendszereinkből. A napló egy személyes adat nélküli tételt őriz "
        "meg."
    ),
    asked_again=(
        "Ebben a böngészőben már nincs választás, ezért a webhely újra megkérdezi Önt."
    ),
    in_ledger="Az aláírt naplóban",
    not_in_ledger=(
        "Még nincs az aláírt naplóban: töltse le újra az igazolást kis idő múlva"
    ),
    restricted="Korlátozva: őrizzük, de nem használjuk",
    check="Igazolás ellenőrzése",
    check_intro=(
        "Az igazolás tartalmazza, mit rögzítettünk, és megmutatja, hogy a bejegyzés "
        "szerepel az aláírt naplóban. Töltse fel a fájlját, vagy illessze be a "
        "szövegét."
    ),
    check_file="Az igazolás fájlja",
    check_text="Vagy a szövege",
    check_button="Ellenőrzés",
    holds="Ez az igazolás érvényes",
    holds_detail=(
        "Azt tartalmazza, amit rögzítettünk, és a bejegyzés szerepel e webhely aláírt "
        "naplójában."
    ),
    incomplete="Ez az igazolás nem teljes",
    committed_detail=(
        "A részei összeillenek, de még nincs bizonyíték arra, hogy a bejegyzés "
        "szerepel az aláírt naplóban. A teljes bizonyítékért töltse le újra az "
        "igazolást."
    ),
    position="Helye a naplóban",
    fails="Ez az igazolás nem érvényes",
    changed_detail=(
        "Mást tartalmaz, mint amit aláírtunk, vagy a bejegyzése nem szerepel az aláírt "
        "naplóban."
    ),
    foreign_detail=(
        "Egy másik naplóhoz tartozik, amelyet ez a webhely nem tud ellenőrizni."
    ),
    malformed_detail=(
        "Ez nem igazolás, vagy sérült. Egyetlen bejegyzésről sem lehet semmit mondani."
    ),
    empty_detail=(
        "Nem érkezett sem fájl, sem szöveg. Válassza ki az igazolás fájlját, vagy "
        "illessze be a szövegét."
    ),
    too_large_detail="Túl nagy ahhoz, hogy igazolás legyen.",
    reason="Pontos ok (angolul)",
    offline=(
        "Itt a webhely a saját igazolását ellenőrzi, ezért meg kell bíznia benne. Aki "
        "a saját számítógépén ellenőriz, annak senkiben sem kell megbíznia: elég e "
        "napló nyilvános kulcsa, lehetőleg mástól beszerezve, és ez a parancs."
    ),
    key="E napló nyilvános kulcsa",
)

DECLARATION = DeclarationTexts(
    title="Sütik ezen a webhelyen",
    intro=(
        "{controller} és más cégek az alábbiakat tárolják az Ön eszközén, amikor "
        "felkeresi ezt a webhelyet, a megadott célokra. A lista ugyanabból a "
        "katalógusból készül, amely eldönti, mi futhat."
    ),
    your_choice="Az Ön választása",
    change="Választás módosítása",
    provider="Cég",
    provider_policy="Adatvédelmi tájékoztató: {provider}",
    role="Szerep",
    countries="Az adatkezelés országai",
    transfer="Az EGT-n kívül",
    stored="{service}: mit tárol az Ön eszközén",
    nothing_stored="Maga a szolgáltatás semmit sem tárol az Ön eszközén.",
    name="Név",
    kind="Típus",
    place="Hol",
    life="Meddig",
    this_site="Ez a webhely",
    first_party="Süti",
    third_party="Másik webhely sütije",
    local="Helyi tároló",
    session="Munkamenet-tároló",
    indexeddb="Adatbázis a böngészőben",
    roles={
        "processor": "Nekünk dolgozik, és csak a mi utasításunkra",
        "controller": "Saját céljaira is felhasználja az adatokat",
        "joint": "Velünk közösen dönt",
    },
    transfers={
        "none": "Az adatok az EGT-n belül maradnak",
        "adequacy": (
            "Az adatok olyan országba vagy céghez kerülhetnek, amelynek védelmét az EU "
            "megfelelőnek találta"
        ),
        "scc": (
            "Az adatok máshová is kerülhetnek az EU általános adatvédelmi kikötései "
            "alapján"
        ),
        "unknown": (
            "Nem ismert, hogy az adatok elhagyják-e az EGT-t, és ha igen, mi védi őket"
        ),
    },
    until_closed="A böngésző bezárásáig",
    until_tab_closed="A lap bezárásáig",
    until_deleted="Amíg Ön nem törli",
    version="E lista verziója",
)

TEXTS = Texts(
    language="hu",
    direction="ltr",
    title="Az Ön választása a sütikről",
    what=(
        "{controller} az Ön hozzájárulását kéri ahhoz, hogy információkat tároljon és "
        "olvasson az eszközén, például sütikben. Amíg nem választ, semmi olyat nem "
        "használunk, amihez hozzájárulás kell."
    ),
    who_none="Más cég nem vesz részt ebben.",
    who_some={
        "one": "Egy másik cég is részt vesz ebben.",
        "other": "{count} másik cég is részt vesz ebben.",
    },
    who_link="Kik ők, és mit tárolnak",
    why="Milyen célból és ki:",
    withdrawal=(
        "Választását bármikor módosíthatja vagy visszavonhatja minden oldal alján a "
        "„Sütibeállítások” hivatkozással."
    ),
    accept_all="Mindet elfogadom",
    reject_all="Mindet elutasítom",
    choose="Választok",
    save="Választás mentése",
    purposes_legend="Mit engedélyez?",
    always_on="Mindig bekapcsolva",
    privacy_policy="Adatvédelmi tájékoztató",
    more="Választásai és előzményeik",
    link="Sütibeállítások",
    details="A szolgáltatások, és amit tárolnak",
    follow="A célja szerint",
    basis="Jogalap",
    bases={
        "consent": "Az Ön hozzájárulása",
        "contract": "Az Önnel kötött szerződés",
        "legal_obligation": "Jogi kötelezettség",
        "legitimate_interest": "Jogos érdek",
    },
    search="Szolgáltatás, cég vagy süti keresése",
    no_match="Nincs találat.",
    saving="A választás mentése…",
    saved="A választását elmentettük. Bármikor módosíthatja.",
    not_saved=(
        "A választását nem sikerült menteni. Semmit sem engedélyeztünk. Próbálja újra."
    ),
    stale=(
        "Az oldal megváltozott, mióta megnyitotta. Semmit sem mentettünk. Töltse be "
        "újra az oldalt, és válasszon ismét."
    ),
    gpc=(
        "A böngészője Global Privacy Control jelzést küld. Ezt úgy tekintjük, hogy "
        "tiltakozik ez ellen: {purposes}. Amit Ön itt maga választ, az elsőbbséget "
        "élvez."
    ),
    objection=(
        "Önnek joga van bármikor tiltakozni ez ellen: {purposes}. Az itteni elutasítás "
        "tiltakozásnak számít."
    ),
    complaint="Panaszt a következő hatóságoknál tehet: {first} és {second}.",
    complaint_elsewhere="Panaszt tehet az országa adatvédelmi hatóságánál.",
    embed_what=(
        "Ha megjeleníti ezt a tartalmat, információkat tárolhat és olvashat az "
        "eszközén: {providers}. Cél: {purposes}."
    ),
    embed_until=(
        "Csak ezt engedélyezi, az egész webhelyen: {services}. Bármikor visszavonhatja "
        "itt: „Sütibeállítások”."
    ),
    embed_show="Tartalom megjelenítése: {services}",
    embed_undeclared=(
        "Az erről a címről származó tartalom nem jelenik meg: a webhely nem tüntette "
        "fel, ezért itt nem engedélyezhető."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
