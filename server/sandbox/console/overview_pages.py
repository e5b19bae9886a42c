"""The first page of the console, the call log, and the stylesheet."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from server.sandbox.console.page_frame import (Html, button, console, field, form, hubspot_types, link, page,
                                               quickbooks_entities, section, style_path, table)

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_calls_shown = 200
_days_max = 3650


class OverviewPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._style = style_path.read_text(encoding="utf-8")

    def add_to(self, app: web.Application) -> None:
        for address in ("/sandbox", "/sandbox/"):
            app.router.add_get(address, self._to_console)
        app.router.add_get("/sandbox/console.css", self._stylesheet)
        app.router.add_get(console, self._overview)
        app.router.add_post(console, self._act)
        app.router.add_get(console + "/log", self._log)

    async def _to_console(self, _: web.Request) -> web.Response:
        return web.Response(status=303, headers={"Location": console})

    async def _stylesheet(self, _: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css")

    async def _overview(self, _: web.Request) -> web.Response:
        return self._overview_page()

    def _overview_page(self, problem: str = "") -> web.Response:
        return page(self._sandbox, "Sandbox", self._counts(), self._meters(), self._time(), self._start_over(),
                    problem=problem, status=400 if problem else 200)

    def _counts(self) -> Html:
        rows: list[list[object]] = []
        for company in self._sandbox.quickbooks.companies:
            address = f"{console}/quickbooks/{company.settings.realm_id}"
            rows += [["QuickBooks", company.settings.name, link(f"{address}/{entity}", entity), len(company.store(entity))]
                     for entity in quickbooks_entities]
        account = self._sandbox.hubspot.account.name
        rows += [["HubSpot", account, link(f"{console}/hubspot/{name}", name.replace("_", " ")),
                  sum(not record.archived for record in self._sandbox.hubspot.objects(name).records.values())]
                 for name in hubspot_types]
        return section("Records", table(("Product", "Account", "Kind", "Records"), rows, "No records.", frozenset({3})))

    def _meters(self) -> Html:
        meters = self._sandbox.quickbooks.throttle.meters
        rows = [(realm, meter.core, meter.core_plus, meter.throttled) for realm, meter in sorted(meters.items())]
        return section("QuickBooks meters", table(
            ("Company", "Writes (core)", "Reads (core plus)", "Refused with 429"), rows,
            "No calls yet. They are counted from the first call on.", frozenset({1, 2, 3})))

    def _time(self) -> Html:
        now = self._sandbox.clock.now().isoformat(sep=" ", timespec="seconds")
        kind = "The clock stands still." if self._sandbox.clock.fixed else "The clock follows real time."
        return section("Simulated time", Html(f"<p>{now}. {kind}</p>"), form(console, (
            field("Days to go forward", "days", "1", kind="number"), button("Go forward", "advance")), kind="row"))

    def _start_over(self) -> Html:
        return section("Start over", form(console, (
            field("Seed", "seed", str(self._sandbox.seed), kind="number"),
            field("Customers", "scale", str(self._sandbox.scale), kind="number"),
            button("Replace all data", "reset", kind="danger")), kind="row"))

    async def _act(self, request: web.Request) -> web.Response:
        sent = await request.post()
        try:
            if sent.get("action") == "advance":
                days = int(str(sent.get("days", "")))
                if not 0 <= days <= _days_max:
                    raise ValueError
                self._sandbox.clock.advance(timedelta(days=days))
            elif sent.get("action") == "reset":
                scale = int(str(sent.get("scale", "")))
                if not 1 <= scale <= 100_000:
                    raise ValueError
                self._sandbox.reset(int(str(sent.get("seed", ""))), scale)
        except ValueError:
            return self._overview_page("Give whole numbers: days up to 3,650, customers between 1 and 100,000.")
        return web.Response(status=303, headers={"Location": console})

    async def _log(self, _: web.Request) -> web.Response:
        calls = islice(self._sandbox.call_log.latest(), _calls_shown)
        rows = [(call.sequence, call.time, call.provider, call.method, call.path, call.query[:300], call.status or "cut",
                 call.bytes_in, call.bytes_out, call.milliseconds, call.fault) for call in calls]
        head = ("No.", "Time", "Service", "Method", "Path", "Query", "Status", "Bytes in", "Bytes out", "ms", "Fault")
        return page(self._sandbox, "Call log", section(
            f"The latest {_calls_shown} calls", table(head, rows, "No calls yet. Connect the app and press Sync now.",
                                                      frozenset({0, 6, 7, 8, 9}))))
