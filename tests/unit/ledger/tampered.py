"""Members of an honest bundle, to be changed and packed again."""

import base64
import json
from typing import Any

from consent_server.ledger.bundle_format import (
    RECORDS,
)
from consent_server.ledger.caveats import caveats
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.report import Report
from tests.unit.ledger.builders import (
    NOTICE_DIGEST,
    POLICY_VERSION,
    a_bundle,
    pack,
    unpack,
)

Members = dict[str, bytes]
Line = dict[str, Any]

HONEST = unpack(a_bundle())
POLICY_MEMBER = f"policies/{POLICY_VERSION}.json"
NOTICE_MEMBER = f"notices/{NOTICE_DIGEST}.json"


def lines_of(members: Members) -> list[Line]:
    return [json.loads(line) for line in members[RECORDS].splitlines()]


def with_lines(lines: list[Line], members: Members | None = None) -> bytes:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    return pack({**(members or HONEST), RECORDS: text.encode()})


def flip(text: str, place: int = 0) -> str:
    data = bytearray(base64.b64decode(text))
    data[place] ^= 1
    return base64.b64encode(data).decode()


def codes(report: Report) -> set[ProblemCode]:
    return {problem.code for problem in report.problems}


def report_caveats(report: Report) -> str:
    return " ".join(caveats(report))
