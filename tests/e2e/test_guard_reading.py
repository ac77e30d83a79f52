"""How the guard reads what code assigns: as the server does, and else not at all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from consent_server.enforcement.elements import (
    ANY_ELEMENT,
    ATTRIBUTES,
    HINT_LINK,
    LOADING_LINK,
    Reading,
)
from consent_server.notice.script import make_script
from tests.address_vectors import ADDRESSES, PAGE, SERVICES
from tests.builders import make_catalog

pytestmark = pytest.mark.browser

CLAIMED = "https://pixel.example.com/tr"
SVG = {"image", "use", "feimage", "script", "set", "animate"}
PAGE_TEXT = (
    '<!doctype html><script src="/choices.js" data-mark="m" data-policy="0"></script>'
    "<title>Page</title><iframe></iframe>"
)
HELD_OF_EACH = """(addresses) => addresses.map((address) => {
  const form = document.createElement('form');
  form.action = address;
  return (form.dataset.held ?? '').split(' ').filter(Boolean).sort();
})"""
HELD_ATTRIBUTE = """([element, attribute, value, rel]) => {
  const isDrawing = attribute.startsWith('xlink:') || /^(use|set)$/.test(element);
  const space = isDrawing ? 'http://www.w3.org/2000/svg' : document.body.namespaceURI;
  const made = document.createElementNS(space, element);
  if (rel) made.setAttribute('rel', rel);
  if (attribute.startsWith('xlink:'))
    made.setAttributeNS('http://www.w3.org/1999/xlink', attribute, value);
  else made.setAttribute(attribute, value);
  return ['data-held', 'data-held-m-' + attribute].map((it) => made.getAttribute(it));
}"""
WRITTEN = """(texts) => texts.map((text) => {
  const realms = [document, document.querySelector('iframe').contentDocument];
  return realms.map((realm) => {
    const element = realm.createElement('div');
    element.innerHTML = text;
    return element.innerHTML;
  });
})"""
WRAPPED = """() => {
  const native = document.querySelector('iframe').contentWindow;
  const sinks = 'innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe setAttribute';
  const places = [
    ['fetch', ''], ['WebSocket', ''], ['EventSource', ''], ['Audio', ''],
    ['HTMLImageElement', 'src'], ['HTMLScriptElement', 'type'],
    ['HTMLLinkElement', 'rel'], ['Document', 'write'], ['Navigator', 'sendBeacon'],
    ['XMLHttpRequest', 'open'], ['DOMParser', 'parseFromString'],
    ['WebSocket', 'constructor'], ...sinks.split(' ').map((key) => ['Element', key]),
  ];
  const seen = (window, [name, key]) => {
    const object = key ? window[name].prototype : window;
    const found = Object.getOwnPropertyDescriptor(object, key || name);
    const parts = [found.value, found.get, found.set];
    const isNative = (part) => `${part}`.includes('[native code]');
    const facts = (part) => part && [part.name, part.length, isNative(part)];
    return [found.enumerable, found.configurable, found.writable, ...parts.map(facts)];
  };
  return places.map((place) => [place, seen(window, place), seen(native, place)]);
}"""


@pytest.fixture(scope="module")
def guarded(browser: Browser) -> Iterator[Page]:
    """A page with the guard and nothing else."""
    script = make_script(make_catalog(services=tuple(SERVICES)), "0" * 64).body

    def answer(route: Route) -> None:
        if route.request.url.endswith("/choices.js"):
            route.fulfill(body=script, content_type="text/javascript")
        elif route.request.url == PAGE:
            route.fulfill(body=PAGE_TEXT, content_type="text/html")
        else:
            route.abort()

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(PAGE)
    yield page
    page.close()


def test_reads_every_address_as_the_server_does(guarded: Page) -> None:
    found = guarded.evaluate(HELD_OF_EACH, list(ADDRESSES))

    assert dict(zip(ADDRESSES, found, strict=True)) == ADDRESSES


def _attributes() -> Iterator[Any]:
    table = [*ATTRIBUTES.items(), (b"div", ANY_ELEMENT)]
    for element, readings in table:
        for attribute, reading in readings.items():
            # What a script makes of styles is a limit of the guard, see the manual.
            if reading is not Reading.STYLE:
                yield pytest.param(element.decode(), attribute.decode(), reading, "")
    for rel, readings in (("preload", LOADING_LINK), ("preconnect", HINT_LINK)):
        for attribute, reading in readings.items():
            yield pytest.param("link", attribute.decode(), reading, rel)


@pytest.mark.parametrize(("element", "attribute", "reading", "rel"), [*_attributes()])
def test_holds_every_attribute_that_the_server_holds(
    guarded: Page, element: str, attribute: str, reading: Reading, rel: str
) -> None:
    values = {
        Reading.SRCSET: f"/a.png 1x, {CLAIMED} 2x",
        Reading.SPACED: f"/a {CLAIMED}",
        Reading.STEPS: f"#a;{CLAIMED}",
        Reading.SRCDOC: f"<p><img src='{CLAIMED}'>",
        Reading.HOST: "https://pixel.example.com",
    }
    value = values.get(reading, CLAIMED)
    held = guarded.evaluate(HELD_ATTRIBUTE, [element, attribute, value, rel])

    # A hint has no path, so that every service on the host is meant.
    assert held[0] == ("exact capital spaced" if reading is Reading.HOST else "exact")
    assert held[1] == value


@pytest.mark.parametrize(
    ("element", "attribute", "rel"),
    [
        ("a", "href", ""),
        ("img", "alt", ""),
        ("img", "data-src", ""),
        ("meta", "content", ""),
        ("link", "href", "canonical"),
        ("param", "value", ""),
    ],
)
def test_leaves_attributes_alone_that_load_nothing(
    guarded: Page, element: str, attribute: str, rel: str
) -> None:
    held = guarded.evaluate(HELD_ATTRIBUTE, [element, attribute, CLAIMED, rel])

    assert held == [None, None]


HARMLESS = [
    "plain text",
    "<p title='a > b'>x<br>y &amp; z</p>",
    "<table><tr><td><img src=/a.png></table>",
    f"<a href='{CLAIMED}'>a link</a> to pixel.example.com",
    f"<!-- <img src='{CLAIMED}'> -->",
    f"<b>x</b><!-- <img src='{CLAIMED}'>",
    f"<textarea><img src='{CLAIMED}'></textarea>",
    f"<TITLE>İ<img src='{CLAIMED}'></TITLE><p>x",
    f"<script>const text = \"<img src='{CLAIMED}'>\"</script>",
    f"<script src='{CLAIMED}'></script>",
    f"<img alt='{CLAIMED}'><img src='https://other.example/?{CLAIMED}'>",
    f"<img src='{CLAIMED}",
    "<p class=a class=b <b>pixel.example.com",
    "<svg><path d='M0 0'/><use href='#a'/></svg> pixel.example.com",
    "\x00<p>\r\npixel.example.com<",
]


def test_writes_harmless_markup_as_the_browser_does(guarded: Page) -> None:
    ours, native = zip(*guarded.evaluate(WRITTEN, HARMLESS), strict=True)

    assert dict(zip(HARMLESS, ours, strict=True)) == dict(
        zip(HARMLESS, native, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            f"<b>x</b><IMG alt='>' SRC={CLAIMED}><i>y",
            f"<b>x</b><IMG data-held=\"exact\" alt='>' data-held-m-SRC={CLAIMED}><i>y",
        ),
        (
            f"<img src='{CLAIMED}' src = '{CLAIMED}'>",
            (
                f"<img data-held=\"exact\" data-held-m-src='{CLAIMED}'"
                f" data-held-m-src = '{CLAIMED}'>"
            ),
        ),
        (
            f"<textarea></textarea><source/srcset='a 1x,{CLAIMED} 2x'/>",
            (
                '<textarea></textarea><source data-held="exact"'
                f"/data-held-m-srcset='a 1x,{CLAIMED} 2x'/>"
            ),
        ),
        (
            f"<iframe srcdoc='&lt;script src=&quot;{CLAIMED}&quot;>'></iframe>",
            (
                '<iframe data-held="exact" data-held-m-srcdoc=\'&lt;script'
                f" src=&quot;{CLAIMED}&quot;>'></iframe>"
            ),
        ),
        (
            "<link rel=preconnect href=//pixel.example.com>",
            (
                '<link data-held="exact capital spaced" rel=preconnect'
                " data-held-m-href=//pixel.example.com>"
            ),
        ),
        (
            f"<noscript><img src='{CLAIMED}'></noscript>",
            (
                '<noscript><img data-held="exact"'
                f" data-held-m-src='{CLAIMED}'></noscript>"
            ),
        ),
    ],
    ids=["quotes", "duplicates", "candidates", "document", "hint", "noscript"],
)
def test_inserts_what_the_server_would_insert(
    guarded: Page, text: str, held: str
) -> None:
    inserted = guarded.evaluate(WRITTEN, [text, held])

    assert inserted[0][0] == inserted[1][1]


def test_leaves_xml_alone(guarded: Page) -> None:
    parse = f"""() => {{
      const text = '<a xmlns:xlink="l"><image xlink:href="{CLAIMED}"/></a>';
      const parsed = new DOMParser().parseFromString(text, 'text/xml');
      return new XMLSerializer().serializeToString(parsed) === text;
    }}"""

    assert guarded.evaluate(parse) is True


def test_keeps_what_functions_look_like(guarded: Page) -> None:
    for place, ours, native in guarded.evaluate(WRAPPED):
        assert ours == native, json.dumps(place)


def test_keeps_classes_and_instances_what_they_are(guarded: Page) -> None:
    facts = """() => {
      class Own extends EventSource {}
      const source = new Own('/stream');
      source.close();
      const audio = new Audio('/a.mp3');
      return [
        source instanceof Own, source instanceof EventSource, WebSocket.OPEN,
        new Image() instanceof HTMLImageElement, audio instanceof HTMLAudioElement,
        audio.preload, audio.src, WebSocket.prototype.constructor === WebSocket,
      ];
    }"""

    assert guarded.evaluate(facts) == [
        True,
        True,
        1,
        True,
        True,
        "auto",
        "http://shop.localhost/a.mp3",
        True,
    ]


@pytest.mark.parametrize(
    "code",
    [
        "document.createElement('img').setAttribute('src')",
        "document.createElement('img').setAttribute('src', Symbol())",
        "Element.prototype.setAttribute.call({}, 'src', 'x')",
        "new WebSocket()",
        "new XMLHttpRequest().open('GET')",
        "document.createElement('p').insertAdjacentHTML('nowhere', '')",
        "EventSource('/x')",
    ],
)
def test_fails_as_the_browser_does(guarded: Page, code: str) -> None:
    attempt = f"""(window) => {{
      try {{ {code}; return 'nothing thrown' }}
      catch (error) {{ return error.name }}
    }}"""
    ours = guarded.evaluate(attempt)

    assert ours == guarded.frames[1].evaluate(attempt)
    assert ours != "nothing thrown"


def test_a_second_script_changes_nothing(guarded: Page) -> None:
    again = """async () => {
      const before = Element.prototype.setAttribute;
      const script = document.createElement('script');
      script.src = '/choices.js';
      document.head.append(script);
      await new Promise((done) => { script.onload = done; });
      return before === Element.prototype.setAttribute;
    }"""

    assert guarded.evaluate(again) is True
