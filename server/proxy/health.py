"""GET /health: whether this server can do its work, for a monitor or a service manager.

It needs no header of the page and tells nothing about accounts: 200 {"status": "ok"}, or 503 {"status": "failing", "problem": "…"}.
No provider is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from aiohttp import web

from .. import VERSION
from .errors import ProxyError
from .team.organisations import Stores

PATH = "/health"


@dataclass(frozen=True)
class Health:
    """One route. Each journal must be writable: without it nothing is sent."""

    organisations: Sequence[Stores]

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._get)

    async def _get(self, _request: web.Request) -> web.Response:
        problem = await self._problem()
        if problem is not None:
            return web.json_response({"status": "failing", "version": VERSION, "problem": problem}, status=503)
        return web.json_response({"status": "ok", "version": VERSION})

    async def _problem(self) -> str | None:
        try:
            for stores in self.organisations:
                await stores.journal.verify_writable()
        except ProxyError as problem:
            return problem.message
        if any(stores.backups.free() == 0 for stores in self.organisations):
            return "The disk of the data directory is nearly full; make room before the journal cannot be written."
        return None
