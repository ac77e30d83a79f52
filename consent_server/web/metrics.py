"""``/metrics`` for Prometheus: how a server does, and nothing about a visitor.

With several processes each writes what it counts into a folder that
``PROMETHEUS_MULTIPROC_DIR`` names, and whichever is asked adds up all of them.
"""

import os
from collections.abc import Iterator
from functools import cache

from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.evidence import DayTotals, EvidenceStore
from consent_server.storage.ledgers import read_progress
from consent_server.web.authorising import KeyRing
from consent_server.web.ledgers import Ledgers
from consent_server.web.route_class import CHOICE
from consent_server.web.settings import METRICS_FOLDER

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """Counts requests, and looks at the ledgers when somebody asks.

    Args:
        ledgers: Those of the installation.
        clock: Tells how long something waits.
    """

    def __init__(self, ledgers: Ledgers, clock: Clock) -> None:
        counted = CollectorRegistry()
        self._registry = counted
        if METRICS_FOLDER in os.environ:
            self._registry = CollectorRegistry()
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
        self._registry.register(_LedgerCollector(ledgers, clock))
        requests = Counter(
            "consent_requests",
            "Requests by what they are about and status.",
            ["route", "status"],
            registry=counted,
        )
        seconds = Histogram(
            "consent_request_seconds",
            "Seconds from a request to its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=counted,
        )
        choices = Counter(
            "consent_choices",
            "Choices by what became of them.",
            ["outcome"],
            registry=counted,
        )
        # Finding the line of labels takes longer than counting.
        self._request = cache(requests.labels)
        self._second = cache(seconds.labels)
        self._choice = cache(choices.labels)

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._request(route, str(status)).inc()
        self._second(route).observe(seconds)
        if route == CHOICE:
            self._choice(_outcome(status)).inc()

    def write(self) -> bytes:
        """Write everything in Prometheus' text format."""
        return generate_latest(self._registry)


def register_metrics(app: Flask, metrics: Metrics, keys: KeyRing) -> None:
    """Add ``/metrics``, for this machine itself and for administrators' keys."""

    def show() -> Response:
        keys.admit_operator(request)
        return Response(metrics.write(), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", show)


def _outcome(status: int) -> str:
    if status < 400:  # noqa: PLR2004 - the class of a status (RFC 9110 section 15)
        return "recorded"
    return "refused" if status < 500 else "unavailable"  # noqa: PLR2004 - likewise


class _LedgerCollector(Collector):
    def __init__(self, ledgers: Ledgers, clock: Clock) -> None:
        self._ledgers = ledgers
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        gauges = {
            name: GaugeMetricFamily(f"consent_ledger_{name}", text, labels=["site"])
            for name, text in (
                ("entries", "Entries with a position in the newest log."),
                ("frozen", "1 where nothing is signed any more."),
                ("waiting", "Records that have no position yet."),
                ("waiting_seconds", "How long the oldest of them waits."),
            )
        }
        evidence = GaugeMetricFamily(
            "consent_evidence_today",
            "What was counted today (UTC): held, undeclared, reports not read.",
            labels=["site", "kind"],
        )
        try:
            for site_id, values, totals in self._read():
                for name, value in values.items():
                    gauges[name].add_metric([site_id], value)
                for kind, times in totals._asdict().items():
                    evidence.add_metric([site_id, kind], times)
        except StoreUnavailableError:
            up = 0.0
        else:
            up = 1.0
        yield GaugeMetricFamily("consent_database_up", "1 if it answers.", value=up)
        yield from (*gauges.values(), evidence)

    def _read(self) -> Iterator[tuple[str, dict[str, float], DayTotals]]:
        moment = self._clock.now()
        now = moment.timestamp()
        for site_id, state in self._ledgers.read_all().items():
            engine = self._ledgers.engine_of(site_id)
            progress = read_progress(engine, site_id)
            since = now if progress.oldest_at is None else progress.oldest_at
            values = {
                "entries": state.size,
                "frozen": float(state.frozen is not None),
                "waiting": progress.waiting,
                "waiting_seconds": max(0.0, now - since),
            }
            totals = EvidenceStore(engine, site_id).read_totals(moment.date())
            yield site_id, values, totals
