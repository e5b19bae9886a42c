"""The columns of reports that have a row for each document: which there are, which are shown, and their sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Iterable, Mapping

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.document_lines import to_cents, zero
from server.sandbox.quickbooks.reports.grid import Cell, cell, column, data_row, money
from server.sandbox.quickbooks.reports.parameters import Parameters

_titles = {
    "tx_date": "Date", "txn_type": "Transaction Type", "doc_num": "Num", "is_no_post": "Posting", "name": "Name",
    "cust_name": "Customer", "dept_name": "Location", "term_name": "Terms", "due_date": "Due Date", "past_due": "Past Due",
    "memo": "Memo/Description", "account_name": "Account", "other_account": "Split", "pmt_mthd": "Payment Method",
    "create_date": "Create Date", "last_mod_date": "Last Modified", "currency": "Currency", "exch_rate": "Exchange Rate",
    "foreign_amount": "Foreign Amount", "foreign_open_bal": "Foreign Open Balance", "subt_amount": "Amount",
    "subt_nat_amount": "Amount", "subt_nat_home_amount": "Amount", "subt_open_bal": "Open Balance"}
_summed = ("subt_amount", "subt_nat_amount", "subt_nat_home_amount", "subt_open_bal")
_words = {"CreditMemo": "Credit Memo", "SalesReceipt": "Sales Receipt", "RefundReceipt": "Refund", "PurchaseOrder": "Purchase Order"}


class DetailColumns:
    """Those that `columns` names, else the usual ones, always in the same order; raises fault 2170 for one that is none."""

    def __init__(self, asked: Parameters, usual: Iterable[str], further: Iterable[str]) -> None:
        usual, known = list(usual), {*usual, *further}
        chosen = [name.strip().lower() for name in asked.text("columns").split(",") if name.strip()]
        for name in chosen:
            if name not in known:
                raise api_fault.bad_choice("columns", name[:100])
        self._keys = [key for key in _titles if key in (chosen or usual)]

    def columns(self) -> list[dict[str, Any]]:
        return [column(_titles[key], key, key) for key in self._keys]

    def row(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        return data_row(cells[key] for key in self._keys)

    def head(self, words: str, identifier: str = "") -> list[Cell]:
        return [cell(words, identifier), *(cell("") for _ in self._keys[1:])]

    def sums(self, words: str, amounts: Mapping[str, Decimal]) -> list[Cell]:
        return [cell(words), *(cell(money(amounts.get(key, zero)) if key in _summed else "") for key in self._keys[1:])]


def document_cells(asked: Parameters, entity: str, identifier: str, data: dict[str, Any]) -> dict[str, Cell]:
    """The cells that say of any document which it is."""
    settings = asked.company.settings
    return {
        "tx_date": cell(data["TxnDate"]), "txn_type": cell(type_words(entity, data), identifier),
        "doc_num": cell(str(data.get("DocNumber", data.get("PaymentRefNum", "")))), "memo": cell(str(data.get("PrivateNote", ""))),
        "due_date": cell(str(data.get("DueDate", ""))), "dept_name": _named(data, "DepartmentRef"),
        "term_name": _named(data, "SalesTermRef"), "pmt_mthd": _named(data, "PaymentMethodRef"),
        "create_date": cell(data["MetaData"]["CreateTime"][:10]), "last_mod_date": cell(data["MetaData"]["LastUpdatedTime"][:10]),
        "currency": cell(str((data.get("CurrencyRef") or {}).get("value", settings.home_currency))),
        "exch_rate": cell(str(data.get("ExchangeRate", 1)))}


def type_words(entity: str, data: dict[str, Any]) -> str:
    """What a document is called in reports."""
    if entity != "Purchase":
        return _words.get(entity, entity)
    if data.get("Credit"):
        return "Credit Card Credit"
    return "Check" if data["PaymentType"] == "Check" else "Expense"


def home_amount(data: dict[str, Any]) -> Decimal:
    """The total of a document in the company's own currency."""
    return to_cents(data["TotalAmt"] * Decimal(data.get("ExchangeRate", 1)))


def _named(data: dict[str, Any], member: str) -> Cell:
    reference = data.get(member) or {}
    return cell(str(reference.get("name", "")), str(reference.get("value", "")))
