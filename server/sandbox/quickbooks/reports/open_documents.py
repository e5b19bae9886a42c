"""The invoices, credit memos and payments that reports list as open, and their cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.reports.detail_columns import document_cells
from server.sandbox.quickbooks.reports.grid import Cell, cell, money
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.receivables import Receivable, receivables


def open_documents(asked: Parameters, day: date, paid: str = "Unpaid") -> list[Receivable]:
    """Those of the day that pass `customer`, `start_duedate` and `end_duedate`; open ones, settled ones ("Paid") or "All"."""
    customers, first, last = asked.ids("customer", "Customer"), asked.day("start_duedate"), asked.day("end_duedate")
    found = []
    for document in receivables(asked.company):
        due = date.fromisoformat(document.due)
        passes = (not customers or document.customer in customers) and (first is None or due >= first) and (last is None or due <= last)
        still_open = document.open_at(day.isoformat())
        if passes and document.day <= day.isoformat() and (paid == "All" or bool(still_open) == (paid == "Unpaid")):
            found.append(document)
    return found


def usual_columns(asked: Parameters) -> tuple[str, ...]:
    places = ("dept_name",) if asked.company.settings.track_departments else ()
    return ("tx_date", "txn_type", "doc_num", "due_date", "memo", *places, "subt_amount", "subt_open_bal")


def further_columns(asked: Parameters) -> tuple[str, ...]:
    foreign = ("currency", "exch_rate", "foreign_amount", "foreign_open_bal") if asked.company.settings.multicurrency else ()
    return ("cust_name", "term_name", "create_date", "last_mod_date", *foreign)


def open_document_cells(asked: Parameters, document: Receivable, day: date) -> tuple[dict[str, Cell], dict[str, Decimal]]:
    """All cells of a row, and the amounts in it that are summed, in home currency. What lowers the debt is negative."""
    still_open = document.open_at(day.isoformat())
    amounts = {"subt_amount": to_cents(document.face * document.rate), "subt_open_bal": document.home_open_at(day.isoformat())}
    customer = asked.company.find("Customer", document.customer)
    name = str(customer.peek()["FullyQualifiedName"]) if customer is not None else ""
    record = asked.company.find(document.entity, document.id)
    cells = document_cells(asked, document.entity, document.id, record.peek()) if record is not None else {}
    return {**cells, "cust_name": cell(name, document.customer), "due_date": cell(document.due),
            "foreign_amount": cell(money(document.face)), "foreign_open_bal": cell(money(still_open)),
            **{key: cell(money(amount)) for key, amount in amounts.items()}}, amounts
