"""German."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Notwendig",
        description=(
            "Was die Website braucht, um zu tun, was Sie von ihr verlangen: Sie "
            "angemeldet halten, die Last auf mehrere Server verteilen, sich Ihre "
            "Sprache und diese Auswahl merken. Dafür verlangt das Gesetz keine "
            "Einwilligung, deshalb ist es immer aktiv."
        ),
    ),
    "functional": PurposeText(
        title="Zusätzliche Funktionen",
        description=(
            "Funktionen über das Grundlegende hinaus, zum Beispiel Chat, Inhalte "
            "anderer Websites auf unseren Seiten und Formulare, die sich Ihre Eingaben "
            "merken."
        ),
    ),
    "analytics": PurposeText(
        title="Statistik",
        description=(
            "Misst, wie die Website genutzt wird: welche Seiten besucht werden, woher "
            "die Besucher kommen und was sie anklicken. Manche Dienste zeichnen einen "
            "einzelnen Besuch Schritt für Schritt auf."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Verfolgt Ihre Besuche hier und auf anderen Websites, um Werbung "
            "auszuwählen und ihre Wirkung zu messen."
        ),
    ),
    "scoring": PurposeText(
        title="Punktebewertung von Besuchern",
        description=(
            "Gibt Ihnen Punkte für die Seiten, die Sie öffnen, die Dateien, die Sie "
            "abrufen, die Formulare, die Sie absenden, und dafür, wie oft Sie "
            "wiederkommen. Haben Sie uns gesagt, wer Sie sind, werden die Punkte mit "
            "Ihrem Namen verknüpft. Ab einem Schwellenwert kann Sie jemand aus unserem "
            "Vertrieb anrufen oder anschreiben."
        ),
    ),
}

PAGE = PageTexts(
    title="Ihre Cookie-Auswahl",
    intro=(
        "Hier sehen Sie, was Sie gewählt haben. Sie können es ändern und jede Auswahl "
        "einsehen, die in diesem Browser aufgezeichnet wurde."
    ),
    current="Was jetzt gilt",
    service="Dienst",
    provider="Unternehmen",
    country="Land",
    status="Status",
    reason="Warum",
    statuses={
        "granted": "Erlaubt",
        "refused": "Nicht erlaubt",
        "undecided": "Noch nicht gewählt",
    },
    reasons={
        "exempt": "Notwendig, braucht keine Einwilligung",
        "granted": "Sie haben es erlaubt",
        "refused": "Sie haben es nicht erlaubt",
        "no_choice_yet": "Sie haben noch nicht gewählt",
        "opt_out_signal": "Ihr Browser widerspricht in Ihrem Namen",
        "policy_changed": "Dienste oder Texte haben sich seit Ihrer Auswahl geändert",
        "token_unreadable": "Die gespeicherte Auswahl war nicht lesbar",
        "token_forged": "Die gespeicherte Auswahl ist nicht echt",
        "token_foreign": "Die gespeicherte Auswahl gehört zu einer anderen Website",
        "token_expired": "Ihre Auswahl ist abgelaufen",
    },
    history="Aufgezeichnete Entscheidungen",
    recorded_at="Zeitpunkt",
    action="Was Sie getan haben",
    actions={
        "grant_all": "Alles akzeptiert",
        "refuse_all": "Alles abgelehnt",
        "custom": "Nach Zwecken ausgewählt",
        "grant_services": "Inhalte eines Dienstes erlaubt",
        "withdraw": "Alles widerrufen",
        "object": "Widersprochen",
        "signal": "Widerspruch vom Browser gesendet",
        "expire": "Auswahl abgelaufen",
        "import": "Aus einem früheren System übernommen",
    },
    record_id="Nummer des Eintrags",
    copy="Kopieren",
    copied="Kopiert",
    valid_until="Gültig bis {date}",
    object="Widersprechen: {purposes}",
    object_effect=(
        "Wogegen Sie Widerspruch einlegen, das endet sofort und bleibt aus. Alles "
        "andere bleibt, wie Sie es gewählt haben."
    ),
    receipt="Beleg",
    no_record="In diesem Browser ist keine Auswahl aufgezeichnet.",
    clear="Auch löschen, was diese Website in meinem Browser gespeichert hat",
    clear_effect=(
        "Zusammen mit „Alles widerrufen“. Gespeicherte Daten und zwischengespeicherte "
        "Dateien werden gelöscht, Cookies bleiben: Sie sollten angemeldet bleiben, "
        "aber nicht gespeicherte Arbeit kann verloren gehen."
    ),
    withdraw_all="Alles widerrufen",
    withdrawal_effect=(
        "Mit dem Widerruf endet sofort alles, was Ihre Einwilligung braucht, und die "
        "Cookies, die auf dieser Website gesetzt wurden, werden gelöscht. Cookies, die "
        "ein anderes Unternehmen auf seiner eigenen Website gesetzt hat, lassen sich "
        "nur dort oder in Ihrem Browser löschen. Was vor dem Widerruf geschehen ist, "
        "bleibt rechtmäßig."
    ),
    held="Was jetzt blockiert ist",
    nothing_held="Nichts ist blockiert.",
    back="Zurück zur Website",
    problem="Das hat nicht funktioniert",
    no_page="Diese Seite gibt es nicht",
    no_page_detail="Die Adresse ist vielleicht veraltet oder falsch geschrieben.",
)

RIGHTS = RightsTexts(
    title="Ihre Einträge",
    everything="Alles zu meinen Entscheidungen herunterladen",
    everything_effect=(
        "Eine Datei mit allen Einträgen dieses Browsers, den Belegen dazu und dem, was "
        "Ihnen gezeigt wurde."
    ),
    erase="Meine Einträge löschen",
    erase_effect=(
        "Widerruft alles und entfernt aus unseren Systemen die Zuordnung der Einträge "
        "zu Ihnen."
    ),
    erase_title="Ihre Einträge löschen",
    erase_what=(
        "Alles, was Sie erlaubt haben, wird sofort widerrufen, und die Cookies mit "
        "Ihrer Auswahl werden gelöscht. Innerhalb von {hours} Stunden löschen wir aus "
        "unseren Systemen die Zuordnung der Einträge zu Ihnen sowie die Angaben zu "
        "Seite und Browser."
    ),
    erase_stays=(
        "Die Entscheidungen bleiben ohne jeden Bezug zu Ihnen bestehen. Das signierte "
        "Protokoll behält einen Eintrag ohne personenbezogene Daten, damit niemand "
        "Einträge unbemerkt entfernen kann. Aus Sicherungskopien verschwinden Ihre "
        "Daten, sobald die Kopien ablaufen."
    ),
    erase_lost=(
        "Danach kann Ihnen niemand mehr Ihren Verlauf oder Ihre Belege zeigen. Wenn "
        "Sie sie behalten möchten, laden Sie zuerst alles herunter."
    ),
    erase_now="Jetzt löschen",
    keep="Einträge behalten",
    erased_title="Ihre Einträge werden gelöscht",
    erased=(
        "Alles, was Sie erlaubt haben, ist widerrufen. Innerhalb von {hours} Stunden "
        "werden Ihre Einträge aus unseren Systemen gelöscht. Das Protokoll behält "
        "einen Eintrag ohne personenbezogene Daten."
    ),
    asked_again=(
        "In diesem Browser gibt es keine Auswahl mehr, deshalb wird die Website Sie "
        "wieder fragen."
    ),
    in_ledger="Im signierten Protokoll",
    not_in_ledger=(
        "Noch nicht im signierten Protokoll: Rufen Sie den Beleg gleich noch einmal ab"
    ),
    restricted="Eingeschränkt: wird aufbewahrt und nicht verwendet",
    check="Einen Beleg prüfen",
    check_intro=(
        "Ein Beleg sagt, was aufgezeichnet wurde, und zeigt, dass der Eintrag im "
        "signierten Protokoll steht. Laden Sie die Datei hoch oder fügen Sie ihren "
        "Text ein."
    ),
    check_file="Datei des Belegs",
    check_text="Oder der Text",
    check_button="Prüfen",
    holds="Dieser Beleg ist gültig",
    holds_detail=(
        "Er sagt, was aufgezeichnet wurde, und der Eintrag steht im signierten "
        "Protokoll dieser Website."
    ),
    incomplete="Dieser Beleg ist nicht vollständig",
    committed_detail=(
        "Seine Teile passen zusammen, aber ihm fehlt noch der Nachweis, dass der "
        "Eintrag im signierten Protokoll steht. Rufen Sie den Beleg noch einmal ab, um "
        "den ganzen Nachweis zu erhalten."
    ),
    position="Position im Protokoll",
    fails="Dieser Beleg ist ungültig",
    changed_detail=(
        "Er sagt etwas anderes als das, was signiert wurde, oder sein Eintrag steht "
        "nicht im signierten Protokoll."
    ),
    foreign_detail=(
        "Er gehört zu einem anderen Protokoll, das diese Website nicht prüfen kann."
    ),
    malformed_detail=(
        "Das ist kein Beleg, oder er ist beschädigt. Über einen Eintrag lässt sich "
        "nichts sagen."
    ),
    empty_detail=(
        "Es gab weder eine Datei noch einen Text. Wählen Sie die Datei eines Belegs "
        "aus oder fügen Sie seinen Text ein."
    ),
    too_large_detail="Für einen Beleg ist das zu groß.",
    reason="Genauer Grund (auf Englisch)",
    offline=(
        "Hier prüft die Website ihren eigenen Beleg, Sie müssen ihr also vertrauen. "
        "Wer auf dem eigenen Rechner prüft, muss niemandem vertrauen: Nötig sind nur "
        "der öffentliche Schlüssel dieses Protokolls, am besten aus anderer Quelle, "
        "und dieser Befehl."
    ),
    key="Öffentlicher Schlüssel dieses Protokolls",
)

DECLARATION = DeclarationTexts(
    title="Cookies auf dieser Website",
    intro=(
        "Was {controller} und andere auf Ihrem Gerät speichern, wenn Sie diese Website "
        "besuchen, und wozu. Die Liste stammt aus dem Katalog, der auch entscheidet, "
        "was ausgeführt werden darf."
    ),
    your_choice="Ihre Auswahl",
    change="Auswahl ändern",
    provider="Unternehmen",
    provider_policy="Datenschutzerklärung von {provider}",
    role="Rolle",
    countries="Länder der Verarbeitung",
    transfer="Außerhalb des EWR",
    stored="Was {service} auf Ihrem Gerät speichert",
    nothing_stored="Speichert selbst nichts auf Ihrem Gerät.",
    name="Name",
    kind="Art",
    place="Wo",
    life="Wie lange",
    this_site="Diese Website",
    first_party="Cookie",
    third_party="Cookie einer anderen Website",
    local="Lokaler Speicher",
    session="Sitzungsspeicher",
    indexeddb="Datenbank im Browser",
    roles={
        "processor": "Arbeitet für uns und nur nach unseren Weisungen",
        "controller": "Nutzt die Daten auch für eigene Zwecke",
        "joint": "Entscheidet gemeinsam mit uns",
    },
    transfers={
        "none": "Die Daten bleiben im EWR",
        "adequacy": (
            "Daten können in ein Land oder an ein Unternehmen gehen, dessen Schutz die "
            "EU für angemessen erklärt hat"
        ),
        "scc": (
            "Daten können mit Standardvertragsklauseln der EU in andere Länder gehen"
        ),
        "unknown": (
            "Ob Daten den EWR verlassen und wie sie dann geschützt sind, ist nicht "
            "bekannt"
        ),
    },
    until_closed="Bis Sie den Browser schließen",
    until_tab_closed="Bis Sie den Tab schließen",
    until_deleted="Bis Sie es löschen",
    version="Version dieser Liste",
)

TEXTS = Texts(
    language="de",
    direction="ltr",
    title="Ihre Auswahl zu Cookies",
    what=(
        "{controller} bittet um Ihre Einwilligung, Informationen auf Ihrem Gerät zu "
        "speichern und auszulesen, zum Beispiel in Cookies. Bis Sie gewählt haben, "
        "wird nichts verwendet, was eine Einwilligung braucht."
    ),
    who_none="Kein anderes Unternehmen ist beteiligt.",
    who_some={
        "one": "Ein anderes Unternehmen ist beteiligt.",
        "other": "{count} andere Unternehmen sind beteiligt.",
    },
    who_link="Wer das ist und was gespeichert wird",
    why="Wofür und durch wen:",
    withdrawal=(
        "Sie können Ihre Auswahl jederzeit unter „Cookie-Auswahl“ am Ende jeder Seite "
        "ändern oder widerrufen."
    ),
    accept_all="Alle akzeptieren",
    reject_all="Alle ablehnen",
    choose="Auswählen",
    save="Auswahl speichern",
    purposes_legend="Was erlauben Sie?",
    always_on="Immer aktiv",
    privacy_policy="Datenschutzerklärung",
    more="Ihre Auswahl und ihr Verlauf",
    link="Cookie-Auswahl",
    details="Dienste und was sie speichern",
    follow="Wie beim Zweck",
    basis="Rechtsgrundlage",
    bases={
        "consent": "Ihre Einwilligung",
        "contract": "Ein Vertrag mit Ihnen",
        "legal_obligation": "Eine rechtliche Verpflichtung",
        "legitimate_interest": "Ein berechtigtes Interesse",
    },
    search="Nach Dienst, Unternehmen oder Cookie suchen",
    no_match="Nichts gefunden.",
    saving="Ihre Auswahl wird gespeichert …",
    saved="Ihre Auswahl ist gespeichert. Sie können sie jederzeit ändern.",
    not_saved=(
        "Ihre Auswahl konnte nicht gespeichert werden. Nichts wurde erlaubt. Bitte "
        "versuchen Sie es erneut."
    ),
    stale=(
        "Die Seite hat sich geändert, seit Sie sie geöffnet haben. Nichts wurde "
        "gespeichert. Laden Sie die Seite neu und wählen Sie noch einmal."
    ),
    gpc=(
        "Ihr Browser sendet das Signal Global Privacy Control. Wir werten es als "
        "Widerspruch gegen: {purposes}. Was Sie hier selbst wählen, hat Vorrang."
    ),
    objection=(
        "Sie haben das Recht, jederzeit Widerspruch einzulegen gegen: {purposes}. Wenn "
        "Sie hier ablehnen, gilt das als Widerspruch."
    ),
    complaint="Sie können sich bei {first} und {second} beschweren.",
    complaint_elsewhere=(
        "Sie können sich bei der Datenschutzaufsichtsbehörde Ihres Landes beschweren."
    ),
    embed_what=(
        "Wenn Sie diesen Inhalt anzeigen, können Informationen auf Ihrem Gerät von "
        "{providers} gespeichert und ausgelesen werden. Zweck: {purposes}."
    ),
    embed_until=(
        "Sie erlauben nur {services}, und zwar auf der ganzen Website. Unter "
        "„Cookie-Auswahl“ können Sie das jederzeit rückgängig machen."
    ),
    embed_show="Inhalt anzeigen: {services}",
    embed_undeclared=(
        "Inhalte von dieser Adresse werden nicht angezeigt: Diese Website hat sie "
        "nicht angegeben, deshalb lassen sie sich hier nicht erlauben."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
