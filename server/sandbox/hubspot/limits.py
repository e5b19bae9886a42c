"""Rate limits (reference section 4), measured in real time because they protect a real server."""

from __future__ import annotations

import time
from collections import deque
from typing import Callable

from .errors import rate_limited
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


class RateLimits:
    """One window per app for ordinary calls, one for the whole account for search."""

    def __init__(self, switches: Switches, now: Callable[[], float] = time.monotonic) -> None:
        self._switches = switches
        self._now = now
        self._by_app: dict[str, RollingWindow] = {}
        self._search = RollingWindow(1.0, now)

    def take_call(self, client_id: str, request_id: str) -> dict[str, str]:
        """Counts an ordinary call; the headers of its answer. Raises the 429 answer."""
        limit = self._switches.calls_per_ten_seconds
        window = self._by_app.setdefault(client_id, RollingWindow(TEN_SECONDS, self._now))
        left = window.take(limit) if self._switches.rate_limits else limit
        headers = {"X-HubSpot-RateLimit-Max": str(limit), "X-HubSpot-RateLimit-Remaining": str(max(left, 0)),
                   "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"}
        if left < 0:
            refused = rate_limited("TEN_SECONDLY_ROLLING", request_id)
            refused.headers = headers
            raise refused
        return headers

    def take_search(self, request_id: str) -> None:
        """Counts a search; its answers carry no headers. Raises the 429 answer."""
        if self._switches.rate_limits and self._search.take(self._switches.searches_per_second) < 0:
            raise rate_limited("SECONDLY", request_id)
