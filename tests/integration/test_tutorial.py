"""What the tutorial says is tried as it stands."""

import re
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.test import Client

from consent_server.cli.main import commands
from tests.site import App

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs/tutorial/first-site.md").read_text("utf-8")
[CATALOG] = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)
[FLASK, ANY] = re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site, with the catalog beside it."""
    (tmp_path / "catalog.yaml").write_text(CATALOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _page(application: WSGIApplication) -> bytes:
    return Client(application).get("/", base_url="http://127.0.0.1:5000").get_data()


def test_the_catalog_passes_its_own_check(folder: Path) -> None:
    done = CliRunner().invoke(
        commands, ["catalog", "check", str(folder / "catalog.yaml")]
    )

    assert done.exit_code == 0, done.output


@pytest.mark.usefixtures("folder")
def test_the_flask_snippet_enforces_what_flask_run_serves() -> None:
    names: dict[str, object] = {"__name__": "app"}
    exec(compile(FLASK, "app.py", "exec"), names)  # noqa: S102 - our own document
    app = names["app"]

    assert isinstance(app, Flask)
    assert b"data-held" in _page(app)


@pytest.mark.usefixtures("folder")
def test_the_snippet_for_any_site_enforces(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = type(sys)("myshop")
    shop.app = App()  # type: ignore[attr-defined]  # what the reader's module has
    monkeypatch.setitem(sys.modules, "myshop", shop)
    names: dict[str, WSGIApplication] = {}
    exec(compile(ANY, "wrapped.py", "exec"), names)  # noqa: S102 - our own document

    assert b"data-held" in _page(names["application"])
