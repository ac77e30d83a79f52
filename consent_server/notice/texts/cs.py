"""Czech."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nezbytné",
        description=(
            "Co web potřebuje, aby splnil, o co ho žádáte: udržel vaše přihlášení, "
            "rozložil provoz mezi servery a zapamatoval si váš jazyk a tuto volbu. "
            "Zákon zde souhlas nevyžaduje, proto je to vždy zapnuté."
        ),
    ),
    "functional": PurposeText(
        title="Doplňkové funkce",
        description=(
            "Funkce nad rámec základních, například chat, obsah z jiných webů na "
            "našich stránkách a formuláře, které si pamatují, co jste vyplnili."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Měří, jak se web používá: které stránky lidé navštěvují, odkud přicházejí "
            "a na co klikají. Některé služby zaznamenávají jednotlivou návštěvu krok "
            "za krokem."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Sleduje vaše návštěvy zde a na jiných webech, aby bylo možné vybírat "
            "reklamy a měřit jejich účinek."
        ),
    ),
    "scoring": PurposeText(
        title="Bodování návštěvníků",
        description=(
            "Přiděluje vám body za stránky, které otevřete, soubory, které stáhnete, "
            "formuláře, které odešlete, a za to, jak často se vracíte. Pokud jste nám "
            "sdělili, kdo jste, body se spojí s vaším jménem. Při překročení určité "
            "hranice vám může někdo z našeho obchodního oddělení zavolat nebo napsat."
        ),
    ),
}

PAGE = PageTexts(
    title="Vaše volby ohledně cookies",
    intro=(
        "Zde vidíte, co jste zvolili, můžete to změnit a můžete si prohlédnout každou "
        "volbu zaznamenanou v tomto prohlížeči."
    ),
    current="Co platí nyní",
    service="Služba",
    provider="Firma",
    country="Země",
    status="Stav",
    reason="Proč",
    statuses={
        "granted": "Povoleno",
        "refused": "Nepovoleno",
        "undecided": "Zatím nezvoleno",
    },
    reasons={
        "exempt": "Nezbytné, nevyžaduje souhlas",
        "granted": "Povolili jste to",
        "refused": "Nepovolili jste to",
        "no_choice_yet": "Zatím jste se nerozhodli",
        "opt_out_signal": "Váš prohlížeč vznáší námitku vaším jménem",
        "policy_changed": "Od vaší volby se změnily služby nebo texty",
        "token_unreadable": "Uloženou volbu nebylo možné přečíst",
        "token_forged": "Uložená volba není pravá",
        "token_foreign": "Uložená volba patří jinému webu",
        "token_expired": "Platnost vaší volby skončila",
    },
    history="Zaznamenané volby",
    recorded_at="Čas",
    action="Co jste udělali",
    actions={
        "grant_all": "Přijali jste vše",
        "refuse_all": "Odmítli jste vše",
        "custom": "Zvolili jste podle účelu",
        "grant_services": "Povolili jste obsah jedné služby",
        "withdraw": "Odvolali jste vše",
        "object": "Vznesli jste námitku",
        "signal": "Námitka odeslaná prohlížečem",
        "expire": "Platnost volby skončila",
        "import": "Převzato z dřívějšího systému",
    },
    record_id="Číslo záznamu",
    copy="Kopírovat",
    copied="Zkopírováno",
    valid_until="Platí do {date}",
    object="Vznést námitku: {purposes}",
    object_effect=(
        "To, proti čemu vznesete námitku, se okamžitě zastaví a zůstane vypnuté. Vše "
        "ostatní zůstane tak, jak jste zvolili."
    ),
    receipt="Potvrzení",
    no_record="V tomto prohlížeči není zaznamenána žádná volba.",
    clear="Smazat také to, co tento web uložil v mém prohlížeči",
    clear_effect=(
        "Provede se společně s „Odvolat vše“. Uložená data a soubory v mezipaměti "
        "zmizí, cookies zůstanou: měli byste zůstat přihlášení, ale o neuloženou práci "
        "můžete přijít."
    ),
    withdraw_all="Odvolat vše",
    withdrawal_effect=(
        "Odvoláním se okamžitě zastaví vše, co vyžaduje váš souhlas, a smažou se "
        "cookies nastavené na tomto webu. Cookies, které jiná firma nastavila na svém "
        "vlastním webu, lze smazat jen tam nebo ve vašem prohlížeči. Co se dělo před "
        "odvoláním, zůstává v souladu se zákonem."
    ),
    held="Co je nyní blokováno",
    nothing_held="Nic není blokováno.",
    back="Zpět na web",
    problem="Nepodařilo se",
    no_page="Tato stránka neexistuje",
    no_page_detail="Adresa může být zastaralá nebo špatně zapsaná.",
)

RIGHTS = RightsTexts(
    title="Vaše záznamy",
    everything="Stáhnout vše o mých volbách",
    everything_effect=(
        "Jeden soubor se všemi záznamy z tohoto prohlížeče, s potvrzeními a s tím, co "
        "se vám zobrazilo."
    ),
    erase="Vymazat mé záznamy",
    erase_effect=(
        "Odvolá vše a odstraní z našich systémů údaj o tom, které záznamy jsou vaše."
    ),
    erase_title="Vymazání vašich záznamů",
    erase_what=(
        "Vše, co jste povolili, se okamžitě odvolá a cookies s vaší volbou se smažou. "
        "Do {hours} hodin z našich systémů vymažeme údaj o tom, které záznamy jsou "
        "vaše, i stránku a prohlížeč, ve kterých vznikly."
    ),
    erase_stays=(
        "Rozhodnutí zůstanou bez jakékoli vazby na vás. Podepsaný registr si ponechá "
        "položku bez osobních údajů, aby nikdo nemohl záznamy nepozorovaně odstranit. "
        "Ze záloh zmizí, až zálohám skončí platnost."
    ),
    erase_lost=(
        "Potom vám už nikdo nemůže ukázat historii ani potvrzení. Pokud si je chcete "
        "ponechat, nejprve vše stáhněte."
    ),
    erase_now="Vymazat nyní",
    keep="Ponechat mé záznamy",
    erased_title="Vaše záznamy budou vymazány",
    erased=(
        "Vše, co jste povolili, je odvoláno. Do {hours} hodin budou vaše záznamy z "
        "našich systémů vymazány. Registr si ponechá položku bez osobních údajů."
    ),
    asked_again="V tomto prohlížeči už žádná volba není, web se vás proto zeptá znovu.",
    in_ledger="V podepsaném registru",
    not_in_ledger=(
        "Zatím není v podepsaném registru: stáhněte si potvrzení za chvíli znovu"
    ),
    restricted="Omezeno: uchovává se, ale nepoužívá",
    check="Ověřit potvrzení",
    check_intro=(
        "Potvrzení uvádí, co bylo zaznamenáno, a dokládá, že je záznam v podepsaném "
        "registru. Nahrajte jeho soubor nebo vložte text."
    ),
    check_file="Soubor s potvrzením",
    check_text="Nebo jeho text",
    check_button="Ověřit",
    holds="Toto potvrzení platí",
    holds_detail=(
        "Uvádí, co bylo zaznamenáno, a záznam je v podepsaném registru tohoto webu."
    ),
    incomplete="Toto potvrzení není úplné",
    committed_detail=(
        "Jeho části k sobě patří, zatím však chybí důkaz, že je záznam v podepsaném "
        "registru. Úplný důkaz získáte, když si potvrzení stáhnete znovu."
    ),
    position="Pozice v registru",
    fails="Toto potvrzení neplatí",
    changed_detail=(
        "Uvádí něco jiného, než co bylo podepsáno, nebo jeho záznam v podepsaném "
        "registru není."
    ),
    foreign_detail="Patří k jinému registru, který tento web nemůže ověřit.",
    malformed_detail=(
        "Nejde o potvrzení, nebo je poškozené. O žádném záznamu nelze nic říci."
    ),
    empty_detail=(
        "Chyběl soubor i text. Vyberte soubor s potvrzením nebo vložte jeho text."
    ),
    too_large_detail="Na potvrzení je to příliš velké.",
    reason="Přesný důvod (anglicky)",
    offline=(
        "Zde web ověřuje své vlastní potvrzení, takže mu musíte věřit. Kdo ověřuje na "
        "vlastním počítači, nemusí věřit nikomu: stačí veřejný klíč tohoto registru, "
        "nejlépe od někoho jiného, a tento příkaz."
    ),
    key="Veřejný klíč tohoto registru",
)

DECLARATION = DeclarationTexts(
    title="Cookies na tomto webu",
    intro=(
        "Co {controller} a další firmy ukládají do vašeho zařízení, když navštívíte "
        "tento web, a k čemu. Seznam vychází ze stejného katalogu, který rozhoduje, co "
        "se smí spustit."
    ),
    your_choice="Vaše volba",
    change="Změnit volbu",
    provider="Firma",
    provider_policy="Zásady ochrany osobních údajů: {provider}",
    role="Role",
    countries="Země zpracování údajů",
    transfer="Mimo EHP",
    stored="Co {service} ukládá do vašeho zařízení",
    nothing_stored="Služba sama do vašeho zařízení nic neukládá.",
    name="Název",
    kind="Typ",
    place="Kde",
    life="Jak dlouho",
    this_site="Tento web",
    first_party="Cookie",
    third_party="Cookie jiného webu",
    local="Místní úložiště",
    session="Úložiště relace",
    indexeddb="Databáze v prohlížeči",
    roles={
        "processor": "Pracuje pro nás a jen podle našich pokynů",
        "controller": "Používá údaje i pro vlastní účely",
        "joint": "Rozhoduje společně s námi",
    },
    transfers={
        "none": "Údaje zůstávají v EHP",
        "adequacy": (
            "Údaje se mohou dostat do země nebo k firmě s ochranou, kterou EU uznala "
            "za odpovídající"
        ),
        "scc": (
            "Údaje se mohou dostat jinam na základě standardních smluvních doložek EU"
        ),
        "unknown": "Není známo, zda údaje opouštějí EHP a jak jsou pak chráněny",
    },
    until_closed="Dokud nezavřete prohlížeč",
    until_tab_closed="Dokud nezavřete kartu",
    until_deleted="Dokud údaje nesmažete",
    version="Verze tohoto seznamu",
)

TEXTS = Texts(
    language="cs",
    direction="ltr",
    title="Vaše volba ohledně cookies",
    what=(
        "{controller} žádá o váš souhlas s ukládáním a čtením informací ve vašem "
        "zařízení, například v cookies. Dokud se nerozhodnete, nepoužívá se nic, co "
        "vyžaduje souhlas."
    ),
    who_none="Žádná další firma zapojena není.",
    who_some={
        "one": "Zapojena je jedna další firma.",
        "few": "Zapojeny jsou {count} další firmy.",
        "many": "Zapojeno je {count} další firmy.",
        "other": "Zapojeno je {count} dalších firem.",
    },
    who_link="Kdo to je a co ukládá",
    why="K čemu a kdo:",
    withdrawal=(
        "Svou volbu můžete kdykoli změnit nebo odvolat pomocí odkazu „Nastavení "
        "cookies“ dole na každé stránce."
    ),
    accept_all="Přijmout vše",
    reject_all="Odmítnout vše",
    choose="Vybrat",
    save="Uložit volby",
    purposes_legend="Co povolujete?",
    always_on="Vždy zapnuto",
    privacy_policy="Zásady ochrany osobních údajů",
    more="Vaše volby a jejich historie",
    link="Nastavení cookies",
    details="Služby a co ukládají",
    follow="Stejně jako účel",
    basis="Právní základ",
    bases={
        "consent": "Váš souhlas",
        "contract": "Smlouva s vámi",
        "legal_obligation": "Právní povinnost",
        "legitimate_interest": "Oprávněný zájem",
    },
    search="Hledat službu, firmu nebo cookie",
    no_match="Nic se nenašlo.",
    saving="Ukládáme vaši volbu…",
    saved="Vaše volba je uložena. Můžete ji kdykoli změnit.",
    not_saved="Vaši volbu se nepodařilo uložit. Nic nebylo povoleno. Zkuste to znovu.",
    stale=(
        "Stránka se od svého otevření změnila. Nic se neuložilo. Načtěte stránku znovu "
        "a zvolte ještě jednou."
    ),
    gpc=(
        "Váš prohlížeč odesílá signál Global Privacy Control. Bereme jej jako námitku "
        "proti tomuto: {purposes}. Přednost má to, co sami zvolíte zde."
    ),
    objection=(
        "Máte právo kdykoli vznést námitku proti tomuto: {purposes}. Odmítnutí zde se "
        "považuje za námitku."
    ),
    complaint="Stížnost můžete podat u těchto úřadů: {first} a {second}.",
    complaint_elsewhere=(
        "Stížnost můžete podat u úřadu pro ochranu osobních údajů ve své zemi."
    ),
    embed_what=(
        "Pokud tento obsah zobrazíte, informace ve vašem zařízení může ukládat a číst "
        "{providers}. Účel: {purposes}."
    ),
    embed_until=(
        "Povolíte pouze {services}, a to na celém tomto webu. Kdykoli to můžete vzít "
        "zpět v části „Nastavení cookies“."
    ),
    embed_show="Zobrazit obsah: {services}",
    embed_undeclared=(
        "Obsah z této adresy se nezobrazuje: tento web ho neuvedl, a proto ho zde "
        "nelze povolit."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
