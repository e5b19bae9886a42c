"""Purchase orders: what a company asks a vendor for. They post nothing to the books."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_addresses import settle_address
from server.sandbox.quickbooks.document_currency import set_home_amounts, set_party_currency
from server.sandbox.quickbooks.document_numbers import set_number
from server.sandbox.quickbooks.document_terms import due_date
from server.sandbox.quickbooks.expense_lines import complete_expense_lines
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record


def complete(request: FormRequest) -> dict[str, Any]:
    """The whole purchase order; raises the fault for what is not allowed."""
    draft, company = request.draft, request.company
    for name in ("VendorRef", "Line"):
        if not draft.get(name):
            raise api_fault.required(name)
    vendor = company.find("Vendor", draft["VendorRef"]["value"])
    draft["APAccountRef"] = _payable_account(company, draft.get("APAccountRef"))
    draft.setdefault("TxnDate", pacific_date(request.now))
    check_open_period(company, draft["TxnDate"], request.old)
    _drop_what_is_switched_off(company, draft)
    _set_addresses(request, vendor)
    complete_expense_lines(request)
    set_party_currency(request, vendor)
    set_home_amounts(company, draft)
    if not draft.get("DueDate") and draft.get("SalesTermRef"):
        draft["DueDate"] = due_date(company, draft)
    draft.setdefault("POStatus", "Open")
    draft.setdefault("EmailStatus", "NotSet")
    draft["LinkedTxn"] = list(request.old.data["LinkedTxn"]) if request.old is not None else []
    set_number(request)
    return draft


def _payable_account(company: Company, given: dict[str, Any] | None) -> dict[str, Any]:
    """The account a bill for the order will be owed on. The only one there is needs no mention."""
    payable = [record for record in company.store("Account") if record.active and record.data["AccountType"] == "Accounts Payable"]
    if given is None and len(payable) == 1:
        return company.reference("Account", payable[0].id) or {}
    if given is None:
        raise api_fault.required("APAccountRef")
    account = company.find("Account", given["value"])
    if account is None or account.data["AccountType"] != "Accounts Payable":
        raise api_fault.business_rule("The account of a purchase order must be an accounts payable account")
    return given


def _drop_what_is_switched_off(company: Company, draft: dict[str, Any]) -> None:
    if not company.settings.track_classes_per_transaction:
        draft.pop("ClassRef", None)
    if not company.settings.track_departments:
        draft.pop("DepartmentRef", None)


def _set_addresses(request: FormRequest, vendor: Record | None) -> None:
    """The vendor's own address, and where the goods shall go: to a customer, or else to the company."""
    draft, old = request.draft, request.old
    changed_vendor = old is None or old.data["VendorRef"] != draft["VendorRef"]
    settle_address(request, "VendorAddr", vendor, vendor.data.get("BillAddr") if changed_vendor and vendor is not None else None)
    customer = request.company.find("Customer", draft["ShipTo"]["value"]) if draft.get("ShipTo") else None
    moved = old is None or old.data.get("ShipTo") != draft.get("ShipTo")
    settle_address(request, "ShipAddr", customer, _shipping_address(request.company, customer) if moved else None)


def _shipping_address(company: Company, customer: Record | None) -> dict[str, Any] | None:
    if customer is not None:
        found: dict[str, Any] | None = customer.data.get("ShipAddr", customer.data.get("BillAddr"))
        return found
    return {"Id": "1", **company.settings.address} if company.settings.address else None
