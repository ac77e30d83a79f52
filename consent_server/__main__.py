"""``python -m consent_server``: the same as the command ``consent-server``."""

from consent_server.cli.main import main

main()
