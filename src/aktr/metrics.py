"""What this process counts for Prometheus. Labels hold words of ours only: no address, no name."""

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

_REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=_REGISTRY)
PlatformCollector(registry=_REGISTRY)

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
REQUESTS: Final = Histogram(
    "aktr_request_seconds",
    "Time to answer, by the route as it is declared.",
    ("method", "route", "status"),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
FILES: Final = Counter(
    "aktr_files",
    "Files that this process has read, by what became of them.",
    ("outcome",),
    registry=_REGISTRY,
)
FILE_SECONDS: Final = Histogram(
    "aktr_file_seconds",
    "Time of work on one file.",
    buckets=_SECONDS,
    registry=_REGISTRY,
)
TURNS: Final = Counter(
    "aktr_turns",
    "Turns that this process has taken, by how they ended.",
    ("end",),
    registry=_REGISTRY,
)


class Workload(Collector):
    """What waits in the database, looked up each time that somebody asks.

    Args:
        look: Gives the numbers by name.
    """

    def __init__(self, look: Callable[[], dict[str, float]]) -> None:
        self._look = look

    def collect(self) -> Iterable[Metric]:
        """The numbers as gauges."""
        for name, value in self._look().items():
            yield GaugeMetricFamily(f"aktr_{name}", "In the whole service, not only here.", value)


def written(workload: Workload) -> bytes:
    """Everything in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(workload)
    return generate_latest(_REGISTRY) + generate_latest(registry)


def answer_on(host: str, port: int) -> None:
    """Answer with what this process counts, for programs that serve nothing else."""
    start_http_server(port, host, registry=_REGISTRY)
