"""Browse, edit and archive the records of the simulated HubSpot account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping
from urllib.parse import quote

from aiohttp import web

from server.sandbox.console.page_frame import (Html, button, console, field, form, hubspot_types, link, page, pages,
                                               section, table)
from server.sandbox.hubspot.errors import ApiError

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_page_size = 50
_columns = {
    "contacts": ("email", "firstname", "lastname", "company", "phone"),
    "companies": ("name", "domain", "city", "state"),
    "products": ("name", "hs_sku", "price"),
    "invoices": ("hs_number", "hs_invoice_status", "hs_currency", "hs_amount_billed", "hs_balance_due", "hs_due_date"),
    "line_items": ("name", "quantity", "price", "amount"),
    "deals": ("dealname", "dealstage", "amount")}


class HubSpotPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, app: web.Application) -> None:
        base = console + "/hubspot/{type}"
        app.router.add_get(base, self._list)
        app.router.add_get(base + "/{id}", self._detail)
        app.router.add_post(base + "/{id}", self._act)

    async def _list(self, request: web.Request) -> web.Response:
        name = _type_name(request)
        wanted = request.query.get("search", "")
        records = [record for record in self._sandbox.hubspot.objects(name).records.values()
                   if not wanted or wanted.casefold() in " ".join(record.properties.values()).casefold()]
        records.sort(key=lambda record: record.updated, reverse=True)
        text = request.query.get("page", "")
        number = max(1, int(text)) if text.isdecimal() else 1
        address = f"{console}/hubspot/{name}"
        rows = [[link(f"{address}/{record.id}", record.id),
                 *(record.properties.get(column, "") for column in _columns[name]),
                 "archived" if record.archived else ""]
                for record in records[(number - 1) * _page_size:number * _page_size]]
        search = form(address, (field("Search", "search", wanted), Html("<button>Search</button>")), method="get",
                      kind="row")
        return page(self._sandbox, f"HubSpot {name.replace('_', ' ')}", section(
            "Records", search, table(("Id", *_columns[name], ""), rows, "Nothing here yet."),
            pages(address, f"search={quote(wanted)}&" if wanted else "", number, _page_size, len(records))))

    async def _detail(self, request: web.Request) -> web.Response:
        return self._detail_page(_type_name(request), request.match_info["id"])

    def _detail_page(self, name: str, identifier: str, problem: str = "") -> web.Response:
        record = self._record(name, identifier)
        values = record["properties"]
        address = f"{console}/hubspot/{name}/{identifier}"
        fields = [field(column, column, values.get(column, "")) for column in _columns[name]]
        edit = form(address, (*fields, button("Save", "save", kind="primary")))
        archive = form(address, (button("Archive", "archive", kind="danger"),))
        content: list[object] = [] if record["archived"] else [section("Edit", edit, archive)]
        content.append(section("Properties", table(("Property", "Value"), sorted(values.items()), "No properties.")))
        linked = [(other, link(f"{console}/hubspot/{other}/{each}", each) if other in hubspot_types else each)
                  for other, ids in record["associations"].items() for each in ids]
        content.append(section("Associations", table(("Type", "Record"), linked, "Not associated with anything.")))
        return page(self._sandbox, f"{name.replace('_', ' ')} {identifier}", *content, problem=problem,
                    status=400 if problem else 200)

    def _record(self, name: str, identifier: str) -> Mapping[str, Any]:
        for record in self._sandbox.hubspot.snapshot(name):
            if record["id"] == identifier:
                return record
        raise web.HTTPNotFound(text=f"There is no record {identifier} among the {name}.")

    async def _act(self, request: web.Request) -> web.Response:
        name, identifier = _type_name(request), request.match_info["id"]
        sent = {key: str(value) for key, value in (await request.post()).items()}
        before = self._record(name, identifier)["properties"]
        try:
            if sent.get("action") == "archive":
                self._sandbox.hubspot.delete(name, identifier)
            else:
                changed = {column: sent[column] for column in _columns[name]
                           if column in sent and sent[column] != before.get(column, "")}
                self._sandbox.hubspot.edit(name, identifier, changed)
        except ApiError as refusal:
            return self._detail_page(name, identifier, problem=str(refusal))
        return web.Response(status=303, headers={"Location": f"{console}/hubspot/{name}/{identifier}"})


def _type_name(request: web.Request) -> str:
    name = request.match_info["type"]
    if name not in hubspot_types:
        raise web.HTTPNotFound(text=f"The console shows {', '.join(hubspot_types)}.")
    return name
