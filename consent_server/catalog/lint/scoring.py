"""Points for visitors: profiling with a purpose of its own (GDPR Article 4(4))."""

import re
from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import SCORING, Declared, Scope, SiteScope

_SCORE = re.compile(
    r"\b(lead|visitor|customer|engagement)[ ._-]?scor(e|es|ing)\b|\bscoring\b"
    r"|\b(gives|get|gets|earn|earns) (you )?points\b|\bpoengs?(um|et|score|gi)?\w*"
    r"|\bpoäng\w*|\bpointscor\w*|\bgiver (dig )?point\b"
)


def check_own_purpose(scope: Scope) -> Iterator[Finding]:
    """Whoever gives points asks for that, apart from everything else."""
    for it in scope.declared:
        if SCORING in it.service.purposes:
            continue
        if it.service.scoring or it.service.id.startswith("scoring.") or _speaks(it):
            yield scope.find(
                "CAT017",
                (*it.path, "purposes"),
                f"{it.service.id} scores visitors under "
                f"{' and '.join(it.service.purposes)}",
                f"add {SCORING} to its purposes, so that nobody gets a point before "
                "saying yes to that",
            )


def check_explained(scope: SiteScope) -> Iterator[Finding]:
    """Each provider's score is explained at one of its services."""
    scored = [it for it in scope.declared if SCORING in it.service.purposes]
    explained = {it.service.provider for it in scored if it.service.scoring}
    for it in scored:
        if it.service.provider not in explained:
            explained.add(it.service.provider)
            yield scope.find(
                "CAT018",
                (*it.path, "scoring"),
                f"{it.service.id} scores visitors, and nothing tells them how",
                "add scoring: {logic: what gives points, threshold: what happens when, "
                "human_review: true}",
            )


def check_human_review(scope: Scope) -> Iterator[Finding]:
    """A person looks before anything follows from a score."""
    for it in scope.declared:
        if it.service.scoring and not it.service.scoring.human_review:
            yield scope.find(
                "CAT019",
                (*it.path, "scoring", "human_review"),
                f"nobody looks at the score of {it.service.id} before it has effects",
                "let a person decide and write human_review: true",
            )


def _speaks(declared: Declared) -> bool:
    texts = [text for _, text in declared.words()]
    names = [cookie.pattern.text for cookie in declared.service.cookies]
    return any(_SCORE.search(text.lower().replace("_", " ")) for text in texts + names)


RULES = (check_own_purpose, check_human_review)
SITE_RULES = (check_explained,)
