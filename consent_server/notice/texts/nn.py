"""Norwegian Nynorsk."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nødvendig",
        description=(
            "Det nettstaden treng for å gjere det du ber om: halde deg innlogga, "
            "fordele trafikken mellom tenarar, hugse språket ditt og dette valet. Lova "
            "krev ikkje samtykke til dette, så det er alltid på."
        ),
    ),
    "functional": PurposeText(
        title="Ekstra funksjonar",
        description=(
            "Funksjonar ut over det grunnleggjande, som chat, innhald frå andre "
            "nettstader på sidene våre og skjema som hugsar det du har skrive."
        ),
    ),
    "analytics": PurposeText(
        title="Statistikk",
        description=(
            "Måler korleis nettstaden blir brukt: kva sider som blir besøkte, kvar "
            "folk kjem frå og kva dei klikkar på. Nokre tenester tek opp eit enkelt "
            "besøk steg for steg."
        ),
    ),
    "marketing": PurposeText(
        title="Marknadsføring",
        description=(
            "Følgjer besøka dine her og på andre nettstader for å velje annonsar og "
            "måle verknaden av dei."
        ),
    ),
    "scoring": PurposeText(
        title="Poeng til besøkjande",
        description=(
            "Gir deg poeng for sidene du opnar, filene du hentar, skjemaa du sender og "
            "kor ofte du kjem tilbake. Har du fortalt oss kven du er, blir poenga "
            "knytte til namnet ditt. Over ei grense kan nokon frå salsavdelinga ringje "
            "eller skrive til deg."
        ),
    ),
}

PAGE = PageTexts(
    title="Vala dine om informasjonskapslar",
    intro=(
        "Her ser du kva du har valt, du kan endre det, og du kan sjå kvart val som er "
        "registrert i denne nettlesaren."
    ),
    current="Det som gjeld no",
    service="Teneste",
    provider="Selskap",
    country="Land",
    status="Status",
    reason="Kvifor",
    statuses={
        "granted": "Tillate",
        "refused": "Ikkje tillate",
        "undecided": "Ikkje valt enno",
    },
    reasons={
        "exempt": "Nødvendig, krev ikkje samtykke",
        "granted": "Du har tillate det",
        "refused": "Du har ikkje tillate det",
        "no_choice_yet": "Du har ikkje valt enno",
        "opt_out_signal": "Nettlesaren din protesterer på dine vegner",
        "policy_changed": "Tenestene eller tekstane er endra sidan du valde",
        "token_unreadable": "Det lagra valet kunne ikkje lesast",
        "token_forged": "Det lagra valet er ikkje ekte",
        "token_foreign": "Det lagra valet høyrer til ein annan nettstad",
        "token_expired": "Valet ditt har gått ut",
    },
    history="Registrerte val",
    recorded_at="Tidspunkt",
    action="Kva du gjorde",
    actions={
        "grant_all": "Godtok alle",
        "refuse_all": "Avviste alle",
        "custom": "Valde etter formål",
        "grant_services": "Tillét innhaldet frå ei teneste",
        "withdraw": "Trekte tilbake alt",
        "object": "Protesterte",
        "signal": "Protest send av nettlesaren",
        "expire": "Valet gjekk ut",
        "import": "Overført frå eit tidlegare system",
    },
    record_id="Nummeret på registreringa",
    copy="Kopier",
    copied="Kopiert",
    valid_until="Gjeld til {date}",
    object="Protester: {purposes}",
    object_effect=(
        "Det du protesterer mot, stansar straks og held fram med å vere av. Alt anna "
        "blir slik du har valt."
    ),
    receipt="Kvittering",
    no_record="Ingen val er registrerte i denne nettlesaren.",
    clear="Slett òg det nettstaden har lagra i nettlesaren min",
    clear_effect=(
        "Saman med «Trekk tilbake alt». Lagra data og mellomlagra filer blir sletta, "
        "informasjonskapslar blir verande: du skal framleis vere innlogga, men arbeid "
        "som ikkje er lagra, kan gå tapt."
    ),
    withdraw_all="Trekk tilbake alt",
    withdrawal_effect=(
        "Når du trekkjer tilbake, stoppar alt som krev samtykke, med ein gong, og "
        "informasjonskapslane som er sette på denne nettstaden, blir sletta. "
        "Informasjonskapslar som eit anna selskap har sett på sin eigen nettstad, kan "
        "berre slettast der eller i nettlesaren din. Det som skjedde før du trekte "
        "tilbake, er framleis lovleg."
    ),
    held="Det som blir halde tilbake no",
    nothing_held="Ingenting blir halde tilbake.",
    back="Tilbake til nettstaden",
    problem="Dette gjekk ikkje",
    no_page="Denne sida finst ikkje",
    no_page_detail="Adressa kan vere gammal eller skriven feil.",
)

RIGHTS = RightsTexts(
    title="Registreringane dine",
    everything="Last ned alt om vala mine",
    everything_effect=(
        "Éi fil med kvar registrering frå denne nettlesaren, kvitteringane og det du "
        "fekk sjå."
    ),
    erase="Slett registreringane mine",
    erase_effect=(
        "Trekkjer tilbake alt og fjernar frå systema våre kva registreringar som er "
        "dine."
    ),
    erase_title="Slett registreringane dine",
    erase_what=(
        "Alt du har tillate, blir trekt tilbake med ein gong, og informasjonskapslane "
        "for valet ditt blir sletta. Innan {hours} timar slettar vi frå systema våre "
        "kva registreringar som er dine, og sida og nettlesaren dei vart gjorde med."
    ),
    erase_stays=(
        "Avgjerdene blir ståande utan noka kopling til deg. Den signerte loggen held på"
        " ei oppføring utan personopplysningar, slik at ingen kan fjerne registreringar"
        " umerkt. Tryggingskopiar mistar dei når dei går ut."
    ),
    erase_lost=(
        "Etterpå kan ingen vise deg historikken eller kvitteringane dine. Vil du ha "
        "dei, last ned alt først."
    ),
    erase_now="Slett no",
    keep="Behald registreringane",
    erased_title="Registreringane dine blir sletta",
    erased=(
        "Alt du har tillate, er trekt tilbake. Innan {hours} timar er registreringane "
        "dine sletta frå systema våre. Loggen held på ei oppføring utan "
        "personopplysningar."
    ),
    asked_again=(
        "Denne nettlesaren har ikkje lenger noko val, så nettstaden spør deg på nytt."
    ),
    in_ledger="I den signerte loggen",
    not_in_ledger=("Enno ikkje i den signerte loggen: hent kvitteringa igjen om litt"),
    restricted="Avgrensa: blir teken vare på og ikkje brukt",
    check="Kontroller ei kvittering",
    check_intro=(
        "Ei kvittering seier kva som vart registrert, og viser at registreringa står i "
        "den signerte loggen. Last opp fila, eller lim inn teksten."
    ),
    check_file="Fila til kvitteringa",
    check_text="Eller teksten",
    check_button="Kontroller",
    holds="Denne kvitteringa held",
    holds_detail=(
        "Ho seier det som vart registrert, og registreringa står i den signerte loggen "
        "til denne nettstaden."
    ),
    incomplete="Denne kvitteringa er ikkje fullstendig",
    committed_detail=(
        "Delane passar saman, men ho har enno ikkje noko bevis for at registreringa er "
        "i den signerte loggen. Hent kvitteringa igjen for å få heile beviset."
    ),
    position="Plass i loggen",
    fails="Denne kvitteringa held ikkje",
    changed_detail=(
        "Ho seier noko anna enn det som vart signert, eller registreringa er ikkje i "
        "den signerte loggen."
    ),
    foreign_detail=(
        "Ho høyrer til ein annan logg, som denne nettstaden ikkje kan kontrollere."
    ),
    malformed_detail=(
        "Dette er ikkje ei kvittering, eller ho er skadd. Det kan ikkje seiast noko om "
        "ei registrering."
    ),
    empty_detail=(
        "Det var verken fil eller tekst. Vel fila til ei kvittering, eller lim inn "
        "teksten."
    ),
    too_large_detail="Ho er for stor til å vere ei kvittering.",
    reason="Nøyaktig årsak (på engelsk)",
    offline=(
        "Her kontrollerer nettstaden si eiga kvittering, så du må stole på han. Den som"
        " kontrollerer på si eiga maskin, stolar på ingen: med den offentlege nøkkelen "
        "til loggen, helst frå nokon andre, og denne kommandoen."
    ),
    key="Den offentlege nøkkelen til loggen",
)

DECLARATION = DeclarationTexts(
    title="Informasjonskapslar på denne nettstaden",
    intro=(
        "Kva {controller} og andre lagrar på eininga di når du vitjar denne "
        "nettstaden, og til kva. Lista er laga av den same katalogen som "
        "avgjer kva som får køyre."
    ),
    your_choice="Ditt val",
    change="Endre valet ditt",
    provider="Selskap",
    provider_policy="Personvernerklæringa til {provider}",
    role="Rolle",
    countries="Data blir handsama i",
    transfer="Utanfor EØS",
    stored="Kva {service} lagrar på eininga di",
    nothing_stored="Lagrar ingenting på eininga di sjølv.",
    name="Namn",
    kind="Type",
    place="Kvar",
    life="Kor lenge",
    this_site="Denne nettstaden",
    first_party="Informasjonskapsel",
    third_party="Informasjonskapsel frå ein annan nettstad",
    local="Lokal lagring",
    session="Øktlagring",
    indexeddb="Database i nettlesaren",
    roles={
        "processor": "Arbeider for oss og berre etter vår instruks",
        "controller": "Bruker dataa også til eigne føremål",
        "joint": "Avgjer saman med oss",
    },
    transfers={
        "none": "Data blir verande innanfor EØS",
        "adequacy": (
            "Data kan gå til eit land eller selskap med eit vern som EU har "
            "funne tilstrekkeleg"
        ),
        "scc": "Data kan gå til andre land etter standardkontrakten til EU",
        "unknown": "Det er ikkje kjent om data forlèt EØS, og korleis dei då er verna",
    },
    until_closed="Til du lukkar nettlesaren",
    until_tab_closed="Til du lukkar fana",
    until_deleted="Til du slettar det",
    version="Versjonen av lista",
)

TEXTS = Texts(
    language="nn",
    direction="ltr",
    title="Valet ditt om informasjonskapslar",
    what=(
        "{controller} ber om samtykket ditt til å lagre og lese informasjon på eininga "
        "di, til dømes i informasjonskapslar. Ingenting som krev samtykke, blir brukt "
        "før du har valt."
    ),
    who_none="Ingen andre selskap er med.",
    who_some={
        "one": "Eitt anna selskap er med.",
        "other": "{count} andre selskap er med.",
    },
    who_link="Kven dei er, og kva dei lagrar",
    why="Til kva, og kven:",
    withdrawal=(
        "Du kan når som helst endre eller trekkje tilbake valet ditt med «Val om "
        "informasjonskapslar» nedst på kvar side."
    ),
    accept_all="Godta alle",
    reject_all="Avvis alle",
    choose="Vel sjølv",
    save="Lagre vala",
    purposes_legend="Kva tillèt du?",
    always_on="Alltid på",
    privacy_policy="Personvernerklæring",
    more="Vala dine og historikken",
    link="Val om informasjonskapslar",
    details="Tenester og kva dei lagrar",
    follow="Som føremålet",
    basis="Rettsleg grunnlag",
    bases={
        "consent": "Ditt samtykke",
        "contract": "Ein avtale med deg",
        "legal_obligation": "Ei plikt etter lova",
        "legitimate_interest": "Ei rettkommen interesse",
    },
    search="Søk etter ei teneste, eit selskap eller ein cookie",
    no_match="Ingen treff.",
    saving="Lagrar valet ditt …",
    saved="Valet ditt er lagra. Du kan endre det når som helst.",
    not_saved="Valet ditt kunne ikkje lagrast. Ingenting er tillate. Prøv igjen.",
    stale=(
        "Sida er endra etter at du opna ho. Ingenting vart lagra. Last sida på nytt og "
        "vel igjen."
    ),
    gpc=(
        "Nettlesaren din sender signalet Global Privacy Control. Vi reknar det som ein "
        "protest mot: {purposes}. Det du sjølv vel her, går føre."
    ),
    objection=(
        "Du har rett til når som helst å protestere mot: {purposes}. Å avvise her "
        "gjeld som ein protest."
    ),
    complaint="Du kan klage til {first} og {second}.",
    complaint_elsewhere="Du kan klage til datatilsynsmyndigheita i landet ditt.",
    embed_what=(
        "Når du viser dette innhaldet, kan {providers} lagre og lese informasjon på "
        "eininga di. Føremål: {purposes}."
    ),
    embed_until=(
        "Du tillèt berre {services}, på heile nettstaden. Du kan når som helst angre "
        "med «Val om informasjonskapslar»."
    ),
    embed_show="Vis innhald frå {services}",
    embed_undeclared=(
        "Innhald frå denne adressa blir ikkje vist: Nettstaden har ikkje oppgitt det, "
        "så det kan ikkje tillatast her."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
