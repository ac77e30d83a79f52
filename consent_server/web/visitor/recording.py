"""From a checked choice to a committed record, its token and its answer."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from consent_server import __version__
from consent_server.consent.choice import KEEPS_THE_REST, Choice
from consent_server.consent.record import (
    Agent,
    ConsentRecord,
    record_parts,
)
from consent_server.consent.signals import Signals
from consent_server.consent.state import ConsentState, RecordedChoice
from consent_server.kernel.errors import RecordConflictError
from consent_server.kernel.ids import random_id, record_id_of_click
from consent_server.ledger.answers import answer_mark
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.storage.records import Appended, NewRecord, StoredRecord
from consent_server.token.codec import recorded_choice
from consent_server.token.cookie import set_cookies
from consent_server.web.settled import Settled
from consent_server.web.site import OpenSite
from consent_server.web.visitor.incoming import Incoming

SALT_BYTES = 16
RETRY_SECONDS = 600  # how long a browser that lost the answer may try again


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """What the request says of who acts."""

    state: ConsentState
    signals: Signals
    agent: Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A committed record and the cookies that may now be set."""

    settled: Settled
    recorded: RecordedChoice
    cookies: list[str]


def record_choice(site: OpenSite, incoming: Incoming, visitor: Visitor) -> Recorded:
    """Commit a choice and only then make its token.

    Raises:
        ChoiceError: The choice does not fit the policy.
        RecordConflictError: The click was used before for something else, or a later
            choice has followed it.
        StoreUnavailableError: Nothing was committed, so there is no token.
    """
    settled = site.settler.settle(incoming.raw, visitor.state.choice)
    choice, moment = settled.choice, site.clock.now()
    record = _record(site, incoming, visitor, choice, moment)
    appended = _append(site, record, settled, visitor)
    site.sequencer.wake()
    if not appended.created:
        moment = _require_latest(site, appended.record)
    since = _counts_since(choice, visitor.state, moment)
    recorded = recorded_choice(appended.new.record_id, settled.grants, since)
    token = site.codec.issue(recorded, site.token_signer)
    return Recorded(
        settled=settled,
        recorded=recorded,
        cookies=set_cookies(recorded, token, site.policy, moment, secure=site.secure),
    )


def _counts_since(choice: Choice, before: ConsentState, moment: datetime) -> datetime:
    """Return from when on a choice lives.

    One that changes a part of an earlier choice ends with it: nobody was asked again
    about the rest (rule C11).
    """
    if choice.action in KEEPS_THE_REST and before.choice is not None:
        return before.choice.issued_at
    return moment


def _record(
    site: OpenSite,
    incoming: Incoming,
    visitor: Visitor,
    choice: Choice,
    moment: datetime,
) -> ConsentRecord:
    previous, subject = _previous(site, visitor.state.record_id)
    return ConsentRecord(
        record_id=_record_id(site, incoming, visitor),
        subject_id=subject,
        previous_record_id=previous,
        recorded_at=moment,
        expires_at=_counts_since(choice, visitor.state, moment)
        + timedelta(days=site.policy.site.choice_lifetime_days),
        choice=choice,
        signals=visitor.signals,
        page=incoming.page,
        agent=visitor.agent,
        software=__version__,
    )


def _record_id(site: OpenSite, incoming: Incoming, visitor: Visitor) -> uuid.UUID:
    """Derive the id from the click key, so that a retry meets its own record.

    A key out of a page counts beside a token only: without one, nothing tells the
    visitor's retry from another visitor to whom a cache served the same page.
    """
    key = incoming.click_key
    if key is None or not (incoming.from_script or visitor.state.record_id):
        return _fresh_id(site)
    return record_id_of_click(site.policy.site.id, key)


def _fresh_id(site: OpenSite) -> uuid.UUID:
    return record_id_of_click(site.policy.site.id, site.random(SALT_BYTES).hex())


def _append(
    site: OpenSite, record: ConsentRecord, settled: Settled, visitor: Visitor
) -> Appended:
    """Commit a record, unless it is the retry of one.

    Raises:
        RecordConflictError: The visitor's click was used before for something else.
    """
    new = _new_record(site, record, settled)
    appended = site.records.append(new)
    if appended.created:
        return appended
    if not _is_same_visitor(appended.record, new, visitor):
        other = replace(record, record_id=_fresh_id(site))
        return site.records.append(_new_record(site, other, settled))
    if appended.record.click_digest != new.click_digest:
        raise RecordConflictError(
            f"record {new.record_id} was made by a click with another content"
        )
    return appended


def _is_same_visitor(stored: StoredRecord, new: NewRecord, visitor: Visitor) -> bool:
    """Tell whether the click key of a record came again from the one who used it.

    A token settles it by its pseudonym. Without one, the answer to a first choice may
    have been lost, so the key may come again soon, from the same page and kind of
    browser. In doubt it is another visitor: a record too many harms nobody, while a
    shared one shows its visitors each other's history.
    """
    if visitor.state.record_id is not None:
        return stored.subject_id == new.subject_id
    if stored.subject is None or stored.context is None:
        return False
    return (
        new.arrived_at - stored.arrived_at <= RETRY_SECONDS
        and stored.context.part == new.parts.context
        and json.loads(stored.subject.part)["previous_record_id"] is None
    )


def _new_record(site: OpenSite, record: ConsentRecord, settled: Settled) -> NewRecord:
    return NewRecord(
        record_id=record.record_id,
        subject_id=record.subject_id,
        kind=EntryKind.VISITOR,
        arrived_at=int(record.recorded_at.timestamp()),
        parts=record_parts(record, settled.decision),
        salts=Salts.draw(site.random),
        click_digest=settled.click_digest,
        answer=answer_mark(
            settled.click_digest, record.choice.surface, record.agent.device
        ),
    )


def _previous(
    site: OpenSite, record_id: uuid.UUID | None
) -> tuple[uuid.UUID | None, uuid.UUID]:
    """Continue the visitor's pseudonym, or start a new one that is never derived."""
    stored = site.records.find(record_id) if record_id else None
    if stored is None or stored.subject_id is None:
        return None, random_id(site.random)
    return stored.record_id, stored.subject_id


def _require_latest(site: OpenSite, stored: StoredRecord) -> datetime:
    """Return when a retried click was recorded.

    Raises:
        RecordConflictError: Another choice has followed: a click that arrives late
            must not undo a withdrawal.
    """
    if stored.subject_id is not None:
        newest = site.records.history(stored.subject_id)[0]
        if newest.record_id == stored.record_id:
            return datetime.fromtimestamp(stored.arrived_at, UTC)
    raise RecordConflictError("a later choice has followed this click; reload the page")
