"""Icelandic."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nauðsynlegt",
        description=(
            "Það sem vefurinn þarf til að gera það sem þú biður um: viðhalda "
            "innskráningu, dreifa álagi á netþjóna og muna tungumálið þitt og þetta "
            "val. Lög krefjast ekki samþykkis fyrir þessu og því er alltaf kveikt á "
            "því."
        ),
    ),
    "functional": PurposeText(
        title="Viðbótarvirkni",
        description=(
            "Virkni umfram grunninn, svo sem spjall, efni frá öðrum vefjum á síðunum "
            "okkar og eyðublöð sem muna það sem þú skrifaðir."
        ),
    ),
    "analytics": PurposeText(
        title="Tölfræði",
        description=(
            "Mælir hvernig vefurinn er notaður: hvaða síður eru skoðaðar, hvaðan fólk "
            "kemur og á hvað það smellir. Sumar þjónustur taka upp einstaka heimsókn "
            "skref fyrir skref."
        ),
    ),
    "marketing": PurposeText(
        title="Markaðssetning",
        description=(
            "Fylgist með heimsóknum þínum hér og á öðrum vefjum til að velja "
            "auglýsingar og mæla áhrif þeirra."
        ),
    ),
    "scoring": PurposeText(
        title="Stigagjöf fyrir gesti",
        description=(
            "Gefur þér stig fyrir síðurnar sem þú opnar, skrárnar sem þú sækir og "
            "eyðublöðin sem þú sendir, og eftir því hversu oft þú kemur aftur. Hafir "
            "þú sagt okkur hver þú ert eru stigin tengd nafninu þínu. Yfir ákveðnum "
            "mörkum getur einhver úr söluteymi okkar hringt í þig eða skrifað þér."
        ),
    ),
}

PAGE = PageTexts(
    title="Val þitt um vafrakökur",
    intro=(
        "Hér sérðu hvað þú hefur valið, getur breytt því og skoðað hvert val sem skráð "
        "var í þessum vafra."
    ),
    current="Það sem gildir núna",
    service="Þjónusta",
    provider="Fyrirtæki",
    country="Land",
    status="Staða",
    reason="Ástæða",
    statuses={
        "granted": "Leyft",
        "refused": "Ekki leyft",
        "undecided": "Ekki valið enn",
    },
    reasons={
        "exempt": "Nauðsynlegt, krefst ekki samþykkis",
        "granted": "Þú leyfðir þetta",
        "refused": "Þú leyfðir þetta ekki",
        "no_choice_yet": "Þú hefur ekki valið enn",
        "opt_out_signal": "Vafrinn þinn andmælir fyrir þína hönd",
        "policy_changed": "Þjónustur eða textar hafa breyst frá því að þú valdir",
        "token_unreadable": "Ekki tókst að lesa vistaða valið",
        "token_forged": "Vistaða valið er ekki ósvikið",
        "token_foreign": "Vistaða valið tilheyrir öðrum vef",
        "token_expired": "Val þitt er útrunnið",
    },
    history="Skráð val",
    recorded_at="Tími",
    action="Hvað þú gerðir",
    actions={
        "grant_all": "Samþykktir allt",
        "refuse_all": "Hafnaðir öllu",
        "custom": "Valdir eftir tilgangi",
        "grant_services": "Leyfðir efni frá þjónustu",
        "withdraw": "Afturkallaðir allt samþykki",
        "object": "Andmæltir",
        "signal": "Andmæli sem vafrinn sendi",
        "expire": "Valið rann út",
        "import": "Flutt úr eldra kerfi",
    },
    record_id="Númer skráningar",
    copy="Afrita",
    copied="Afritað",
    valid_until="Gildir til {date}",
    object="Andmæla: {purposes}",
    object_effect=(
        "Það sem þú andmælir stöðvast strax og verður áfram óvirkt. Allt annað helst "
        "eins og þú valdir það."
    ),
    receipt="Kvittun",
    no_record="Ekkert val er skráð í þessum vafra.",
    clear="Hreinsa líka það sem vefurinn hefur geymt í vafranum mínum",
    clear_effect=(
        "Ásamt „Afturkalla allt samþykki“. Geymd gögn og skrár í skyndiminni hverfa, "
        "vafrakökur verða eftir: innskráningin ætti að haldast en óvistuð vinna getur "
        "tapast."
    ),
    withdraw_all="Afturkalla allt samþykki",
    withdrawal_effect=(
        "Við afturköllun stöðvast strax allt sem krefst samþykkis þíns og vafrakökum "
        "sem voru settar á þessum vef er eytt. Vafrakökum sem annað fyrirtæki hefur "
        "sett á sínum eigin vef er aðeins hægt að eyða þar eða í vafranum þínum. Það "
        "sem fór fram fyrir afturköllun er áfram lögmætt."
    ),
    held="Það sem er stöðvað núna",
    nothing_held="Ekkert er stöðvað.",
    back="Aftur á vefinn",
    problem="Þetta tókst ekki",
    no_page="Þessi síða er ekki til",
    no_page_detail="Slóðin getur verið gömul eða rangt slegin inn.",
)

RIGHTS = RightsTexts(
    title="Skráningarnar þínar",
    everything="Sækja allt um val mitt",
    everything_effect=(
        "Ein skrá með öllum skráningum þessa vafra, kvittunum þeirra og því sem þér "
        "var sýnt."
    ),
    erase="Eyða skráningum mínum",
    erase_effect=(
        "Afturkallar allt og fjarlægir úr kerfum okkar tengslin milli þín og "
        "skráninganna."
    ),
    erase_title="Eyða skráningunum þínum",
    erase_what=(
        "Allt sem þú leyfðir er afturkallað strax og vafrakökum sem geyma valið er "
        "eytt. Innan {hours} klukkustunda eyðum við úr kerfum okkar tengslunum milli "
        "þín og skráninganna og upplýsingum um síðuna og vafrann þar sem þær urðu til."
    ),
    erase_stays=(
        "Ákvarðanirnar standa eftir án nokkurrar tengingar við þig. Undirritaða "
        "færsluskráin heldur eftir færslu án persónuupplýsinga svo að enginn geti "
        "fjarlægt skráningar án þess að það sjáist. Úr öryggisafritum hverfa gögnin "
        "þín þegar afritin renna út."
    ),
    erase_lost=(
        "Eftir það getur enginn sýnt þér ferilinn eða kvittanirnar. Viljir þú halda "
        "þeim skaltu fyrst sækja allt."
    ),
    erase_now="Eyða núna",
    keep="Halda skráningunum",
    erased_title="Skráningunum þínum verður eytt",
    erased=(
        "Allt sem þú leyfðir er afturkallað. Innan {hours} klukkustunda verður "
        "skráningunum þínum eytt úr kerfum okkar. Færsluskráin heldur eftir færslu án "
        "persónuupplýsinga."
    ),
    asked_again=(
        "Í þessum vafra er ekkert val lengur og því mun vefurinn spyrja þig aftur."
    ),
    in_ledger="Í undirrituðu færsluskránni",
    not_in_ledger=(
        "Ekki enn í undirrituðu færsluskránni: sæktu kvittunina aftur eftir augnablik"
    ),
    restricted="Takmarkað: varðveitt en ekki notað",
    check="Sannreyna kvittun",
    check_intro=(
        "Kvittun segir hvað var skráð og sýnir að skráningin er í undirrituðu "
        "færsluskránni. Sendu inn skrána eða límdu inn textann."
    ),
    check_file="Skrá kvittunarinnar",
    check_text="Eða textinn",
    check_button="Sannreyna",
    holds="Þessi kvittun er gild",
    holds_detail=(
        "Hún segir hvað var skráð og skráningin er í undirrituðu færsluskrá þessa vefs."
    ),
    incomplete="Þessi kvittun er ekki fullbúin",
    committed_detail=(
        "Hlutar hennar passa saman en hana vantar enn sönnun þess að skráningin sé í "
        "undirrituðu færsluskránni. Sæktu kvittunina aftur til að fá alla sönnunina."
    ),
    position="Staða í færsluskránni",
    fails="Þessi kvittun er ekki gild",
    changed_detail=(
        "Hún segir annað en það sem var undirritað, eða skráning hennar er ekki í "
        "undirrituðu færsluskránni."
    ),
    foreign_detail=(
        "Hún tilheyrir annarri færsluskrá sem þessi vefur getur ekki sannreynt."
    ),
    malformed_detail=(
        "Þetta er ekki kvittun eða hún er skemmd. Ekkert er hægt að segja um skráningu."
    ),
    empty_detail=(
        "Hvorki var skrá né texti. Veldu skrá með kvittun eða límdu inn textann."
    ),
    too_large_detail="Þetta er of stórt til að vera kvittun.",
    reason="Nákvæm ástæða (á ensku)",
    offline=(
        "Hér sannreynir vefurinn sína eigin kvittun og því þarftu að treysta honum. Sá "
        "sem sannreynir hana á eigin tölvu þarf engum að treysta: til þess duga "
        "opinber lykill þessarar færsluskrár, helst fenginn annars staðar frá, og "
        "þessi skipun."
    ),
    key="Opinber lykill þessarar færsluskrár",
)

DECLARATION = DeclarationTexts(
    title="Vafrakökur á þessum vef",
    intro=(
        "Það sem {controller} og aðrir geyma í tækinu þínu þegar þú heimsækir þennan "
        "vef, og til hvers. Listinn er gerður eftir sömu skrá og ræður því hvað má "
        "keyra."
    ),
    your_choice="Val þitt",
    change="Breyta valinu",
    provider="Fyrirtæki",
    provider_policy="Persónuverndarstefna: {provider}",
    role="Hlutverk",
    countries="Lönd þar sem unnið er með gögnin",
    transfer="Utan EES",
    stored="Það sem {service} geymir í tækinu þínu",
    nothing_stored="Geymir ekkert í tækinu þínu af sjálfsdáðum.",
    name="Heiti",
    kind="Tegund",
    place="Hvar",
    life="Hversu lengi",
    this_site="Þessi vefur",
    first_party="Vafrakaka",
    third_party="Vafrakaka frá öðrum vef",
    local="Staðbundin geymsla",
    session="Lotugeymsla",
    indexeddb="Gagnagrunnur í vafranum",
    roles={
        "processor": "Vinnur fyrir okkur og aðeins eftir fyrirmælum okkar",
        "controller": "Notar gögnin líka í eigin tilgangi",
        "joint": "Tekur ákvarðanir sameiginlega með okkur",
    },
    transfers={
        "none": "Gögnin haldast innan EES",
        "adequacy": (
            "Gögn geta farið til lands eða fyrirtækis þar sem ESB telur verndina "
            "fullnægjandi"
        ),
        "scc": "Gögn geta farið annað á grundvelli staðlaðra samningsákvæða ESB",
        "unknown": (
            "Ekki er vitað hvort gögn fara út fyrir EES og hvernig þau eru þá vernduð"
        ),
    },
    until_closed="Þar til þú lokar vafranum",
    until_tab_closed="Þar til þú lokar flipanum",
    until_deleted="Þar til þú eyðir því",
    version="Útgáfa þessa lista",
)

TEXTS = Texts(
    language="is",
    direction="ltr",
    title="Val þitt um vafrakökur",
    what=(
        "{controller} biður um samþykki þitt til að vista og lesa upplýsingar í tækinu "
        "þínu, til dæmis í vafrakökum. Ekkert sem krefst samþykkis er notað fyrr en þú "
        "hefur valið."
    ),
    who_none="Engin önnur fyrirtæki eiga hlut að máli.",
    who_some={
        "one": "{count} annað fyrirtæki á hlut að máli.",
        "other": "{count} önnur fyrirtæki eiga hlut að máli.",
    },
    who_link="Hver á hlut að máli og hvað er geymt",
    why="Til hvers og hverjir:",
    withdrawal=(
        "Þú getur breytt vali þínu eða afturkallað það hvenær sem er með „Val um "
        "vafrakökur“ neðst á hverri síðu."
    ),
    accept_all="Samþykkja allt",
    reject_all="Hafna öllu",
    choose="Velja",
    save="Vista val",
    purposes_legend="Hvað leyfir þú?",
    always_on="Alltaf virkt",
    privacy_policy="Persónuverndarstefna",
    more="Val þitt og ferill þess",
    link="Val um vafrakökur",
    details="Þjónustur og hvað þær geyma",
    follow="Eins og tilgangurinn",
    basis="Lagagrundvöllur",
    bases={
        "consent": "Samþykki þitt",
        "contract": "Samningur við þig",
        "legal_obligation": "Lagaskylda",
        "legitimate_interest": "Lögmætir hagsmunir",
    },
    search="Leita að þjónustu, fyrirtæki eða vafraköku",
    no_match="Ekkert fannst.",
    saving="Verið er að vista val þitt …",
    saved="Val þitt er vistað. Þú getur breytt því hvenær sem er.",
    not_saved="Ekki tókst að vista val þitt. Ekkert var leyft. Reyndu aftur.",
    stale=(
        "Síðan hefur breyst frá því að þú opnaðir hana. Ekkert var vistað. Opnaðu "
        "síðuna á ný og veldu aftur."
    ),
    gpc=(
        "Vafrinn þinn sendir merkið Global Privacy Control. Við lítum á það sem "
        "andmæli við eftirfarandi: {purposes}. Það sem þú velur hér gengur framar."
    ),
    objection=(
        "Þú átt rétt á að andmæla hvenær sem er eftirfarandi: {purposes}. Að hafna hér "
        "jafngildir andmælum."
    ),
    complaint="Þú getur kvartað til þessara stofnana: {first} og {second}.",
    complaint_elsewhere="Þú getur kvartað til persónuverndaryfirvalda í landi þínu.",
    embed_what=(
        "Ef þú birtir efnið geta þessir aðilar vistað og lesið upplýsingar í tækinu "
        "þínu: {providers}. Tilgangur: {purposes}."
    ),
    embed_until=(
        "Þú leyfir aðeins {services}, á öllum vefnum. Þú getur afturkallað það hvenær "
        "sem er með „Val um vafrakökur“."
    ),
    embed_show="Sýna efni: {services}",
    embed_undeclared=(
        "Efni frá þessu veffangi er ekki sýnt: vefurinn hefur ekki gert grein fyrir "
        "því og því er ekki hægt að leyfa það hér."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
