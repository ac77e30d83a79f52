"""The tables. Bytes that were hashed are kept as bytes, so that nothing changes them.

``record`` holds personal data and may lose parts; ``leaf`` holds evidence without
personal data, and nothing of it changes but the name of an erased record; ``todo`` is
what the sequencer has not seen yet. ``ledger`` has one row per site, about its newest
log: whoever signs compares and sets it. The logs of earlier epochs stay in ``leaf``,
``tile``, ``checkpoint`` and ``ledger_key``. ``erasure_request`` names who is to be
erased until that is done, ``tombstone`` which announced erasures still are to be
carried out. ``held_count`` adds up what was held, ``sighting_count`` what nobody
declares, ``signal_count`` the requests with a signal, ``answer_count`` what visitors
answered and ``asked_count`` how often they were asked, without any visitor, and
``evidence_batch`` remembers for a while which counts came from elsewhere.
``ignored_finding`` is what the owner of a site knows and leaves undeclared. ``anchor``
says who saw our logs, the tables of a witness whose we saw. ``site`` and ``api_key``
are of a server of many sites; a site's ledger may lie in another database, and
``closed`` and ``leaving`` of its ``ledger`` say that it is moved.
``policy_draft``, ``export_order`` and ``api_reply`` are of its interface.

A change here needs a revision under ``migrations``; a test compares the two.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.storage.db import Base

_BigInt = BigInteger().with_variant(Integer, "sqlite")
_SmallInt = SmallInteger().with_variant(Integer, "sqlite")


def _site() -> Column[Any]:
    """Name the site of a row whose transaction has shown that it has a ledger."""
    return Column("site_id", Text, primary_key=True)


def _owner() -> Column[Any]:
    """Name the site of a row that shows that the site has a ledger."""
    return Column("site_id", Text, ForeignKey("ledger.site_id"), primary_key=True)


def _log() -> tuple[Column[Any], Column[Any]]:
    """Name the log of a row: a site and its epoch."""
    return _site(), Column("epoch", Integer, primary_key=True)


def _table(name: str, *columns: Column[Any] | Index, clustered: bool = True) -> Table:
    """Declare a table; a clustered one is stored in the order of its primary key."""
    return Table(
        name,
        Base.metadata,
        *columns,
        sqlite_strict=True,
        sqlite_with_rowid=not clustered,
    )


ledger = _table(
    "ledger",
    Column("site_id", Text, primary_key=True),
    Column("epoch", Integer, nullable=False, default=FIRST_EPOCH),
    Column("origin", Text, nullable=False),
    Column("size", _BigInt, nullable=False),
    Column("vkey", Text),  # the key in force; none before the first signature
    Column("frozen", Text),  # why nothing is signed any more
    Column("closed", Text),  # why nothing is taken: the ledger lives elsewhere
    Column("leaving", Text),  # the name of the database that gets a copy
)

ledger_key = _table(
    "ledger_key",
    *_log(),
    Column("position", _BigInt, primary_key=True),  # of the KEY entry; 0 for the first
    Column("vkey", Text, nullable=False),
    Column("began_at", _BigInt, nullable=False),
)

record = _table(
    "record",
    Column("number", _BigInt, Identity(), primary_key=True),  # the order of arrival
    Column("site_id", Text, nullable=False),
    Column("record_id", LargeBinary(16), nullable=False),
    Column("kind", _SmallInt, nullable=False),
    Column("arrived_at", _BigInt, nullable=False),
    Column("subject_id", LargeBinary(16)),
    Column("click_digest", LargeBinary, nullable=False),
    Column("subject_salt", LargeBinary(16)),
    Column("subject", LargeBinary),
    Column("decision_salt", LargeBinary(16)),
    Column("decision", LargeBinary),
    Column("context_salt", LargeBinary(16)),
    Column("context", LargeBinary),
    Column("restricted_at", _BigInt),  # GDPR Article 18; none as a rule
    Index("record_by_id", "site_id", "record_id", unique=True),
    Index("record_by_subject", "site_id", "subject_id"),
    clustered=False,  # rows are large and ids are random
)

todo = _table(
    "todo",
    _site(),
    Column("number", _BigInt, primary_key=True),  # of the record
    Column("record_id", LargeBinary(16), nullable=False),
    Column("arrived_at", _BigInt, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Column("answer", LargeBinary(16)),  # the same for equal answers
)

leaf = _table(
    "leaf",
    *_log(),
    Column("position", _BigInt, primary_key=True),
    Column("entry", LargeBinary, nullable=False),
    Column("record_id", LargeBinary(16)),
    Index("leaf_by_record", "site_id", "record_id", unique=True),
)

tile = _table(
    "tile",
    *_log(),
    Column("level", _SmallInt, primary_key=True),
    Column("number", _BigInt, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

checkpoint = _table(
    "checkpoint",
    *_log(),
    Column("size", _BigInt, primary_key=True),
    Column("note", Text, nullable=False),
    Column("signed_at", _BigInt, nullable=False),
)

policy = _table(
    "policy",
    _owner(),
    Column("version", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("published_at", _BigInt, nullable=False),
)

notice = _table(
    "notice",
    _owner(),
    Column("digest", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

held_count = _table(
    "held_count",
    _owner(),
    Column("day", Text, primary_key=True),  # ISO 8601, UTC
    Column("policy_version", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("surface", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("times", _BigInt, nullable=False),
)

sighting_count = _table(
    "sighting_count",
    _owner(),
    Column("day", Text, primary_key=True),
    Column("surface", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("directive", Text, primary_key=True),
    Column("times", _BigInt, nullable=False),
)

anchor = _table(
    "anchor",  # who outside saw which tree; what they signed stands in the checkpoint
    *_log(),
    Column("size", _BigInt, primary_key=True),
    Column("name", Text, primary_key=True),  # of the witness or authority
    Column("seen_at", _BigInt, nullable=False),
    Column("token", LargeBinary),  # RFC 3161; none of a witness
)

witness = _table(
    "witness",  # of this installation; its key file is useless without this row
    Column("vkey", Text, primary_key=True),
)

witnessed = _table(
    "witnessed",  # the last checkpoint of another's log that we cosigned
    Column("origin", Text, primary_key=True),
    Column("size", _BigInt, nullable=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("note", Text),
    Column("seen_at", _BigInt),
)

witnessed_key = _table(
    "witnessed_key",
    Column("vkey", Text, primary_key=True),
    Column("origin", Text, ForeignKey("witnessed.origin"), nullable=False),
)

signal_count = _table(
    "signal_count",
    _site(),
    Column("signal", Text, primary_key=True),
    Column("times", _BigInt, nullable=False),  # since the last heartbeat
)

evidence_batch = _table(
    "evidence_batch",  # of counts that a middleware sent: each counts once
    _site(),
    Column("batch_id", Text, primary_key=True),
    Column("day", Text, nullable=False),  # ISO 8601, UTC
)

erasure_request = _table(
    "erasure_request",
    Column("number", _BigInt, Identity(), primary_key=True),
    Column("site_id", Text, nullable=False),
    Column("subject_id", LargeBinary(16)),  # until it is done
    Column("parts", Text, nullable=False),  # names with commas between
    Column("reason", Text, nullable=False),
    Column("asked_at", _BigInt, nullable=False),
    Column("done_at", _BigInt),
    clustered=False,
)

tombstone = _table(
    "tombstone",
    _site(),
    Column("record_id", LargeBinary(16), primary_key=True),  # of the ERASE or PURGE
    Column("done_at", _BigInt),
)

site = _table(
    "site",
    Column("site_id", Text, primary_key=True),
    Column("catalog", Text, nullable=False),  # its file, as it was handed in
    Column("digest", Text, nullable=False),  # of that text: SHA-256, hexadecimal
    Column("database", Text, nullable=False),  # the name of the one with its ledger
    Column("added_at", _BigInt, nullable=False),
    Column("published_at", _BigInt, nullable=False),
)

api_key = _table(
    "api_key",
    Column("key_id", Text, primary_key=True),  # the beginning of the digest
    Column("digest", LargeBinary(32), nullable=False),  # SHA-256 of the secret
    Column("role", Text, nullable=False),
    Column("site_id", Text),  # none: every site
    Column("name", Text, nullable=False),
    Column("created_at", _BigInt, nullable=False),
    Column("revoked_at", _BigInt),
    Column("used_on", Text),  # the last day, ISO 8601, UTC
)

ignored_finding = _table(
    "ignored_finding",
    _owner(),
    Column("finding", Text, primary_key=True),  # its id
    Column("ignored_at", _BigInt, nullable=False),
)

answer_count = _table(
    "answer_count",
    _site(),
    Column("day", Text, primary_key=True),
    Column("policy_version", Text, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("granted", _BigInt, nullable=False),
    Column("refused", _BigInt, nullable=False),
)

asked_count = _table(
    "asked_count",  # pages that asked somebody who had not answered
    _owner(),
    Column("day", Text, primary_key=True),
    Column("policy_version", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("times", _BigInt, nullable=False),
)

policy_draft = _table(
    "policy_draft",
    Column("draft_id", LargeBinary(16), primary_key=True),
    Column("site_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # counts what was done to it
    Column("catalog", Text, nullable=False),
    Column("made_at", _BigInt, nullable=False),
    Column("made_by", Text, nullable=False),  # the number of a key, as below
    Column("changed_at", _BigInt, nullable=False),
    Column("reviewed_at", _BigInt),
    Column("reviewed_by", Text),
    Column("reviewed_against", Text),  # the digest of the catalog then in force
    Column("published_at", _BigInt),
    Column("published_by", Text),
    Column("policy_version", Text),  # none until it is published
    Index("policy_draft_by_site", "site_id"),
)

export_order = _table(
    "export_order",
    Column("export_id", LargeBinary(16), primary_key=True),
    Column("site_id", Text, nullable=False),
    Column("wanted", Text, nullable=False),  # JSON
    Column("state", Text, nullable=False),
    Column("asked_at", _BigInt, nullable=False),
    Column("asked_by", Text, nullable=False),  # the number of a key
    Column("seen_at", _BigInt),  # a sign of life of who works on it
    Column("done", _BigInt, nullable=False),  # entries
    Column("length", _BigInt, nullable=False),  # entries, nothing before it begins
    Column("ended_at", _BigInt),
    Column("problem", Text),
    Column("made", Text),  # JSON: what came of it
    Index("export_order_by_site", "site_id"),
)

api_reply = _table(
    "api_reply",
    Column("request", LargeBinary(32), primary_key=True),  # key, route and client's key
    Column("digest", LargeBinary(32), nullable=False),  # of what was asked
    Column("begun_at", _BigInt, nullable=False),
    Column("status", _SmallInt),  # none while it is worked on
    Column("headers", Text),  # JSON
    Column("body", LargeBinary),
    Index("api_reply_by_time", "begun_at"),
)
