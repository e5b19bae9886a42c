"""The faults planned at present and what they keep between calls."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from typing import Any, Protocol

from aiohttp import web

from server.sandbox.clock import SimulatedClock
from server.sandbox.faults.answer_memory import AnswerMemory
from server.sandbox.faults.effects import kinds
from server.sandbox.faults.fault import Fault, Handler, Strike
from server.sandbox.faults.held_answers import HeldAnswers
from server.sandbox.faults.late_effects import LateEffects
from server.sandbox.faults.reader import read_plan


class Services(Protocol):
    """What faults may do to the simulated services."""

    clock: SimulatedClock

    def admitted(self, provider: str, request: web.Request) -> AbstractContextManager[None]:
        """Inside it the call's access token is good even if it expired since the call came."""

    def forget_request_ids(self) -> None:
        """The answers that QuickBooks keeps for repeated request ids are gone."""

    async def perform(self, address: str, body: dict[str, Any]) -> Any:
        """Does what a POST to a control address does; raises for what it refuses."""


class FaultPlan:
    """A seeded list of faults. The first fault that strikes a call is the only one."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.seed = 0
        self.faults: list[Fault] = []
        self.chance = random.Random(0)
        self.late = LateEffects(services)
        self.held = HeldAnswers()
        self.memory = AnswerMemory()

    def replace(self, plan: dict[str, Any]) -> None:
        """Installs a plan as the control address received it; raises ValueError naming a bad part.

        Late effects of an earlier plan still come: they are on their way.
        """
        seed, faults = read_plan(plan)
        self.seed, self.faults = seed, faults
        self.chance = random.Random(seed)
        self.memory.clear()
        self.held.release_all()

    def add(self, fault: dict[str, Any]) -> None:
        """One more fault beside those that are planned; raises ValueError."""
        self.faults += read_plan({"faults": [fault]})[1]

    def remove(self, number: int) -> None:
        """Takes one fault out, by its place in the plan; raises ValueError when there is none."""
        if not 0 <= number < len(self.faults):
            raise ValueError("that fault is not planned any more")
        del self.faults[number]

    def clear(self) -> None:
        self.replace({})

    def start_over(self) -> None:
        """Clears the plan and drops late effects, whose records are gone."""
        self.clear()
        self.late.drop()

    def as_json(self) -> dict[str, Any]:
        return {"seed": self.seed, "faults": [fault.as_json() for fault in self.faults], "late": self.late.as_json()}

    def middleware(self, provider: str) -> Any:
        @web.middleware
        async def strike(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self.faults and not self.late.pending:
                return await handler(request)
            await self.late.call_arrived(provider)
            fault = await self._first_striking(provider, request)
            answer = await self._struck(fault, provider, request, handler) if fault else await handler(request)
            if any(each.kind in ("stale_read", "foreign_answer") for each in self.faults):
                self.memory.note(provider, request, answer)
            self.held.call_answered()
            return answer

        return strike

    async def _struck(self, fault: Fault, provider: str, request: web.Request, handler: Handler) -> web.StreamResponse:
        request["planned_fault"] = fault.kind
        return await kinds[fault.kind].run(Strike(fault, provider, request, handler, self))

    async def _first_striking(self, provider: str, request: web.Request) -> Fault | None:
        """Every fault counts the call, so that a plan means the same however its faults are ordered."""
        striking = [fault for fault in self.faults if await fault.pattern.strikes(provider, request, self.chance)]
        if not striking:
            return None
        striking[0].struck += 1
        return striking[0]
