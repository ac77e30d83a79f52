"""``summary.html``: what a bundle holds, for people. It proves nothing by itself.

One file without scripts and without anything from elsewhere, for a screen, the dark and
paper. What is in records, policies and notices stays text.
"""

import functools
import importlib.resources
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.bundle import FindDocument, Scope
from consent_server.ledger.charts import Chart, lying_chart, time_chart
from consent_server.ledger.reading import parse_object
from consent_server.ledger.report import time_text
from consent_server.ledger.summary import Tally

POLICIES_SHOWN = 50  # the newest; the bundle has all
NOT_SHOWN = (
    (
        "that a recorded click was a person's, or that every click was recorded: no "
        "log can show it"
    ),
    (
        "what came after its newest checkpoint, or that its end was cut off at an "
        "earlier one: compare it with a checkpoint or a receipt that somebody kept"
    ),
    (
        "that the whole ledger was not rewritten and signed again, as long as no "
        "witness has cosigned a checkpoint: without one it rests on the operator's word"
    ),
)
"""What no bundle can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a summary tells: of which export, what was counted, and who signed."""

    scope: Scope
    tally: Tally
    keys: Sequence[str]
    notes: Sequence[str]
    find_policy: FindDocument
    find_notice: FindDocument


def summary_page(facts: Facts) -> bytes:
    """Write the page."""
    tally = facts.tally
    shown = tally.published[-POLICIES_SHOWN:]
    return render(
        "summary.html",
        scope=facts.scope,
        head=facts.scope.head,
        tally=tally,
        keys=facts.keys,
        notes=facts.notes,
        actions=lying_chart(tally.actions, "action"),
        purposes=_purposes(tally.purposes),
        time=time_chart(tally.days),
        published=[
            {
                "at": one,
                "policy": read_document(facts.find_policy, one.policy_version),
                "notices": {
                    language: read_document(facts.find_notice, digest)
                    for language, digest in one.notices.items()
                },
            }
            for one in shown
        ],
        unshown=len(tally.published) - len(shown),
        not_shown=NOT_SHOWN,
    )


def read_document(find: FindDocument, digest: str) -> dict[str, object] | None:
    """Read a policy or notice; none where it is lost or no JSON."""
    content = find(digest)
    if content is None:
        return None
    try:
        return parse_object(content, "the document")
    except MalformedEvidenceError:
        return None


def render(template: str, **values: object) -> bytes:
    """Fill a template of this package; whatever it shows is escaped."""
    return _environment().get_template(template).render(values).encode()


def _purposes(purposes: Mapping[str, Mapping[str, int]]) -> dict[str, Chart]:
    return {
        name: lying_chart(counts, "answer") for name, counts in sorted(purposes.items())
    }


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_read),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,  # a document may lack what we look for
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "number": "{:,}".format,
        "second": time_text,
    }
    environment.filters |= filters
    return environment


def _read(name: str) -> str:
    package = importlib.resources.files("consent_server.ledger")
    return package.joinpath("templates", name).read_text("utf-8")
