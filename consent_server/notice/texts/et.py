"""Estonian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Vajalik",
        description=(
            "Vajalik selleks, et veebisait saaks teha, mida te soovite: hoida teid "
            "sisselogituna, jagada koormust serverite vahel, jätta meelde teie keele "
            "ja selle valiku. Seadus ei nõua selleks nõusolekut, seepärast on see "
            "alati sees."
        ),
    ),
    "functional": PurposeText(
        title="Lisafunktsioonid",
        description=(
            "Põhifunktsioonidele lisanduvad võimalused, näiteks vestlus, teiste "
            "veebisaitide sisu meie lehtedel ja vormid, mis jätavad kirjutatu meelde."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Mõõdab, kuidas veebisaiti kasutatakse: milliseid lehti vaadatakse, kust "
            "külastajad tulevad ja millel nad klõpsavad. Mõni teenus salvestab üksiku "
            "külastuse samm-sammult."
        ),
    ),
    "marketing": PurposeText(
        title="Turundus",
        description=(
            "Jälgib teie külastusi siin ja teistel veebisaitidel, et valida reklaame "
            "ja mõõta nende mõju."
        ),
    ),
    "scoring": PurposeText(
        title="Külastajate punktiarvestus",
        description=(
            "Annab teile punkte avatud lehtede, alla laaditud failide, saadetud "
            "vormide ja selle eest, kui sageli te tagasi tulete. Kui olete meile "
            "öelnud, kes te olete, seotakse punktid teie nimega. Kui teatud piir on "
            "ületatud, võib keegi meie müügimeeskonnast teile helistada või kirjutada."
        ),
    ),
}

PAGE = PageTexts(
    title="Teie küpsisevalikud",
    intro=(
        "Siin näete, mida olete valinud, saate valikut muuta ja vaadata iga valikut, "
        "mis on selles brauseris registreeritud."
    ),
    current="Mis praegu kehtib",
    service="Teenus",
    provider="Ettevõte",
    country="Riik",
    status="Olek",
    reason="Miks",
    statuses={
        "granted": "Lubatud",
        "refused": "Ei ole lubatud",
        "undecided": "Veel valimata",
    },
    reasons={
        "exempt": "Vajalik, nõusolekut ei nõuta",
        "granted": "Te olete selle lubanud",
        "refused": "Te ei ole seda lubanud",
        "no_choice_yet": "Te ei ole veel valinud",
        "opt_out_signal": "Teie brauser esitab teie eest vastuväite",
        "policy_changed": "Teenused või tekstid on pärast teie valikut muutunud",
        "token_unreadable": "Salvestatud valikut ei saanud lugeda",
        "token_forged": "Salvestatud valik ei ole ehtne",
        "token_foreign": "Salvestatud valik kuulub teisele veebisaidile",
        "token_expired": "Teie valik on aegunud",
    },
    history="Registreeritud valikud",
    recorded_at="Aeg",
    action="Mida te tegite",
    actions={
        "grant_all": "Nõustusite kõigiga",
        "refuse_all": "Keeldusite kõigist",
        "custom": "Valisite eesmärkide kaupa",
        "grant_services": "Lubasite ühe teenuse sisu",
        "withdraw": "Võtsite kõik nõusolekud tagasi",
        "object": "Esitasite vastuväite",
        "signal": "Brauser saatis vastuväite",
        "expire": "Valik aegus",
        "import": "Üle võetud varasemast süsteemist",
    },
    record_id="Kirje number",
    copy="Kopeeri",
    copied="Kopeeritud",
    valid_until="Kehtib kuni: {date}",
    object="Esita vastuväide: {purposes}",
    object_effect=(
        "See, millele vastuväite esitate, lõpeb kohe ega alga uuesti. Kõik muu jääb "
        "nii, nagu valisite."
    ),
    receipt="Kviitung",
    no_record="Selles brauseris ei ole ühtegi valikut registreeritud.",
    clear="Kustuta ka see, mille veebisait on minu brauserisse salvestanud",
    clear_effect=(
        "Koos nupuga „Võta kõik nõusolekud tagasi“. Salvestatud andmed ja vahemälus "
        "olevad failid kustutatakse, küpsised jäävad alles: peaksite jääma "
        "sisselogituks, kuid salvestamata töö võib kaduma minna."
    ),
    withdraw_all="Võta kõik nõusolekud tagasi",
    withdrawal_effect=(
        "Tagasivõtmine peatab kohe kõik, milleks on vaja teie nõusolekut, ja kustutab "
        "sellel veebisaidil salvestatud küpsised. Küpsiseid, mille teine ettevõte on "
        "salvestanud oma veebisaidil, saab kustutada ainult seal või teie brauseris. "
        "Enne tagasivõtmist toimunu jääb seaduslikuks."
    ),
    held="Mida praegu kinni hoitakse",
    nothing_held="Midagi ei hoita kinni.",
    back="Tagasi veebisaidile",
    problem="See ei õnnestunud",
    no_page="Sellist lehte ei ole",
    no_page_detail="Aadress võib olla vana või valesti kirjutatud.",
)

RIGHTS = RightsTexts(
    title="Teie kirjed",
    everything="Laadi alla kõik minu valikute kohta",
    everything_effect=(
        "Üks fail, kus on kõik selle brauseri kirjed, nende kviitungid ja see, mida "
        "teile näidati."
    ),
    erase="Kustuta minu kirjed",
    erase_effect=(
        "Võtab kõik nõusolekud tagasi ja eemaldab meie süsteemidest teabe selle kohta, "
        "millised kirjed on teie omad."
    ),
    erase_title="Teie kirjete kustutamine",
    erase_what=(
        "Kõik, mida lubasite, võetakse kohe tagasi ja teie valiku küpsised "
        "kustutatakse. {hours} tunni jooksul kustutame oma süsteemidest teabe selle "
        "kohta, millised kirjed on teie omad, ning lehe ja brauseri, kus need tehti."
    ),
    erase_stays=(
        "Otsused jäävad alles, ilma et neid saaks teiega seostada. Allkirjastatud "
        "registrisse jääb sissekanne ilma isikuandmeteta, et keegi ei saaks kirjeid "
        "märkamatult eemaldada. Varukoopiatest kaovad kirjed siis, kui koopiad aeguvad."
    ),
    erase_lost=(
        "Pärast seda ei saa keegi teile näidata teie valikute ajalugu ega kviitungeid. "
        "Kui soovite need alles hoida, laadige kõigepealt kõik alla."
    ),
    erase_now="Kustuta kohe",
    keep="Jäta kirjed alles",
    erased_title="Teie kirjed kustutatakse",
    erased=(
        "Kõik, mida lubasite, on tagasi võetud. {hours} tunni jooksul kustutatakse "
        "teie kirjed meie süsteemidest. Registrisse jääb sissekanne ilma "
        "isikuandmeteta."
    ),
    asked_again=(
        "Selles brauseris ei ole enam valikut, seepärast küsib veebisait seda teilt "
        "uuesti."
    ),
    in_ledger="Allkirjastatud registris",
    not_in_ledger=(
        "Ei ole veel allkirjastatud registris: laadige kviitung hetke pärast uuesti "
        "alla"
    ),
    restricted="Piiratud: säilitatakse, kuid ei kasutata",
    check="Kontrolli kviitungit",
    check_intro=(
        "Kviitung ütleb, mis registreeriti, ja näitab, et kirje on allkirjastatud "
        "registris. Laadige üles selle fail või kleepige selle tekst."
    ),
    check_file="Kviitungi fail",
    check_text="Või selle tekst",
    check_button="Kontrolli",
    holds="See kviitung kehtib",
    holds_detail=(
        "See ütleb, mis registreeriti, ja kirje on selle veebisaidi allkirjastatud "
        "registris."
    ),
    incomplete="See kviitung ei ole täielik",
    committed_detail=(
        "Selle osad sobivad kokku, kuid veel ei ole tõendit, et kirje on "
        "allkirjastatud registris. Täieliku tõendi saamiseks laadige kviitung uuesti "
        "alla."
    ),
    position="Koht registris",
    fails="See kviitung ei kehti",
    changed_detail=(
        "Selle sisu erineb allkirjastatust või ei ole selle kirjet allkirjastatud "
        "registris."
    ),
    foreign_detail=(
        "See kuulub teise registrisse, mida see veebisait ei saa kontrollida."
    ),
    malformed_detail=(
        "See ei ole kviitung või see on rikutud. Kirje kohta ei saa midagi öelda."
    ),
    empty_detail=(
        "Ei olnud ei faili ega teksti. Valige kviitungi fail või kleepige selle tekst."
    ),
    too_large_detail="See on kviitungi jaoks liiga suur.",
    reason="Täpne põhjus (inglise keeles)",
    offline=(
        "Siin kontrollib veebisait oma kviitungit ise, nii et peate teda usaldama. Kes "
        "kontrollib oma arvutis, ei pea kedagi usaldama: piisab selle registri "
        "avalikust võtmest, mis on soovitatavalt saadud kelleltki teiselt, ja sellest "
        "käsust."
    ),
    key="Selle registri avalik võti",
)

DECLARATION = DeclarationTexts(
    title="Selle veebisaidi küpsised",
    intro=(
        "Mida {controller} ja teised teie seadmes säilitavad, kui seda veebisaiti "
        "külastate, ja milleks. Loend on koostatud samast kataloogist, mille järgi "
        "otsustatakse, mis tohib käivituda."
    ),
    your_choice="Teie valik",
    change="Muuda oma valikut",
    provider="Ettevõte",
    provider_policy="Privaatsuspoliitika: {provider}",
    role="Roll",
    countries="Riigid, kus andmeid töödeldakse",
    transfer="Väljaspool EMPd",
    stored="Mida {service} teie seadmes säilitab",
    nothing_stored="Ise ei säilita teie seadmes midagi.",
    name="Nimi",
    kind="Liik",
    place="Kus",
    life="Kui kaua",
    this_site="See veebisait",
    first_party="Küpsis",
    third_party="Teise veebisaidi küpsis",
    local="Kohalik salvestusruum",
    session="Seansi salvestusruum",
    indexeddb="Andmebaas brauseris",
    roles={
        "processor": "Töötab meie heaks ja ainult meie juhiste järgi",
        "controller": "Kasutab andmeid ka oma eesmärkidel",
        "joint": "Otsustab koos meiega",
    },
    transfers={
        "none": "Andmed jäävad EMPsse",
        "adequacy": (
            "Andmeid võidakse edastada riiki või ettevõttele, mille kaitse taset peab "
            "EL piisavaks"
        ),
        "scc": "Andmeid võidakse edastada mujale ELi lepingu tüüptingimuste alusel",
        "unknown": (
            "Ei ole teada, kas andmed liiguvad EMPst välja ja kuidas neid siis "
            "kaitstakse"
        ),
    },
    until_closed="Kuni sulgete brauseri",
    until_tab_closed="Kuni sulgete vahelehe",
    until_deleted="Kuni te selle kustutate",
    version="Loendi versioon",
)

TEXTS = Texts(
    language="et",
    direction="ltr",
    title="Teie valik küpsiste kohta",
    what=(
        "{controller} küsib teie nõusolekut, et salvestada teie seadmesse teavet ja "
        "seda sealt lugeda, näiteks küpsiste abil. Enne teie valikut ei kasutata "
        "midagi, milleks on vaja nõusolekut."
    ),
    who_none="Teisi ettevõtteid ei ole kaasatud.",
    who_some={
        "one": "Kaasatud on üks teine ettevõte.",
        "other": "Kaasatud on {count} teist ettevõtet.",
    },
    who_link="Kes need on ja mida nad salvestavad",
    why="Eesmärgid ja ettevõtted:",
    withdrawal=(
        "Saate oma valikut igal ajal muuta või tagasi võtta iga lehe allservas oleva "
        "lingi „Küpsisevalikud“ kaudu."
    ),
    accept_all="Nõustu kõigiga",
    reject_all="Keeldu kõigist",
    choose="Vali ise",
    save="Salvesta valikud",
    purposes_legend="Mida te lubate?",
    always_on="Alati sees",
    privacy_policy="Privaatsuspoliitika",
    more="Teie valikud ja nende ajalugu",
    link="Küpsisevalikud",
    details="Teenused ja mida need säilitavad",
    follow="Nagu selle eesmärk",
    basis="Õiguslik alus",
    bases={
        "consent": "Teie nõusolek",
        "contract": "Leping teiega",
        "legal_obligation": "Seadusest tulenev kohustus",
        "legitimate_interest": "Õigustatud huvi",
    },
    search="Otsige teenust, ettevõtet või küpsist",
    no_match="Midagi ei leitud.",
    saving="Teie valikut salvestatakse …",
    saved="Teie valik on salvestatud. Saate seda igal ajal muuta.",
    not_saved=(
        "Teie valikut ei õnnestunud salvestada. Midagi ei lubatud. Proovige uuesti."
    ),
    stale=(
        "Leht on pärast selle avamist muutunud. Midagi ei salvestatud. Laadige leht "
        "uuesti ja tehke valik uuesti."
    ),
    gpc=(
        "Teie brauser saadab signaali Global Privacy Control. Käsitame seda "
        "vastuväitena järgmisele: {purposes}. Ülimuslik on see, mille te siin ise "
        "valite."
    ),
    objection=(
        "Teil on õigus esitada igal ajal vastuväide järgmisele: {purposes}. Siin "
        "keeldumine loetakse vastuväiteks."
    ),
    complaint="Kaebuse saate esitada siia: {first} ja {second}.",
    complaint_elsewhere="Kaebuse saate esitada oma riigi andmekaitseasutusele.",
    embed_what=(
        "Selle sisu näitamisel võidakse teie seadmesse teavet salvestada ja seda sealt "
        "lugeda. Ettevõte: {providers}. Eesmärk: {purposes}."
    ),
    embed_until=(
        "Lubate kogu sellel veebisaidil ainult järgmist: {services}. Saate loa igal "
        "ajal tagasi võtta lingi „Küpsisevalikud“ kaudu."
    ),
    embed_show="Näita sisu: {services}",
    embed_undeclared=(
        "Selle aadressi sisu ei näidata: veebisait ei ole seda deklareerinud, seega ei "
        "saa seda siin lubada."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
