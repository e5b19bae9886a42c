"""Reads and sets the switches of both simulators: behaviour that their documentation leaves open.

A simulator takes part by having a dataclass as its `switches`. A field's `choices` metadata lists the
texts it may hold; every other field takes values of the type of its default.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Mapping

from aiohttp import web

from server.sandbox.console.control_routes import BadRequest, answering, body_object

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox


class SwitchRoutes:
    """GET, POST and DELETE /sandbox/switches: {"hubspot": {…}, "quickbooks": {…}}."""

    def __init__(self, sandbox: Sandbox) -> None:
        simulators = {"hubspot": sandbox.hubspot, "quickbooks": sandbox.quickbooks}
        self._switches = {name: simulator.switches for name, simulator in simulators.items()
                          if hasattr(simulator, "switches")}

    def add_to(self, app: web.Application) -> None:
        for method, answer in (("GET", self._show), ("POST", self._set), ("DELETE", self._restore)):
            app.router.add_route(method, "/sandbox/switches", answering(answer))

    async def _show(self, _: web.Request) -> Any:
        return {name: switch_values(switches) for name, switches in self._switches.items()}

    async def _set(self, request: web.Request) -> Any:
        """Sets those that are named, all of them or none."""
        wanted = await body_object(request)
        checked = {name: checked_values(name, self._named(name), values) for name, values in wanted.items()}
        for name, values in checked.items():
            for switch, value in values.items():
                setattr(self._switches[name], switch, value)
        return await self._show(request)

    async def _restore(self, request: web.Request) -> Any:
        """Back to the defaults."""
        for switches in self._switches.values():
            for switch in fields(switches):
                setattr(switches, switch.name, _default(switch))
        return await self._show(request)

    def _named(self, name: str) -> Any:
        if name not in self._switches:
            raise BadRequest(f"there are no switches of {name!r}; there are those of {', '.join(self._switches)}")
        return self._switches[name]


def switch_values(switches: Any) -> dict[str, Any]:
    """All switches of one simulator as JSON values; a set as a sorted array."""
    return {switch.name: sorted(value) if isinstance(value, set) else value
            for switch in fields(switches) for value in [getattr(switches, switch.name)]}


def checked_values(owner: str, switches: Any, wanted: Any) -> dict[str, Any]:
    """The wanted values in the types of the switches; raises BadRequest naming the first that does not fit."""
    if not isinstance(wanted, Mapping):
        raise BadRequest(f'"{owner}" must be an object of switches')
    known = {switch.name: switch for switch in fields(switches)}
    for name in wanted:
        if name not in known:
            raise BadRequest(f"{owner} has no switch {name!r}; GET /sandbox/switches lists them")
    return {name: _fitted(f"{owner}.{name}", known[name], value) for name, value in wanted.items()}


def _fitted(name: str, switch: Field[Any], value: Any) -> Any:
    default, choices = _default(switch), switch.metadata.get("choices")
    if choices is not None:
        if value not in choices:
            raise BadRequest(f"{name} must be one of {', '.join(choices)}")
        return value
    if isinstance(default, set):
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return set(value)
        raise BadRequest(f"{name} must be an array of texts")
    if isinstance(default, bool) or isinstance(value, bool):
        if isinstance(default, bool) and isinstance(value, bool):
            return value
    elif isinstance(default, float) and isinstance(value, (int, Decimal)) and value >= 0:
        return float(value)
    elif isinstance(value, type(default)) and (not isinstance(value, int) or value >= 0):
        return value
    raise BadRequest(f"{name} must be a {type(default).__name__} such as {default!r}")


def _default(switch: Field[Any]) -> Any:
    return switch.default if switch.default_factory is MISSING else switch.default_factory()
