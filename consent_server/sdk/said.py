"""What every process of a site has to say at its start is said by one of them.

Each marks what it says by a lock on one byte of a file in the folder that they share.
The lock is the process's own and ends with it, so whoever starts anew says it anew.
"""

import hashlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

SAID_FILE = "said"
_PLACES = 1 << 30

_held: dict[Path, int] = {}
"""Open files: closing one would give up this process's locks on it."""


def is_first_to_say(folder: Path, what: str) -> bool:
    """Tell whether no other process that runs has said something, and mark it as said.

    Where that cannot be known it is said once more.
    """
    if sys.platform == "win32":
        return True  # such locks are not known there
    path = (folder / SAID_FILE).resolve()
    place = int.from_bytes(hashlib.sha256(what.encode()).digest()[:4], "big") % _PLACES
    try:
        if path not in _held or not path.exists():
            _held[path] = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.lockf(_held[path], fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
