"""A simulated QuickBooks behind a real socket, with one American and one Norwegian company, called without async."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp.test_utils import TestClient, TestServer

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from server.sandbox.clock import SimulatedClock  # noqa: E402
from server.sandbox.company import books  # noqa: E402
from server.sandbox.quickbooks import QuickBooksSimulator  # noqa: E402

CLIENT_ID, SECRET, REDIRECT = "app-1", "secret-1", "http://localhost:8000/oauth/intuit/callback"
SCOPE = "com.intuit.quickbooks.accounting openid email"
NOW = datetime(2026, 11, 22, 21, 40, 30, 123000, tzinfo=timezone.utc)
US, NORWAY = books.american_realm, books.norwegian_realm


class Reply:
    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body, parse_float=Decimal)

    @property
    def code(self) -> str:
        """The error code of a fault in either shape; "" for a success."""
        fault = self.json.get("Fault") or self.json.get("fault") or {}
        errors = fault.get("Error") or fault.get("error") or [{}]
        return errors[0].get("code", "")

    @property
    def detail(self) -> str:
        return self.json["Fault"]["Error"][0]["Detail"]


class World:
    def __init__(self) -> None:
        self.clock = SimulatedClock(NOW)
        opened = NOW - timedelta(days=400)
        self.simulator = QuickBooksSimulator(self.clock, random=random.Random(7), companies=[
            books.american_company(opened), books.norwegian_company(opened)])
        self.simulator.register_client(CLIENT_ID, SECRET, REDIRECT)
        self.simulator.switches.rate_limits = False
        self.loop = asyncio.new_event_loop()
        self.client = self.loop.run_until_complete(self._start())
        self.tokens = {realm: self.connect(realm)["access_token"] for realm in (US, NORWAY)}

    async def _start(self) -> TestClient:
        client = TestClient(TestServer(self.simulator.app()))
        await client.start_server()
        return client

    def close(self) -> None:
        self.loop.run_until_complete(self.client.close())
        self.loop.close()

    def call(self, method: str, path: str, **options: Any) -> Reply:
        async def run() -> Reply:
            async with self.client.request(method, path, allow_redirects=False, **options) as response:
                return Reply(response.status, response.headers, await response.read())

        return self.loop.run_until_complete(run())

    def consent(self, realm: str, decision: str = "connect", **more: str) -> dict[str, str]:
        form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE, "state": "s&1", "realm": realm,
                "response_type": "code", "decision": decision, **more}
        reply = self.call("POST", "/connect/oauth2", data=form)
        assert reply.status == 302, reply.text
        return {name: value[0] for name, value in parse_qs(urlsplit(reply.headers["Location"]).query).items()}

    def token(self, *, secret: str = SECRET, **form: str) -> Reply:
        from aiohttp import BasicAuth
        return self.call("POST", "/oauth2/v1/tokens/bearer", data=form, auth=BasicAuth(CLIENT_ID, secret))

    def connect(self, realm: str) -> Any:
        code = self.consent(realm)["code"]
        return self.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT).json

    def connect_again(self, realm: str = US) -> None:
        """New tokens, for when the hour of the old ones has passed."""
        self.tokens[realm] = self.connect(realm)["access_token"]

    def company(self, realm: str = US) -> Any:
        return self.simulator.company(realm)

    def get(self, path: str, realm: str = US, token: str | None = None, **params: str) -> Reply:
        return self.call("GET", f"/v3/company/{realm}/{path}", params=params, headers=self._bearer(realm, token))

    def post(self, path: str, body: Any, realm: str = US, **params: str) -> Reply:
        headers = {**self._bearer(realm, None), "Content-Type": "application/json"}
        return self.call("POST", f"/v3/company/{realm}/{path}", params=params, headers=headers, data=wire(body))

    def query(self, statement: str, realm: str = US) -> Reply:
        return self.get("query", realm, query=statement)

    def rows(self, statement: str, realm: str = US) -> list[Any]:
        response = self.query(statement, realm).json["QueryResponse"]
        return next((value for value in response.values() if isinstance(value, list)), [])

    def made(self, entity: str, body: Any, realm: str = US, **params: str) -> Any:
        reply = self.post(entity.lower(), body, realm, **params)
        assert reply.status == 200, reply.text
        return reply.json[entity]

    def customer(self, name: str = "Amy's Bird Sanctuary", realm: str = US, **more: Any) -> Any:
        return self.made("Customer", {"DisplayName": name, **more}, realm)

    def item(self, name: str = "Hours", realm: str = US, **more: Any) -> Any:
        return self.made("Item", {"Name": name, "Type": "Service", "IncomeAccountRef": {"value": "1"}, **more}, realm)

    def invoice(self, customer: Any, *lines: Any, realm: str = US, **more: Any) -> Any:
        return self.made("Invoice", {"CustomerRef": {"value": customer["Id"]}, "Line": list(lines), **more}, realm)

    def payment(self, customer: Any, amount: Any, *applied: Any, **more: Any) -> Any:
        lines = [{"Amount": share, "LinkedTxn": [{"TxnId": form["Id"], "TxnType": kind}]}
                 for kind, form, share in applied]
        return self.made("Payment", {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": amount, "Line": lines, **more})

    def foreign_customer(self, name: str, currency: str, **more: Any) -> Any:
        """A customer of the American company, which deals in several currencies from now on."""
        self.company().settings.multicurrency = True
        return self.customer(name, CurrencyRef={"value": currency}, **more)

    def currency(self, code: str, name: str) -> Any:
        """A currency the American company knows of, though it does not deal in it."""
        settings = self.company().settings
        settings.multicurrency = True
        made = self.made("CompanyCurrency", {"Code": code, "Name": name})
        settings.multicurrency = False
        return made

    def read(self, entity: str, identifier: str, realm: str = US) -> Any:
        return self.get(f"{entity.lower()}/{identifier}", realm).json[entity]

    def pass_time(self, **step: float) -> None:
        self.clock.advance(timedelta(**step))

    def _bearer(self, realm: str, token: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.tokens[realm]}", "Accept": "application/json"}


def line(item: Any, price: Any, quantity: Any = 1, amount: Any = None, **detail: Any) -> dict[str, Any]:
    product = Decimal(str(price)) * Decimal(str(quantity))
    return {"DetailType": "SalesItemLineDetail", "Amount": product if amount is None else amount,
            "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}, "UnitPrice": price, "Qty": quantity, **detail}}


def wire(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return json.dumps(body, default=lambda number: float(number)).encode()
