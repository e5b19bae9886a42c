"""Calls whose effect comes long after their answer was lost, as after an outage that queued them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from server.sandbox.faults.fault import Handler
    from server.sandbox.faults.plan import Services


@dataclass
class _Late:
    provider: str
    request: web.Request
    handler: Handler
    due: datetime | None        # by the simulated clock
    calls_left: int             # of the same provider; counts only without `due`

    def is_due(self, now: datetime) -> bool:
        return now >= self.due if self.due is not None else self.calls_left <= 0


class LateEffects:
    """Carries calls out when they are due. They were let in when they came, so their token may have expired since."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.pending: list[_Late] = []
        self._carried_out: list[dict[str, Any]] = []

    async def add(self, provider: str, request: web.Request, handler: Handler, seconds: int, calls: int) -> None:
        """The effect comes when the clock is `seconds` further, or before the `calls`-th call after this one."""
        await request.read()        # the connection that brings the body is gone by then
        due = self._services.clock.now() + timedelta(seconds=seconds) if seconds else None
        self.pending.append(_Late(provider, request, handler, due, calls))

    async def call_arrived(self, provider: str) -> None:
        for late in self.pending:
            if late.provider == provider:
                late.calls_left -= 1
        await self.carry_out_due()

    async def carry_out_due(self) -> None:
        """Must follow every change of the clock."""
        now = self._services.clock.now()
        due = [late for late in self.pending if late.is_due(now)]
        self.pending = [late for late in self.pending if late not in due]
        for late in due:
            with self._services.admitted(late.provider, late.request):
                try:
                    status = (await late.handler(late.request)).status
                except web.HTTPException as refusal:
                    status = refusal.status
            self._carried_out.append({"provider": late.provider, "method": late.request.method,
                                      "path": late.request.path, "status": status})

    def drop(self) -> None:
        self.pending = []
        self._carried_out = []

    def as_json(self) -> dict[str, Any]:
        """How many are still to come, and what became of the others."""
        return {"pending": len(self.pending), "carried_out": self._carried_out[-100:]}
