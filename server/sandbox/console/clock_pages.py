"""The clock of both products: forward, to a moment, standing still or following real time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.control_actions import BadRequest
from server.sandbox.console.page_frame import (Html, badge, button, console, field, form, page, section, select, sent_form, to)
from server.sandbox.console.page_routes import PageRoutes

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_address = console + "/clock"
_units = (("60", "minutes"), ("3600", "hours"), ("86400", "days"), ("604800", "weeks"))


class ClockPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, routes: PageRoutes) -> None:
        routes.get(_address, self._show)
        routes.post(_address, self._act)

    async def _show(self, _: web.Request) -> web.Response:
        return self._page()

    def _page(self, problem: str = "") -> web.Response:
        clock = self._sandbox.clock
        now = clock.now()
        state = badge("stands still", "warn") if clock.fixed else badge("follows real time", "good")
        other = button("Let it run", "resume") if clock.fixed else button("Stop it", "fix")
        jumps = form(_address, [button(text, f"go {seconds}") for text, seconds in (
            ("1 hour", 3600), ("1 day", 86_400), ("30 days", 30 * 86_400))], kind="row")
        return page(
            self._sandbox, "Clock",
            section("Now", Html(f'<p class="big">{now:%H:%M:%S}</p><p>{now:%A, %-d %B %Y} (UTC) {state.text}</p>'),
                    form(_address, (other,), kind="row")),
            section("Go forward", jumps, form(_address, (
                field("How many", "many", "1", kind="number"), select("", "unit", _units, "86400"), button("Go forward", "advance")),
                kind="row")),
            section("Set", form(_address, (field("Time", "moment", f"{now:%Y-%m-%dT%H:%M:%SZ}", hint="may lie in the past"),
                                           button("Set the clock", "set")), kind="row")),
            Html('<p class="note">Invoices become overdue, access tokens expire, and change data capture looks back 30 days by '
                 "this clock. Request limits go by real time.</p>"),
            here=_address, problem=problem, status=400 if problem else 200)

    async def _act(self, request: web.Request) -> web.Response:
        try:
            await self._sandbox.perform("/sandbox/clock", _wanted(await sent_form(request)))
        except BadRequest as reason:
            return self._page(str(reason))
        return to(_address)


def _wanted(sent: dict[str, str]) -> dict[str, Any]:
    action = sent.get("action", "")
    try:
        if action.startswith("go "):
            return {"advance_seconds": int(action[3:])}
        if action == "advance":
            return {"advance_seconds": int(sent.get("many", "")) * int(sent.get("unit", "1"))}
    except ValueError:
        raise BadRequest("Give a whole number of steps.") from None
    return {"set": sent.get("moment", "")} if action == "set" else {"fixed": action == "fix"}
