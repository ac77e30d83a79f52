"""Packages that an installation has only if it asked for them."""

from importlib.util import find_spec

from consent_server.kernel.errors import SettingError


def need(what: str, extra: str, *modules: str) -> None:
    """Go on where every module is installed.

    ``what`` begins the message, as "serving" does; ``extra`` is the name of what has
    them in pyproject.toml.

    Raises:
        SettingError: Some are missing; the message names them and what to run.

    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise SettingError(
            f"{what} needs {' and '.join(missing)}; run: "
            f"pip install 'consent-server[{extra}]'"
        )
