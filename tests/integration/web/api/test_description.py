"""The description is committed, complete, and what the manual shows works."""

import argparse
import json
import re
import shlex
from http import HTTPMethod
from pathlib import Path
from time import sleep

import pytest
from flask import Flask

from consent_server.kernel.errors import SettingError
from consent_server.web.api.description import described_path
from consent_server.web.api.operation import Access, Given, Resource
from consent_server.web.api.register import (
    OPERATIONS,
    require_declared,
    write_description,
)
from tests.api import MORE, Server, wait_for_export
from tests.command_line import run
from tests.site import settle

ROOT = Path(__file__).parents[4]
COMMITTED = ROOT / "docs/reference/openapi.json"
PAGE = ROOT / "docs/reference/api.md"


def test_is_the_one_that_is_committed() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == write_description(), (
        "run: consent-server api describe > docs/reference/openapi.json"
    )


def test_is_published_and_printed(server: Server) -> None:
    published = server.client.get("/v1/openapi.json")
    printed = run("api", "describe")

    assert published.get_json()["openapi"] == "3.1.0"
    assert published.get_data(as_text=True) == printed.stdout == write_description()


def test_names_every_route(server: Server) -> None:
    described = json.loads(write_description())["paths"]
    routes = {
        (described_path(rule.rule), method.lower())
        for rule in server.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.description"
        for method in (rule.methods or set()) - {"HEAD"}
    }

    assert routes == {
        (path, method) for path in described for method in described[path]
    }


def test_lets_no_operation_be_about_a_site_for_every_key() -> None:
    with pytest.raises(ValueError, match="which role"):
        Resource("new", "")._declare(
            HTTPMethod.GET, "/sites/<site_id>/new", Access.ANY_KEY, {}
        )(Given)


def test_refuses_to_start_with_a_route_that_nobody_guards() -> None:
    app = Flask(__name__)
    app.add_url_rule("/v1/sites/<site_id>/everything", "api.everything")

    with pytest.raises(SettingError, match="everything"):
        require_declared(app)


def test_says_who_may_call_what() -> None:
    described = json.loads(write_description())["paths"]
    for one in OPERATIONS:
        found = described[described_path(f"/v1{one.path}")][one.method.lower()]
        guarded = one.needed is not Access.ANYBODY
        assert ("401" in found["responses"]) is guarded
        assert found["security"] == ([{"key": []}] if guarded else [])


def test_shows_examples_that_work(server: Server, tmp_path: Path) -> None:
    """Every command of the page, in order, with what came of those before."""
    text = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^curl (?:.*\\\n)*.*$", text, re.MULTILINE)
    (tmp_path / "shop.yaml").write_text(MORE, encoding="utf-8")
    found = server.parts.sites.find("shop")
    assert found is not None
    known = {"KEY": server.key(), "VERSION": found.site.policy.version, "SERVER": ""}
    for command in commands:
        known |= _run(server, _filled(command, known), tmp_path)

    assert len(commands) > 15
    assert (tmp_path / "shop.zip").stat().st_size > 1_000


def _filled(command: str, known: dict[str, str]) -> argparse.Namespace:
    """Read a command line of curl, with the values of its variables."""
    text = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], command)
    options = argparse.ArgumentParser()
    options.add_argument("-X", default=None)
    options.add_argument("-H", action="append", default=[])
    options.add_argument("-o", default=None)
    options.add_argument("--data", "--data-binary", default=None)
    options.add_argument("url")
    return options.parse_args(shlex.split(text.replace("\\\n", " "))[1:])


def _run(server: Server, given: argparse.Namespace, folder: Path) -> dict[str, str]:
    """Do what curl would; return what later commands need."""
    if "/exports/" in given.url:
        wait_for_export(server, given.url.removeprefix("/v1").removesuffix("/file"))
    data = given.data
    if data is not None and data.startswith("@"):
        data = (folder / data[1:]).read_text(encoding="utf-8")
    answer = server.client.open(
        given.url,
        method=given.X or ("GET" if data is None else "POST"),
        headers=[tuple(line.split(": ", 1)) for line in given.H],
        data=data,
        buffered=True,
    )
    assert answer.status_code < 300, (given.url, answer.get_data(as_text=True))
    if given.o is not None:
        (folder / given.o).write_bytes(answer.data)
    settle()
    body = answer.get_json(silent=True) or {}
    later = {"draft_id": "DRAFT", "record_id": "RECORD", "export_id": "EXPORT"}
    known = {name: str(body[field]) for field, name in later.items() if field in body}
    if "DRAFT" in known:
        reviewed = given.url.endswith("/review")
        tag = answer.headers["ETag"].replace('"', '\\"')
        known["REVIEWED" if reviewed else "ETAG"] = tag
    if given.url.endswith("/publish"):
        known["VERSION"] = body["policy_version"]
        _wait_until_in_force(server, body["policy_version"])
    return known


def _wait_until_in_force(server: Server, version: str) -> None:
    while True:
        found = server.parts.sites.find("shop")
        if found is not None and found.site.policy.version == version:
            return
        sleep(0.05)
