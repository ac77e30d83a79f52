"""Swedish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import PageTexts, Texts

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

COUNTRIES = {
    "AT": "Österrike",
    "CA": "Kanada",
    "CH": "Schweiz",
    "DE": "Tyskland",
    "DK": "Danmark",
    "ES": "Spanien",
    "FI": "Finland",
    "FR": "Frankrike",
    "GB": "Storbritannien",
    "IE": "Irland",
    "IS": "Island",
    "NL": "Nederländerna",
    "NO": "Norge",
    "SE": "Sverige",
    "US": "USA",
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
        "withdraw": "Återkallade allt",
        "object": "Invände",
        "signal": "Invändning skickad av webbläsaren",
        "expire": "Valet gick ut",
        "import": "Överfört från ett tidigare system",
    },
    record_id="Registreringens nummer",
    receipt="Kvitto",
    no_record="Inget val är registrerat i den här webbläsaren.",
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
)

TEXTS = Texts(
    direction="ltr",
    title="Ditt val om cookies",
    what=(
        "{controller} ber om ditt samtycke till att lagra och läsa information på din "
        "enhet, till exempel i cookies. Inget som kräver samtycke används innan du har "
        "valt."
    ),
    who_none="Inga andra företag är inblandade.",
    who_one="Ett annat företag är inblandat.",
    who_many="{count} andra företag är inblandade.",
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
    saving="Sparar ditt val …",
    saved="Ditt val är sparat. Du kan ändra det när som helst.",
    not_saved="Ditt val kunde inte sparas. Inget är tillåtet. Försök igen.",
    stale=(
        "Sidan har ändrats sedan du öppnade den. Inget sparades. Läs in sidan på nytt "
        "och välj igen."
    ),
    gpc=(
        "Din webbläsare skickar signalen Global Privacy Control. Vi räknar den som en "
        "invändning mot marknadsföring och poängsättning. Det du själv väljer här går "
        "före."
    ),
    objection=(
        "Du har rätt att när som helst invända mot marknadsföring och mot "
        "poängsättning för marknadsföring. Att avvisa här räknas som en invändning."
    ),
    complaint="Du kan klaga hos {first} och {second}.",
    complaint_elsewhere="Du kan klaga hos dataskyddsmyndigheten i ditt land.",
    purposes=PURPOSES,
    countries=COUNTRIES,
    page=PAGE,
)
