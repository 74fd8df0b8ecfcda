"""Figures for Prometheus: what this machine's processes count, and what the database says at the moment it is asked.

Requests are counted by every web process in a folder that all of them share (PROMETHEUS_MULTIPROC_DIR, made by
`onetrip.web.serving`), by the name of their route: never by their address, which may hold a number of somebody's.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from onetrip.operation import queries

_OWN = CollectorRegistry()
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_requests = Histogram(
    "onetrip_request_seconds",
    "Seconds from a request to its answer",
    ["route", "method", "status"],
    buckets=BUCKETS,
    registry=_OWN,
)
_mistakes = Counter("onetrip_mistakes", "Requests that ended in a mistake of ours", ["route"], registry=_OWN)
_away = Counter("onetrip_database_away", "Requests that did not reach the database", registry=_OWN)

_METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """A request was answered."""
    _requests.labels(route, method if method in _METHODS else "other", str(status)).observe(seconds)


def count_mistake(route: str) -> None:
    """A request ended in a mistake of ours."""
    _mistakes.labels(route).inc()


def count_database_away() -> None:
    """A request could not reach the database."""
    _away.inc()


def exposition(*, now: datetime) -> bytes:
    """Everything, in Prometheus' text format. Without a database only what the processes count themselves."""
    registry = _counted()
    registry.register(_House(now))
    return generate_latest(registry)


def _counted() -> CollectorRegistry:
    """What the web processes of this machine have counted since it began."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
    else:
        registry.register(_OWN)  # a registry collects as a collector does
    return registry


class _House(Collector):
    """What the database says, read at the moment of asking."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """The figures; only that it cannot be reached when it cannot."""
        reached = GaugeMetricFamily("onetrip_database_up", "Whether the database could be asked")
        try:
            found = list(self._figures())
        except DatabaseError:
            found = []
        reached.add_metric([], 1 if found else 0)
        yield reached
        yield from found

    def _figures(self) -> Iterator[Metric]:
        yield from _of_database(queries.database(now=self._now))
        yield from _of_clock(self._now)
        yield _gauge(
            "onetrip_waiting_tickets", "Numbers that wait to be called", ["centre"], queries.waiting_tickets().items()
        )
        outboxes = queries.outboxes(now=self._now)
        yield _gauge(
            "onetrip_outbox_waiting",
            "Messages that wait to be sent",
            ["outbox"],
            [(one.name, one.waiting) for one in outboxes],
        )
        yield _gauge(
            "onetrip_outbox_lag_seconds",
            "Age of the oldest message that waits",
            ["outbox"],
            [(one.name, one.lag(self._now)) for one in outboxes],
        )
        yield _gauge("onetrip_disk_free_bytes", "Bytes free", ["folder"], [(d.name, d.free) for d in queries.disks()])
        chain = queries.chain(now=self._now)
        yield _gauge("onetrip_ledger_unsealed", "Events without a seal", [], [("", chain.unsealed)])
        backup = queries.backup()
        if backup is not None:
            yield _gauge(
                "onetrip_backup_age_seconds",
                "Seconds since the last backup",
                [],
                [("", (self._now - backup.at).total_seconds())],
            )


def _of_database(found: queries.Database) -> Iterator[Metric]:
    yield _gauge("onetrip_database_bytes", "Size of the database", [], [("", found.bytes)])
    yield _gauge("onetrip_database_connections", "Connections to the database", ["state"], found.connections.items())
    yield _gauge("onetrip_database_connections_most", "Connections that it takes", [], [("", found.most)])
    yield _gauge(
        "onetrip_database_oldest_transaction_seconds", "Age of the oldest transaction", [], [("", found.oldest_seconds)]
    )
    written = CounterMetricFamily("onetrip_events", "Events written since the statistics of the database began")
    written.add_metric([], found.events_written)
    yield written


def _of_clock(now: datetime) -> Iterator[Metric]:
    tasks = queries.tasks()
    age = GaugeMetricFamily(
        "onetrip_clock_task_well_seconds", "Seconds since a task of the clock ended well", None, ["task"]
    )
    took = GaugeMetricFamily("onetrip_clock_task_took_seconds", "Seconds that it took", None, ["task"])
    runs = CounterMetricFamily("onetrip_clock_task_runs", "How often it was done", None, ["task"])
    failures = CounterMetricFamily("onetrip_clock_task_failures", "How often it failed", None, ["task"])
    for task in tasks:
        if task.well_at is not None:
            age.add_metric([task.name], (now - task.well_at).total_seconds())
        if task.took is not None:
            took.add_metric([task.name], task.took.total_seconds())
        runs.add_metric([task.name], task.runs)
        failures.add_metric([task.name], task.failures)
    yield from (age, took, runs, failures)


def _gauge(name: str, told: str, labels: list[str], values: object) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=labels or None)
    for label, value in values:  # type: ignore[attr-defined]  # pairs of a label and its figure
        family.add_metric([label] if labels else [], float(value))
    return family


@dataclass(frozen=True)
class Route:
    """How one route did on this machine since it began: requests, mistakes (5xx), and seconds that half of them, and 95 of
    100, stayed below as far as the buckets tell (None: longer than the last)."""

    name: str
    requests: int
    mistakes: int
    half: float | None
    most: float | None
    total_seconds: float

    @property
    def half_milliseconds(self) -> float | None:
        """`half` in milliseconds."""
        return None if self.half is None else 1000 * self.half

    @property
    def most_milliseconds(self) -> float | None:
        """`most` in milliseconds."""
        return None if self.most is None else 1000 * self.most


def routes() -> list[Route]:
    """Every route that was asked for, the one that took longest altogether first."""
    buckets: dict[str, dict[float, float]] = defaultdict(lambda: defaultdict(float))
    total: dict[str, float] = defaultdict(float)
    mistakes: dict[str, float] = defaultdict(float)
    for family in _counted().collect():
        if family.name != "onetrip_request_seconds":
            continue
        for sample in family.samples:
            route = sample.labels["route"]
            if sample.name.endswith("_bucket"):
                buckets[route][float(sample.labels["le"])] += sample.value
            elif sample.name.endswith("_sum"):
                total[route] += sample.value
            elif sample.name.endswith("_count") and sample.labels["status"].startswith("5"):
                mistakes[route] += sample.value
    found = [
        Route(
            name,
            int(counts[float("inf")]),
            int(mistakes[name]),
            below(counts, 0.5),
            below(counts, 0.95),
            total[name],
        )
        for name, counts in buckets.items()
    ]
    return sorted(found, key=lambda route: (-route.total_seconds, route.name))


def below(counts: dict[float, float], share: float) -> float | None:
    """The seconds that `share` of the requests stayed below: within a bucket by even division, as Prometheus does it.

    `counts` are cumulative, by the upper end of each bucket. None: it lies beyond the last finite one.
    """
    wanted = share * counts[float("inf")]
    edges = [(0.0, 0.0), *sorted(counts.items())]
    for (low, before), (high, upto) in pairwise(edges):
        if upto >= wanted:
            if high == float("inf"):
                return None
            return low if upto == before else low + (high - low) * (wanted - before) / (upto - before)
    return None
