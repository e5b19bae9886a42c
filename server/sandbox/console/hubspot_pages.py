"""Browse, search, make and change records of the simulated HubSpot account."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Mapping

from aiohttp import web

from server.sandbox.console import hubspot_views as views
from server.sandbox.console.bookkeeper import UnknownRecord
from server.sandbox.console.navigation import console, hubspot_types, type_title
from server.sandbox.console.page_frame import (Html, button, button_link, chips, details, field, form, link, page, page_number,
                                               page_size, pages, search_form, section, select, sent_form, table, to)
from server.sandbox.console.page_routes import PageRoutes
from server.sandbox.console.salesperson import Salesperson
from server.sandbox.hubspot.errors import ApiError
from server.sandbox.hubspot.records import Record

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_bins = (("", "Live"), ("archived", "Recycle bin"))


class HubSpotPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, routes: PageRoutes) -> None:
        base = console + "/hubspot/{type}"
        routes.get(base, self._list)
        routes.post(base, self._create)
        routes.get(base + "/new", self._new)
        routes.get(base + "/{id}", self._detail)
        routes.post(base + "/{id}", self._act)

    @property
    def _person(self) -> Salesperson:
        return Salesperson(self._sandbox.hubspot, self._sandbox.clock.now())

    async def _list(self, request: web.Request) -> web.Response:
        name = _type_name(request)
        address = f"{console}/hubspot/{name}"
        kept = {key: request.query.get(key, "") for key in ("search", "bin")}
        found = self._found(name, kept)
        number = page_number(request.query)
        newest = nlargest(number * page_size, found, key=lambda record: (record.updated, record.number))
        rows = [self._row(name, address, record) for record in newest[(number - 1) * page_size:]]
        head = ("Id", *(views.title_of(self._sandbox.hubspot.crm, name, column) for column in views.columns[name]), "")
        return page(self._sandbox, type_title(name), section(
            "", search_form(address, kept["search"]), chips(address, "bin", _bins, kept["bin"], kept),
            table(head, rows, "Nothing here yet.", views.number_columns(name)), pages(address, kept, number, len(found))),
            here=address, remark=button_link(address + "/new", f"New {_spoken(name)}"), above=self._above())

    def _found(self, name: str, kept: Mapping[str, str]) -> list[Record]:
        wanted, binned = kept["search"].casefold(), kept["bin"] == "archived"
        return [record for record in self._sandbox.hubspot.objects(name).records.values()
                if record.archived == binned and (not wanted or wanted in " ".join(record.properties.values()).casefold())]

    def _row(self, name: str, address: str, record: Record) -> list[object]:
        cells: list[object] = [views.cell(record, column) for column in views.columns[name]]
        return [link(f"{address}/{record.id}", record.id), *cells, views.state_badge(name, record)]

    def _above(self, name: str = "") -> list[tuple[str, str]]:
        way = [(f"HubSpot: {self._sandbox.hubspot.account.name}", console)]
        return [*way, (type_title(name), f"{console}/hubspot/{name}")] if name else way

    async def _new(self, request: web.Request) -> web.Response:
        return self._new_page(_type_name(request), {})

    def _new_page(self, name: str, sent: Mapping[str, str], problem: str = "") -> web.Response:
        address = f"{console}/hubspot/{name}"
        return page(self._sandbox, f"New {_spoken(name)}", views.new_form(self._sandbox.hubspot.crm, name, address, sent),
                    here=address + "/new", above=self._above(name), problem=problem, status=400 if problem else 200)

    async def _create(self, request: web.Request) -> web.Response:
        name = _type_name(request)
        sent = await sent_form(request)
        properties = {each.name: sent[each.name] for each in views.editable(self._sandbox.hubspot.crm, name) if sent.get(each.name)}
        try:
            identifier = self._person.create(name, properties)
        except ApiError as refusal:
            return self._new_page(name, sent, problem=_sentence(refusal))
        return to(f"{console}/hubspot/{name}/{identifier}")

    async def _detail(self, request: web.Request) -> web.Response:
        return self._detail_page(_type_name(request), request.match_info["id"])

    def _detail_page(self, name: str, identifier: str, problem: str = "") -> web.Response:
        try:
            record = self._person.record(name, identifier)
        except UnknownRecord as reason:
            raise web.HTTPNotFound(text=str(reason)) from None
        address = f"{console}/hubspot/{name}/{identifier}"
        crm = self._sandbox.hubspot.crm
        edit = [] if record.archived else [views.edit_form(crm, name, record, address)]
        known = table(("Property", "Value"), sorted(record.properties.items()), "No properties.")
        return page(self._sandbox, views.name_of(name, record), *edit, views.action_form(name, record, address),
                    self._associations(name, record, address), section("", details("All properties", known)),
                    here=address, above=self._above(name), remark=views.state_badge(name, record), problem=problem,
                    status=400 if problem else 200)

    def _associations(self, name: str, record: Record, address: str) -> Html:
        crm = self._sandbox.hubspot.crm
        rows = []
        for other, ids in crm.graph.of_record(name, record.id).items():
            for each in ids:
                found = crm.stores[other].get(each)
                known = other in hubspot_types and found is not None
                shown = link(f"{console}/hubspot/{other}/{each}", views.name_of(other, found)) if known and found else each
                rows.append((type_title(other), shown, views.state_badge(other, found) if found else ""))
        offered = [(other, type_title(other)) for other in views.partners if other != name]
        adding = form(address, (select("Type", "other", offered), field("Id", "value"), button("Associate", "associate")), kind="row")
        return section("Associations", table(("Type", "Record", ""), rows, "Not associated with anything."), adding)

    async def _act(self, request: web.Request) -> web.Response:
        name, identifier = _type_name(request), request.match_info["id"]
        sent = await sent_form(request)
        person, action, shown = self._person, sent.get("action", ""), identifier
        try:
            if action == "save":
                person.change(name, identifier, self._changed(name, identifier, sent))
            elif action == "associate":
                person.link(name, identifier, sent.get("other", ""), sent.get("value", "").strip())
            else:
                shown = person.act(name, identifier, action, sent.get("value", "").strip())
        except (ApiError, LookupError) as refusal:
            return self._detail_page(name, identifier, problem=_sentence(refusal))
        return to(f"{console}/hubspot/{name}/{shown}")

    def _changed(self, name: str, identifier: str, sent: Mapping[str, str]) -> dict[str, str]:
        """What differs from what is stored; a form leaves untouched what it shows."""
        before = self._person.record(name, identifier).properties
        return {each.name: sent[each.name] for each in views.editable(self._sandbox.hubspot.crm, name)
                if each.name in sent and sent[each.name] != before.get(each.name, "").replace("\r\n", "\n")}


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, ApiError):
        listed = [error["message"] for error in refusal.body.get("errors", ())]
        named = refusal.body.get("context", {}).get("properties", ())
        return "; ".join(listed) or " ".join([str(refusal), *named])
    return str(refusal.args[0]) if isinstance(refusal, UnknownRecord) else "HubSpot knows no such association."


def _spoken(name: str) -> str:
    return {"companies": "company", "commerce_payments": "payment", "line_items": "line item"}.get(name, name.removesuffix("s"))


def _type_name(request: web.Request) -> str:
    name = request.match_info["type"]
    if name not in hubspot_types:
        raise web.HTTPNotFound(text=f"The console shows {', '.join(hubspot_types)}.")
    return name
