"""Slovene."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nujno",
        description=(
            "Kar spletno mesto potrebuje, da izpolni vašo zahtevo: da ostanete "
            "prijavljeni, da se obremenitev porazdeli med strežnike, da si zapomni vaš "
            "jezik in to izbiro. Zakon za to ne zahteva privolitve, zato je vedno "
            "vklopljeno."
        ),
    ),
    "functional": PurposeText(
        title="Dodatne funkcije",
        description=(
            "Funkcije, ki presegajo osnovne, na primer klepet, vsebine z drugih "
            "spletnih mest na naših straneh in obrazci, ki si zapomnijo, kar ste "
            "vpisali."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Meri, kako se spletno mesto uporablja: katere strani ljudje obiščejo, od "
            "kod pridejo in kaj kliknejo. Nekatere storitve posnamejo posamezen obisk "
            "korak za korakom."
        ),
    ),
    "marketing": PurposeText(
        title="Trženje",
        description=(
            "Spremlja vaše obiske tukaj in na drugih spletnih mestih, da izbere oglase "
            "in izmeri njihov učinek."
        ),
    ),
    "scoring": PurposeText(
        title="Točkovanje obiskovalcev",
        description=(
            "Dodeljuje vam točke za strani, ki jih odprete, datoteke, ki jih "
            "prenesete, obrazce, ki jih pošljete, in za to, kako pogosto se vračate. "
            "Če ste nam povedali, kdo ste, se točke povežejo z vašim imenom. Nad "
            "določenim pragom vas lahko kdo iz naše prodajne ekipe pokliče ali vam "
            "piše."
        ),
    ),
}

PAGE = PageTexts(
    title="Vaše izbire glede piškotkov",
    intro=(
        "Tukaj vidite, kaj ste izbrali, izbiro lahko spremenite in si ogledate vsako "
        "izbiro, ki je zabeležena v tem brskalniku."
    ),
    current="Kaj velja zdaj",
    service="Storitev",
    provider="Podjetje",
    country="Država",
    status="Stanje",
    reason="Zakaj",
    statuses={
        "granted": "Dovoljeno",
        "refused": "Ni dovoljeno",
        "undecided": "Še ni izbrano",
    },
    reasons={
        "exempt": "Nujno, privolitev ni potrebna",
        "granted": "To ste dovolili",
        "refused": "Tega niste dovolili",
        "no_choice_yet": "Niste še izbrali",
        "opt_out_signal": "Vaš brskalnik ugovarja v vašem imenu",
        "policy_changed": "Storitve ali besedila so se po vaši izbiri spremenili",
        "token_unreadable": "Shranjene izbire ni bilo mogoče prebrati",
        "token_forged": "Shranjena izbira ni pristna",
        "token_foreign": "Shranjena izbira pripada drugemu spletnemu mestu",
        "token_expired": "Vaša izbira je potekla",
    },
    history="Zabeležene izbire",
    recorded_at="Čas",
    action="Kaj ste storili",
    actions={
        "grant_all": "Sprejeli ste vse",
        "refuse_all": "Zavrnili ste vse",
        "custom": "Izbrali ste po namenih",
        "grant_services": "Dovolili ste vsebino storitve",
        "withdraw": "Preklicali ste vse privolitve",
        "object": "Ugovarjali ste",
        "signal": "Ugovor, ki ga je poslal brskalnik",
        "expire": "Izbira je potekla",
        "import": "Prevzeto iz prejšnjega sistema",
    },
    record_id="Številka zapisa",
    copy="Kopiraj",
    copied="Kopirano",
    valid_until="Velja do: {date}",
    object="Ugovarjaj: {purposes}",
    object_effect=(
        "Tisto, čemur ugovarjate, se takoj ustavi in se ne začne znova. Vse drugo "
        "ostane, kot ste izbrali."
    ),
    receipt="Potrdilo",
    no_record="V tem brskalniku ni zabeležena nobena izbira.",
    clear="Izbriši tudi, kar je to spletno mesto shranilo v mojem brskalniku",
    clear_effect=(
        "Skupaj z »Prekliči vse privolitve«. Shranjeni podatki in datoteke v "
        "predpomnilniku se izbrišejo, piškotki ostanejo: praviloma ostanete "
        "prijavljeni, neshranjeno delo pa se lahko izgubi."
    ),
    withdraw_all="Prekliči vse privolitve",
    withdrawal_effect=(
        "Preklic takoj ustavi vse, za kar je potrebna vaša privolitev, in izbriše "
        "piškotke, nastavljene na tem spletnem mestu. Piškotke, ki jih je drugo "
        "podjetje nastavilo na svojem spletnem mestu, je mogoče izbrisati le tam ali v "
        "vašem brskalniku. Kar se je zgodilo pred preklicem, ostane zakonito."
    ),
    held="Kaj je zdaj zadržano",
    nothing_held="Nič ni zadržano.",
    back="Nazaj na spletno mesto",
    problem="To ni uspelo",
    no_page="Ta stran ne obstaja",
    no_page_detail="Naslov je morda star ali napačno vpisan.",
)

RIGHTS = RightsTexts(
    title="Vaši zapisi",
    everything="Prenesi vse o mojih izbirah",
    everything_effect=(
        "Ena datoteka z vsemi zapisi tega brskalnika, njihovimi potrdili in tem, kar "
        "vam je bilo prikazano."
    ),
    erase="Izbriši moje zapise",
    erase_effect=(
        "Prekliče vse privolitve in iz naših sistemov odstrani podatek, kateri zapisi "
        "so vaši."
    ),
    erase_title="Izbris vaših zapisov",
    erase_what=(
        "Vse, kar ste dovolili, se takoj prekliče, piškotki vaše izbire pa se "
        "izbrišejo. V {hours} urah iz svojih sistemov izbrišemo podatek, kateri zapisi "
        "so vaši, ter stran in brskalnik, s katerima so nastali."
    ),
    erase_stays=(
        "Odločitve ostanejo brez kakršne koli povezave z vami. Podpisana evidenca "
        "ohrani vnos brez osebnih podatkov, da nihče ne more neopazno odstraniti "
        "zapisov. Iz varnostnih kopij zapisi izginejo, ko kopije potečejo."
    ),
    erase_lost=(
        "Potem vam nihče več ne more pokazati zgodovine ali potrdil. Če jih želite "
        "obdržati, najprej prenesite vse."
    ),
    erase_now="Izbriši zdaj",
    keep="Obdrži moje zapise",
    erased_title="Vaši zapisi bodo izbrisani",
    erased=(
        "Vse, kar ste dovolili, je preklicano. V {hours} urah bodo vaši zapisi "
        "izbrisani iz naših sistemov. Evidenca ohrani vnos brez osebnih podatkov."
    ),
    asked_again=(
        "Ta brskalnik nima več izbire, zato vas bo spletno mesto znova vprašalo."
    ),
    in_ledger="V podpisani evidenci",
    not_in_ledger="Še ni v podpisani evidenci: čez trenutek znova prenesite potrdilo",
    restricted="Omejeno: se hrani in se ne uporablja",
    check="Preveri potrdilo",
    check_intro=(
        "Potrdilo pove, kaj je bilo zabeleženo, in pokaže, da je zapis v podpisani "
        "evidenci. Naložite njegovo datoteko ali prilepite njegovo besedilo."
    ),
    check_file="Datoteka potrdila",
    check_text="Ali njegovo besedilo",
    check_button="Preveri",
    holds="To potrdilo je veljavno",
    holds_detail=(
        "Pove, kaj je bilo zabeleženo, in zapis je v podpisani evidenci tega spletnega "
        "mesta."
    ),
    incomplete="To potrdilo ni popolno",
    committed_detail=(
        "Njegovi deli se ujemajo, nima pa še dokaza, da je zapis v podpisani evidenci. "
        "Za celoten dokaz znova prenesite potrdilo."
    ),
    position="Mesto v evidenci",
    fails="To potrdilo ni veljavno",
    changed_detail=(
        "Pove nekaj drugega, kot je bilo podpisano, ali pa njegovega zapisa ni v "
        "podpisani evidenci."
    ),
    foreign_detail="Pripada drugi evidenci, ki je to spletno mesto ne more preveriti.",
    malformed_detail=(
        "To ni potrdilo ali pa je poškodovano. O zapisu ni mogoče reči ničesar."
    ),
    empty_detail=(
        "Ni bilo ne datoteke ne besedila. Izberite datoteko potrdila ali prilepite "
        "njegovo besedilo."
    ),
    too_large_detail="Preveliko je, da bi bilo potrdilo.",
    reason="Natančen razlog (v angleščini)",
    offline=(
        "Tukaj spletno mesto preverja svoje potrdilo, zato mu morate zaupati. Kdor "
        "preverja na svojem računalniku, ne potrebuje zaupanja v nikogar: zadoščata "
        "javni ključ te evidence, najbolje pridobljen od koga drugega, in ta ukaz."
    ),
    key="Javni ključ te evidence",
)

DECLARATION = DeclarationTexts(
    title="Piškotki na tem spletnem mestu",
    intro=(
        "Kaj {controller} in drugi hranijo na vaši napravi, ko obiščete to spletno "
        "mesto, in zakaj. Seznam je narejen iz istega kataloga, ki določa, kaj se sme "
        "izvajati."
    ),
    your_choice="Vaša izbira",
    change="Spremeni izbiro",
    provider="Podjetje",
    provider_policy="Politika zasebnosti: {provider}",
    role="Vloga",
    countries="Države, kjer se podatki obdelujejo",
    transfer="Zunaj EGP",
    stored="Kaj {service} hrani na vaši napravi",
    nothing_stored="Sama na vaši napravi ne hrani ničesar.",
    name="Ime",
    kind="Vrsta",
    place="Kje",
    life="Kako dolgo",
    this_site="To spletno mesto",
    first_party="Piškotek",
    third_party="Piškotek drugega spletnega mesta",
    local="Lokalna shramba",
    session="Shramba seje",
    indexeddb="Podatkovna zbirka v brskalniku",
    roles={
        "processor": "Dela za nas in samo po naših navodilih",
        "controller": "Podatke uporablja tudi za lastne namene",
        "joint": "Odloča skupaj z nami",
    },
    transfers={
        "none": "Podatki ostanejo v EGP",
        "adequacy": (
            "Podatki gredo lahko v državo ali podjetje, za katero je EU ugotovila "
            "ustrezno raven varstva"
        ),
        "scc": "Podatki gredo lahko drugam po standardnih pogodbenih določilih EU",
        "unknown": "Ni znano, ali podatki zapustijo EGP in kako so tedaj varovani",
    },
    until_closed="Dokler ne zaprete brskalnika",
    until_tab_closed="Dokler ne zaprete zavihka",
    until_deleted="Dokler tega ne izbrišete",
    version="Različica seznama",
)

TEXTS = Texts(
    language="sl",
    direction="ltr",
    title="Vaša izbira glede piškotkov",
    what=(
        "{controller} vas prosi za privolitev v shranjevanje in branje podatkov na "
        "vaši napravi, na primer v piškotkih. Dokler ne izberete, se ne uporablja nič, "
        "za kar je potrebna privolitev."
    ),
    who_none="Druga podjetja ne sodelujejo.",
    who_some={
        "one": "Sodeluje še {count} podjetje.",
        "two": "Sodelujeta še {count} podjetji.",
        "few": "Sodelujejo še {count} podjetja.",
        "other": "Sodeluje še {count} podjetij.",
    },
    who_link="Katera so in kaj shranjujejo",
    why="Nameni in podjetja:",
    withdrawal=(
        "Svojo izbiro lahko kadar koli spremenite ali prekličete s povezavo »Izbira "
        "piškotkov« na dnu vsake strani."
    ),
    accept_all="Sprejmi vse",
    reject_all="Zavrni vse",
    choose="Izberi",
    save="Shrani izbiro",
    purposes_legend="Kaj dovolite?",
    always_on="Vedno vklopljeno",
    privacy_policy="Politika zasebnosti",
    more="Vaše izbire in njihova zgodovina",
    link="Izbira piškotkov",
    details="Storitve in kaj hranijo",
    follow="Enako kot njen namen",
    basis="Pravna podlaga",
    bases={
        "consent": "Vaša privolitev",
        "contract": "Pogodba z vami",
        "legal_obligation": "Zakonska obveznost",
        "legitimate_interest": "Zakoniti interes",
    },
    search="Poiščite storitev, podjetje ali piškotek",
    no_match="Ni zadetkov.",
    saving="Shranjevanje vaše izbire …",
    saved="Vaša izbira je shranjena. Kadar koli jo lahko spremenite.",
    not_saved=(
        "Vaše izbire ni bilo mogoče shraniti. Nič ni bilo dovoljeno. Poskusite znova."
    ),
    stale=(
        "Stran se je spremenila, odkar ste jo odprli. Nič ni bilo shranjeno. Znova "
        "naložite stran in ponovite izbiro."
    ),
    gpc=(
        "Vaš brskalnik pošilja signal Global Privacy Control. Upoštevamo ga kot ugovor "
        "temu: {purposes}. Prednost ima, kar tukaj izberete sami."
    ),
    objection=(
        "Kadar koli imate pravico ugovarjati temu: {purposes}. Zavrnitev tukaj velja "
        "kot ugovor."
    ),
    complaint="Pritožbo lahko vložite pri teh organih: {first} in {second}.",
    complaint_elsewhere=(
        "Pritožbo lahko vložite pri organu za varstvo podatkov v svoji državi."
    ),
    embed_what=(
        "Če to vsebino prikažete, se lahko na vaši napravi shranjujejo in berejo "
        "podatki. Podjetje: {providers}. Namen: {purposes}."
    ),
    embed_until=(
        "Na celotnem spletnem mestu dovolite le: {services}. To lahko kadar koli "
        "prekličete s povezavo »Izbira piškotkov«."
    ),
    embed_show="Prikaži vsebino: {services}",
    embed_undeclared=(
        "Vsebina s tega naslova ni prikazana: to spletno mesto je ni navedlo, zato je "
        "tukaj ni mogoče dovoliti."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
