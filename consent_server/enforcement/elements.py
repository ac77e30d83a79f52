"""Which attribute of which element makes a request, and how it is read (R6).

The table is the enforcement surface of the HTML standard's fetching elements. An
element or attribute that is not here makes no request of its own.
"""

import enum
from collections.abc import Mapping

from consent_server.catalog.model import ResourceKind


class Reading(enum.Enum):
    """How an attribute's value is to be read."""

    URL = "one address"
    TARGET = "an address to which the visitor goes"
    SRCSET = "a list of image candidates"
    SPACED = "addresses with white space between"
    STEP = "an address, or a style"
    STEPS = "addresses with semicolons between, or styles"
    FRAME = "an address, or a document in javascript: or data:"
    SRCDOC = "a document"
    HOST = "an address of which only the host is contacted"
    HANDLER = "a script"
    SCRIPT = "an address, or a script in data:"
    SHEET = "an address, or a style sheet in data:"
    STYLE = "the values of CSS properties"


_SRC = {b"src": Reading.URL}
_IMAGE = {b"src": Reading.URL, b"srcset": Reading.SRCSET}
_HREF = {b"href": Reading.URL, b"xlink:href": Reading.URL}
_FRAME = {b"src": Reading.FRAME, b"srcdoc": Reading.SRCDOC}
# What animates may be the address of an image or script (SVG Animations 2.2).
_ANIMATION = {
    **dict.fromkeys((b"from", b"to", b"by"), Reading.STEP),
    b"values": Reading.STEPS,
}

ATTRIBUTES: Mapping[bytes, Mapping[bytes, Reading]] = {
    b"img": _IMAGE,
    b"image": {**_IMAGE, **_HREF},  # HTML reads it as img; SVG has one of its own
    b"source": _IMAGE,
    b"video": {b"src": Reading.URL, b"poster": Reading.URL},
    b"audio": _SRC,
    b"track": _SRC,
    b"input": _SRC,
    b"embed": {b"src": Reading.FRAME},
    b"object": {b"data": Reading.FRAME},
    b"iframe": _FRAME,
    b"frame": _FRAME,
    b"form": {b"action": Reading.TARGET},
    b"script": dict.fromkeys((b"src", b"href", b"xlink:href"), Reading.SCRIPT),
    b"use": _HREF,
    b"feimage": _HREF,
    b"set": _ANIMATION,
    b"animate": _ANIMATION,
}
ANY_ELEMENT: Mapping[bytes, Reading] = {
    b"background": Reading.URL,
    b"ping": Reading.SPACED,
    b"formaction": Reading.TARGET,
    b"style": Reading.STYLE,
}
PRESENTATION: Mapping[bytes, Reading] = dict.fromkeys(
    b"fill stroke mask clip-path filter cursor marker marker-start marker-mid "
    b"marker-end".split(),
    Reading.STYLE,
)
"""Attributes of SVG that are CSS properties and may load (SVG 2, section 6.6)."""

LOADING_RELATIONS = frozenset(
    b"stylesheet preload modulepreload prefetch prerender icon manifest mask-icon "
    b"apple-touch-icon apple-touch-icon-precomposed apple-touch-startup-image "
    b"compression-dictionary".split()
)
HINT_RELATIONS = frozenset((b"preconnect", b"dns-prefetch"))
LOADING_LINK: Mapping[bytes, Reading] = {
    b"href": Reading.SHEET,
    b"imagesrcset": Reading.SRCSET,
}
HINT_LINK: Mapping[bytes, Reading] = {b"href": Reading.HOST}

_KINDS = {
    ResourceKind.SCRIPT: b"script",
    ResourceKind.IMG: b"img image source input use feimage",
    ResourceKind.IFRAME: b"iframe frame meta",
    ResourceKind.LINK: b"link style",
    ResourceKind.FORM: b"form button",
    ResourceKind.MEDIA: b"video audio track",
    ResourceKind.OBJECT: b"object embed",
    ResourceKind.CONNECT: b"a area",
}
KIND_OF: Mapping[bytes, ResourceKind] = {
    name: kind for kind, names in _KINDS.items() for name in names.split()
}

_JAVASCRIPT = frozenset(  # WHATWG MIME Sniffing, "JavaScript MIME type"
    (
        *(
            f"{top}/{sub}"
            for top in ("application", "text")
            for sub in ("ecmascript", "javascript", "x-ecmascript", "x-javascript")
        ),
        *(f"text/javascript1.{minor}" for minor in range(6)),
        "text/jscript",
        "text/livescript",
    )
)
URL_MAPS = frozenset(("importmap", "speculationrules"))
"""Script types whose text is JSON that names addresses."""


def script_runs(kind: str) -> bool:
    """Tell whether a script of this ``type`` value acts (R3)."""
    kind = kind.strip("\t\n\f\r ").lower()
    return not kind or kind in _JAVASCRIPT or kind == "module" or kind in URL_MAPS
