"""Which calls a fault is meant for, and which of them it strikes."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from aiohttp import web


@dataclass
class CallPattern:
    """Counts the calls that match, each fault on its own, and strikes every `every`-th of them from the `nth` on.

    `count` strikes at most, 0 for no end. `path` and `request_body` are regular expressions that may match anywhere;
    the path is looked at alone and with its query. An empty member matches every call. With a `probability` below 1
    chance decides as well.
    """

    provider: str = ""
    method: str = ""
    path: str = ""
    request_body: str = ""
    nth: int = 1
    count: int = 1
    every: int = 1
    probability: float = 1.0
    matched: int = 0

    async def strikes(self, provider: str, request: web.Request, chance: random.Random) -> bool:
        """Counts the call if it matches; says whether it is one to strike."""
        if not await self._matches(provider, request):
            return False
        self.matched += 1
        turn, off = divmod(self.matched - self.nth, self.every)
        if turn < 0 or off or (self.count and turn >= self.count):
            return False
        return self.probability >= 1.0 or chance.random() < self.probability

    async def _matches(self, provider: str, request: web.Request) -> bool:
        if self.provider and self.provider != provider:
            return False
        if self.method and self.method.upper() != request.method:
            return False
        if self.path and not any(re.search(self.path, target) for target in (request.path, request.path_qs)):
            return False
        if not self.request_body:
            return True
        return re.search(self.request_body, (await request.read()).decode("utf-8", "replace")) is not None
