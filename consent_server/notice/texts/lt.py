"""Lithuanian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Būtina",
        description=(
            "Tai, ko svetainei reikia, kad atliktų, ko prašote: kad liktumėte "
            "prisijungę, kad apkrova būtų paskirstyta tarp serverių, kad būtų įsiminta "
            "jūsų kalba ir šis pasirinkimas. Įstatymas tam sutikimo nereikalauja, "
            "todėl tai visada įjungta."
        ),
    ),
    "functional": PurposeText(
        title="Papildomos funkcijos",
        description=(
            "Funkcijos, kurios nėra pagrindinės, pavyzdžiui, pokalbiai, kitų svetainių "
            "turinys mūsų puslapiuose ir formos, kurios įsimena, ką įrašėte."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Matuoja, kaip naudojamasi svetaine: kuriuose puslapiuose lankomasi, iš "
            "kur lankytojai ateina ir ką spusteli. Kai kurios paslaugos atskirą "
            "apsilankymą įrašo žingsnis po žingsnio."
        ),
    ),
    "marketing": PurposeText(
        title="Rinkodara",
        description=(
            "Seka jūsų apsilankymus čia ir kitose svetainėse, kad būtų parenkamos "
            "reklamos ir matuojamas jų poveikis."
        ),
    ),
    "scoring": PurposeText(
        title="Lankytojų vertinimas taškais",
        description=(
            "Skiria jums taškų už atvertus puslapius, atsisiųstus failus, išsiųstas "
            "formas ir už tai, kaip dažnai sugrįžtate. Jei mums pasakėte, kas esate, "
            "taškai susiejami su jūsų vardu. Viršijus tam tikrą ribą, jums gali "
            "paskambinti arba parašyti mūsų pardavimo komandos darbuotojas."
        ),
    ),
}

PAGE = PageTexts(
    title="Jūsų slapukų pasirinkimai",
    intro=(
        "Čia matote, ką pasirinkote, galite tai pakeisti ir peržiūrėti kiekvieną šioje "
        "naršyklėje užregistruotą pasirinkimą."
    ),
    current="Kas galioja dabar",
    service="Paslauga",
    provider="Įmonė",
    country="Šalis",
    status="Būsena",
    reason="Kodėl",
    statuses={
        "granted": "Leidžiama",
        "refused": "Neleidžiama",
        "undecided": "Dar nepasirinkta",
    },
    reasons={
        "exempt": "Būtina, sutikimo nereikia",
        "granted": "Jūs tai leidote",
        "refused": "Jūs to neleidote",
        "no_choice_yet": "Dar nepasirinkote",
        "opt_out_signal": "Nesutikimą jūsų vardu pareiškia naršyklė",
        "policy_changed": "Po jūsų pasirinkimo pasikeitė paslaugos arba tekstai",
        "token_unreadable": "Išsaugoto pasirinkimo nepavyko perskaityti",
        "token_forged": "Išsaugotas pasirinkimas nėra tikras",
        "token_foreign": "Išsaugotas pasirinkimas priklauso kitai svetainei",
        "token_expired": "Jūsų pasirinkimo galiojimas baigėsi",
    },
    history="Užregistruoti pasirinkimai",
    recorded_at="Laikas",
    action="Ką padarėte",
    actions={
        "grant_all": "Priėmėte visus",
        "refuse_all": "Atmetėte visus",
        "custom": "Pasirinkote pagal tikslą",
        "grant_services": "Leidote paslaugos turinį",
        "withdraw": "Viską atšaukėte",
        "object": "Pareiškėte nesutikimą",
        "signal": "Naršyklės atsiųstas nesutikimas",
        "expire": "Pasirinkimo galiojimas baigėsi",
        "import": "Perimta iš ankstesnės sistemos",
    },
    record_id="Įrašo numeris",
    copy="Kopijuoti",
    copied="Nukopijuota",
    valid_until="Galioja iki {date}",
    object="Nesutikti: {purposes}",
    object_effect=(
        "Tai, su kuo nesutinkate, iškart sustabdoma ir lieka išjungta. Visa kita lieka "
        "taip, kaip pasirinkote."
    ),
    receipt="Kvitas",
    no_record="Šioje naršyklėje neužregistruotas joks pasirinkimas.",
    clear="Taip pat ištrinti tai, ką ši svetainė išsaugojo mano naršyklėje",
    clear_effect=(
        "Kartu su „Atšaukti viską“. Išsaugoti duomenys ir podėlio failai ištrinami, "
        "slapukai lieka: turėtumėte likti prisijungę, bet neišsaugotas darbas gali "
        "dingti."
    ),
    withdraw_all="Atšaukti viską",
    withdrawal_effect=(
        "Atšaukus iškart sustabdoma viskas, kam reikia jūsų sutikimo, ir ištrinami "
        "šioje svetainėje įrašyti slapukai. Slapukus, kuriuos kita įmonė įrašė savo "
        "svetainėje, galima ištrinti tik ten arba jūsų naršyklėje. Tai, kas vyko iki "
        "atšaukimo, lieka teisėta."
    ),
    held="Kas dabar sulaikoma",
    nothing_held="Nieko nesulaikoma.",
    back="Atgal į svetainę",
    problem="Nepavyko",
    no_page="Tokio puslapio nėra",
    no_page_detail="Adresas gali būti pasenęs arba neteisingai įvestas.",
)

RIGHTS = RightsTexts(
    title="Jūsų įrašai",
    everything="Atsisiųsti viską apie mano pasirinkimus",
    everything_effect=(
        "Vienas failas su visais šios naršyklės įrašais, jų kvitais ir tuo, kas jums "
        "buvo rodoma."
    ),
    erase="Ištrinti mano įrašus",
    erase_effect=(
        "Viskas atšaukiama, o iš mūsų sistemų pašalinama informacija, kurie įrašai yra "
        "jūsų."
    ),
    erase_title="Jūsų įrašų ištrynimas",
    erase_what=(
        "Viskas, ką leidote, iškart atšaukiama, o jūsų pasirinkimo slapukai ištrinami. "
        "Per {hours} val. iš savo sistemų ištrinsime informaciją, kurie įrašai yra "
        "jūsų, taip pat puslapį ir naršyklę, kuriuose jie buvo padaryti."
    ),
    erase_stays=(
        "Sprendimai lieka be jokios sąsajos su jumis. Pasirašytame žurnale lieka "
        "eilutė be asmens duomenų, kad niekas negalėtų nepastebimai pašalinti įrašų. "
        "Iš atsarginių kopijų jie dingsta pasibaigus kopijų saugojimo terminui."
    ),
    erase_lost=(
        "Po to niekas negalės parodyti jums pasirinkimų istorijos ar kvitų. Jei norite "
        "juos išsaugoti, pirma viską atsisiųskite."
    ),
    erase_now="Ištrinti dabar",
    keep="Palikti mano įrašus",
    erased_title="Jūsų įrašai bus ištrinti",
    erased=(
        "Viskas, ką leidote, atšaukta. Per {hours} val. jūsų įrašai bus ištrinti iš "
        "mūsų sistemų. Žurnale lieka eilutė be asmens duomenų."
    ),
    asked_again=(
        "Šioje naršyklėje pasirinkimo nebėra, todėl svetainė jūsų paklaus dar kartą."
    ),
    in_ledger="Pasirašytame žurnale",
    not_in_ledger=(
        "Dar nėra pasirašytame žurnale: po akimirkos atsisiųskite kvitą dar kartą"
    ),
    restricted="Apribota: saugoma, bet nenaudojama",
    check="Patikrinti kvitą",
    check_intro=(
        "Kvite nurodyta, kas užregistruota, ir parodyta, kad įrašas yra pasirašytame "
        "žurnale. Įkelkite kvito failą arba įklijuokite jo tekstą."
    ),
    check_file="Kvito failas",
    check_text="Arba jo tekstas",
    check_button="Patikrinti",
    holds="Šis kvitas galioja",
    holds_detail=(
        "Jame nurodyta, kas užregistruota, o įrašas yra šios svetainės pasirašytame "
        "žurnale."
    ),
    incomplete="Šis kvitas neišsamus",
    committed_detail=(
        "Jo dalys dera tarpusavyje, bet dar nėra įrodymo, kad įrašas yra pasirašytame "
        "žurnale. Norėdami gauti visą įrodymą, atsisiųskite kvitą dar kartą."
    ),
    position="Vieta žurnale",
    fails="Šis kvitas negalioja",
    changed_detail=(
        "Jame nurodyta ne tai, kas buvo pasirašyta, arba jo įrašo nėra pasirašytame "
        "žurnale."
    ),
    foreign_detail="Jis priklauso kitam žurnalui, kurio ši svetainė negali patikrinti.",
    malformed_detail=(
        "Tai ne kvitas arba jis sugadintas. Apie įrašą nieko negalima pasakyti."
    ),
    empty_detail=(
        "Nebuvo nei failo, nei teksto. Pasirinkite kvito failą arba įklijuokite jo "
        "tekstą."
    ),
    too_large_detail="Per didelis, kad būtų kvitas.",
    reason="Tiksli priežastis (anglų kalba)",
    offline=(
        "Čia svetainė tikrina savo pačios kvitą, todėl turite ja pasitikėti. Kas "
        "tikrina savo kompiuteryje, tam nereikia pasitikėti niekuo: užtenka šio "
        "žurnalo viešojo rakto, geriausia gauto iš ko nors kito, ir šios komandos."
    ),
    key="Šio žurnalo viešasis raktas",
)

DECLARATION = DeclarationTexts(
    title="Šios svetainės slapukai",
    intro=(
        "Ką {controller} ir kiti laiko jūsų įrenginyje, kai lankotės šioje svetainėje, "
        "ir kokiu tikslu. Sąrašas sudarytas iš to paties katalogo, pagal kurį "
        "sprendžiama, kas gali veikti."
    ),
    your_choice="Jūsų pasirinkimas",
    change="Pakeisti savo pasirinkimą",
    provider="Įmonė",
    provider_policy="Privatumo politika: {provider}",
    role="Vaidmuo",
    countries="Šalys, kuriose tvarkomi duomenys",
    transfer="Už EEE ribų",
    stored="Ką {service} laiko jūsų įrenginyje",
    nothing_stored="Pati jūsų įrenginyje nieko nelaiko.",
    name="Pavadinimas",
    kind="Rūšis",
    place="Kur",
    life="Kiek laiko",
    this_site="Ši svetainė",
    first_party="Slapukas",
    third_party="Kitos svetainės slapukas",
    local="Vietinė saugykla",
    session="Seanso saugykla",
    indexeddb="Duomenų bazė naršyklėje",
    roles={
        "processor": "Dirba mums ir tik pagal mūsų nurodymus",
        "controller": "Naudoja duomenis ir savo tikslais",
        "joint": "Sprendžia kartu su mumis",
    },
    transfers={
        "none": "Duomenys lieka EEE",
        "adequacy": (
            "Duomenys gali patekti į šalį ar įmonę, kurios užtikrinamą apsaugą ES "
            "pripažino tinkama"
        ),
        "scc": "Duomenys gali patekti kitur pagal ES standartines sutarčių sąlygas",
        "unknown": "Nežinoma, ar duomenys palieka EEE ir kaip jie tuomet apsaugoti",
    },
    until_closed="Kol uždarysite naršyklę",
    until_tab_closed="Kol uždarysite kortelę",
    until_deleted="Kol ištrinsite",
    version="Šio sąrašo versija",
)

TEXTS = Texts(
    language="lt",
    direction="ltr",
    title="Jūsų pasirinkimas dėl slapukų",
    what=(
        "{controller} prašo jūsų sutikimo įrašyti informaciją į jūsų įrenginį ir ją "
        "skaityti, pavyzdžiui, naudojant slapukus. Kol nepasirinksite, nenaudojama "
        "nieko, kam reikia sutikimo."
    ),
    who_none="Kitos įmonės nedalyvauja.",
    who_some={
        "one": "Dalyvauja dar {count} įmonė.",
        "few": "Dalyvauja dar {count} įmonės.",
        "many": "Dalyvauja dar {count} įmonės.",
        "other": "Dalyvauja dar {count} įmonių.",
    },
    who_link="Kokios tai įmonės ir ką jos įrašo",
    why="Tikslai ir įmonės:",
    withdrawal=(
        "Savo pasirinkimą galite bet kada pakeisti arba atšaukti spustelėję „Slapukų "
        "pasirinkimai“ kiekvieno puslapio apačioje."
    ),
    accept_all="Priimti visus",
    reject_all="Atmesti visus",
    choose="Pasirinkti",
    save="Išsaugoti",
    purposes_legend="Ką leidžiate?",
    always_on="Visada įjungta",
    privacy_policy="Privatumo politika",
    more="Jūsų pasirinkimai ir jų istorija",
    link="Slapukų pasirinkimai",
    details="Paslaugos ir ką jos laiko",
    follow="Kaip ir jos tikslas",
    basis="Teisinis pagrindas",
    bases={
        "consent": "Jūsų sutikimas",
        "contract": "Sutartis su jumis",
        "legal_obligation": "Teisinė prievolė",
        "legitimate_interest": "Teisėtas interesas",
    },
    search="Ieškoti paslaugos, įmonės ar slapuko",
    no_match="Nieko nerasta.",
    saving="Jūsų pasirinkimas išsaugomas …",
    saved="Jūsų pasirinkimas išsaugotas. Galite jį bet kada pakeisti.",
    not_saved=(
        "Jūsų pasirinkimo išsaugoti nepavyko. Nieko nebuvo leista. Pabandykite dar "
        "kartą."
    ),
    stale=(
        "Po to, kai atvėrėte puslapį, jis pasikeitė. Nieko nebuvo išsaugota. Įkelkite "
        "puslapį iš naujo ir pasirinkite dar kartą."
    ),
    gpc=(
        "Jūsų naršyklė siunčia signalą „Global Privacy Control“. Jį laikome nesutikimu "
        "su tuo: {purposes}. Pirmenybė teikiama tam, ką čia pasirenkate patys."
    ),
    objection=(
        "Turite teisę bet kada nesutikti su tuo: {purposes}. Atmetimas čia laikomas "
        "nesutikimu."
    ),
    complaint="Skundą galite pateikti šioms institucijoms: {first} ir {second}.",
    complaint_elsewhere=(
        "Skundą galite pateikti savo šalies duomenų apsaugos institucijai."
    ),
    embed_what=(
        "Jei parodysite šį turinį, {providers} galės įrašyti ir skaityti informaciją "
        "jūsų įrenginyje. Tikslas: {purposes}."
    ),
    embed_until=(
        "Visoje šioje svetainėje leidžiate tik: {services}. Galite bet kada tai "
        "atšaukti spustelėję „Slapukų pasirinkimai“."
    ),
    embed_show="Rodyti turinį: {services}",
    embed_undeclared=(
        "Turinys iš šio adreso nerodomas: ši svetainė jo nenurodė, todėl čia jo leisti "
        "negalima."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
