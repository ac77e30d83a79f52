"""The files of a policy's notice, found by the names in its pages."""

import re

from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.policy import Policy
from consent_server.notice.render import CHOICES_PATH, make_layer

ASSETS_PATH = f"{CHOICES_PATH}assets/"
FOR_EVER = "public, max-age=31536000, immutable"
NO_SUCH_FILE = "no such file; its name changes with its content"
_OF_ANY_VERSION = re.compile(r"choices-[0-9a-f]{12}\.(js|css)")


class NoticeAssets:
    """Script, styles and second layers of one policy."""

    def __init__(self, policy: Policy) -> None:
        self._standing = {"js": policy.script, "css": policy.styles.full}
        layers = (make_layer(policy, language) for language in policy.notices)
        self._assets = {it.name: it for it in (load_assets().plain_style, *layers)}

    def find(self, name: str) -> Asset | None:
        """Return the file of a name; it may be kept for ever if it has that name.

        A page out of a cache may ask for the script or style of an earlier policy. It
        gets this one, or nothing would guard it. Of a second layer it would get another
        than it is about.
        """
        earlier = _OF_ANY_VERSION.fullmatch(name)
        return self._standing[earlier[1]] if earlier else self._assets.get(name)
