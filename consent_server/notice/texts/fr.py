"""French."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Nécessaires",
        description=(
            "Ce dont le site a besoin pour faire ce que vous lui demandez : garder "
            "votre session ouverte, répartir la charge entre les serveurs, retenir "
            "votre langue et ce choix. La loi n’exige pas de consentement pour cela : "
            "c’est donc toujours actif."
        ),
    ),
    "functional": PurposeText(
        title="Fonctions supplémentaires",
        description=(
            "Des fonctions qui vont au-delà de l’essentiel : messagerie instantanée, "
            "contenus d’autres sites dans nos pages, formulaires qui retiennent ce que "
            "vous avez saisi."
        ),
    ),
    "analytics": PurposeText(
        title="Statistiques",
        description=(
            "Mesure l’utilisation du site : pages visitées, provenance des visiteurs "
            "et éléments sur lesquels ils cliquent. Certains services enregistrent une "
            "visite en particulier, étape par étape."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Suit vos visites ici et sur d’autres sites afin de choisir des publicités "
            "et d’en mesurer l’effet."
        ),
    ),
    "scoring": PurposeText(
        title="Notation des visiteurs",
        description=(
            "Vous attribue des points selon les pages que vous ouvrez, les fichiers "
            "que vous téléchargez, les formulaires que vous envoyez et la fréquence de "
            "vos visites. Si vous nous avez dit qui vous êtes, ces points sont liés à "
            "votre nom. Au-delà d’un seuil, un membre de notre équipe commerciale peut "
            "vous appeler ou vous écrire."
        ),
    ),
}

PAGE = PageTexts(
    title="Vos choix en matière de cookies",
    intro=(
        "Vous voyez ici ce que vous avez choisi, vous pouvez le modifier et consulter "
        "chaque choix enregistré dans ce navigateur."
    ),
    current="Ce qui s’applique actuellement",
    service="Service",
    provider="Entreprise",
    country="Pays",
    status="État",
    reason="Pourquoi",
    statuses={
        "granted": "Autorisé",
        "refused": "Non autorisé",
        "undecided": "Pas encore choisi",
    },
    reasons={
        "exempt": "Nécessaire, aucun consentement requis",
        "granted": "Vous l’avez autorisé",
        "refused": "Vous ne l’avez pas autorisé",
        "no_choice_yet": "Vous n’avez pas encore choisi",
        "opt_out_signal": "Votre navigateur s’y oppose en votre nom",
        "policy_changed": "Les services ou les textes ont changé depuis votre choix",
        "token_unreadable": "Le choix conservé n’a pas pu être lu",
        "token_forged": "Le choix conservé n’est pas authentique",
        "token_foreign": "Le choix conservé appartient à un autre site",
        "token_expired": "Votre choix a expiré",
    },
    history="Choix enregistrés",
    recorded_at="Date et heure",
    action="Ce que vous avez fait",
    actions={
        "grant_all": "Tout accepté",
        "refuse_all": "Tout refusé",
        "custom": "Choix par finalité",
        "grant_services": "Contenu d’un service autorisé",
        "withdraw": "Consentement retiré",
        "object": "Opposition",
        "signal": "Opposition envoyée par le navigateur",
        "expire": "Choix expiré",
        "import": "Repris d’un système antérieur",
    },
    record_id="Numéro de l’enregistrement",
    copy="Copier",
    copied="Copié",
    valid_until="Valable jusqu’au {date}",
    object="S’opposer : {purposes}",
    object_effect=(
        "Ce à quoi vous vous opposez s’arrête aussitôt et reste désactivé. Tout le "
        "reste demeure tel que vous l’avez choisi."
    ),
    receipt="Reçu",
    no_record="Aucun choix n’est enregistré dans ce navigateur.",
    clear="Effacer aussi ce que ce site a stocké dans mon navigateur",
    clear_effect=(
        "En même temps que « Retirer mon consentement ». Les données stockées et les "
        "fichiers en cache sont effacés, les cookies restent : votre session devrait "
        "rester ouverte, mais un travail non sauvegardé peut être perdu."
    ),
    withdraw_all="Retirer mon consentement",
    withdrawal_effect=(
        "Le retrait arrête aussitôt tout ce qui nécessite votre consentement et "
        "supprime les cookies déposés sur ce site. Les cookies qu’une autre entreprise "
        "a déposés sur son propre site ne peuvent être supprimés que sur ce site ou "
        "dans votre navigateur. Ce qui a eu lieu avant le retrait reste licite."
    ),
    held="Ce qui est bloqué actuellement",
    nothing_held="Rien n’est bloqué.",
    back="Retour au site",
    problem="L’opération n’a pas abouti",
    no_page="Cette page n’existe pas",
    no_page_detail="L’adresse est peut-être ancienne ou mal saisie.",
)

RIGHTS = RightsTexts(
    title="Vos enregistrements",
    everything="Télécharger tout ce qui concerne mes choix",
    everything_effect=(
        "Un seul fichier avec tous les enregistrements de ce navigateur, leurs reçus "
        "et ce qui vous a été présenté."
    ),
    erase="Effacer mes enregistrements",
    erase_effect=(
        "Retire votre consentement et supprime de nos systèmes le lien entre vous et "
        "vos enregistrements."
    ),
    erase_title="Effacer vos enregistrements",
    erase_what=(
        "Toutes vos autorisations sont aussitôt retirées et les cookies qui gardent "
        "votre choix sont supprimés. Dans les {hours} heures, nous effaçons de nos "
        "systèmes le lien entre vous et vos enregistrements, ainsi que la page et le "
        "navigateur dont ils proviennent."
    ),
    erase_stays=(
        "Les décisions restent, sans aucun lien avec vous. Le registre signé conserve "
        "une entrée sans données à caractère personnel, pour que personne ne puisse "
        "retirer un enregistrement sans que cela se voie. Vos données disparaissent "
        "des sauvegardes quand celles-ci expirent."
    ),
    erase_lost=(
        "Ensuite, personne ne pourra vous montrer votre historique ni vos reçus. Si "
        "vous souhaitez les garder, téléchargez d’abord le tout."
    ),
    erase_now="Effacer maintenant",
    keep="Garder mes enregistrements",
    erased_title="Vos enregistrements vont être effacés",
    erased=(
        "Toutes vos autorisations sont retirées. Dans les {hours} heures, vos "
        "enregistrements seront effacés de nos systèmes. Le registre conserve une "
        "entrée sans données à caractère personnel."
    ),
    asked_again=(
        "Ce navigateur ne garde plus aucun choix : le site vous posera donc la "
        "question à nouveau."
    ),
    in_ledger="Dans le registre signé",
    not_in_ledger=(
        "Pas encore dans le registre signé : téléchargez de nouveau le reçu dans un "
        "instant"
    ),
    restricted="Limité : conservé et non utilisé",
    check="Vérifier un reçu",
    check_intro=(
        "Un reçu indique ce qui a été enregistré et montre que l’enregistrement figure "
        "dans le registre signé. Envoyez son fichier ou collez son texte."
    ),
    check_file="Fichier du reçu",
    check_text="Ou son texte",
    check_button="Vérifier",
    holds="Ce reçu est valide",
    holds_detail=(
        "Il indique ce qui a été enregistré, et l’enregistrement figure dans le "
        "registre signé de ce site."
    ),
    incomplete="Ce reçu est incomplet",
    committed_detail=(
        "Ses parties concordent, mais rien ne prouve encore que l’enregistrement "
        "figure dans le registre signé. Téléchargez de nouveau le reçu pour obtenir la "
        "preuve entière."
    ),
    position="Position dans le registre",
    fails="Ce reçu n’est pas valide",
    changed_detail=(
        "Il indique autre chose que ce qui a été signé, ou son enregistrement ne "
        "figure pas dans le registre signé."
    ),
    foreign_detail=(
        "Il appartient à un autre registre, que ce site ne peut pas vérifier."
    ),
    malformed_detail=(
        "Ce n’est pas un reçu, ou il est endommagé. On ne peut rien en conclure sur un "
        "enregistrement."
    ),
    empty_detail=(
        "Il n’y avait ni fichier ni texte. Choisissez le fichier d’un reçu ou collez "
        "son texte."
    ),
    too_large_detail="C’est trop volumineux pour être un reçu.",
    reason="Raison exacte (en anglais)",
    offline=(
        "Ici, le site vérifie son propre reçu : vous devez donc lui faire confiance. "
        "Qui vérifie sur son propre ordinateur n’a à faire confiance à personne : il "
        "suffit de la clé publique de ce registre, de préférence obtenue ailleurs, et "
        "de cette commande."
    ),
    key="Clé publique de ce registre",
)

DECLARATION = DeclarationTexts(
    title="Les cookies de ce site",
    intro=(
        "Voici ce qui est conservé sur votre appareil par {controller} et par d’autres "
        "quand vous visitez ce site, et à quelles fins. La liste provient du catalogue "
        "qui détermine aussi ce qui peut s’exécuter."
    ),
    your_choice="Votre choix",
    change="Modifier votre choix",
    provider="Entreprise",
    provider_policy="Politique de confidentialité : {provider}",
    role="Rôle",
    countries="Pays de traitement des données",
    transfer="Hors de l’EEE",
    stored="Ce que conserve {service} sur votre appareil",
    nothing_stored="Ne conserve rien sur votre appareil par lui-même.",
    name="Nom",
    kind="Type",
    place="Où",
    life="Durée",
    this_site="Ce site",
    first_party="Cookie",
    third_party="Cookie d’un autre site",
    local="Stockage local",
    session="Stockage de session",
    indexeddb="Base de données du navigateur",
    roles={
        "processor": "Travaille pour nous et seulement sur nos instructions",
        "controller": "Utilise aussi les données pour ses propres finalités",
        "joint": "Décide conjointement avec nous",
    },
    transfers={
        "none": "Les données restent dans l’EEE",
        "adequacy": (
            "Les données peuvent aller vers un pays ou une entreprise dont l’UE a jugé "
            "la protection adéquate"
        ),
        "scc": (
            "Les données peuvent aller ailleurs selon les clauses contractuelles types "
            "de l’UE"
        ),
        "unknown": (
            "On ignore si les données quittent l’EEE et comment elles sont alors "
            "protégées"
        ),
    },
    until_closed="Jusqu’à la fermeture du navigateur",
    until_tab_closed="Jusqu’à la fermeture de l’onglet",
    until_deleted="Jusqu’à ce que vous le supprimiez",
    version="Version de cette liste",
)

TEXTS = Texts(
    language="fr",
    direction="ltr",
    title="Votre choix concernant les cookies",
    what=(
        "{controller} vous demande votre consentement pour stocker et lire des "
        "informations sur votre appareil, par exemple dans des cookies. Tant que vous "
        "n’avez pas choisi, rien de ce qui nécessite un consentement n’est utilisé."
    ),
    who_none="Aucune autre entreprise n’intervient.",
    who_some={
        "one": "Une autre entreprise intervient.",
        "many": "{count} d’autres entreprises interviennent.",
        "other": "{count} autres entreprises interviennent.",
    },
    who_link="Qui intervient et ce qui est conservé",
    why="Pourquoi, et avec qui :",
    withdrawal=(
        "Vous pouvez à tout moment modifier ou retirer votre choix avec le lien "
        "« Choix des cookies » en bas de chaque page."
    ),
    accept_all="Tout accepter",
    reject_all="Tout refuser",
    choose="Choisir",
    save="Enregistrer",
    purposes_legend="Qu’autorisez-vous ?",
    always_on="Toujours actif",
    privacy_policy="Politique de confidentialité",
    more="Vos choix et leur historique",
    link="Choix des cookies",
    details="Services et ce qu’ils conservent",
    follow="Comme la finalité",
    basis="Base juridique",
    bases={
        "consent": "Votre consentement",
        "contract": "Un contrat avec vous",
        "legal_obligation": "Une obligation légale",
        "legitimate_interest": "Un intérêt légitime",
    },
    search="Chercher un service, une entreprise ou un cookie",
    no_match="Aucun résultat.",
    saving="Enregistrement de votre choix…",
    saved="Votre choix est enregistré. Vous pouvez le modifier à tout moment.",
    not_saved=(
        "Votre choix n’a pas pu être enregistré. Rien n’a été autorisé. Veuillez "
        "réessayer."
    ),
    stale=(
        "La page a changé depuis que vous l’avez ouverte. Rien n’a été enregistré. "
        "Rechargez la page et choisissez de nouveau."
    ),
    gpc=(
        "Votre navigateur envoie le signal Global Privacy Control. Nous le traitons "
        "comme une opposition à ce qui suit : {purposes}. Ce que vous choisissez ici "
        "vous-même l’emporte."
    ),
    objection=(
        "Vous avez le droit de vous opposer à tout moment à ce qui suit : {purposes}. "
        "Un refus ici vaut opposition."
    ),
    complaint="Vous pouvez adresser une réclamation aux autorités {first} et {second}.",
    complaint_elsewhere=(
        "Vous pouvez introduire une réclamation auprès de l’autorité de protection des "
        "données de votre pays."
    ),
    embed_what=(
        "Si vous affichez ce contenu, vous permettez à {providers} de stocker et de "
        "lire des informations sur votre appareil. Finalité : {purposes}."
    ),
    embed_until=(
        "Vous autorisez uniquement {services}, sur l’ensemble du site. Vous pouvez "
        "revenir sur ce choix à tout moment avec le lien « Choix des cookies »."
    ),
    embed_show="Afficher le contenu fourni par {services}",
    embed_undeclared=(
        "Le contenu de cette adresse n’est pas affiché : ce site ne l’a pas déclaré, "
        "il ne peut donc pas être autorisé ici."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
