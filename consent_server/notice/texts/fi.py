"""Finnish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Välttämättömät",
        description=(
            "Mitä sivusto tarvitsee tehdäkseen sen, mitä siltä pyydät: pitääkseen "
            "sinut kirjautuneena, jakaakseen kuorman palvelinten kesken sekä "
            "muistaakseen kielesi ja tämän valinnan. Laki ei vaadi tähän suostumusta, "
            "joten se on aina käytössä."
        ),
    ),
    "functional": PurposeText(
        title="Lisätoiminnot",
        description=(
            "Perustoimintoja täydentävät toiminnot, kuten chat, muiden sivustojen "
            "sisältö omilla sivuillamme ja lomakkeet, jotka muistavat, mitä olet "
            "kirjoittanut."
        ),
    ),
    "analytics": PurposeText(
        title="Tilastot",
        description=(
            "Mittaa, miten sivustoa käytetään: millä sivuilla käydään, mistä kävijät "
            "tulevat ja mitä he napsauttavat. Jotkin palvelut tallentavat yksittäisen "
            "käynnin vaihe vaiheelta."
        ),
    ),
    "marketing": PurposeText(
        title="Markkinointi",
        description=(
            "Seuraa käyntejäsi tällä ja muilla sivustoilla mainosten valitsemiseksi ja "
            "niiden vaikutuksen mittaamiseksi."
        ),
    ),
    "scoring": PurposeText(
        title="Kävijöiden pisteytys",
        description=(
            "Antaa sinulle pisteitä avaamistasi sivuista, lataamistasi tiedostoista, "
            "lähettämistäsi lomakkeista ja siitä, kuinka usein palaat. Jos olet "
            "kertonut meille, kuka olet, pisteet yhdistetään nimeesi. Kun tietty raja "
            "ylittyy, joku myyntitiimistämme voi soittaa tai kirjoittaa sinulle."
        ),
    ),
}

PAGE = PageTexts(
    title="Evästevalintasi",
    intro=(
        "Täällä näet, mitä olet valinnut, ja voit muuttaa valintaasi. Näet myös "
        "jokaisen valinnan, joka on kirjattu tässä selaimessa."
    ),
    current="Mikä on nyt voimassa",
    service="Palvelu",
    provider="Yritys",
    country="Maa",
    status="Tila",
    reason="Miksi",
    statuses={
        "granted": "Sallittu",
        "refused": "Ei sallittu",
        "undecided": "Ei vielä valittu",
    },
    reasons={
        "exempt": "Välttämätön, ei vaadi suostumusta",
        "granted": "Olet sallinut tämän",
        "refused": "Et ole sallinut tätä",
        "no_choice_yet": "Et ole vielä valinnut",
        "opt_out_signal": "Selaimesi vastustaa käsittelyä puolestasi",
        "policy_changed": "Palvelut tai tekstit ovat muuttuneet valintasi jälkeen",
        "token_unreadable": "Tallennettua valintaa ei voitu lukea",
        "token_forged": "Tallennettu valinta ei ole aito",
        "token_foreign": "Tallennettu valinta kuuluu toiselle sivustolle",
        "token_expired": "Valintasi on vanhentunut",
    },
    history="Kirjatut valinnat",
    recorded_at="Ajankohta",
    action="Mitä teit",
    actions={
        "grant_all": "Hyväksyit kaikki",
        "refuse_all": "Hylkäsit kaikki",
        "custom": "Valitsit tarkoituksittain",
        "grant_services": "Sallit palvelun sisällön",
        "withdraw": "Peruutit kaikki suostumukset",
        "object": "Vastustit käsittelyä",
        "signal": "Selaimen lähettämä vastustus",
        "expire": "Valinta vanheni",
        "import": "Siirretty aiemmasta järjestelmästä",
    },
    record_id="Kirjauksen numero",
    copy="Kopioi",
    copied="Kopioitu",
    valid_until="Voimassa {date} asti",
    object="Vastusta: {purposes}",
    object_effect=(
        "Se, mitä vastustat, päättyy heti ja pysyy poissa käytöstä. Kaikki muu säilyy "
        "sellaisena kuin olet valinnut."
    ),
    receipt="Kuitti",
    no_record="Tässä selaimessa ei ole kirjattu mitään valintaa.",
    clear="Poista myös se, mitä sivusto on tallentanut selaimeeni",
    clear_effect=(
        "Toimii yhdessä painikkeen ”Peruuta kaikki suostumukset” kanssa. Tallennetut "
        "tiedot ja välimuistin tiedostot poistuvat, evästeet jäävät: pysyt "
        "todennäköisesti kirjautuneena, mutta tallentamaton työ voi kadota."
    ),
    withdraw_all="Peruuta kaikki suostumukset",
    withdrawal_effect=(
        "Peruuttaminen lopettaa heti kaiken, mihin tarvitaan suostumuksesi, ja poistaa "
        "tällä sivustolla asetetut evästeet. Evästeet, jotka toinen yritys on "
        "asettanut omalla sivustollaan, voi poistaa vain siellä tai selaimessasi. "
        "Ennen peruuttamista tehty käsittely pysyy lainmukaisena."
    ),
    held="Mikä on nyt estetty",
    nothing_held="Mitään ei ole estetty.",
    back="Takaisin sivustolle",
    problem="Tämä ei onnistunut",
    no_page="Tätä sivua ei ole",
    no_page_detail="Osoite voi olla vanha tai väärin kirjoitettu.",
)

RIGHTS = RightsTexts(
    title="Kirjauksesi",
    everything="Lataa kaikki valintojani koskevat tiedot",
    everything_effect=(
        "Yksi tiedosto, jossa ovat kaikki tämän selaimen kirjaukset, niiden kuitit ja "
        "se, mitä sinulle näytettiin."
    ),
    erase="Poista kirjaukseni",
    erase_effect=(
        "Peruuttaa suostumukset ja poistaa järjestelmistämme tiedon siitä, mitkä "
        "kirjaukset ovat sinun."
    ),
    erase_title="Poista kirjauksesi",
    erase_what=(
        "Kaikki antamasi luvat peruutetaan heti, ja valintasi tallentavat evästeet "
        "poistetaan. Poistamme järjestelmistämme {hours} tunnin kuluessa tiedon siitä, "
        "mitkä kirjaukset ovat sinun ja millä sivulla ja selaimella ne tehtiin."
    ),
    erase_stays=(
        "Päätökset säilyvät ilman mitään yhteyttä sinuun. Allekirjoitettuun lokiin jää "
        "merkintä, jossa ei ole henkilötietoja, jottei kirjauksia voi poistaa "
        "kenenkään huomaamatta. Varmuuskopioista tietosi häviävät, kun kopiot "
        "vanhenevat."
    ),
    erase_lost=(
        "Sen jälkeen kukaan ei voi näyttää sinulle valintahistoriaasi tai kuittejasi. "
        "Jos haluat säilyttää ne, lataa ensin kaikki tiedot."
    ),
    erase_now="Poista nyt",
    keep="Säilytä kirjaukset",
    erased_title="Kirjauksesi poistetaan",
    erased=(
        "Kaikki antamasi luvat on peruutettu. Kirjauksesi poistetaan järjestelmistämme "
        "{hours} tunnin kuluessa. Lokiin jää merkintä, jossa ei ole henkilötietoja."
    ),
    asked_again=(
        "Tässä selaimessa ei ole enää valintaa, joten sivusto kysyy sinulta uudelleen."
    ),
    in_ledger="Allekirjoitetussa lokissa",
    not_in_ledger=(
        "Ei vielä allekirjoitetussa lokissa: hae kuitti hetken kuluttua uudelleen"
    ),
    restricted="Rajoitettu: säilytetään, ei käytetä",
    check="Tarkista kuitti",
    check_intro=(
        "Kuitti kertoo, mitä kirjattiin, ja osoittaa, että kirjaus on "
        "allekirjoitetussa lokissa. Lähetä kuitin tiedosto tai liitä sen teksti."
    ),
    check_file="Kuitin tiedosto",
    check_text="Tai sen teksti",
    check_button="Tarkista",
    holds="Kuitti pitää paikkansa",
    holds_detail=(
        "Se kertoo, mitä kirjattiin, ja kirjaus on tämän sivuston allekirjoitetussa "
        "lokissa."
    ),
    incomplete="Kuitti ei ole täydellinen",
    committed_detail=(
        "Sen osat sopivat yhteen, mutta siinä ei ole vielä todistetta siitä, että "
        "kirjaus on allekirjoitetussa lokissa. Hae kuitti uudelleen, niin saat koko "
        "todisteen."
    ),
    position="Sijainti lokissa",
    fails="Kuitti ei pidä paikkaansa",
    changed_detail=(
        "Siinä lukee jotain muuta kuin mitä allekirjoitettiin, tai sen kirjausta ei "
        "ole allekirjoitetussa lokissa."
    ),
    foreign_detail="Se kuuluu toiseen lokiin, jota tämä sivusto ei voi tarkistaa.",
    malformed_detail=(
        "Tämä ei ole kuitti, tai se on vahingoittunut. Kirjauksesta ei voida sanoa "
        "mitään."
    ),
    empty_detail=(
        "Tiedostoa tai tekstiä ei annettu. Valitse kuitin tiedosto tai liitä sen "
        "teksti."
    ),
    too_large_detail="Tämä on liian suuri kuitiksi.",
    reason="Tarkka syy (englanniksi)",
    offline=(
        "Tässä sivusto tarkistaa oman kuittinsa, joten sinun on luotettava siihen. "
        "Omalla tietokoneellaan tarkistava ei joudu luottamaan kehenkään: siihen "
        "riittävät tämän lokin julkinen avain, mieluiten muualta saatuna, ja tämä "
        "komento."
    ),
    key="Tämän lokin julkinen avain",
)

DECLARATION = DeclarationTexts(
    title="Tämän sivuston evästeet",
    intro=(
        "Mitä {controller} ja muut tallentavat laitteellesi, kun käyt tällä "
        "sivustolla, ja mihin tarkoitukseen. Luettelo perustuu samoihin tietoihin, "
        "joiden mukaan ratkaistaan, mitä saa suorittaa."
    ),
    your_choice="Valintasi",
    change="Muuta valintaasi",
    provider="Yritys",
    provider_policy="Tietosuojaseloste: {provider}",
    role="Rooli",
    countries="Maat, joissa tietoja käsitellään",
    transfer="ETA-alueen ulkopuolella",
    stored="Mitä {service} tallentaa laitteellesi",
    nothing_stored="Ei itse tallenna mitään laitteellesi.",
    name="Nimi",
    kind="Tyyppi",
    place="Missä",
    life="Kuinka kauan",
    this_site="Tämä sivusto",
    first_party="Eväste",
    third_party="Toisen sivuston eväste",
    local="Paikallinen tallennustila",
    session="Istunnon tallennustila",
    indexeddb="Selaimen tietokanta",
    roles={
        "processor": "Toimii meidän lukuumme ja vain ohjeidemme mukaan",
        "controller": "Käyttää tietoja myös omiin tarkoituksiinsa",
        "joint": "Päättää yhdessä kanssamme",
    },
    transfers={
        "none": "Tiedot pysyvät ETA-alueella",
        "adequacy": (
            "Tietoja voi siirtyä maahan tai yritykseen, jonka tietosuojan tason EU on "
            "todennut riittäväksi"
        ),
        "scc": "Tietoja voi siirtyä muualle EU:n vakiosopimuslausekkeiden nojalla",
        "unknown": (
            "Ei ole tiedossa, siirtyykö tietoja ETA-alueen ulkopuolelle ja miten ne "
            "silloin suojataan"
        ),
    },
    until_closed="Kunnes suljet selaimen",
    until_tab_closed="Kunnes suljet välilehden",
    until_deleted="Kunnes poistat sen",
    version="Tämän luettelon versio",
)

TEXTS = Texts(
    language="fi",
    direction="ltr",
    title="Valintasi evästeistä",
    what=(
        "{controller} pyytää suostumustasi tietojen tallentamiseen laitteellesi ja "
        "niiden lukemiseen siltä, esimerkiksi evästeiden avulla. Ennen kuin valitset, "
        "käytössä ei ole mitään suostumusta vaativaa."
    ),
    who_none="Muita yrityksiä ei ole mukana.",
    who_some={
        "one": "Mukana on yksi muu yritys.",
        "other": "Mukana on {count} muuta yritystä.",
    },
    who_link="Kuka on mukana ja mitä tallennetaan",
    why="Mihin tarkoitukseen ja kuka:",
    withdrawal=(
        "Voit muuttaa valintaasi tai peruuttaa sen milloin tahansa kohdassa "
        "”Evästevalinnat” jokaisen sivun alaosassa."
    ),
    accept_all="Hyväksy kaikki",
    reject_all="Hylkää kaikki",
    choose="Valitse itse",
    save="Tallenna valinnat",
    purposes_legend="Mitä sallit?",
    always_on="Aina käytössä",
    privacy_policy="Tietosuojaseloste",
    more="Valintasi ja niiden historia",
    link="Evästevalinnat",
    details="Palvelut ja mitä ne tallentavat",
    follow="Sama kuin tarkoituksella",
    basis="Oikeusperuste",
    bases={
        "consent": "Suostumuksesi",
        "contract": "Kanssasi tehty sopimus",
        "legal_obligation": "Lakisääteinen velvoite",
        "legitimate_interest": "Oikeutettu etu",
    },
    search="Etsi palvelua, yritystä tai evästettä",
    no_match="Mitään ei löytynyt.",
    saving="Valintaasi tallennetaan…",
    saved="Valintasi on tallennettu. Voit muuttaa sitä milloin tahansa.",
    not_saved="Valintaasi ei voitu tallentaa. Mitään ei sallittu. Yritä uudelleen.",
    stale=(
        "Sivu on muuttunut sen jälkeen, kun avasit sen. Mitään ei tallennettu. Lataa "
        "sivu uudelleen ja valitse uudestaan."
    ),
    gpc=(
        "Selaimesi lähettää Global Privacy Control -signaalin. Pidämme sitä seuraavan "
        "vastustamisena: {purposes}. Se, mitä itse valitset tässä, on etusijalla."
    ),
    objection=(
        "Sinulla on oikeus milloin tahansa vastustaa seuraavaa: {purposes}. "
        "Hylkääminen tässä katsotaan vastustamiseksi."
    ),
    complaint="Voit tehdä valituksen näille viranomaisille: {first} ja {second}.",
    complaint_elsewhere="Voit tehdä valituksen maasi tietosuojaviranomaiselle.",
    embed_what=(
        "Jos näytät tämän sisällön, nämä voivat tallentaa tietoja laitteellesi ja "
        "lukea niitä: {providers}. Tarkoitus: {purposes}."
    ),
    embed_until=(
        "Annat luvan vain seuraavalle: {services}. Lupa koskee koko sivustoa. Voit "
        "perua sen milloin tahansa kohdassa ”Evästevalinnat”."
    ),
    embed_show="Näytä sisältö: {services}",
    embed_undeclared=(
        "Tämän osoitteen sisältöä ei näytetä: sivusto ei ole ilmoittanut sitä, joten "
        "sitä ei voi sallia tässä."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
