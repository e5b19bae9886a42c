"""The balance sheet and the trial balance: how the books stand at the end of a day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.document_lines import zero
from server.sandbox.quickbooks.reports import sheet
from server.sandbox.quickbooks.reports.chart import income_types
from server.sandbox.quickbooks.reports.grid import branch_rows, cell, column, data_row, money, section, sums_of
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.sheet import Balances, Sheet, blank, money_cells

# Sections: title, group, and either a type of account or further sections.
_assets = ("ASSETS", "TotalAssets", (
    ("Current Assets", "CurrentAssets", (
        ("Bank Accounts", "BankAccounts", "Bank"), ("Accounts Receivable", "AR", "Accounts Receivable"),
        ("Other Current Assets", "OtherCurrentAssets", "Other Current Asset"))),
    ("Fixed Assets", "FixedAssets", "Fixed Asset"), ("Other Assets", "OtherAssets", "Other Asset")))
_liabilities = ("Liabilities", "Liabilities", (
    ("Current Liabilities", "CurrentLiabilities", (
        ("Accounts Payable", "AP", "Accounts Payable"), ("Credit Cards", "CreditCards", "Credit Card"),
        ("Other Current Liabilities", "OtherCurrentLiabilities", "Other Current Liability"))),
    ("Long-Term Liabilities", "LongTermLiabilities", "Long Term Liability")))
Summed = tuple[list[Decimal], dict[str, Any]]       # the sums of a section, and its row


def balance_sheet(asked: Parameters, now: datetime) -> dict[str, Any]:
    """As of the end of the period, or of each of its columns."""
    asked.allow(*sheet.parameters)
    books = Sheet(asked, now, "BalanceSheet")
    balances = [_at(books, each.last) for each in books.columns]
    _, assets = _section(books, _assets, balances)
    owed, liabilities = _section(books, _liabilities, balances)
    owned, equity = _equity(books, balances)
    both = [first + second for first, second in zip(owed, owned)]
    rows = [assets, section([cell("LIABILITIES AND EQUITY"), *blank(balances)], [liabilities, equity],
                            [cell("TOTAL LIABILITIES AND EQUITY"), *money_cells(both)], "TotalLiabilitiesAndEquity")]
    return books.answer(books.money_columns(with_total=False), rows, options={"AccountingStandard": "GAAP"},
                        is_empty=not any(balances))


def trial_balance(asked: Parameters, now: datetime) -> dict[str, Any]:
    """Every account with a balance at the end of the period, as a debit or a credit."""
    asked.allow("start_date", "end_date", "date_macro", "accounting_method")
    books = Sheet(asked, now, "TrialBalance")
    balances = _at(books, books.period.last)
    rows, debits, credits = [], zero, zero
    for account in books.chart.order():
        amount = balances.get(account.key, zero)
        if amount:
            debits, credits = debits + max(amount, zero), credits + max(-amount, zero)
            rows.append(data_row([cell(account.name, account.id), cell(money(amount) if amount > 0 else ""),
                                  cell(money(-amount) if amount < 0 else "")], typed=False))
    total = section(None, [], [cell("TOTAL"), cell(money(debits)), cell(money(credits))], "GrandTotal")
    columns = [column("", "Account", "account"), column("Debit", "Money", "debit"), column("Credit", "Money", "credit")]
    return books.answer(columns, [*rows, total], is_empty=not rows)


def _at(books: Sheet, day: date) -> Balances:
    """All balances at the end of a day; what earlier fiscal years earned stands in Retained Earnings."""
    begun = _fiscal_year(day, books.asked.fiscal_month)
    balances, this_year, earned = books.balances(date.min, day), books.balances(begun, day), zero
    for account in books.chart.order():
        if account.kind in income_types and account.key in balances:
            kept = this_year.get(account.key, zero)
            earned += balances[account.key] - kept
            balances[account.key] = kept
    retained = books.chart.own("RetainedEarnings")
    balances[retained] = balances.get(retained, zero) + earned
    return {key: amount for key, amount in balances.items() if amount}


def _fiscal_year(day: date, first_month: int) -> date:
    year = day.year if day.month >= first_month else day.year - 1
    return date(year, first_month, 1) if year >= date.min.year else date.min


def _section(books: Sheet, plan: Any, balances: list[Balances]) -> Summed:
    title, group, inside = plan
    if isinstance(inside, str):
        branches = books.branches((inside,), balances)
        sums, rows = sums_of(branches, len(balances)), branch_rows(branches)
    else:
        parts = [_section(books, part, balances) for part in inside]
        sums = [sum(amounts, zero) for amounts in zip(*(part[0] for part in parts))]
        rows = [part[1] for part in parts if "Rows" in part[1]]
    words = f"TOTAL {title}" if title.isupper() else f"Total {title}"
    return sums, section([cell(title), *blank(balances)], rows, [cell(words), *money_cells(sums)], group)


def _equity(books: Sheet, balances: list[Balances]) -> Summed:
    branches, accounts = books.branches(("Equity",), balances), books.chart.accounts
    earned = [-sum((amount for key, amount in each.items() if accounts[key].kind in income_types), zero) for each in balances]
    rows = [*branch_rows(branches), {**data_row([cell("Net Income"), *money_cells(earned)]), "group": "NetIncome"}]
    sums = [first + second for first, second in zip(sums_of(branches, len(balances)), earned)]
    return sums, section([cell("Equity"), *blank(balances)], rows, [cell("Total Equity"), *money_cells(sums)], "Equity")
