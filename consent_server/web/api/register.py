"""Putting the interface into a server."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, Response, request

from consent_server.kernel.errors import SettingError
from consent_server.web.api import (
    choices,
    drafts,
    erasures,
    exports,
    findings,
    ledger,
    policies,
    records,
    sites,
    statistics,
)
from consent_server.web.api.answering import Answering
from consent_server.web.api.description import PREFIX, describe
from consent_server.web.api.operation import JSON, Operation, Resource
from consent_server.web.api.rate import Buckets, Rate
from consent_server.web.parts import Parts

NAME = "api"
DESCRIPTION = "openapi.json"
DESCRIBED = "description"
RESOURCES: Sequence[Resource] = (
    sites.SITES,
    drafts.DRAFTS,
    policies.POLICIES,
    choices.CHOICES,
    records.RECORDS,
    exports.EXPORTS,
    erasures.ERASURES,
    findings.FINDINGS,
    statistics.STATISTICS,
    ledger.LEDGER,
)
OPERATIONS = [one for resource in RESOURCES for one in resource.operations]


def register_api(app: Flask, parts: Parts, rate: Rate | None = None) -> None:
    """Add every operation to a server, below ``/v1``.

    Raises:
        SettingError: Something below there is not declared: nobody would guard it.
    """
    answering = Answering(parts, Buckets(rate or Rate()))
    routes = Blueprint(NAME, __name__, url_prefix=PREFIX)
    for one in OPERATIONS:
        routes.add_url_rule(
            one.path,
            one.name,
            _view(answering, one),
            methods=[one.method],
            provide_automatic_options=False,
        )
    description = write_description()
    routes.add_url_rule(
        f"/{DESCRIPTION}",
        DESCRIBED,
        lambda: Response(description, mimetype=JSON),
        provide_automatic_options=False,
    )
    app.register_blueprint(routes)
    require_declared(app)


def require_declared(app: Flask) -> None:
    """Check that every route of the interface is an operation, which says who may.

    Raises:
        SettingError: Nobody would guard one.
    """
    declared = {f"{NAME}.{one.name}" for one in OPERATIONS}
    for rule in app.url_map.iter_rules():
        known = rule.endpoint in declared | {f"{NAME}.{DESCRIBED}"}
        if rule.endpoint.startswith(f"{NAME}.") and not known:
            raise SettingError(f"{rule.rule} is no declared operation")


def write_description() -> str:
    """Write the description of the interface as it is published."""
    return json.dumps(describe(RESOURCES), indent=2, ensure_ascii=False) + "\n"


def _view(answering: Answering, operation: Operation) -> Any:  # noqa: ANN401 - as Flask's
    def view(**path: Any) -> Response:  # noqa: ANN401 - likewise
        return answering.answer(operation, request, path)

    return view
