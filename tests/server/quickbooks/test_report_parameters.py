"""What a report can be asked and what is refused: names, days, periods, words, ids."""

import random
from datetime import date, timedelta

import pytest

from quickbooks_world import US, line
from report_reading import keys
from server.sandbox.quickbooks.reports import report_names
from server.sandbox.quickbooks.reports.periods import columns_max, cut, named_period

TODAY = date(2026, 11, 22)          # a Sunday


def refusal(world, name, **params):
    reply = world.get(f"reports/{name}", **params)
    assert reply.status == 400, reply.text
    error = reply.json["Fault"]["Error"][0]
    return error["code"], error["element"]


@pytest.mark.parametrize("name", ["Unicorn", "Cashflow", "profitandloss", "ARAgingDetail"])
def test_a_name_that_is_no_report_is_denied_as_5020(world, name):
    reply = world.get(f"reports/{name}")
    error = reply.json["Fault"]["Error"][0]
    assert (reply.status, error["code"], error["element"]) == (400, "5020", "ReportName")
    assert error["Detail"] == "Permission Denied Error : You do not have the access rights to use this feature."


@pytest.mark.parametrize("name, params, wanted", [
    ("ProfitAndLoss", {"start_date": "2026-13-01"}, ("2110", "start_date")),
    ("ProfitAndLoss", {"end_date": "tomorrow"}, ("2110", "end_date")),
    ("AgedReceivables", {"report_date": "22.11.2026"}, ("2110", "report_date")),
    ("ProfitAndLoss", {"start_date": "2026-11-02", "end_date": "2026-11-01"}, ("6000", "")),
    ("ProfitAndLoss", {"date_macro": "This Decade"}, ("2170", "date_macro")),
    ("ProfitAndLoss", {"date_macro": "Next Month-to-date"}, ("2170", "date_macro")),
    ("BalanceSheet", {"accounting_method": "Guess"}, ("2170", "accounting_method")),
    ("BalanceSheet", {"summarize_column_by": "Fortnight"}, ("2170", "summarize_column_by")),
    ("AgedReceivables", {"aging_method": "Tomorrow"}, ("2170", "aging_method")),
    ("AgedReceivables", {"aging_period": "0"}, ("2080", "aging_period")),
    ("AgedReceivables", {"num_periods": "-1"}, ("2080", "num_periods")),
    ("AgedReceivableDetail", {"past_due": "soon"}, ("2080", "past_due")),
    ("AgedReceivableDetail", {"columns": "tx_date,colour"}, ("2170", "columns")),
    ("CustomerBalanceDetail", {"arpaid": "Perhaps"}, ("2170", "arpaid")), ("CustomerBalance", {"customer": "1,999"}, ("2500", "customer")),
    ("TransactionList", {"transaction_type": "Gift"}, ("2170", "transaction_type")),
    ("TransactionList", {"group_by": "Colour"}, ("2170", "group_by")), ("TransactionList", {"sort_by": "colour"}, ("2170", "sort_by"))])
def test_wrong_parameters_are_refused_and_named(world, name, params, wanted):
    world.customer()
    assert refusal(world, name, **params) == wanted


@pytest.mark.parametrize("name, params, element", [
    ("ProfitAndLoss", {"vendor": "1"}, "vendor"), ("ProfitAndLoss", {"qzurl": "true"}, "qzurl"),
    ("ProfitAndLoss", {"summarize_column_by": "Customers"}, "summarize_column_by=Customers"),
    ("AgedReceivables", {"department": "1"}, "department"), ("TransactionList", {"cleared": "Cleared"}, "cleared")])
def test_what_is_not_simulated_is_refused_rather_than_passed_over(world, name, params, element):
    assert refusal(world, name, **params) == ("5030", element)


def test_unknown_parameters_and_empty_ones_do_nothing(world):
    world.invoice(world.customer(), line(world.item(), 5))
    usual = world.get("reports/ProfitAndLoss")
    asked = world.get("reports/ProfitAndLoss", colour="blue", minorversion="75", format="json", customer="", qzurl="false")
    assert asked.json == usual.json and usual.status == 200


def test_names_and_words_count_whatever_their_case(world):
    world.invoice(world.customer(), line(world.item(), 5), TxnDate="2026-11-01")
    made = world.get("reports/ProfitAndLoss", Start_Date="2026-11-01", END_DATE="2026-11-02", Summarize_Column_By="DAYS").json
    assert keys(made) == ["account", "Nov 1, 2026", "Nov 2, 2026", "total"] and made["Header"]["SummarizeColumnsBy"] == "Days"


