"""Turns the checked members of a request into the whole object the service would store."""

from __future__ import annotations

from typing import Any, Callable

from server.sandbox.quickbooks import (
    api_fault, attachments, deposits, exchange_rates, items, payments, people, plain_lists, purchase_orders, purchases, sales_forms,
    settings_objects)
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType
from server.sandbox.quickbooks.field_rules import writable_members
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.form_request import FormRequest

_transactions: dict[str, Callable[[FormRequest], dict[str, Any]]] = {
    "Payment": payments.complete, "Deposit": deposits.complete, "Purchase": purchases.complete,
    "PurchaseOrder": purchase_orders.complete}


def complete(request: FormRequest, kind: EntityType) -> dict[str, Any]:
    """The whole object; raises the fault for what is not allowed. Touches no other record."""
    company, draft, old = request.company, request.draft, request.old
    if kind.transaction:
        return _transactions.get(kind.name, sales_forms.complete)(request)
    if kind.name in ("Customer", "Vendor", "Employee"):
        return people.complete(company, kind.name, draft, old)
    if kind.name == "Item":
        return items.complete(company, draft, old)
    if kind.name == "CompanyCurrency":
        return _complete_currency(company, draft)
    if kind.name == "Attachable":
        return attachments.complete(request)
    if kind.name == "ExchangeRate":
        return exchange_rates.complete(request)
    if kind.name in ("CompanyInfo", "Preferences"):
        return settings_objects.complete(request)
    if kind.name == "TaxAgency":
        return _complete_agency(company, draft, old)
    return plain_lists.complete(company, kind.name, draft, old)


def equal(kind: EntityType, data: dict[str, Any], old: Record) -> bool:
    """Whether the writable members of `data` are those of the stored record."""
    return writable_members(kind.fields, data) == writable_members(kind.fields, old.data)


def _complete_currency(company: Company, draft: dict[str, Any]) -> dict[str, Any]:
    if not company.settings.multicurrency:
        raise api_fault.feature_not_supported("Multicurrency")
    if not draft.get("Code"):
        raise api_fault.required("Code")
    draft["Code"] = draft["Code"].upper()
    draft.setdefault("Name", draft["Code"])
    draft.setdefault("Active", True)
    return draft


def _complete_agency(company: Company, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    if not draft.get("DisplayName"):
        raise api_fault.required("DisplayName")
    owner = company.name_owner("TaxAgency", draft["DisplayName"])
    if owner is not None and (old is None or owner != old.id):
        raise api_fault.duplicate_name()
    draft.setdefault("TaxTrackedOnSales", True)
    draft.setdefault("TaxTrackedOnPurchases", False)
    draft["TaxAgencyConfig"] = "USER_DEFINED"
    return draft
