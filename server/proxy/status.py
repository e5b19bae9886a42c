"""GET /api/status: what is configured and connected, without any secret."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Mapping

from aiohttp import web

from .. import VERSION
from .clock import Clock
from .providers import PROVIDERS, ProviderConfig
from .team.members import member_of
from .tokens import CONNECTED, Connection, TokenStore

# A QuickBooks connection that nobody used for 80 of its 100 days has this long left.
EXPIRY_WARNING_SECONDS = 20 * 86_400
# Using it does not help here, only consenting anew; a person should have a quarter of a year for that.
END_WARNING_SECONDS = 90 * 86_400


@dataclass(frozen=True)
class Status:
    mode: str
    providers: Mapping[str, ProviderConfig]
    store: TokenStore
    now: Clock

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/status", self._get)]

    async def _get(self, request: web.Request) -> web.Response:
        connections = [describe(connection, self.now()) for connection in await self.store.connections()]
        configured = {name: {"configured": name in self.providers} for name in PROVIDERS}
        member = member_of(request)
        who = {} if member is None else {"member": {"name": member.name, "organisation": member.organisation,
                                                    "role": member.role.name.lower()}}
        return web.json_response({"mode": self.mode, "version": VERSION, "providers": configured,
                                  "connections": connections, **who})


def describe(connection: Connection, now: float) -> dict[str, object]:
    """The public view of a connection."""
    return {"id": connection.id, **asdict(connection.account), "health": connection.health,
            "health_detail": connection.health_detail or _advice(connection, now)}


def _advice(connection: Connection, now: float) -> str:
    if connection.health != CONNECTED:
        return "Connect the account again."
    grant = connection.grant
    if grant is not None and grant.ends_at is not None and grant.ends_at - now < END_WARNING_SECONDS:
        return f"The provider ends this connection on {_day(grant.ends_at)}; connect the account again before that day."
    if grant is not None and grant.refresh_expires_at is not None and grant.refresh_expires_at - now < EXPIRY_WARNING_SECONDS:
        return f"This connection ends on {_day(grant.refresh_expires_at)} unless it is used before; sync once."
    return ""


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, timezone.utc):%Y-%m-%d}"
