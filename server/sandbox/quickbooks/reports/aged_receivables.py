"""What customers owe by how long it has been due: a line for each customer, or one for each document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.document_lines import zero
from server.sandbox.quickbooks.reports.customer_families import customer_families
from server.sandbox.quickbooks.reports.detail_columns import DetailColumns
from server.sandbox.quickbooks.reports.grid import branch_rows, cell, column, money, report, section, sums_of
from server.sandbox.quickbooks.reports.open_documents import open_document_cells, open_documents, usual_columns, further_columns
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.receivables import Receivable

_periods_most, _days_most = 100, 10_000
_common = ("customer", "report_date", "date_macro", "aging_method", "aging_period", "num_periods")


@dataclass(frozen=True)
class _Ages:
    """The spans of days past due. `day` is the one that ages are counted to."""

    day: date
    length: int
    count: int

    def of(self, document: Receivable) -> int:
        """0 for what is not due yet, else the number of the span."""
        days = self.days(document)
        return 0 if days <= 0 else min((days - 1) // self.length + 1, self.count)

    def days(self, document: Receivable) -> int:
        return (self.day - date.fromisoformat(document.due)).days

    def title(self, number: int) -> str:
        if number == 0:
            return "Current"
        first = (number - 1) * self.length + 1
        return f"{first} and over" if number == self.count else f"{first} - {number * self.length}"

    def words(self, number: int) -> str:
        """As the report by document heads its sections."""
        if number == 0:
            return "Current"
        return self.title(number).replace("and over", "or more") + " days past due"


def aged_receivables(asked: Parameters, now: datetime) -> dict[str, Any]:
    """A customer with jobs is followed by them, and by the sum of the family."""
    asked.allow(*_common)
    day, ages = asked.report_day(), _ages(asked)
    width = ages.count + 2
    amounts: dict[str, list[Decimal]] = {}
    for document in open_documents(asked, day):
        sums = amounts.setdefault(document.customer, [zero] * width)
        still_open = document.home_open_at(day.isoformat())
        sums[ages.of(document)] += still_open
        sums[-1] += still_open
    families = customer_families(asked.company, {key: [*(each or None for each in sums[:-1]), sums[-1]] for key, sums in amounts.items()})
    total = [cell("TOTAL"), *(cell(money(amount)) for amount in sums_of(families, width))]
    columns = [column("", "Customer", "cust_name"), column("Current", "Money", "current"),
               *(column(ages.title(number), "Money", str(number - 1)) for number in range(1, ages.count + 1)),
               column("Total", "Money", "total")]
    rows = branch_rows(families, typed=False)
    return _answer(asked, now, "AgedReceivables", columns, [*rows, section(None, [], total, "GrandTotal")], day, is_empty=not rows)


def aged_receivable_detail(asked: Parameters, now: datetime) -> dict[str, Any]:
    """The oldest first. Open balances and amounts are in the company's own currency."""
    asked.allow(*_common, "start_duedate", "end_duedate", "past_due", "columns")
    day, ages, least = asked.report_day(), _ages(asked), asked.whole("past_due", 0, 0, _days_most)
    shown = DetailColumns(asked, (*usual_columns(asked), "cust_name"), (*further_columns(asked), "past_due"))
    by_age: dict[int, list[Receivable]] = {}
    for document in open_documents(asked, day):
        if not asked.text("past_due") or ages.days(document) >= least:
            by_age.setdefault(ages.of(document), []).append(document)
    rows, all_sums = [], {"subt_amount": zero, "subt_open_bal": zero}
    for number in sorted(by_age, reverse=True):
        lines, sums = [], {"subt_amount": zero, "subt_open_bal": zero}
        for document in sorted(by_age[number], key=lambda each: (each.due, int(each.id))):
            cells, amounts = open_document_cells(asked, document, day)
            lines.append(shown.row({**cells, "past_due": cell(str(ages.days(document)))}))
            for key, amount in amounts.items():
                sums[key] += amount
                all_sums[key] += amount
        rows.append(section(shown.head(ages.words(number)), lines, shown.sums(f"Total for {ages.words(number)}", sums)))
    rows.append(section(None, [], shown.sums("TOTAL", all_sums), "GrandTotal"))
    return _answer(asked, now, "AgedReceivableDetail", shown.columns(), rows, day, is_empty=not by_age)


def _ages(asked: Parameters) -> _Ages:
    """Ages are counted to the day of the report, or to today however the report looks back."""
    method = asked.choice("aging_method", "Report_Date", "Current")
    return _Ages(asked.report_day() if method == "Report_Date" else asked.today, asked.whole("aging_period", 30, 1, _days_most),
                 asked.whole("num_periods", 4, 1, _periods_most))


def _answer(asked: Parameters, now: datetime, name: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], day: date, *,
            is_empty: bool) -> dict[str, Any]:
    header = {"DateMacro": asked.text("date_macro").lower(), "EndPeriod": day.isoformat(), "SummarizeColumnsBy": "Total",
              "Customer": asked.text("customer")}
    return report(name, now, asked.company.settings.home_currency, columns, rows, header=header,
                  options={"report_date": day.isoformat()}, is_empty=is_empty)
