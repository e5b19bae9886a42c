"""A simulated HubSpot behind a real socket, called without async in the tests."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from server.sandbox.hubspot import HubSpotSimulator  # noqa: E402
from hubspot_app import CLIENT  # noqa: E402

OBJECTS = ("contacts", "companies", "deals", "products", "line_items", "quotes", "invoices", "commercepayments",
           "tickets")
ALL_SCOPES = ("oauth", "e-commerce", "crm.objects.owners.read", "crm.lists.read", "crm.lists.write",
              "settings.currencies.read", "settings.currencies.write", "tax_rates.read",
              *(f"crm.{area}.{name}.{right}" for name in OBJECTS for area in ("objects", "schemas")
                for right in ("read", "write")))


class StandingClock:
    """Moves only when told."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 21, 40, tzinfo=timezone.utc)

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Reply:
    """Status, headers and body of an answer."""

    def __init__(self, status: int, headers: Any, text: str) -> None:
        self.status = status
        self.headers = headers
        self.text = text

    @property
    def json(self) -> Any:
        import json
        return json.loads(self.text)


class Api:
    """Calls the simulator; `objects` is the dated path of the objects API."""

    objects = "/crm/objects/2026-03"

    def __init__(self, simulator: HubSpotSimulator, clock: StandingClock) -> None:
        self.simulator = simulator
        self.clock = clock
        self.loop = asyncio.new_event_loop()
        self.client = self.loop.run_until_complete(self._start())
        self.token = self.token_with(*ALL_SCOPES)

    async def _start(self) -> TestClient:
        client = TestClient(TestServer(self.simulator.app()))
        await client.start_server()
        return client

    def close(self) -> None:
        self.loop.run_until_complete(self.client.close())
        self.loop.close()

    def token_with(self, *scopes: str) -> str:
        return self.simulator.issue_tokens(CLIENT[0], scopes)["access_token"]

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None, **more: Any) -> Reply:
        """`body` is sent as JSON; a path without a leading slash is below the objects API."""
        address = path if path.startswith("/") else f"{self.objects}/{path}"
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        if body is not None:
            more["json"] = body

        async def run() -> Reply:
            async with self.client.request(method, address, headers=headers, allow_redirects=False, **more) as reply:
                return Reply(reply.status, reply.headers, await reply.text())

        return self.loop.run_until_complete(run())

    def get(self, path: str, **more: Any) -> Reply:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any, **more: Any) -> Reply:
        return self.call("POST", path, body, **more)

    def patch(self, path: str, properties: dict[str, Any], **more: Any) -> Reply:
        return self.call("PATCH", path, {"properties": properties}, **more)

    def make(self, kind: str, properties: dict[str, Any], *links: tuple[str, int]) -> str:
        """Creates a record, associated with (id, type id) each, and returns its id."""
        body = {"properties": properties,
                "associations": [{"to": {"id": to_id}, "types": [{"associationCategory": "HUBSPOT_DEFINED",
                                                                  "associationTypeId": type_id}]}
                                 for to_id, type_id in links]}
        reply = self.post(kind, body)
        assert reply.status == 201, reply.text
        return reply.json["id"]

    def unique_property(self, kind: str, name: str) -> None:
        """Creates a custom property with unique values."""
        assert self.post(f"/crm/properties/2026-03/{kind}/groups", {"name": "qbo", "label": "QuickBooks"}).status == 201
        reply = self.post(f"/crm/properties/2026-03/{kind}", {
            "groupName": "qbo", "name": name, "label": name, "type": "string", "fieldType": "text",
            "hasUniqueValue": True})
        assert reply.status == 201, reply.text


@pytest.fixture
def make_api() -> Iterator[Callable[[], Api]]:
    """Makes simulators that are alike, each with a clock of its own."""
    running: list[Api] = []

    def make() -> Api:
        clock = StandingClock()
        simulator = HubSpotSimulator(clock, random=random.Random(7))
        simulator.register_client(*CLIENT)
        simulator.switches.rate_limits = False
        simulator.switches.search_lag_jitter_seconds = 0
        running.append(Api(simulator, clock))
        return running[-1]

    yield make
    for each in running:
        each.close()


@pytest.fixture
def api(make_api: Callable[[], Api]) -> Api:
    return make_api()


@pytest.fixture
def clock(api: Api) -> StandingClock:
    return api.clock
