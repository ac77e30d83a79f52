"""Spanish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necesarias",
        description=(
            "Lo que el sitio necesita para hacer lo que usted le pide: mantener su "
            "sesión iniciada, repartir la carga entre servidores, recordar su idioma y "
            "esta elección. La ley no exige consentimiento para ello, por eso está "
            "siempre activo."
        ),
    ),
    "functional": PurposeText(
        title="Funciones adicionales",
        description=(
            "Funciones que van más allá de lo básico, como el chat, los contenidos de "
            "otros sitios en nuestras páginas y los formularios que recuerdan lo que "
            "ha escrito."
        ),
    ),
    "analytics": PurposeText(
        title="Estadísticas",
        description=(
            "Mide cómo se usa el sitio: qué páginas se visitan, de dónde llegan las "
            "personas y en qué hacen clic. Algunos servicios graban una visita "
            "concreta paso a paso."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Sigue sus visitas aquí y en otros sitios para elegir anuncios y medir su "
            "efecto."
        ),
    ),
    "scoring": PurposeText(
        title="Puntuación de visitantes",
        description=(
            "Le asigna puntos por las páginas que abre, los archivos que descarga, los "
            "formularios que envía y la frecuencia con que vuelve. Si nos ha dicho "
            "quién es, los puntos se vinculan a su nombre. A partir de cierto umbral, "
            "alguien de nuestro equipo comercial puede llamarle o escribirle."
        ),
    ),
}

PAGE = PageTexts(
    title="Sus opciones de cookies",
    intro=(
        "Aquí puede ver lo que ha elegido, cambiarlo y consultar cada elección que se "
        "ha registrado en este navegador."
    ),
    current="Lo que se aplica ahora",
    service="Servicio",
    provider="Empresa",
    country="País",
    status="Estado",
    reason="Motivo",
    statuses={
        "granted": "Permitido",
        "refused": "No permitido",
        "undecided": "Aún sin elegir",
    },
    reasons={
        "exempt": "Necesario, no requiere consentimiento",
        "granted": "Usted lo ha permitido",
        "refused": "Usted no lo ha permitido",
        "no_choice_yet": "Aún no ha elegido",
        "opt_out_signal": "Su navegador se opone en su nombre",
        "policy_changed": "Los servicios o los textos han cambiado desde que eligió",
        "token_unreadable": "No se ha podido leer la elección guardada",
        "token_forged": "La elección guardada no es auténtica",
        "token_foreign": "La elección guardada pertenece a otro sitio",
        "token_expired": "Su elección ha caducado",
    },
    history="Elecciones registradas",
    recorded_at="Fecha y hora",
    action="Lo que hizo",
    actions={
        "grant_all": "Aceptó todo",
        "refuse_all": "Rechazó todo",
        "custom": "Eligió por finalidades",
        "grant_services": "Permitió el contenido de un servicio",
        "withdraw": "Retiró el consentimiento",
        "object": "Se opuso",
        "signal": "Oposición enviada por el navegador",
        "expire": "La elección caducó",
        "import": "Procedente de un sistema anterior",
    },
    record_id="Número del registro",
    copy="Copiar",
    copied="Copiado",
    valid_until="Válido hasta el {date}",
    object="Oponerse: {purposes}",
    object_effect=(
        "Aquello a lo que se oponga se detiene de inmediato y queda desactivado. Todo "
        "lo demás sigue como usted lo eligió."
    ),
    receipt="Justificante",
    no_record="No hay ninguna elección registrada en este navegador.",
    clear="Borrar también lo que este sitio ha guardado en mi navegador",
    clear_effect=(
        "Junto con «Retirar el consentimiento». Se borran los datos guardados y los "
        "archivos en caché, las cookies se conservan: su sesión debería seguir "
        "iniciada, pero puede perderse el trabajo no guardado."
    ),
    withdraw_all="Retirar el consentimiento",
    withdrawal_effect=(
        "Al retirar su consentimiento se detiene de inmediato todo lo que lo necesita "
        "y se eliminan las cookies instaladas en este sitio. Las cookies que otra "
        "empresa ha instalado en su propio sitio solo pueden eliminarse allí o en su "
        "navegador. Lo ocurrido antes de la retirada sigue siendo lícito."
    ),
    held="Lo que está bloqueado ahora",
    nothing_held="No hay nada bloqueado.",
    back="Volver al sitio",
    problem="No se ha podido completar",
    no_page="Esta página no existe",
    no_page_detail="La dirección puede ser antigua o estar mal escrita.",
)

RIGHTS = RightsTexts(
    title="Sus registros",
    everything="Descargar todo sobre mis elecciones",
    everything_effect=(
        "Un solo archivo con todos los registros de este navegador, sus justificantes "
        "y lo que se le mostró."
    ),
    erase="Borrar mis registros",
    erase_effect=(
        "Retira el consentimiento y elimina de nuestros sistemas el vínculo entre "
        "usted y sus registros."
    ),
    erase_title="Borrar sus registros",
    erase_what=(
        "Todos sus permisos se retiran de inmediato y se eliminan las cookies que "
        "guardan su elección. En un plazo de {hours} horas borramos de nuestros "
        "sistemas el vínculo entre usted y sus registros, así como la página y el "
        "navegador con los que se hicieron."
    ),
    erase_stays=(
        "Las decisiones permanecen sin ningún vínculo con usted. El libro de registros "
        "firmado conserva una entrada sin datos personales, para que nadie pueda "
        "quitar registros sin que se note. Sus datos desaparecen de las copias de "
        "seguridad cuando estas caducan."
    ),
    erase_lost=(
        "Después, nadie podrá mostrarle su historial ni sus justificantes. Si desea "
        "conservarlos, descargue antes todo."
    ),
    erase_now="Borrar ahora",
    keep="Conservar mis registros",
    erased_title="Sus registros se borrarán",
    erased=(
        "Todos sus permisos se han retirado. En un plazo de {hours} horas sus "
        "registros se borrarán de nuestros sistemas. El libro de registros conserva "
        "una entrada sin datos personales."
    ),
    asked_again=(
        "Este navegador ya no guarda ninguna elección, así que el sitio le preguntará "
        "de nuevo."
    ),
    in_ledger="En el libro de registros firmado",
    not_in_ledger=(
        "Aún no está en el libro de registros firmado: vuelva a descargar el "
        "justificante en un momento"
    ),
    restricted="Limitado: se conserva y no se utiliza",
    check="Comprobar un justificante",
    check_intro=(
        "Un justificante dice lo que se registró y muestra que el registro consta en "
        "el libro firmado. Suba el archivo o pegue su texto."
    ),
    check_file="Archivo del justificante",
    check_text="O su texto",
    check_button="Comprobar",
    holds="Este justificante es válido",
    holds_detail=(
        "Dice lo que se registró, y el registro consta en el libro firmado de este "
        "sitio."
    ),
    incomplete="Este justificante está incompleto",
    committed_detail=(
        "Sus partes concuerdan, pero todavía no tiene prueba de que el registro conste "
        "en el libro firmado. Vuelva a descargar el justificante para obtener la "
        "prueba completa."
    ),
    position="Posición en el libro",
    fails="Este justificante no es válido",
    changed_detail=(
        "Dice algo distinto de lo que se firmó, o su registro no consta en el libro "
        "firmado."
    ),
    foreign_detail="Pertenece a otro libro, que este sitio no puede comprobar.",
    malformed_detail=(
        "No es un justificante, o está dañado. No se puede decir nada sobre un "
        "registro."
    ),
    empty_detail=(
        "No había ni archivo ni texto. Elija el archivo de un justificante o pegue su "
        "texto."
    ),
    too_large_detail="Es demasiado grande para ser un justificante.",
    reason="Motivo exacto (en inglés)",
    offline=(
        "Aquí el sitio comprueba su propio justificante, así que usted tiene que "
        "confiar en él. Quien lo comprueba en su propio ordenador no necesita confiar "
        "en nadie: bastan la clave pública de este libro, preferiblemente obtenida de "
        "otra fuente, y esta orden."
    ),
    key="Clave pública de este libro",
)

DECLARATION = DeclarationTexts(
    title="Cookies de este sitio",
    intro=(
        "Lo que {controller} y otros guardan en su dispositivo cuando visita este "
        "sitio, y para qué. La lista procede del mismo catálogo que decide lo que "
        "puede ejecutarse."
    ),
    your_choice="Su elección",
    change="Cambiar su elección",
    provider="Empresa",
    provider_policy="Política de privacidad de {provider}",
    role="Función",
    countries="Países donde se tratan los datos",
    transfer="Fuera del EEE",
    stored="Lo que {service} guarda en su dispositivo",
    nothing_stored="No guarda nada en su dispositivo por sí mismo.",
    name="Nombre",
    kind="Tipo",
    place="Dónde",
    life="Duración",
    this_site="Este sitio",
    first_party="Cookie",
    third_party="Cookie de otro sitio",
    local="Almacenamiento local",
    session="Almacenamiento de sesión",
    indexeddb="Base de datos del navegador",
    roles={
        "processor": "Trabaja para nosotros y solo según nuestras instrucciones",
        "controller": "También utiliza los datos para fines propios",
        "joint": "Decide conjuntamente con nosotros",
    },
    transfers={
        "none": "Los datos permanecen en el EEE",
        "adequacy": (
            "Los datos pueden ir a un país o a una empresa cuya protección la UE ha "
            "declarado adecuada"
        ),
        "scc": (
            "Los datos pueden ir a otros países con las cláusulas contractuales tipo "
            "de la UE"
        ),
        "unknown": (
            "No se sabe si los datos salen del EEE ni cómo se protegen en ese caso"
        ),
    },
    until_closed="Hasta que cierre el navegador",
    until_tab_closed="Hasta que cierre la pestaña",
    until_deleted="Hasta que usted lo elimine",
    version="Versión de esta lista",
)

TEXTS = Texts(
    language="es",
    direction="ltr",
    title="Su elección sobre las cookies",
    what=(
        "{controller} le pide su consentimiento para almacenar y leer información en "
        "su dispositivo, por ejemplo en cookies. Mientras no elija, no se utiliza nada "
        "que requiera consentimiento."
    ),
    who_none="No interviene ninguna otra empresa.",
    who_some={
        "one": "Interviene otra empresa.",
        "many": "Intervienen {count} de empresas más.",
        "other": "Intervienen {count} empresas más.",
    },
    who_link="Quién interviene y qué se guarda",
    why="Para qué, y con quién:",
    withdrawal=(
        "Puede cambiar o retirar su elección en cualquier momento desde «Opciones de "
        "cookies», al pie de cada página."
    ),
    accept_all="Aceptar todo",
    reject_all="Rechazar todo",
    choose="Elegir",
    save="Guardar elección",
    purposes_legend="¿Qué permite?",
    always_on="Siempre activo",
    privacy_policy="Política de privacidad",
    more="Sus elecciones y su historial",
    link="Opciones de cookies",
    details="Servicios y lo que guardan",
    follow="Igual que su finalidad",
    basis="Base jurídica",
    bases={
        "consent": "Su consentimiento",
        "contract": "Un contrato con usted",
        "legal_obligation": "Una obligación legal",
        "legitimate_interest": "Un interés legítimo",
    },
    search="Buscar un servicio, una empresa o una cookie",
    no_match="Sin resultados.",
    saving="Guardando su elección…",
    saved="Su elección se ha guardado. Puede cambiarla en cualquier momento.",
    not_saved=(
        "No se ha podido guardar su elección. No se ha permitido nada. Inténtelo de "
        "nuevo."
    ),
    stale=(
        "La página ha cambiado desde que la abrió. No se ha guardado nada. Vuelva a "
        "cargar la página y elija de nuevo."
    ),
    gpc=(
        "Su navegador envía la señal Global Privacy Control. La consideramos una "
        "oposición a lo siguiente: {purposes}. Lo que usted elija aquí tiene prioridad."
    ),
    objection=(
        "Tiene derecho a oponerse en cualquier momento a lo siguiente: {purposes}. "
        "Rechazar aquí cuenta como oposición."
    ),
    complaint="Puede presentar una reclamación ante {first} y {second}.",
    complaint_elsewhere=(
        "Puede presentar una reclamación ante la autoridad de protección de datos de "
        "su país."
    ),
    embed_what=(
        "Si muestra este contenido, permite a {providers} almacenar y leer información "
        "en su dispositivo. Finalidad: {purposes}."
    ),
    embed_until=(
        "Usted permite únicamente {services}, en todo este sitio. Puede deshacerlo en "
        "cualquier momento desde «Opciones de cookies»."
    ),
    embed_show="Mostrar contenido de {services}",
    embed_undeclared=(
        "El contenido de esta dirección no se muestra: este sitio no lo ha declarado, "
        "por eso no se puede permitir aquí."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
