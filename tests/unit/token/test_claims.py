import base64
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path

from consent_server.token.claims import Claims, pack_claims, site_tag, unpack_claims
from consent_server.token.keys import TokenSigner

SPEC = (Path(__file__).parents[3] / "docs/spec/token.md").read_text("utf-8")
TOKEN, BODY, PUBLIC_KEY = re.findall(r"```text\n(.+)\n```", SPEC)
CLAIMS = Claims(
    key_id=1,
    site_tag=site_tag("shop"),
    record_id=uuid.UUID("0f9d5e3c-8a57-8c0e-9a57-0123456789ab"),
    issued_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    policy_tag=bytes.fromhex("c0ffee00"),
    grants=bytes.fromhex("400800"),
)


def test_writes_the_published_vector() -> None:
    signer = TokenSigner.from_seed(1, bytes(range(32)))
    body = pack_claims(CLAIMS)

    assert body.hex() == BODY
    assert base64.urlsafe_b64encode(body + signer.sign(body)).decode() == TOKEN
    assert bytes(signer.key.verify_key).hex() == PUBLIC_KEY


def test_reads_the_published_vector() -> None:
    assert unpack_claims(bytes.fromhex(BODY)) == CLAIMS
