"""The gateway in front of the accounting service: who may call which company, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from server.sandbox.quickbooks import api_fault, json_text
from server.sandbox.quickbooks.authorization import accounting_scope
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.pacific_time import stamp_with_milliseconds

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator


@dataclass
class Call:
    """One admitted call: whose company, by which app, and when it arrived."""

    request: web.Request
    company: Company
    client_id: str
    now: datetime

    @property
    def realm(self) -> str:
        return self.company.settings.realm_id

    @property
    def is_batch(self) -> bool:
        return self.request.path.endswith("/batch")

    @property
    def is_report(self) -> bool:
        return self.request.path.startswith(f"/v3/company/{self.realm}/reports/")

    def asked(self, name: str) -> str:
        """A query parameter; names are case-insensitive, a missing one is empty."""
        for key, value in self.request.query.items():
            if key.lower() == name:
                return value
        return ""

    @property
    def include(self) -> set[str]:
        return {part.strip().lower() for part in self.asked("include").split(",") if part.strip()}

    async def text(self) -> str:
        try:
            return (await self.request.read()).decode("utf-8")
        except UnicodeDecodeError:
            raise api_fault.unsupported_operation("with a body that is not UTF-8") from None

    async def json(self) -> Any:
        if self.request.content_type != "application/json":
            raise api_fault.unsupported_content_type(self.request.content_type)
        text = await self.text()
        try:
            return json_text.parse(text)
        except (ValueError, RecursionError):
            raise api_fault.unknown_property("failed to parse json object") from None

    async def object(self) -> dict[str, Any]:
        body = await self.json()
        if not isinstance(body, dict):
            raise api_fault.unknown_property("failed to parse json object")
        return body


class Gateway:
    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator

    def admit(self, request: web.Request, now: datetime) -> Call:
        """The call, counted against the budgets; raises the GatewayFault that keeps it out."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or len(token) < 10:
            raise api_fault.not_authenticated("Malformed bearer token: too short or too long")
        access = self._simulator.authorization.access(token)
        if access is None:
            raise api_fault.not_authenticated("Token revoked or unknown")
        if access.expires <= now:
            raise api_fault.not_authenticated(f"Token expired: {token[:8]}…")
        realm = request.match_info["realm"]
        company = self._simulator.company(realm)
        if company is None or access.grant.realm_id != realm or accounting_scope not in access.grant.scope.split():
            raise api_fault.not_authorized()
        call = Call(request, company, access.grant.client_id, now)
        self._simulator.throttle.admit(realm, call.client_id, batch=call.is_batch, report=call.is_report)
        return call

    def refuse(self, fault: api_fault.GatewayFault, now: datetime) -> web.Response:
        switches = self._simulator.switches
        headers = self._simulator.answer_headers(now)
        if fault.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="Intuit", error="invalid_token"'
        if fault.status == 429 and switches.retry_after_seconds:
            headers["Retry-After"] = str(switches.retry_after_seconds)
        if switches.gateway_faults == "xml":
            headers["Content-Type"] = "application/xml"
            return web.Response(status=fault.status, text=_as_xml(fault, now), headers=headers)
        headers["Content-Type"] = "application/json;charset=UTF-8"
        body = json_text.encode(fault.as_json(int(now.timestamp() * 1000)))
        return web.Response(status=fault.status, body=body.encode(), headers=headers)


def _as_xml(fault: api_fault.GatewayFault, now: datetime) -> str:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<IntuitResponse time={quoteattr(stamp_with_milliseconds(now))} xmlns="http://schema.intuit.com/finance/v3">'
            f'<Fault type={quoteattr(fault.kind)}><Error code={quoteattr(fault.code)}>'
            f'<Message>{escape(fault.message())}</Message><Detail>{escape(fault.detail)}</Detail>'
            '</Error></Fault></IntuitResponse>')
