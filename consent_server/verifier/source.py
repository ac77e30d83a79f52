"""Writes ``verify.py``: the modules of verification, word for word, in one file."""

import ast
import functools
import importlib.abc
import importlib.util
from collections.abc import Iterator

from consent_server import __version__

MINIMUM_PYTHON = (3, 11)  # StrEnum, datetime.UTC and times that end in Z
PROGRAM = "consent_server.verifier.program"
_PACKAGE = "consent_server"
_QUOTES = "'''"

_HEAD = '''\
#!/usr/bin/env python3
"""Checks evidence of consent: bundles and receipts of consent-server {version}.

    python3 verify.py verify BUNDLE --key KEY
    python3 verify.py verify-receipt FILE --key KEY
    python3 verify.py --help

It needs Python {minimum} or newer and nothing else: no package, no network, no server.
KEY is the ledger's public key, as text or in a file. Get it, and this file, from
somebody other than whoever gave you the bundle. `consent-server audit verifier` prints
this file; the same version prints the same bytes.

How to read it: below stand the modules of consent-server that verification is made of,
word for word, each after its name, lower ones first. A module sees only modules above
it and Python's own library. What is checked, step by step, is the function
verify_bundle in consent_server.ledger.verify.
"""

import sys

if sys.version_info < {minimum_tuple}:
    sys.stderr.write("verify.py needs Python {minimum} or newer\\n")
    sys.exit(2)

import importlib.abc
import importlib.util

_SOURCES = {{}}
_LINES = {{}}


def _module(name, line, source):
    _SOURCES[name] = source
    _LINES[name] = line


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the modules in this file before any that may be installed."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] != "{package}":
            return None
        if name not in _SOURCES:
            raise ModuleNotFoundError(name + " is not part of verify.py")
        package = any(other.startswith(name + ".") for other in _SOURCES)
        return importlib.util.spec_from_loader(name, self, is_package=package)

    def get_source(self, name):
        return _SOURCES[name]

    def get_code(self, name):
        # So many lines down that an error names its line in this file.
        return compile("\\n" * _LINES[name] + _SOURCES[name], __file__, "exec")


sys.meta_path.insert(0, _Finder())
'''

_END = """
if __name__ == "__main__":
    from {program} import main

    sys.exit(main())
"""


@functools.cache
def verifier_source() -> str:
    """Return the text of ``verify.py``, made once per process."""
    sources = {name: _read_source(name) for name in verifier_modules()}
    text = _HEAD.format(
        version=__version__,
        minimum=".".join(map(str, MINIMUM_PYTHON)),
        minimum_tuple=MINIMUM_PYTHON,
        package=_PACKAGE,
    )
    for name, source in sources.items():
        if _QUOTES in source:
            raise ValueError(
                f"{name} holds {_QUOTES}, which ends its text in verify.py"
            )
        text += f"\n\n# {name}\n"
        text += f'_module("{name}", {text.count(chr(10))}, r{_QUOTES}'
        text += f"{source}{_QUOTES})\n"
    return text + _END.format(program=PROGRAM)


def verifier_modules() -> list[str]:
    """Return the modules that ``verify.py`` is made of, each after those it imports."""
    found: dict[str, None] = {}
    _collect(PROGRAM, found)
    return [*found]


def _collect(name: str, found: dict[str, None]) -> None:
    parent = name.rpartition(".")[0]
    if name in found:
        return
    if parent:
        _collect(parent, found)
    for imported in _imports(_read_source(name)):
        _collect(imported, found)
    found[name] = None


def _imports(source: str) -> Iterator[str]:
    """Name the modules of ours that a source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in (node.module, *names):
                if name.split(".")[0] == _PACKAGE and _is_module(name):
                    yield name


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # its parent is no package
        return False


def _read_source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None or not isinstance(spec.loader, importlib.abc.InspectLoader):
        raise ModuleNotFoundError(f"the source of {name} is not there to be read")
    return spec.loader.get_source(name) or ""
