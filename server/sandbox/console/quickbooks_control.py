"""Control addresses of the simulated QuickBooks: where webhooks go, and what only its own pages can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.bookkeeper import UnknownRecord
from server.sandbox.console.control_routes import BadRequest, answering, body_object
from server.sandbox.quickbooks import Company
from server.sandbox.quickbooks.merging import merge_customers

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox


class QuickBooksControl:
    """/sandbox/webhooks/quickbooks (GET, POST, DELETE), /sandbox/merge/quickbooks and /sandbox/disconnect/quickbooks (POST)."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._quickbooks = sandbox.quickbooks
        self._clock = sandbox.clock

    def add_to(self, app: web.Application) -> None:
        for method, path, answer in (
                ("GET", "/sandbox/webhooks/quickbooks", self._show), ("POST", "/sandbox/webhooks/quickbooks", self._subscribe),
                ("DELETE", "/sandbox/webhooks/quickbooks", self._end), ("POST", "/sandbox/merge/quickbooks", self._merge),
                ("POST", "/sandbox/disconnect/quickbooks", self._disconnect)):
            app.router.add_route(method, path, answering(answer))

    async def _show(self, _: web.Request) -> Any:
        webhooks = self._quickbooks.webhooks
        return {"target": webhooks.target, "waiting": webhooks.waiting,
                "attempts": [{"status": each.status, "events": each.events, "time": each.at.isoformat()}
                             for each in webhooks.attempts]}

    async def _subscribe(self, request: web.Request) -> Any:
        wanted = await body_object(request)
        target, verifier = wanted.get("target"), wanted.get("verifier_token")
        if not isinstance(target, str) or not isinstance(verifier, str) or not target or not verifier:
            raise BadRequest('send {"target": "http://127.0.0.1:…", "verifier_token": "…"}')
        try:
            self._quickbooks.webhooks.subscribe(target, verifier)
        except ValueError as reason:
            raise BadRequest(str(reason)) from None
        return await self._show(request)

    async def _end(self, request: web.Request) -> Any:
        self._quickbooks.webhooks.subscribe("", "")
        return await self._show(request)

    async def _merge(self, request: web.Request) -> Any:
        wanted = await body_object(request)
        company = self._company(wanted)
        if "winner" not in wanted or "loser" not in wanted:
            raise BadRequest('send {"winner": "…", "loser": "…"}, the ids of two customers')
        return merge_customers(company, str(wanted["winner"]), str(wanted["loser"]), self._clock.now()).data

    async def _disconnect(self, request: web.Request) -> Any:
        """A person ends every app's access to a company, inside QuickBooks."""
        realm = self._company(await body_object(request)).settings.realm_id
        authorization = self._quickbooks.authorization
        ended = [grant for grant in authorization.grants() if grant.realm_id == realm]
        for grant in ended:
            authorization.end_grant(grant)
        return {"company": realm, "ended": len(ended)}

    def _company(self, wanted: dict[str, Any]) -> Company:
        """The company named by its realm id, or the first one."""
        realm = str(wanted.get("company") or self._quickbooks.companies[0].settings.realm_id)
        company = self._quickbooks.company(realm)
        if company is None:
            raise UnknownRecord(f"there is no company {realm!r}")
        return company
