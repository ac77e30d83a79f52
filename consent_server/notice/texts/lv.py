"""Latvian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nepieciešamais",
        description=(
            "Tas, kas vietnei vajadzīgs, lai izpildītu jūsu lūgto: uzturētu jūsu "
            "pieteikšanos, sadalītu slodzi starp serveriem, atcerētos jūsu valodu un "
            "šo izvēli. Likums tam neprasa piekrišanu, tāpēc tas vienmēr ir ieslēgts."
        ),
    ),
    "functional": PurposeText(
        title="Papildu funkcijas",
        description=(
            "Funkcijas līdzās pamata iespējām, piemēram, tērzēšana, citu vietņu saturs "
            "mūsu lapās un veidlapas, kas atceras jūsu ierakstīto."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Mēra, kā vietni izmanto: kuras lapas apmeklē, no kurienes apmeklētāji nāk "
            "un uz ko viņi klikšķina. Daži pakalpojumi soli pa solim ieraksta "
            "atsevišķu apmeklējumu."
        ),
    ),
    "marketing": PurposeText(
        title="Mārketings",
        description=(
            "Seko jūsu apmeklējumiem šeit un citās vietnēs, lai izvēlētos reklāmas un "
            "mērītu to iedarbību."
        ),
    ),
    "scoring": PurposeText(
        title="Apmeklētāju vērtēšana punktos",
        description=(
            "Piešķir jums punktus par lapām, ko atverat, datnēm, ko lejupielādējat, "
            "veidlapām, ko nosūtāt, un to, cik bieži atgriežaties. Ja esat mums "
            "pateikuši, kas esat, punkti tiek saistīti ar jūsu vārdu. Ja pārsniegts "
            "noteikts slieksnis, kāds no mūsu pārdošanas komandas var jums piezvanīt "
            "vai rakstīt."
        ),
    ),
}

PAGE = PageTexts(
    title="Jūsu sīkdatņu izvēles",
    intro=(
        "Šeit varat redzēt un mainīt savu izvēli, kā arī aplūkot katru izvēli, kas "
        "reģistrēta šajā pārlūkprogrammā."
    ),
    current="Kas šobrīd ir spēkā",
    service="Pakalpojums",
    provider="Uzņēmums",
    country="Valsts",
    status="Statuss",
    reason="Kāpēc",
    statuses={
        "granted": "Atļauts",
        "refused": "Nav atļauts",
        "undecided": "Vēl nav izvēlēts",
    },
    reasons={
        "exempt": "Nepieciešams, piekrišana nav vajadzīga",
        "granted": "Jūs to atļāvāt",
        "refused": "Jūs to neatļāvāt",
        "no_choice_yet": "Jūs vēl neesat izdarījuši izvēli",
        "opt_out_signal": "Jūsu pārlūkprogramma iebilst jūsu vārdā",
        "policy_changed": "Pakalpojumi vai teksti kopš jūsu izvēles ir mainījušies",
        "token_unreadable": "Saglabāto izvēli nevarēja nolasīt",
        "token_forged": "Saglabātā izvēle nav īsta",
        "token_foreign": "Saglabātā izvēle pieder citai vietnei",
        "token_expired": "Jūsu izvēles termiņš ir beidzies",
    },
    history="Reģistrētās izvēles",
    recorded_at="Laiks",
    action="Ko jūs darījāt",
    actions={
        "grant_all": "Pieņēmāt visas",
        "refuse_all": "Noraidījāt visas",
        "custom": "Izvēlējāties pēc nolūka",
        "grant_services": "Atļāvāt pakalpojuma saturu",
        "withdraw": "Atsaucāt visu",
        "object": "Iebildāt",
        "signal": "Pārlūkprogrammas nosūtīts iebildums",
        "expire": "Izvēles termiņš beidzās",
        "import": "Pārņemts no agrākas sistēmas",
    },
    record_id="Ieraksta numurs",
    copy="Kopēt",
    copied="Nokopēts",
    valid_until="Spēkā līdz: {date}",
    object="Iebilst: {purposes}",
    object_effect=(
        "Tas, pret ko iebilstat, tiek nekavējoties pārtraukts un paliek izslēgts. Viss "
        "pārējais paliek tā, kā izvēlējāties."
    ),
    receipt="Kvīts",
    no_record="Šajā pārlūkprogrammā nav reģistrēta neviena izvēle.",
    clear="Dzēst arī to, ko šī vietne saglabājusi manā pārlūkprogrammā",
    clear_effect=(
        "Kopā ar „Atsaukt visu”. Saglabātos datus un kešatmiņas datnes izdzēš, "
        "sīkdatnes paliek: jums nevajadzētu būt jāpiesakās no jauna, taču nesaglabāts "
        "darbs var pazust."
    ),
    withdraw_all="Atsaukt visu",
    withdrawal_effect=(
        "Atsaukums nekavējoties aptur visu, kam vajadzīga jūsu piekrišana, un dzēš "
        "šajā vietnē iestatītās sīkdatnes. Sīkdatnes, ko cits uzņēmums iestatījis savā "
        "vietnē, var izdzēst tikai tur vai jūsu pārlūkprogrammā. Tas, kas notika pirms "
        "atsaukuma, paliek likumīgs."
    ),
    held="Kas šobrīd tiek aizturēts",
    nothing_held="Nekas netiek aizturēts.",
    back="Atpakaļ uz vietni",
    problem="Tas neizdevās",
    no_page="Šādas lapas nav",
    no_page_detail="Adrese var būt novecojusi vai kļūdaini ierakstīta.",
)

RIGHTS = RightsTexts(
    title="Jūsu ieraksti",
    everything="Lejupielādēt visu par manām izvēlēm",
    everything_effect=(
        "Viena datne ar visiem šīs pārlūkprogrammas ierakstiem, to kvītīm un to, kas "
        "jums tika parādīts."
    ),
    erase="Dzēst manus ierakstus",
    erase_effect=(
        "Atsauc visu un izdzēš no mūsu sistēmām ziņas par to, kuri ieraksti ir jūsu."
    ),
    erase_title="Jūsu ierakstu dzēšana",
    erase_what=(
        "Viss, ko atļāvāt, tiek nekavējoties atsaukts, un jūsu izvēles sīkdatnes tiek "
        "izdzēstas. {hours} stundu laikā mēs izdzēšam no savām sistēmām ziņas par to, "
        "kuri ieraksti ir jūsu, kā arī par lapu un pārlūkprogrammu, kurā tie radušies."
    ),
    erase_stays=(
        "Lēmumi paliek bez jebkādas saites ar jums. Parakstītajā reģistrā paliek rinda "
        "bez personas datiem, lai neviens nevarētu nemanāmi izņemt ierakstus. No "
        "rezerves kopijām ieraksti pazūd, kad beidzas kopiju termiņš."
    ),
    erase_lost=(
        "Pēc tam neviens vairs nevarēs jums parādīt izvēļu vēsturi vai kvītis. Ja "
        "vēlaties tās paturēt, vispirms visu lejupielādējiet."
    ),
    erase_now="Dzēst tagad",
    keep="Paturēt ierakstus",
    erased_title="Jūsu ieraksti tiks dzēsti",
    erased=(
        "Viss, ko atļāvāt, ir atsaukts. {hours} stundu laikā jūsu ieraksti tiks "
        "izdzēsti no mūsu sistēmām. Reģistrā paliek rinda bez personas datiem."
    ),
    asked_again=(
        "Šajā pārlūkprogrammā izvēles vairs nav, tāpēc vietne jums jautās vēlreiz."
    ),
    in_ledger="Parakstītajā reģistrā",
    not_in_ledger=(
        "Vēl nav parakstītajā reģistrā: pēc brīža lejupielādējiet kvīti vēlreiz"
    ),
    restricted="Ierobežots: tiek glabāts, bet ne izmantots",
    check="Pārbaudīt kvīti",
    check_intro=(
        "Kvītī ir teikts, kas tika reģistrēts, un parādīts, ka ieraksts ir "
        "parakstītajā reģistrā. Augšupielādējiet kvīts datni vai ielīmējiet tās tekstu."
    ),
    check_file="Kvīts datne",
    check_text="Vai tās teksts",
    check_button="Pārbaudīt",
    holds="Šī kvīts ir derīga",
    holds_detail=(
        "Tajā ir teikts, kas tika reģistrēts, un ieraksts ir šīs vietnes parakstītajā "
        "reģistrā."
    ),
    incomplete="Šī kvīts nav pilnīga",
    committed_detail=(
        "Tās daļas saskan, bet vēl nav pierādījuma, ka ieraksts ir parakstītajā "
        "reģistrā. Lai saņemtu pilnu pierādījumu, lejupielādējiet kvīti vēlreiz."
    ),
    position="Vieta reģistrā",
    fails="Šī kvīts nav derīga",
    changed_detail=(
        "Tajā ir teikts kas cits, nekā tika parakstīts, vai arī tās ieraksta nav "
        "parakstītajā reģistrā."
    ),
    foreign_detail="Tā pieder citam reģistram, kuru šī vietne nevar pārbaudīt.",
    malformed_detail=(
        "Tā nav kvīts, vai arī tā ir bojāta. Par ierakstu neko nevar pateikt."
    ),
    empty_detail=(
        "Nebija ne datnes, ne teksta. Izvēlieties kvīts datni vai ielīmējiet tās "
        "tekstu."
    ),
    too_large_detail="Tas ir pārāk liels, lai būtu kvīts.",
    reason="Precīzs iemesls (angļu valodā)",
    offline=(
        "Šeit vietne pati pārbauda savu kvīti, tāpēc jums tai ir jāuzticas. Kas "
        "pārbauda savā datorā, tam nav jāuzticas nevienam: pietiek ar šī reģistra "
        "publisko atslēgu (vislabāk no kāda cita) un šo komandu."
    ),
    key="Šī reģistra publiskā atslēga",
)

DECLARATION = DeclarationTexts(
    title="Sīkdatnes šajā vietnē",
    intro=(
        "Ko {controller} un citi glabā jūsu ierīcē, kad apmeklējat šo vietni, un kādā "
        "nolūkā. Saraksts veidots no tā paša kataloga, pēc kura nosaka, kas drīkst "
        "darboties."
    ),
    your_choice="Jūsu izvēle",
    change="Mainīt izvēli",
    provider="Uzņēmums",
    provider_policy="Privātuma politika: {provider}",
    role="Loma",
    countries="Valstis, kurās apstrādā datus",
    transfer="Ārpus EEZ",
    stored="Ko {service} glabā jūsu ierīcē",
    nothing_stored="Pats jūsu ierīcē neko neglabā.",
    name="Nosaukums",
    kind="Veids",
    place="Kur",
    life="Cik ilgi",
    this_site="Šī vietne",
    first_party="Sīkdatne",
    third_party="Citas vietnes sīkdatne",
    local="Lokālā krātuve",
    session="Sesijas krātuve",
    indexeddb="Datubāze pārlūkprogrammā",
    roles={
        "processor": "Strādā mūsu labā un tikai pēc mūsu norādījumiem",
        "controller": "Izmanto datus arī saviem nolūkiem",
        "joint": "Lemj kopā ar mums",
    },
    transfers={
        "none": "Dati paliek EEZ",
        "adequacy": (
            "Dati var nonākt valstī vai uzņēmumā, kur aizsardzības līmeni ES atzinusi "
            "par pietiekamu"
        ),
        "scc": "Dati var nonākt citur saskaņā ar ES līguma standartklauzulām",
        "unknown": "Nav zināms, vai dati nonāk ārpus EEZ un kā tie tad tiek aizsargāti",
    },
    until_closed="Līdz pārlūkprogrammas aizvēršanai",
    until_tab_closed="Līdz cilnes aizvēršanai",
    until_deleted="Līdz izdzēšanai",
    version="Saraksta versija",
)

TEXTS = Texts(
    language="lv",
    direction="ltr",
    title="Jūsu izvēle par sīkdatnēm",
    what=(
        "{controller} lūdz jūsu piekrišanu glabāt un nolasīt informāciju jūsu ierīcē, "
        "piemēram, sīkdatnēs. Līdz jūsu izvēlei netiek izmantots nekas, kam vajadzīga "
        "piekrišana."
    ),
    who_none="Neviens cits uzņēmums nav iesaistīts.",
    who_some={
        "zero": "Iesaistīti {count} citi uzņēmumi.",
        "one": "Iesaistīts {count} cits uzņēmums.",
        "other": "Iesaistīti {count} citi uzņēmumi.",
    },
    who_link="Kas tie ir un ko tie saglabā",
    why="Nolūki un uzņēmumi:",
    withdrawal=(
        "Savu izvēli varat jebkurā laikā mainīt vai atsaukt, izmantojot saiti "
        "„Sīkdatņu izvēles” katras lapas apakšā."
    ),
    accept_all="Pieņemt visas",
    reject_all="Noraidīt visas",
    choose="Izvēlēties",
    save="Saglabāt izvēli",
    purposes_legend="Ko jūs atļaujat?",
    always_on="Vienmēr ieslēgts",
    privacy_policy="Privātuma politika",
    more="Jūsu izvēles un to vēsture",
    link="Sīkdatņu izvēles",
    details="Pakalpojumi un to glabātie dati",
    follow="Atbilstoši nolūkam",
    basis="Juridiskais pamats",
    bases={
        "consent": "Jūsu piekrišana",
        "contract": "Līgums ar jums",
        "legal_obligation": "Juridisks pienākums",
        "legitimate_interest": "Leģitīmas intereses",
    },
    search="Meklēt pakalpojumu, uzņēmumu vai sīkdatni",
    no_match="Nekas nav atrasts.",
    saving="Jūsu izvēle tiek saglabāta …",
    saved="Jūsu izvēle ir saglabāta. To varat mainīt jebkurā laikā.",
    not_saved="Jūsu izvēli neizdevās saglabāt. Nekas netika atļauts. Mēģiniet vēlreiz.",
    stale=(
        "Lapa kopš atvēršanas ir mainījusies. Nekas netika saglabāts. Pārlādējiet lapu "
        "un izvēlieties vēlreiz."
    ),
    gpc=(
        "Jūsu pārlūkprogramma sūta signālu Global Privacy Control. Mēs to uzskatām par "
        "iebildumu pret šo: {purposes}. Noteicošā ir izvēle, ko šeit izdarāt jūs."
    ),
    objection=(
        "Jums ir tiesības jebkurā laikā iebilst pret šo: {purposes}. Noraidīšana šeit "
        "tiek uzskatīta par iebildumu."
    ),
    complaint="Sūdzību varat iesniegt šīm iestādēm: {first} un {second}.",
    complaint_elsewhere=(
        "Sūdzību varat iesniegt savas valsts datu aizsardzības iestādei."
    ),
    embed_what=(
        "Ja parādīsiet šo saturu, {providers} varēs glabāt un nolasīt informāciju jūsu "
        "ierīcē. Nolūks: {purposes}."
    ),
    embed_until=(
        "Visā šajā vietnē jūs atļaujat tikai: {services}. To varat jebkurā laikā "
        "atsaukt, izmantojot saiti „Sīkdatņu izvēles”."
    ),
    embed_show="Rādīt saturu: {services}",
    embed_undeclared=(
        "Saturs no šīs adreses netiek rādīts: vietne to nav norādījusi, tāpēc to šeit "
        "nevar atļaut."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
