"""The script, the styles and the templates, as they were built into the package."""

import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass

from consent_server.kernel.canonical import sha256_hex

TEMPLATES = (
    "head.html",
    "banner.html",
    "layer.html",
    "purposes.html",
    "own_page.html",
    "link.html",
    "embeds.html",
    "placeholder.html",
)
MEDIA_TYPES = {"js": "text/javascript", "css": "text/css"}
STYLES = ("choices", "first", "later", "embeds", "corner", "dialog", "page_end", "logo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file for the browser.

    ``name`` carries the first digits of ``digest`` (SHA-256), so that the file may be
    cached for ever.
    """

    name: str
    media_type: str
    body: bytes
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """All files of the notice.

    ``script`` and ``styles`` are the built ones, of which every policy makes its own
    (:mod:`consent_server.notice.script`, :mod:`consent_server.notice.style`), and
    ``tag`` that of the script-tag mode (:mod:`consent_server.notice.tag`);
    ``unguarded`` is the script without the guard. ``acts`` and ``tag_acts`` bring what
    is needed once somebody acts; ``plain_style`` is for browsers with scripting off.
    ``parts`` are functions, as JavaScript, that the script of a site has if it needs
    them: one for each interface of a vendor, ``EMBEDS`` for placeholders, and ``FILMS``
    for those of films with several addresses.
    """

    script: Asset
    unguarded: Asset
    tag: Asset
    acts: Asset
    tag_acts: Asset
    styles: Mapping[str, str]
    parts: Mapping[str, str]
    plain_style: Asset
    templates: dict[str, str]

    def digests(self) -> dict[str, str]:
        """Return what identifies the looks that all sites share."""
        templates = "\0".join(self.templates[name] for name in TEMPLATES)
        return {
            "template": sha256_hex(templates.encode()),
            "script": self.script.digest,
            "unguarded": self.unguarded.digest,
            "tag": self.tag.digest,
            "acts": self.acts.digest,
            "tag_acts": self.tag_acts.digest,
            "plain_style": self.plain_style.digest,
        }


@functools.cache
def load_assets() -> Assets:
    """Read the files out of the package, once."""
    return Assets(
        script=_asset("choices.js"),
        unguarded=_asset("unguarded.js"),
        tag=_asset("tag.js"),
        acts=_asset("acts.js"),
        tag_acts=_asset("tag_acts.js"),
        styles={
            name: _read("assets", f"{name}.css").decode("ascii") for name in STYLES
        },
        parts=json.loads(_read("assets", "parts.json")),
        plain_style=_asset("plain.css"),
        templates={name: _read("templates", name).decode() for name in TEMPLATES},
    )


def name_asset(file_name: str, media_type: str, body: bytes) -> Asset:
    """Make an asset whose name is that of the file and of its content."""
    digest = sha256_hex(body)
    stem, _, ending = file_name.partition(".")
    return Asset(
        name=f"{stem}-{digest[:12]}.{ending}",
        media_type=media_type,
        body=body,
        digest=digest,
    )


def _asset(file_name: str) -> Asset:
    return name_asset(
        file_name, MEDIA_TYPES[file_name.rpartition(".")[2]], _read("assets", file_name)
    )


def _read(folder: str, file_name: str) -> bytes:
    package = importlib.resources.files("consent_server.notice")
    return package.joinpath(folder, file_name).read_bytes()
