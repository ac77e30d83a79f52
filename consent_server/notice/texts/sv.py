"""Swedish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nödvändiga",
        description=(
            "Det som webbplatsen behöver för att göra det du ber om: hålla dig "
            "inloggad, fördela trafiken mellan servrar, komma ihåg ditt språk och "
            "detta val. Lagen kräver inget samtycke för det, så det är alltid på."
        ),
    ),
    "functional": PurposeText(
        title="Extra funktioner",
        description=(
            "Funktioner utöver de grundläggande, till exempel chatt, innehåll från "
            "andra webbplatser på våra sidor och formulär som minns vad du har skrivit."
        ),
    ),
    "analytics": PurposeText(
        title="Statistik",
        description=(
            "Mäter hur webbplatsen används: vilka sidor som besöks, varifrån folk "
            "kommer och vad de klickar på. Vissa tjänster spelar in ett enskilt besök "
            "steg för steg."
        ),
    ),
    "marketing": PurposeText(
        title="Marknadsföring",
        description=(
            "Följer dina besök här och på andra webbplatser för att välja annonser och "
            "mäta deras effekt."
        ),
    ),
    "scoring": PurposeText(
        title="Poäng till besökare",
        description=(
            "Ger dig poäng för sidorna du öppnar, filerna du hämtar, formulären du "
            "skickar och hur ofta du kommer tillbaka. Om du har berättat vem du är "
            "kopplas poängen till ditt namn. Över en gräns kan någon från vår "
            "säljavdelning ringa eller skriva till dig."
        ),
    ),
}

PAGE = PageTexts(
    title="Dina cookieval",
    intro=(
        "Här ser du vad du har valt, du kan ändra det och du kan se varje val som har "
        "registrerats i den här webbläsaren."
    ),
    current="Det som gäller nu",
    service="Tjänst",
    provider="Företag",
    country="Land",
    status="Status",
    reason="Varför",
    statuses={
        "granted": "Tillåtet",
        "refused": "Inte tillåtet",
        "undecided": "Inte valt ännu",
    },
    reasons={
        "exempt": "Nödvändigt, kräver inget samtycke",
        "granted": "Du har tillåtit det",
        "refused": "Du har inte tillåtit det",
        "no_choice_yet": "Du har inte valt ännu",
        "opt_out_signal": "Din webbläsare invänder för din räkning",
        "policy_changed": "Tjänsterna eller texterna har ändrats sedan du valde",
        "token_unreadable": "Det sparade valet kunde inte läsas",
        "token_forged": "Det sparade valet är inte äkta",
        "token_foreign": "Det sparade valet hör till en annan webbplats",
        "token_expired": "Ditt val har gått ut",
    },
    history="Registrerade val",
    recorded_at="Tidpunkt",
    action="Vad du gjorde",
    actions={
        "grant_all": "Godkände alla",
        "refuse_all": "Avvisade alla",
        "custom": "Valde efter ändamål",
        "grant_services": "Tillät innehållet från en tjänst",
        "withdraw": "Återkallade allt",
        "object": "Invände",
        "signal": "Invändning skickad av webbläsaren",
        "expire": "Valet gick ut",
        "import": "Överfört från ett tidigare system",
    },
    record_id="Registreringens nummer",
    copy="Kopiera",
    copied="Kopierat",
    valid_until="Gäller till {date}",
    object="Invänd: {purposes}",
    object_effect=(
        "Det du invänder mot stoppas genast och förblir av. Allt annat blir som du har "
        "valt."
    ),
    receipt="Kvitto",
    no_record="Inget val är registrerat i den här webbläsaren.",
    clear="Rensa även det som webbplatsen har lagrat i min webbläsare",
    clear_effect=(
        "Tillsammans med ”Återkalla allt”. Lagrade data och mellanlagrade filer "
        "försvinner, cookies blir kvar: du bör förbli inloggad, men arbete som inte är "
        "sparat kan gå förlorat."
    ),
    withdraw_all="Återkalla allt",
    withdrawal_effect=(
        "När du återkallar upphör genast allt som kräver ditt samtycke, och de cookies "
        "som har satts på den här webbplatsen raderas. Cookies som ett annat företag "
        "har satt på sin egen webbplats kan bara raderas där eller i din webbläsare. "
        "Det som skedde innan du återkallade är fortfarande lagligt."
    ),
    held="Det som hålls tillbaka nu",
    nothing_held="Ingenting hålls tillbaka.",
    back="Tillbaka till webbplatsen",
    problem="Det gick inte",
    no_page="Den här sidan finns inte",
    no_page_detail="Adressen kan vara gammal eller felskriven.",
)

RIGHTS = RightsTexts(
    title="Dina registreringar",
    everything="Ladda ner allt om mina val",
    everything_effect=(
        "En fil med varje registrering från den här webbläsaren, kvittona och det som "
        "du fick se."
    ),
    erase="Radera mina registreringar",
    erase_effect=(
        "Återkallar allt och tar bort ur våra system vilka registreringar som är dina."
    ),
    erase_title="Radera dina registreringar",
    erase_what=(
        "Allt som du har tillåtit återkallas genast, och cookies för ditt val raderas. "
        "Inom {hours} timmar raderar vi ur våra system vilka registreringar som är "
        "dina, och sidan och webbläsaren som de gjordes med."
    ),
    erase_stays=(
        "Besluten blir kvar utan någon koppling till dig. Den signerade loggen behåller"
        " en post utan personuppgifter, så att ingen kan ta bort registreringar "
        "obemärkt. Säkerhetskopior förlorar dem när de löper ut."
    ),
    erase_lost=(
        "Efteråt kan ingen visa dig din historik eller dina kvitton. Vill du ha dem "
        "kvar, ladda ner allt först."
    ),
    erase_now="Radera nu",
    keep="Behåll registreringarna",
    erased_title="Dina registreringar kommer att raderas",
    erased=(
        "Allt som du har tillåtit är återkallat. Inom {hours} timmar är dina "
        "registreringar raderade ur våra system. Loggen behåller en post utan "
        "personuppgifter."
    ),
    asked_again=(
        "Den här webbläsaren har inte längre något val, så webbplatsen frågar dig igen."
    ),
    in_ledger="I den signerade loggen",
    not_in_ledger=("Ännu inte i den signerade loggen: hämta kvittot igen om en stund"),
    restricted="Begränsad: sparas och används inte",
    check="Kontrollera ett kvitto",
    check_intro=(
        "Ett kvitto säger vad som registrerades och visar att registreringen finns i "
        "den signerade loggen. Ladda upp filen eller klistra in texten."
    ),
    check_file="Kvittots fil",
    check_text="Eller texten",
    check_button="Kontrollera",
    holds="Det här kvittot håller",
    holds_detail=(
        "Det säger vad som registrerades, och registreringen finns i webbplatsens "
        "signerade logg."
    ),
    incomplete="Det här kvittot är inte fullständigt",
    committed_detail=(
        "Delarna passar ihop, men det har ännu inget bevis för att registreringen finns"
        " i den signerade loggen. Hämta kvittot igen för att få hela beviset."
    ),
    position="Plats i loggen",
    fails="Det här kvittot håller inte",
    changed_detail=(
        "Det säger något annat än det som signerades, eller så finns registreringen "
        "inte i den signerade loggen."
    ),
    foreign_detail=(
        "Det hör till en annan logg, som den här webbplatsen inte kan kontrollera."
    ),
    malformed_detail=(
        "Det är inte ett kvitto, eller så är det skadat. Ingenting kan sägas om en "
        "registrering."
    ),
    empty_detail=(
        "Det fanns varken fil eller text. Välj filen med ett kvitto eller klistra in "
        "texten."
    ),
    too_large_detail="Det är för stort för att vara ett kvitto.",
    reason="Exakt orsak (på engelska)",
    offline=(
        "Här kontrollerar webbplatsen sitt eget kvitto, så du måste lita på den. Den "
        "som kontrollerar på sin egen dator litar inte på någon: med loggens offentliga"
        " nyckel, helst från någon annan, och det här kommandot."
    ),
    key="Loggens offentliga nyckel",
)

DECLARATION = DeclarationTexts(
    title="Cookies på den här webbplatsen",
    intro=(
        "Vad {controller} och andra lagrar på din enhet när du besöker den "
        "här webbplatsen, och till vad. Listan är gjord av samma katalog "
        "som avgör vad som får köras."
    ),
    your_choice="Ditt val",
    change="Ändra ditt val",
    provider="Företag",
    provider_policy="Integritetspolicy för {provider}",
    role="Roll",
    countries="Data behandlas i",
    transfer="Utanför EES",
    stored="Vad {service} lagrar på din enhet",
    nothing_stored="Lagrar inget på din enhet själv.",
    name="Namn",
    kind="Typ",
    place="Var",
    life="Hur länge",
    this_site="Den här webbplatsen",
    first_party="Cookie",
    third_party="Cookie från en annan webbplats",
    local="Lokal lagring",
    session="Sessionslagring",
    indexeddb="Databas i webbläsaren",
    roles={
        "processor": "Arbetar för oss och bara på vår instruktion",
        "controller": "Använder data även för egna ändamål",
        "joint": "Bestämmer tillsammans med oss",
    },
    transfers={
        "none": "Data stannar inom EES",
        "adequacy": (
            "Data kan gå till ett land eller företag med ett skydd som EU har "
            "funnit adekvat"
        ),
        "scc": "Data kan gå till andra länder enligt EU:s standardavtal",
        "unknown": "Det är inte känt om data lämnar EES, och hur de då skyddas",
    },
    until_closed="Tills du stänger webbläsaren",
    until_tab_closed="Tills du stänger fliken",
    until_deleted="Tills du raderar det",
    version="Listans version",
)

TEXTS = Texts(
    language="sv",
    direction="ltr",
    title="Ditt val om cookies",
    what=(
        "{controller} ber om ditt samtycke till att lagra och läsa information på din "
        "enhet, till exempel i cookies. Inget som kräver samtycke används innan du har "
        "valt."
    ),
    who_none="Inga andra företag är inblandade.",
    who_some={
        "one": "Ett annat företag är inblandat.",
        "other": "{count} andra företag är inblandade.",
    },
    who_link="Vilka de är och vad de lagrar",
    why="Till vad, och vilka:",
    withdrawal=(
        "Du kan när som helst ändra eller återkalla ditt val med ”Cookieval” längst "
        "ned på varje sida."
    ),
    accept_all="Godkänn alla",
    reject_all="Avvisa alla",
    choose="Välj själv",
    save="Spara val",
    purposes_legend="Vad tillåter du?",
    always_on="Alltid på",
    privacy_policy="Integritetspolicy",
    more="Dina val och deras historik",
    link="Cookieval",
    details="Tjänster och vad de lagrar",
    follow="Som ändamålet",
    basis="Rättslig grund",
    bases={
        "consent": "Ditt samtycke",
        "contract": "Ett avtal med dig",
        "legal_obligation": "En skyldighet enligt lag",
        "legitimate_interest": "Ett berättigat intresse",
    },
    search="Sök efter en tjänst, ett företag eller en cookie",
    no_match="Inget hittades.",
    saving="Sparar ditt val …",
    saved="Ditt val är sparat. Du kan ändra det när som helst.",
    not_saved="Ditt val kunde inte sparas. Inget är tillåtet. Försök igen.",
    stale=(
        "Sidan har ändrats sedan du öppnade den. Inget sparades. Läs in sidan på nytt "
        "och välj igen."
    ),
    gpc=(
        "Din webbläsare skickar signalen Global Privacy Control. Vi räknar den som en "
        "invändning mot: {purposes}. Det du själv väljer här går före."
    ),
    objection=(
        "Du har rätt att när som helst invända mot: {purposes}. Att avvisa här räknas "
        "som en invändning."
    ),
    complaint="Du kan klaga hos {first} och {second}.",
    complaint_elsewhere="Du kan klaga hos dataskyddsmyndigheten i ditt land.",
    embed_what=(
        "När du visar innehållet kan {providers} lagra och läsa information på din "
        "enhet. Ändamål: {purposes}."
    ),
    embed_until=(
        "Du tillåter bara {services}, på hela webbplatsen. Du kan när som helst ångra "
        "dig med ”Cookieval”."
    ),
    embed_show="Visa innehåll från {services}",
    embed_undeclared=(
        "Innehåll från den här adressen visas inte: webbplatsen har inte uppgett det, "
        "så det går inte att tillåta här."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
