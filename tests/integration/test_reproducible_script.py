"""Row 40 of the threats: the notice's script can be built again, byte for byte."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
MODULES = WIDGET / "node_modules"
ASSETS = Path("consent_server", "notice", "assets")


def test_a_build_makes_the_files_that_are_shipped(tmp_path: Path) -> None:
    if shutil.which("node") is None or not MODULES.is_dir():
        pytest.skip("needs Node.js and its modules: make widget")
    copy = tmp_path / "widget"
    shutil.copytree(WIDGET, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(MODULES, target_is_directory=True)
    built = tmp_path / ASSETS
    built.mkdir(parents=True)
    done = subprocess.run(
        ["node", "build.mjs"], cwd=copy, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, f"are the modules old? run: make widget\n{done.stderr}"
    names = [path.name for path in built.iterdir() if path.is_file()]

    assert {"choices.js", "tag.js", "choices.css"} <= {*names}
    assert [
        name
        for name in names
        if (built / name).read_bytes() != (ROOT / ASSETS / name).read_bytes()
    ] == []
