"""Portuguese."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necessários",
        description=(
            "Aquilo de que o site precisa para fazer o que lhe pede: manter a sessão "
            "iniciada, distribuir a carga pelos servidores, lembrar o idioma e esta "
            "escolha. A lei não exige consentimento para isto, por isso está sempre "
            "ativo."
        ),
    ),
    "functional": PurposeText(
        title="Funções adicionais",
        description=(
            "Funções que vão além do básico, como chat, conteúdos de outros sites nas "
            "nossas páginas e formulários que se lembram do que escreveu."
        ),
    ),
    "analytics": PurposeText(
        title="Estatísticas",
        description=(
            "Mede como o site é utilizado: que páginas são visitadas, de onde vêm as "
            "pessoas e em que clicam. Alguns serviços gravam uma visita individual "
            "passo a passo."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Segue as suas visitas aqui e noutros sites para escolher anúncios e medir "
            "o efeito deles."
        ),
    ),
    "scoring": PurposeText(
        title="Pontuação de visitantes",
        description=(
            "Atribui-lhe pontos pelas páginas que abre, pelos ficheiros que "
            "descarrega, pelos formulários que envia e pela frequência com que volta. "
            "Se nos disse quem é, os pontos ficam associados ao seu nome. Acima de um "
            "limiar, alguém da nossa equipa de vendas pode telefonar-lhe ou "
            "escrever-lhe."
        ),
    ),
}

PAGE = PageTexts(
    title="As suas escolhas sobre cookies",
    intro=(
        "Aqui pode ver o que escolheu, alterar a sua escolha e consultar todas as "
        "escolhas registadas neste navegador."
    ),
    current="O que se aplica agora",
    service="Serviço",
    provider="Empresa",
    country="País",
    status="Estado",
    reason="Motivo",
    statuses={
        "granted": "Permitido",
        "refused": "Não permitido",
        "undecided": "Ainda não escolhido",
    },
    reasons={
        "exempt": "Necessário, dispensa consentimento",
        "granted": "Permitiu-o",
        "refused": "Não o permitiu",
        "no_choice_yet": "Ainda não escolheu",
        "opt_out_signal": "O seu navegador opõe-se em seu nome",
        "policy_changed": "Os serviços ou os textos mudaram desde que escolheu",
        "token_unreadable": "Não foi possível ler a escolha guardada",
        "token_forged": "A escolha guardada não é autêntica",
        "token_foreign": "A escolha guardada pertence a outro site",
        "token_expired": "A sua escolha expirou",
    },
    history="Escolhas registadas",
    recorded_at="Data e hora",
    action="O que fez",
    actions={
        "grant_all": "Aceitou tudo",
        "refuse_all": "Rejeitou tudo",
        "custom": "Escolheu por finalidade",
        "grant_services": "Permitiu o conteúdo de um serviço",
        "withdraw": "Retirou o consentimento",
        "object": "Opôs-se",
        "signal": "Oposição enviada pelo navegador",
        "expire": "A escolha expirou",
        "import": "Transferida de um sistema anterior",
    },
    record_id="Número do registo",
    copy="Copiar",
    copied="Copiado",
    valid_until="Válido até {date}",
    object="Opor-se: {purposes}",
    object_effect=(
        "Aquilo a que se opõe para de imediato e permanece desativado. Tudo o resto "
        "fica como escolheu."
    ),
    receipt="Recibo",
    no_record="Não há nenhuma escolha registada neste navegador.",
    clear="Apagar também o que este site guardou no meu navegador",
    clear_effect=(
        "Juntamente com «Retirar o consentimento». Os dados guardados e os ficheiros "
        "em cache são apagados, os cookies ficam: a sessão deve continuar iniciada, "
        "mas pode perder-se trabalho que não tenha sido guardado."
    ),
    withdraw_all="Retirar o consentimento",
    withdrawal_effect=(
        "Ao retirar o consentimento, cessa de imediato tudo o que dele depende e são "
        "apagados os cookies instalados neste site. Os cookies que outra empresa "
        "instalou no seu próprio site só podem ser apagados nesse site ou no seu "
        "navegador. O que aconteceu antes da retirada continua a ser lícito."
    ),
    held="O que está bloqueado agora",
    nothing_held="Nada está bloqueado.",
    back="Voltar ao site",
    problem="Não foi possível concluir",
    no_page="Esta página não existe",
    no_page_detail="O endereço pode ser antigo ou estar mal escrito.",
)

RIGHTS = RightsTexts(
    title="Os seus registos",
    everything="Descarregar tudo sobre as minhas escolhas",
    everything_effect=(
        "Um só ficheiro com todos os registos deste navegador, os respetivos recibos e "
        "o que lhe foi mostrado."
    ),
    erase="Apagar os meus registos",
    erase_effect=(
        "Retira o consentimento e elimina dos nossos sistemas a ligação entre si e os "
        "seus registos."
    ),
    erase_title="Apagar os seus registos",
    erase_what=(
        "Todas as permissões que deu são retiradas de imediato e os cookies que "
        "guardam a sua escolha são apagados. No prazo de {hours} horas, apagamos dos "
        "nossos sistemas a ligação entre si e os seus registos, bem como a página e o "
        "navegador em que foram feitos."
    ),
    erase_stays=(
        "As decisões permanecem sem qualquer ligação a si. O livro de registos "
        "assinado conserva uma entrada sem dados pessoais, para que ninguém possa "
        "retirar registos sem que se note. Os seus dados desaparecem das cópias de "
        "segurança quando estas expiram."
    ),
    erase_lost=(
        "Depois disso, ninguém lhe poderá mostrar o seu histórico nem os seus recibos. "
        "Se quiser ficar com eles, descarregue primeiro tudo."
    ),
    erase_now="Apagar agora",
    keep="Manter os meus registos",
    erased_title="Os seus registos vão ser apagados",
    erased=(
        "Todas as permissões que deu foram retiradas. No prazo de {hours} horas, os "
        "seus registos serão apagados dos nossos sistemas. O livro de registos "
        "conserva uma entrada sem dados pessoais."
    ),
    asked_again=(
        "Este navegador já não guarda nenhuma escolha, por isso o site voltará a "
        "perguntar-lhe."
    ),
    in_ledger="No livro de registos assinado",
    not_in_ledger=(
        "Ainda não está no livro de registos assinado: descarregue de novo o recibo "
        "daqui a um momento"
    ),
    restricted="Limitado: conservado e não utilizado",
    check="Verificar um recibo",
    check_intro=(
        "Um recibo diz o que foi registado e mostra que o registo consta do livro "
        "assinado. Carregue o ficheiro ou cole o texto."
    ),
    check_file="Ficheiro do recibo",
    check_text="Ou o texto",
    check_button="Verificar",
    holds="Este recibo é válido",
    holds_detail=(
        "Diz o que foi registado, e o registo consta do livro assinado deste site."
    ),
    incomplete="Este recibo está incompleto",
    committed_detail=(
        "As partes condizem, mas ainda falta a prova de que o registo consta do livro "
        "assinado. Descarregue de novo o recibo para obter a prova completa."
    ),
    position="Posição no livro",
    fails="Este recibo não é válido",
    changed_detail=(
        "Diz algo diferente do que foi assinado, ou o registo não consta do livro "
        "assinado."
    ),
    foreign_detail="Pertence a outro livro, que este site não pode verificar.",
    malformed_detail=(
        "Não é um recibo, ou está danificado. Nada se pode dizer sobre um registo."
    ),
    empty_detail=(
        "Não havia ficheiro nem texto. Escolha o ficheiro de um recibo ou cole o texto."
    ),
    too_large_detail="É demasiado grande para ser um recibo.",
    reason="Motivo exato (em inglês)",
    offline=(
        "Aqui o site verifica o seu próprio recibo, por isso tem de confiar nele. Quem "
        "verifica no próprio computador não precisa de confiar em ninguém: bastam a "
        "chave pública deste livro, de preferência obtida por outra via, e este "
        "comando."
    ),
    key="Chave pública deste livro",
)

DECLARATION = DeclarationTexts(
    title="Cookies neste site",
    intro=(
        "O que {controller} e outros guardam no seu dispositivo quando visita este "
        "site, e para quê. A lista provém do mesmo catálogo que decide o que pode ser "
        "executado."
    ),
    your_choice="A sua escolha",
    change="Alterar a sua escolha",
    provider="Empresa",
    provider_policy="Política de privacidade de {provider}",
    role="Papel",
    countries="Países de tratamento",
    transfer="Fora do EEE",
    stored="O que {service} guarda no seu dispositivo",
    nothing_stored="Por si só, não guarda nada no seu dispositivo.",
    name="Nome",
    kind="Tipo",
    place="Onde",
    life="Duração",
    this_site="Este site",
    first_party="Cookie",
    third_party="Cookie de outro site",
    local="Armazenamento local",
    session="Armazenamento de sessão",
    indexeddb="Base de dados no navegador",
    roles={
        "processor": "Trabalha para nós e apenas segundo as nossas instruções",
        "controller": "Utiliza os dados também para finalidades próprias",
        "joint": "Decide em conjunto connosco",
    },
    transfers={
        "none": "Os dados permanecem no EEE",
        "adequacy": (
            "Os dados podem ir para um país ou uma empresa cuja proteção a UE "
            "considerou adequada"
        ),
        "scc": (
            "Os dados podem ir para outros países ao abrigo das cláusulas "
            "contratuais-tipo da UE"
        ),
        "unknown": (
            "Não se sabe se os dados saem do EEE nem como são protegidos nesse caso"
        ),
    },
    until_closed="Até fechar o navegador",
    until_tab_closed="Até fechar o separador",
    until_deleted="Até o apagar",
    version="Versão desta lista",
)

TEXTS = Texts(
    language="pt",
    direction="ltr",
    title="A sua escolha sobre cookies",
    what=(
        "{controller} pede-lhe consentimento para armazenar e ler informações no seu "
        "dispositivo, por exemplo em cookies. Enquanto não escolher, não se utiliza "
        "nada que exija consentimento."
    ),
    who_none="Nenhuma outra empresa está envolvida.",
    who_some={
        "one": "Está envolvida outra empresa.",
        "many": "Estão envolvidas mais {count} de empresas.",
        "other": "Estão envolvidas mais {count} empresas.",
    },
    who_link="Quem está envolvido e o que é guardado",
    why="Para quê, e com quem:",
    withdrawal=(
        "Pode alterar ou retirar a sua escolha em qualquer altura em «Escolhas de "
        "cookies», ao fundo de cada página."
    ),
    accept_all="Aceitar tudo",
    reject_all="Rejeitar tudo",
    choose="Escolher",
    save="Guardar escolhas",
    purposes_legend="O que permite?",
    always_on="Sempre ativo",
    privacy_policy="Política de privacidade",
    more="As suas escolhas e o respetivo histórico",
    link="Escolhas de cookies",
    details="Serviços e o que guardam",
    follow="Igual à finalidade",
    basis="Fundamento jurídico",
    bases={
        "consent": "O seu consentimento",
        "contract": "Um contrato consigo",
        "legal_obligation": "Uma obrigação jurídica",
        "legitimate_interest": "Um interesse legítimo",
    },
    search="Procurar um serviço, uma empresa ou um cookie",
    no_match="Nada encontrado.",
    saving="A guardar a sua escolha…",
    saved="A sua escolha foi guardada. Pode alterá-la em qualquer altura.",
    not_saved=(
        "Não foi possível guardar a sua escolha. Nada foi permitido. Tente novamente."
    ),
    stale=(
        "A página mudou desde que a abriu. Nada foi guardado. Recarregue a página e "
        "escolha de novo."
    ),
    gpc=(
        "O seu navegador envia o sinal Global Privacy Control. Consideramo-lo uma "
        "oposição ao seguinte: {purposes}. O que escolher aqui pessoalmente tem "
        "prioridade."
    ),
    objection=(
        "Tem o direito de se opor em qualquer altura ao seguinte: {purposes}. Rejeitar "
        "aqui conta como oposição."
    ),
    complaint="Pode apresentar reclamação a {first} e {second}.",
    complaint_elsewhere=(
        "Pode apresentar reclamação à autoridade de proteção de dados do seu país."
    ),
    embed_what=(
        "Se mostrar este conteúdo, permite a {providers} armazenar e ler informações "
        "no seu dispositivo. Finalidade: {purposes}."
    ),
    embed_until=(
        "Permite apenas {services}, em todo este site. Pode anular a permissão em "
        "qualquer altura em «Escolhas de cookies»."
    ),
    embed_show="Mostrar conteúdo de {services}",
    embed_undeclared=(
        "O conteúdo deste endereço não é mostrado: este site não o declarou, por isso "
        "não pode ser permitido aqui."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
