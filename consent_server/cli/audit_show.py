"""``consent-server audit show``: one record as a person reads it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

import click

from consent_server.cli.options import (
    data_dir_option,
    database_option,
    json_option,
    site_option,
)
from consent_server.cli.printing import say_json
from consent_server.kernel.clock import format_second
from consent_server.kernel.errors import SettingError
from consent_server.ledger.report import escape
from consent_server.ledger.shown import Erasure, PlacedRecord, ShownRecord
from consent_server.ledger.summary_page import render
from consent_server.web.showing import (
    Found,
    find_in_bundle,
    find_in_database,
    found_json,
)


@click.command("show", short_help="Show one record as a person reads it.")
@click.argument("record_id", metavar="RECORD", type=click.UUID)
@site_option
@click.option(
    "--bundle",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Look into a bundle and not into the database.",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a page for printing.",
)
@data_dir_option
@database_option
@json_option
def show(  # noqa: PLR0913 - one per option
    record_id: UUID,
    site_id: str | None,
    bundle: Path | None,
    html: Path | None,
    data_dir: Path,
    database: str | None,
    *,
    as_json: bool,
) -> None:
    """Show the record RECORD: who, when, what they saw, and what they chose.

    It shows what is stored. Whether that is what was signed is for audit verify to say.

    \b
    Examples:
      consent-server audit show 3dba37bb-0871-4def-b95b-6655128dbe19 --site shop
      consent-server audit show 3dba37bb-0871-4def-b95b-6655128dbe19 \\
        --bundle shop.zip --html record.html
    """  # noqa: D301 - click's own mark against re-wrapping
    found = (
        find_in_database(data_dir, site_id, database, record_id)
        if bundle is None
        else find_in_bundle(bundle, record_id)
    )
    if html is not None:
        page = render(
            "record.html", record_id=record_id, shown=found.shown, notice=found.notice
        )
        try:
            html.write_bytes(page)
        except OSError as error:
            raise SettingError(f"{html} cannot be written: {error.strerror}") from error
    if as_json:
        say_json(found_json(record_id, found))
    else:
        for line in _lines(record_id, found):
            click.echo(escape(line))


def _lines(record_id: UUID, found: Found) -> Iterator[str]:
    shown, record = found.shown, found.shown.record
    yield f"Record    {record_id}"
    who = record.subject
    yield f"Who       {'unknown' if who is None else who.subject_id} (a pseudonym)"
    yield from _what(record)
    yield from _shown_notice(shown, found.notice)
    yield from _where(record)
    yield f"Ledger    {_place(shown)}"
    if record.restricted:
        yield "Restricted: it is stored, and used for nothing else (GDPR Article 18)"
    yield from (f"Erased    {_erasure(one)}" for one in shown.erasures)
    yield from (
        f"Damaged   the {name} part: it is not what was signed"
        for name in record.damaged
    )
    yield ""
    yield "Records of this person:"
    yield from _history(shown)


def _what(record: PlacedRecord) -> Iterator[str]:
    said = record.decided
    if said is None:
        yield f"When      {format_second(record.arrived_at)} (arrival)"
        return
    decision = said.decision
    until = _whole_seconds(said.expires_at) or "unknown"
    yield f"When      {_whole_seconds(said.recorded_at)}, until {until}"
    yield f"Action    {decision.action} on the surface {decision.surface or 'unknown'}"
    yield from (f"Purpose   {_pair(pair)}" for pair in decision.purposes.items())
    yield from (f"Service   {_pair(pair)}" for pair in decision.services.items())
    signals = ", ".join(name for name, sent in decision.signals.items() if sent)
    yield f"Signals   {signals or 'none'}"


def _shown_notice(
    shown: ShownRecord, notice: Mapping[str, object] | None
) -> Iterator[str]:
    said = shown.record.decided
    if said is None:
        return
    decision, published = said.decision, shown.published
    since = "and no earlier entry published it"
    if published is not None:
        since = f"in force since {format_second(published.arrived_at)}"
        since += f" (entry {published.position})"
    yield f"Policy    {decision.policy_version}, {since}"
    yield f"Notice    {decision.notice_digest} in {decision.language or 'unknown'}"
    words = notice and notice.get("shown")
    if isinstance(words, dict):
        yield f"          {words.get('what', '')} {words.get('who', '')}"
    else:
        yield "          its words are lost or of another form"


def _where(record: PlacedRecord) -> Iterator[str]:
    if record.context is not None:
        page, agent = record.context
        yield f"Page      {page.origin}{page.path}"
        browser = " ".join(filter(None, (agent.family, agent.major)))
        yield f"Browser   {browser}, {agent.system}, {agent.device}"


def _place(shown: ShownRecord) -> str:
    if shown.record.position is None or shown.head is None:
        return "committed, and not yet in the signed log"
    return (
        f"sequenced: entry {shown.record.position} of {shown.head.origin}, under the "
        f"checkpoint of {shown.head.size} entries"
    )


def _erasure(one: Erasure) -> str:
    if one.reason is None:
        return f"the {one.part} part is not here, and no tombstone says why"
    return f"the {one.part} part ({one.reason}, entry {one.position} of {one.log})"


def _history(shown: ShownRecord) -> Iterator[str]:
    before: Mapping[str, str] = {}
    for one in shown.history:
        said = one.decided
        mark = ">" if one == shown.record else " "
        changes = ", ".join(
            f"{name}: {status}"
            for name, status in one.answers.items()
            if before.get(name) != status
        )
        before = one.answers
        when = format_second(one.arrived_at)
        if said is not None:
            when = _whole_seconds(said.recorded_at)
        act = "unknown" if said is None else said.decision.action
        yield f"{mark} {when}  {act}  {changes or 'nothing changed'}"


def _pair(pair: tuple[str, str]) -> str:
    return f"{pair[0]}: {pair[1]}"


def _whole_seconds(text: str) -> str:
    """Leave the fraction of a record's own time out: every time here looks alike."""
    before, dot, _ = text.partition(".")
    return f"{before}Z" if dot else text
