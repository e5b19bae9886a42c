"""What every customer owes, as one sum or document by document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.document_lines import zero
from server.sandbox.quickbooks.reports.customer_families import customer_families
from server.sandbox.quickbooks.reports.detail_columns import DetailColumns
from server.sandbox.quickbooks.reports.grid import branch_rows, cell, column, money, report, section, sums_of
from server.sandbox.quickbooks.reports.open_documents import further_columns, open_document_cells, open_documents, usual_columns
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.receivables import Receivable


def customer_balance(asked: Parameters, now: datetime) -> dict[str, Any]:
    """In the company's own currency. Customers who owe nothing are left out."""
    asked.allow("customer", "report_date", "date_macro")
    day = asked.report_day()
    amounts: dict[str, list[Decimal]] = {}
    for document in open_documents(asked, day):
        amounts.setdefault(document.customer, [zero])[0] += document.home_open_at(day.isoformat())
    families = customer_families(asked.company, amounts)
    rows = branch_rows(families, typed=False)
    total = section(None, [], [cell("TOTAL"), *(cell(money(each)) for each in sums_of(families, 1))], "GrandTotal")
    columns = [column("", "Customer", "cust_name"), column("Total", "Money", "total")]
    return _answer(asked, now, "CustomerBalance", columns, [*rows, total], day, is_empty=not rows)


def customer_balance_detail(asked: Parameters, now: datetime) -> dict[str, Any]:
    """A section for each customer, in the order of full names; only open documents unless `arpaid` says otherwise."""
    asked.allow("customer", "report_date", "date_macro", "arpaid", "start_duedate", "end_duedate", "columns")
    day = asked.report_day()
    shown = DetailColumns(asked, usual_columns(asked), further_columns(asked))
    by_customer: dict[str, list[Receivable]] = {}
    for document in open_documents(asked, day, asked.choice("arpaid", "Unpaid", "Paid", "All")):
        by_customer.setdefault(document.customer, []).append(document)
    names = {identifier: _full_name(asked, identifier) for identifier in by_customer}
    rows, all_sums = [], {"subt_amount": zero, "subt_open_bal": zero}
    for identifier in sorted(by_customer, key=lambda each: names[each].casefold()):
        lines, sums = [], {"subt_amount": zero, "subt_open_bal": zero}
        for document in by_customer[identifier]:
            cells, amounts = open_document_cells(asked, document, day)
            lines.append(shown.row(cells))
            for key, amount in amounts.items():
                sums[key] += amount
                all_sums[key] += amount
        rows.append(section(shown.head(names[identifier], identifier), lines, shown.sums(f"Total for {names[identifier]}", sums)))
    rows.append(section(None, [], shown.sums("TOTAL", all_sums), "GrandTotal"))
    return _answer(asked, now, "CustomerBalanceDetail", shown.columns(), rows, day, is_empty=not by_customer)


def _full_name(asked: Parameters, identifier: str) -> str:
    record = asked.company.find("Customer", identifier)
    return str(record.peek()["FullyQualifiedName"]) if record is not None else ""


def _answer(asked: Parameters, now: datetime, name: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], day: date, *,
            is_empty: bool) -> dict[str, Any]:
    header = {"DateMacro": asked.text("date_macro").lower() or "all", "Customer": asked.text("customer")}
    return report(name, now, asked.company.settings.home_currency, columns, rows, header=header,
                  options={"report_date": day.isoformat()}, is_empty=is_empty)
