"""Romanian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necesare",
        description=(
            "Ceea ce îi trebuie site-ului ca să facă ce îi cereți: să vă păstreze "
            "autentificarea, să împartă traficul între servere, să rețină limba și "
            "această alegere. Legea nu cere aici consimțământul, de aceea sunt mereu "
            "active."
        ),
    ),
    "functional": PurposeText(
        title="Funcții suplimentare",
        description=(
            "Funcții în plus față de cele de bază, cum ar fi chatul, conținutul altor "
            "site-uri în paginile noastre și formularele care rețin ce ați scris."
        ),
    ),
    "analytics": PurposeText(
        title="Statistică",
        description=(
            "Măsoară cum este folosit site-ul: ce pagini sunt vizitate, de unde vin "
            "vizitatorii și pe ce dau clic. Unele servicii înregistrează o vizită pas "
            "cu pas."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Vă urmărește vizitele aici și pe alte site-uri, pentru a alege reclame și "
            "a le măsura efectul."
        ),
    ),
    "scoring": PurposeText(
        title="Punctarea vizitatorilor",
        description=(
            "Vă acordă puncte pentru paginile deschise, fișierele descărcate, "
            "formularele trimise și pentru cât de des reveniți. Dacă ne-ați spus cine "
            "sunteți, punctele sunt asociate cu numele dumneavoastră. Peste un anumit "
            "prag, cineva din echipa noastră de vânzări vă poate suna sau scrie."
        ),
    ),
}

PAGE = PageTexts(
    title="Opțiunile dumneavoastră pentru cookie-uri",
    intro=(
        "Aici vedeți ce ați ales, puteți schimba alegerea și puteți vedea fiecare "
        "alegere înregistrată în acest browser."
    ),
    current="Ce este valabil acum",
    service="Serviciu",
    provider="Companie",
    country="Țară",
    status="Stare",
    reason="De ce",
    statuses={
        "granted": "Permis",
        "refused": "Nepermis",
        "undecided": "Încă fără alegere",
    },
    reasons={
        "exempt": "Necesar, nu cere consimțământ",
        "granted": "Ați permis acest lucru",
        "refused": "Nu ați permis acest lucru",
        "no_choice_yet": "Nu ați ales încă",
        "opt_out_signal": "Browserul se opune în numele dumneavoastră",
        "policy_changed": "Serviciile sau textele s-au schimbat de când ați ales",
        "token_unreadable": "Alegerea salvată nu a putut fi citită",
        "token_forged": "Alegerea salvată nu este autentică",
        "token_foreign": "Alegerea salvată aparține altui site",
        "token_expired": "Alegerea dumneavoastră a expirat",
    },
    history="Alegeri înregistrate",
    recorded_at="Data și ora",
    action="Ce ați făcut",
    actions={
        "grant_all": "Ați acceptat tot",
        "refuse_all": "Ați respins tot",
        "custom": "Ați ales pe scopuri",
        "grant_services": "Ați permis conținutul unui serviciu",
        "withdraw": "Ați retras tot",
        "object": "V-ați opus",
        "signal": "Opoziție trimisă de browser",
        "expire": "Alegerea a expirat",
        "import": "Preluat dintr-un sistem anterior",
    },
    record_id="Numărul înregistrării",
    copy="Copiază",
    copied="Copiat",
    valid_until="Valabil până la {date}",
    object="Mă opun: {purposes}",
    object_effect=(
        "Lucrul căruia vă opuneți se oprește imediat și rămâne oprit. Restul rămâne "
        "așa cum ați ales."
    ),
    receipt="Recipisă",
    no_record="În acest browser nu este înregistrată nicio alegere.",
    clear="Șterge și ce a stocat acest site în browserul meu",
    clear_effect=(
        "Se aplică împreună cu „Retrage tot”. Datele stocate și fișierele din memoria "
        "cache dispar, cookie-urile rămân: sesiunea ar trebui să rămână deschisă, dar "
        "puteți pierde ce nu ați salvat."
    ),
    withdraw_all="Retrage tot",
    withdrawal_effect=(
        "Retragerea oprește imediat tot ce are nevoie de consimțământul dumneavoastră "
        "și șterge cookie-urile plasate pe acest site. Cookie-urile pe care altă "
        "companie le-a plasat pe propriul site pot fi șterse numai acolo sau din "
        "browser. Ce s-a întâmplat înainte de retragere rămâne legal."
    ),
    held="Ce este blocat acum",
    nothing_held="Nimic nu este blocat.",
    back="Înapoi la site",
    problem="Nu a reușit",
    no_page="Această pagină nu există",
    no_page_detail="Adresa poate fi veche sau scrisă greșit.",
)

RIGHTS = RightsTexts(
    title="Înregistrările dumneavoastră",
    everything="Descarcă tot despre alegerile mele",
    everything_effect=(
        "Un singur fișier cu toate înregistrările din acest browser, cu recipisele lor "
        "și cu ce vi s-a afișat."
    ),
    erase="Șterge înregistrările mele",
    erase_effect=(
        "Retrage tot și elimină din sistemele noastre informația despre care "
        "înregistrări vă aparțin."
    ),
    erase_title="Ștergerea înregistrărilor dumneavoastră",
    erase_what=(
        "Tot ce ați permis se retrage imediat, iar cookie-urile cu alegerea "
        "dumneavoastră se șterg. În termen de {hours} de ore ștergem din sistemele "
        "noastre informația despre care înregistrări vă aparțin, precum și pagina și "
        "browserul în care au fost făcute."
    ),
    erase_stays=(
        "Deciziile rămân fără nicio legătură cu dumneavoastră. Registrul semnat "
        "păstrează o mențiune fără date cu caracter personal, ca nimeni să nu poată "
        "elimina înregistrări fără să se observe. Din copiile de rezervă dispar când "
        "acestea expiră."
    ),
    erase_lost=(
        "După aceea nimeni nu vă mai poate arăta istoricul sau recipisele. Dacă vreți "
        "să le păstrați, descărcați mai întâi tot."
    ),
    erase_now="Șterge acum",
    keep="Păstrează înregistrările",
    erased_title="Înregistrările dumneavoastră vor fi șterse",
    erased=(
        "Tot ce ați permis este retras. În termen de {hours} de ore înregistrările "
        "dumneavoastră vor fi șterse din sistemele noastre. Registrul păstrează o "
        "mențiune fără date cu caracter personal."
    ),
    asked_again=(
        "În acest browser nu mai există nicio alegere, așa că site-ul vă va întreba "
        "din nou."
    ),
    in_ledger="În registrul semnat",
    not_in_ledger=(
        "Nu este încă în registrul semnat: descărcați din nou recipisa peste câteva "
        "clipe"
    ),
    restricted="Restricționată: păstrată, dar nefolosită",
    check="Verifică o recipisă",
    check_intro=(
        "O recipisă arată ce s-a înregistrat și că înregistrarea se află în registrul "
        "semnat. Încărcați fișierul sau lipiți textul ei."
    ),
    check_file="Fișierul recipisei",
    check_text="Sau textul ei",
    check_button="Verifică",
    holds="Această recipisă este valabilă",
    holds_detail=(
        "Arată ce s-a înregistrat, iar înregistrarea se află în registrul semnat al "
        "acestui site."
    ),
    incomplete="Această recipisă nu este completă",
    committed_detail=(
        "Părțile ei se potrivesc, dar încă lipsește dovada că înregistrarea se află în "
        "registrul semnat. Pentru dovada întreagă, descărcați din nou recipisa."
    ),
    position="Poziția în registru",
    fails="Această recipisă nu este valabilă",
    changed_detail=(
        "Arată altceva decât ce s-a semnat sau înregistrarea ei nu se află în "
        "registrul semnat."
    ),
    foreign_detail="Aparține altui registru, pe care acest site nu îl poate verifica.",
    malformed_detail=(
        "Nu este o recipisă sau este deteriorată. Nu se poate spune nimic despre vreo "
        "înregistrare."
    ),
    empty_detail=(
        "Nu a fost trimis niciun fișier și niciun text. Alegeți fișierul unei recipise "
        "sau lipiți textul ei."
    ),
    too_large_detail="Este prea mare pentru o recipisă.",
    reason="Motivul exact (în engleză)",
    offline=(
        "Aici site-ul își verifică propria recipisă, deci trebuie să aveți încredere "
        "în el. Cine verifică pe propriul calculator nu trebuie să se încreadă în "
        "nimeni: îi ajung cheia publică a acestui registru, de preferat de la "
        "altcineva, și această comandă."
    ),
    key="Cheia publică a acestui registru",
)

DECLARATION = DeclarationTexts(
    title="Cookie-uri pe acest site",
    intro=(
        "Ce păstrează {controller} și alții pe dispozitivul dumneavoastră când "
        "vizitați acest site și în ce scop. Lista provine din același catalog care "
        "decide ce are voie să ruleze."
    ),
    your_choice="Alegerea dumneavoastră",
    change="Schimbă alegerea",
    provider="Companie",
    provider_policy="Politica de confidențialitate {provider}",
    role="Rol",
    countries="Țările în care se prelucrează datele",
    transfer="În afara SEE",
    stored="Ce păstrează {service} pe dispozitivul dumneavoastră",
    nothing_stored=(
        "Serviciul în sine nu păstrează nimic pe dispozitivul dumneavoastră."
    ),
    name="Nume",
    kind="Tip",
    place="Unde",
    life="Cât timp",
    this_site="Acest site",
    first_party="Cookie",
    third_party="Cookie al altui site",
    local="Stocare locală",
    session="Stocare pe sesiune",
    indexeddb="Bază de date în browser",
    roles={
        "processor": "Lucrează pentru noi și numai pe baza instrucțiunilor noastre",
        "controller": "Folosește datele și în scopuri proprii",
        "joint": "Decide împreună cu noi",
    },
    transfers={
        "none": "Datele rămân în SEE",
        "adequacy": (
            "Datele pot ajunge într-o țară sau la o companie a cărei protecție a fost "
            "considerată adecvată de UE"
        ),
        "scc": (
            "Datele pot ajunge în altă parte pe baza clauzelor contractuale standard "
            "ale UE"
        ),
        "unknown": "Nu se știe dacă datele ies din SEE și cum sunt protejate atunci",
    },
    until_closed="Până închideți browserul",
    until_tab_closed="Până închideți fila",
    until_deleted="Până când le ștergeți",
    version="Versiunea acestei liste",
)

TEXTS = Texts(
    language="ro",
    direction="ltr",
    title="Alegerea dumneavoastră privind cookie-urile",
    what=(
        "{controller} vă cere consimțământul pentru a stoca și a citi informații pe "
        "dispozitivul dumneavoastră, de exemplu în cookie-uri. Până când alegeți, nu "
        "se folosește nimic din ce cere consimțământ."
    ),
    who_none="Nu este implicată nicio altă companie.",
    who_some={
        "one": "Este implicată o altă companie.",
        "few": "Sunt implicate alte {count} companii.",
        "other": "Sunt implicate alte {count} de companii.",
    },
    who_link="Cine sunt și ce stochează",
    why="În ce scop și cine:",
    withdrawal=(
        "Vă puteți schimba sau retrage alegerea oricând, din „Setări cookie”, în "
        "partea de jos a fiecărei pagini."
    ),
    accept_all="Acceptă tot",
    reject_all="Respinge tot",
    choose="Alege",
    save="Salvează alegerea",
    purposes_legend="Ce permiteți?",
    always_on="Mereu active",
    privacy_policy="Politica de confidențialitate",
    more="Alegerile și istoricul lor",
    link="Setări cookie",
    details="Serviciile și ce păstrează ele",
    follow="La fel ca scopul",
    basis="Temei juridic",
    bases={
        "consent": "Consimțământul dumneavoastră",
        "contract": "Un contract cu dumneavoastră",
        "legal_obligation": "O obligație legală",
        "legitimate_interest": "Un interes legitim",
    },
    search="Caută un serviciu, o companie sau un cookie",
    no_match="Nu s-a găsit nimic.",
    saving="Se salvează alegerea…",
    saved="Alegerea este salvată. O puteți schimba oricând.",
    not_saved="Alegerea nu a putut fi salvată. Nu s-a permis nimic. Încercați din nou.",
    stale=(
        "Pagina s-a schimbat de când ați deschis-o. Nu s-a salvat nimic. Reîncărcați "
        "pagina și alegeți din nou."
    ),
    gpc=(
        "Browserul dumneavoastră trimite semnalul Global Privacy Control. Îl "
        "considerăm o opoziție la următoarele: {purposes}. Are prioritate ce alegeți "
        "aici chiar dumneavoastră."
    ),
    objection=(
        "Aveți dreptul să vă opuneți oricând următoarelor: {purposes}. Respingerea "
        "aici este considerată opoziție."
    ),
    complaint="Puteți depune o plângere la {first} și la {second}.",
    complaint_elsewhere=(
        "Puteți depune o plângere la autoritatea pentru protecția datelor din țara "
        "dumneavoastră."
    ),
    embed_what=(
        "Dacă afișați acest conținut, pe dispozitivul dumneavoastră pot fi stocate și "
        "citite informații de către {providers}. Scop: {purposes}."
    ),
    embed_until=(
        "Permiteți numai {services}, pe întregul site. Puteți anula oricând din "
        "„Setări cookie”."
    ),
    embed_show="Afișează conținut de la {services}",
    embed_undeclared=(
        "Conținutul de la această adresă nu este afișat: site-ul nu l-a declarat, așa "
        "că nu poate fi permis aici."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
