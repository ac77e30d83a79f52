"""Wordings in Arabic, Estonian, Greek, Irish, Latvian, Lithuanian, Maltese, Turkish."""

from consent_server.catalog.lint.wordings.sentence import with_consent

_AR = r"توافق\w*|موافق\w*|تقبل\w*|قبول\w*"
_EL = r"αποδέχ\w+|αποδοχή\w*|συμφων\w+|συναιν\w+|συναίνεσ\w+|συγκατ\w+"
_EL_BROWSER = (
    "browser|περιηγητή|φυλλομετρητή|προγράμματος περιήγησης|πρόγραμμα περιήγησης"
)
_ET = r"nõustu\w*|nõusolek\w*|aktsepteeri\w*"
_GA = r"glacann|toilíonn|aontaíonn|toiliú\w*|ag (glacadh|toiliú|aontú)"
_LT = r"sutinka\w*|sutikim\w*|pritaria\w*"
_LV = r"piekrīt\w*|piekrišan\w*|akceptēj\w*"
_MT = r"taċċetta\w*|taqbel|kunsens\w*|aċċettazzjoni"
# "kabul edebilirsiniz" says that one can, with a button for example.
_TR = r"kabul et(miş|tiğiniz|mekte)\w*|kabul eder\w*|onaylamış\w*|rıza göster\w*"

BROWSE_WRAP = {
    "ar": (
        with_consent(
            r"(باستخدام(ك|كم)?|باستمرار(ك|كم)|بمواصلت\w+|بتصفح\w+|بزيارت\w+"
            "|من خلال (استخدام|الاستمرار|مواصلة|تصفح|زيارة))",
            _AR,
        ),
        with_consent("(إذا|إن) (واصل|تابع|استمرر)(ت|تم)", _AR),
        with_consent("(مواصلة|متابعة|استمرار) (استخدام|تصفح|التصفح)", _AR),
    ),
    "el": (
        with_consent(
            r"(χρησιμοποιώντας|συνεχίζοντας|επισκεπτόμεν\w+|παραμένοντας"
            "|με τη (χρήση|συνέχιση)|με την περιήγηση)",
            _EL,
        ),
        with_consent("(αν|εάν) (συνεχίσετε|συνεχίζετε|παραμείνετε)", _EL),
        with_consent(
            r"(συνέχιση|συνεχιζόμενη|περαιτέρω) (της )?(χρήσ|περιήγησ|πλοήγησ)\w+", _EL
        ),
    ),
    "et": (
        with_consent("(kasutades|jätkates|sirvides|külastades)", _ET),
        with_consent("kui (te )?(jätkate|jääte|jätkad|jääd)", _ET),
        with_consent("(edasine|jätkuv) (kasutamine|sirvimine)", _ET),
    ),
    "ga": (
        with_consent(
            "(trí|le) (úsáid a bhaint|leanúint|cuairt a thabhairt|brabhsáil)", _GA
        ),
        with_consent("má (leanann|fhanann|úsáideann) tú", _GA),
        with_consent("úsáid leanúnach", _GA),
    ),
    "lt": (
        with_consent("(naudodamiesi|naudodami|tęsdami|naršydami|lankydamiesi)", _LT),
        with_consent("(jei|jeigu) (tęsite|tęsiate|toliau|liekate)", _LT),
        with_consent(r"tolesnis (naudojim|naršym)\w+", _LT),
    ),
    "lv": (
        with_consent("(lietojot|izmantojot|turpinot|apmeklējot|pārlūkojot)", _LV),
        with_consent("(ja|kad) (jūs )?(turpināt|turpināsiet|paliekat)", _LV),
        with_consent(r"(turpmāk|tālāk)\w+ (lietošan|izmantošan|pārlūkošan)\w+", _LV),
    ),
    "mt": (
        with_consent("billi (tuża|tkompli|iżżur|tibqa[’'])", _MT),
        with_consent("jekk (tkompli|tibqa[’']|tissokta)", _MT),
        with_consent("użu kontinwu", _MT),
    ),
    "tr": (
        with_consent("(kullanarak|gezinerek|ederek|kalarak)", _TR),
        with_consent(r"devam (ederseniz|ettiğinizde|etmeniz\w*|etmekle)", _TR),
        with_consent(r"(kullanmanız|kullanılması|gezinmeniz)\w*", _TR),
    ),
}

