"""The Flask extension: one line, a question, and a tag."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, render_template_string, stream_template_string
from flask.testing import FlaskClient
from jinja2 import TemplateSyntaxError

from consent_server.kernel.clock import ManualClock
from consent_server.web.flask_extension import Consent
from tests.example import GATED_TAG, SAME_ORIGIN, choice, load_example
from tests.site import BASE, CATALOG, START

TAG = '{% consent "google.analytics" %}yes{% else %}no{% endconsent %}'
PUBLIC = "public, max-age=600"


@pytest.fixture
def consent(tmp_path: Path) -> Consent:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    data = tmp_path / "data"
    return Consent(catalog=catalog, data_dir=data, clock=ManualClock(START))


@pytest.fixture
def app(consent: Consent) -> Flask:
    app = Flask(__name__)
    consent.init_app(app)
    return app


def serve(app: Flask, template: str, cache_control: str = "no-cache") -> FlaskClient:
    def page() -> Response:
        response = Response(render_template_string(template))
        response.headers["Cache-Control"] = cache_control
        return response

    app.add_url_rule("/", "page", page)
    return app.test_client()


def choose(client: FlaskClient, app: Flask, act: str) -> None:
    body = choice(app.extensions["consent"]._policy.version, act)
    answer = client.post("/-/choices/", base_url=BASE, json=body, headers=SAME_ORIGIN)
    assert answer.status_code == 201


def test_renders_a_block_only_once_it_is_granted(app: Flask) -> None:
    client = serve(app, TAG)
    assert client.get("/", base_url=BASE).text.startswith("no")

    choose(client, app, "grant_all")
    assert client.get("/", base_url=BASE).text.startswith("yes")

    choose(client, app, "withdraw")
    assert client.get("/", base_url=BASE).text.startswith("no")


def test_renders_nothing_where_there_is_no_else(app: Flask) -> None:
    client = serve(app, '[{% consent "meta.pixel" %}yes{% endconsent %}]')

    assert client.get("/", base_url=BASE).text.startswith("[]")


def test_answers_python_code_and_conditions_of_templates(
    app: Flask, consent: Consent
) -> None:
    client = serve(app, '{{ consent.allows("site.session") }}')
    app.add_url_rule("/ask", view_func=lambda: str(consent.allows("meta.pixel")))
    choose(client, app, "grant_all")

    assert client.get("/", base_url=BASE).text.startswith("True")
    assert client.get("/ask", base_url=BASE).text.startswith("True")


def test_keeps_a_page_with_a_block_out_of_shared_caches(app: Flask) -> None:
    response = serve(app, TAG, PUBLIC).get("/", base_url=BASE)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]


def test_leaves_a_page_without_one_to_them(app: Flask) -> None:
    response = serve(app, "hello", PUBLIC).get("/", base_url=BASE)

    assert response.headers["Cache-Control"] == PUBLIC


def test_renders_no_block_of_a_page_that_is_on_its_way_to_a_cache(app: Flask) -> None:
    """A streamed template asks after the headers; nobody's page then has it."""

    def page() -> tuple[Iterator[str], dict[str, str]]:
        return stream_template_string(f"<p>{TAG}"), {"Cache-Control": PUBLIC}

    app.add_url_rule("/", "page", page)
    client = app.test_client()
    choose(client, app, "grant_all")
    response = client.get("/", base_url=BASE)

    assert response.text.startswith("<p>no")
    assert response.headers["Cache-Control"] == PUBLIC


def test_renders_a_streamed_block_in_a_page_that_says_nothing_of_caches(
    app: Flask,
) -> None:
    app.add_url_rule("/", "page", lambda: stream_template_string(f"<p>{TAG}"))
    client = app.test_client()
    choose(client, app, "grant_all")
    response = client.get("/", base_url=BASE)

    assert response.text.startswith("<p>yes")
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_grants_nothing_to_an_unknown_service_and_says_so(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(app, TAG.replace("google.analytics", "google.analytcs"))
    choose(client, app, "grant_all")
    with caplog.at_level(logging.WARNING):
        page = client.get("/", base_url=BASE).text

    assert page.startswith("no")
    assert caplog.records[0].getMessage() == "unknown_service"


def test_grants_nothing_where_no_request_came_through(
    app: Flask, consent: Consent
) -> None:
    with app.test_request_context("/"):
        assert not consent.allows("google.analytics")


@pytest.mark.parametrize(
    "template",
    [
        pytest.param('{% consent "meta.pixel" %}', id="never-ended"),
        pytest.param("{% consent %}{% endconsent %}", id="without-a-service"),
    ],
)
def test_refuses_a_template_with_a_broken_tag(app: Flask, template: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        app.jinja_env.from_string(template)


def test_enforces_the_pages_of_the_application(app: Flask) -> None:
    tag = '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
    page = serve(app, f"<html><head>{tag}</head></html>").get("/", base_url=BASE).text

    assert 'data-held="google.analytics"' in page
    assert "visitor-choices" in page


def test_the_example_holds_records_and_releases(tmp_path: Path) -> None:
    example: Flask = load_example("examples.flask_app.app", tmp_path).app
    client = example.test_client()
    before = client.get("/")
    body = choice(example.extensions["consent"]._policy.version)
    recorded = client.post("/-/choices/", json=body, headers=SAME_ORIGIN)
    after = client.get("/")

    assert GATED_TAG in before.text
    assert "You are counted." not in before.text
    assert recorded.status_code == 201
    assert GATED_TAG not in after.text
    assert "You are counted." in after.text
