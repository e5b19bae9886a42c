"""The lines of what is bought: by account or by item, with their tax and their sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import line_account, number_lines, to_cents, zero
from server.sandbox.quickbooks.document_tax import tax_of_expense
from server.sandbox.quickbooks.field_rules import reference_id, to_decimal, to_text
from server.sandbox.quickbooks.form_request import FormRequest

_detail_types = ("AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail")
_billable = ("Billable", "NotBillable", "HasBeenBilled")


def complete_expense_lines(request: FormRequest) -> None:
    """Puts the stored lines, TxnTaxDetail and TotalAmt into the draft; raises the fault for the first bad line."""
    draft, company, old = request.draft, request.company, request.old
    abroad = company.settings.country != "US" and company.settings.tax_model != "none"
    if abroad:
        draft.setdefault("GlobalTaxCalculation", "TaxExcluded")
    else:
        draft.pop("GlobalTaxCalculation", None)
    if not isinstance(draft["Line"], list):
        raise api_fault.unknown_property("Line")
    draft["Line"] = [_line(request, line, draft.get("GlobalTaxCalculation", "")) for line in draft["Line"]]
    number_lines(draft["Line"], old.data["Line"] if old is not None else [])
    draft["TotalAmt"] = sum((line["Amount"] for line in draft["Line"]), zero)
    draft.pop("TxnTaxDetail", None)
    if abroad and draft["GlobalTaxCalculation"] != "NotApplicable":
        draft["TxnTaxDetail"] = tax_of_expense(company, draft["Line"])
        draft["TotalAmt"] += draft["TxnTaxDetail"]["TotalTax"]
    draft.setdefault("CustomField", [])


def _line(request: FormRequest, line: Any, calculation: str) -> dict[str, Any]:
    kind = line.get("DetailType") if isinstance(line, dict) else None
    if kind is None:
        raise api_fault.required("Line.DetailType")
    if kind not in _detail_types or not isinstance(line.get(kind), dict):
        raise api_fault.bad_choice("Line.DetailType", kind)
    stored: dict[str, Any] = {"Id": str(line.get("Id", ""))}
    if line.get("Description"):
        stored["Description"] = to_text("Line.Description", line["Description"], 4000)
    stored["Amount"] = zero
    stored["DetailType"] = kind
    stored[kind] = detail = _detail(request, kind, line[kind], calculation)
    stored["Amount"] = _amount(line, detail)
    stored["CustomExtensions"] = []
    return stored


def _detail(request: FormRequest, kind: str, sent: dict[str, Any], calculation: str) -> dict[str, Any]:
    company = request.company
    detail: dict[str, Any] = {}
    if kind == "AccountBasedExpenseLineDetail":
        detail["AccountRef"] = line_account(company, f"Line.{kind}.AccountRef", sent.get("AccountRef"))
    else:
        detail["ItemRef"] = _item(company, f"Line.{kind}.ItemRef", sent.get("ItemRef"))
        for name in ("UnitPrice", "Qty"):
            if sent.get(name) is not None:
                detail[name] = to_decimal(f"Line.{kind}.{name}", sent[name])
    if sent.get("CustomerRef"):
        detail["CustomerRef"] = _reference(company, "Customer", f"Line.{kind}.CustomerRef", sent["CustomerRef"])
    if company.settings.track_classes and sent.get("ClassRef"):
        detail["ClassRef"] = _reference(company, "Class", f"Line.{kind}.ClassRef", sent["ClassRef"])
    detail["BillableStatus"] = sent.get("BillableStatus", "NotBillable")
    if detail["BillableStatus"] not in _billable:
        raise api_fault.bad_choice("BillableStatus", detail["BillableStatus"])
    code = _tax_code(company, kind, sent, calculation)
    if code:
        detail["TaxCodeRef"] = {"value": code}
    return detail


def _item(company: Company, path: str, value: Any) -> dict[str, Any]:
    found = _reference(company, "Item", path, value)
    item = company.find("Item", found["value"])
    if item is None or item.data["Type"] in ("Category", "Group"):
        raise api_fault.bad_reference(path)
    if company.switches.bought_items_need_expense_account and "ExpenseAccountRef" not in item.data:
        raise api_fault.business_rule("Select an account for this transaction.")
    return found


def _tax_code(company: Company, kind: str, sent: dict[str, Any], calculation: str) -> str:
    given = reference_id("TaxCodeRef", sent["TaxCodeRef"]) if sent.get("TaxCodeRef") else ""
    if company.settings.country == "US":
        if given not in ("", "TAX", "NON"):
            raise api_fault.wrong_us_tax_code(given)
        return given or "NON"
    if not calculation or calculation == "NotApplicable":
        return ""
    if not given:
        raise api_fault.tax_code_missing()
    code = company.find("TaxCode", given)
    if code is None or not code.data.get("PurchaseTaxRateList", {}).get("TaxRateDetail"):
        raise api_fault.bad_reference(f"Line.{kind}.TaxCodeRef")
    return given


def _reference(company: Company, entity: str, path: str, value: Any) -> dict[str, Any]:
    if not value:
        raise api_fault.required(path)
    found = company.active_reference(entity, reference_id(path, value))
    if found is None:
        raise api_fault.bad_reference(path)
    return found


def _amount(line: dict[str, Any], detail: dict[str, Any]) -> Decimal:
    if line.get("Amount") is None:
        raise api_fault.required("Line.Amount")
    supplied = to_decimal("Line.Amount", line["Amount"])
    if "UnitPrice" in detail and "Qty" in detail and to_cents(detail["UnitPrice"] * detail["Qty"]) != supplied:
        raise api_fault.wrong_amount(supplied)
    return to_cents(supplied)
