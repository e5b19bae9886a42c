"""Makes further OAuth apps known to a simulated provider, as a developer account would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.control_routes import BadRequest, answering, body_object

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_providers = ("hubspot", "quickbooks")
_members = ("client_id", "client_secret", "redirect_uri")


class ClientRoutes:
    """POST /sandbox/clients."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, app: web.Application) -> None:
        app.router.add_route("POST", "/sandbox/clients", answering(self._register))

    async def _register(self, request: web.Request) -> Any:
        wanted = await body_object(request)
        provider = wanted.get("provider")
        values = [wanted.get(member) for member in _members]
        if provider not in _providers or not all(isinstance(value, str) and value for value in values):
            raise BadRequest(f'send {{"provider": "{_providers[0]}" or "{_providers[1]}", '
                             + ", ".join(f'"{member}": "…"' for member in _members) + "}")
        self._sandbox.register_client(provider, *values)
        return {"provider": provider, "client_id": wanted["client_id"]}
