"""Which days or months a command is about, and the form in which it says its counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps

import click

from consent_server.cli.options import data_dir_option, database_option, site_option

Command = Callable[..., None]


class Period(click.DateTime):
    """A day or a month, as an option takes it.

    Args:
        form: As ``strptime`` takes it.
        called: What it is called.
        example: How one is written.
    """

    def __init__(self, form: str, called: str, example: str) -> None:
        super().__init__([form])
        self.called = called
        self.example = example

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read it; the moment at which it begins."""
        try:
            begin: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            expected = f"expected a {self.called} such as {self.example}"
            self.fail(f"{expected}, got {value!r}", param, ctx)
        return begin


def counts_of(period: Period) -> Callable[[Command], Command]:
    """Give a command the options that say which counts, and in what form."""
    metavar = period.called.upper()
    options = (
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        database_option,
        data_dir_option,
        click.option(
            "--until",
            type=period,
            metavar=metavar,
            help=f"The last {period.called} (UTC).",
        ),
        click.option(
            "--since",
            type=period,
            metavar=metavar,
            help=f"The first {period.called} (UTC): {period.example}.",
        ),
        site_option,
    )

    def give(counts: Command) -> Command:
        @wraps(counts)
        def command(*, as_csv: bool, as_json: bool, **given: object) -> None:
            if as_csv and as_json:
                raise click.UsageError("give --csv or --json, not both")
            form = "csv" if as_csv else "json" if as_json else None
            counts(form=form, **given)

        with_options: Command = command
        for option in options:
            with_options = option(with_options)
        return with_options

    return give


DAY = Period("%Y-%m-%d", "day", "2026-03-01")


def require_order(since: datetime | None, until: datetime | None) -> None:
    """Check two options.

    Raises:
        BadParameter: The period ends before it begins.
    """
    if since and until and since > until:
        raise click.BadParameter("it ends before it begins", param_hint="--until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that were asked for, both included; none is open."""

    since: date | None
    until: date | None

    @classmethod
    def of(cls, since: datetime | None, until: datetime | None) -> "Days":
        """Take two options.

        Raises:
            BadParameter: The period ends before it begins.
        """
        require_order(since, until)
        return cls(since=since and since.date(), until=until and until.date())
