"""The record of every call that reached one of the two simulated services."""

from __future__ import annotations

import time
from collections import deque
from datetime import datetime
from itertools import islice
from typing import Any, Awaitable, Callable, Iterator

from aiohttp import web

from server.sandbox.clock import SimulatedClock

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

calls_kept_max = 200_000
bytes_kept_max = 64 * 1024 * 1024
_call_bytes = 400           # what a call takes without its path and query, in memory
_sign_in_prefixes = ("/oauth", "/connect/", "/v2/oauth2/", "/v1/openid_connect/")


class LoggedCall:
    """One call; `status` is 0 while it is under way."""

    __slots__ = ("sequence", "at", "provider", "method", "path", "query", "status", "bytes_in", "bytes_out", "milliseconds",
                 "fault")

    def __init__(self, sequence: int, at: datetime, provider: str, request: web.Request) -> None:
        self.sequence = sequence
        self.at = at
        self.provider = provider
        self.method = request.method
        self.path = request.path
        self.query = request.query_string
        self.status = 0
        self.bytes_in = self.bytes_out = 0
        self.milliseconds = 0.0
        self.fault = ""

    @property
    def kind(self) -> str:
        return "oauth" if self.path.startswith(_sign_in_prefixes) else "api"

    @property
    def time(self) -> str:
        return self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @property
    def size(self) -> int:
        return _call_bytes + len(self.path) + len(self.query)

    def as_json(self) -> dict[str, Any]:
        members = {"sequence": self.sequence, "time": self.time, "provider": self.provider, "kind": self.kind,
                   "method": self.method, "path": self.path, "query": self.query, "status": self.status,
                   "bytes_in": self.bytes_in, "bytes_out": self.bytes_out, "milliseconds": self.milliseconds}
        return {**members, "fault": self.fault} if self.fault else members


class CallLog:
    """Numbered calls, oldest dropped first when there are too many of them or they take too much memory.

    Numbers go on counting after `clear`.
    """

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.next_sequence = 1
        self._calls: deque[LoggedCall] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._calls)

    def since(self, sequence: int) -> list[dict[str, Any]]:
        """All calls with a number of `sequence` or more, in order."""
        first = max(0, sequence - (self.next_sequence - len(self._calls)))
        return [call.as_json() for call in islice(self._calls, first, None)]

    def latest(self) -> Iterator[LoggedCall]:
        """Newest first."""
        return reversed(self._calls)

    def clear(self) -> None:
        self._calls.clear()
        self._bytes = 0

    def middleware(self, provider: str) -> Any:
        """Goes outermost, so that calls cut by a planned fault are in the log as well."""

        @web.middleware
        async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
            call = self._begin(provider, request)
            started = time.perf_counter()
            try:
                response = await handler(request)
                call.status = response.status
                call.bytes_out = _body_size(response)
                return response
            except web.HTTPException as refusal:
                call.status = refusal.status
                raise
            finally:
                call.bytes_in = request.content_length or 0
                call.milliseconds = round((time.perf_counter() - started) * 1000, 3)
                call.fault = request.get("planned_fault", "")

        return record

    def _begin(self, provider: str, request: web.Request) -> LoggedCall:
        call = LoggedCall(self.next_sequence, self.clock.now(), provider, request)
        self.next_sequence += 1
        self._calls.append(call)
        self._bytes += call.size
        while len(self._calls) > calls_kept_max or self._bytes > bytes_kept_max:
            self._bytes -= self._calls.popleft().size
        return call


def _body_size(response: web.StreamResponse) -> int:
    body = getattr(response, "body", None)
    return len(body) if isinstance(body, (bytes, bytearray)) else 0
