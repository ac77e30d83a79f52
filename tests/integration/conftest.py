"""An ordinary application and the site around it, where a test asks for no other."""

from pathlib import Path

import pytest

from tests.site import App, Shop, make_shop


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def shop(tmp_path: Path, app: App) -> Shop:
    return make_shop(tmp_path, app)
