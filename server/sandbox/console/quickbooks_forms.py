"""The forms of the QuickBooks pages: what they show, and the request that a sent one stands for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Iterator, Mapping

from server.sandbox.console.bookkeeper import Bookkeeper
from server.sandbox.console.page_frame import Html, button, field, form, join, nothing, section, select
from server.sandbox.console.quickbooks_views import Member
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.entity_types import EntityType, sales_forms
from server.sandbox.quickbooks.json_text import number_text
from server.sandbox.quickbooks.record_store import Record

_lines_offered = 4
_customers_listed_max = 300
_mail = Member("E-mail", "BillEmail", "Address")
_memo = Member("Message to the customer", "CustomerMemo", "value", long=True)
_note = Member("Internal note", "PrivateNote", long=True)
_head = (Member("Number", "DocNumber"), Member("Date", "TxnDate"))
_person = (Member("Display name", "DisplayName"), Member("First name", "GivenName"), Member("Last name", "FamilyName"),
           Member("Company", "CompanyName"), Member("E-mail", "PrimaryEmailAddr", "Address"),
           Member("Phone", "PrimaryPhone", "FreeFormNumber"))
editable: dict[str, tuple[Member, ...]] = {
    "Customer": (*_person, Member("Notes", "Notes", long=True)), "Vendor": _person,
    "Item": (Member("Name", "Name"), Member("SKU", "Sku"), Member("Price", "UnitPrice"),
             Member("Description", "Description", long=True)),
    "Invoice": (*_head, Member("Due date", "DueDate"), _mail, _memo, _note),
    "Estimate": (*_head, Member("Expires", "ExpirationDate"), _mail, _memo, _note),
    "Payment": (Member("Reference number", "PaymentRefNum"), Member("Date", "TxnDate"), _note),
    "Term": (Member("Name", "Name"),), "PaymentMethod": (Member("Name", "Name"),),
    **{name: (*_head, _mail, _memo, _note) for name in ("CreditMemo", "SalesReceipt", "RefundReceipt")}}
_creatable = ("Customer", "Vendor", "Item", "Payment", *sales_forms)


def edit_form(kind: EntityType, record: Record, address: str) -> Html:
    members = editable.get(kind.name, ())
    if not members or not kind.writable:
        return nothing
    fields = [field(each.label, each.name, each.text(record.data), long=each.long) for each in members]
    return section("Edit", form(f"{address}/{record.id}", (*fields, button("Save", "save", kind="primary"))))


def changed_members(kind: EntityType, data: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The members whose text in the form differs from what is stored."""
    texts = {each: sent[each.name] for each in editable.get(kind.name, ()) if each.name in sent}
    return {each.name: each.wire(text) for each, text in texts.items() if text != each.text(data).replace("\r\n", "\n")}


def action_form(kind: EntityType, record: Record, address: str) -> Html:
    """What can be done to a record besides editing it."""
    buttons = list(_actions(kind, record))
    merging = form(f"{address}/{record.id}", (field("Id of another customer", "other"), button("Merge it into this one", "merge")),
                   kind="row") if kind.name == "Customer" and record.active else nothing
    return section("Actions", form(f"{address}/{record.id}", buttons, kind="row"), merging) if buttons else nothing


def _actions(kind: EntityType, record: Record) -> Iterator[Html]:
    data = record.data
    if kind.name == "Invoice" and data["Balance"] > 0:
        yield field("Amount received", "amount", number_text(data["Balance"]))
        yield button("Receive payment", "pay", kind="primary")
    if kind.name == "Estimate" and data.get("TxnStatus", "Pending") == "Pending":
        yield button("Customer accepts", "accept", kind="primary")
        yield button("Customer declines", "reject")
    if kind.name == "Estimate" and data.get("TxnStatus") != "Closed":
        yield button("Make an invoice of it", "invoice")
    if kind.sendable:
        yield button("Send by e-mail", "send")
    if kind.name in ("Invoice", "Payment", "SalesReceipt"):
        yield button("Void", "void", kind="danger")
    if kind.deletable:
        yield button("Delete", "delete", kind="danger")
    if "Active" in kind.fields:
        yield button("Make inactive", "deactivate", kind="danger") if data.get("Active", True) else \
            button("Make active again", "reactivate")


def can_be_made(kind: EntityType) -> bool:
    return kind.name in _creatable


