"""Rate budgets of the providers, one for each connected account, shared by every tab and person that uses this proxy.

A page keeps within the same limits by itself; here is where several pages meet. A call that has to wait gets through in the
order of asking. What a provider answers with 429 and Retry-After holds all calls of that kind to that account.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import AsyncIterator, Awaitable, Callable, Mapping

from .errors import ProxyError
from .operation import Operation
from .providers import HUBSPOT, QUICKBOOKS

# A page that waits longer would give up by itself.
WAIT_SECONDS_MAX = 75
WAITING_MAX = 256
HOLD_SECONDS_MAX = 60


class Kind(Enum):
    """Calls that a provider counts apart."""

    GENERAL = "general"
    SEARCH = "search"
    BATCH = "batch"


@dataclass(frozen=True)
class Rate:
    """At most so many calls of these kinds begin within any span of so many seconds."""

    calls: int
    seconds: float
    kinds: frozenset[Kind]


@dataclass(frozen=True)
class Limits:
    """What one account of a provider takes."""

    in_flight: int
    rates: tuple[Rate, ...]


_ALL = frozenset(Kind)
LIMITS: Mapping[str, Limits] = {
    HUBSPOT: Limits(12, (Rate(3, 1, frozenset({Kind.SEARCH})), Rate(100, 10, _ALL - {Kind.SEARCH}))),
    QUICKBOOKS: Limits(8, (Rate(30, 60, frozenset({Kind.BATCH})), Rate(450, 60, _ALL), Rate(8, 1, _ALL))),
}


def kind_of(operation: Operation) -> Kind:
    """How the operation's provider counts it."""
    return {"search objects": Kind.SEARCH, "batch": Kind.BATCH}.get(operation.name, Kind.GENERAL)


@dataclass
class Account:
    """The calls of one account: when recent ones began, who is on the way, and until when a provider wants rest."""

    limits: Limits
    begun: list[deque[float]] = field(init=False)
    in_flight: asyncio.Semaphore = field(init=False)
    turns: dict[Kind, asyncio.Lock] = field(init=False)
    held_until: dict[Kind, float] = field(default_factory=dict)
    waiting: int = 0

    def __post_init__(self) -> None:
        self.begun = [deque() for _ in self.limits.rates]
        self.in_flight = asyncio.Semaphore(self.limits.in_flight)
        self.turns = {kind: asyncio.Lock() for kind in Kind}

    def delay(self, kind: Kind, now: float) -> float:
        """Seconds until a call of this kind may begin; 0 when it may now."""
        found = self.held_until.get(kind, now) - now
        for rate, begun in self._counting(kind):
            while begun and begun[0] <= now - rate.seconds:
                begun.popleft()
            if len(begun) >= rate.calls:
                found = max(found, begun[len(begun) - rate.calls] + rate.seconds - now)
        return max(0.0, found)

    def begin(self, kind: Kind, now: float) -> None:
        for _, begun in self._counting(kind):
            begun.append(now)

    def _counting(self, kind: Kind) -> list[tuple[Rate, deque[float]]]:
        return [(rate, begun) for rate, begun in zip(self.limits.rates, self.begun) if kind in rate.kinds]


class Budgets:
    """One for the whole proxy. Times are seconds of a clock that never jumps."""

    def __init__(self, now: Callable[[], float] = time.monotonic,
                 pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._now = now
        self._pause = pause
        self._accounts: dict[str, Account] = {}

    @asynccontextmanager
    async def permit(self, connection: str, operation: Operation) -> AsyncIterator[None]:
        """Waits for the call's turn; leave the context when the answer's head has come.

        Raises ProxyError rate_limited, before anything is sent, when the turn is too far away.
        """
        account = self._account(connection, operation)
        if account.waiting >= WAITING_MAX:
            raise _rate_limited(1)
        account.waiting += 1
        try:
            await self._turn(connection, account, kind_of(operation))
        finally:
            account.waiting -= 1
        try:
            yield
        finally:
            account.in_flight.release()
            await self._ended(connection)

    def answered(self, connection: str, operation: Operation, status: int, retry_after: str | None) -> float | None:
        """Takes note of a 429 that says how long to wait; returns for how many seconds calls are held, None for none."""
        if status != 429 or retry_after is None or not (retry_after.isascii() and retry_after.isdigit()):
            return None
        account, kind = self._account(connection, operation), kind_of(operation)
        seconds = min(int(retry_after[:9]), HOLD_SECONDS_MAX)
        until = self._now() + seconds
        account.held_until[kind] = max(until, account.held_until.get(kind, until))
        return seconds

    async def _delay_or_begin(self, _connection: str, account: Account, kind: Kind) -> float:
        """Seconds until the next try; 0 when the call has been counted and may begin."""
        delay = account.delay(kind, self._now())
        if delay <= 0:
            account.begin(kind, self._now())
        return delay

    async def _ended(self, _connection: str) -> None:
        """The call is no longer in flight."""

    async def _turn(self, connection: str, account: Account, kind: Kind) -> None:
        """Returns with one of the places in flight taken and the call counted."""
        deadline = self._now() + WAIT_SECONDS_MAX
        async with account.turns[kind]:
            await account.in_flight.acquire()
            try:
                while (delay := await self._delay_or_begin(connection, account, kind)) > 0:
                    if self._now() + delay > deadline:
                        raise _rate_limited(delay)
                    await self._pause(delay)
            except BaseException:
                account.in_flight.release()
                raise

    def _account(self, connection: str, operation: Operation) -> Account:
        if connection not in self._accounts:
            self._accounts[connection] = Account(LIMITS[operation.provider])
        return self._accounts[connection]


def _rate_limited(delay: float) -> ProxyError:
    return ProxyError("rate_limited", "Too many calls to this account are waiting; nothing was sent, try again later.",
                      {"Retry-After": str(max(1, round(delay)))})
