"""One planned fault, and one call that it struck."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.faults.pattern import CallPattern

if TYPE_CHECKING:
    from server.sandbox.faults.plan import FaultPlan

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Fault:
    """`values` are the members that belong to the kind, with their defaults filled in."""

    kind: str
    pattern: CallPattern
    values: dict[str, Any] = field(default_factory=dict)
    struck: int = 0

    def __getitem__(self, member: str) -> Any:
        return self.values[member]

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, **vars(self.pattern), **self.values, "struck": self.struck}


@dataclass(frozen=True)
class Strike:
    """What an effect gets to work with. `handler` carries the call out as if nothing had happened."""

    fault: Fault
    provider: str
    request: web.Request
    handler: Handler
    plan: FaultPlan

    async def carry_out(self) -> web.StreamResponse:
        return await self.handler(self.request)
