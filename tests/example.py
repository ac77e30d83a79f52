"""An example, imported as it stands, with its data in a folder of its own."""

import contextlib
import importlib
from pathlib import Path
from types import ModuleType

GATED_TAG = 'data-held="google.analytics"'


def load_example(name: str, folder: Path) -> ModuleType:
    """Import an example that keeps its data in the current folder."""
    with contextlib.chdir(folder):
        return importlib.import_module(name)


def choice(policy_version: str, act: str = "grant_all") -> dict[str, str]:
    """Return the body of a choice."""
    return {
        "act": act,
        "policy": policy_version,
        "language": "en",
        "surface": "banner",
    }


SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
