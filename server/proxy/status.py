"""GET /api/status: what is configured and connected, without any secret."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Mapping

from aiohttp import web

from .. import VERSION
from .providers import PROVIDERS, ProviderConfig
from .tokens import CONNECTED, Connection, TokenStore


@dataclass(frozen=True)
class Status:
    mode: str
    providers: Mapping[str, ProviderConfig]
    store: TokenStore

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/api/status", self._get)

    async def _get(self, _request: web.Request) -> web.Response:
        connections = [describe(connection) for connection in await self.store.connections()]
        configured = {name: {"configured": name in self.providers} for name in PROVIDERS}
        return web.json_response({"mode": self.mode, "version": VERSION, "providers": configured,
                                  "connections": connections})


def describe(connection: Connection) -> dict[str, object]:
    """The public view of a connection."""
    detail = connection.health_detail
    if connection.health != CONNECTED and not detail:
        detail = "Connect the account again."
    return {"id": connection.id, **asdict(connection.account), "health": connection.health, "health_detail": detail}
