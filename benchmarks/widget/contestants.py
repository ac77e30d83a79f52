"""Who is measured: how each is put into a page, by its own manual."""

from dataclasses import dataclass

TITLE = "Your choice about cookies"
WORDS = (
    "Shop AS asks for your permission to store information on your device and to read "
    "it there, for statistics and marketing. You can change your mind at any time."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One way to ask.

    Attributes:
        name: As the table has it.
        banner: Selector of what asks the visitor.
        refuse: Selector of the button that refuses everything.
        head: What stands in the page's head.
        end: What stands at the end of its body.
    """

    name: str
    banner: str
    refuse: str = ""
    head: str = ""
    end: str = ""


NOTHING = Contestant(name="no banner", banner="h1")

STATIC = Contestant(
    name="static, by hand",
    banner="#ask",
    refuse="#ask button + button",
    head="<style>#ask{position:fixed;inset:auto 0 0;padding:2rem;background:#fff;"
    "border:1px solid}#ask[hidden]{display:none}</style>",
    end=f"""<div id="ask"><h2>{TITLE}</h2><p>{WORDS}</p>
<button>Accept all</button> <button>Reject all</button></div>
<script>for (const button of document.querySelectorAll("#ask button"))
button.onclick = () => {{
document.cookie = "asked=" + button.textContent;
document.getElementById("ask").hidden = true;
}};</script>""",
)

OURS = Contestant(
    name="consent-server",
    banner=".visitor-choices",
    refuse=".visitor-choices [value=refuse_all]",
)

TAG = Contestant(
    name="consent-server, script tag",
    banner=OURS.banner,
    refuse=OURS.refuse,
    head='<script src="/-/choices/sites/shop.js?language=en"></script>',
)

PEERS = (
    Contestant(
        name="cookieconsent 3.1.1",
        banner=".cc-window",
        refuse=".cc-deny",
        head='<link rel="stylesheet" href="/cookieconsent/build/cookieconsent.min.css">'
        '<script src="/cookieconsent/build/cookieconsent.min.js"></script>',
        end=f"""<script>cookieconsent.initialise({{ type: "opt-in",
palette: {{ popup: {{ background: "#fff" }}, button: {{ background: "#222" }} }},
content: {{ message: "{WORDS}", allow: "Accept all", deny: "Reject all" }} }});
</script>""",
    ),
    Contestant(
        name="orejime 3.2.1",
        banner=".orejime-Banner",
        refuse=".orejime-Banner .orejime-Button--decline",
        head='<link rel="stylesheet" href="/orejime/dist/orejime-standard.css">'
        """<script>window.orejimeConfig = { privacyPolicyUrl: "/privacy", purposes: [
{ id: "statistics", title: "Statistics", cookies: ["_ga"] },
{ id: "marketing", title: "Marketing", cookies: ["_fbp"] }] };</script>""",
        end='<script src="/orejime/dist/orejime-standard-en.js"></script>',
    ),
    Contestant(
        name="vanilla-cookieconsent 3.1.0",
        banner="#cc-main .cm",
        refuse="#cc-main .cm [data-role=necessary]",
        head='<link rel="stylesheet" '
        'href="/vanilla-cookieconsent/dist/cookieconsent.css">',
        end=f"""<script src="/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
<script>CookieConsent.run({{ hideFromBots: false,
categories: {{ necessary: {{ readOnly: true }}, statistics: {{}}, marketing: {{}} }},
language: {{ default: "en", translations: {{ en: {{
consentModal: {{ title: "{TITLE}", description: "{WORDS}",
acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all",
showPreferencesBtn: "Choose" }},
preferencesModal: {{ title: "{TITLE}", acceptAllBtn: "Accept all",
acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save", sections: [
{{ title: "Statistics", linkedCategory: "statistics" }},
{{ title: "Marketing", linkedCategory: "marketing" }}] }} }} }} }} }});</script>""",
    ),
    Contestant(
        name="c15t 2.2.1, core alone",
        banner="#c15t-banner",
        refuse="#c15t-banner [value=necessary]",
        end='<script src="/c15t-banner.js"></script>',
    ),
    Contestant(
        name="tarteaucitronjs 1.34.0",
        banner="#tarteaucitronAlertBig",
        refuse="#tarteaucitronAllDenied2",
        head='<script src="/tarteaucitronjs/tarteaucitron.min.js"></script>'
        """<script>tarteaucitronForceLanguage = "en"; tarteaucitron.init({
orientation: "bottom", highPrivacy: true, DenyAllCta: true, AcceptAllCta: true,
showIcon: false, adblocker: false, cdn: "/tarteaucitronjs/" });
(tarteaucitron.job = tarteaucitron.job || []).push("youtube");</script>""",
    ),
    Contestant(
        name="klaro 0.7.22",
        banner=".klaro .cookie-notice",
        refuse=".klaro .cn-decline",
        head=f"""<script>window.klaroConfig = {{ lang: "en", acceptAll: true,
translations: {{ zz: {{ privacyPolicyUrl: "/privacy" }},
en: {{ consentNotice: {{ description: "{WORDS}" }} }} }},
services: [{{ name: "analytics", purposes: ["statistics"] }},
{{ name: "pixel", purposes: ["marketing"] }}] }};</script>"""
        '<script defer src="/klaro/dist/klaro.js"></script>',
    ),
)
