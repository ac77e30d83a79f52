"""Italian."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necessari",
        description=(
            "Ciò che serve al sito per fare quello che gli chiedi: mantenere "
            "l’accesso, distribuire il carico tra i server, ricordare la tua lingua e "
            "questa scelta. Per questo la legge non richiede il consenso, quindi è "
            "sempre attivo."
        ),
    ),
    "functional": PurposeText(
        title="Funzioni aggiuntive",
        description=(
            "Funzioni che vanno oltre l’essenziale, come la chat, i contenuti di altri "
            "siti nelle nostre pagine e i moduli che ricordano ciò che hai scritto."
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
            "Segue le tue visite qui e su altri siti per scegliere gli annunci "
            "pubblicitari e misurarne l’effetto."
        ),
    ),
    "scoring": PurposeText(
        title="Punteggio dei visitatori",
        description=(
            "Ti assegna punti per le pagine che apri, i file che scarichi, i moduli "
            "che invii e la frequenza con cui ritorni. Se ci hai detto chi sei, i "
            "punti sono collegati al tuo nome. Oltre una certa soglia, una persona del "
            "nostro reparto vendite può telefonarti o scriverti."
        ),
    ),
}

PAGE = PageTexts(
    title="Le tue scelte sui cookie",
    intro=(
        "Qui puoi vedere che cosa hai scelto, cambiarlo e consultare ogni scelta "
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
        "granted": "Lo hai consentito",
        "refused": "Non lo hai consentito",
        "no_choice_yet": "Non hai ancora scelto",
        "opt_out_signal": "Il tuo browser si oppone per tuo conto",
        "policy_changed": "I servizi o i testi sono cambiati dopo la tua scelta",
        "token_unreadable": "Non è stato possibile leggere la scelta salvata",
        "token_forged": "La scelta salvata non è autentica",
        "token_foreign": "La scelta salvata appartiene a un altro sito",
        "token_expired": "La tua scelta è scaduta",
    },
    history="Scelte registrate",
    recorded_at="Data e ora",
    action="Che cosa hai fatto",
    actions={
        "grant_all": "Hai accettato tutto",
        "refuse_all": "Hai rifiutato tutto",
        "custom": "Hai scelto per finalità",
        "grant_services": "Hai consentito il contenuto di un servizio",
        "withdraw": "Hai revocato il consenso",
        "object": "Hai espresso opposizione",
        "signal": "Opposizione inviata dal browser",
        "expire": "La scelta è scaduta",
        "import": "Ripresa da un sistema precedente",
    },
    record_id="Numero della registrazione",
    copy="Copia",
    copied="Copiato",
    valid_until="Scadenza: {date}",
    object="Opposizione: {purposes}",
    object_effect=(
        "Ciò a cui ti opponi cessa subito e resta disattivato. Tutto il resto rimane "
        "come l’hai scelto."
    ),
    receipt="Ricevuta",
    no_record="In questo browser non è registrata alcuna scelta.",
    clear="Cancella anche ciò che questo sito ha salvato nel mio browser",
    clear_effect=(
        "Insieme a «Revoca il consenso». I dati salvati e i file nella cache vengono "
        "cancellati, i cookie restano: l’accesso dovrebbe rimanere attivo, ma il "
        "lavoro non salvato può andare perso."
    ),
    withdraw_all="Revoca il consenso",
    withdrawal_effect=(
        "La revoca ferma subito tutto ciò che richiede il tuo consenso ed elimina i "
        "cookie installati su questo sito. I cookie che un’altra azienda ha installato "
        "sul proprio sito si possono eliminare solo lì o nel tuo browser. Ciò che è "
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
    title="Le tue registrazioni",
    everything="Scarica tutto sulle mie scelte",
    everything_effect=(
        "Un unico file con tutte le registrazioni di questo browser, le loro ricevute "
        "e ciò che ti è stato mostrato."
    ),
    erase="Cancella le mie registrazioni",
    erase_effect=(
        "Revoca il consenso ed elimina dai nostri sistemi il legame tra te e le "
        "registrazioni."
    ),
    erase_title="Cancellazione delle tue registrazioni",
    erase_what=(
        "Tutto ciò che hai consentito viene revocato subito e i cookie che conservano "
        "la tua scelta vengono eliminati. Entro {hours} ore cancelliamo dai nostri "
        "sistemi il legame tra te e le registrazioni, oltre alla pagina e al browser "
        "con cui sono state fatte."
    ),
    erase_stays=(
        "Le decisioni restano senza alcun legame con te. Il registro firmato conserva "
        "una voce senza dati personali, affinché nessuno possa togliere registrazioni "
        "di nascosto. Dalle copie di sicurezza i tuoi dati spariscono quando queste "
        "scadono."
    ),
    erase_lost=(
        "In seguito nessuno potrà mostrarti la cronologia o le ricevute. Se desideri "
        "conservarle, scarica prima tutto."
    ),
    erase_now="Cancella ora",
    keep="Conserva le registrazioni",
    erased_title="Le tue registrazioni saranno cancellate",
    erased=(
        "Tutto ciò che avevi consentito è revocato. Entro {hours} ore le tue "
        "registrazioni saranno cancellate dai nostri sistemi. Il registro conserva una "
        "voce senza dati personali."
    ),
    asked_again=(
        "In questo browser non c’è più alcuna scelta, quindi il sito te la chiederà di "
        "nuovo."
    ),
    in_ledger="Nel registro firmato",
    not_in_ledger=(
        "Non ancora nel registro firmato: scarica di nuovo la ricevuta tra un momento"
    ),
    restricted="Limitata: conservata e non utilizzata",
    check="Verifica una ricevuta",
    check_intro=(
        "Una ricevuta dice che cosa è stato registrato e mostra che la registrazione "
        "figura nel registro firmato. Carica il file o incolla il testo."
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
        "nel registro firmato. Scarica di nuovo la ricevuta per avere la prova intera."
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
        "Non c’erano né file né testo. Scegli il file di una ricevuta o incollane il "
        "testo."
    ),
    too_large_detail="È troppo grande per essere una ricevuta.",
    reason="Motivo esatto (in inglese)",
    offline=(
        "Qui il sito verifica la propria ricevuta, quindi devi fidarti del sito. Chi "
        "la verifica sul proprio computer non deve fidarsi di nessuno: bastano la "
        "chiave pubblica di questo registro, meglio se ottenuta da altri, e questo "
        "comando."
    ),
    key="Chiave pubblica di questo registro",
)

DECLARATION = DeclarationTexts(
    title="I cookie di questo sito",
    intro=(
        "Che cosa {controller} e altri conservano sul tuo dispositivo quando visiti "
        "questo sito, e a che scopo. L’elenco proviene dallo stesso catalogo che "
        "decide che cosa può essere eseguito."
    ),
    your_choice="La tua scelta",
    change="Modifica la scelta",
    provider="Azienda",
    provider_policy="Informativa sulla privacy di {provider}",
    role="Ruolo",
    countries="Paesi del trattamento",
    transfer="Fuori dal SEE",
    stored="Che cosa {service} conserva sul tuo dispositivo",
    nothing_stored="Di per sé non conserva nulla sul tuo dispositivo.",
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
    title="La tua scelta sui cookie",
    what=(
        "{controller} chiede il tuo consenso per archiviare e leggere informazioni sul "
        "tuo dispositivo, per esempio nei cookie. Finché non scegli, non si usa nulla "
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
        "Puoi modificare o revocare la tua scelta in qualsiasi momento con «Scelte sui "
        "cookie» in fondo a ogni pagina."
    ),
    accept_all="Accetta tutto",
    reject_all="Rifiuta tutto",
    choose="Scegli",
    save="Salva le scelte",
    purposes_legend="Che cosa consenti?",
    always_on="Sempre attivo",
    privacy_policy="Informativa sulla privacy",
    more="Le tue scelte e la loro cronologia",
    link="Scelte sui cookie",
    details="Servizi e che cosa conservano",
    follow="Come la finalità",
    basis="Base giuridica",
    bases={
        "consent": "Il tuo consenso",
        "contract": "Un contratto con te",
        "legal_obligation": "Un obbligo di legge",
        "legitimate_interest": "Un legittimo interesse",
    },
    search="Cerca un servizio, un’azienda o un cookie",
    no_match="Nessun risultato.",
    saving="Salvataggio della scelta…",
    saved="La tua scelta è salvata. Puoi modificarla in qualsiasi momento.",
    not_saved=(
        "Non è stato possibile salvare la tua scelta. Nulla è stato consentito. "
        "Riprova."
    ),
    stale=(
        "La pagina è cambiata da quando l’hai aperta. Non è stato salvato nulla. "
        "Ricarica la pagina e scegli di nuovo."
    ),
    gpc=(
        "Il tuo browser invia il segnale Global Privacy Control. Lo consideriamo "
        "un’opposizione a quanto segue: {purposes}. Ciò che scegli tu qui ha la "
        "precedenza."
    ),
    objection=(
        "Hai il diritto di opporti in qualsiasi momento a quanto segue: {purposes}. Il "
        "rifiuto espresso qui vale come opposizione."
    ),
    complaint="Puoi proporre reclamo alle autorità {first} e {second}.",
    complaint_elsewhere=(
        "Puoi proporre reclamo all’autorità per la protezione dei dati del tuo Paese."
    ),
    embed_what=(
        "Se mostri questo contenuto, permetti a {providers} di archiviare e leggere "
        "informazioni sul tuo dispositivo. Finalità: {purposes}."
    ),
    embed_until=(
        "Consenti soltanto {services}, su tutto il sito. Puoi annullarlo in qualsiasi "
        "momento con «Scelte sui cookie»."
    ),
    embed_show="Mostra il contenuto di {services}",
    embed_undeclared=(
        "Il contenuto di questo indirizzo non viene mostrato: questo sito non lo ha "
        "dichiarato, quindi qui non si può consentire."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
