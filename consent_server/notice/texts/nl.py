"""Dutch."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Noodzakelijk",
        description=(
            "Wat de website nodig heeft om te doen wat u vraagt: u ingelogd houden, "
            "het verkeer over servers verdelen, uw taal en deze keuze onthouden. De "
            "wet eist hiervoor geen toestemming, dus dit staat altijd aan."
        ),
    ),
    "functional": PurposeText(
        title="Extra functies",
        description=(
            "Functies die verder gaan dan het noodzakelijke, zoals chat, inhoud van "
            "andere websites op onze pagina’s en formulieren die onthouden wat u hebt "
            "ingevuld."
        ),
    ),
    "analytics": PurposeText(
        title="Statistieken",
        description=(
            "Meet hoe de website wordt gebruikt: welke pagina’s worden bezocht, hoe "
            "bezoekers hier terechtkomen en waarop ze klikken. Sommige diensten leggen "
            "een afzonderlijk bezoek stap voor stap vast."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Volgt uw bezoeken hier en op andere websites om advertenties te kiezen en "
            "het effect ervan te meten."
        ),
    ),
    "scoring": PurposeText(
        title="Puntenbeoordeling van bezoekers",
        description=(
            "Geeft u punten voor de pagina’s die u opent, de bestanden die u ophaalt, "
            "de formulieren die u verstuurt en voor hoe vaak u terugkomt. Als u ons "
            "hebt verteld wie u bent, worden de punten aan uw naam gekoppeld. Boven "
            "een drempelwaarde kan iemand van onze verkoopafdeling u bellen of "
            "schrijven."
        ),
    ),
}

PAGE = PageTexts(
    title="Uw cookiekeuzes",
    intro=(
        "Hier ziet u wat u hebt gekozen, kunt u dat wijzigen en vindt u elke keuze die "
        "in deze browser is vastgelegd."
    ),
    current="Wat nu geldt",
    service="Dienst",
    provider="Bedrijf",
    country="Land",
    status="Status",
    reason="Waarom",
    statuses={
        "granted": "Toegestaan",
        "refused": "Niet toegestaan",
        "undecided": "Nog niet gekozen",
    },
    reasons={
        "exempt": "Noodzakelijk, geen toestemming nodig",
        "granted": "U hebt het toegestaan",
        "refused": "U hebt het niet toegestaan",
        "no_choice_yet": "U hebt nog niet gekozen",
        "opt_out_signal": "Uw browser maakt namens u bezwaar",
        "policy_changed": "De diensten of teksten zijn sinds uw keuze gewijzigd",
        "token_unreadable": "De opgeslagen keuze kon niet worden gelezen",
        "token_forged": "De opgeslagen keuze is niet echt",
        "token_foreign": "De opgeslagen keuze hoort bij een andere website",
        "token_expired": "Uw keuze is verlopen",
    },
    history="Vastgelegde keuzes",
    recorded_at="Tijdstip",
    action="Wat u hebt gedaan",
    actions={
        "grant_all": "Alles geaccepteerd",
        "refuse_all": "Alles geweigerd",
        "custom": "Per doel gekozen",
        "grant_services": "Inhoud van een dienst toegestaan",
        "withdraw": "Alle toestemming ingetrokken",
        "object": "Bezwaar gemaakt",
        "signal": "Bezwaar verstuurd door de browser",
        "expire": "Keuze verlopen",
        "import": "Overgenomen uit een eerder systeem",
    },
    record_id="Nummer van de vastlegging",
    copy="Kopiëren",
    copied="Gekopieerd",
    valid_until="Geldig tot en met {date}",
    object="Bezwaar maken: {purposes}",
    object_effect=(
        "Waartegen u bezwaar maakt, dat stopt meteen en blijft uit. Al het andere "
        "blijft zoals u het hebt gekozen."
    ),
    receipt="Ontvangstbewijs",
    no_record="In deze browser is geen keuze vastgelegd.",
    clear="Wis ook wat deze website in mijn browser heeft opgeslagen",
    clear_effect=(
        "Samen met ‘Alle toestemming intrekken’. Opgeslagen gegevens en bestanden in "
        "de cache verdwijnen, cookies blijven: u blijft als het goed is ingelogd, maar "
        "werk dat niet is opgeslagen kan verloren gaan."
    ),
    withdraw_all="Alle toestemming intrekken",
    withdrawal_effect=(
        "Als u uw toestemming intrekt, stopt meteen alles waarvoor die nodig is en "
        "worden de cookies verwijderd die op deze website zijn geplaatst. Cookies die "
        "een ander bedrijf op zijn eigen website heeft geplaatst, kunnen alleen daar "
        "of in uw browser worden verwijderd. Wat vóór de intrekking is gebeurd, blijft "
        "rechtmatig."
    ),
    held="Wat nu geblokkeerd is",
    nothing_held="Er is niets geblokkeerd.",
    back="Terug naar de website",
    problem="Dit is niet gelukt",
    no_page="Deze pagina bestaat niet",
    no_page_detail="Het adres is misschien oud of verkeerd getypt.",
)

RIGHTS = RightsTexts(
    title="Uw vastleggingen",
    everything="Alles over mijn keuzes downloaden",
    everything_effect=(
        "Eén bestand met alle vastleggingen van deze browser, de ontvangstbewijzen en "
        "wat u te zien kreeg."
    ),
    erase="Mijn vastleggingen wissen",
    erase_effect=(
        "Trekt alles in en verwijdert uit onze systemen de koppeling tussen u en uw "
        "vastleggingen."
    ),
    erase_title="Uw vastleggingen wissen",
    erase_what=(
        "Alles wat u hebt toegestaan, wordt meteen ingetrokken en de cookies met uw "
        "keuze worden verwijderd. Binnen {hours} uur wissen we uit onze systemen de "
        "koppeling tussen u en uw vastleggingen, en de pagina en browser waarmee ze "
        "zijn gemaakt."
    ),
    erase_stays=(
        "De beslissingen blijven bewaard zonder enig verband met u. Het ondertekende "
        "logboek behoudt een vermelding zonder persoonsgegevens, zodat niemand "
        "ongemerkt vastleggingen kan verwijderen. Uit back-ups verdwijnen uw gegevens "
        "zodra die verlopen."
    ),
    erase_lost=(
        "Daarna kan niemand u uw geschiedenis of uw ontvangstbewijzen nog laten zien. "
        "Wilt u die houden, download dan eerst alles."
    ),
    erase_now="Nu wissen",
    keep="Vastleggingen behouden",
    erased_title="Uw vastleggingen worden gewist",
    erased=(
        "Alles wat u had toegestaan, is ingetrokken. Binnen {hours} uur zijn uw "
        "vastleggingen uit onze systemen gewist. Het logboek behoudt een vermelding "
        "zonder persoonsgegevens."
    ),
    asked_again=(
        "In deze browser staat geen keuze meer, dus de website vraagt het u opnieuw."
    ),
    in_ledger="In het ondertekende logboek",
    not_in_ledger=(
        "Nog niet in het ondertekende logboek: haal het ontvangstbewijs zo dadelijk "
        "opnieuw op"
    ),
    restricted="Beperkt: wordt bewaard en niet gebruikt",
    check="Een ontvangstbewijs controleren",
    check_intro=(
        "Een ontvangstbewijs vermeldt wat er is vastgelegd en laat zien dat de "
        "vastlegging in het ondertekende logboek staat. Upload het bestand of plak de "
        "tekst."
    ),
    check_file="Bestand van het ontvangstbewijs",
    check_text="Of de tekst ervan",
    check_button="Controleren",
    holds="Dit ontvangstbewijs klopt",
    holds_detail=(
        "Het vermeldt wat er is vastgelegd, en de vastlegging staat in het "
        "ondertekende logboek van deze website."
    ),
    incomplete="Dit ontvangstbewijs is niet volledig",
    committed_detail=(
        "De delen passen bij elkaar, maar er is nog geen bewijs dat de vastlegging in "
        "het ondertekende logboek staat. Haal het opnieuw op voor het volledige "
        "bewijs."
    ),
    position="Plaats in het logboek",
    fails="Dit ontvangstbewijs klopt niet",
    changed_detail=(
        "Het vermeldt iets anders dan wat is ondertekend, of de vastlegging staat niet "
        "in het ondertekende logboek."
    ),
    foreign_detail=(
        "Het hoort bij een ander logboek, dat deze website niet kan controleren."
    ),
    malformed_detail=(
        "Dit is geen ontvangstbewijs, of het is beschadigd. Over een vastlegging valt "
        "niets te zeggen."
    ),
    empty_detail=(
        "Er was geen bestand en geen tekst. Kies het bestand van een ontvangstbewijs "
        "of plak de tekst ervan."
    ),
    too_large_detail="Dit is te groot voor een ontvangstbewijs.",
    reason="Precieze reden (in het Engels)",
    offline=(
        "Hier controleert de website een ontvangstbewijs van zichzelf, dus u moet de "
        "website vertrouwen. Wie op de eigen computer controleert, hoeft niemand te "
        "vertrouwen: met de openbare sleutel van dit logboek, het liefst van iemand "
        "anders gekregen, en deze opdracht."
    ),
    key="Openbare sleutel van dit logboek",
)

DECLARATION = DeclarationTexts(
    title="Cookies op deze website",
    intro=(
        "Wat {controller} en anderen op uw apparaat bewaren als u deze website "
        "bezoekt, en waarvoor. De lijst komt uit de catalogus die ook bepaalt wat mag "
        "worden uitgevoerd."
    ),
    your_choice="Uw keuze",
    change="Uw keuze wijzigen",
    provider="Bedrijf",
    provider_policy="Privacyverklaring van {provider}",
    role="Rol",
    countries="Landen van verwerking",
    transfer="Buiten de EER",
    stored="Wat {service} op uw apparaat bewaart",
    nothing_stored="Bewaart zelf niets op uw apparaat.",
    name="Naam",
    kind="Soort",
    place="Waar",
    life="Hoelang",
    this_site="Deze website",
    first_party="Cookie",
    third_party="Cookie van een andere website",
    local="Lokale opslag",
    session="Sessieopslag",
    indexeddb="Database in de browser",
    roles={
        "processor": "Werkt voor ons en alleen volgens onze instructies",
        "controller": "Gebruikt de gegevens ook voor eigen doeleinden",
        "joint": "Beslist samen met ons",
    },
    transfers={
        "none": "De gegevens blijven binnen de EER",
        "adequacy": (
            "Gegevens kunnen naar een land of bedrijf gaan waarvan de EU de "
            "bescherming passend heeft bevonden"
        ),
        "scc": (
            "Gegevens kunnen naar andere landen gaan onder de modelcontractbepalingen "
            "van de EU"
        ),
        "unknown": (
            "Of gegevens de EER verlaten en hoe ze dan worden beschermd, is niet bekend"
        ),
    },
    until_closed="Tot u de browser sluit",
    until_tab_closed="Tot u het tabblad sluit",
    until_deleted="Tot u het verwijdert",
    version="Versie van deze lijst",
)

TEXTS = Texts(
    language="nl",
    direction="ltr",
    title="Uw keuze over cookies",
    what=(
        "{controller} vraagt uw toestemming om informatie op uw apparaat op te slaan "
        "en te lezen, bijvoorbeeld in cookies. Zolang u niet hebt gekozen, wordt niets "
        "gebruikt waarvoor toestemming nodig is."
    ),
    who_none="Er is geen ander bedrijf bij betrokken.",
    who_some={
        "one": "Er is één ander bedrijf bij betrokken.",
        "other": "Er zijn {count} andere bedrijven bij betrokken.",
    },
    who_link="Om wie het gaat en wat er wordt opgeslagen",
    why="Waarvoor, en door wie:",
    withdrawal=(
        "U kunt uw keuze op elk moment wijzigen of intrekken via ‘Cookiekeuzes’ onder "
        "aan elke pagina."
    ),
    accept_all="Alles accepteren",
    reject_all="Alles weigeren",
    choose="Zelf kiezen",
    save="Keuzes opslaan",
    purposes_legend="Wat staat u toe?",
    always_on="Altijd aan",
    privacy_policy="Privacyverklaring",
    more="Uw keuzes en hun geschiedenis",
    link="Cookiekeuzes",
    details="Diensten en wat ze bewaren",
    follow="Zoals bij het doel",
    basis="Rechtsgrond",
    bases={
        "consent": "Uw toestemming",
        "contract": "Een overeenkomst met u",
        "legal_obligation": "Een wettelijke verplichting",
        "legitimate_interest": "Een gerechtvaardigd belang",
    },
    search="Zoek een dienst, bedrijf of cookie",
    no_match="Niets gevonden.",
    saving="Uw keuze wordt opgeslagen …",
    saved="Uw keuze is opgeslagen. U kunt die op elk moment wijzigen.",
    not_saved=(
        "Uw keuze kon niet worden opgeslagen. Er is niets toegestaan. Probeer het "
        "opnieuw."
    ),
    stale=(
        "De pagina is gewijzigd nadat u die hebt geopend. Er is niets opgeslagen. Laad "
        "de pagina opnieuw en kies nog eens."
    ),
    gpc=(
        "Uw browser verstuurt het signaal Global Privacy Control. Wij zien dat als "
        "bezwaar tegen: {purposes}. Wat u hier zelf kiest, gaat voor."
    ),
    objection=(
        "U hebt het recht om op elk moment bezwaar te maken tegen: {purposes}. Als u "
        "hier weigert, geldt dat als bezwaar."
    ),
    complaint="U kunt een klacht indienen bij {first} en {second}.",
    complaint_elsewhere=(
        "U kunt een klacht indienen bij de gegevensbeschermingsautoriteit van uw land."
    ),
    embed_what=(
        "Als u deze inhoud weergeeft, kan informatie op uw apparaat worden opgeslagen "
        "en gelezen door {providers}. Doel: {purposes}."
    ),
    embed_until=(
        "U staat alleen {services} toe, op deze hele website. U kunt dit op elk moment "
        "ongedaan maken via ‘Cookiekeuzes’."
    ),
    embed_show="Inhoud van {services} tonen",
    embed_undeclared=(
        "Inhoud van dit adres wordt niet getoond: deze website heeft die niet "
        "opgegeven, dus die kan hier niet worden toegestaan."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
