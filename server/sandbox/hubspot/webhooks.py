"""Delivers what happens in the account to the targets of its apps, with all the faults of a real delivery.

Events arrive in arrays, unordered and perhaps twice when the switches say so. A target that fails, or does
not answer in time, gets the same events again, up to ten times within a day of the simulated clock.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any, AsyncIterator, Callable

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from .account import Account
from .changes import Change
from .switches import Switches
from .times import wire_time
from .tokens import TokenStore
from .webhook_subscriptions import Target, event_json, read_target, signature_headers

EVENTS_PER_DELIVERY_MAX = 100
RETRY_MILLISECONDS_MAX = 24 * 3600 * 1000
_FIRST_SUBSCRIPTION_ID = 7_662_269
_DELIVERIES_KEPT_MAX = 1_000
_CLOCK_POLL_SECONDS = 0.1


@dataclass
class Delivery:
    """One array of events on its way to one target."""

    target: Target
    events: list[dict[str, Any]]
    due: int
    attempt: int = 0


class Webhooks:
    """The targets of all apps and what is still to be delivered to them."""

    def __init__(self, now: Callable[[], int], account: Account, switches: Switches, random: Random,
                 tokens: TokenStore) -> None:
        self._now = now
        self._account = account
        self._switches = switches
        self._random = random
        self._tokens = tokens
        self._targets: dict[int, Target] = {}
        self._next_subscription_id = _FIRST_SUBSCRIPTION_ID
        self._events: list[tuple[Target, dict[str, Any]]] = []
        self._retries: list[Delivery] = []
        self._delivered: deque[dict[str, Any]] = deque(maxlen=_DELIVERIES_KEPT_MAX)
        self._wake: asyncio.Event | None = None

    def configure(self, app_id: int, wanted: dict[str, Any]) -> dict[str, Any]:
        """Sets the target and all subscriptions of an app; raises the 400 answer."""
        target = read_target(app_id, wanted, self._next_subscription_id)
        self._next_subscription_id += len(target.subscriptions)
        self._targets[app_id] = target
        return target.as_json()

    def clear(self) -> None:
        """No targets, nothing under way."""
        self._targets.clear()
        self.forget_events()

    def forget_events(self) -> None:
        self._events.clear()
        self._retries.clear()
        self._delivered.clear()

    def as_json(self) -> dict[str, Any]:
        return {"targets": [target.as_json() for target in self._targets.values()], "waiting": len(self._events),
                "retries": [{"events": len(each.events), "attempt": each.attempt, "due": wire_time(each.due)}
                            for each in self._retries], "deliveries": list(self._delivered)}

    @property
    def listening(self) -> bool:
        return bool(self._targets)

    def note(self, change: Change) -> None:
        """Queues the events of a change for every app that wants them and may see the record."""
        for target in self._targets.values():
            scopes = self._tokens.installed_scopes(target.app_id)
            for subscription in target.subscriptions:
                if subscription.wants(change) and scopes.intersection(subscription.kind.read_needs):
                    event = event_json(change, subscription, target.app_id, self._account.portal_id,
                                       self._random.randrange(2**31), self._switches.webhook_type_field)
                    self._events.append((target, event))
                    if self._random.random() < self._switches.webhook_duplicate_share:
                        self._events.append((target, dict(event)))
        if self._events and self._wake is not None:
            self._wake.set()

    async def deliver_due(self) -> None:
        """Sends everything whose time has come and waits for the answers."""
        due = self._take_due()
        if not due:
            return
        gates = {id(each.target): asyncio.Semaphore(each.target.concurrent_max) for each in due}
        timeout = ClientTimeout(total=self._switches.webhook_timeout_seconds)
        async with ClientSession(timeout=timeout) as session:
            await asyncio.gather(*(self._deliver(session, gates[id(each.target)], each) for each in due))

    async def running(self, _: web.Application) -> AsyncIterator[None]:
        """The deliveries in the background, for as long as the application serves."""
        self._wake = asyncio.Event()
        pump = asyncio.create_task(self._pump(self._wake))
        yield
        self._wake = None
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)

    async def _pump(self, wake: asyncio.Event) -> None:
        """New events go at once; retries wait for the clock, which may be moved by hand and so is looked at."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                if self._has_due():
                    delivery = asyncio.create_task(self.deliver_due())
                    under_way.add(delivery)
                    delivery.add_done_callback(under_way.discard)
                waits_for_clock = bool(self._retries or under_way)
                try:
                    await asyncio.wait_for(wake.wait(), _CLOCK_POLL_SECONDS if waits_for_clock else None)
                except asyncio.TimeoutError:
                    pass
                wake.clear()
        finally:
            for unfinished in under_way:
                unfinished.cancel()

    def _has_due(self) -> bool:
        now = self._now()
        return bool(self._events) or any(each.due <= now for each in self._retries)

    def _take_due(self) -> list[Delivery]:
        now = self._now()
        due = [each for each in self._retries if each.due <= now]
        self._retries = [each for each in self._retries if each.due > now]
        events, self._events = self._events, []
        if self._switches.webhook_reorder:
            self._random.shuffle(events)
        by_target: dict[int, list[dict[str, Any]]] = {}
        for target, event in events:
            by_target.setdefault(target.app_id, []).append(event)
        for app_id, chosen in by_target.items():
            due += [Delivery(self._targets[app_id], chosen[start:start + EVENTS_PER_DELIVERY_MAX], now)
                    for start in range(0, len(chosen), EVENTS_PER_DELIVERY_MAX) if app_id in self._targets]
        if self._switches.webhook_reorder:
            self._random.shuffle(due)
        return due

    async def _deliver(self, session: ClientSession, gate: asyncio.Semaphore, delivery: Delivery) -> None:
        for event in delivery.events:
            event["attemptNumber"] = delivery.attempt
        body = json.dumps(delivery.events, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        now = self._now()
        headers = {"Content-Type": "application/json", "User-Agent": "HubSpot Webhooks", **signature_headers(
            self._tokens.secret_of_app(delivery.target.app_id), "POST", delivery.target.url, body, now)}
        try:
            async with gate, session.post(delivery.target.url, data=body, headers=headers,
                                          allow_redirects=False) as answer:
                outcome: int | str = answer.status
        except asyncio.TimeoutError:
            outcome = "timed out"
        except ClientError as problem:
            outcome = type(problem).__name__
        self._delivered.append({"time": wire_time(now), "appId": delivery.target.app_id, "attempt": delivery.attempt,
                                "events": len(delivery.events), "outcome": outcome})
        if not (isinstance(outcome, int) and 200 <= outcome < 300):
            self._try_again(delivery)

    def _try_again(self, delivery: Delivery) -> None:
        """Each pause is about twice the one before, and all of them together less than a day."""
        retries = self._switches.webhook_retries_max
        if delivery.attempt >= retries:
            return
        share = 2 ** delivery.attempt / (2 ** retries - 1)
        pause = RETRY_MILLISECONDS_MAX * share * (0.5 + self._random.random() / 2)
        self._retries.append(Delivery(delivery.target, delivery.events, self._now() + round(pause), delivery.attempt + 1))
