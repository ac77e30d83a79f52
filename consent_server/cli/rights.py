"""``consent-server rights``: answer a visitor who asks about their records."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import click

from consent_server.cli.lazy import LazyGroup
from consent_server.cli.options import data_dir_option, database_option, site_option
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import EvidenceError, SettingError
from consent_server.ledger.report import count_of
from consent_server.storage import restriction
from consent_server.storage.records import StoredRecord, subject_of
from consent_server.web.installation import open_installed
from consent_server.web.jobs.site import JobSite, open_job_site
from consent_server.web.visitor.access import access_file
from consent_server.web.whole_files import unfinished_beside

Command = Callable[..., None]
record_option = click.option(
    "--record",
    "record_id",
    required=True,
    type=click.UUID,
    help='The number of one of the person\'s records, as "my choices" shows it.',
)


def site_options(command: Command) -> Command:
    """Give a command the options that say which site."""
    for option in (
        database_option,
        data_dir_option,
        site_option,
    ):
        command = option(command)
    return command


@click.group(
    cls=LazyGroup,
    places={
        "erase": "rights_erase:erase",
        "list": "rights_erase:list_requests",
        "replay": "rights_erase:replay_journal",
    },
    short_help="Answer a visitor who asks about their records.",
)
def rights() -> None:
    """Answer a visitor: access, erasure and restriction (GDPR Articles 15 to 20).

    A person names one of their records by its number. Everything is about all records
    of the same pseudonym.
    """


@rights.command(short_help="Give everything that is kept about a person.")
@record_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write it; printed where no file is named.",
)
@site_options
def access(
    record_id: UUID,
    out: Path | None,
    site_id: str | None,
    data_dir: Path,
    database: str | None,
) -> None:
    """Give everything that is kept about a person, as JSON with receipts.

    \b
    Example:
      consent-server rights access --record 5cf3… --out answer.json
    """  # noqa: D301 - click's own mark against re-wrapping
    with opened(data_dir, site_id, database) as site:
        with suppress(EvidenceError):  # a frozen ledger proves what it has proved
            site.integrate()
        content = access_file(
            records_of(site, record_id),
            site.ledger,
            site.origin,
            site.policies,
            site.clock.now(),
        )
    if out is None:
        click.echo(content, nl=False)
        return
    _write(out, content)
    click.echo(f"{out}: everything about record {record_id}")


@rights.command(short_help="Keep a person's records and not use them.")
@record_option
@site_options
def restrict(
    record_id: UUID, site_id: str | None, data_dir: Path, database: str | None
) -> None:
    """Keep a person's records and use them for nothing (GDPR Article 18).

    They are in no readable export, and retention passes them over. They stay in the
    evidence. Records that come later are not restricted.

    \b
    Example:
      consent-server rights restrict --record 5cf3…
    """  # noqa: D301 - likewise
    with opened(data_dir, site_id, database) as site:
        subject = subject_of(records_of(site, record_id))
        count = restriction.restrict(
            site.engine, site.site_id, subject, site.clock.now()
        )
    click.echo(f"{count_of(count, 'record')} restricted now.")


@rights.command(short_help="End a restriction.")
@record_option
@site_options
def lift(
    record_id: UUID, site_id: str | None, data_dir: Path, database: str | None
) -> None:
    """End a restriction; tell the person before (GDPR Article 18(3)).

    \b
    Example:
      consent-server rights lift --record 5cf3…
    """  # noqa: D301 - likewise
    with opened(data_dir, site_id, database) as site:
        subject = subject_of(records_of(site, record_id))
        count = restriction.lift(site.engine, site.site_id, subject)
    click.echo(f"{count_of(count, 'record')} no longer restricted.")


@contextmanager
def opened(
    data_dir: Path, site_id: str | None, database: str | None
) -> Iterator[JobSite]:
    """Open the site of a command.

    Raises:
        SettingError: There is no such site, or several and none was named.
    """
    with open_installed(data_dir, site_id, database) as installed:
        yield open_job_site(installed, data_dir, SystemClock())


def records_of(site: JobSite, record_id: UUID) -> list[StoredRecord]:
    """Return the records of the subject who has one of them, newest first.

    Raises:
        SettingError: There is no such record.
    """
    stored = site.records.find(record_id)
    if stored is None or stored.subject_id is None:
        raise SettingError(
            f"site {site.site_id!r} has no record {record_id}; if it was erased, "
            "nobody can tell any more that it was there"
        )
    return site.records.history(stored.subject_id)


def _write(out: Path, content: bytes) -> None:
    """Write a whole file or none, for its owner to read."""
    try:
        with unfinished_beside(out) as (file, draft):
            file.write(content)
            file.flush()
            draft.replace(out)
    except OSError as error:
        raise SettingError(f"{out} cannot be written: {error.strerror}") from error
