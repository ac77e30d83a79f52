"""What a bundle can not prove, in words for an auditor."""

from consent_server.ledger.anchoring import Anchor
from consent_server.ledger.problems import places
from consent_server.ledger.record_facts import MAX_TIME_APART
from consent_server.ledger.report import Report, count_of, time_text

NOT_ANCHORED = (
    "Not anchored: rests on the operator's word. No witness whom you trust has "
    "cosigned a checkpoint, so a ledger that was rewritten and signed again would look "
    "the same; compare it with a checkpoint from a receipt or from an earlier bundle."
)
WITNESSES = (
    "Witnesses count for as much as they are independent of the operator and of each "
    "other: whoever runs enough of them can show two histories."
)
NOT_SHOWN = (
    "A ledger cannot show that a recorded click was a person's: whoever holds its key "
    "can record a choice that nobody made. Nor can it show that every click was "
    "recorded; the receipt of a click that is not here would."
)
SELECTION = (
    "This bundle holds a selection. Entries that were left out are counted and their "
    "hashes are under the signed root; that nothing else fits the selection cannot be "
    "shown."
)


def caveats(report: Report) -> tuple[str, ...]:
    """Say what this bundle cannot show."""
    found = [_reach(report)]
    if report.anchor is None:
        found.append(NOT_ANCHORED)
    else:
        found += [_anchored(report, report.anchor), WITNESSES]
    found.append(NOT_SHOWN)
    if report.selection is not None:
        found.append(SELECTION)
    epoch = report.epoch
    if epoch is not None and epoch.known.size > epoch.stored.size:
        found.append(
            f"This log continues {epoch.known.origin!r:.80} and has not its "
            f"{places(epoch.stored.size, epoch.known.size)}: they were lost."
        )
    if report.set_back > MAX_TIME_APART:
        found.append(
            f"The server's clock was set back by up to {report.set_back} seconds: "
            "entries are in the order in which they came, and the times that they say "
            "are in doubt by as much."
        )
    if report.overdue:
        found.append(
            f"{report.overdue} erased parts are still in the bundle: the erasure was "
            "announced and not carried out."
        )
    return tuple(found)


def _reach(report: Report) -> str:
    reached = "no entry"
    if report.size:
        entries = count_of(report.size, "entry", "entries")
        reached = f"as far as {entries}, the last of {time_text(report.last_arrival)}"
    return (
        f"Reaches {reached}. What was recorded later is not covered, and a bundle that "
        "was cut off at an earlier checkpoint holds as well: compare it with a later "
        "one."
    )


def _anchored(report: Report, anchor: Anchor) -> str:
    names = " and ".join(anchor.cosigned)
    after = report.size - anchor.size
    rest = f" The {count_of(after, 'entry', 'entries')} after it rest on the operator's"
    return (
        f"Anchored as far as {count_of(anchor.size, 'entry', 'entries')}: {names} had "
        f"seen them by {time_text(anchor.at)}, so that they cannot have been changed "
        f"since.{f'{rest} word.' if after else ''}"
    )
