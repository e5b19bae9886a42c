"""Deposits: money received earlier goes from Undeposited Funds to a bank, and other money with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import line_account, to_cents, zero
from server.sandbox.quickbooks.field_rules import to_decimal, to_text
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.document_currency import set_books_currency
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period

_depositable = ("Payment", "SalesReceipt")


def complete(request: FormRequest) -> dict[str, Any]:
    draft, company = request.draft, request.company
    if not draft.get("DepositToAccountRef"):
        raise api_fault.required("DepositToAccountRef")
    if not isinstance(draft.get("Line"), list) or not draft["Line"]:
        raise api_fault.required("Line")
    draft.setdefault("TxnDate", pacific_date(request.now))
    check_open_period(company, draft["TxnDate"], request.old)
    draft["Line"] = [_line(company, number, line, request.old) for number, line in enumerate(draft["Line"], start=1)]
    draft["TotalAmt"] = sum((line["Amount"] for line in draft["Line"]), zero)
    set_books_currency(request)
    return draft


def deposited(company: Company, deposit: dict[str, Any]) -> list[Record]:
    """The payments and sales receipts on the lines of a deposit."""
    links = [line["LinkedTxn"][0] for line in deposit.get("Line", []) if line.get("LinkedTxn")]
    found = [company.find(link["TxnType"], link["TxnId"]) for link in links]
    return [record for record in found if record is not None]


def link(company: Company, deposit_id: str, before: list[Record], after: list[Record]) -> None:
    """Shows the deposit on what is in it. That moves neither SyncToken nor LastUpdatedTime of the payment."""
    shown = {"TxnId": deposit_id, "TxnType": "Deposit"}
    for record in before:
        if record not in after:
            record.data["LinkedTxn"] = [each for each in record.data["LinkedTxn"] if each != shown]
            company.store(record.entity).changed(record)
    for record in after:
        if record not in before:
            record.data["LinkedTxn"] = [*record.data["LinkedTxn"], shown]
            company.store(record.entity).changed(record)


def is_deposited(record: Record) -> bool:
    return any(link["TxnType"] == "Deposit" for link in record.data.get("LinkedTxn", []))


def _line(company: Company, number: int, line: Any, old: Record | None) -> dict[str, Any]:
    if not isinstance(line, dict):
        raise api_fault.unknown_property("Line")
    if line.get("LinkedTxn"):
        return _linked_line(company, line, old)
    sent = line.get("DepositLineDetail")
    if not isinstance(sent, dict):
        raise api_fault.required("Line.DepositLineDetail")
    detail: dict[str, Any] = {"AccountRef": line_account(company, "Line.DepositLineDetail.AccountRef", sent.get("AccountRef"))}
    for name in ("PaymentMethodRef", "Entity", "CheckNum", "TxnType"):
        if sent.get(name) is not None:
            detail[name] = sent[name]
    stored: dict[str, Any] = {"Id": str(number), "LineNum": number, "Amount": _amount(line), "DetailType": "DepositLineDetail",
                              "DepositLineDetail": detail, "CustomExtensions": []}
    if line.get("Description"):
        stored["Description"] = to_text("Line.Description", line["Description"], 4000)
    return stored


def _linked_line(company: Company, line: dict[str, Any], old: Record | None) -> dict[str, Any]:
    links = line["LinkedTxn"]
    link = links[0] if isinstance(links, list) and links and isinstance(links[0], dict) else {}
    kind, identifier = link.get("TxnType"), str(link.get("TxnId", ""))
    record = company.find(kind, identifier) if kind in _depositable else None
    if record is None:
        raise api_fault.cannot_be_linked()
    mine = old is not None and record in deposited(company, old.data)
    if is_deposited(record) and not mine:
        raise api_fault.cannot_be_linked()
    amount = _amount(line) if line.get("Amount") is not None else record.data["TotalAmt"]
    if amount != record.data["TotalAmt"]:
        raise api_fault.business_rule("The amount of a deposit line must be the amount of the linked transaction")
    return {"Amount": amount, "LinkedTxn": [{"TxnId": identifier, "TxnType": kind, "TxnLineId": "0"}]}


def _amount(line: dict[str, Any]) -> Decimal:
    if line.get("Amount") is None:
        raise api_fault.required("Line.Amount")
    return to_cents(to_decimal("Line.Amount", line["Amount"]))
