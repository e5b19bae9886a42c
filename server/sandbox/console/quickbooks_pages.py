"""The other side of the app: browse, search and edit the simulated QuickBooks companies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Mapping
from urllib.parse import quote

from aiohttp import web

from server.sandbox.console.bookkeeper import Bookkeeper, UnknownRecord
from server.sandbox.console.page_frame import (Html, button, console, field, form, join, link, page, pages,
                                               plural, section, select, table)
from server.sandbox.quickbooks.api_fault import ApiFault
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.entity_types import EntityType
from server.sandbox.quickbooks.json_text import encode, number_text
from server.sandbox.quickbooks.record_store import Record

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

_page_size = 50


@dataclass(frozen=True)
class _Editable:
    """A member of an entity that the form shows; `inner` is the member inside it that holds the text."""

    label: str
    member: str
    inner: str = ""
    long: bool = False

    def text(self, data: Mapping[str, Any]) -> str:
        value = data.get(self.member, "")
        if self.inner:
            value = value.get(self.inner, "") if isinstance(value, dict) else ""
        return number_text(value) if isinstance(value, Decimal) else str(value)

    def wire(self, text: str) -> Any:
        if not text:
            return None
        return {self.inner: text} if self.inner else text


_mail = _Editable("E-mail", "BillEmail", "Address")
_memo = _Editable("Message to the customer", "CustomerMemo", "value", long=True)
_note = _Editable("Internal note", "PrivateNote", long=True)
_form_members = (_Editable("Number", "DocNumber"), _Editable("Date", "TxnDate"), _mail, _memo, _note)
_editable: dict[str, tuple[_Editable, ...]] = {
    "Customer": (_Editable("Display name", "DisplayName"), _Editable("First name", "GivenName"),
                 _Editable("Last name", "FamilyName"), _Editable("Company", "CompanyName"),
                 _Editable("E-mail", "PrimaryEmailAddr", "Address"),
                 _Editable("Phone", "PrimaryPhone", "FreeFormNumber"), _Editable("Notes", "Notes", long=True)),
    "Item": (_Editable("Name", "Name"), _Editable("SKU", "Sku"), _Editable("Price", "UnitPrice"),
             _Editable("Description", "Description", long=True)),
    "Invoice": (_Editable("Number", "DocNumber"), _Editable("Date", "TxnDate"), _Editable("Due date", "DueDate"),
                _mail, _memo, _note),
    "CreditMemo": _form_members, "Estimate": _form_members,
    "Payment": (_Editable("Reference number", "PaymentRefNum"), _Editable("Date", "TxnDate"), _note)}
_columns: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Customer": (("Name", "FullyQualifiedName", ""), ("E-mail", "PrimaryEmailAddr", "Address"),
                 ("Phone", "PrimaryPhone", "FreeFormNumber"), ("Balance", "Balance", "")),
    "Item": (("Name", "FullyQualifiedName", ""), ("Type", "Type", ""), ("SKU", "Sku", ""), ("Price", "UnitPrice", "")),
    "Payment": (("Customer", "CustomerRef", "name"), ("Date", "TxnDate", ""), ("Reference", "PaymentRefNum", ""),
                ("Amount", "TotalAmt", ""), ("Unapplied", "UnappliedAmt", ""))}
_form_columns = (("Number", "DocNumber", ""), ("Customer", "CustomerRef", "name"), ("Date", "TxnDate", ""),
                 ("Due", "DueDate", ""), ("E-mail", "EmailStatus", ""), ("Total", "TotalAmt", ""),
                 ("Balance", "Balance", ""))
_money = ("Balance", "TotalAmt", "UnitPrice", "UnappliedAmt")


class QuickBooksPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, app: web.Application) -> None:
        base = console + "/quickbooks/{realm}/{entity}"
        app.router.add_get(base, self._list)
        app.router.add_post(base, self._create)
        app.router.add_get(base + "/{id}", self._detail)
        app.router.add_post(base + "/{id}", self._act)

    def _open(self, request: web.Request) -> tuple[Bookkeeper, EntityType, str]:
        company = self._sandbox.quickbooks.company(request.match_info["realm"])
        if company is None:
            raise web.HTTPNotFound(text="There is no such company in the sandbox.")
        bookkeeper = Bookkeeper(company, self._sandbox.clock.now())
        try:
            kind = bookkeeper.kind(request.match_info["entity"])
        except UnknownRecord as reason:
            raise web.HTTPNotFound(text=str(reason)) from None
        return bookkeeper, kind, f"{console}/quickbooks/{company.settings.realm_id}/{kind.name}"

    async def _list(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        return self._list_page(bookkeeper, kind, address, request.query)

    def _list_page(self, bookkeeper: Bookkeeper, kind: EntityType, address: str, query: Mapping[str, str],
                   problem: str = "") -> web.Response:
        wanted = query.get("search", "")
        found = [record for record in bookkeeper.company.store(kind.name)
                 if not wanted or wanted.casefold() in record.text.casefold()]
        found.sort(key=lambda record: (record.updated, record.change), reverse=True)
        number = max(1, int(query["page"])) if query.get("page", "").isdecimal() else 1
        shown = found[(number - 1) * _page_size:number * _page_size]
        columns = _columns.get(kind.name, _form_columns)
        rows = [[link(f"{address}/{record.id}", record.id), *(_cell(record.data, column) for column in columns),
                 _remark(record)] for record in shown]
        money = frozenset(place for place, column in enumerate(columns, start=1) if column[1] in _money)
        search = form(address, (field("Search", "search", wanted), Html("<button>Search</button>")), method="get",
                      kind="row")
        return page(self._sandbox, f"{plural(kind.name)}: {bookkeeper.company.settings.name}", section(
            "Records", search, table(("Id", *(column[0] for column in columns), ""), rows, "Nothing found.", money),
            pages(address, f"search={quote(wanted)}&" if wanted else "", number, _page_size, len(found))),
            _new_form(bookkeeper, kind, address), problem=problem, status=400 if problem else 200)

    async def _create(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        sent = {name: str(value) for name, value in (await request.post()).items()}
        try:
            record = bookkeeper.create(kind, _new_body(bookkeeper, kind, sent))
        except (ApiFault, InvalidOperation) as reason:
            return self._list_page(bookkeeper, kind, address, {}, problem=_sentence(reason))
        return web.Response(status=303, headers={"Location": f"{address}/{record.id}"})

    async def _detail(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        return self._detail_page(bookkeeper, kind, address, request.match_info["id"])

    def _detail_page(self, bookkeeper: Bookkeeper, kind: EntityType, address: str, identifier: str,
                     problem: str = "") -> web.Response:
        record = bookkeeper.company.find(kind.name, identifier)
        if record is None:
            raise web.HTTPNotFound(text=f"There is no {kind.name} {identifier}; it may have been deleted.")
        title = record.data.get("FullyQualifiedName") or f"{kind.name} {record.data.get('DocNumber', identifier)}"
        fields = [field(each.label, each.member, each.text(record.data), long=each.long)
                  for each in _editable.get(kind.name, ())]
        edit = form(f"{address}/{identifier}", (*fields, button("Save", "save", kind="primary"))) if fields else Html("")
        raw = json.dumps(json.loads(encode(record.data)), ensure_ascii=False, indent=1)
        return page(self._sandbox, str(title), section("Edit", edit), section("Actions", _actions(kind, record, address)),
                    section("As the API shows it", Html("<pre>"), raw, Html("</pre>")),
                    problem=problem, status=400 if problem else 200)

    async def _act(self, request: web.Request) -> web.Response:
        bookkeeper, kind, address = self._open(request)
        identifier = request.match_info["id"]
        sent = {name: str(value) for name, value in (await request.post()).items()}
        action = sent.get("action", "")
        try:
            if action == "save":
                bookkeeper.change(kind, identifier, _changed(kind, bookkeeper.record(kind, identifier).data, sent))
            else:
                bookkeeper.act(kind, identifier, action, Decimal(sent["amount"]) if sent.get("amount") else None)
        except UnknownRecord as reason:
            raise web.HTTPNotFound(text=str(reason)) from None
        except (ApiFault, InvalidOperation) as reason:
            return self._detail_page(bookkeeper, kind, address, identifier, problem=_sentence(reason))
        return web.Response(status=303, headers={"Location": address if action == "delete" else f"{address}/{identifier}"})


def _sentence(reason: Exception) -> str:
    return reason.detail if isinstance(reason, ApiFault) else "Give the amount as a number, such as 12.50."


def _cell(data: Mapping[str, Any], column: tuple[str, str, str]) -> str:
    if column[1] in _money and isinstance(data.get(column[1]), Decimal):
        return f"{data[column[1]]:,.2f}"
    return _Editable(column[0], column[1], column[2]).text(data)


def _remark(record: Record) -> str:
    if record.data.get("Active") is False:
        return "inactive"
    if str(record.data.get("PrivateNote", "")).startswith("Voided"):
        return "voided"
    paid = record.entity == "Invoice" and record.data["TotalAmt"] > 0 and record.data["Balance"] == 0
    return "paid" if paid else ""


def _actions(kind: EntityType, record: Record, address: str) -> Html:
    buttons: list[object] = []
    if kind.name == "Invoice" and record.data["Balance"] > 0:
        buttons += [field("Amount received", "amount", number_text(record.data["Balance"])),
                    button("Receive payment", "pay", kind="primary")]
    if kind.sendable:
        buttons.append(button("Send by e-mail", "send"))
    if kind.name in ("Invoice", "Payment"):
        buttons.append(button("Void", "void", kind="danger"))
    if kind.deletable:
        buttons.append(button("Delete", "delete", kind="danger"))
    if "Active" in kind.fields:
        active = record.data.get("Active", True)
        buttons.append(button("Make inactive", "deactivate", kind="danger") if active
                       else button("Make active again", "reactivate"))
    return form(f"{address}/{record.id}", buttons, kind="row")


def _changed(kind: EntityType, data: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The members whose text in the form differs from what is stored. Browsers send lines ended by CR LF."""
    texts = {each: sent[each.member].replace("\r\n", "\n") for each in _editable.get(kind.name, ())
             if each.member in sent}
    return {each.member: each.wire(text) for each, text in texts.items() if text != each.text(data).replace("\r\n", "\n")}


