"""Norwegian Bokmål."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nødvendig",
        description=(
            "Det nettstedet trenger for å gjøre det du ber om: holde deg innlogget, "
            "fordele trafikken mellom tjenere, huske språket ditt og dette valget. "
            "Loven krever ikke samtykke til dette, så det er alltid på."
        ),
    ),
    "functional": PurposeText(
        title="Ekstra funksjoner",
        description=(
            "Funksjoner ut over det grunnleggende, som chat, innhold fra andre "
            "nettsteder på sidene våre og skjemaer som husker det du har skrevet."
        ),
    ),
    "analytics": PurposeText(
        title="Statistikk",
        description=(
            "Måler hvordan nettstedet brukes: hvilke sider som besøkes, hvor folk "
            "kommer fra og hva de klikker på. Noen tjenester tar opp et enkelt besøk "
            "steg for steg."
        ),
    ),
    "marketing": PurposeText(
        title="Markedsføring",
        description=(
            "Følger besøkene dine her og på andre nettsteder for å velge annonser og "
            "måle virkningen av dem."
        ),
    ),
    "scoring": PurposeText(
        title="Poeng til besøkende",
        description=(
            "Gir deg poeng for sidene du åpner, filene du henter, skjemaene du sender "
            "og hvor ofte du kommer tilbake. Har du fortalt oss hvem du er, knyttes "
            "poengene til navnet ditt. Over en grense kan noen fra salgsavdelingen "
            "ringe eller skrive til deg."
        ),
    ),
}

PAGE = PageTexts(
    title="Dine valg om informasjonskapsler",
    intro=(
        "Her ser du hva du har valgt, du kan endre det, og du kan se hvert valg som er "
        "registrert i denne nettleseren."
    ),
    current="Det som gjelder nå",
    service="Tjeneste",
    provider="Selskap",
    country="Land",
    status="Status",
    reason="Hvorfor",
    statuses={
        "granted": "Tillatt",
        "refused": "Ikke tillatt",
        "undecided": "Ikke valgt ennå",
    },
    reasons={
        "exempt": "Nødvendig, krever ikke samtykke",
        "granted": "Du har tillatt det",
        "refused": "Du har ikke tillatt det",
        "no_choice_yet": "Du har ikke valgt ennå",
        "opt_out_signal": "Nettleseren din protesterer på dine vegne",
        "policy_changed": "Tjenestene eller tekstene er endret siden du valgte",
        "token_unreadable": "Det lagrede valget kunne ikke leses",
        "token_forged": "Det lagrede valget er ikke ekte",
        "token_foreign": "Det lagrede valget hører til et annet nettsted",
        "token_expired": "Valget ditt er utløpt",
    },
    history="Registrerte valg",
    recorded_at="Tidspunkt",
    action="Hva du gjorde",
    actions={
        "grant_all": "Godtok alle",
        "refuse_all": "Avviste alle",
        "custom": "Valgte etter formål",
        "grant_services": "Tillot innholdet fra en tjeneste",
        "withdraw": "Trakk tilbake alt",
        "object": "Protesterte",
        "signal": "Protest sendt av nettleseren",
        "expire": "Valget utløp",
        "import": "Overført fra et tidligere system",
    },
    record_id="Registreringens nummer",
    copy="Kopier",
    copied="Kopiert",
    valid_until="Gjelder til {date}",
    object="Protester: {purposes}",
    object_effect=(
        "Det du protesterer mot, stanser straks og forblir av. Alt annet blir slik du "
        "har valgt."
    ),
    receipt="Kvittering",
    no_record="Ingen valg er registrert i denne nettleseren.",
    clear="Slett også det nettstedet har lagret i nettleseren min",
    clear_effect=(
        "Sammen med «Trekk tilbake alt». Lagrede data og mellomlagrede filer slettes, "
        "informasjonskapsler blir: du skal fortsatt være innlogget, men arbeid som "
        "ikke er lagret, kan gå tapt."
    ),
    withdraw_all="Trekk tilbake alt",
    withdrawal_effect=(
        "Når du trekker tilbake, stopper alt som krever samtykke, med en gang, og "
        "informasjonskapslene som er satt på dette nettstedet, slettes. "
        "Informasjonskapsler som et annet selskap har satt på sitt eget nettsted, kan "
        "bare slettes der eller i nettleseren din. Det som skjedde før du trakk "
        "tilbake, er fortsatt lovlig."
    ),
    held="Det som holdes tilbake nå",
    nothing_held="Ingenting holdes tilbake.",
    back="Tilbake til nettstedet",
    problem="Dette gikk ikke",
    no_page="Denne siden finnes ikke",
    no_page_detail="Adressen kan være gammel eller skrevet feil.",
)

RIGHTS = RightsTexts(
    title="Registreringene dine",
    everything="Last ned alt om valgene mine",
    everything_effect=(
        "Én fil med hver registrering fra denne nettleseren, kvitteringene og det du "
        "fikk se."
    ),
    erase="Slett registreringene mine",
    erase_effect=(
        "Trekker tilbake alt og fjerner fra systemene våre hvilke registreringer som er"
        " dine."
    ),
    erase_title="Slett registreringene dine",
    erase_what=(
        "Alt du har tillatt, trekkes tilbake med en gang, og informasjonskapslene for "
        "valget ditt slettes. Innen {hours} timer sletter vi fra systemene våre hvilke "
        "registreringer som er dine, og siden og nettleseren de ble gjort med."
    ),
    erase_stays=(
        "Beslutningene blir stående uten noen kobling til deg. Den signerte loggen "
        "beholder en oppføring uten personopplysninger, slik at ingen kan fjerne "
        "registreringer ubemerket. Sikkerhetskopier mister dem når de utløper."
    ),
    erase_lost=(
        "Etterpå kan ingen vise deg historikken eller kvitteringene dine. Vil du "
        "beholde dem, last ned alt først."
    ),
    erase_now="Slett nå",
    keep="Behold registreringene",
    erased_title="Registreringene dine blir slettet",
    erased=(
        "Alt du har tillatt, er trukket tilbake. Innen {hours} timer er registreringene"
        " dine slettet fra systemene våre. Loggen beholder en oppføring uten "
        "personopplysninger."
    ),
    asked_again=(
        "Denne nettleseren har ikke lenger noe valg, så nettstedet spør deg på nytt."
    ),
    in_ledger="I den signerte loggen",
    not_in_ledger=("Ennå ikke i den signerte loggen: hent kvitteringen igjen om litt"),
    restricted="Begrenset: oppbevares og brukes ikke",
    check="Kontroller en kvittering",
    check_intro=(
        "En kvittering sier hva som ble registrert, og viser at registreringen står i "
        "den signerte loggen. Last opp filen, eller lim inn teksten."
    ),
    check_file="Kvitteringens fil",
    check_text="Eller teksten",
    check_button="Kontroller",
    holds="Denne kvitteringen holder",
    holds_detail=(
        "Den sier det som ble registrert, og registreringen står i den signerte loggen "
        "til dette nettstedet."
    ),
    incomplete="Denne kvitteringen er ikke fullstendig",
    committed_detail=(
        "Delene passer sammen, men den har ennå ikke noe bevis for at registreringen er"
        " i den signerte loggen. Hent kvitteringen igjen for å få hele beviset."
    ),
    position="Plass i loggen",
    fails="Denne kvitteringen holder ikke",
    changed_detail=(
        "Den sier noe annet enn det som ble signert, eller registreringen er ikke i den"
        " signerte loggen."
    ),
    foreign_detail=(
        "Den hører til en annen logg, som dette nettstedet ikke kan kontrollere."
    ),
    malformed_detail=(
        "Dette er ikke en kvittering, eller den er skadet. Det kan ikke sies noe om en "
        "registrering."
    ),
    empty_detail=(
        "Det var verken fil eller tekst. Velg filen til en kvittering, eller lim inn "
        "teksten."
    ),
    too_large_detail="Den er for stor til å være en kvittering.",
    reason="Nøyaktig årsak (på engelsk)",
    offline=(
        "Her kontrollerer nettstedet sin egen kvittering, så du må stole på det. Den "
        "som kontrollerer på sin egen maskin, stoler på ingen: med den offentlige "
        "nøkkelen til loggen, helst fra noen andre, og denne kommandoen."
    ),
    key="Den offentlige nøkkelen til loggen",
)

DECLARATION = DeclarationTexts(
    title="Informasjonskapsler på dette nettstedet",
    intro=(
        "Hva {controller} og andre lagrer på enheten din når du besøker "
        "dette nettstedet, og til hva. Listen er laget av den samme "
        "katalogen som avgjør hva som får kjøre."
    ),
    your_choice="Ditt valg",
    change="Endre valget ditt",
    provider="Selskap",
    provider_policy="Personvernerklæringen til {provider}",
    role="Rolle",
    countries="Data behandles i",
    transfer="Utenfor EØS",
    stored="Hva {service} lagrer på enheten din",
    nothing_stored="Lagrer ingenting på enheten din selv.",
    name="Navn",
    kind="Type",
    place="Hvor",
    life="Hvor lenge",
    this_site="Dette nettstedet",
    first_party="Informasjonskapsel",
    third_party="Informasjonskapsel fra et annet nettsted",
    local="Lokal lagring",
    session="Øktlagring",
    indexeddb="Database i nettleseren",
    roles={
        "processor": "Arbeider for oss og bare etter vår instruks",
        "controller": "Bruker dataene også til egne formål",
        "joint": "Bestemmer sammen med oss",
    },
    transfers={
        "none": "Data blir innenfor EØS",
        "adequacy": (
            "Data kan gå til et land eller selskap med et vern som EU har "
            "funnet tilstrekkelig"
        ),
        "scc": "Data kan gå til andre land etter EUs standardkontrakt",
        "unknown": (
            "Det er ikke kjent om data forlater EØS, og hvordan de da er vernet"
        ),
    },
    until_closed="Til du lukker nettleseren",
    until_tab_closed="Til du lukker fanen",
    until_deleted="Til du sletter det",
    version="Listens versjon",
)

TEXTS = Texts(
    language="nb",
    direction="ltr",
    title="Ditt valg om informasjonskapsler",
    what=(
        "{controller} ber om ditt samtykke til å lagre og lese informasjon på enheten "
        "din, for eksempel i informasjonskapsler. Ingenting som krever samtykke, "
        "brukes før du har valgt."
    ),
    who_none="Ingen andre selskaper er med.",
    who_some={
        "one": "Ett annet selskap er med.",
        "other": "{count} andre selskaper er med.",
    },
    who_link="Hvem de er, og hva de lagrer",
    why="Til hva, og hvem:",
    withdrawal=(
        "Du kan når som helst endre eller trekke tilbake valget ditt med «Valg om "
        "informasjonskapsler» nederst på hver side."
    ),
    accept_all="Godta alle",
    reject_all="Avvis alle",
    choose="Velg selv",
    save="Lagre valgene",
    purposes_legend="Hva tillater du?",
    always_on="Alltid på",
    privacy_policy="Personvernerklæring",
    more="Valgene dine og historikken",
    link="Valg om informasjonskapsler",
    details="Tjenester og hva de lagrer",
    follow="Som formålet",
    basis="Rettslig grunnlag",
    bases={
        "consent": "Ditt samtykke",
        "contract": "En avtale med deg",
        "legal_obligation": "En plikt etter loven",
        "legitimate_interest": "En berettiget interesse",
    },
    search="Søk etter en tjeneste, et selskap eller en cookie",
    no_match="Ingen treff.",
    saving="Lagrer valget ditt …",
    saved="Valget ditt er lagret. Du kan endre det når som helst.",
    not_saved="Valget ditt kunne ikke lagres. Ingenting er tillatt. Prøv igjen.",
    stale=(
        "Siden er endret etter at du åpnet den. Ingenting ble lagret. Last siden på "
        "nytt og velg igjen."
    ),
    gpc=(
        "Nettleseren din sender signalet Global Privacy Control. Vi regner det som en "
        "protest mot: {purposes}. Det du selv velger her, går foran."
    ),
    objection=(
        "Du har rett til når som helst å protestere mot: {purposes}. Å avvise her "
        "gjelder som en protest."
    ),
    complaint="Du kan klage til {first} og {second}.",
    complaint_elsewhere="Du kan klage til datatilsynsmyndigheten i landet ditt.",
    embed_what=(
        "Når du viser dette innholdet, kan {providers} lagre og lese informasjon på "
        "enheten din. Formål: {purposes}."
    ),
    embed_until=(
        "Du tillater bare {services}, på hele nettstedet. Du kan når som helst angre "
        "med «Valg om informasjonskapsler»."
    ),
    embed_show="Vis innhold fra {services}",
    embed_undeclared=(
        "Innhold fra denne adressen vises ikke: Nettstedet har ikke oppgitt det, så "
        "det kan ikke tillates her."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
