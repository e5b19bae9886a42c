"""Webhooks: what changed in the companies, told to one address, signed, repeated when nobody answers.

Delivery runs on the event loop of the server. Waiting times are simulated time, so an advanced clock brings
a repetition forward.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Mapping
from urllib.parse import urlsplit

import aiohttp

from server.sandbox.clock import SimulatedClock
from server.sandbox.quickbooks import json_text
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.switches import Switches

answer_seconds_max = 3
repeat_minutes = (20, 30, 50)
_loopback_hosts = ("127.0.0.1", "localhost", "::1")
_untold = ("Attachable", "CompanyInfo", "CompanyCurrency", "ExchangeRate", "TaxCode", "TaxRate")
_verbs = {"Create": "created", "Update": "updated", "Delete": "deleted", "Merge": "merged", "Void": "voided",
          "Emailed": "emailed"}
_poll_seconds = 0.05


@dataclass
class Event:
    realm_id: str
    entity: str
    id: str
    operation: str
    at: datetime
    deleted_id: str = ""


@dataclass
class Delivery:
    """One request: its body is fixed when it is first due, so that a repetition is the same to the byte."""

    events: list[Event]
    due: datetime
    body: bytes = b""
    content_type: str = ""
    attempts: int = 0


@dataclass
class Attempt:
    """What came of sending a delivery once: an HTTP status, or 0 for no answer."""

    status: int
    events: int
    at: datetime
    signature: str = field(repr=False, default="")


class Webhooks:
    def __init__(self, clock: SimulatedClock, switches: Switches, chance: random.Random) -> None:
        self.attempts: list[Attempt] = []
        self._clock = clock
        self._switches = switches
        self._chance = chance
        self._target = ""
        self._verifier = ""
        self._waiting: list[Delivery] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def target(self) -> str:
        return self._target

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def subscribe(self, target: str, verifier: str) -> None:
        """Sends to `target` from now on; "" ends it. Raises ValueError for an address outside this machine."""
        parts = urlsplit(target)
        if target and (parts.scheme != "http" or parts.hostname not in _loopback_hosts):
            raise ValueError("webhooks are only delivered to http addresses of this machine")
        self._target, self._verifier = target, verifier
        self._waiting.clear()
        self.attempts.clear()

    def note(self, company: Company, operations: Mapping[tuple[str, str], str], now: datetime) -> None:
        """Queues what was done to a company. Everything of one operation goes into one delivery."""
        if not self._target:
            return
        events = [_event(company.settings.realm_id, entity, identifier, operation, now)
                  for (entity, identifier), operation in operations.items() if entity not in _untold]
        if not events:
            return
        due = now + timedelta(seconds=self._switches.webhook_delay_seconds)
        self._waiting += [Delivery(list(events), due) for _ in range(2 if self._switches.webhook_duplicates else 1)]
        self._start()

    def _start(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:        # outside the server nothing is delivered until something happens inside
            return
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._deliver())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver(self) -> None:
        timeout = aiohttp.ClientTimeout(total=answer_seconds_max)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while self._waiting:
                due = self._take_due()
                for delivery in due:
                    await self._send(session, delivery)
                if not due:
                    await asyncio.sleep(_poll_seconds)

    def _take_due(self) -> list[Delivery]:
        now = self._clock.now()
        due = [delivery for delivery in self._waiting if delivery.due <= now]
        self._waiting = [delivery for delivery in self._waiting if delivery.due > now]
        if self._switches.webhook_shuffles:
            self._chance.shuffle(due)
        return due

    async def _send(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        if not delivery.body:
            delivery.body, delivery.content_type = self._body(delivery.events)
        signature = base64.b64encode(hmac.new(self._verifier.encode(), delivery.body, hashlib.sha256).digest()).decode()
        now = self._clock.now()
        headers = {"Content-Type": delivery.content_type, "intuit-signature": signature,
                   "intuit-created-time": _utc(now), "intuit-t-id": self._unique(),
                   "intuit-notification-schema-version": "0.1", "User-Agent": "intuit_notification_server/0.1"}
        try:
            async with session.post(self._target, data=delivery.body, headers=headers, allow_redirects=False) as answer:
                status = answer.status
        except (aiohttp.ClientError, asyncio.TimeoutError):
            status = 0
        self.attempts.append(Attempt(status, len(delivery.events), now, signature))
        if (status in (0, 408) or status >= 500) and delivery.attempts < len(repeat_minutes):
            delivery.due = now + timedelta(minutes=repeat_minutes[delivery.attempts])
            delivery.attempts += 1
            self._waiting.append(delivery)

    def _body(self, events: list[Event]) -> tuple[bytes, str]:
        told = list(events)
        if self._switches.webhook_shuffles:
            self._chance.shuffle(told)
        if self._switches.webhook_format == "classic":
            return json_text.encode(_classic(told)).encode(), "application/json; charset=utf-8"
        return json_text.encode([self._cloud_event(event) for event in told]).encode(), "application/cloudevents+json"

    def _cloud_event(self, event: Event) -> dict[str, Any]:
        source = base64.b64encode(hashlib.sha256(self._verifier.encode()).digest()).decode()
        told = {"specversion": "1.0", "id": self._unique(), "source": f"intuit.{source}",
                "type": f"qbo.{event.entity.lower()}.{_verbs[event.operation]}.v1", "datacontenttype": "application/json",
                "time": event.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{event.at.microsecond:06d}517Z",
                "intuitentityid": event.id, "intuitaccountid": event.realm_id, "data": {}}
        return {**told, "data": {"deletedId": event.deleted_id}} if event.deleted_id else told

    def _unique(self) -> str:
        digits = f"{self._chance.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "a" + digits[17:20], digits[20:]))


def _event(realm_id: str, entity: str, identifier: str, told: str, now: datetime) -> Event:
    """`told` names the operation; a merge adds the id of the record that went, as in "Merge 17"."""
    operation, _, deleted_id = told.partition(" ")
    return Event(realm_id, entity, identifier, operation, now, deleted_id)


def _classic(events: list[Event]) -> dict[str, Any]:
    by_realm: dict[str, list[dict[str, str]]] = {}
    for event in events:
        entity = {"id": event.id, "operation": event.operation, "name": event.entity, "lastUpdated": _utc(event.at)}
        if event.deleted_id:
            entity["deletedId"] = event.deleted_id
        by_realm.setdefault(event.realm_id, []).append(entity)
    return {"eventNotifications": [{"realmId": realm, "dataChangeEvent": {"entities": entities}}
                                   for realm, entities in by_realm.items()]}


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
