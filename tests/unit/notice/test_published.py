"""A published policy's catalog, read back."""

import json
from pathlib import Path

import pytest

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.notice.policy import compile_policy
from consent_server.notice.published import read_catalog as read_published
from consent_server.storage.catalog_files import read_catalog
from tests.builders import make_policy

SITES = sorted((Path(__file__).parents[3] / "examples" / "sites").glob("*.yaml"))
CONTENT = make_policy().content


@pytest.mark.parametrize("file", SITES, ids=lambda file: file.stem)
def test_reads_back_what_was_published(file: Path) -> None:
    policy = compile_policy(read_catalog(file))

    assert read_published(policy.content) == policy.catalog


def test_gives_defaults_for_what_older_software_did_not_write() -> None:
    content = json.loads(CONTENT)
    for service in content["catalog"]["services"]:
        del service["loads_others"], service["scoring"]
    del content["catalog"]["site"]["unknown"]

    assert read_published(json.dumps(content).encode()) == make_policy().catalog


def test_reads_a_policy_whose_descriptions_were_in_one_language() -> None:
    content = json.loads(CONTENT)
    for service in content["catalog"]["services"]:
        del service["descriptions"]
        service["description"] = "Counts visits."

    services = read_published(json.dumps(content).encode()).services

    assert [it.descriptions for it in services] == [{}] * len(services)


def test_passes_over_what_newer_software_wrote() -> None:
    content = json.loads(CONTENT)
    content["catalog"]["services"][0]["colour"] = "green"

    assert read_published(json.dumps(content).encode()) == make_policy().catalog


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff", id="not-text"),
        pytest.param(b"{}", id="no-catalog"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b'{"catalog": []}', id="another-shape"),
        pytest.param(
            CONTENT.replace(b'"EEA"', b"1").replace(b'"NO"', b"1"), id="a-number"
        ),
        pytest.param(CONTENT.replace(b'"processor"', b'"friend"'), id="unknown-word"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_refuses_anything_else(content: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        read_published(content)
