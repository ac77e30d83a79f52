"""Pages full of markup that loads, in every form and spelling, made up by chance.

Each load has a host of its own that names its form, ``FORM-NUMBER.spy.test``, so that a
request says where it came from. Between them stand loads that are nobody's business.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

GATED = "spy.test"
OTHER = "other.test"
TIMES = 3
LOADS_PER_PAGE = 7

# {u} is an address within double quotes. The second part is what it answers with.
QUOTED: Mapping[str, tuple[str, str]] = {
    "script": ('<script src="{u}"></script>', "js"),
    "script-async": ('<SCRIPT async SRC = "{u}" ></SCRIPT >', "js"),
    "module": ('<script type=module src="{u}"></script>', "js"),
    "script-types": (
        '<script type="text/plain" src="{u}" type="text/javascript"></script>',
        "js",
    ),
    "svg-script": ('<svg><script href="{u}"></script></svg>', "js"),
    "img": ('<img src="{u}" alt="a > b">', "gif"),
    "img-tight": ('<img/alt="x"src="{u}"/>', "gif"),
    "img-twice": ('<img src="{u}" src="/own/p.gif">', "gif"),
    "img-second": ('<img src="{u}"src=x onerror=x>', "gif"),
    "image": ('<image src="{u}">', "gif"),
    "input": ('<input type=image src="{u}" alt=x>', "gif"),
    "background": ('<table background="{u}"><tr><td>x</table>', "gif"),
    "svg-image": ('<svg><image href="{u}" width=9 height=9 /></svg>', "gif"),
    "svg-xlink": ('<svg><image xlink:href="{u}" width=9 height=9></svg>', "gif"),
    "svg-title": ('<svg><title><img src="{u}"></title></svg>', "gif"),
    "svg-style": ('<svg><style><img src="{u}"></style></svg>', "gif"),
    "svg-open": ('<div><svg><g></div><img src="{u}">', "gif"),
    "math": ('<math><mtext><img src="{u}"></mtext></math>', "gif"),
    "select": ('<select><option>x</option></select><img src="{u}">', "gif"),
    "comment": ('<!-- x --!><img src="{u}">', "gif"),
    "comment-empty": ('<!--><img src="{u}">', "gif"),
    "cdata": ('<![CDATA[<p>]]><img src="{u}">', "gif"),
    "end-tag": ("</p x='>'>" + '<img src="{u}">', "gif"),
    "textarea": ('<textarea><!--</textarea><img src="{u}">', "gif"),
    "shadow": (
        '<div><template shadowrootmode=open><img src="{u}"></template></div>',
        "gif",
    ),
    "noscript": ('<noscript><img src="{u}"></noscript>', "gif"),
    "video": ('<video src="{u}" preload=auto></video>', "mp4"),
    "poster": ('<video poster="{u}"></video>', "gif"),
    "audio": ('<audio src="{u}" preload=auto></audio>', "mp4"),
    "source": ('<video preload=auto><source src="{u}"></video>', "mp4"),
    "iframe": ('<iframe src="{u}"></iframe>', "html"),
    "object": ('<object data="{u}"></object>', "html"),
    "embed": ('<embed src="{u}">', "html"),
    "stylesheet": ('<link rel="stylesheet" href="{u}">', "css"),
    "alternate": ('<link rel="Alternate STYLESHEET" title=x href="{u}">', "css"),
    "preload": ('<link rel=preload as=image href="{u}">', "gif"),
    "modulepreload": ('<link rel=modulepreload href="{u}">', "js"),
    "prefetch": ('<link rel=prefetch href="{u}">', "gif"),
}
# The address must be without white space.
UNBROKEN: Mapping[str, tuple[str, str]] = {
    "bare": ("<img src={u}>", "gif"),
    "bare-script": ("<script src={u} async></script>", "js"),
    "srcset": ('<img srcset="{u} 1x">', "gif"),
    "picture": (
        '<picture><source srcset="{u}"><img src="/own/x.gif"></picture>',
        "gif",
    ),
    "imagesrcset": ('<link rel=preload as=image imagesrcset="{u} 1x">', "gif"),
}
# The address stands inside something that is read twice, or is a script.
PLAIN: Mapping[str, tuple[str, str]] = {
    "srcdoc": ("<iframe srcdoc=\"<img src='{u}'>\"></iframe>", "gif"),
    "srcdoc-twice": (
        '<iframe srcdoc="<iframe srcdoc=&quot;&lt;img src={u}&gt;&quot;>"></iframe>',
        "gif",
    ),
    "refresh": (
        "<iframe srcdoc=\"<meta http-equiv=Refresh content='0; URL={u}'>\"></iframe>",
        "html",
    ),
    "data": ("<iframe src=\"data:text/html,<img src='{u}'>\"></iframe>", "gif"),
    "javascript": (
        "<iframe src=\"javascript:'<img src={u}>'\"></iframe>",
        "gif",
    ),
    "handler": ("<img src=/own/none onerror=\"new Image().src='{u}'\">", "gif"),
    "import": ("<script type=module>import '{u}'</script>", "js"),
    "style": ("<style>body {{ background: url({u}) }}</style>", "gif"),
    "style-import": ('<style>@import "{u}";</style>', "css"),
    "style-attribute": ("<p style=\"background: URL( '{u}' )\">x", "gif"),
    "style-escape": ("<p style='list-style: u\\72l({u}) inside'><li>x", "gif"),
    "style-svg": ("<svg><style>svg {{ background: url({u}) }}</style></svg>", "gif"),
    "preconnect": ("<link rel=preconnect href='{u}'>", "gif"),
}
# Whole documents; {h} is the host.
DOCUMENTS: Mapping[str, str] = {
    "frame": "<!doctype html><frameset cols=*,*><frame src=//{h}/frame.html><frame>",
    "base": "<!doctype html><p>x<base href='//{h}/'><img src=base.gif>",
}
FORMS = {**QUOTED, **UNBROKEN, **PLAIN}
NAMES = FORMS.keys() | DOCUMENTS.keys()
NEED_SCRIPTING = {name for name, (_, kind) in FORMS.items() if kind == "js"} | {
    "handler",
    "javascript",
}
"""Forms that load nothing where scripting is off."""

SPELLINGS = (
    "//{h}/{p}",
    "http://{h}/{p}",
    "HTTP://{H}/{p}",
    "http:\\\\{h}\\{p}",
    "\\/{h}/{p}",
    "http:///{h}/{p}",
    "//{h}:80/{p}",
    "&#x2F;&#47;{h}/{p}",
    "&sol;&sol;{h}/{p}",
    "ht&#116;p&colon;//{h}/{p}?a=1&amp;b=2",
    "//{e}/{p}",
    "//{f}/{p}",
)
BROKEN_SPELLINGS = (
    "  //{h}/{p} ",
    "/\t/{h}/{p}",
    "ht\ntp:\r\n//{h}/{p}",
    "&#10;//{h}/{p}",
)

UNRELATED = (
    '<img src="//{h}/a.gif">',
    '<script src="http://{h}/a.js"></script>',
    '<link rel=stylesheet href="//{h}/a.css">',
    '<iframe src="//{h}/a.html"></iframe>',
)
CALM = (
    "<p>Some words &amp; <b>more</b></p>",
    '<a href="//plain.spy.test/link">a link</a>',
    "<img src='/own/{n}.gif' alt='own'>",
    "<!-- <img src=//comment.spy.test/x> -->",
    "<script>var text = '<img src=//text.spy.test/x>';</script>",
    "<textarea><img src=//textarea.spy.test/x></textarea>",
    "<template><img src=//template.spy.test/x></template>",
    "<svg viewBox='0 0 9 9'><path d='M0 0h9'/></svg>",
    "<ul><li>one<li>two</ul>",
    "<p title='<script src=//title.spy.test/x></script>'>x</p>",
    '<script type=application/json>{{"a": "//json.spy.test/x"}}</script>',
)


def make_page(number: int, forms: Sequence[str]) -> bytes:
    """Make a document up that has the loads of these forms."""
    chance = Random(number)
    pieces = [_load(chance, form, f"{form}-{number}") for form in forms]
    pieces += _rest(chance, number)
    chance.shuffle(pieces)
    head = chance.choice(("<head><title>x</title></head><body>", "<body>", ""))
    return "\n".join(("<!doctype html>" + head, *pieces)).encode()


def _load(chance: Random, form: str, label: str) -> str:
    markup, kind = FORMS[form]
    host, path = f"{label}.{GATED}", f"{form}.{kind}"
    if form == "preconnect":
        return markup.format(u=f"https://{host}/")
    if form in PLAIN:
        return markup.format(u=f"http://{host}/{path}")
    spellings = SPELLINGS + (BROKEN_SPELLINGS if form in QUOTED else ())
    address = chance.choice(spellings).format(
        h=host,
        H=host.upper(),
        p=path,
        e=f"%{ord(host[0]):02x}{host[1:]}",
        f=chr(ord(host[0]) + 0xFEE0) + host[1:],
    )
    return markup.format(u=address)


def _rest(chance: Random, number: int) -> Iterator[str]:
    for index in range(3):
        host = f"u{number}-{index}.{OTHER}"
        yield chance.choice(UNRELATED).format(h=host)
    for index in range(4):
        yield chance.choice(CALM).format(n=f"{number}-{index}")


def make_pages() -> list[bytes]:
    """Make pages up in which each form stands several times, spelled differently."""
    names = [name for name in FORMS for _ in range(TIMES)]
    Random(TIMES).shuffle(names)
    starts = range(0, len(names), LOADS_PER_PAGE)
    groups = [names[start : start + LOADS_PER_PAGE] for start in starts]
    pages = [make_page(number, forms) for number, forms in enumerate(groups)]
    return pages + [
        document.format(h=f"{name}-{len(pages)}.{GATED}").encode()
        for name, document in DOCUMENTS.items()
    ]
