"""The auditor's verifier needs nothing but Python, and says who made it."""

import ast
import sys

import pytest

from consent_server.verifier.source import _read_source, verifier_modules

MODULES = verifier_modules()
BESIDE_PYTHON = {"consent_server.ledger.ed25519": {"cryptography"}}


@pytest.mark.parametrize("name", MODULES)
def test_imports_python_and_modules_of_the_verifier_only(name: str) -> None:
    imported = set[str]()
    for node in ast.walk(ast.parse(_read_source(name))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            imported.add(node.module)
    allowed = {*sys.stdlib_module_names, *BESIDE_PYTHON.get(name, ())}

    foreign = {one for one in imported if one.split(".")[0] not in allowed}

    assert foreign <= {*MODULES}


def test_is_made_of_verification_and_little_else() -> None:
    packages = {name.split(".")[1] for name in MODULES if "." in name}

    assert packages == {"kernel", "ledger", "verifier"}
    # What signs, writes, asks or sequences has no business there.
    assert not {name.split(".")[-1] for name in MODULES} & {
        "signing",
        "cosigning",
        "bundle",
        "log",
        "memory",
        "witness",
    }