@pytest.mark.parametrize("name, first, last", [
    ("Today", "2026-11-22", "2026-11-22"), ("yesterday", "2026-11-21", "2026-11-21"), ("This Week", "2026-11-22", "2026-11-28"),
    ("Last Week", "2026-11-15", "2026-11-21"), ("Last Week-to-date", "2026-11-15", "2026-11-15"), ("Next Week", "2026-11-29", "2026-12-05"),
    ("Next 4 Weeks", "2026-11-22", "2026-12-19"), ("This Month", "2026-11-01", "2026-11-30"),
    ("this month-to-date", "2026-11-01", "2026-11-22"), ("Last Month", "2026-10-01", "2026-10-31"),
    ("Last Month-to-date", "2026-10-01", "2026-10-22"), ("Next Month", "2026-12-01", "2026-12-31"),
    ("This Calendar Quarter", "2026-10-01", "2026-12-31"), ("Last Calendar Year", "2025-01-01", "2025-12-31"),
    ("This Fiscal Year", "2026-04-01", "2027-03-31"), ("Last Fiscal Year", "2025-04-01", "2026-03-31"),
    ("This Fiscal Year-to-date", "2026-04-01", "2026-11-22"), ("This Fiscal Quarter", "2026-10-01", "2026-12-31"),
    ("Next Fiscal Quarter", "2027-01-01", "2027-03-31"), ("All", "0001-01-01", "9999-12-31")])
def test_named_periods_of_a_company_whose_year_begins_in_april(name, first, last):
    period = named_period(name, TODAY, 4)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_a_span_is_cut_without_gap_or_overlap():
    chance = random.Random(1)
    for _ in range(200):
        first = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
        last = first + timedelta(days=chance.randrange(300))
        for unit in ("days", "week", "month", "quarter", "year"):
            periods = cut(first, last, unit)
            assert (periods[0].first, periods[-1].last) == (first, last)
            assert all(after.first == before.last + timedelta(days=1) for before, after in zip(periods, periods[1:]))
            assert len({period.title for period in periods}) == len(periods)


def test_the_ends_of_the_calendar_are_no_trouble_and_columns_are_bounded(world):
    world.invoice(world.customer(), line(world.item(), 5), TxnDate="2026-11-01")
    assert keys(world.get("reports/ProfitAndLoss", date_macro="all", summarize_column_by="Week").json)[1] == "Nov 1 - 7, 2026"
    for unit in ("Days", "Week", "Month", "Quarter", "Year"):
        assert refusal(world, "BalanceSheet", start_date="0001-01-02", end_date="9999-12-31", summarize_column_by=unit)[0] == "6000"
    assert len(cut(date.min, date.max, "year")) == columns_max + 1
    assert world.get("reports/BalanceSheet", start_date="0001-01-01", end_date="9999-12-31").status == 200


@pytest.mark.proves("quickbooks 22.12.2")
def test_reports_are_reads_for_the_meter_and_have_a_budget_of_their_own(world):
    world.get("reports/ProfitAndLoss")
    world.get("reports/Unicorn")
    assert world.simulator.throttle.meter(US).core_plus == 1
    switches = world.simulator.switches
    switches.rate_limits, switches.calls_per_second, switches.reports_per_minute = True, 0, 2
    assert [world.get("reports/BalanceSheet").status for _ in range(3)] == [200, 200, 429]
    assert world.get("preferences").status == 200
    switches.reports_per_minute = 0
    assert world.get("reports/BalanceSheet").status == 200


def test_reports_are_only_read(world):
    assert world.post("reports/ProfitAndLoss", {}).status in (404, 405)
    assert world.get("reports/ProfitAndLoss", token="nonsense-token").status == 401


STRANGE = ("", "x", "-1", "0", "1", "1e9", "9999999999", "2026-11-22", "2026-02-30", "0001-01-01", "9999-12-31", "all", "Cash",
           "Month", "Days", "1,1", ",", "é" * 300, "None", "Name", "%", "tx_date,memo")
NAMES = ("start_date", "end_date", "date_macro", "report_date", "accounting_method", "summarize_column_by", "customer", "columns",
         "group_by", "aging_period", "num_periods", "past_due", "aging_method", "arpaid", "start_duedate", "sort_by",
         "transaction_type", "item")


def test_no_parameter_makes_the_service_fail(world):
    world.payment(world.customer(), 7)
    world.invoice({"Id": "1"}, line(world.item(), 5))
    chance = random.Random(7)
    statuses = set()
    for _ in range(400):
        name = chance.choice(report_names)
        params = {chance.choice(NAMES): chance.choice(STRANGE) for _ in range(chance.randrange(1, 4))}
        reply = world.get(f"reports/{name}", **params)
        assert reply.status in (200, 400), (name, params, reply.text)
        statuses.add(reply.status)
    assert statuses == {200, 400}
