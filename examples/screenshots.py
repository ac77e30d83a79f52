"""Pictures of the banner on an example site, for the documentation.

Run with ``make screenshots``; the argument is the folder that receives them.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.chromium import launch_chromium
from tests.e2e.example_site import ExampleSite, serve_wrapped

SITE = "omnium"

VIEWS: Mapping[str, Mapping[str, Any]] = {
    "banner": {"viewport": {"width": 1280, "height": 800}},
    "banner-dark": {
        "viewport": {"width": 1280, "height": 800},
        "color_scheme": "dark",
    },
    "banner-320": {
        "viewport": {"width": 320, "height": 640},
        "device_scale_factor": 2,
    },
    # Twice the zoom is half the CSS pixels on the same screen (WCAG 2.2, 1.4.4).
    "banner-zoomed": {
        "viewport": {"width": 640, "height": 400},
        "device_scale_factor": 2,
    },
}


def take_pictures(browser: Browser, site: ExampleSite, folder: Path) -> None:
    """Write a picture of every view into a folder that exists."""
    for name, options in VIEWS.items():
        with site.visit(browser, **options) as visit:
            page = visit.open()
            page.screenshot(path=folder / f"{name}.png")


def main() -> int:
    """Take the pictures; return the exit code."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one argument
        sys.stderr.write("usage: python -m examples.screenshots FOLDER\n")
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        sync_playwright() as playwright,
        serve_wrapped(SITE, Path(data)) as site,
    ):
        browser = launch_chromium(playwright)
        take_pictures(browser, site, folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
