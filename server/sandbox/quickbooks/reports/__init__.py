"""Reports: grids worked out from the company's own documents whenever they are asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Callable, Mapping

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.reports.aged_receivables import aged_receivable_detail, aged_receivables
from server.sandbox.quickbooks.reports.balance_sheet import balance_sheet, trial_balance
from server.sandbox.quickbooks.reports.customer_balance import customer_balance, customer_balance_detail
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.profit_and_loss import profit_and_loss
from server.sandbox.quickbooks.reports.transaction_list import transaction_list

_reports: dict[str, Callable[[Parameters, datetime], dict[str, Any]]] = {
    "ProfitAndLoss": profit_and_loss, "BalanceSheet": balance_sheet, "TrialBalance": trial_balance,
    "AgedReceivables": aged_receivables, "AgedReceivableDetail": aged_receivable_detail,
    "CustomerBalance": customer_balance, "CustomerBalanceDetail": customer_balance_detail, "TransactionList": transaction_list}
report_names = tuple(_reports)


def run_report(company: Company, name: str, given: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The object the service answers with, which has no envelope.

    Raises fault 5020 for a name that is no report, and the fault of the first parameter that is wrong.
    """
    made = _reports.get(name)
    if made is None:
        raise api_fault.unknown_report()
    return made(Parameters(company, given, date.fromisoformat(pacific_date(now))), now)
