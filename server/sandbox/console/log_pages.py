"""The call log: every call of the app to the two products, newest first, with a filter."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator

from aiohttp import web

from server.sandbox.call_log import LoggedCall
from server.sandbox.console.page_frame import (Html, badge, button, chips, console, form, hidden, page, page_number, page_size, pages,
                                               search_form, section, table, to)
from server.sandbox.console.page_routes import PageRoutes

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_address = console + "/log"
_providers = (("", "Both"), ("hubspot", "HubSpot"), ("quickbooks", "QuickBooks"))
_kinds = (("", "All"), ("reads", "Reads"), ("writes", "Writes"), ("failed", "Refused"), ("struck", "Struck by a fault"),
          ("oauth", "Sign-in"))
_query_shown = 300


class LogPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, routes: PageRoutes) -> None:
        routes.get(_address, self._show)
        routes.post(_address, self._clear)

    async def _show(self, request: web.Request) -> web.Response:
        kept = {name: request.query.get(name, "") for name in ("search", "provider", "kind")}
        found = list(_chosen(self._sandbox.call_log.latest(), kept["provider"], kept["kind"], kept["search"]))
        number = page_number(request.query)
        shown = found[(number - 1) * page_size:number * page_size]
        head = ("No.", "Time", "Product", "Call", "Query", "Status", "In", "Out", "ms", "Fault")
        rows = [(call.sequence, call.time[11:23], {"hubspot": "HubSpot"}.get(call.provider, "QuickBooks"), _call(call),
                 call.query[:_query_shown], _status(call), call.bytes_in, call.bytes_out, call.milliseconds,
                 badge(call.fault.replace("_", " "), "warn")) for call in shown]
        listed = table(head, rows, "No calls yet. Connect the app and press Sync now." if not any(kept.values())
                       else "No such call.", frozenset({0, 6, 7, 8}))
        keeping = [hidden(name, kept[name]) for name in ("provider", "kind") if kept[name]]
        return page(self._sandbox, "Call log", section(
            "", search_form(_address, kept["search"], *keeping),
            chips(_address, "provider", _providers, kept["provider"], {**kept, "provider": ""}),
            chips(_address, "kind", _kinds, kept["kind"], {**kept, "kind": ""}), listed,
            pages(_address, kept, number, len(found)), form(_address, (button("Clear the log", "clear", kind="danger"),))),
            here=_address)

    async def _clear(self, _: web.Request) -> web.Response:
        self._sandbox.call_log.clear()
        return to(_address)


def _chosen(calls: Iterator[LoggedCall], provider: str, kind: str, wanted: str) -> Iterator[LoggedCall]:
    text = wanted.casefold()
    for call in calls:
        if provider and call.provider != provider:
            continue
        if kind and not _is(kind, call):
            continue
        if not text or text in f"{call.method} {call.path}?{call.query}".casefold():
            yield call


def _is(kind: str, call: LoggedCall) -> bool:
    if kind == "struck":
        return bool(call.fault)
    if kind == "failed":
        return call.status >= 400
    if kind == "oauth":
        return call.kind == "oauth"
    reads = call.method == "GET" or call.path.endswith(("/query", "/search", "/batch/read"))
    return call.kind == "api" and reads == (kind == "reads")


def _call(call: LoggedCall) -> Html:
    return Html(f"<b>{escape(call.method)}</b> {escape(call.path)}")


def _status(call: LoggedCall) -> Html:
    if not call.status:
        return badge("under way", "quiet")
    return badge(str(call.status), "good" if call.status < 300 else "quiet" if call.status < 400 else "bad")
