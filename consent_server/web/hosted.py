"""One site as a server of ours answers for it: choices, reports and their counts."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine

from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.notice.policy import Policy
from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.flushing import Flusher
from consent_server.storage.evidence import EvidenceStore
from consent_server.web.site import OpenSite, Surroundings, open_site
from consent_server.web.visitor.views import register_visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedSite:
    """An opened site, its counters, and what answers under ``/-/choices/``.

    What is put into ``evidence`` is written to ``counts`` in the background, by
    ``flusher``.
    """

    site: OpenSite
    evidence: Evidence
    counts: EvidenceStore
    choices: Flask
    flusher: Flusher


def choices_app() -> Flask:
    """Make the application that the visitor's routes of one site go into."""
    return Flask(__package__, static_url_path=f"{CHOICES_PATH}static")


def host_site(
    choices: Flask, policy: Policy, engine: Engine, around: Surroundings
) -> HostedSite:
    """Open a site and add its visitors' routes to ``choices``.

    Raises:
        SettingError: A key file is damaged, or the ledger belongs to another origin.
        StoreUnavailableError: The database did not answer.
    """
    site = open_site(policy, engine, around)
    evidence = Evidence()
    register_visitor(choices, site, evidence)
    counts = EvidenceStore(engine, policy.site.id)
    return HostedSite(
        site=site,
        evidence=evidence,
        counts=counts,
        choices=choices,
        flusher=_keep_evidence(evidence, site, counts),
    )


def _keep_evidence(evidence: Evidence, site: OpenSite, store: EvidenceStore) -> Flusher:
    def save(taken: Taken) -> None:
        # The day of the writing: a response of just before midnight counts for the
        # next one, and after an outage what was held during it.
        store.add(taken, site.policy.version, site.clock.now().date())

    return Flusher(evidence, save)
