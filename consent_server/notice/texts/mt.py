"""Maltese."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.cldr import Plurals
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Meħtieġ",
        description=(
            "Dak li s-sit jeħtieġ biex jagħmel dak li titlob int: iżomm is-sessjoni "
            "tiegħek miftuħa, iqassam ix-xogħol bejn is-servers, jiftakar il-lingwa "
            "tiegħek u din l-għażla. Il-liġi ma titlobx kunsens għal dan, u għalhekk "
            "dejjem jibqa’ mixgħul."
        ),
    ),
    "functional": PurposeText(
        title="Funzjonijiet addizzjonali",
        description=(
            "Funzjonijiet lil hinn minn dawk bażiċi, bħal chat, kontenut minn siti "
            "oħra fil-paġni tagħna, u formoli li jiftakru dak li tkun ktibt."
        ),
    ),
    "analytics": PurposeText(
        title="Statistika",
        description=(
            "Ikejjel kif jintuża s-sit: liema paġni jinfetħu, minn fejn jiġu n-nies u "
            "fuq xiex jikklikkjaw. Xi servizzi jirreġistraw żjara waħda pass pass."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Isegwi ż-żjarat tiegħek hawn u fuq siti oħra biex jagħżel ir-reklami u "
            "jkejjel l-effett tagħhom."
        ),
    ),
    "scoring": PurposeText(
        title="Evalwazzjoni tal-viżitaturi b’punti",
        description=(
            "Jagħtik punti għall-paġni li tiftaħ, il-fajls li tniżżel, il-formoli li "
            "tibgħat u skont kemm-il darba terġa’ żżur is-sit. Jekk għedtilna min int, "
            "il-punti jintrabtu ma’ ismek. Jekk taqbeż ċertu limitu, xi ħadd mit-tim "
            "tal-bejgħ tagħna jista’ jċempillek jew jiktiblek."
        ),
    ),
}

PAGE = PageTexts(
    title="L-għażliet tiegħek dwar il-cookies",
    intro=(
        "Hawn tista’ tara x’għażilt, tibdlu, u tara kull għażla li ġiet irreġistrata "
        "f’dan il-brawżer."
    ),
    current="X’japplika bħalissa",
    service="Servizz",
    provider="Kumpanija",
    country="Pajjiż",
    status="Stat",
    reason="Għaliex",
    statuses={
        "granted": "Permess",
        "refused": "Mhux permess",
        "undecided": "Għadu ma ntgħażilx",
    },
    reasons={
        "exempt": "Meħtieġ, ma jitlobx kunsens",
        "granted": "Inti ppermettejtu",
        "refused": "Ma ppermettejtux",
        "no_choice_yet": "Għadek ma għażiltx",
        "opt_out_signal": "Il-brawżer tiegħek joġġezzjona f’ismek",
        "policy_changed": "Is-servizzi jew it-testi nbidlu minn mindu għażilt",
        "token_unreadable": "L-għażla maħżuna ma setgħetx tinqara",
        "token_forged": "L-għażla maħżuna mhijiex ġenwina",
        "token_foreign": "L-għażla maħżuna hija ta’ sit ieħor",
        "token_expired": "L-għażla tiegħek skadiet",
    },
    history="Għażliet irreġistrati",
    recorded_at="Ħin",
    action="X’għamilt",
    actions={
        "grant_all": "Aċċettajt kollox",
        "refuse_all": "Irrifjutajt kollox",
        "custom": "Għażilt skont l-iskop",
        "grant_services": "Ippermettejt il-kontenut ta’ servizz",
        "withdraw": "Irtirajt kollox",
        "object": "Oġġezzjonajt",
        "signal": "Oġġezzjoni mibgħuta mill-brawżer",
        "expire": "L-għażla skadiet",
        "import": "Meħud minn sistema preċedenti",
    },
    record_id="Numru tar-rekord",
    copy="Ikkopja",
    copied="Ikkupjat",
    valid_until="Validu sa: {date}",
    object="Oġġezzjona: {purposes}",
    object_effect=(
        "Dak li toġġezzjona għalih jieqaf minnufih u jibqa’ mitfi. Il-bqija jibqa’ kif "
        "għażiltu."
    ),
    receipt="Irċevuta",
    no_record="F’dan il-brawżer ma hija rreġistrata l-ebda għażla.",
    clear="Ħassar ukoll dak li dan is-sit ħażen fil-brawżer tiegħi",
    clear_effect=(
        "Flimkien ma’ “Irtira kollox”. Id-data maħżuna u l-fajls fil-cache jitħassru, "
        "il-cookies jibqgħu: is-sessjoni tiegħek għandha tibqa’ miftuħa, iżda xogħol "
        "li ma nħażinx jista’ jintilef."
    ),
    withdraw_all="Irtira kollox",
    withdrawal_effect=(
        "L-irtirar iwaqqaf minnufih dak kollu li jeħtieġ il-kunsens tiegħek u jħassar "
        "il-cookies li tqiegħdu fuq dan is-sit. Cookies li kumpanija oħra qiegħdet fuq "
        "is-sit tagħha jistgħu jitħassru biss hemmhekk jew fil-brawżer tiegħek. Dak li "
        "sar qabel l-irtirar jibqa’ legali."
    ),
    held="X’qed jinżamm lura bħalissa",
    nothing_held="Xejn mhu qed jinżamm lura.",
    back="Lura lejn is-sit",
    problem="Dan ma rnexxiex",
    no_page="Din il-paġna ma teżistix",
    no_page_detail="L-indirizz jista’ jkun antik jew miktub ħażin.",
)

RIGHTS = RightsTexts(
    title="Ir-rekords tiegħek",
    everything="Niżżel kollox dwar l-għażliet tiegħi",
    everything_effect=(
        "Fajl wieħed b’kull rekord ta’ dan il-brawżer, l-irċevuti tagħhom u dak li "
        "ntwerejt."
    ),
    erase="Ħassar ir-rekords tiegħi",
    erase_effect=(
        "Jirtira kollox, u jneħħi mis-sistemi tagħna l-informazzjoni dwar liema "
        "rekords huma tiegħek."
    ),
    erase_title="Tħassir tar-rekords tiegħek",
    erase_what=(
        "Dak kollu li ppermettejt jiġi rtirat minnufih, u l-cookies tal-għażla tiegħek "
        "jitħassru. Fi żmien {hours} siegħa nħassru mis-sistemi tagħna l-informazzjoni "
        "dwar liema rekords huma tiegħek, u l-paġna u l-brawżer li saru bihom."
    ),
    erase_stays=(
        "Id-deċiżjonijiet jibqgħu mingħajr l-ebda rabta miegħek. Ir-reġistru ffirmat "
        "iżomm entrata mingħajr data personali, biex ħadd ma jkun jista’ jneħħi "
        "rekords bil-moħbi. Ir-rekords jisparixxu mill-kopji ta’ riżerva meta dawn "
        "jiskadu."
    ),
    erase_lost=(
        "Wara dan, ħadd ma jkun jista’ jurik l-istorja jew l-irċevuti tiegħek. Jekk "
        "trid iżżommhom, l-ewwel niżżel kollox."
    ),
    erase_now="Ħassar issa",
    keep="Żomm ir-rekords tiegħi",
    erased_title="Ir-rekords tiegħek se jitħassru",
    erased=(
        "Dak kollu li ppermettejt ġie rtirat. Fi żmien {hours} siegħa r-rekords "
        "tiegħek jitħassru mis-sistemi tagħna. Ir-reġistru jżomm entrata mingħajr data "
        "personali."
    ),
    asked_again=(
        "F’dan il-brawżer m’għadx hemm għażla, u għalhekk is-sit jerġa’ jistaqsik."
    ),
    in_ledger="Fir-reġistru ffirmat",
    not_in_ledger="Għadu mhux fir-reġistru ffirmat: erġa’ niżżel l-irċevuta ftit ieħor",
    restricted="Ristrett: jinżamm u ma jintużax",
    check="Iċċekkja rċevuta",
    check_intro=(
        "Irċevuta tgħid x’ġie rreġistrat, u turi li r-rekord jinsab fir-reġistru "
        "ffirmat. Tella’ l-fajl tagħha, jew waħħal it-test tagħha."
    ),
    check_file="Fajl tal-irċevuta",
    check_text="Jew it-test tagħha",
    check_button="Iċċekkja",
    holds="Din l-irċevuta hija valida",
    holds_detail=(
        "Tgħid x’ġie rreġistrat, u r-rekord jinsab fir-reġistru ffirmat ta’ dan is-sit."
    ),
    incomplete="Din l-irċevuta mhijiex kompluta",
    committed_detail=(
        "Il-partijiet tagħha jaqblu, iżda għad m’għandhiex prova li r-rekord jinsab "
        "fir-reġistru ffirmat. Erġa’ niżżel l-irċevuta biex ikollok il-prova sħiħa."
    ),
    position="Post fir-reġistru",
    fails="Din l-irċevuta mhijiex valida",
    changed_detail=(
        "Tgħid xi ħaġa differenti minn dak li ġie ffirmat, jew ir-rekord tagħha ma "
        "jinsabx fir-reġistru ffirmat."
    ),
    foreign_detail="Hija ta’ reġistru ieħor, li dan is-sit ma jistax jiċċekkja.",
    malformed_detail=(
        "Mhijiex irċevuta, jew saritilha l-ħsara. Ma jista’ jingħad xejn dwar rekord."
    ),
    empty_detail=(
        "Ma kien hemm la fajl u lanqas test. Agħżel il-fajl ta’ rċevuta, jew waħħal "
        "it-test tagħha."
    ),
    too_large_detail="Huwa kbir wisq biex ikun irċevuta.",
    reason="Raġuni eżatta (bl-Ingliż)",
    offline=(
        "Hawn is-sit jiċċekkja l-irċevuta tiegħu stess, u għalhekk trid tafdah. Jekk "
        "tiċċekkja fuq il-kompjuter tiegħek, ma hemmx għalfejn tafda lil ħadd: "
        "biżżejjed iċ-ċavetta pubblika ta’ dan ir-reġistru, l-aħjar mingħand "
        "ħaddieħor, u dan il-kmand."
    ),
    key="Ċavetta pubblika ta’ dan ir-reġistru",
)

DECLARATION = DeclarationTexts(
    title="Cookies fuq dan is-sit",
    intro=(
        "X’iżommu {controller} u oħrajn fuq it-tagħmir tiegħek meta żżur dan is-sit, u "
        "għal xiex. Il-lista ssir mill-istess katalgu li jiddeċiedi x’jista’ jaħdem."
    ),
    your_choice="L-għażla tiegħek",
    change="Ibdel l-għażla tiegħek",
    provider="Kumpanija",
    provider_policy="Politika tal-privatezza: {provider}",
    role="Rwol",
    countries="Pajjiżi fejn tiġi pproċessata d-data",
    transfer="Barra miż-ŻEE",
    stored="X’iżomm {service} fuq it-tagħmir tiegħek",
    nothing_stored="Waħdu ma jżomm xejn fuq it-tagħmir tiegħek.",
    name="Isem",
    kind="Tip",
    place="Fejn",
    life="Kemm idum",
    this_site="Dan is-sit",
    first_party="Cookie",
    third_party="Cookie ta’ sit ieħor",
    local="Ħażna lokali",
    session="Ħażna tas-sessjoni",
    indexeddb="Database fil-brawżer",
    roles={
        "processor": "Taħdem għalina u biss fuq l-istruzzjonijiet tagħna",
        "controller": "Tuża d-data wkoll għal skopijiet tagħha",
        "joint": "Tiddeċiedi flimkien magħna",
    },
    transfers={
        "none": "Id-data tibqa’ fiż-ŻEE",
        "adequacy": (
            "Id-data tista’ tmur f’pajjiż jew għand kumpanija li, skont l-UE, jiżguraw "
            "livell adegwat ta’ protezzjoni"
        ),
        "scc": (
            "Id-data tista’ tmur x’imkien ieħor skont il-klawżoli kuntrattwali "
            "standard tal-UE"
        ),
        "unknown": (
            "Mhux magħruf jekk id-data toħroġx miż-ŻEE u kif tkun protetta f’dak il-każ"
        ),
    },
    until_closed="Sakemm tagħlaq il-brawżer",
    until_tab_closed="Sakemm tagħlaq it-tab",
    until_deleted="Sakemm tħassru",
    version="Verżjoni ta’ din il-lista",
)


def _counted(noun: str, one: str, two: str, few: str) -> Plurals:
    """Count: the plural up to ten, ``-il`` and the singular up to nineteen."""
    return {
        "one": one,
        "two": two,
        "few": f"{{count}} {few}",
        "many": f"{{count}}-il {noun}",
        "other": f"{{count}} {noun}",
    }


UNITS = {
    "second": _counted("sekonda", "sekonda waħda", "żewġ sekondi", "sekondi"),
    "minute": _counted("minuta", "minuta waħda", "żewġ minuti", "minuti"),
    "hour": _counted("siegħa", "siegħa waħda", "sagħtejn", "sigħat"),
    "day": _counted("jum", "jum wieħed", "jumejn", "ijiem"),
    "week": _counted("ġimgħa", "ġimgħa waħda", "ġimagħtejn", "ġimgħat"),
    "month": _counted("xahar", "xahar wieħed", "xahrejn", "xhur"),
    "year": _counted("sena", "sena waħda", "sentejn", "snin"),
}

TEXTS = Texts(
    language="mt",
    direction="ltr",
    title="L-għażla tiegħek dwar il-cookies",
    what=(
        "Aħna, {controller}, nitolbu l-kunsens tiegħek biex tinħażen u tinqara "
        "informazzjoni fuq it-tagħmir tiegħek, pereżempju f’cookies. Sakemm tagħżel, "
        "ma jintuża xejn li jeħtieġ kunsens."
    ),
    who_none="L-ebda kumpanija oħra mhija involuta.",
    who_some={
        "one": "Hija involuta kumpanija oħra waħda.",
        "two": "Huma involuti żewġ kumpaniji oħra.",
        "few": "Huma involuti {count} kumpaniji oħra.",
        "many": "Huma involuti {count}-il kumpanija oħra.",
        "other": "Huma involuti {count} kumpanija oħra.",
    },
    who_link="Min huma u x’jaħżnu",
    why="Skopijiet u kumpaniji:",
    withdrawal=(
        "Tista’ tbiddel jew tirtira l-għażla tiegħek meta trid permezz ta’ “Għażliet "
        "tal-cookies” f’qiegħ kull paġna."
    ),
    accept_all="Aċċetta kollox",
    reject_all="Irrifjuta kollox",
    choose="Agħżel",
    save="Aħżen l-għażliet",
    purposes_legend="X’tippermetti?",
    always_on="Dejjem mixgħul",
    privacy_policy="Politika tal-privatezza",
    more="L-għażliet tiegħek u l-istorja tagħhom",
    link="Għażliet tal-cookies",
    details="Servizzi u x’iżommu",
    follow="Bħall-iskop tiegħu",
    basis="Bażi legali",
    bases={
        "consent": "Il-kunsens tiegħek",
        "contract": "Kuntratt miegħek",
        "legal_obligation": "Obbligu legali",
        "legitimate_interest": "Interess leġittimu",
    },
    search="Fittex servizz, kumpanija jew cookie",
    no_match="Ma nstab xejn.",
    saving="L-għażla tiegħek qed tinħażen …",
    saved="L-għażla tiegħek inħażnet. Tista’ tbiddilha meta trid.",
    not_saved=(
        "L-għażla tiegħek ma setgħetx tinħażen. Ma ġie permess xejn. Erġa’ pprova."
    ),
    stale=(
        "Il-paġna nbidlet minn mindu ftaħtha. Ma nħażen xejn. Erġa’ ftaħ il-paġna u "
        "agħżel mill-ġdid."
    ),
    gpc=(
        "Il-brawżer tiegħek jibgħat is-sinjal Global Privacy Control. Inqisuh bħala "
        "oġġezzjoni għal dan: {purposes}. Dak li tagħżel int stess hawn jiġi l-ewwel."
    ),
    objection=(
        "Għandek id-dritt li meta trid toġġezzjona għal dan: {purposes}. Jekk "
        "tirrifjuta hawn, dan jgħodd bħala oġġezzjoni."
    ),
    complaint="Tista’ tressaq ilment quddiem: {first} u {second}.",
    complaint_elsewhere=(
        "Tista’ tressaq ilment quddiem l-awtorità tal-protezzjoni tad-data ta’ "
        "pajjiżek."
    ),
    embed_what=(
        "Jekk turi dan il-kontenut, tista’ tinħażen u tinqara informazzjoni fuq "
        "it-tagħmir tiegħek. Kumpanija: {providers}. Skop: {purposes}."
    ),
    embed_until=(
        "Qed tippermetti biss {services}, fuq dan is-sit kollu. Tista’ tħassar dan "
        "il-permess meta trid permezz ta’ “Għażliet tal-cookies”."
    ),
    embed_show="Uri l-kontenut: {services}",
    embed_undeclared=(
        "Il-kontenut minn dan l-indirizz ma jintweriex: dan is-sit ma ddikjarahx, u "
        "għalhekk ma jistax jiġi permess hawnhekk."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
    units=UNITS,
)
