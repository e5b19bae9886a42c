"""Request budgets per company and app, on real time, and the meter of calls."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable

from server.sandbox.quickbooks import api_fault


@dataclass
class Limits:
    """Calls allowed; change them to simulate another tier. `enforced` False lets everything through."""

    per_second: float = 10              # company and app
    per_minute: float = 500             # company, all apps
    batches_per_minute: float = 40      # company and app
    enforced: bool = True


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
    """Writes are core, everything that reads is core plus; refused calls are not counted."""

    core: int = 0
    core_plus: int = 0
    throttled: int = 0


class Throttle:
    def __init__(self, limits: Limits | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits or Limits()
        self.meters: dict[str, Meter] = {}
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, ...], _Bucket] = {}

    def admit(self, realm: str, client: str, *, batch: bool) -> None:
        """Takes one call out of every budget it counts against, or none and raises the 429."""
        if not self.limits.enforced:
            return
        now = self._monotonic()
        limits = self.limits
        buckets = [self._bucket(("second", realm, client), limits.per_second, 1, now),
                   self._bucket(("minute", realm), limits.per_minute, 60, now)]
        if batch:
            buckets.append(self._bucket(("batch", realm, client), limits.batches_per_minute, 60, now))
        if not all([bucket.has_one(now) for bucket in buckets]):
            self.meter(realm).throttled += 1
            raise api_fault.throttled()
        for bucket in buckets:
            bucket.level -= 1

    def meter(self, realm: str) -> Meter:
        return self.meters.setdefault(realm, Meter())

    def count(self, realm: str, *, writes: bool) -> None:
        meter = self.meter(realm)
        if writes:
            meter.core += 1
        else:
            meter.core_plus += 1

    def refill(self) -> None:
        """Forgets all past calls."""
        self._buckets.clear()

    def _bucket(self, key: tuple[str, ...], calls: float, seconds: float, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or bucket.capacity != calls:
            bucket = self._buckets[key] = _Bucket(calls, calls / seconds, filled_at=now)
        return bucket
