"""Irish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.cldr import Plurals
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Riachtanach",
        description=(
            "Na rudaí a theastaíonn ón suíomh chun an méid a iarrann tú a dhéanamh: tú "
            "a choinneáil logáilte isteach, an t-ualach a roinnt idir freastalaithe, "
            "cuimhneamh ar do theanga agus ar an rogha seo. Ní éilíonn an dlí toiliú "
            "dó seo, agus mar sin bíonn sé i gcónaí ar siúl."
        ),
    ),
    "functional": PurposeText(
        title="Feidhmeanna breise",
        description=(
            "Feidhmeanna de bhreis ar na bunfheidhmeanna, mar shampla comhrá, ábhar ó "
            "shuíomhanna eile inár leathanaigh féin, agus foirmeacha a choinníonn an "
            "méid a chlóscríobh tú."
        ),
    ),
    "analytics": PurposeText(
        title="Staitisticí",
        description=(
            "Tomhastar conas a úsáidtear an suíomh: na leathanaigh a dtugann daoine "
            "cuairt orthu, cad as a dtagann siad agus cad air a gcliceálann siad. "
            "Taifeadann roinnt seirbhísí cuairt ar leith céim ar chéim."
        ),
    ),
    "marketing": PurposeText(
        title="Margaíocht",
        description=(
            "Leantar do chuairteanna anseo agus ar shuíomhanna eile chun fógraí a "
            "roghnú agus a n-éifeacht a thomhas."
        ),
    ),
    "scoring": PurposeText(
        title="Scóráil cuairteoirí",
        description=(
            "Tugtar pointí duit as na leathanaigh a osclaíonn tú, na comhaid a "
            "íoslódálann tú, na foirmeacha a sheolann tú agus a mhinice a fhilleann "
            "tú. Má d’inis tú dúinn cé tú féin, nasctar na pointí le d’ainm. Má théann "
            "na pointí thar theorainn áirithe, d’fhéadfadh duine ónár bhfoireann "
            "díolacháin glaoch ort nó scríobh chugat."
        ),
    ),
}

PAGE = PageTexts(
    title="Do roghanna fianán",
    intro=(
        "Anseo is féidir leat an méid a roghnaigh tú a fheiceáil agus a athrú, agus "
        "gach rogha a taifeadadh sa bhrabhsálaí seo a fheiceáil."
    ),
    current="Cad atá i bhfeidhm anois",
    service="Seirbhís",
    provider="Cuideachta",
    country="Tír",
    status="Stádas",
    reason="Cén fáth",
    statuses={
        "granted": "Ceadaithe",
        "refused": "Gan cheadú",
        "undecided": "Gan roghnú fós",
    },
    reasons={
        "exempt": "Riachtanach, níl toiliú de dhíth",
        "granted": "Cheadaigh tú é",
        "refused": "Níor cheadaigh tú é",
        "no_choice_yet": "Níl rogha déanta agat fós",
        "opt_out_signal": "Déanann do bhrabhsálaí agóid ar do shon",
        "policy_changed": "Athraíodh na seirbhísí nó na téacsanna ó rinne tú do rogha",
        "token_unreadable": "Níorbh fhéidir an rogha stóráilte a léamh",
        "token_forged": "Níl an rogha stóráilte barántúil",
        "token_foreign": "Baineann an rogha stóráilte le suíomh eile",
        "token_expired": "Tá do rogha imithe in éag",
    },
    history="Roghanna taifeadta",
    recorded_at="Am",
    action="Cad a rinne tú",
    actions={
        "grant_all": "Ghlac tú leo uile",
        "refuse_all": "Dhiúltaigh tú dóibh uile",
        "custom": "Roghnaigh tú de réir cuspóra",
        "grant_services": "Cheadaigh tú ábhar ó sheirbhís",
        "withdraw": "Tharraing tú gach toiliú siar",
        "object": "Rinne tú agóid",
        "signal": "Agóid a sheol an brabhsálaí",
        "expire": "Chuaigh an rogha in éag",
        "import": "Aistrithe ó chóras níos luaithe",
    },
    record_id="Uimhir an taifid",
    copy="Cóipeáil",
    copied="Cóipeáilte",
    valid_until="Bailí go dtí {date}",
    object="Déan agóid: {purposes}",
    object_effect=(
        "Stopann an rud a ndéanann tú agóid ina choinne láithreach agus ní thosaíonn "
        "sé arís. Fanann gach rud eile mar a roghnaigh tú."
    ),
    receipt="Admháil",
    no_record="Níl aon rogha taifeadta sa bhrabhsálaí seo.",
    clear="Glan freisin an méid a stóráil an suíomh seo i mo bhrabhsálaí",
    clear_effect=(
        "In éineacht le “Tarraing gach toiliú siar”. Scriostar sonraí stóráilte agus "
        "comhaid sa taisce, ach fanann na fianáin: ba cheart go bhfanfá logáilte "
        "isteach, ach d’fhéadfaí obair nár sábháladh a chailleadh."
    ),
    withdraw_all="Tarraing gach toiliú siar",
    withdrawal_effect=(
        "Nuair a tharraingíonn tú do thoiliú siar, stopann láithreach gach rud a "
        "éilíonn toiliú, agus scriostar na fianáin a socraíodh ar an suíomh seo. Ní "
        "féidir fianáin a shocraigh cuideachta eile ar a suíomh féin a scriosadh ach "
        "ansin nó i do bhrabhsálaí. Tá an méid a rinneadh roimhe sin dleathach i "
        "gcónaí."
    ),
    held="Cad atá á choinneáil siar anois",
    nothing_held="Níl aon rud á choinneáil siar.",
    back="Ar ais chuig an suíomh",
    problem="Níor éirigh leis seo",
    no_page="Níl an leathanach seo ann",
    no_page_detail="B’fhéidir gur seanseoladh é nó gur clóscríobhadh mícheart é.",
)

RIGHTS = RightsTexts(
    title="Do thaifid",
    everything="Íoslódáil gach rud faoi mo roghanna",
    everything_effect=(
        "Comhad amháin ina bhfuil gach taifead ón mbrabhsálaí seo, a n-admhálacha agus "
        "an méid a taispeánadh duit."
    ),
    erase="Scrios mo thaifid",
    erase_effect=(
        "Tarraingítear gach toiliú siar, agus baintear as ár gcórais an t-eolas faoi "
        "na taifid ar leatsa iad."
    ),
    erase_title="Scrios do thaifid",
    erase_what=(
        "Tarraingítear siar láithreach gach rud a cheadaigh tú, agus scriostar fianáin "
        "do rogha. Laistigh de {hours} uair an chloig scriosaimid as ár gcórais an "
        "t-eolas faoi na taifid ar leatsa iad, agus an leathanach agus an brabhsálaí "
        "lena ndearnadh iad."
    ),
    erase_stays=(
        "Fanann na cinntí gan aon nasc leatsa. Coinníonn an clár sínithe iontráil gan "
        "sonraí pearsanta, ionas nach féidir le duine ar bith taifid a bhaint i ngan "
        "fhios. Imíonn na taifid as cúlchóipeanna nuair a théann na cóipeanna in éag."
    ),
    erase_lost=(
        "Ina dhiaidh sin ní féidir le duine ar bith do stair ná d’admhálacha a "
        "thaispeáint duit. Más mian leat iad a choinneáil, íoslódáil gach rud ar dtús."
    ),
    erase_now="Scrios anois",
    keep="Coinnigh mo thaifid",
    erased_title="Scriosfar do thaifid",
    erased=(
        "Tá gach rud a cheadaigh tú tarraingthe siar. Laistigh de {hours} uair an "
        "chloig scriosfar do thaifid as ár gcórais. Coinníonn an clár iontráil gan "
        "sonraí pearsanta."
    ),
    asked_again=(
        "Níl aon rogha sa bhrabhsálaí seo a thuilleadh, agus mar sin cuirfidh an "
        "suíomh an cheist ort arís."
    ),
    in_ledger="Sa chlár sínithe",
    not_in_ledger=(
        "Níl sé sa chlár sínithe fós: faigh an admháil arís i gceann tamaillín"
    ),
    restricted="Srianta: coinnítear é ach ní úsáidtear é",
    check="Seiceáil admháil",
    check_intro=(
        "Insíonn admháil cad a taifeadadh, agus taispeánann sí go bhfuil an taifead sa "
        "chlár sínithe. Uaslódáil a comhad, nó greamaigh a téacs."
    ),
    check_file="Comhad na hadmhála",
    check_text="Nó a téacs",
    check_button="Seiceáil",
    holds="Tá an admháil seo bailí",
    holds_detail=(
        "Insíonn sí cad a taifeadadh, agus tá an taifead i gclár sínithe an tsuímh seo."
    ),
    incomplete="Níl an admháil seo iomlán",
    committed_detail=(
        "Tá a codanna ag teacht le chéile, ach níl cruthúnas aici fós go bhfuil an "
        "taifead sa chlár sínithe. Faigh an admháil arís chun an cruthúnas iomlán a "
        "bheith agat."
    ),
    position="Áit sa chlár",
    fails="Níl an admháil seo bailí",
    changed_detail=(
        "Deir sí rud éigin seachas an méid a síníodh, nó níl a taifead sa chlár "
        "sínithe."
    ),
    foreign_detail=(
        "Baineann sí le clár eile, nach féidir leis an suíomh seo a sheiceáil."
    ),
    malformed_detail=(
        "Ní admháil í, nó tá damáiste déanta di. Ní féidir aon rud a rá faoi thaifead."
    ),
    empty_detail=(
        "Ní raibh comhad ná téacs ann. Roghnaigh comhad admhála, nó greamaigh a téacs."
    ),
    too_large_detail="Tá sé rómhór le bheith ina admháil.",
    reason="An chúis bheacht (i mBéarla)",
    offline=(
        "Anseo seiceálann an suíomh a admháil féin, agus mar sin caithfidh tú muinín a "
        "bheith agat as. Má sheiceálann tú ar do ríomhaire féin, ní gá duit muinín a "
        "bheith agat as duine ar bith: is leor eochair phoiblí an chláir seo, ó dhuine "
        "eile más féidir, agus an t-ordú seo."
    ),
    key="Eochair phoiblí an chláir seo",
)

DECLARATION = DeclarationTexts(
    title="Fianáin ar an suíomh seo",
    intro=(
        "An méid a choinníonn {controller} agus daoine eile ar do ghléas nuair a "
        "thugann tú cuairt ar an suíomh seo, agus cén fáth. Déantar an liosta as an "
        "gcatalóg chéanna a chinneann cad is féidir a rith."
    ),
    your_choice="Do rogha",
    change="Athraigh do rogha",
    provider="Cuideachta",
    provider_policy="Polasaí príobháideachta: {provider}",
    role="Ról",
    countries="Tíortha ina bpróiseáiltear sonraí",
    transfer="Lasmuigh den LEE",
    stored="An méid a choinníonn {service} ar do ghléas",
    nothing_stored="Ní choinníonn sí féin aon rud ar do ghléas.",
    name="Ainm",
    kind="Cineál",
    place="Cén áit",
    life="Cá fhad",
    this_site="An suíomh seo",
    first_party="Fianán",
    third_party="Fianán ó shuíomh eile",
    local="Stóras logánta",
    session="Stóras seisiúin",
    indexeddb="Bunachar sonraí sa bhrabhsálaí",
    roles={
        "processor": "Ag obair dúinne, de réir ár dtreoracha amháin",
        "controller": "Ag úsáid na sonraí chun a cuspóirí féin freisin",
        "joint": "Ag cinneadh in éineacht linne",
    },
    transfers={
        "none": "Fanann sonraí laistigh den LEE",
        "adequacy": (
            "D’fhéadfadh sonraí dul chuig tír nó cuideachta ar chinn an AE go bhfuil "
            "leibhéal leordhóthanach cosanta aici"
        ),
        "scc": (
            "D’fhéadfadh sonraí dul áit eile faoi chlásail chonarthacha chaighdeánacha "
            "an AE"
        ),
        "unknown": (
            "Ní fios an bhfágann sonraí an LEE, ná conas a chosnaítear iad ansin"
        ),
    },
    until_closed="Go dtí go ndúnfaidh tú an brabhsálaí",
    until_tab_closed="Go dtí go ndúnfaidh tú an cluaisín",
    until_deleted="Go dtí go scriosfaidh tú é",
    version="Leagan den liosta seo",
)


def _counted(other: str, **others: str) -> Plurals:
    """Count by nouns that change after some numbers, keyed by plural category."""
    nouns = others | {"other": other}
    return {category: f"{{count}} {noun}" for category, noun in nouns.items()}


UNITS = {
    "second": _counted("soicind", two="shoicind", few="shoicind"),
    "minute": _counted("nóiméad"),
    "hour": _counted(
        "uair an chloig", few="huaire an chloig", many="n-uaire an chloig"
    ),
    "day": _counted("lá"),
    "week": _counted(
        "seachtain", two="sheachtain", few="seachtaine", many="seachtaine"
    ),
    "month": _counted("mí", one="mhí", two="mhí", few="mhí"),
    "year": _counted(
        "bliain", one="bhliain", two="bhliain", few="bliana", many="mbliana"
    ),
}

TEXTS = Texts(
    language="ga",
    direction="ltr",
    title="Do rogha maidir le fianáin",
    what=(
        "Iarrann {controller} do thoiliú chun faisnéis a stóráil agus a léamh ar do "
        "ghléas, mar shampla i bhfianáin. Go dtí go ndéanfaidh tú rogha, ní úsáidtear "
        "aon rud a éilíonn toiliú."
    ),
    who_none="Níl aon chuideachta eile páirteach.",
    who_some={
        "one": "Tá cuideachta amháin eile páirteach.",
        "two": "Tá dhá chuideachta eile páirteach.",
        "few": "Tá {count} chuideachta eile páirteach.",
        "many": "Tá {count} gcuideachta eile páirteach.",
        "other": "Tá {count} cuideachta eile páirteach.",
    },
    who_link="Cé hiad féin agus cad a stórálann siad",
    why="Cuspóirí agus cuideachtaí:",
    withdrawal=(
        "Is féidir leat do rogha a athrú nó a tharraingt siar am ar bith le “Roghanna "
        "fianán” ag bun gach leathanaigh."
    ),
    accept_all="Glac leo uile",
    reject_all="Diúltaigh dóibh",
    choose="Roghnaigh",
    save="Sábháil roghanna",
    purposes_legend="Cad a cheadaíonn tú?",
    always_on="I gcónaí ar siúl",
    privacy_policy="Polasaí príobháideachta",
    more="Do roghanna agus a stair",
    link="Roghanna fianán",
    details="Seirbhísí agus cad a choinníonn siad",
    follow="De réir a cuspóra",
    basis="Bunús dlí",
    bases={
        "consent": "Do thoiliú",
        "contract": "Conradh leat",
        "legal_obligation": "Oibleagáid dhlíthiúil",
        "legitimate_interest": "Leas dlisteanach",
    },
    search="Cuardaigh seirbhís, cuideachta nó fianán",
    no_match="Níor aimsíodh aon rud.",
    saving="Do rogha á sábháil …",
    saved="Tá do rogha sábháilte. Is féidir leat í a athrú am ar bith.",
    not_saved=(
        "Níorbh fhéidir do rogha a shábháil. Níor ceadaíodh aon rud. Bain triail eile "
        "as."
    ),
    stale=(
        "Athraíodh an leathanach ó d’oscail tú é. Níor sábháladh aon rud. Athlódáil an "
        "leathanach agus roghnaigh arís."
    ),
    gpc=(
        "Seolann do bhrabhsálaí an comhartha Global Privacy Control. Glacaimid leis "
        "mar agóid ina choinne seo: {purposes}. Tá tosaíocht ag an rogha a dhéanann tú "
        "féin anseo."
    ),
    objection=(
        "Tá sé de cheart agat agóid a dhéanamh am ar bith ina choinne seo: {purposes}. "
        "Is ionann diúltú anseo agus agóid."
    ),
    complaint="Is féidir leat gearán a dhéanamh leo seo: {first} agus {second}.",
    complaint_elsewhere=(
        "Is féidir leat gearán a dhéanamh le húdarás cosanta sonraí do thíre."
    ),
    embed_what=(
        "Má thaispeánann tú an t-ábhar seo, féadfaidh {providers} faisnéis a stóráil "
        "agus a léamh ar do ghléas. Cuspóir: {purposes}."
    ),
    embed_until=(
        "Ní cheadaíonn tú ach {services}, ar an suíomh seo ar fad. Is féidir leat é "
        "sin a chur ar ceal am ar bith le “Roghanna fianán”."
    ),
    embed_show="Taispeáin an t-ábhar: {services}",
    embed_undeclared=(
        "Ní thaispeántar ábhar ón seoladh seo: níor dhearbhaigh an suíomh é, agus mar "
        "sin ní féidir é a cheadú anseo."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
    units=UNITS,
)
