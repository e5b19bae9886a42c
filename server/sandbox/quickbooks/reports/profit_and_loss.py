"""Profit and loss: what was earned and spent over a period."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.document_lines import zero
from server.sandbox.quickbooks.reports import sheet
from server.sandbox.quickbooks.reports.grid import branch_rows, cell, section, sums_of
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.sheet import Sheet, blank, money_cells

# Each group, its words, and either the type of its accounts or the groups it is worked out from.
_groups: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Income", "Income", "Income", ()), ("COGS", "Cost of Goods Sold", "Cost of Goods Sold", ()),
    ("GrossProfit", "Gross Profit", "", ("Income", "-COGS")), ("Expenses", "Expenses", "Expense", ()),
    ("NetOperatingIncome", "Net Operating Income", "", ("GrossProfit", "-Expenses")),
    ("OtherIncome", "Other Income", "Other Income", ()), ("OtherExpenses", "Other Expenses", "Other Expense", ()),
    ("NetOtherIncome", "Net Other Income", "", ("OtherIncome", "-OtherExpenses")),
    ("NetIncome", "Net Income", "", ("NetOperatingIncome", "NetOtherIncome")))
_always_shown = ("Income", "GrossProfit", "Expenses", "NetOperatingIncome", "NetIncome")


def profit_and_loss(asked: Parameters, now: datetime) -> dict[str, Any]:
    """Groups without amounts are left out, but for those every company has."""
    asked.allow(*sheet.parameters)
    books = Sheet(asked, now, "ProfitAndLoss")
    balances = [books.balances(each.first, each.last) for each in books.columns]
    if books.in_columns:
        balances.append(books.balances(books.period.first, books.period.last))
    sums: dict[str, list[Decimal]] = {}
    rows: list[dict[str, Any]] = []
    for group, words, kind, parts in _groups:
        branches = books.branches((kind,), balances) if kind else []
        shown = branch_rows(branches)
        sums[group] = sums_of(branches, len(balances)) if kind else _combined(sums, parts, len(balances))
        if kind and (shown or group in _always_shown):
            amounts: list[Decimal | None] = [amount if shown else None for amount in sums[group]]
            rows.append(section([cell(words), *blank(balances)], shown, [cell(f"Total {words}"), *money_cells(amounts)], group))
        elif not kind and (group in _always_shown or rows[-1]["group"].startswith("Other")):
            rows.append(section(None, [], [cell(words), *money_cells(sums[group])], group))
    return books.answer(books.money_columns(with_total=True), rows, options={"AccountingStandard": "GAAP"},
                        is_empty=not any("Rows" in row for row in rows))


def _combined(sums: dict[str, list[Decimal]], parts: tuple[str, ...], width: int) -> list[Decimal]:
    total = [zero] * width
    for part in parts:
        sign = -1 if part.startswith("-") else 1
        total = [before + sign * amount for before, amount in zip(total, sums[part.lstrip("-")])]
    return total
