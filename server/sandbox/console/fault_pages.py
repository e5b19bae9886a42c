"""Plans what goes wrong: ready-made faults at the press of a button, and a form for every kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.page_frame import (Html, badge, button, console, details, field, form, hidden, page, section, select,
                                               sent_form, table, to)
from server.sandbox.console.page_routes import PageRoutes
from server.sandbox.faults.effects import kinds

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_address = console + "/faults"
_providers = (("", "Both products"), ("hubspot", "HubSpot"), ("quickbooks", "QuickBooks"))
_methods = tuple((name, name or "Any") for name in ("", "GET", "POST", "PATCH", "PUT", "DELETE"))
_writes = {"method": "POST", "path": r"^(?!.*(oauth|/search|/batch/read|/query|tokens))"}
_ready_made: dict[str, tuple[str, dict[str, Any]]] = {
    "lost": ("Lose the answer to the next write", {"kind": "lost_answer", **_writes}),
    "refused": ("Refuse the next 3 calls", {"kind": "refused", "count": 3}),
    "throttled": ("429 for the next 5 calls", {"kind": "throttled", "count": 5, "retry_after_seconds": 2}),
    "unauthorized": ("401 for the next call", {"kind": "unauthorized"}),
    "gateway": ("503 after the next write took effect", {"kind": "status", "after_effect": True, **_writes}),
    "portal": ("A Wi-Fi page instead of the next 3 answers", {"kind": "captive_portal", "count": 3}),
    "slow": ("Every call takes 3 seconds longer", {"kind": "delay", "milliseconds": 3000, "count": 0}),
    "offline": ("No call gets through", {"kind": "refused", "count": 0})}


class FaultPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, routes: PageRoutes) -> None:
        routes.get(_address, self._show)
        routes.post(_address, self._act)

    async def _show(self, _: web.Request) -> web.Response:
        return self._page()

    def _page(self, problem: str = "") -> web.Response:
        ready = form(_address, [button(text, name) for name, (text, _) in _ready_made.items()], kind="row")
        return page(self._sandbox, "Faults", self._planned(), section("Ready-made", ready), _new(), _every_kind(),
                    here=_address, problem=problem, status=400 if problem else 200)

    def _planned(self) -> Html:
        faults = self._sandbox.faults.faults
        rows = [(fault.kind.replace("_", " "), fault.pattern.provider or "both", _calls(fault.as_json()), _members(fault.values),
                 fault.pattern.matched, fault.struck, form(_address, (hidden("number", str(number)), button("Remove", "remove")),
                                                           kind="row")) for number, fault in enumerate(faults)]
        late = self._sandbox.faults.late.as_json()
        waiting = badge(f"{late['pending']} effects are still to come", "warn") if late["pending"] else ""
        listed = table(("Fault", "Product", "Calls", "Details", "Matched", "Struck", ""), rows,
                       "Nothing goes wrong at present.", frozenset({4, 5}))
        stop = form(_address, (button("Remove all", "clear", kind="danger"),)) if faults else ""
        return section("Planned", listed, waiting, stop)

    async def _act(self, request: web.Request) -> web.Response:
        sent = await sent_form(request)
        plan = self._sandbox.faults
        try:
            action = sent.get("action", "")
            if action == "clear":
                plan.clear()
            elif action == "remove":
                plan.remove(int(sent.get("number", "")))
            else:
                plan.add(_ready_made[action][1] if action in _ready_made else _sent_fault(sent))
        except ValueError as reason:
            return self._page(str(reason).removeprefix("fault 0: "))
        return to(_address)


def _sent_fault(sent: dict[str, str]) -> dict[str, Any]:
    fault: dict[str, Any] = {name: sent[name] for name in ("kind", "provider", "method", "path") if sent.get(name)}
    for name in ("nth", "count"):
        if sent.get(name):
            fault[name] = int(sent[name])
    more = json.loads(sent.get("more") or "{}")
    if not isinstance(more, dict):
        raise ValueError('more members are a JSON object, such as {"milliseconds": 500}')
    return {**fault, **more}


def _calls(fault: dict[str, Any]) -> str:
    call = f"{fault['method'] or 'any call'} {fault['path']}".strip()
    count = "all" if not fault["count"] else str(fault["count"])
    return f"{call}, from no. {fault['nth']}, {count}"


def _members(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items() if value not in ("", {}, None))


def _new() -> Html:
    names = [(name, name.replace("_", " ")) for name in kinds]
    return section("Another one", form(_address, (
        select("What goes wrong", "kind", names), select("Product", "provider", _providers), select("Method", "method", _methods),
        field("Path matches", "path", hint="a regular expression, such as /invoices/batch"),
        field("From call no.", "nth", "1", kind="number"), field("How many calls", "count", "1", kind="number", hint="0: all later ones"),
        field("More members", "more", hint='JSON, such as {"milliseconds": 500}'), button("Plan it", "add", kind="primary"))))


def _every_kind() -> Html:
    rows = [(name.replace("_", " "), " ".join((kind.run.__doc__ or "").split()), _members(kind.members) or "none")
            for name, kind in kinds.items()]
    return section("", details("What every kind does", table(("Kind", "What happens", "Members and their defaults"), rows, "")))
