"""What is counted, in Prometheus' text form (version 0.0.4), for ``GET /metrics``.

    hwasil_requests_total{operation, family, outcome}    answers given
    hwasil_request_seconds{operation, family}            how long they took, a histogram
    hwasil_requests_in_flight                            requests being answered now

Every label comes from a short list of ours, so that nobody can make the lists grow by what they send. All of it
happens in the event loop's one thread.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from hwasil.server.records import Record

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """The counts of one server, from its start on."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._requests: Counter[_Labels] = Counter()
        self._seconds: dict[_Labels, list[int]] = {}
        self._sums: dict[_Labels, float] = {}

    def count(self, record: Record) -> None:
        """Count a request that was answered."""
        labels = (("operation", record.operation), ("family", record.family))
        self._requests[*labels, ("outcome", record.outcome)] += 1
        # The last place is for what took longer than the last bucket.
        self._seconds.setdefault(labels, [0] * (len(BUCKETS) + 1))[bisect_left(BUCKETS, record.seconds)] += 1
        self._sums[labels] = self._sums.get(labels, 0.0) + record.seconds

    def text(self) -> str:
        """Return everything as Prometheus reads it."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield "# HELP hwasil_requests_total Requests answered."
        yield "# TYPE hwasil_requests_total counter"
        for labels, number in sorted(self._requests.items()):
            yield f"hwasil_requests_total{_written(labels)} {number}"
        yield "# HELP hwasil_request_seconds How long requests took, in seconds."
        yield "# TYPE hwasil_request_seconds histogram"
        for labels, numbers in sorted(self._seconds.items()):
            total = 0
            for bound, number in zip((*map(str, BUCKETS), "+Inf"), numbers, strict=True):
                total += number
                yield f"hwasil_request_seconds_bucket{_written((*labels, ('le', bound)))} {total}"
            yield f"hwasil_request_seconds_sum{_written(labels)} {self._sums[labels]}"
            yield f"hwasil_request_seconds_count{_written(labels)} {total}"
        yield "# HELP hwasil_requests_in_flight Requests being answered now."
        yield "# TYPE hwasil_requests_in_flight gauge"
        yield f"hwasil_requests_in_flight {self.in_flight}"


def _written(labels: _Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}"
