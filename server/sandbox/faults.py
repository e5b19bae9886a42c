"""Planned faults: what a network or a provider can do to a call, pinned to the n-th match.

A plan is a list. Each fault counts the calls that match its provider, method and path (a regular
expression, searched in the path alone and in the path with its query) on its own and strikes calls
nth .. nth+count-1 (count 0: all later ones). "probability" makes a strike random, drawn from the
plan's seed. The first fault that strikes a call is the only one.
"""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

kinds = ("lost_answer", "refused", "status", "delay", "truncate")
_members = {"provider", "method", "path", "nth", "count", "kind", "status", "after_effect", "body",
            "content_type", "headers", "milliseconds", "bytes", "probability"}


@dataclass
class Fault:
    kind: str
    provider: str = ""
    method: str = ""
    path: str = ""
    nth: int = 1
    count: int = 1
    status: int = 503
    after_effect: bool = False
    body: str = ""
    content_type: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    milliseconds: int = 0
    bytes: int = 0
    probability: float = 1.0
    matched: int = 0
    struck: int = 0

    def strikes(self, provider: str, request: web.Request, chance: random.Random) -> bool:
        """Counts the call if it matches; says whether this fault hits it."""
        if self.provider and self.provider != provider:
            return False
        if self.method and self.method.upper() != request.method:
            return False
        if self.path and not any(re.search(self.path, target) for target in (request.path, request.path_qs)):
            return False
        self.matched += 1
        if self.matched < self.nth or (self.count and self.matched >= self.nth + self.count):
            return False
        if self.probability < 1.0 and chance.random() >= self.probability:
            return False
        self.struck += 1
        return True

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


class FaultPlan:
    def __init__(self) -> None:
        self.seed = 0
        self.faults: list[Fault] = []
        self._chance = random.Random(0)

    def replace(self, plan: dict[str, Any]) -> None:
        """Installs a plan as the control address received it; raises ValueError naming a bad part."""
        faults = [_fault(entry, number) for number, entry in enumerate(plan.get("faults", []))]
        self.seed = int(plan.get("seed", 0))
        self._chance = random.Random(self.seed)
        self.faults = faults

    def clear(self) -> None:
        self.replace({})

    def as_json(self) -> dict[str, Any]:
        return {"seed": self.seed, "faults": [fault.as_json() for fault in self.faults]}

    def middleware(self, provider: str) -> Any:
        @web.middleware
        async def strike(request: web.Request, handler: Handler) -> web.StreamResponse:
            fault = self._first_striking(provider, request)
            if fault is None:
                return await handler(request)
            request["planned_fault"] = fault.kind
            return await _effects[fault.kind](fault, request, handler)

        return strike

    def _first_striking(self, provider: str, request: web.Request) -> Fault | None:
        striking = [fault for fault in self.faults if fault.strikes(provider, request, self._chance)]
        return striking[0] if striking else None


def _fault(entry: dict[str, Any], number: int) -> Fault:
    if not isinstance(entry, dict) or entry.get("kind") not in kinds:
        raise ValueError(f"fault {number}: \"kind\" must be one of {', '.join(kinds)}")
    unknown = set(entry) - _members
    if unknown:
        raise ValueError(f"fault {number}: unknown member {sorted(unknown)[0]!r}")
    try:
        re.compile(entry.get("path", ""))
    except re.error as reason:
        raise ValueError(f"fault {number}: \"path\" is not a regular expression: {reason}") from None
    body = entry.get("body", "")
    if not isinstance(body, str):
        raise ValueError(f"fault {number}: \"body\" must be a string")
    return Fault(**entry)


def _cut(request: web.Request) -> web.Response:
    """Drops the connection; the response returned here can no longer be written."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _lose_answer(_: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return _cut(request)


async def _refuse(_: Fault, request: web.Request, __: Handler) -> web.StreamResponse:
    return _cut(request)


async def _answer_status(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    if fault.after_effect:
        await handler(request)
    return web.Response(status=fault.status, body=fault.body.encode(), headers=fault.headers,
                        content_type=fault.content_type)


async def _delay(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    await asyncio.sleep(fault.milliseconds / 1000)
    return await handler(request)


async def _truncate(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    whole = await handler(request)
    body = getattr(whole, "body", None) or b""
    headers = {"Content-Type": whole.headers.get("Content-Type", "application/octet-stream"),
               "Content-Length": str(len(body))}
    partial = web.StreamResponse(status=whole.status, headers=headers)
    await partial.prepare(request)
    await partial.write(body[: fault.bytes])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close()
    return partial


_effects = {"lost_answer": _lose_answer, "refused": _refuse, "status": _answer_status,
            "delay": _delay, "truncate": _truncate}
