"""Rate limits, measured in real time because they protect a real server; only the day is one of the simulated clock."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import Callable

from .account import Account
from .errors import ApiError, locked, rate_limited
from .switches import Switches

TEN_SECONDS = 10.0


class RollingWindow:
    """Counts the calls of the last `seconds`."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._calls: deque[float] = deque()

    def take(self, limit: int) -> int:
        """Counts one call and returns how many are left, or -1 when the window is full."""
        now = self._now()
        while self._calls and self._calls[0] <= now - self._seconds:
            self._calls.popleft()
        if len(self._calls) >= limit:
            return -1
        self._calls.append(now)
        return limit - len(self._calls)

    def seconds_left(self) -> int:
        """Until the oldest call leaves the window, rounded up."""
        return max(1, math.ceil(self._calls[0] + self._seconds - self._now())) if self._calls else 1


class RateLimits:
    """One window per app for ordinary calls, one for the whole account for search, and a count per day."""

    def __init__(self, switches: Switches, account: Account, simulated_now: Callable[[], int],
                 now: Callable[[], float] = time.monotonic) -> None:
        self._switches = switches
        self._account = account
        self._simulated_now = simulated_now
        self._now = now
        self._by_app: dict[str, RollingWindow] = {}
        self._search = RollingWindow(1.0, now)
        self._day_ends = 0
        self._calls_today = 0

    def take_call(self, client_id: str, request_id: str) -> dict[str, str]:
        """Counts an ordinary call; the headers of its answer. Raises the 429 answers."""
        limit = self._switches.calls_per_ten_seconds
        window = self._by_app.setdefault(client_id, RollingWindow(TEN_SECONDS, self._now))
        left = window.take(limit) if self._switches.rate_limits else limit
        headers = {"X-HubSpot-RateLimit-Max": str(limit), "X-HubSpot-RateLimit-Remaining": str(max(left, 0)),
                   "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"}
        if left < 0:
            raise self._refusal("TEN_SECONDLY_ROLLING", request_id, window.seconds_left(), headers)
        self._take_of_day(request_id, headers)
        return headers

    def take_search(self, request_id: str) -> None:
        """Counts a search; its answers carry no headers. Raises the 429 answers."""
        if self._switches.rate_limits and self._search.take(self._switches.searches_per_second) < 0:
            raise self._refusal("SECONDLY", request_id, 1, {})
        self._take_of_day(request_id, {})

    def usage_today(self) -> tuple[int, int]:
        """Calls made today, and the limit (0: none)."""
        return self._calls_today, self._switches.calls_per_day

    def _take_of_day(self, request_id: str, headers: dict[str, str]) -> None:
        limit, now = self._switches.calls_per_day, self._simulated_now()
        if now >= self._day_ends:
            self._day_ends, self._calls_today = self._account.next_midnight(now), 0
        if not limit:
            return
        if self._calls_today >= limit:
            headers.update(_daily_headers(limit, 0))
            raise self._refusal("DAILY", request_id, (self._day_ends - now) // 1000 + 1, headers)
        self._calls_today += 1
        headers.update(_daily_headers(limit, limit - self._calls_today))

    def _refusal(self, policy: str, request_id: str, seconds: int, headers: dict[str, str]) -> ApiError:
        refused = rate_limited(policy, request_id)
        refused.headers = dict(headers)
        if self._switches.retry_after_on_429:
            refused.headers["Retry-After"] = str(seconds)
        if self._switches.category_on_429:
            refused.body["category"] = "RATE_LIMITS"
        return refused


class WriteLocks:
    """Each written record is locked for a moment, when the switch says so."""

    def __init__(self, switches: Switches, now: Callable[[], float] = time.monotonic) -> None:
        self._switches = switches
        self._now = now
        self._until: dict[tuple[str, str], float] = {}

    def take(self, plural: str, record_id: str) -> None:
        """Refuses a write to a record that was written a moment ago; that does not prolong the lock."""
        seconds = self._switches.write_lock_seconds
        if not seconds:
            return
        now = self._now()
        if self._until.get((plural, record_id), 0.0) > now:
            raise locked()
        self._until[(plural, record_id)] = now + seconds


def _daily_headers(limit: int, left: int) -> dict[str, str]:
    return {"X-HubSpot-RateLimit-Daily": str(limit), "X-HubSpot-RateLimit-Daily-Remaining": str(left)}
