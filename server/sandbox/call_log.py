"""The record of every call that reached one of the two simulated services."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.clock import SimulatedClock

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

calls_kept_max = 200_000
_sign_in_prefixes = ("/oauth", "/connect/", "/v2/oauth2/", "/v1/openid_connect/")


@dataclass
class CallLog:
    """Numbered calls, oldest dropped first. Numbers go on counting after `clear`."""

    clock: SimulatedClock
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=calls_kept_max))
    next_sequence: int = 1

    def since(self, sequence: int) -> list[dict[str, Any]]:
        """All calls with a number of `sequence` or more, in order."""
        return [call for call in self.calls if call["sequence"] >= sequence]

    def clear(self) -> None:
        self.calls.clear()

    def middleware(self, provider: str) -> Any:
        """Goes outermost, so that calls cut by a planned fault are in the log as well."""

        @web.middleware
        async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
            entry = self._begin(provider, request)
            started = time.perf_counter()
            try:
                response = await handler(request)
                entry["status"] = response.status
                entry["bytes_out"] = _body_size(response)
                return response
            except web.HTTPException as refusal:
                entry["status"] = refusal.status
                raise
            finally:
                entry["bytes_in"] = request.content_length or 0
                entry["milliseconds"] = round((time.perf_counter() - started) * 1000, 3)
                if "planned_fault" in request:
                    entry["fault"] = request["planned_fault"]

        return record

    def _begin(self, provider: str, request: web.Request) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "sequence": self.next_sequence,
            "time": self.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "provider": provider,
            "kind": "oauth" if request.path.startswith(_sign_in_prefixes) else "api",
            "method": request.method,
            "path": request.path,
            "query": request.query_string,
            "status": 0,
            "bytes_in": 0,
            "bytes_out": 0,
            "milliseconds": 0.0,
        }
        self.next_sequence += 1
        self.calls.append(entry)
        return entry


def _body_size(response: web.StreamResponse) -> int:
    body = getattr(response, "body", None)
    return len(body) if isinstance(body, (bytes, bytearray)) else 0
