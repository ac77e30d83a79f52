"""The files of a notice, found by the names in its pages."""

import re
from collections.abc import Iterable

from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.policy import Policy
from consent_server.notice.render import CHOICES_PATH, make_layer
from consent_server.notice.script import make_acts

ASSETS_PATH = f"{CHOICES_PATH}assets/"
FOR_EVER = "public, max-age=31536000, immutable"  # a year, RFC 9111 and RFC 8246
NO_SUCH_FILE = "no such file; its name changes with its content"
_OF_ANY_VERSION = re.compile(r"([a-zA-Z-]+)-[0-9a-f]{12}(\.(?:js|css))")


class NoticeFiles:
    """What browsers load of one site.

    A page out of a cache, or one that is open since before an update, may ask for a
    script or style of earlier. It gets this one, or nothing would guard it and nobody
    could act on it. Of a second layer it would get another than it is about.
    """

    def __init__(self, assets: Iterable[Asset]) -> None:
        """Take the files; of scripts and styles one of each name."""
        self._by_name = {asset.name: asset for asset in assets}
        self._standing = {
            found.groups(): asset
            for name, asset in self._by_name.items()
            if (found := _OF_ANY_VERSION.fullmatch(name))
        }

    def find(self, name: str) -> Asset | None:
        """Return the file of a name; it may be kept for ever if it has that name."""
        earlier = _OF_ANY_VERSION.fullmatch(name)
        standing = self._standing.get(earlier.groups()) if earlier else None
        return self._by_name.get(name, standing)


def files_of(policy: Policy) -> NoticeFiles:
    """Return the script, the styles and the second layers of a site's own pages."""
    built = load_assets()
    layers = (make_layer(policy, language) for language in policy.notices)
    acts = acts_of(policy, built.acts)
    own = (policy.script, policy.styles.full)
    return NoticeFiles((*own, built.plain_style, *acts, *layers))


def acts_of(policy: Policy, built: Asset) -> list[Asset]:
    """Return what acts need in one of the modes, in every language of a site."""
    return [
        make_acts(policy.catalog, notice, built) for notice in policy.notices.values()
    ]
