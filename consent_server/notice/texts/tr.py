"""Turkish."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Gerekli",
        description=(
            "Sitenin istediğinizi yapabilmesi için gerekenler: oturumunuzu açık "
            "tutmak, yükü sunucular arasında paylaştırmak, dilinizi ve bu seçimi "
            "hatırlamak. Kanun bunun için rıza aramaz; bu nedenle her zaman açıktır."
        ),
    ),
    "functional": PurposeText(
        title="Ek işlevler",
        description=(
            "Temel işlevlere ek olarak, örneğin sohbet, sayfalarımızda başka "
            "sitelerden içerik ve yazdıklarınızı hatırlayan formlar."
        ),
    ),
    "analytics": PurposeText(
        title="İstatistik",
        description=(
            "Sitenin nasıl kullanıldığını ölçer: hangi sayfalar ziyaret ediliyor, "
            "insanlar buraya nereden geliyor ve nelere tıklıyor. Bazı hizmetler tek "
            "bir ziyareti adım adım kaydeder."
        ),
    ),
    "marketing": PurposeText(
        title="Pazarlama",
        description=(
            "Reklam seçmek ve reklamların etkisini ölçmek için buradaki ve başka "
            "sitelerdeki ziyaretlerinizi izler."
        ),
    ),
    "scoring": PurposeText(
        title="Ziyaretçilerin puanlanması",
        description=(
            "Açtığınız sayfalar, indirdiğiniz dosyalar, gönderdiğiniz formlar ve ne "
            "sıklıkta geri geldiğiniz için size puan verir. Bize kim olduğunuzu "
            "söylediyseniz puanlar adınızla ilişkilendirilir. Belirli bir eşiğin "
            "üzerinde, satış ekibimizden biri sizi arayabilir veya size yazabilir."
        ),
    ),
}

PAGE = PageTexts(
    title="Çerez seçimleriniz",
    intro=(
        "Burada ne seçtiğinizi görebilir, seçiminizi değiştirebilir ve bu tarayıcıda "
        "kaydedilmiş her seçimi inceleyebilirsiniz."
    ),
    current="Şu anda geçerli olan",
    service="Hizmet",
    provider="Şirket",
    country="Ülke",
    status="Durum",
    reason="Neden",
    statuses={
        "granted": "İzin verildi",
        "refused": "İzin verilmedi",
        "undecided": "Henüz seçilmedi",
    },
    reasons={
        "exempt": "Gerekli, rıza aranmaz",
        "granted": "İzin verdiniz",
        "refused": "İzin vermediniz",
        "no_choice_yet": "Henüz seçim yapmadınız",
        "opt_out_signal": "Tarayıcınız sizin adınıza itiraz ediyor",
        "policy_changed": "Seçiminizden sonra hizmetler veya metinler değişti",
        "token_unreadable": "Saklanan seçim okunamadı",
        "token_forged": "Saklanan seçim gerçek değil",
        "token_foreign": "Saklanan seçim başka bir siteye ait",
        "token_expired": "Seçiminizin süresi doldu",
    },
    history="Kaydedilen seçimler",
    recorded_at="Zaman",
    action="Ne yaptınız",
    actions={
        "grant_all": "Tümünü kabul ettiniz",
        "refuse_all": "Tümünü reddettiniz",
        "custom": "Amaca göre seçtiniz",
        "grant_services": "Bir hizmetin içeriğine izin verdiniz",
        "withdraw": "Tüm rızanızı geri aldınız",
        "object": "İtiraz ettiniz",
        "signal": "Tarayıcının gönderdiği itiraz",
        "expire": "Seçimin süresi doldu",
        "import": "Önceki bir sistemden aktarıldı",
    },
    record_id="Kayıt numarası",
    copy="Kopyala",
    copied="Kopyalandı",
    valid_until="{date} tarihine kadar geçerli",
    object="İtiraz et: {purposes}",
    object_effect=(
        "İtiraz ettiğiniz şey hemen durur ve kapalı kalır. Diğer her şey seçtiğiniz "
        "gibi kalır."
    ),
    receipt="Makbuz",
    no_record="Bu tarayıcıda kayıtlı bir seçim yok.",
    clear="Bu sitenin tarayıcımda sakladıklarını da temizle",
    clear_effect=(
        "“Tüm rızamı geri al” ile birlikte. Saklanan veriler ve önbellekteki dosyalar "
        "silinir, çerezler kalır: oturumunuzun açık kalması beklenir ama kaydedilmemiş "
        "çalışmalar kaybolabilir."
    ),
    withdraw_all="Tüm rızamı geri al",
    withdrawal_effect=(
        "Rızanızı geri almanız, rıza gerektiren her şeyi hemen durdurur ve bu sitede "
        "yerleştirilmiş çerezleri siler. Başka bir şirketin kendi sitesinde "
        "yerleştirdiği çerezler yalnızca orada veya tarayıcınızda silinebilir. "
        "Rızanızı geri almadan önce yapılanlar hukuka uygun kalır."
    ),
    held="Şu anda bekletilenler",
    nothing_held="Bekletilen bir şey yok.",
    back="Siteye dön",
    problem="Bu işlem yapılamadı",
    no_page="Böyle bir sayfa yok",
    no_page_detail="Adres eski veya yanlış yazılmış olabilir.",
)

RIGHTS = RightsTexts(
    title="Kayıtlarınız",
    everything="Seçimlerimle ilgili her şeyi indir",
    everything_effect=(
        "Bu tarayıcının tüm kayıtlarını, bunların makbuzlarını ve size gösterilenleri "
        "içeren tek bir dosya."
    ),
    erase="Kayıtlarımı sil",
    erase_effect=(
        "Tüm rızanızı geri alır ve hangi kayıtların size ait olduğu bilgisini "
        "sistemlerimizden kaldırır."
    ),
    erase_title="Kayıtlarınızın silinmesi",
    erase_what=(
        "İzin verdiğiniz her şey hemen geri alınır ve seçiminize ait çerezler silinir. "
        "Hangi kayıtların size ait olduğu bilgisini, kayıtların yapıldığı sayfayı ve "
        "tarayıcıyı {hours} saat içinde sistemlerimizden sileriz."
    ),
    erase_stays=(
        "Kararlar, sizinle hiçbir bağlantısı olmadan kalır. İmzalı defterde kişisel "
        "veri içermeyen bir girdi kalır; böylece kimse kayıtları fark edilmeden "
        "kaldıramaz. Yedeklerdeki kayıtlar, yedeklerin süresi dolunca silinir."
    ),
    erase_lost=(
        "Bundan sonra kimse size geçmişinizi veya makbuzlarınızı gösteremez. Bunları "
        "saklamak isterseniz önce her şeyi indirin."
    ),
    erase_now="Şimdi sil",
    keep="Kayıtlarımı sakla",
    erased_title="Kayıtlarınız silinecek",
    erased=(
        "İzin verdiğiniz her şey geri alındı. Kayıtlarınız {hours} saat içinde "
        "sistemlerimizden silinir. Defterde kişisel veri içermeyen bir girdi kalır."
    ),
    asked_again=(
        "Bu tarayıcıda artık bir seçim yok; bu nedenle site size yeniden soracak."
    ),
    in_ledger="İmzalı defterde",
    not_in_ledger="Henüz imzalı defterde değil: makbuzu biraz sonra yeniden indirin",
    restricted="Kısıtlı: saklanır ve kullanılmaz",
    check="Bir makbuzu kontrol et",
    check_intro=(
        "Makbuz, neyin kaydedildiğini belirtir ve kaydın imzalı defterde bulunduğunu "
        "gösterir. Dosyasını yükleyin veya metnini yapıştırın."
    ),
    check_file="Makbuz dosyası",
    check_text="Veya metni",
    check_button="Kontrol et",
    holds="Bu makbuz geçerli",
    holds_detail=(
        "Neyin kaydedildiğini belirtiyor ve kayıt bu sitenin imzalı defterinde "
        "bulunuyor."
    ),
    incomplete="Bu makbuz tam değil",
    committed_detail=(
        "Parçaları birbirine uyuyor ama kaydın imzalı defterde olduğuna dair kanıt "
        "henüz yok. Kanıtın tamamı için makbuzu yeniden indirin."
    ),
    position="Defterdeki yeri",
    fails="Bu makbuz geçerli değil",
    changed_detail=(
        "İmzalanandan farklı bir şey söylüyor veya kaydı imzalı defterde yok."
    ),
    foreign_detail="Bu sitenin kontrol edemediği başka bir deftere ait.",
    malformed_detail=(
        "Bu bir makbuz değil veya bozulmuş. Herhangi bir kayıt hakkında bir şey "
        "söylenemez."
    ),
    empty_detail=(
        "Ne dosya ne de metin vardı. Bir makbuz dosyası seçin veya metnini yapıştırın."
    ),
    too_large_detail="Makbuz olamayacak kadar büyük.",
    reason="Kesin neden (İngilizce)",
    offline=(
        "Burada site kendi makbuzunu kontrol eder; bu yüzden siteye güvenmeniz "
        "gerekir. Kendi bilgisayarınızda kontrol ederseniz kimseye güvenmeniz "
        "gerekmez: bu defterin açık anahtarı (tercihen başka birinden alınmış) ve bu "
        "komut yeterlidir."
    ),
    key="Bu defterin açık anahtarı",
)

DECLARATION = DeclarationTexts(
    title="Bu sitedeki çerezler",
    intro=(
        "Bu siteyi ziyaret ettiğinizde {controller} ve diğerleri cihazınızda neleri, "
        "ne için saklar? Bu liste, neyin çalışabileceğini belirleyen katalogdan "
        "hazırlanır."
    ),
    your_choice="Seçiminiz",
    change="Seçiminizi değiştirin",
    provider="Şirket",
    provider_policy="Gizlilik politikası: {provider}",
    role="Rol",
    countries="Verilerin işlendiği ülkeler",
    transfer="AEA dışında",
    stored="{service} cihazınızda neler saklar",
    nothing_stored="Kendisi cihazınızda bir şey saklamaz.",
    name="Ad",
    kind="Tür",
    place="Nerede",
    life="Ne kadar süre",
    this_site="Bu site",
    first_party="Çerez",
    third_party="Başka bir sitenin çerezi",
    local="Yerel depolama",
    session="Oturum depolaması",
    indexeddb="Tarayıcıdaki veritabanı",
    roles={
        "processor": "Bizim için ve yalnızca talimatlarımıza göre çalışır",
        "controller": "Verileri kendi amaçları için de kullanır",
        "joint": "Bizimle birlikte karar verir",
    },
    transfers={
        "none": "Veriler AEA içinde kalır",
        "adequacy": (
            "Veriler, AB’nin korumasını yeterli bulduğu bir ülkeye veya şirkete "
            "gidebilir"
        ),
        "scc": (
            "Veriler, AB’nin standart sözleşme maddeleri uyarınca başka yerlere "
            "gidebilir"
        ),
        "unknown": (
            "Verilerin AEA dışına çıkıp çıkmadığı ve çıkarsa nasıl korunduğu bilinmiyor"
        ),
    },
    until_closed="Siz tarayıcıyı kapatana kadar",
    until_tab_closed="Siz sekmeyi kapatana kadar",
    until_deleted="Siz silene kadar",
    version="Bu listenin sürümü",
)

TEXTS = Texts(
    language="tr",
    direction="ltr",
    title="Çerezlerle ilgili seçiminiz",
    what=(
        "{controller}, cihazınızda bilgi saklamak ve cihazınızdaki bilgileri okumak "
        "için (örneğin çerezlerle) rızanızı istiyor. Siz seçim yapana kadar rıza "
        "gerektiren hiçbir şey kullanılmaz."
    ),
    who_none="Başka bir şirket yer almıyor.",
    who_some={
        "one": "Bir şirket daha yer alıyor.",
        "other": "{count} şirket daha yer alıyor.",
    },
    who_link="Kim oldukları ve ne sakladıkları",
    why="Amaçlar ve şirketler:",
    withdrawal=(
        "Seçiminizi her sayfanın altındaki “Çerez seçimleri” bağlantısıyla istediğiniz "
        "zaman değiştirebilir veya geri alabilirsiniz."
    ),
    accept_all="Tümünü kabul et",
    reject_all="Tümünü reddet",
    choose="Seçim yap",
    save="Seçimleri kaydet",
    purposes_legend="Nelere izin veriyorsunuz?",
    always_on="Her zaman açık",
    privacy_policy="Gizlilik politikası",
    more="Seçimleriniz ve geçmişi",
    link="Çerez seçimleri",
    details="Hizmetler ve sakladıkları",
    follow="Amacıyla aynı",
    basis="Hukuki dayanak",
    bases={
        "consent": "Rızanız",
        "contract": "Sizinle yapılan sözleşme",
        "legal_obligation": "Hukuki yükümlülük",
        "legitimate_interest": "Meşru menfaat",
    },
    search="Hizmet, şirket veya çerez arayın",
    no_match="Sonuç bulunamadı.",
    saving="Seçiminiz kaydediliyor …",
    saved="Seçiminiz kaydedildi. İstediğiniz zaman değiştirebilirsiniz.",
    not_saved=(
        "Seçiminiz kaydedilemedi. Hiçbir şeye izin verilmedi. Lütfen yeniden deneyin."
    ),
    stale=(
        "Sayfa siz açtıktan sonra değişti. Hiçbir şey kaydedilmedi. Sayfayı yenileyip "
        "seçiminizi tekrar yapın."
    ),
    gpc=(
        "Tarayıcınız Global Privacy Control sinyalini gönderiyor. Bunu şuna itiraz "
        "olarak kabul ediyoruz: {purposes}. Burada kendi yaptığınız seçim önceliklidir."
    ),
    objection=(
        "Şuna istediğiniz zaman itiraz etme hakkınız vardır: {purposes}. Burada "
        "reddetmeniz itiraz sayılır."
    ),
    complaint="Şu kurumlara şikâyette bulunabilirsiniz: {first} ve {second}.",
    complaint_elsewhere="Ülkenizin veri koruma kurumuna şikâyette bulunabilirsiniz.",
    embed_what=(
        "Bu içeriği gösterirseniz {providers} cihazınızda bilgi saklayabilir ve "
        "okuyabilir. Amaç: {purposes}."
    ),
    embed_until=(
        "Bu sitenin tamamında yalnızca {services} için izin veriyorsunuz. Bunu “Çerez "
        "seçimleri” bağlantısıyla istediğiniz zaman geri alabilirsiniz."
    ),
    embed_show="İçeriği göster: {services}",
    embed_undeclared=(
        "Bu adresteki içerik gösterilmiyor: site bu içeriği bildirmediği için buna "
        "burada izin verilemez."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
