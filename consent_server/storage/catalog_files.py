"""Catalog files on disk: the shipped library and a site's own."""

import functools
import importlib.resources
from pathlib import Path

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.catalog.model import Catalog, Library
from consent_server.kernel.errors import CatalogError

LIBRARY_FILE = "cookie_catalog.yaml"


def read_catalog(path: Path) -> Catalog:
    """Read a site's file on top of the shipped library.

    Raises:
        CatalogError: The file cannot be read, or has mistakes; all are named.
    """
    return load_site(read_catalog_text(path), str(path), read_library())


def read_catalog_text(path: Path) -> str:
    """Read the text of a catalog file.

    Raises:
        CatalogError: There is no such file, or it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        looked = "" if path.is_absolute() else f" (looked in {Path.cwd()})"
        raise CatalogError(f"{path} does not exist{looked}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read as UTF-8 text: {error}") from error


@functools.cache
def read_library() -> Library:
    """Read the shipped library of services, once per process."""
    package = importlib.resources.files("consent_server")
    packed = package.joinpath(LIBRARY_FILE)
    # In a checkout the library stands at the top, where people edit it.
    file = packed if packed.is_file() else package.joinpath("..", LIBRARY_FILE)
    return load_library(file.read_text(encoding="utf-8"), LIBRARY_FILE)


@functools.cache
def library_matcher() -> Matcher:
    """Compile what the shipped services declare, once per process."""
    return compile_matcher(read_library().services.values())
