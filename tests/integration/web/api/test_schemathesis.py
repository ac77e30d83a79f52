"""The interface against its own description, with requests that nobody thought of."""

import contextlib
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from werkzeug.test import run_wsgi_app

from consent_server.token.api_key import Role
from consent_server.verifier.source import verifier_source
from consent_server.web.api.operation import YAML
from consent_server.web.api.register import OPERATIONS
from tests.api import MORE, Server, new_key

NAMES = [one.name for one in OPERATIONS]
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)
JUDGED: dict[str, Any] = {"hand_in_choice": [positive_data_acceptance]} | {
    one.name: [positive_data_acceptance] for one in OPERATIONS if one.matching
}
"""What no schema can say, so that what fits it may be refused: which purposes the
policy in force has, and which version of something is the newest."""


@pytest.fixture(scope="module")
def description(server: Server) -> Any:  # noqa: ANN401 - as schemathesis has it
    """The description that the server publishes."""
    verifier_source()  # CPython 3.11 parses in one thread at a time; Hypothesis parses
    found = schemathesis.openapi.from_wsgi("/v1/openapi.json", _whole(server))
    site = server.parts.sites.find("shop")
    assert site is not None
    version = site.site.policy.version

    def map_case(_context: object, case: Case[Any]) -> Case[Any]:
        if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
            _say_what_no_schema_can(case, version)
        return case

    class Bearer:
        def get(self, _case: Case[Any], _context: object) -> str:
            return server.key(Role.ADMIN)

        def set(self, case: Case[Any], secret: str, _context: object) -> None:
            case.headers["Authorization"] = f"Bearer {secret}"

    # What is wrong with a body is not asked where the version is another.
    rejecting = found.config.checks.negative_data_rejection
    rejecting.expected_statuses = [*rejecting.expected_statuses, "412"]
    found.hook(map_case)
    found.auth()(Bearer)
    return found


def _whole(server: Server) -> WSGIApplication:
    """Answer as the server does, at once: schemathesis closes no file."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        body, status, headers = run_wsgi_app(server.app, environ, buffered=True)
        start_response(status, headers.to_wsgi_list())
        return body

    return answer


def _say_what_no_schema_can(case: Case[Any], version: str) -> None:
    """Make a request that fits the schema one that means something."""
    if "site_id" in case.path_parameters:
        case.path_parameters["site_id"] = "shop"
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = new_key()
    query = case.query or {}
    for name in ("cursor", "since", "until", "record"):
        query.pop(name, None)
    if case.media_type == YAML:
        case.body = yaml.safe_load(MORE)
    elif isinstance(case.body, dict):
        case.body |= {
            name: value
            for name, value in (
                ("catalog", MORE),
                ("policy_version", version),
                ("language", "en"),
                ("action", "refuse_all"),
                ("page", "https://shop.example/"),
            )
            if name in case.body
        }
        for name in ("since", "until", "subject", "gzip", "epoch", "database"):
            case.body.pop(name, None)


@pytest.mark.parametrize("name", NAMES)
def test_keeps_to_its_description(description: Any, name: str) -> None:  # noqa: ANN401
    operation = description.find_operation_by_id(name)

    @EXAMPLES
    @given(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def check(case: Case[Any]) -> None:
        case.call_and_validate(excluded_checks=JUDGED.get(name, []))

    check()


def test_keeps_to_it_in_any_order(description: Any) -> None:  # noqa: ANN401
    answered = 0
    failures = list[Exception]()

    class Workflow(description.as_state_machine()):  # type: ignore[misc]
        def validate_response(
            self,
            response: Any,  # noqa: ANN401 - as schemathesis has it
            case: Case[Any],
            **_: object,
        ) -> None:
            nonlocal answered
            answered += 1
            name = case.operation.definition.raw["operationId"]
            try:
                case.validate_response(response, excluded_checks=JUDGED.get(name, []))
            except Exception as error:
                failures.append(error)
                raise

    # What comes next goes by what was answered, and a server that has been asked
    # before answers otherwise: Hypothesis then gives up, whatever it had found.
    with contextlib.suppress(FlakyStrategyDefinition):
        Workflow.run(
            settings=settings(EXAMPLES, max_examples=15, stateful_step_count=6)
        )

    assert failures == []
    assert answered > 0
