"""The declaration as HTML, Markdown and JSON."""

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator, Mapping

import jinja2

from consent_server.catalog.model import ServiceId
from consent_server.notice.cldr import comma_of
from consent_server.notice.compose import to_json
from consent_server.notice.declaration import (
    Declaration,
    DeclaredPurpose,
    DeclaredService,
)
from consent_server.notice.render import CHOICES_PATH

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def declaration_html(
    declaration: Declaration,
    verdicts: Mapping[ServiceId, str] | None = None,
    *,
    level: int = 2,
    path: str | None = CHOICES_PATH,
) -> str:
    """Return a fragment of HTML for any page.

    Args:
        declaration: What to show.
        verdicts: The visitor's own choice in words, by service; without it the
            fragment is the same for everybody.
        level: Of its first heading, 1 to 4.
        path: Where the choice can be changed; without it there is no link.
    """
    template = _environment().get_template("declaration.html")
    return template.render(
        declaration=declaration,
        words=declaration.texts.declaration,
        verdicts=verdicts,
        level=level,
        path=path,
        comma=comma_of(declaration.language),
    )


def declaration_json(declaration: Declaration) -> str:
    """Return the declaration as JSON; what is said in words is in its language."""
    content = {
        "language": declaration.language,
        "policy_version": declaration.policy_version,
        "intro": declaration.intro,
        "purposes": to_json(declaration.purposes),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def declaration_markdown(declaration: Declaration) -> str:
    """Return the declaration as Markdown with tables (GitHub's dialect)."""
    words = declaration.texts.declaration
    lines = [f"# {_escape(words.title)}", "", _escape(declaration.intro), ""]
    for purpose in declaration.purposes:
        lines += _purpose_lines(purpose, declaration)
    lines.append(f"{words.version}: `{declaration.policy_version}`")
    return "\n".join(lines) + "\n"


def _purpose_lines(purpose: DeclaredPurpose, declaration: Declaration) -> Iterator[str]:
    always_on = f" ({declaration.texts.always_on})" if purpose.exempt else ""
    yield from (f"## {_escape(purpose.title)}{always_on}", "")
    yield from (_escape(purpose.description), "")
    for service in purpose.services:
        yield from _service_lines(service, declaration)


def _service_lines(service: DeclaredService, declaration: Declaration) -> Iterator[str]:
    words = declaration.texts.declaration
    yield from (f"### {_escape(service.name)}", "")
    if service.description:
        yield from (_escape(service.description), "")
    yield f"- {words.provider}: {_escape(service.provider)}, {service.country}"
    if service.privacy_url:
        policy = words.provider_policy.format(provider=service.provider)
        yield f"- [{_escape(policy)}](<{service.privacy_url}>)"
    if service.role:
        yield f"- {words.role}: {service.role}"
    if service.countries:
        yield f"- {words.countries}: {', '.join(service.countries)}"
    yield f"- {words.transfer}: {service.transfer}"
    yield ""
    if not service.items:
        yield from (words.nothing_stored, "")
        return
    yield f"| {words.name} | {words.kind} | {words.place} | {words.life} |"
    yield "| --- | --- | --- | --- |"
    for item in service.items:
        yield f"| {_escape(item.name)} | {item.kind} | {item.place} | {item.life} |"
    yield ""


def _escape(text: str) -> str:
    """Keep text from being read as Markdown or HTML."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


@functools.cache
def _environment() -> jinja2.Environment:
    folder = importlib.resources.files("consent_server.notice") / "templates"
    source = (folder / "declaration.html").read_text(encoding="utf-8")
    return jinja2.Environment(
        loader=jinja2.DictLoader({"declaration.html": source}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
