"""Prometheus metrics of the calls, in a registry of their own."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

# Seconds; from an embedded planner's milliseconds to a model's minute.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class CallMetrics:
    """`serve` answers HTTP from a thread of its own until `close`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.calls = Counter(
            "turnwise_calls", "Calls that have ended", ["method", "code"], registry=self.registry
        )
        self.seconds = Histogram(
            "turnwise_call_seconds", "Duration of calls", ["method"], buckets=_BUCKETS, registry=self.registry
        )
        self.running = Gauge(
            "turnwise_calls_running", "Calls in progress", ["method"], registry=self.registry
        )

    def serve(self, host: str, port: int) -> int:
        """Starts to answer; the port that it listens on. Raises OSError when it is taken."""
        self._server, self._thread = start_http_server(port, addr=host, registry=self.registry)
        return int(self._server.server_port)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
