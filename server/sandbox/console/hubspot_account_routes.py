"""What administrators of the simulated HubSpot account do, as JSON: webhooks, installs, validation rules, tax rates."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.control_routes import BadRequest, answering, body_object
from server.sandbox.hubspot.currencies import TaxRate
from server.sandbox.hubspot.object_types import find_object_type
from server.sandbox.hubspot.tokens import Client
from server.sandbox.hubspot.validation_rules import ConditionalRule

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox


class HubSpotAccountRoutes:
    def __init__(self, sandbox: Sandbox) -> None:
        self._hubspot = sandbox.hubspot

    def add_to(self, app: web.Application) -> None:
        for method, path, answer in (
                ("GET", "/sandbox/webhooks/hubspot", self._webhooks),
                ("POST", "/sandbox/webhooks/hubspot", self._set_webhooks),
                ("DELETE", "/sandbox/webhooks/hubspot", self._clear_webhooks),
                ("POST", "/sandbox/installs/hubspot", self._change_install),
                ("POST", "/sandbox/validation/hubspot", self._set_validation),
                ("POST", "/sandbox/tax-rates/hubspot", self._add_tax_rate)):
            app.router.add_route(method, path, answering(answer))

    async def _webhooks(self, _: web.Request) -> Any:
        return self._hubspot.webhooks.as_json()

    async def _set_webhooks(self, request: web.Request) -> Any:
        """{"client_id": "…", "targetUrl": "http://127.0.0.1:…", "maxConcurrentRequests": 10, "subscriptions": […]}"""
        wanted = await body_object(request)
        return self._hubspot.webhooks.configure(self._client(wanted).app_id, wanted)

    async def _clear_webhooks(self, _: web.Request) -> Any:
        self._hubspot.webhooks.clear()
        return self._hubspot.webhooks.as_json()

    async def _change_install(self, request: web.Request) -> Any:
        """{"client_id": "…", "action": "uninstall"} or {…, "action": "remove_scopes", "scopes": […]}"""
        wanted = await body_object(request)
        client, action = self._client(wanted), wanted.get("action")
        if action == "uninstall":
            self._hubspot.tokens.uninstall(client)
        elif action == "remove_scopes":
            self._hubspot.tokens.remove_scopes(client, frozenset(_texts(wanted.get("scopes"), "scopes")))
        else:
            raise BadRequest('"action" must be "uninstall" or "remove_scopes"')
        return {"client_id": client.client_id, "scopes": sorted(self._hubspot.tokens.installed_scopes(client.app_id))}

    async def _set_validation(self, request: web.Request) -> Any:
        """{"objectType": "contacts", "required_on_create": […], "conditional": [{property, value, required}],
        "length_max": {"zip": 5}}: all rules of one type, enforced from the version that enforces any."""
        wanted = await body_object(request)
        kind = find_object_type(str(wanted.get("objectType", "")))
        if kind is None:
            raise BadRequest('"objectType" must be the name of an object type')
        try:
            conditional = [ConditionalRule(**{name: str(value) for name, value in rule.items()})
                           for rule in wanted.get("conditional", [])]
            longest = {str(name): int(most) for name, most in wanted.get("length_max", {}).items()}
        except (TypeError, ValueError, AttributeError):
            raise BadRequest('"conditional" takes objects of property, value and required; "length_max" numbers') from None
        self._hubspot.crm.validation.replace(
            kind.plural, _texts(wanted.get("required_on_create", []), "required_on_create"), conditional, longest)
        return {"objectType": kind.plural}

    async def _add_tax_rate(self, request: web.Request) -> Any:
        """{"name": "VAT", "percentage": 20}: what only a person in HubSpot can do."""
        wanted = await body_object(request)
        rates, now = self._hubspot.account.tax_rates, self._hubspot.crm.now()
        try:
            percentage = Decimal(str(wanted.get("percentage")))
        except InvalidOperation:
            percentage = Decimal(-1)
        if not isinstance(wanted.get("name"), str) or not 0 <= percentage <= 100:
            raise BadRequest('send {"name": "…", "percentage": 0 to 100}')
        rates.append(TaxRate(str(int(rates[-1].rate_id) + 1), wanted["name"], percentage, True, now))
        return rates[-1].as_json()

    def _client(self, wanted: dict[str, Any]) -> Client:
        clients = self._hubspot.tokens.clients
        client = clients.get(str(wanted.get("client_id", "")))
        if client is None:
            raise BadRequest(f'"client_id" must be one of {", ".join(clients) or "those registered by /sandbox/clients"}')
        return client


def _texts(given: Any, name: str) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(entry, str) for entry in given):
        raise BadRequest(f'"{name}" must be an array of texts')
    return given
