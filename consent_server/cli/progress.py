"""A line on a terminal that counts while something long is done."""

import sys

import click


class Progress:
    """Shows on a terminal how many entries of ``what`` were copied."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries = 0

    def add(self, entries: int) -> None:
        """Count so many more."""
        self._entries += entries
        if sys.stderr.isatty():
            text = f"\r{self._what}: {self._entries:,} entries copied and checked "
            click.echo(text, nl=False, err=True)

    def end(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty():
            click.echo(err=True)
