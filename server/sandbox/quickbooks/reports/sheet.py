"""What the reports by account have in common: their period, their columns, and the balance of every account in each."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Callable, Iterable

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.reports.chart import Chart, ChartAccount
from server.sandbox.quickbooks.reports.grid import Branch, Cell, cell, column, money, report
from server.sandbox.quickbooks.reports.ledger import Ledger
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.periods import Period, columns_max, cut

parameters = ("start_date", "end_date", "date_macro", "accounting_method", "summarize_column_by", "customer", "department", "class", "item")
Balances = dict[str, Decimal]       # debits less credits by the key of the account
_usual_period = "This Fiscal Year-to-date"
_units = ("Total", "Days", "Week", "Month", "Quarter", "Year")
_other_units = ("Customers", "Vendors", "Classes", "Departments", "Employees", "ProductsAndServices")
# By parameter: the member of a posting it filters by, and the entity its ids are of.
_filters = {"customer": ("customer", "Customer"), "department": ("department", "Department"), "class": ("klass", "Class"),
            "item": ("item", "Item")}


class Sheet:
    """Raises the fault for what is asked wrongly."""

    def __init__(self, asked: Parameters, now: datetime, name: str) -> None:
        self.asked = asked
        self._now, self._name = now, name
        self._basis = asked.basis()
        self._unit = asked.choice("summarize_column_by", "Total", *_units, *_other_units)
        if self._unit in _other_units:
            raise api_fault.not_simulated(f"summarize_column_by={self._unit}")
        self.period, self._macro = asked.period(_usual_period)
        wanted = {member: asked.ids(name, entity) for name, (member, entity) in _filters.items() if asked.text(name)}
        self._ledger = Ledger(asked.company, self._basis, **wanted)
        self.columns = self._cut()

    @property
    def chart(self) -> Chart:
        return self._ledger.chart

    @property
    def in_columns(self) -> bool:
        """Whether the period is cut into columns."""
        return self._unit != "Total"

    def _cut(self) -> list[Period]:
        if not self.in_columns:
            return [self.period]
        first, last = self.period.first, self.period.last
        days = [date.fromisoformat(day) for day in self._ledger.days]
        if first == date.min:       # everything: from the first entry on, till today or the last one
            first, last = min([*days, self.asked.today]), max([*days, self.asked.today])
        columns = cut(first, last, self._unit.lower())
        if len(columns) > columns_max:
            raise api_fault.business_rule(f"A report can have {columns_max} columns at most")
        return columns

    def balances(self, first: date, last: date) -> Balances:
        """Of the entries of these days, both included, as far as they pass the filters."""
        return self._ledger.balances(first.isoformat(), last.isoformat())

    def branches(self, kinds: Iterable[str], balances: list[Balances]) -> list[Branch]:
        """The accounts of some types as families, with positive amounts for what is usual for the type."""
        return _families(self.chart, tuple(kinds), lambda account: [
            account.sign * sums[account.key] if account.key in sums else None for sums in balances])

    def money_columns(self, *, with_total: bool) -> list[dict[str, Any]]:
        """The accounts' names, then one column for each period, then their total if there is one."""
        made = [column("", "Account", "account")]
        if self.in_columns:
            made += [column(each.title, "Money", each.title, StartDate=each.first.isoformat(), EndDate=each.last.isoformat())
                     for each in self.columns]
        return [*made, column("Total", "Money", "total")] if with_total or not self.in_columns else made

    def answer(self, columns: list[dict[str, Any]], rows: list[dict[str, Any]], *, is_empty: bool,
               options: dict[str, str] | None = None) -> dict[str, Any]:
        header = {"DateMacro": self._macro, "ReportBasis": self._basis, "StartPeriod": self.period.first.isoformat(),
                  "EndPeriod": self.period.last.isoformat(), "SummarizeColumnsBy": self._unit,
                  **{name.capitalize(): self.asked.text(name) for name in _filters}}
        return report(self._name, self._now, self.asked.company.settings.home_currency, columns, rows, header=header,
                      options=options or {}, is_empty=is_empty)


def blank(balances: list[Balances]) -> list[Cell]:
    """The cells beside the title of a section."""
    return [cell("") for _ in balances]


def money_cells(amounts: Iterable[Decimal | None]) -> list[Cell]:
    return [cell(money(amount)) for amount in amounts]


def _families(chart: Chart, kinds: tuple[str, ...], amounts_of: Callable[[ChartAccount], list[Decimal | None]]) -> list[Branch]:
    accounts = [account for account in chart.order() if account.kind in kinds]
    branches = {account.key: Branch(account.name, account.id, amounts_of(account)) for account in accounts}
    for account in accounts:
        if account.parent in branches:
            branches[account.parent].below.append(branches[account.key])
    return [branches[account.key] for account in accounts if account.parent not in branches]