def _new_form(bookkeeper: Bookkeeper, kind: EntityType, address: str) -> Html:
    if kind.name in ("Customer", "Item"):
        fields = [field(each.label, each.member, long=each.long) for each in _editable[kind.name]]
        return section(f"New {kind.name.lower()}", form(address, (*fields, button("Create", "create", kind="primary"))))
    if kind.name not in ("Invoice", "Estimate", "CreditMemo"):
        return Html("")
    store = bookkeeper.company.store("Item")
    items = [(record.id, record.data["Name"]) for record in store
             if record.data["Active"] and record.data["Type"] != "Category"]
    fields = [field("Customer id", "customer"), select("Item", "item", items), field("Quantity", "quantity", "1"),
              field("Price (empty: the item's)", "price"), field("Description", "description"),
              *([] if bookkeeper.company.settings.country == "US" else [_tax_choice(bookkeeper)])]
    return section(f"New {kind.name.lower()}", form(address, (join(fields), button("Create", "create", kind="primary"))))


def _tax_choice(bookkeeper: Bookkeeper) -> Html:
    codes = [(record.id, record.data["Name"]) for record in bookkeeper.company.store("TaxCode")]
    return select("Tax", "tax", codes)


def _new_body(bookkeeper: Bookkeeper, kind: EntityType, sent: Mapping[str, str]) -> dict[str, Any]:
    if kind.name in ("Customer", "Item"):
        body = {each.member: each.wire(sent.get(each.member, "").replace("\r\n", "\n")) for each in _editable[kind.name]}
        body = {name: value for name, value in body.items() if value is not None}
        return {**body, "Type": "Service", "IncomeAccountRef": {"value": "1"}} if kind.name == "Item" else body
    quantity = Decimal(sent.get("quantity") or "1")
    item = bookkeeper.company.find("Item", sent.get("item", ""))
    usual = item.data.get("UnitPrice", Decimal(0)) if item is not None else Decimal(0)
    price = Decimal(sent["price"]) if sent.get("price") else usual
    detail: dict[str, Any] = {"ItemRef": {"value": sent.get("item", "")}, "Qty": quantity, "UnitPrice": price}
    if sent.get("tax"):
        detail["TaxCodeRef"] = {"value": sent["tax"]}
    line = {"DetailType": "SalesItemLineDetail", "Amount": to_cents(price * quantity), "SalesItemLineDetail": detail,
            "Description": sent.get("description", "")}
    return {"CustomerRef": {"value": sent.get("customer", "").strip()}, "Line": [line]}
