"""Files that appear whole or not at all, and that only their owner reads."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def unfinished_beside(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Make a file of a name of its own beside ``path``; it is removed at the end.

    Nobody can foresee the name and lay a link there, and no two threads share it.

    Raises:
        OSError: The folder is not there or cannot be written to.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, draft
    finally:
        draft.unlink(missing_ok=True)