BROWSER_SETTINGS = {
    "ar": (
        r"\bإعدادات (ال)?(متصفح|مستعرض)\w*",
        r"\bاضبط\w* (ال)?(متصفح|مستعرض)\w*",
    ),
    "el": (
        rf"\bρυθμίσ\w+ (του |στο |στον )?({_EL_BROWSER})\b",
        rf"\bρυθμίστε (τον |το )?({_EL_BROWSER})\b",
    ),
    "et": (
        r"\b(veebi)?(brauseri|lehitseja) (sät|seade|seadistus)\w+",
        r"\b(veebi)?brauseri(sät|seade|seadistus)\w+",
    ),
    "ga": (r"\bsocruithe (an |do )?bh?rabhsála\w+",),
    "lt": (
        r"\bnaršykl\w+ nustatym\w+",
        r"\bnustatykite (savo )?naršyklę\b",
    ),
    "lv": (
        r"\bpārlūk\w* iestatījum\w*",
        r"\biestatiet (savu )?pārlūk\w*",
    ),
    "mt": (
        r"\b(settings|issettjar|preferenzi) (tal|fil|fuq il)-(brawżer|browser)\b",
        r"\b(issettja|ikkonfigura) l-(brawżer|browser)\b",
    ),
    "tr": (
        r"\btarayıcı\w* ayar\w*",
        r"\btarayıcınızı ayarla\w*",
    ),
}

PRESSURE = {
    "ar": (
        r"\bأفضل تجربة\b",
        r"\b(ستفوتكم|ستفوتك|لا تفوّ?ت\w*)\b",
        r"\b(للأسف|لسوء الحظ)\b",
        r"\b(نأسف|نعتذر)\b",
        r"\b(ساعدونا|ساعدنا|ادعمونا|ادعمنا)\b",
        r"\bلا،? شكر\S+ (أنا|أفضّ?ل)\b",
    ),
    "el": (
        r"\bκαλύτερη (δυνατή )?εμπειρία\b",
        r"\b(θα χάσετε προσφορ\w+|μην? χάσετε)\b",
        r"\bδυστυχώς\b",
        r"\b(λυπούμαστε|συγγνώμη)\b",
        r"\b(βοηθήστε|στηρίξτε|υποστηρίξτε) μας\b",
        r"\bόχι,? ευχαριστώ,? (εγώ|προτιμώ)\b",
    ),
    "et": (
        r"\bparim\w* (võimalik\w* )?(kasutaja)?kogemus\w*",
        r"\bjää(te|d) ilma\b",
        r"\bkahjuks\b",
        r"\b(vabandust|vabandame)\b",
        r"\b(aidake|toetage) meid\b",
        r"\bei,? aitäh,? (ma|mina|eelistan)\b",
    ),
    "ga": (
        r"\b(eispéireas|taithí) is fearr\b",
        r"\b(caillfidh tú amach|ná caill amach)\b",
        r"\bar an drochuair\b",
        r"\btá (brón|aiféala) orainn\b",
        r"\b(cabhraigh linn|tacaigh linn)\b",
        r"\bgo raibh maith agat,? ach is fearr liom\b",
    ),
    "lt": (
        r"\bgeriausi\w+ (įmanom\w+ )?(naudotojo |vartotojo )?patirt\w+",
        r"\b(praleisite pasiūlym\w+|nepraleiskite)\b",
        # Elsewhere than at the beginning it is a word of Romanian and of Spanish.
        r"(?<![^.!?] )\bdeja, ",
        r"\b(atsiprašome|apgailestaujame)\b",
        r"\b(padėkite mums|paremkite mus)\b",
        r"\bne,? ačiū,? (aš|verčiau)\b",
    ),
    "lv": (
        r"\blabāk\w+ (iespējam\w+ )?(lietotāja |lietošanas )?pieredz\w+",
        r"\b(palaidīsiet|nepalaidiet) garām\b",
        r"\bdiemžēl\b",
        r"\b(atvainojiet|atvainojamies)\b",
        r"\b(palīdziet mums|atbalstiet mūs)\b",
        r"\bnē,? paldies,? (es|labāk)\b",
    ),
    "mt": (
        r"\bl-aħjar esperjenza\b",
        r"\btitlifx? (l-opportunità|l-okkażjoni|offerti)",
        r"\b(sfortunatament|b'xorti ħażina)\b",
        r"\bjiddispjaċina\b",
        r"\b(għinna|appoġġjana)\b",
        r"\ble,? grazzi,? (jien|nippreferi)\b",
    ),
    "tr": (
        r"\ben iyi (kullanıcı )?deneyim\w*",
        r"\b(kaçırırsınız|kaçırmayın|mahrum kalırsınız)\b",
        r"\b(maalesef|ne yazık ki)\b",
        r"\b(üzgünüz|özür dileriz)\b",
        r"\bbize (yardım edin|destek olun)\b",
        r"\bhayır,? teşekkürler,? ben\b",
    ),
}
