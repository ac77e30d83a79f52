"""The command line as a person calls it, without the price of a process per call."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from consent_server.cli.main import main


def run(*arguments: str | Path) -> CompletedProcess[str]:
    """Call the program; what it raises and does not handle is the test's."""
    command = [str(one) for one in arguments]
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(command)
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    return CompletedProcess(command, code, out.getvalue(), err.getvalue())
