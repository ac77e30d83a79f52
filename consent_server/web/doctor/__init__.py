"""Everything that keeps a server from working, looked for before visitors find it."""
