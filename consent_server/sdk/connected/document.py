"""The policy on its way to a middleware: everything that enforcing needs."""

import base64
import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nacl.signing import VerifyKey

from consent_server import __version__
from consent_server.catalog.grammar import require_grammar
from consent_server.catalog.looks import Looks
from consent_server.consent.carry_over import CarryOver
from consent_server.kernel.canonical import canonical_json, sha256_hex
from consent_server.kernel.errors import CatalogError, MalformedEvidenceError
from consent_server.notice.compose import to_json
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.published import read_catalog, read_value
from consent_server.token.codec import TokenCodec
from consent_server.token.keys import TokenKeys

FORMAT = "consent-policy/v1"
MISREAD = (
    AttributeError,
    CatalogError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a value of another shape ends in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """The policy of a site, as a server gives it and a middleware keeps it.

    ``content`` is the policy's own, whose digest is ``version``; the looks are no part
    of it. ``earlier`` says by policy tag (hexadecimal) what older tokens still mean,
    ``keys`` gives by key id the public keys (base64). ``since`` is the day (ISO 8601)
    on which it came into force, ``secure`` says that choices are taken over https,
    ``software`` which version wrote this.
    """

    format: str
    site: str
    version: str
    content: str
    looks: Looks
    earlier: Mapping[str, CarryOver]
    keys: Mapping[str, str]
    since: str
    secure: bool
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A document that was read and recompiled: it says what it claims to say."""

    policy: Policy
    codec: TokenCodec
    since: date


def describe(codec: TokenCodec, since: date, *, secure: bool) -> PolicyDocument:
    """Describe a policy in force and whatever reads its tokens."""
    policy = codec.policy
    return PolicyDocument(
        format=FORMAT,
        site=policy.site.id,
        version=policy.version,
        content=policy.content.decode(),
        looks=policy.catalog.looks,
        earlier={tag.hex(): carried for tag, carried in codec.earlier.items()},
        keys={
            str(key_id): base64.b64encode(bytes(key)).decode()
            for key_id, key in codec.keys.keys.items()
        },
        since=since.isoformat(),
        secure=secure,
        software=__version__,
    )


def write_document(document: PolicyDocument) -> bytes:
    """Return the bytes that travel and are kept."""
    return canonical_json(to_json(document))


def accept(data: bytes, site_id: str, *, secure: bool) -> Accepted:
    """Read a document, and compile its policy anew.

    Args:
        data: The bytes of a document.
        site_id: The site that it must be about.
        secure: Whether this site's visitors come over https.

    Raises:
        MalformedEvidenceError: It is damaged, about another site or another scheme, or
            this version of the software makes another policy of it.
    """
    try:
        document: PolicyDocument = read_value(PolicyDocument, json.loads(data))
        _require_ours(document, site_id, secure=secure)
        policy = _compile(document)
        return Accepted(
            policy=policy,
            codec=_codec(document, policy),
            since=date.fromisoformat(document.since),
        )
    except MISREAD as error:
        raise MalformedEvidenceError(
            f"expected a policy document, got something else ({error!s:.200})"
        ) from error


def _require_ours(document: PolicyDocument, site_id: str, *, secure: bool) -> None:
    if document.format != FORMAT:
        raise MalformedEvidenceError(
            f"expected the format {FORMAT}, got {document.format!r:.60}; bring this "
            "software to the server's version"
        )
    if document.site != site_id:
        raise MalformedEvidenceError(
            f"expected the policy of {site_id!r:.60}, got {document.site!r:.60}"
        )
    if document.secure is not secure:
        scheme = {True: "https", False: "plain http"}
        raise MalformedEvidenceError(
            f"the server takes choices over {scheme[document.secure]}, and this site "
            f"is visited over {scheme[secure]}; say the same at both ends (secure=…)"
        )


def _compile(document: PolicyDocument) -> Policy:
    content = document.content.encode()
    if sha256_hex(content) != document.version:
        raise MalformedEvidenceError("the policy's version is not its digest")
    catalog = dataclasses.replace(read_catalog(content), looks=document.looks)
    require_grammar(catalog)
    policy = compile_policy(catalog)
    if policy.version != document.version:
        raise MalformedEvidenceError(
            f"the server's software ({document.software:.40}) and this one "
            f"({__version__}) make different policies of one catalog; install the same "
            "version at both ends"
        )
    return policy


def _codec(document: PolicyDocument, policy: Policy) -> TokenCodec:
    return TokenCodec(
        policy=policy,
        keys=TokenKeys(
            keys={
                int(key_id): VerifyKey(base64.b64decode(raw, validate=True))
                for key_id, raw in document.keys.items()
            }
        ),
        earlier={bytes.fromhex(tag): it for tag, it in document.earlier.items()},
    )
