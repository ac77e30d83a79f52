"""Which records an export holds, where it does not hold all of them.

A selection is about visitors' records. Entries of the ledger itself, by which the rest
is judged, belong to every export.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from consent_server.kernel.clock import format_second
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.entry import EntryKind, parse_entry
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.reading import parse_object, require_object, require_text

_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a record must be; whatever is ``None`` does not matter.

    ``since`` and ``until`` are arrivals in whole seconds since 1970, UTC, both
    included. ``subject`` is a pseudonym, ``action`` a word of the record's, ``purpose``
    the id of a purpose that was asked for, or ``id=status`` for what was answered.
    """

    since: int | None = None
    until: int | None = None
    subject: str | None = None
    purpose: str | None = None
    action: str | None = None

    @property
    def everything(self) -> bool:
        """Whether no record is left out."""
        return self == Selection()

    def matches(self, row: LedgerRow) -> bool:
        """Tell whether a row belongs to the export.

        A record whose subject or decision was erased does not show any longer that it
        matches, so it is left out where that part is asked for. What cannot be read
        belongs to every export: whoever verifies must see it.
        """
        try:
            entry = parse_entry(row.entry)
            if entry.kind is not EntryKind.VISITOR:
                return True
            return (
                self._fits_time(entry.arrived_at)
                and self._fits_subject(row.subject)
                and self._fits_decision(row.decision)
            )
        except MalformedEvidenceError:
            return True

    def to_json(self) -> dict[str, str] | None:
        """Write it as in a manifest: what does not matter is left out."""
        if self.everything:
            return None
        fields = {
            "since": None if self.since is None else format_second(self.since),
            "until": None if self.until is None else format_second(self.until),
            "subject": self.subject,
            "purpose": self.purpose,
            "action": self.action,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _fits_time(self, arrived_at: int) -> bool:
        return (self.since is None or arrived_at >= self.since) and (
            self.until is None or arrived_at <= self.until
        )

    def _fits_subject(self, part: EvidencePart | None) -> bool:
        if self.subject is None:
            return True
        if part is None:
            return False
        return parse_object(part.part, "subject").get("subject_id") == self.subject

    def _fits_decision(self, part: EvidencePart | None) -> bool:
        if self.purpose is None and self.action is None:
            return True
        if part is None:
            return False
        fields = parse_object(part.part, "decision")
        if self.action is not None and fields.get("action") != self.action:
            return False
        return self._fits_purposes(fields.get("purposes"))

    def _fits_purposes(self, purposes: object) -> bool:
        if self.purpose is None:
            return True
        name, _, status = self.purpose.partition("=")
        answered = require_object(purposes, "purposes").get(name)
        return answered == status if status else answered is not None


def parse_selection(value: object) -> Selection:
    """Read what :meth:`Selection.to_json` wrote.

    Raises:
        MalformedEvidenceError: It is no selection of ours.
    """
    if value is None:
        return Selection()
    fields = {
        name: require_text(text, f"{name} of the selection")
        for name, text in require_object(value, "the selection").items()
    }
    since, until = fields.pop("since", None), fields.pop("until", None)
    unknown = fields.keys() - {"subject", "purpose", "action"}
    if unknown:
        raise MalformedEvidenceError(f"a selection has no {min(unknown)!r:.40}")
    return Selection(since=_parse_second(since), until=_parse_second(until), **fields)


def _parse_second(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.strptime(text, _TIME_FORMAT)  # noqa: DTZ007 - UTC below
    except ValueError:
        raise MalformedEvidenceError(f"{text!r:.40} is not a second in UTC") from None
    return int(moment.replace(tzinfo=UTC).timestamp())
