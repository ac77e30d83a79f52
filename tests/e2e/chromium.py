"""Debian's chromium, cut off from the network."""

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
    # What the stub vendors do not answer must not leave this machine either.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost",
)


class ChromiumMissingError(Exception):
    """There is no chromium to drive; the message says how to get it."""


def launch_chromium(playwright: Playwright, *, whole: bool = False) -> Browser:
    """Start the system's chromium without a window.

    Its headless shell has the same engine and no windows to manage, so that a fresh
    profile costs a fraction. ``whole`` asks for the browser that visitors have, with
    its back/forward cache.

    Raises:
        ChromiumMissingError: It is not installed.
    """
    shell = None if whole else shutil.which("chromium-headless-shell")
    program = shell or shutil.which("chromium")
    if program is None:
        raise ChromiumMissingError(
            "these tests drive a real browser: apt-get install chromium"
        )
    return playwright.chromium.launch(
        executable_path=program,
        args=list(FLAGS),
        # Visitors have this cache; Playwright would switch it off.
        ignore_default_args=["--disable-back-forward-cache"],
    )
