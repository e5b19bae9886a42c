"""Closes connections that open and then send no complete request head.

The HTTP library limits idle time only after a first request.
"""

from __future__ import annotations

import asyncio
import time
from weakref import WeakKeyDictionary

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

HEAD_SECONDS = 10
CHECK_SECONDS = 2


class HeadWatchdog:
    """Remembers since when each connection has been waiting for its first request."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._waiting_since: WeakKeyDictionary[RequestHandler, float] = WeakKeyDictionary()

    def check(self, now: float) -> None:
        """Closes what has waited too long."""
        for connection in self._server.connections:
            if not _waits_for_first_request(connection):
                self._waiting_since.pop(connection, None)
            elif now - self._waiting_since.setdefault(connection, now) > HEAD_SECONDS:
                connection.force_close()

    async def run(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            self.check(time.monotonic())


def _waits_for_first_request(connection: RequestHandler) -> bool:
    # Kept private by the library; test_proxy_watchdog.py tells when a newer version renames them.
    return connection._current_request is None and not connection._messages and connection._keepalive_handle is None
