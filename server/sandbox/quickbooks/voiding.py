"""Voiding and removing transactions: everything becomes zero, or goes, and what was linked is freed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import api_fault, payments
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.deposits import is_deposited
from server.sandbox.quickbooks.document_currency import set_home_amounts
from server.sandbox.quickbooks.document_lines import subtotal_line, zero
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.form_request import check_open_period

_amounts_in_detail = ("UnitPrice", "Qty", "TaxInclusiveAmt", "DiscountRate", "DiscountAmt")


def check_removable(company: Company, record: Record) -> None:
    """Raises the fault that keeps a transaction from being deleted."""
    data = record.data
    check_open_period(company, data["TxnDate"], record)
    if is_deposited(record):
        raise api_fault.already_deposited()
    used_credit = record.entity == "CreditMemo" and data["RemainingCredit"] != data["TotalAmt"]
    paid = any(link["TxnType"] == "Payment" for link in data.get("LinkedTxn", []))
    if used_credit or (record.entity == "Invoice" and paid):
        raise api_fault.business_rule("The transaction is linked to others. Unlink them first.")


def void(company: Company, record: Record, now: datetime) -> None:
    change = Change(company, now)
    data = change.edit(record)
    if record.entity == "Payment":
        payments.move(change, record.id, payments.applications(company, record), [])
        data.update(TotalAmt=zero, UnappliedAmt=zero, Line=[])
    else:
        if record.entity == "Invoice":
            payments.release_invoice(change, record)
            release_estimates(change, record)
        data.update(zeroed_form(data))
    note = data.get("PrivateNote", "")
    data["PrivateNote"] = f"Voided{company.switches.void_separator}{note}" if note else "Voided"
    set_home_amounts(company, data)
    change.tell(record, "Void")
    change.commit()


def release_estimates(change: Change, invoice: Record) -> None:
    """An estimate whose invoice is deleted or voided waits again."""
    for link in invoice.data["LinkedTxn"]:
        estimate = change.company.find("Estimate", link["TxnId"]) if link["TxnType"] == "Estimate" else None
        if estimate is not None:
            estimate.data["LinkedTxn"] = [each for each in estimate.data["LinkedTxn"] if each["TxnId"] != invoice.id]
            estimate.data["TxnStatus"] = "Pending"
            change.touch(estimate)


def release_invoices(change: Change, estimate: Record) -> None:
    """Invoices made from an estimate that is deleted stand for themselves."""
    for link in estimate.data["LinkedTxn"]:
        invoice = change.company.find("Invoice", link["TxnId"]) if link["TxnType"] == "Invoice" else None
        if invoice is not None:
            invoice.data["LinkedTxn"] = _without(invoice.data["LinkedTxn"], estimate)
            for line in invoice.data["Line"]:
                if "LinkedTxn" in line and not _without(line["LinkedTxn"], estimate):
                    del line["LinkedTxn"]
            change.touch(invoice)


def _without(links: list[dict[str, Any]], estimate: Record) -> list[dict[str, Any]]:
    return [link for link in links if (link.get("TxnType"), link.get("TxnId")) != ("Estimate", estimate.id)]


def zeroed_form(data: dict[str, Any]) -> dict[str, Any]:
    """The members of a sales form that voiding changes, PrivateNote apart."""
    lines = [_zeroed_line(line) for line in data["Line"]
             if line["DetailType"] in ("SalesItemLineDetail", "GroupLineDetail", "DescriptionOnly")]
    return {"Line": [*lines, subtotal_line(zero)], "LinkedTxn": [], "TxnTaxDetail": {"TotalTax": zero},
            "TotalAmt": zero, "Balance": zero}


def _zeroed_line(line: dict[str, Any]) -> dict[str, Any]:
    if line["DetailType"] == "GroupLineDetail":
        group = line["GroupLineDetail"]
        inside = [_zeroed_line(each) for each in group["Line"]]
        return {**line, "GroupLineDetail": {**group, "Quantity": zero, "Line": inside}}
    if line["DetailType"] != "SalesItemLineDetail":
        return line
    detail = {name: value for name, value in line["SalesItemLineDetail"].items()
              if name not in _amounts_in_detail}
    kept = {name: value for name, value in line.items() if name != "LinkedTxn"}
    return {**kept, "Amount": zero, "SalesItemLineDetail": detail}
