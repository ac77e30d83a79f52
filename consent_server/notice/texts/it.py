"""Italian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necessari",
        description=(
            "Ciò che serve al sito per fare quello che gli si chiede: mantenere "
            "l’accesso, distribuire il carico tra i server, ricordare la lingua e "
            "questa scelta. Per questo la legge non richiede il consenso, quindi è "
            "sempre attivo."
        ),
    ),
    "functional": PurposeText(
        title="Funzioni aggiuntive",
        description=(
            "Funzioni che vanno oltre l’essenziale, come la chat, i contenuti di altri "
            "siti nelle nostre pagine e i moduli che ricordano quanto è stato scritto."
        ),
    ),
    "analytics": PurposeText(
        title="Statistiche",
        description=(
            "Misura come viene usato il sito: quali pagine si visitano, da dove "
            "arrivano le persone e su che cosa fanno clic. Alcuni servizi registrano "
            "una singola visita passo per passo."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Segue le sue visite qui e su altri siti per scegliere gli annunci "
            "pubblicitari e misurarne l’effetto."
        ),
    ),
    "scoring": PurposeText(
        title="Punteggio dei visitatori",
        description=(
            "Le assegna punti per le pagine che apre, i file che scarica, i moduli che "
            "invia e la frequenza con cui ritorna. Se ci ha detto chi è, i punti sono "
            "collegati al suo nome. Oltre una certa soglia, una persona del nostro "
            "reparto vendite può telefonarle o scriverle."
        ),
    ),
}

PAGE = PageTexts(
    title="Le sue scelte sui cookie",
    intro=(
        "Qui può vedere che cosa ha scelto, cambiarlo e consultare ogni scelta "
        "registrata in questo browser."
    ),
    current="Che cosa vale ora",
    service="Servizio",
    provider="Azienda",
    country="Paese",
    status="Stato",
    reason="Motivo",
    statuses={
        "granted": "Consentito",
        "refused": "Non consentito",
        "undecided": "Non ancora scelto",
    },
    reasons={
        "exempt": "Necessario, non richiede consenso",
        "granted": "Lo ha consentito",
        "refused": "Non lo ha consentito",
        "no_choice_yet": "Non ha ancora scelto",
        "opt_out_signal": "Il suo browser si oppone per suo conto",
        "policy_changed": "I servizi o i testi sono cambiati dopo la sua scelta",
        "token_unreadable": "Non è stato possibile leggere la scelta salvata",
        "token_forged": "La scelta salvata non è autentica",
        "token_foreign": "La scelta salvata appartiene a un altro sito",
        "token_expired": "La sua scelta è scaduta",
    },
    history="Scelte registrate",
    recorded_at="Data e ora",
    action="Che cosa ha fatto",
    actions={
        "grant_all": "Ha accettato tutto",
        "refuse_all": "Ha rifiutato tutto",
        "custom": "Ha scelto per finalità",
        "grant_services": "Ha consentito il contenuto di un servizio",
        "withdraw": "Ha revocato il consenso",
        "object": "Ha espresso opposizione",
        "signal": "Opposizione inviata dal browser",
        "expire": "La scelta è scaduta",
        "import": "Ripresa da un sistema precedente",
    },
    record_id="Numero della registrazione",
    copy="Copia",
    copied="Copiato",
    valid_until="Scadenza: {date}",
    object="Opposizione a marketing e punteggio",
    object_effect=(
        "Il marketing e il punteggio cessano subito e restano disattivati. Tutto il "
        "resto rimane come l’ha scelto."
    ),
    receipt="Ricevuta",
    no_record="In questo browser non è registrata alcuna scelta.",
    single="Scelti uno per uno",
    single_effect=(
        "Ha consentito o rifiutato questi servizi singolarmente, a prescindere da ciò "
        "che vale per la loro finalità."
    ),
    clear="Cancella anche ciò che questo sito ha salvato nel mio browser",
    clear_effect=(
        "Insieme a «Revoca il consenso». I dati salvati e i file nella cache vengono "
        "cancellati, i cookie restano: l’accesso dovrebbe rimanere attivo, ma il "
        "lavoro non salvato può andare perso."
    ),
    withdraw_all="Revoca il consenso",
    withdrawal_effect=(
        "La revoca ferma subito tutto ciò che richiede il suo consenso ed elimina i "
        "cookie installati su questo sito. I cookie che un’altra azienda ha installato "
        "sul proprio sito si possono eliminare solo lì o nel suo browser. Ciò che è "
        "avvenuto prima della revoca resta lecito."
    ),
    held="Che cosa è bloccato ora",
    nothing_held="Non è bloccato nulla.",
    back="Torna al sito",
    problem="Operazione non riuscita",
    no_page="Questa pagina non esiste",
    no_page_detail="L’indirizzo può essere vecchio o scritto male.",
)

RIGHTS = RightsTexts(
    title="Le sue registrazioni",
    everything="Scarica tutto sulle mie scelte",
    everything_effect=(
        "Un unico file con tutte le registrazioni di questo browser, le loro ricevute "
        "e ciò che Le è stato mostrato."
    ),
    erase="Cancella le mie registrazioni",
    erase_effect=(
        "Revoca il consenso ed elimina dai nostri sistemi il legame tra Lei e le "
        "registrazioni."
    ),
    erase_title="Cancellazione delle sue registrazioni",
    erase_what=(
        "Tutto ciò che ha consentito viene revocato subito e i cookie che conservano "
        "la sua scelta vengono eliminati. Entro {hours} ore cancelliamo dai nostri "
        "sistemi il legame tra Lei e le registrazioni, oltre alla pagina e al browser "
        "con cui sono state fatte."
    ),
    erase_stays=(
        "Le decisioni restano senza alcun legame con Lei. Il registro firmato conserva "
        "una voce senza dati personali, affinché nessuno possa togliere registrazioni "
        "di nascosto. Dalle copie di sicurezza i suoi dati spariscono quando queste "
        "scadono."
    ),
    erase_lost=(
        "In seguito nessuno potrà mostrarle la cronologia o le ricevute. Se desidera "
        "conservarle, scarichi prima tutto."
    ),
    erase_now="Cancella ora",
    keep="Conserva le registrazioni",
    erased_title="Le sue registrazioni saranno cancellate",
    erased=(
        "Tutto ciò che aveva consentito è revocato. Entro {hours} ore le sue "
        "registrazioni saranno cancellate dai nostri sistemi. Il registro conserva una "
        "voce senza dati personali."
    ),
    asked_again=(
        "In questo browser non c’è più alcuna scelta, quindi il sito gliela chiederà "
        "di nuovo."
    ),
    in_ledger="Nel registro firmato",
    not_in_ledger=(
        "Non ancora nel registro firmato: scarichi di nuovo la ricevuta tra un momento"
    ),
    restricted="Limitata: conservata e non utilizzata",
    check="Verifica una ricevuta",
    check_intro=(
        "Una ricevuta dice che cosa è stato registrato e mostra che la registrazione "
        "figura nel registro firmato. Carichi il file o incolli il testo."
    ),
    check_file="File della ricevuta",
    check_text="Oppure il testo",
    check_button="Verifica",
    holds="Questa ricevuta è valida",
    holds_detail=(
        "Dice che cosa è stato registrato, e la registrazione figura nel registro "
        "firmato di questo sito."
    ),
    incomplete="Questa ricevuta non è completa",
    committed_detail=(
        "Le sue parti concordano, ma manca ancora la prova che la registrazione figuri "
        "nel registro firmato. Scarichi di nuovo la ricevuta per avere la prova "
        "intera."
    ),
    position="Posizione nel registro",
    fails="Questa ricevuta non è valida",
    changed_detail=(
        "Dice qualcosa di diverso da ciò che è stato firmato, oppure la registrazione "
        "non figura nel registro firmato."
    ),
    foreign_detail=(
        "Appartiene a un altro registro, che questo sito non può verificare."
    ),
    malformed_detail=(
        "Non è una ricevuta, oppure è danneggiata. Non si può dire nulla su una "
        "registrazione."
    ),
    empty_detail=(
        "Non c’erano né file né testo. Scelga il file di una ricevuta o ne incolli il "
        "testo."
    ),
    too_large_detail="È troppo grande per essere una ricevuta.",
    reason="Motivo esatto (in inglese)",
    offline=(
        "Qui il sito verifica la propria ricevuta, quindi occorre fidarsi del sito. "
        "Chi la verifica sul proprio computer non deve fidarsi di nessuno: bastano la "
        "chiave pubblica di questo registro, meglio se ottenuta da altri, e questo "
        "comando."
    ),
    key="Chiave pubblica di questo registro",
)

DECLARATION = DeclarationTexts(
    title="I cookie di questo sito",
    intro=(
        "Che cosa {controller} e altri conservano sul suo dispositivo quando visita "
        "questo sito, e a che scopo. L’elenco proviene dallo stesso catalogo che "
        "decide che cosa può essere eseguito."
    ),
    your_choice="La sua scelta",
    change="Modifica la scelta",
    provider="Azienda",
    provider_policy="Informativa sulla privacy di {provider}",
    role="Ruolo",
    countries="Paesi del trattamento",
    transfer="Fuori dal SEE",
    stored="Che cosa {service} conserva sul suo dispositivo",
    nothing_stored="Di per sé non conserva nulla sul suo dispositivo.",
    name="Nome",
    kind="Tipo",
    place="Dove",
    life="Durata",
    this_site="Questo sito",
    first_party="Cookie",
    third_party="Cookie di un altro sito",
    local="Archiviazione locale",
    session="Archiviazione di sessione",
    indexeddb="Database nel browser",
    roles={
        "processor": "Lavora per noi e solo secondo le nostre istruzioni",
        "controller": "Usa i dati anche per finalità proprie",
        "joint": "Decide insieme a noi",
    },
    transfers={
        "none": "I dati restano nel SEE",
        "adequacy": (
            "I dati possono andare in un Paese o a un’azienda la cui protezione è "
            "stata ritenuta adeguata dall’UE"
        ),
        "scc": (
            "I dati possono andare altrove in base alle clausole contrattuali tipo "
            "dell’UE"
        ),
        "unknown": (
            "Non è noto se i dati escano dal SEE e come siano protetti in quel caso"
        ),
    },
    until_closed="Fino alla chiusura del browser",
    until_tab_closed="Fino alla chiusura della scheda",
    until_deleted="Finché non viene eliminato",
    version="Versione di questo elenco",
)

TEXTS = Texts(
    language="it",
    direction="ltr",
    title="La sua scelta sui cookie",
    what=(
        "{controller} chiede il suo consenso per archiviare e leggere informazioni sul "
        "suo dispositivo, per esempio nei cookie. Finché non sceglie, non si usa nulla "
        "che richieda il consenso."
    ),
    who_none="Non sono coinvolte altre aziende.",
    who_some={
        "one": "È coinvolta un’altra azienda.",
        "many": "Sono coinvolti altri {count} di aziende.",
        "other": "Sono coinvolte altre {count} aziende.",
    },
    who_link="Chi è coinvolto e che cosa si conserva",
    why="A che scopo, e con chi:",
    withdrawal=(
        "Può modificare o revocare la sua scelta in qualsiasi momento con «Scelte sui "
        "cookie» in fondo a ogni pagina."
    ),
    accept_all="Accetta tutto",
    reject_all="Rifiuta tutto",
    choose="Scegli",
    save="Salva le scelte",
    purposes_legend="Che cosa consente?",
    always_on="Sempre attivo",
    privacy_policy="Informativa sulla privacy",
    more="Le sue scelte e la loro cronologia",
    link="Scelte sui cookie",
    details="Servizi e che cosa conservano",
    follow="Come la finalità",
    basis="Base giuridica",
    bases={
        "consent": "Il suo consenso",
        "contract": "Un contratto con Lei",
        "legal_obligation": "Un obbligo di legge",
        "legitimate_interest": "Un legittimo interesse",
    },
    search="Cerca un servizio, un’azienda o un cookie",
    no_match="Nessun risultato.",
    close="Chiudi",
    saving="Salvataggio della scelta…",
    saved="La sua scelta è salvata. Può modificarla in qualsiasi momento.",
    not_saved=(
        "Non è stato possibile salvare la sua scelta. Nulla è stato consentito. "
        "Riprovi."
    ),
    stale=(
        "La pagina è cambiata da quando l’ha aperta. Non è stato salvato nulla. "
        "Ricarichi la pagina e scelga di nuovo."
    ),
    gpc=(
        "Il suo browser invia il segnale Global Privacy Control. Lo consideriamo "
        "un’opposizione al marketing e al punteggio. Ciò che sceglie qui di persona ha "
        "la precedenza."
    ),
    objection=(
        "Ha il diritto di opporsi in qualsiasi momento al marketing e al punteggio a "
        "fini di marketing. Il rifiuto espresso qui vale come opposizione."
    ),
    complaint="Può proporre reclamo alle autorità {first} e {second}.",
    complaint_elsewhere=(
        "Può proporre reclamo all’autorità per la protezione dei dati del suo Paese."
    ),
    embed_what=(
        "Se mostra questo contenuto, permette a {providers} di archiviare e leggere "
        "informazioni sul suo dispositivo. Finalità: {purposes}."
    ),
    embed_until=(
        "Consente soltanto {services}, su tutto il sito. Può annullarlo in qualsiasi "
        "momento con «Scelte sui cookie»."
    ),
    embed_show="Mostra il contenuto di {services}",
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
