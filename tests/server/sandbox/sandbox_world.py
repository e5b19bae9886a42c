"""A whole sandbox behind real sockets: both services and the control address, called without async."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aiohttp import ClientError, web
from aiohttp.test_utils import TestClient, TestServer

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from server.sandbox import Sandbox  # noqa: E402
from server.sandbox.clock import SimulatedClock  # noqa: E402

NOW = datetime(2026, 11, 22, 21, 40, 30, tzinfo=timezone.utc)
HUBSPOT_SCOPES = ("crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.deals.read", "crm.objects.invoices.read",
                  "crm.schemas.contacts.write", "e-commerce")
CLIENT_ID, SECRET, REDIRECT = "app-1", "secret-1", "http://localhost:8000/oauth/intuit/callback"


class Reply:
    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.text = body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class SandboxWorld:
    def __init__(self, scale: int = 60, seed: int = 1, state: Any = None, clock: Any = None) -> None:
        self.clock = clock or SimulatedClock(NOW)
        self.state = state
        self.sandbox = Sandbox(seed, scale, self.clock, state)
        self.sandbox.register_client("quickbooks", CLIENT_ID, SECRET, REDIRECT)
        self.sandbox.register_client("hubspot", CLIENT_ID, SECRET, REDIRECT)
        self.sandbox.quickbooks.switches.rate_limits = False
        self.loop = asyncio.new_event_loop()
        page = web.Application()
        self.sandbox.add_control_routes(page)
        self.page = self._serve(page)
        self.quickbooks = self._serve(self.sandbox.quickbooks_app)
        self.hubspot = self._serve(self.sandbox.hubspot_app)
        self.hubspot_token = self.sandbox.hubspot.issue_tokens(CLIENT_ID, HUBSPOT_SCOPES)["access_token"]
        self.realm = self.sandbox.quickbooks.companies[0].settings.realm_id
        authorization = self.sandbox.quickbooks.authorization
        code = authorization.issue_code(CLIENT_ID, REDIRECT, "com.intuit.quickbooks.accounting", self.realm, NOW)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        self.token = str(authorization.tokens(authorization.clients[CLIENT_ID], form, NOW)["access_token"])

    def close(self) -> None:
        for client in (self.page, self.quickbooks, self.hubspot):
            self.loop.run_until_complete(client.close())
        self.loop.close()

    def control(self, method: str, path: str, body: Any = None, **options: Any) -> Reply:
        return self._call(self.page, method, path, **({} if body is None else {"json": body}), **options)

    def form(self, path: str, /, **sent: str) -> Reply:
        return self._call(self.page, "POST", path, data=sent)

    def api(self, method: str, path: str, **options: Any) -> Reply:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return self._call(self.quickbooks, method, f"/v3/company/{self.realm}/{path}", headers=headers, **options)

    def api_or_cut(self, method: str, path: str, **options: Any) -> Reply | None:
        """None when the connection broke before the answer was whole."""
        try:
            return self.api(method, path, **options)
        except (ClientError, asyncio.TimeoutError):
            return None

    def crm(self, method: str, path: str, **options: Any) -> Reply:
        """A call to HubSpot below /crm/objects/2026-03/."""
        headers = {"Authorization": f"Bearer {self.hubspot_token}"}
        return self._call(self.hubspot, method, f"/crm/objects/2026-03/{path}", headers=headers, **options)

    def at_once(self, *calls: tuple[str, str]) -> list[Reply]:
        """Answers of calls to QuickBooks sent side by side, in the order in which they arrive."""
        arrived: list[Reply] = []
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}

        async def one(method: str, path: str) -> None:
            target = f"/v3/company/{self.realm}/{path}"
            async with self.quickbooks.request(method, target, headers=headers) as response:
                arrived.append(Reply(response.status, response.headers, await response.read()))

        async def all_of_them() -> None:
            await asyncio.gather(*(one(*call) for call in calls))

        self.loop.run_until_complete(all_of_them())
        return arrived

    def raw(self, path: str) -> bytes:
        """Every byte of the connection after one call to QuickBooks, which asks for its end."""
        async def run() -> bytes:
            reader, writer = await asyncio.open_connection(self.quickbooks.host, self.quickbooks.port)
            writer.write(f"GET /v3/company/{self.realm}/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                         f"Authorization: Bearer {self.token}\r\n\r\n".encode())
            found = await reader.read()
            writer.close()
            return found

        return self.loop.run_until_complete(run())

    def plan(self, *faults: Any, seed: int = 1) -> None:
        """Installs a plan; it must be a good one."""
        reply = self.control("POST", "/sandbox/faults", {"seed": seed, "faults": list(faults)})
        assert reply.status == 200, reply.text

    def records(self, entity: str) -> list[Any]:
        return self.control("GET", f"/sandbox/quickbooks/{entity}").json["records"]

    def _serve(self, app: web.Application) -> TestClient:
        async def start() -> TestClient:
            client = TestClient(TestServer(app))
            await client.start_server()
            return client

        return self.loop.run_until_complete(start())

    def _call(self, client: TestClient, method: str, path: str, **options: Any) -> Reply:
        async def run() -> Reply:
            async with client.request(method, path, allow_redirects=False, **options) as response:
                return Reply(response.status, response.headers, await response.read())

        return self.loop.run_until_complete(run())
