"""Request budgets per company and app, on real time, and the monthly meter of calls, on simulated time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Callable, Iterator

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.switches import Switches


@dataclass
class _Bucket:
    capacity: float
    refill_per_second: float
    level: float = field(init=False)
    filled_at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.capacity

    def has_one(self, now: float) -> bool:
        self.level = min(self.capacity, self.level + (now - self.filled_at) * self.refill_per_second)
        self.filled_at = now
        return self.level >= 1


@dataclass
class Meter:
    """Writes are core, everything that reads is core plus; refused calls are not counted.

    `core_plus_this_month` starts over with every month of simulated time.
    """

    core: int = 0
    core_plus: int = 0
    throttled: int = 0
    core_plus_this_month: int = 0
    month: str = ""


class Throttle:
    def __init__(self, switches: Switches | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.switches = switches or Switches()
        self.meters: dict[str, Meter] = {}
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._in_flight: dict[tuple[str, str], int] = {}

    def admit(self, realm: str, client: str, *, batch: bool, report: bool = False) -> None:
        """Takes one call out of every budget it counts against, or none and raises the 429."""
        limits = self.switches
        if not limits.rate_limits:
            return
        now = self._monotonic()
        wanted = [(("second", realm, client), limits.calls_per_second, 1.0),
                  (("minute", realm), limits.calls_per_minute, 60.0),
                  (("combined", realm, client), limits.combined_calls_per_minute, 60.0)]
        if batch:
            wanted += [(("batch", realm, client), limits.batches_per_minute, 60.0),
                       (("company batch", realm), limits.company_batches_per_minute, 60.0)]
        if report:
            wanted.append((("reports", realm), limits.reports_per_minute, 60.0))
        buckets = [self._bucket(key, calls, seconds, now) for key, calls, seconds in wanted if calls]
        if not all([bucket.has_one(now) for bucket in buckets]):
            self.meter(realm).throttled += 1
            raise api_fault.throttled()
        for bucket in buckets:
            bucket.level -= 1

    @contextmanager
    def in_flight(self, realm: str, client: str) -> Iterator[None]:
        """Counts a call while it is answered; raises the 429 for one too many at a time."""
        key = (realm, client)
        most = self.switches.calls_in_flight if self.switches.rate_limits else 0
        if most and self._in_flight.get(key, 0) >= most:
            self.meter(realm).throttled += 1
            raise api_fault.throttled()
        self._in_flight[key] = self._in_flight.get(key, 0) + 1
        try:
            yield
        finally:
            self._in_flight[key] -= 1

    def meter(self, realm: str) -> Meter:
        return self.meters.setdefault(realm, Meter())

    def check_meter(self, realm: str, now: datetime) -> None:
        """Raises the refusal of a call that reads when the month's calls are used up and that matters."""
        meter = self._meter_of_month(realm, now)
        answers = {"429": api_fault.throttled, "403": api_fault.not_authorized}
        refusal = answers.get(self.switches.core_plus_used_up)
        if refusal is not None and meter.core_plus_this_month >= self.switches.core_plus_calls_per_month:
            raise refusal()

    def count(self, realm: str, now: datetime, *, writes: bool) -> None:
        meter = self._meter_of_month(realm, now)
        if writes:
            meter.core += 1
        else:
            meter.core_plus += 1
            meter.core_plus_this_month += 1

    def refill(self) -> None:
        """Forgets all past calls."""
        self._buckets.clear()

    def _meter_of_month(self, realm: str, now: datetime) -> Meter:
        meter = self.meter(realm)
        month = f"{now.year:04d}-{now.month:02d}"
        if meter.month != month:
            meter.month, meter.core_plus_this_month = month, 0
        return meter

    def _bucket(self, key: tuple[str, ...], calls: float, seconds: float, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or bucket.capacity != calls:
            bucket = self._buckets[key] = _Bucket(calls, calls / seconds, filled_at=now)
        return bucket
