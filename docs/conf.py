"""How Sphinx builds this manual."""

project = "consent-server"
author = "The consent-server authors"
copyright = "2026, the consent-server authors"  # noqa: A001 - Sphinx's name
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "consent-server"
myst_heading_anchors = 3
nitpicky = True
