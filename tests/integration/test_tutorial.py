"""What the tutorial says is tried as it stands."""

import re
from pathlib import Path

from click.testing import CliRunner
from werkzeug.test import Client

from consent_server.cli.main import commands
from consent_server.web.embedded import embed
from tests.site import App

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs/tutorial/first-site.md").read_text("utf-8")
[CATALOG] = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)


def test_the_catalog_of_the_tutorial_passes_its_own_check(tmp_path: Path) -> None:
    file = tmp_path / "catalog.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    done = CliRunner().invoke(commands, ["catalog", "check", str(file)])

    assert done.exit_code == 0, done.output


def test_the_catalog_of_the_tutorial_wraps_a_site(tmp_path: Path) -> None:
    file = tmp_path / "catalog.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    site = Client(embed(App(), file, tmp_path / "data"))

    assert b"data-held" in site.get("/", base_url="https://shop.example").get_data()
