"""Danish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nødvendige",
        description=(
            "Det, som siden behøver for at gøre det, du beder om: holde dig logget "
            "ind, fordele trafikken mellem servere, huske dit sprog og dette valg. "
            "Loven kræver ikke samtykke til det, så det er altid slået til."
        ),
    ),
    "functional": PurposeText(
        title="Ekstra funktioner",
        description=(
            "Funktioner ud over det grundlæggende, for eksempel chat, indhold fra "
            "andre sider på vores sider og formularer, der husker, hvad du har skrevet."
        ),
    ),
    "analytics": PurposeText(
        title="Statistik",
        description=(
            "Måler, hvordan siden bliver brugt: hvilke sider der besøges, hvor folk "
            "kommer fra, og hvad de klikker på. Nogle tjenester optager et enkelt "
            "besøg trin for trin."
        ),
    ),
    "marketing": PurposeText(
        title="Markedsføring",
        description=(
            "Følger dine besøg her og på andre sider for at vælge annoncer og måle "
            "deres virkning."
        ),
    ),
    "scoring": PurposeText(
        title="Point til besøgende",
        description=(
            "Giver dig point for de sider, du åbner, de filer, du henter, de "
            "formularer, du sender, og hvor ofte du kommer tilbage. Har du fortalt os, "
            "hvem du er, knyttes pointene til dit navn. Over en grænse kan en fra "
            "vores salgsafdeling ringe eller skrive til dig."
        ),
    ),
}

PAGE = PageTexts(
    title="Dine cookievalg",
    intro=(
        "Her kan du se, hvad du har valgt, ændre det og se hvert valg, der er "
        "registreret i denne browser."
    ),
    current="Det gælder nu",
    service="Tjeneste",
    provider="Virksomhed",
    country="Land",
    status="Status",
    reason="Hvorfor",
    statuses={
        "granted": "Tilladt",
        "refused": "Ikke tilladt",
        "undecided": "Ikke valgt endnu",
    },
    reasons={
        "exempt": "Nødvendig, kræver ikke samtykke",
        "granted": "Du har tilladt det",
        "refused": "Du har ikke tilladt det",
        "no_choice_yet": "Du har ikke valgt endnu",
        "opt_out_signal": "Din browser gør indsigelse på dine vegne",
        "policy_changed": "Tjenesterne eller teksterne er ændret, siden du valgte",
        "token_unreadable": "Det gemte valg kunne ikke læses",
        "token_forged": "Det gemte valg er ikke ægte",
        "token_foreign": "Det gemte valg hører til en anden side",
        "token_expired": "Dit valg er udløbet",
    },
    history="Registrerede valg",
    recorded_at="Tidspunkt",
    action="Hvad du gjorde",
    actions={
        "grant_all": "Accepterede alle",
        "refuse_all": "Afviste alle",
        "custom": "Valgte efter formål",
        "grant_services": "Tillod indholdet fra en tjeneste",
        "withdraw": "Trak alt tilbage",
        "object": "Gjorde indsigelse",
        "signal": "Indsigelse sendt af browseren",
        "expire": "Valget udløb",
        "import": "Overført fra et tidligere system",
    },
    record_id="Registreringens nummer",
    copy="Kopiér",
    copied="Kopieret",
    valid_until="Gælder til {date}",
    object="Gør indsigelse: {purposes}",
    object_effect=(
        "Det, du gør indsigelse mod, standser straks og forbliver slået fra. Alt andet "
        "bliver, som du har valgt."
    ),
    receipt="Kvittering",
    no_record="Der er ikke registreret noget valg i denne browser.",
    clear="Slet også det, webstedet har gemt i min browser",
    clear_effect=(
        "Sammen med “Træk alt tilbage”. Gemte data og midlertidige filer slettes, "
        "cookies bliver: du bør stadig være logget ind, men arbejde, der ikke er gemt, "
        "kan gå tabt."
    ),
    withdraw_all="Træk alt tilbage",
    withdrawal_effect=(
        "Når du trækker tilbage, stopper alt, der kræver samtykke, med det samme, og "
        "de cookies, der er sat på denne side, bliver slettet. Cookies, som en anden "
        "virksomhed har sat på sin egen side, kan kun slettes dér eller i din browser. "
        "Det, der skete, før du trak tilbage, er fortsat lovligt."
    ),
    held="Det holdes tilbage nu",
    nothing_held="Intet holdes tilbage.",
    back="Tilbage til siden",
    problem="Det lykkedes ikke",
    no_page="Denne side findes ikke",
    no_page_detail="Adressen kan være gammel eller skrevet forkert.",
)

RIGHTS = RightsTexts(
    title="Dine registreringer",
    everything="Hent alt om mine valg",
    everything_effect=(
        "Én fil med hver registrering fra denne browser, kvitteringerne og det, du fik "
        "vist."
    ),
    erase="Slet mine registreringer",
    erase_effect=(
        "Trækker alt tilbage og fjerner fra vores systemer, hvilke registreringer der "
        "er dine."
    ),
    erase_title="Slet dine registreringer",
    erase_what=(
        "Alt, du har tilladt, trækkes tilbage med det samme, og cookies for dit valg "
        "slettes. Inden for {hours} timer sletter vi fra vores systemer, hvilke "
        "registreringer der er dine, og siden og browseren, de blev lavet med."
    ),
    erase_stays=(
        "Afgørelserne bliver uden nogen forbindelse til dig. Den signerede log beholder"
        " en post uden personoplysninger, så ingen kan fjerne registreringer ubemærket."
        " Sikkerhedskopier mister dem, når de udløber."
    ),
    erase_lost=(
        "Bagefter kan ingen vise dig din historik eller dine kvitteringer. Vil du "
        "beholde dem, så hent alt først."
    ),
    erase_now="Slet nu",
    keep="Behold registreringerne",
    erased_title="Dine registreringer bliver slettet",
    erased=(
        "Alt, du har tilladt, er trukket tilbage. Inden for {hours} timer er dine "
        "registreringer slettet fra vores systemer. Loggen beholder en post uden "
        "personoplysninger."
    ),
    asked_again=(
        "Denne browser har ikke længere noget valg, så siden spørger dig igen."
    ),
    in_ledger="I den signerede log",
    not_in_ledger=("Endnu ikke i den signerede log: hent kvitteringen igen om lidt"),
    restricted="Begrænset: opbevares og bruges ikke",
    check="Kontrollér en kvittering",
    check_intro=(
        "En kvittering siger, hvad der blev registreret, og viser, at registreringen "
        "står i den signerede log. Upload filen, eller indsæt teksten."
    ),
    check_file="Kvitteringens fil",
    check_text="Eller teksten",
    check_button="Kontrollér",
    holds="Denne kvittering holder",
    holds_detail=(
        "Den siger det, der blev registreret, og registreringen står i denne sides "
        "signerede log."
    ),
    incomplete="Denne kvittering er ikke fuldstændig",
    committed_detail=(
        "Delene passer sammen, men den har endnu intet bevis for, at registreringen er "
        "i den signerede log. Hent kvitteringen igen for at få hele beviset."
    ),
    position="Plads i loggen",
    fails="Denne kvittering holder ikke",
    changed_detail=(
        "Den siger noget andet end det, der blev signeret, eller registreringen er ikke"
        " i den signerede log."
    ),
    foreign_detail=("Den hører til en anden log, som denne side ikke kan kontrollere."),
    malformed_detail=(
        "Det er ikke en kvittering, eller den er beskadiget. Der kan ikke siges noget "
        "om en registrering."
    ),
    empty_detail=(
        "Der var hverken fil eller tekst. Vælg filen med en kvittering, eller indsæt "
        "teksten."
    ),
    too_large_detail="Den er for stor til at være en kvittering.",
    reason="Præcis årsag (på engelsk)",
    offline=(
        "Her kontrollerer siden sin egen kvittering, så du må stole på den. Den, der "
        "kontrollerer på sin egen computer, stoler på ingen: med loggens offentlige "
        "nøgle, helst fra en anden, og denne kommando."
    ),
    key="Loggens offentlige nøgle",
)

DECLARATION = DeclarationTexts(
    title="Cookies på denne side",
    intro=(
        "Hvad {controller} og andre gemmer på din enhed, når du besøger "
        "denne side, og til hvad. Listen er lavet af det samme katalog, som "
        "afgør, hvad der må køre."
    ),
    your_choice="Dit valg",
    change="Ændr dit valg",
    provider="Virksomhed",
    provider_policy="Privatlivspolitik for {provider}",
    role="Rolle",
    countries="Data behandles i",
    transfer="Uden for EØS",
    stored="Hvad {service} gemmer på din enhed",
    nothing_stored="Gemmer ikke selv noget på din enhed.",
    name="Navn",
    kind="Type",
    place="Hvor",
    life="Hvor længe",
    this_site="Denne side",
    first_party="Cookie",
    third_party="Cookie fra en anden side",
    local="Lokalt lager",
    session="Sessionslager",
    indexeddb="Database i browseren",
    roles={
        "processor": "Arbejder for os og kun efter vores instruks",
        "controller": "Bruger også data til egne formål",
        "joint": "Bestemmer sammen med os",
    },
    transfers={
        "none": "Data bliver inden for EØS",
        "adequacy": (
            "Data kan gå til et land eller en virksomhed med en beskyttelse, "
            "som EU har fundet tilstrækkelig"
        ),
        "scc": "Data kan gå til andre lande efter EU's standardkontrakt",
        "unknown": (
            "Det vides ikke, om data forlader EØS, og hvordan de så er beskyttet"
        ),
    },
    until_closed="Til du lukker browseren",
    until_tab_closed="Til du lukker fanen",
    until_deleted="Til du sletter det",
    version="Listens version",
)

TEXTS = Texts(
    language="da",
    direction="ltr",
    title="Dit valg om cookies",
    what=(
        "{controller} beder om dit samtykke til at gemme og læse oplysninger på din "
        "enhed, for eksempel i cookies. Intet, der kræver samtykke, bruges, før du har "
        "valgt."
    ),
    who_none="Ingen andre virksomheder er med.",
    who_some={
        "one": "Én anden virksomhed er med.",
        "other": "{count} andre virksomheder er med.",
    },
    who_link="Hvem de er, og hvad de gemmer",
    why="Til hvad, og hvem:",
    withdrawal=(
        "Du kan altid ændre dit valg eller trække det tilbage med “Cookievalg” nederst "
        "på hver side."
    ),
    accept_all="Accepter alle",
    reject_all="Afvis alle",
    choose="Vælg selv",
    save="Gem valg",
    purposes_legend="Hvad tillader du?",
    always_on="Altid slået til",
    privacy_policy="Privatlivspolitik",
    more="Dine valg og deres historik",
    link="Cookievalg",
    details="Tjenester og hvad de gemmer",
    follow="Som formålet",
    basis="Retsgrundlag",
    bases={
        "consent": "Dit samtykke",
        "contract": "En aftale med dig",
        "legal_obligation": "En pligt efter loven",
        "legitimate_interest": "En legitim interesse",
    },
    search="Søg efter en tjeneste, virksomhed eller cookie",
    no_match="Intet fundet.",
    saving="Gemmer dit valg …",
    saved="Dit valg er gemt. Du kan altid ændre det.",
    not_saved="Dit valg kunne ikke gemmes. Intet er tilladt. Prøv igen.",
    stale=(
        "Siden er ændret, efter at du åbnede den. Intet blev gemt. Genindlæs siden, og "
        "vælg igen."
    ),
    gpc=(
        "Din browser sender signalet Global Privacy Control. Vi regner det som en "
        "indsigelse mod: {purposes}. Det, du selv vælger her, går forud."
    ),
    objection=(
        "Du har ret til når som helst at gøre indsigelse mod: {purposes}. Når du "
        "afviser her, gælder det som en indsigelse."
    ),
    complaint="Du kan klage til {first} og {second}.",
    complaint_elsewhere="Du kan klage til databeskyttelsesmyndigheden i dit land.",
    embed_what=(
        "Når du viser indholdet, kan {providers} gemme og læse oplysninger på din "
        "enhed. Formål: {purposes}."
    ),
    embed_until=(
        "Du tillader kun {services}, på hele webstedet. Du kan altid fortryde det med "
        "“Cookievalg”."
    ),
    embed_show="Vis indhold fra {services}",
    embed_undeclared=(
        "Indhold fra denne adresse vises ikke: Siden har ikke oplyst om det, så det "
        "kan ikke tillades her."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
