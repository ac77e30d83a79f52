"""Slovak."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nevyhnutné",
        description=(
            "Čo web potrebuje, aby splnil, o čo ho žiadate: udržal vaše prihlásenie, "
            "rozložil prevádzku medzi servery a zapamätal si váš jazyk a túto voľbu. "
            "Zákon tu súhlas nevyžaduje, preto je to vždy zapnuté."
        ),
    ),
    "functional": PurposeText(
        title="Doplnkové funkcie",
        description=(
            "Funkcie nad rámec základných, napríklad chat, obsah z iných webov na "
            "našich stránkach a formuláre, ktoré si pamätajú, čo ste vyplnili."
        ),
    ),
    "analytics": PurposeText(
        title="Štatistika",
        description=(
            "Meria, ako sa web používa: ktoré stránky ľudia navštevujú, odkiaľ "
            "prichádzajú a na čo klikajú. Niektoré služby zaznamenávajú jednotlivú "
            "návštevu krok za krokom."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Sleduje vaše návštevy tu a na iných weboch, aby bolo možné vyberať "
            "reklamy a merať ich účinok."
        ),
    ),
    "scoring": PurposeText(
        title="Bodovanie návštevníkov",
        description=(
            "Prideľuje vám body za stránky, ktoré otvoríte, súbory, ktoré stiahnete, "
            "formuláre, ktoré odošlete, a za to, ako často sa vraciate. Ak ste nám "
            "povedali, kto ste, body sa spoja s vaším menom. Po prekročení určitej "
            "hranice vám môže niekto z nášho obchodného oddelenia zavolať alebo "
            "napísať."
        ),
    ),
}

PAGE = PageTexts(
    title="Vaše voľby týkajúce sa cookies",
    intro=(
        "Tu vidíte, čo ste si zvolili, môžete to zmeniť a môžete si pozrieť každú "
        "voľbu zaznamenanú v tomto prehliadači."
    ),
    current="Čo platí teraz",
    service="Služba",
    provider="Firma",
    country="Krajina",
    status="Stav",
    reason="Prečo",
    statuses={
        "granted": "Povolené",
        "refused": "Nepovolené",
        "undecided": "Zatiaľ nezvolené",
    },
    reasons={
        "exempt": "Nevyhnutné, nevyžaduje súhlas",
        "granted": "Povolili ste to",
        "refused": "Nepovolili ste to",
        "no_choice_yet": "Zatiaľ ste sa nerozhodli",
        "opt_out_signal": "Váš prehliadač namieta vo vašom mene",
        "policy_changed": "Od vašej voľby sa zmenili služby alebo texty",
        "token_unreadable": "Uloženú voľbu sa nepodarilo prečítať",
        "token_forged": "Uložená voľba nie je pravá",
        "token_foreign": "Uložená voľba patrí inému webu",
        "token_expired": "Platnosť vašej voľby sa skončila",
    },
    history="Zaznamenané voľby",
    recorded_at="Čas",
    action="Čo ste urobili",
    actions={
        "grant_all": "Prijali ste všetko",
        "refuse_all": "Odmietli ste všetko",
        "custom": "Zvolili ste podľa účelu",
        "grant_services": "Povolili ste obsah jednej služby",
        "withdraw": "Odvolali ste všetko",
        "object": "Namietali ste",
        "signal": "Námietka odoslaná prehliadačom",
        "expire": "Platnosť voľby sa skončila",
        "import": "Prevzaté zo skoršieho systému",
    },
    record_id="Číslo záznamu",
    copy="Kopírovať",
    copied="Skopírované",
    valid_until="Platí do {date}",
    object="Namietať: {purposes}",
    object_effect=(
        "To, proti čomu namietate, sa okamžite zastaví a zostane vypnuté. Všetko "
        "ostatné zostane tak, ako ste si zvolili."
    ),
    receipt="Potvrdenie",
    no_record="V tomto prehliadači nie je zaznamenaná žiadna voľba.",
    clear="Vymazať aj to, čo tento web uložil v mojom prehliadači",
    clear_effect=(
        "Vykoná sa spolu s „Odvolať všetko“. Uložené údaje a súbory vo vyrovnávacej "
        "pamäti sa odstránia, cookies zostanú: mali by ste zostať prihlásení, ale o "
        "neuloženú prácu môžete prísť."
    ),
    withdraw_all="Odvolať všetko",
    withdrawal_effect=(
        "Odvolaním sa okamžite zastaví všetko, čo vyžaduje váš súhlas, a vymažú sa "
        "cookies nastavené na tomto webe. Cookies, ktoré iná firma nastavila na svojom "
        "vlastnom webe, možno vymazať len tam alebo vo vašom prehliadači. Čo sa dialo "
        "pred odvolaním, zostáva v súlade so zákonom."
    ),
    held="Čo je teraz blokované",
    nothing_held="Nič nie je blokované.",
    back="Späť na web",
    problem="Nepodarilo sa",
    no_page="Táto stránka neexistuje",
    no_page_detail="Adresa môže byť zastaraná alebo nesprávne napísaná.",
)

RIGHTS = RightsTexts(
    title="Vaše záznamy",
    everything="Stiahnuť všetko o mojich voľbách",
    everything_effect=(
        "Jeden súbor so všetkými záznamami z tohto prehliadača, s potvrdeniami a s "
        "tým, čo sa vám zobrazilo."
    ),
    erase="Vymazať moje záznamy",
    erase_effect=(
        "Odvolá všetko a odstráni z našich systémov údaj o tom, ktoré záznamy sú vaše."
    ),
    erase_title="Vymazanie vašich záznamov",
    erase_what=(
        "Všetko, čo ste povolili, sa okamžite odvolá a cookies s vašou voľbou sa "
        "vymažú. Do {hours} hodín z našich systémov vymažeme údaj o tom, ktoré záznamy "
        "sú vaše, aj stránku a prehliadač, v ktorých vznikli."
    ),
    erase_stays=(
        "Rozhodnutia zostanú bez akejkoľvek väzby na vás. Podpísaný register si "
        "ponechá položku bez osobných údajov, aby nikto nemohol záznamy nepozorovane "
        "odstrániť. Zo záloh zmiznú, keď sa skončí platnosť záloh."
    ),
    erase_lost=(
        "Potom vám už nikto nebude môcť ukázať históriu ani potvrdenia. Ak si ich "
        "chcete ponechať, najprv všetko stiahnite."
    ),
    erase_now="Vymazať teraz",
    keep="Ponechať moje záznamy",
    erased_title="Vaše záznamy budú vymazané",
    erased=(
        "Všetko, čo ste povolili, je odvolané. Do {hours} hodín budú vaše záznamy z "
        "našich systémov vymazané. Register si ponechá položku bez osobných údajov."
    ),
    asked_again=(
        "V tomto prehliadači už nie je žiadna voľba, web sa vás preto opýta znova."
    ),
    in_ledger="V podpísanom registri",
    not_in_ledger=(
        "Zatiaľ nie je v podpísanom registri: stiahnite si potvrdenie o chvíľu znova"
    ),
    restricted="Obmedzené: uchováva sa, ale nepoužíva",
    check="Overiť potvrdenie",
    check_intro=(
        "Potvrdenie uvádza, čo bolo zaznamenané, a dokladá, že záznam je v podpísanom "
        "registri. Nahrajte jeho súbor alebo vložte text."
    ),
    check_file="Súbor s potvrdením",
    check_text="Alebo jeho text",
    check_button="Overiť",
    holds="Toto potvrdenie platí",
    holds_detail=(
        "Uvádza, čo bolo zaznamenané, a záznam je v podpísanom registri tohto webu."
    ),
    incomplete="Toto potvrdenie nie je úplné",
    committed_detail=(
        "Jeho časti k sebe patria, zatiaľ však chýba dôkaz, že záznam je v podpísanom "
        "registri. Úplný dôkaz získate, keď si potvrdenie stiahnete znova."
    ),
    position="Pozícia v registri",
    fails="Toto potvrdenie neplatí",
    changed_detail=(
        "Uvádza niečo iné, než čo bolo podpísané, alebo jeho záznam v podpísanom "
        "registri nie je."
    ),
    foreign_detail="Patrí k inému registru, ktorý tento web nemôže overiť.",
    malformed_detail=(
        "Nie je to potvrdenie alebo je poškodené. O žiadnom zázname sa nedá nič "
        "povedať."
    ),
    empty_detail=(
        "Chýbal súbor aj text. Vyberte súbor s potvrdením alebo vložte jeho text."
    ),
    too_large_detail="Na potvrdenie je to príliš veľké.",
    reason="Presný dôvod (v angličtine)",
    offline=(
        "Tu web overuje svoje vlastné potvrdenie, takže mu musíte dôverovať. Kto "
        "overuje na vlastnom počítači, nemusí dôverovať nikomu: stačí verejný kľúč "
        "tohto registra, najlepšie od niekoho iného, a tento príkaz."
    ),
    key="Verejný kľúč tohto registra",
)

DECLARATION = DeclarationTexts(
    title="Cookies na tomto webe",
    intro=(
        "Čo {controller} a ďalšie firmy ukladajú do vášho zariadenia, keď navštívite "
        "tento web, a na aký účel. Zoznam vychádza z toho istého katalógu, ktorý "
        "rozhoduje, čo sa smie spustiť."
    ),
    your_choice="Vaša voľba",
    change="Zmeniť voľbu",
    provider="Firma",
    provider_policy="Zásady ochrany osobných údajov: {provider}",
    role="Úloha",
    countries="Krajiny spracúvania údajov",
    transfer="Mimo EHP",
    stored="Čo {service} ukladá do vášho zariadenia",
    nothing_stored="Služba sama do vášho zariadenia nič neukladá.",
    name="Názov",
    kind="Typ",
    place="Kde",
    life="Ako dlho",
    this_site="Tento web",
    first_party="Cookie",
    third_party="Cookie iného webu",
    local="Lokálne úložisko",
    session="Úložisko relácie",
    indexeddb="Databáza v prehliadači",
    roles={
        "processor": "Pracuje pre nás a len podľa našich pokynov",
        "controller": "Používa údaje aj na vlastné účely",
        "joint": "Rozhoduje spoločne s nami",
    },
    transfers={
        "none": "Údaje zostávajú v EHP",
        "adequacy": (
            "Údaje sa môžu dostať do krajiny alebo k firme s ochranou, ktorú EÚ uznala "
            "za primeranú"
        ),
        "scc": (
            "Údaje sa môžu dostať inam na základe štandardných zmluvných doložiek EÚ"
        ),
        "unknown": "Nie je známe, či údaje opúšťajú EHP a ako sú potom chránené",
    },
    until_closed="Kým nezatvoríte prehliadač",
    until_tab_closed="Kým nezatvoríte kartu",
    until_deleted="Kým údaje nevymažete",
    version="Verzia tohto zoznamu",
)

TEXTS = Texts(
    language="sk",
    direction="ltr",
    title="Vaša voľba týkajúca sa cookies",
    what=(
        "{controller} žiada o váš súhlas s ukladaním a čítaním informácií vo vašom "
        "zariadení, napríklad v cookies. Kým sa nerozhodnete, nepoužíva sa nič, čo "
        "vyžaduje súhlas."
    ),
    who_none="Žiadna ďalšia firma nie je zapojená.",
    who_some={
        "one": "Zapojená je jedna ďalšia firma.",
        "few": "Zapojené sú {count} ďalšie firmy.",
        "many": "Zapojených je {count} ďalšej firmy.",
        "other": "Zapojených je {count} ďalších firiem.",
    },
    who_link="Kto to je a čo ukladá",
    why="Na aký účel a kto:",
    withdrawal=(
        "Svoju voľbu môžete kedykoľvek zmeniť alebo odvolať pomocou odkazu „Nastavenia "
        "cookies“ dole na každej stránke."
    ),
    accept_all="Prijať všetko",
    reject_all="Odmietnuť všetko",
    choose="Vybrať",
    save="Uložiť voľby",
    purposes_legend="Čo povoľujete?",
    always_on="Vždy zapnuté",
    privacy_policy="Zásady ochrany osobných údajov",
    more="Vaše voľby a ich história",
    link="Nastavenia cookies",
    details="Služby a čo ukladajú",
    follow="Rovnako ako účel",
    basis="Právny základ",
    bases={
        "consent": "Váš súhlas",
        "contract": "Zmluva s vami",
        "legal_obligation": "Zákonná povinnosť",
        "legitimate_interest": "Oprávnený záujem",
    },
    search="Hľadať službu, firmu alebo cookie",
    no_match="Nič sa nenašlo.",
    saving="Ukladáme vašu voľbu…",
    saved="Vaša voľba je uložená. Môžete ju kedykoľvek zmeniť.",
    not_saved="Vašu voľbu sa nepodarilo uložiť. Nič nebolo povolené. Skúste to znova.",
    stale=(
        "Stránka sa od svojho otvorenia zmenila. Nič sa neuložilo. Načítajte stránku "
        "znova a zvoľte si ešte raz."
    ),
    gpc=(
        "Váš prehliadač odosiela signál Global Privacy Control. Berieme ho ako "
        "námietku proti tomuto: {purposes}. Prednosť má to, čo si sami zvolíte tu."
    ),
    objection=(
        "Máte právo kedykoľvek namietať proti tomuto: {purposes}. Odmietnutie tu sa "
        "považuje za námietku."
    ),
    complaint="Sťažnosť môžete podať týmto úradom: {first} a {second}.",
    complaint_elsewhere=(
        "Sťažnosť môžete podať úradu na ochranu osobných údajov vo svojej krajine."
    ),
    embed_what=(
        "Ak tento obsah zobrazíte, informácie vo vašom zariadení môže ukladať a čítať "
        "{providers}. Účel: {purposes}."
    ),
    embed_until=(
        "Povolíte iba {services}, a to na celom tomto webe. Kedykoľvek to môžete vziať "
        "späť v časti „Nastavenia cookies“."
    ),
    embed_show="Zobraziť obsah: {services}",
    embed_undeclared=(
        "Obsah z tejto adresy sa nezobrazuje: tento web ho neuviedol, preto ho tu "
        "nemožno povoliť."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
