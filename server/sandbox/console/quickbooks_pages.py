"""The other side of the app: browse, search, make and change records of the simulated QuickBooks companies."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from heapq import nlargest
from typing import TYPE_CHECKING, Mapping

from aiohttp import web

from server.sandbox.console import quickbooks_forms as forms
from server.sandbox.console import quickbooks_views as views
from server.sandbox.console.bookkeeper import Bookkeeper, UnknownRecord
from server.sandbox.console.navigation import company_address, plural
from server.sandbox.console.page_frame import (Html, button_link, chips, details, join, link, nothing, page, page_number, page_size,
                                               pages, search_form, section, sent_form, table, to)
from server.sandbox.console.page_routes import PageRoutes
from server.sandbox.quickbooks.api_fault import ApiFault
from server.sandbox.quickbooks.entity_types import EntityType
from server.sandbox.quickbooks.json_text import encode
from server.sandbox.quickbooks.merging import merge_customers
from server.sandbox.quickbooks.record_store import Record

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

Found = tuple[Bookkeeper, EntityType, str]


class QuickBooksPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, routes: PageRoutes) -> None:
        base = company_address("{realm}") + "/{entity}"
        routes.get(base, self._list)
        routes.post(base, self._create)
        routes.get(base + "/new", self._new)
        routes.get(base + "/{id}", self._detail)
        routes.post(base + "/{id}", self._act)

    def _open(self, request: web.Request) -> Found:
        company = self._sandbox.quickbooks.company(request.match_info["realm"])
        if company is None:
            raise web.HTTPNotFound(text="There is no such company in the sandbox.")
        bookkeeper = Bookkeeper(company, self._sandbox.clock.now())
        try:
            kind = bookkeeper.kind(request.match_info["entity"])
        except UnknownRecord as reason:
            raise web.HTTPNotFound(text=str(reason)) from None
        return bookkeeper, kind, f"{company_address(company.settings.realm_id)}/{kind.name}"

    async def _list(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        kept = {name: request.query.get(name, "") for name in ("search", "stage")}
        found = self._found(bookkeeper, kind, kept)
        number = page_number(request.query)
        # Newest changes first; only as many as are needed are put in order.
        newest = nlargest(number * page_size, found, key=lambda record: (record.updated, record.change))
        shown = newest[(number - 1) * page_size:]
        columns = views.columns_of(kind.name)
        rows = [self._row(address, record, columns) for record in shown]
        numbers = frozenset(place for place, column in enumerate(columns, start=1) if views.is_money(column))
        filters = chips(address, "stage", views.stages, kept["stage"], kept) if kind.name == "Invoice" else nothing
        make = button_link(address + "/new", f"New {_spoken(kind)}") if forms.can_be_made(kind) else nothing
        return page(self._sandbox, plural(kind.name), section(
            "", search_form(address, kept["search"]), filters,
            table(("Id", *(column.label for column in columns), ""), rows, "Nothing found.", numbers),
            pages(address, kept, number, len(found))), here=address, remark=make, above=self._above(bookkeeper))

    def _found(self, bookkeeper: Bookkeeper, kind: EntityType, kept: Mapping[str, str]) -> list[Record]:
        wanted, stage, today = kept["search"].casefold(), kept["stage"], self._sandbox.clock.now().date()
        found = list(bookkeeper.company.store(kind.name))
        if wanted:
            found = [record for record in found if wanted in record.text.casefold()]
        if stage:
            found = [record for record in found if views.in_stage(stage, views.stage_of(record, record.peek(), today)[0])]
        return found

    def _row(self, address: str, record: Record, columns: tuple[views.Member, ...]) -> list[object]:
        data = record.peek()
        cells: list[object] = [column.shown(data) for column in columns]
        if cells:
            cells[0] = link(f"{address}/{record.id}", cells[0] or "without a number")
        return [link(f"{address}/{record.id}", record.id), *cells,
                views.stage_badge(record, data, self._sandbox.clock.now().date())]

    def _above(self, bookkeeper: Bookkeeper, kind: EntityType | None = None) -> list[tuple[str, str]]:
        settings = bookkeeper.company.settings
        way = [(f"QuickBooks: {settings.name}", company_address(settings.realm_id))]
        return way if kind is None else [*way, (plural(kind.name), f"{way[0][1]}/{kind.name}")]

    async def _new(self, request: web.Request) -> web.Response:
        return self._new_page(*self._open(request), {})

    def _new_page(self, bookkeeper: Bookkeeper, kind: EntityType, address: str, sent: Mapping[str, str],
                  problem: str = "") -> web.Response:
        if not forms.can_be_made(kind):
            raise web.HTTPNotFound(text=f"{plural(kind.name)} are not made here.")
        return page(self._sandbox, f"New {_spoken(kind)}", forms.new_form(bookkeeper, kind, address, sent), here=address + "/new",
                    above=self._above(bookkeeper, kind), problem=problem, status=400 if problem else 200)

    async def _create(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        sent = await sent_form(request)
        if not forms.can_be_made(kind):
            raise web.HTTPNotFound(text=f"{plural(kind.name)} are not made here.")
        try:
            record = bookkeeper.create(kind, forms.new_body(bookkeeper, kind, sent))
        except (ApiFault, InvalidOperation) as reason:
            return self._new_page(bookkeeper, kind, address, sent, problem=_sentence(reason))
        return to(f"{address}/{record.id}")

    async def _detail(self, request: web.Request) -> web.Response:
        return self._detail_page(*self._open(request), request.match_info["id"])

    def _detail_page(self, bookkeeper: Bookkeeper, kind: EntityType, address: str, identifier: str,
                     problem: str = "") -> web.Response:
        record = bookkeeper.company.find(kind.name, identifier)
        if record is None:
            raise web.HTTPNotFound(text=f"There is no {kind.name} {identifier}; it may have been deleted.")
        named = record.data.get("FullyQualifiedName") or record.data.get("DisplayName") or record.data.get("Name")
        title = named or f"{_spoken(kind).capitalize()} {record.data.get('DocNumber', identifier)}"
        raw = json.dumps(json.loads(encode(record.data)), ensure_ascii=False, indent=1)
        return page(self._sandbox, str(title), views.summary(address, record), forms.action_form(kind, record, address),
                    forms.edit_form(kind, record, address), views.linked(address, record.data),
                    section("", details("As the API shows it", join((Html("<pre>"), raw, Html("</pre>"))))),
                    here=f"{address}/{identifier}", above=self._above(bookkeeper, kind),
                    remark=views.stage_badge(record, record.data, self._sandbox.clock.now().date()),
                    problem=problem, status=400 if problem else 200)

    async def _act(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        identifier = request.match_info["id"]
        sent = await sent_form(request)
        action = sent.get("action", "")
        try:
            if action == "save":
                members = forms.changed_members(kind, bookkeeper.record(kind, identifier).data, sent)
                bookkeeper.change(kind, identifier, members)
            elif action == "merge" and kind.name == "Customer":
                merge_customers(bookkeeper.company, identifier, sent.get("other", "").strip(), bookkeeper.now)
            else:
                made = bookkeeper.act(kind, identifier, action, Decimal(sent["amount"]) if sent.get("amount") else None)
                if action == "invoice":
                    return to(f"{address.rpartition('/')[0]}/Invoice/{made['Id']}")
        except UnknownRecord as reason:
            raise web.HTTPNotFound(text=str(reason)) from None
        except (ApiFault, InvalidOperation) as reason:
            return self._detail_page(bookkeeper, kind, address, identifier, problem=_sentence(reason))
        return to(address if action == "delete" else f"{address}/{identifier}")


def _spoken(kind: EntityType) -> str:
    return plural(kind.name).removesuffix("s").lower()


def _sentence(reason: Exception) -> str:
    return reason.detail if isinstance(reason, ApiFault) else "Give the amount as a number, such as 12.50."