def new_form(bookkeeper: Bookkeeper, kind: EntityType, address: str, sent: Mapping[str, str]) -> Html:
    """An empty form, or one that keeps what was typed into a refused one."""
    create = button("Create", "create", kind="primary")
    if kind.name not in sales_forms and kind.name != "Payment":
        fields = [field(each.label, each.name, sent.get(each.name, ""), long=each.long) for each in editable[kind.name]]
        return section("", form(address, (*fields, create)))
    who = _customer_field(bookkeeper, sent)
    if kind.name == "Payment":
        return section("", form(address, (who, field("Amount", "amount", sent.get("amount", "")),
                                          field("Reference number", "PaymentRefNum", sent.get("PaymentRefNum", "")), create)))
    more = [field(each.label, each.name, sent.get(each.name, ""), long=each.long) for each in editable[kind.name]]
    head = Html(f'<div class="full">{who.text}</div>')
    tail = Html(f'<div class="full">{join(more).text}</div>')
    kind_of_lines = "lines" if bookkeeper.company.settings.country == "US" else "lines taxed"
    return section("", form(address, (head, *_line_fields(bookkeeper, sent), tail, create), kind=kind_of_lines))


def _customer_field(bookkeeper: Bookkeeper, sent: Mapping[str, str]) -> Html:
    store = bookkeeper.company.store("Customer")
    if len(store) > _customers_listed_max:
        return field("Customer id", "customer", sent.get("customer", ""), hint="the number in the list of customers")
    names = sorted((str(record.data["FullyQualifiedName"]), record.id) for record in store if record.active)
    return select("Customer", "customer", [("", "Choose…"), *((identifier, name) for name, identifier in names)],
                  sent.get("customer", ""))


def _line_fields(bookkeeper: Bookkeeper, sent: Mapping[str, str]) -> Iterator[Html]:
    company = bookkeeper.company
    items = sorted((str(record.data["Name"]), record.id) for record in company.store("Item")
                   if record.active and record.data["Type"] not in ("Category", "Group"))
    offered = [("", "No item"), *((identifier, name) for name, identifier in items)]
    codes = [(record.id, str(record.data["Name"])) for record in company.store("TaxCode")]
    for number in range(1, _lines_offered + 1):
        end, quiet = ("", False) if number == 1 else (str(number), True)
        yield select("Item", f"item{end}", offered, sent.get(f"item{end}", ""), quiet=quiet)
        yield field("Quantity", f"quantity{end}", sent.get(f"quantity{end}", "1"), quiet=quiet)
        yield field("Price", f"price{end}", sent.get(f"price{end}", ""), hint="the item's", quiet=quiet)
        yield field("Description", f"description{end}", sent.get(f"description{end}", ""), quiet=quiet)
        if company.settings.country != "US":
            yield select("Tax", f"tax{end}", codes, sent.get(f"tax{end}", ""), quiet=quiet)


def new_body(bookkeeper: Bookkeeper, kind: EntityType, sent: Mapping[str, str]) -> dict[str, Any]:
    """The request that creates what the form says. Raises InvalidOperation for what is no number."""
    members = {each.name: each.wire(sent.get(each.name, "")) for each in editable[kind.name]}
    body = {name: value for name, value in members.items() if value is not None}
    if kind.name == "Item":
        return {**body, "Type": "Service", "IncomeAccountRef": {"value": "1"}}
    if kind.name in ("Customer", "Vendor"):
        return body
    header = bookkeeper.header(sent.get("customer", "").strip())
    if kind.name == "Payment":
        return {**header, **body, "TotalAmt": Decimal(sent.get("amount") or "0")}
    if kind.name in ("SalesReceipt", "RefundReceipt"):
        account = bookkeeper.company.settings.undeposited_funds_account if kind.name == "SalesReceipt" else _bank(bookkeeper)
        header["DepositToAccountRef"] = {"value": account}
    return {**header, **body, "Line": list(_lines(bookkeeper, sent))}


def _bank(bookkeeper: Bookkeeper) -> str:
    """Refunds are paid from a bank account."""
    return next((record.id for record in bookkeeper.company.store("Account") if record.data.get("AccountType") == "Bank"), "")


def _lines(bookkeeper: Bookkeeper, sent: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number in range(1, _lines_offered + 1):
        end = "" if number == 1 else str(number)
        item = bookkeeper.company.find("Item", sent.get(f"item{end}", ""))
        if item is None and not (number == 1 and not sent.get("item2")):
            continue
        quantity = Decimal(sent.get(f"quantity{end}") or "1")
        usual = item.data.get("UnitPrice", Decimal(0)) if item is not None else Decimal(0)
        price = Decimal(sent[f"price{end}"]) if sent.get(f"price{end}") else usual
        detail: dict[str, Any] = {"ItemRef": {"value": sent.get(f"item{end}", "")}, "Qty": quantity, "UnitPrice": price}
        if sent.get(f"tax{end}"):
            detail["TaxCodeRef"] = {"value": sent[f"tax{end}"]}
        yield {"DetailType": "SalesItemLineDetail", "Amount": to_cents(price * quantity), "SalesItemLineDetail": detail,
               "Description": sent.get(f"description{end}", "")}
