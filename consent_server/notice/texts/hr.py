"""Croatian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nužno",
        description=(
            "Ono što je web-mjestu potrebno da učini što od njega tražite: da ostanete "
            "prijavljeni, da se opterećenje raspodijeli među poslužiteljima, da se "
            "zapamte vaš jezik i ovaj odabir. Zakon za to ne traži privolu pa je "
            "uvijek uključeno."
        ),
    ),
    "functional": PurposeText(
        title="Dodatne funkcije",
        description=(
            "Funkcije povrh osnovnih, kao što su razgovor uživo, sadržaj s drugih "
            "web-mjesta na našim stranicama i obrasci koji pamte što ste upisali."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Mjeri kako se web-mjesto upotrebljava: koje se stranice posjećuju, odakle "
            "ljudi dolaze i na što klikaju. Neke usluge snimaju pojedini posjet korak "
            "po korak."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Prati vaše posjete ovdje i na drugim web-mjestima kako bi se odabrali "
            "oglasi i mjerio njihov učinak."
        ),
    ),
    "scoring": PurposeText(
        title="Bodovanje posjetitelja",
        description=(
            "Dodjeljuje vam bodove za stranice koje otvorite, datoteke koje preuzmete, "
            "obrasce koje pošaljete i za to koliko se često vraćate. Ako ste nam rekli "
            "tko ste, bodovi se povezuju s vašim imenom. Iznad određenog praga netko "
            "iz našeg prodajnog tima može vas nazvati ili vam pisati."
        ),
    ),
}

PAGE = PageTexts(
    title="Vaši odabiri kolačića",
    intro=(
        "Ovdje vidite što ste odabrali, možete to promijeniti i pregledati svaki "
        "odabir zabilježen u ovom pregledniku."
    ),
    current="Što sada vrijedi",
    service="Usluga",
    provider="Tvrtka",
    country="Država",
    status="Status",
    reason="Zašto",
    statuses={
        "granted": "Dopušteno",
        "refused": "Nije dopušteno",
        "undecided": "Još nije odabrano",
    },
    reasons={
        "exempt": "Nužno, privola nije potrebna",
        "granted": "Dopustili ste",
        "refused": "Niste dopustili",
        "no_choice_yet": "Još niste odabrali",
        "opt_out_signal": "Vaš preglednik ulaže prigovor u vaše ime",
        "policy_changed": "Usluge ili tekstovi promijenili su se nakon vašeg odabira",
        "token_unreadable": "Spremljeni odabir nije bilo moguće pročitati",
        "token_forged": "Spremljeni odabir nije vjerodostojan",
        "token_foreign": "Spremljeni odabir pripada drugom web-mjestu",
        "token_expired": "Vaš je odabir istekao",
    },
    history="Zabilježeni odabiri",
    recorded_at="Vrijeme",
    action="Što ste učinili",
    actions={
        "grant_all": "Prihvatili ste sve",
        "refuse_all": "Odbili ste sve",
        "custom": "Odabrali ste prema svrsi",
        "grant_services": "Dopustili ste sadržaj usluge",
        "withdraw": "Povukli ste sve privole",
        "object": "Uložili ste prigovor",
        "signal": "Prigovor koji je poslao preglednik",
        "expire": "Odabir je istekao",
        "import": "Preuzeto iz prijašnjeg sustava",
    },
    record_id="Broj zapisa",
    copy="Kopiraj",
    copied="Kopirano",
    valid_until="Vrijedi do {date}",
    object="Uloži prigovor: {purposes}",
    object_effect=(
        "Ono na što uložite prigovor odmah prestaje i ostaje isključeno. Sve ostalo "
        "ostaje kako ste odabrali."
    ),
    receipt="Potvrda",
    no_record="U ovom pregledniku nije zabilježen nijedan odabir.",
    clear="Izbriši i ono što je ovo web-mjesto spremilo u mojem pregledniku",
    clear_effect=(
        "Zajedno s „Povuci sve privole”. Spremljeni podaci i datoteke iz predmemorije "
        "brišu se, kolačići ostaju: trebali biste ostati prijavljeni, ali nespremljeni "
        "rad može se izgubiti."
    ),
    withdraw_all="Povuci sve privole",
    withdrawal_effect=(
        "Povlačenjem se odmah zaustavlja sve za što je potrebna vaša privola i brišu "
        "se kolačići postavljeni na ovom web-mjestu. Kolačići koje je druga tvrtka "
        "postavila na vlastitom web-mjestu mogu se izbrisati samo ondje ili u vašem "
        "pregledniku. Ono što se dogodilo prije povlačenja ostaje zakonito."
    ),
    held="Što je sada zadržano",
    nothing_held="Ništa nije zadržano.",
    back="Natrag na web-mjesto",
    problem="Ovo nije uspjelo",
    no_page="Ova stranica ne postoji",
    no_page_detail="Adresa je možda stara ili pogrešno upisana.",
)

RIGHTS = RightsTexts(
    title="Vaši zapisi",
    everything="Preuzmi sve o mojim odabirima",
    everything_effect=(
        "Jedna datoteka sa svim zapisima ovog preglednika, njihovim potvrdama i onime "
        "što vam je prikazano."
    ),
    erase="Izbriši moje zapise",
    erase_effect=(
        "Povlači sve privole i iz naših sustava uklanja podatak o tome koji su zapisi "
        "vaši."
    ),
    erase_title="Brisanje vaših zapisa",
    erase_what=(
        "Sve što ste dopustili odmah se povlači, a kolačići vašeg odabira brišu se. U "
        "roku od {hours} sati iz svojih sustava brišemo podatak o tome koji su zapisi "
        "vaši te stranicu i preglednik s kojima su nastali."
    ),
    erase_stays=(
        "Odluke ostaju bez ikakve veze s vama. Potpisana evidencija čuva unos bez "
        "osobnih podataka kako nitko ne bi mogao neopaženo ukloniti zapise. Iz "
        "sigurnosnih kopija zapisi nestaju kad kopije isteknu."
    ),
    erase_lost=(
        "Nakon toga nitko vam ne može pokazati vašu povijest ni vaše potvrde. Ako ih "
        "želite zadržati, najprije preuzmite sve."
    ),
    erase_now="Izbriši sada",
    keep="Zadrži moje zapise",
    erased_title="Vaši će zapisi biti izbrisani",
    erased=(
        "Sve što ste dopustili povučeno je. U roku od {hours} sati vaši će zapisi biti "
        "izbrisani iz naših sustava. Evidencija čuva unos bez osobnih podataka."
    ),
    asked_again=(
        "U ovom pregledniku više nema odabira pa će vas web-mjesto ponovno pitati."
    ),
    in_ledger="U potpisanoj evidenciji",
    not_in_ledger=(
        "Još nije u potpisanoj evidenciji: za koji trenutak ponovno preuzmite potvrdu"
    ),
    restricted="Ograničeno: čuva se i ne upotrebljava",
    check="Provjeri potvrdu",
    check_intro=(
        "Potvrda kaže što je zabilježeno i pokazuje da je zapis u potpisanoj "
        "evidenciji. Učitajte njezinu datoteku ili zalijepite njezin tekst."
    ),
    check_file="Datoteka potvrde",
    check_text="Ili njezin tekst",
    check_button="Provjeri",
    holds="Ova je potvrda valjana",
    holds_detail=(
        "Kaže što je zabilježeno, a zapis je u potpisanoj evidenciji ovog web-mjesta."
    ),
    incomplete="Ova potvrda nije potpuna",
    committed_detail=(
        "Dijelovi joj se slažu, ali još nema dokaza da je zapis u potpisanoj "
        "evidenciji. Za cijeli dokaz ponovno preuzmite potvrdu."
    ),
    position="Mjesto u evidenciji",
    fails="Ova potvrda nije valjana",
    changed_detail=(
        "Kaže nešto drugo od onoga što je potpisano ili njezin zapis nije u potpisanoj "
        "evidenciji."
    ),
    foreign_detail="Pripada drugoj evidenciji, koju ovo web-mjesto ne može provjeriti.",
    malformed_detail="To nije potvrda ili je oštećena. O zapisu se ne može reći ništa.",
    empty_detail=(
        "Nije bilo ni datoteke ni teksta. Odaberite datoteku potvrde ili zalijepite "
        "njezin tekst."
    ),
    too_large_detail="Prevelika je da bi bila potvrda.",
    reason="Točan razlog (na engleskom)",
    offline=(
        "Ovdje web-mjesto provjerava vlastitu potvrdu pa mu morate vjerovati. Tko "
        "provjerava na vlastitom računalu, ne mora vjerovati nikome: dovoljni su javni "
        "ključ ove evidencije, najbolje dobiven od nekog drugog, i ova naredba."
    ),
    key="Javni ključ ove evidencije",
)

DECLARATION = DeclarationTexts(
    title="Kolačići na ovom web-mjestu",
    intro=(
        "Što {controller} i drugi čuvaju na vašem uređaju kad posjetite ovo web-mjesto "
        "i u koju svrhu. Popis je izrađen iz istog kataloga prema kojem se odlučuje "
        "što se smije pokrenuti."
    ),
    your_choice="Vaš odabir",
    change="Promijeni odabir",
    provider="Tvrtka",
    provider_policy="Politika privatnosti: {provider}",
    role="Uloga",
    countries="Države u kojima se podaci obrađuju",
    transfer="Izvan EGP-a",
    stored="Što {service} čuva na vašem uređaju",
    nothing_stored="Sama na vašem uređaju ne čuva ništa.",
    name="Naziv",
    kind="Vrsta",
    place="Gdje",
    life="Koliko dugo",
    this_site="Ovo web-mjesto",
    first_party="Kolačić",
    third_party="Kolačić drugog web-mjesta",
    local="Lokalna pohrana",
    session="Pohrana sesije",
    indexeddb="Baza podataka u pregledniku",
    roles={
        "processor": "Radi za nas i samo po našim uputama",
        "controller": "Upotrebljava podatke i u vlastite svrhe",
        "joint": "Odlučuje zajedno s nama",
    },
    transfers={
        "none": "Podaci ostaju unutar EGP-a",
        "adequacy": (
            "Podaci mogu ići u državu ili tvrtku za koju je EU utvrdio primjerenu "
            "razinu zaštite"
        ),
        "scc": "Podaci mogu ići drugamo na temelju standardnih ugovornih klauzula EU-a",
        "unknown": "Nije poznato napuštaju li podaci EGP i kako su tada zaštićeni",
    },
    until_closed="Dok ne zatvorite preglednik",
    until_tab_closed="Dok ne zatvorite karticu",
    until_deleted="Dok to ne izbrišete",
    version="Verzija popisa",
)

TEXTS = Texts(
    language="hr",
    direction="ltr",
    title="Vaš odabir kolačića",
    what=(
        "{controller} traži vašu privolu za spremanje i čitanje podataka na vašem "
        "uređaju, na primjer u kolačićima. Dok ne odaberete, ne upotrebljava se ništa "
        "za što je potrebna privola."
    ),
    who_none="Nijedna druga tvrtka nije uključena.",
    who_some={
        "one": "Uključena je još {count} tvrtka.",
        "few": "Uključene su još {count} tvrtke.",
        "other": "Uključeno je još {count} tvrtki.",
    },
    who_link="Koje su to i što spremaju",
    why="Svrhe i tvrtke:",
    withdrawal=(
        "Odabir možete u svakom trenutku promijeniti ili povući putem poveznice "
        "„Odabir kolačića” na dnu svake stranice."
    ),
    accept_all="Prihvati sve",
    reject_all="Odbij sve",
    choose="Odaberi",
    save="Spremi odabir",
    purposes_legend="Što dopuštate?",
    always_on="Uvijek uključeno",
    privacy_policy="Politika privatnosti",
    more="Vaši odabiri i njihova povijest",
    link="Odabir kolačića",
    details="Usluge i što čuvaju",
    follow="Kao i njezina svrha",
    basis="Pravna osnova",
    bases={
        "consent": "Vaša privola",
        "contract": "Ugovor s vama",
        "legal_obligation": "Pravna obveza",
        "legitimate_interest": "Legitimni interes",
    },
    search="Potražite uslugu, tvrtku ili kolačić",
    no_match="Ništa nije pronađeno.",
    saving="Spremanje vašeg odabira …",
    saved="Vaš je odabir spremljen. Možete ga promijeniti u svakom trenutku.",
    not_saved=(
        "Vaš odabir nije bilo moguće spremiti. Ništa nije dopušteno. Pokušajte ponovno."
    ),
    stale=(
        "Stranica se promijenila otkad ste je otvorili. Ništa nije spremljeno. Ponovno "
        "učitajte stranicu i ponovite odabir."
    ),
    gpc=(
        "Vaš preglednik šalje signal Global Privacy Control. Smatramo ga prigovorom na "
        "sljedeće: {purposes}. Prednost ima ono što ovdje sami odaberete."
    ),
    objection=(
        "Imate pravo u svakom trenutku uložiti prigovor na sljedeće: {purposes}. "
        "Odbijanje ovdje smatra se prigovorom."
    ),
    complaint="Pritužbu možete podnijeti ovim tijelima: {first} i {second}.",
    complaint_elsewhere=(
        "Pritužbu možete podnijeti tijelu za zaštitu podataka u svojoj državi."
    ),
    embed_what=(
        "Ako prikažete ovaj sadržaj, na vašem se uređaju mogu spremati i čitati "
        "podaci. Tvrtka: {providers}. Svrha: {purposes}."
    ),
    embed_until=(
        "Na cijelom ovom web-mjestu dopuštate samo: {services}. To možete u svakom "
        "trenutku poništiti putem poveznice „Odabir kolačića”."
    ),
    embed_show="Prikaži sadržaj: {services}",
    embed_undeclared=(
        "Sadržaj s ove adrese nije prikazan: ovo ga web-mjesto nije navelo, pa se "
        "ovdje ne može dopustiti."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
