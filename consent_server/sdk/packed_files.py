"""The files of a notice as they are answered, packed once."""

import functools

from consent_server.notice.files import FOR_EVER, NoticeFiles
from consent_server.sdk.answers import NOT_STORED
from consent_server.sdk.encoding import choose_packing, pack

Headers = list[tuple[str, str]]


class PackedFiles:
    """Answers with files, in the smallest form that a client takes."""

    def __init__(self, files: NoticeFiles) -> None:
        self._files = files
        self._pack = functools.cache(pack)

    def answer(
        self, name: str, accept_encoding: str | None
    ) -> tuple[Headers, bytes] | None:
        """Return the headers and the body of a file; none if there is none."""
        asset = self._files.find(name)
        if asset is None:
            return None
        coding = choose_packing(accept_encoding)
        headers = [
            ("Content-Type", f"{asset.media_type}; charset=utf-8"),
            ("Vary", "Accept-Encoding"),
        ]
        if coding:
            headers.append(("Content-Encoding", coding))
        # What another version has under this name must not be kept as being that: while
        # servers are replaced, a new page may come to an old one.
        is_named = name == asset.name
        headers.append(("Cache-Control", FOR_EVER) if is_named else NOT_STORED)
        return headers, self._pack(asset.body, coding)
