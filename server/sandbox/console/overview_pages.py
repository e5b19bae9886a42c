"""The first page of the console, the limits with their meters, and the stylesheet."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from server.sandbox.console.navigation import (company_address, hubspot_types, plural, quickbooks_entities, quickbooks_lists,
                                               type_title)
from server.sandbox.console.page_frame import (Html, badge, button, console, field, form, link, nothing, page, section,
                                               sent_form, style_path, table, to)
from server.sandbox.console.page_routes import PageRoutes

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox
    from server.sandbox.quickbooks import Company

scale_max = 100_000


class OverviewPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._style = style_path.read_text(encoding="utf-8")

    def add_to(self, routes: PageRoutes) -> None:
        for address in ("/sandbox", "/sandbox/"):
            routes.get(address, self._to_console)
        routes.get("/sandbox/console.css", self._stylesheet)
        routes.get(console, self._overview)
        routes.post(console, self._act)
        routes.get(console + "/meters", self._meters)
        routes.get(console + "/quickbooks/{realm}", self._company)

    async def _to_console(self, _: web.Request) -> web.Response:
        return to(console)

    async def _stylesheet(self, _: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css")

    async def _overview(self, _: web.Request) -> web.Response:
        return self._overview_page()

    def _overview_page(self, problem: str = "") -> web.Response:
        cards = [self._time(), self._faults(), self._calls(), self._hubspot()]
        cards += [self._company_card(company) for company in self._sandbox.quickbooks.companies]
        intro = Html('<p class="note">Here you play the other side: change, pay or send something in one of the two products, '
                     "then let the app sync and see what it makes of it.</p>")
        return page(self._sandbox, "Sandbox", intro, Html('<div class="cards">'), *cards, Html("</div>"), self._start_over(),
                    here=console, problem=problem, status=400 if problem else 200)

    def _time(self) -> Html:
        clock = self._sandbox.clock
        state = badge("stands still", "warn") if clock.fixed else badge("follows real time", "good")
        now = clock.now()
        return section("Simulated time", Html(f'<p class="big">{now:%H:%M}</p><p>{now:%A, %-d %B %Y} (UTC) {state.text}</p>'),
                       form(console, (field("Days to go forward", "days", "1", kind="number"), button("Go forward", "advance")),
                            kind="row"), link(console + "/clock", "Set, stop or resume the clock"))

    def _faults(self) -> Html:
        faults = self._sandbox.faults.faults
        state = badge(f"{len(faults)} planned", "warn") if faults else badge("none planned", "good")
        struck = sum(fault.struck for fault in faults)
        return section("Faults", Html(f'<p class="big">{struck}</p><p>calls struck {state.text}</p>'),
                       link(console + "/faults", "Plan what goes wrong"))

    def _calls(self) -> Html:
        log = self._sandbox.call_log
        return section("Calls", Html(f'<p class="big">{log.next_sequence - 1:,}</p><p>from the app so far</p>'),
                       link(console + "/log", "Look at the call log"))

    def _hubspot(self) -> Html:
        rows = [(link(f"{console}/hubspot/{name}", type_title(name)), self._live(name))
                for name in hubspot_types]
        return section(f"HubSpot: {self._sandbox.hubspot.account.name}",
                       table(("", "Records"), rows, "No records.", frozenset({1})))

    def _live(self, name: str) -> int:
        return sum(not record.archived for record in self._sandbox.hubspot.objects(name).records.values())

    def _company_card(self, company: Company) -> Html:
        address = company_address(company.settings.realm_id)
        rows = [(link(f"{address}/{entity}", plural(entity)), len(company.store(entity))) for entity in quickbooks_entities]
        settings = company.settings
        return section(f"QuickBooks: {settings.name}", Html("<p>"), badge(settings.country, "quiet"), " ",
                       badge(settings.home_currency, "quiet"), Html("</p>"), table(("", "Records"), rows, "", frozenset({1})),
                       link(address, "Lists and settings"))

    async def _company(self, request: web.Request) -> web.Response:
        company = self._sandbox.quickbooks.company(request.match_info["realm"])
        if company is None:
            raise web.HTTPNotFound(text="There is no such company in the sandbox.")
        address = company_address(company.settings.realm_id)
        rows = [(link(f"{address}/{entity}", plural(entity)), len(company.store(entity)))
                for entity in (*quickbooks_entities, *quickbooks_lists)]
        rules = [(each.name.replace("_", " ").capitalize(), _plain(getattr(company.settings, each.name)))
                 for each in fields(company.settings)]
        return page(self._sandbox, company.settings.name, section("Records", table(("", "Records"), rows, "", frozenset({1}))),
                    section("Settings of the company", table(("Setting", "Value"), [row for row in rules if row[1]], "")),
                    here=address, remark=badge(company.settings.home_currency, "quiet"))

    async def _meters(self, _: web.Request) -> web.Response:
        meters = self._sandbox.quickbooks.throttle.meters
        names = {company.settings.realm_id: company.settings.name for company in self._sandbox.quickbooks.companies}
        rows = [(names.get(realm, realm), meter.core, meter.core_plus, meter.throttled)
                for realm, meter in sorted(meters.items())]
        counted = table(("Company", "Writes (core)", "Reads (core plus)", "Refused with 429"), rows,
                        "No calls yet. They are counted from the first call on.", frozenset({1, 2, 3}))
        limits = [_limits(name, simulator.switches) for name, simulator in
                  (("HubSpot", self._sandbox.hubspot), ("QuickBooks", self._sandbox.quickbooks))]
        note = Html('<p class="note">Switches say how the simulated products behave where their documentation leaves it open. '
                    "Tests set them by POST /sandbox/switches.</p>")
        return page(self._sandbox, "Limits and meters", section("QuickBooks: calls of this month", counted), note, *limits,
                    here=console + "/meters")

    def _start_over(self) -> Html:
        return section("Start over", form(console, (
            field("Seed", "seed", str(self._sandbox.seed), kind="number"),
            field("Customers", "scale", str(self._sandbox.scale), kind="number"),
            button("Replace all data", "reset", kind="danger")), kind="row"),
            Html('<p class="note">Everything in both products is made anew. Sign-ins of the app stay.</p>'))

    async def _act(self, request: web.Request) -> web.Response:
        sent = await sent_form(request)
        try:
            if sent.get("action") == "advance":
                days = int(sent.get("days", ""))
                await self._sandbox.perform("/sandbox/clock", {"advance_seconds": days * 86_400})
            elif sent.get("action") == "reset":
                wanted = {"seed": int(sent.get("seed", "")), "scale": int(sent.get("scale", ""))}
                await self._sandbox.perform("/sandbox/reset", wanted)
        except ValueError:
            return self._overview_page("Give whole numbers: days that the calendar has, customers between 1 and 100,000.")
        return to(console)


def _limits(name: str, switches: Any) -> Html:
    if not is_dataclass(switches):
        return nothing
    rows = [(each.name.replace("_", " "), _plain(getattr(switches, each.name))) for each in fields(switches)]
    return section(f"{name}: limits and switches", table(("Switch", "Value"), rows, ""))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, (set, list, tuple)):
        return ", ".join(sorted(map(str, value)))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
