"""The books of the generated companies: reports and records say the same, whatever the country and the currencies."""

from decimal import Decimal

import pytest

from report_reading import amount, everything, group, keys, named, rows, summary, table, total
from sandbox_world import NOW
from server.sandbox.clock import SimulatedClock
from server.sandbox.company import generate_companies
from server.sandbox.quickbooks.reports import report_names, run_report
from server.sandbox.quickbooks.reports.ledger import Ledger

COMPANIES = generate_companies(3, 300, SimulatedClock(NOW))


@pytest.fixture(params=COMPANIES, ids=[company.settings.country + company.settings.tax_model for company in COMPANIES])
def company(request):
    return request.param


def report(company, name, **params):
    return run_report(company, name, params, NOW)


def owed(company):
    """What is open of every document, in home currency: invoices, less credits and unapplied payments."""
    home = company.settings.multicurrency
    parts = [record.data["HomeBalance" if home else "Balance"] for record in company.store("Invoice")]
    parts += [-record.data["HomeBalance" if home else "Balance"] for record in company.store("CreditMemo")]
    parts += [-round(record.data["UnappliedAmt"] * record.data.get("ExchangeRate", 1), 2) for record in company.store("Payment")]
    return sum(parts)


def test_ageing_balances_and_balance_sheet_are_the_open_documents(company):
    everything_open = owed(company)
    assert everything_open > 1000
    for name, key in (("AgedReceivables", "total"), ("AgedReceivableDetail", "subt_open_bal"), ("CustomerBalance", "total"),
                      ("CustomerBalanceDetail", "subt_open_bal")):
        made = report(company, name)
        sums = dict(zip(keys(made)[1:], summary(group(made, "GrandTotal"))[1]))
        assert sums[key] == everything_open, name
    assert amount(named(report(company, "BalanceSheet"), "Accounts Receivable (A/R)")[0]) == everything_open


@pytest.mark.parametrize("company", [each for each in COMPANIES if not each.settings.multicurrency], ids=lambda each: each.settings.country)
def test_each_customer_s_row_is_the_customer_s_balance(company):
    """Only where there is one currency: a customer's balance is in the customer's, a report in the company's."""
    shown = {}
    for row in everything(report(company, "CustomerBalance")):
        cells = row["ColData"] if "ColData" in row else row.get("Header", {}).get("ColData")
        if cells:
            shown[cells[0]["id"]] = amount(cells[1]["value"])
    balances = {record.id: record.data["Balance"] for record in company.store("Customer") if record.data["Balance"]}
    assert {identifier: value for identifier, value in shown.items() if value} == balances


def test_the_balance_sheet_balances_and_earns_what_profit_and_loss_says(company):
    for basis in ("Accrual", "Cash"):
        sheet = report(company, "BalanceSheet", accounting_method=basis, summarize_column_by="Quarter")
        assert summary(group(sheet, "TotalAssets"))[1] == summary(group(sheet, "TotalLiabilitiesAndEquity"))[1]
        year = report(company, "ProfitAndLoss", accounting_method=basis)
        assert total(year, "NetIncome") == amount(named(sheet, "Net Income")[-1]) != 0
        trial = report(company, "TrialBalance", accounting_method=basis)
        debits, credits = summary(group(trial, "GrandTotal"))[1]
        assert debits == credits > 0


def test_tax_owed_is_the_tax_on_the_documents(company):
    signs = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1, "Purchase": -1}
    tax = sum(sign * round(record.data.get("TxnTaxDetail", {}).get("TotalTax", 0) * record.data.get("ExchangeRate", 1), 2)
              for kind, sign in signs.items() for record in company.store(kind))
    ledger = Ledger(company, "Accrual")
    books = ledger.balances("0001-01-01", "9999-12-31")[ledger.chart.own("SalesTaxPayable")]
    assert abs(-books - tax) <= Decimal("0.02") * company.settings.multicurrency and tax > 100


def test_every_document_of_the_period_is_listed_once(company):
    listed = table(report(company, "TransactionList", date_macro="all"))
    count = sum(len(company.store(kind)) for kind in ("Invoice", "Payment", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt",
                                                      "Deposit", "Purchase", "PurchaseOrder"))
    assert len(listed) == count


def test_the_same_seed_makes_the_same_reports():
    again = generate_companies(3, 300, SimulatedClock(NOW))
    for first, second in zip(COMPANIES, again):
        for name in report_names:
            assert report(first, name) == report(second, name)
    assert rows(report(COMPANIES[0], "ProfitAndLoss")) != rows(report(generate_companies(4, 300, SimulatedClock(NOW))[0], "ProfitAndLoss"))
