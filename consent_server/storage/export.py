"""Writes the bundle of one site from the database."""

from typing import BinaryIO

from sqlalchemy import Engine

from consent_server.ledger.bundle import Manifest, write_bundle
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.policies import PolicyStore


def export_bundle(engine: Engine, site_id: str, out: BinaryIO) -> Manifest:
    """Write everything that the newest checkpoint of a site covers.

    Raises:
        BrokenEvidenceError: Nothing has been sequenced yet.
        StoreUnavailableError: The database did not answer; ``out`` holds no bundle.
    """
    policies = PolicyStore(engine, site_id)
    return write_bundle(
        out,
        SqlLedgerStore(engine, site_id),
        policies.find_policy,
        policies.find_notice,
    )
