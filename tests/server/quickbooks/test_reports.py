"""Reports: grids in the service's own form, and figures that follow from the company's documents."""

from decimal import Decimal

import pytest

from quickbooks_world import NORWAY, US, line
from report_reading import amount, everything, group, keys, leaves, named, option, rows, summary, table, total
from server.sandbox.quickbooks.reports import report_names


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy", BillAddr={"CountrySubDivisionCode": "CA"}), world.item("Hours")
    world.goods = world.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True, "IncomeAccountRef": {"value": "2"}})
    return world


def report(world, name, realm=US, **params):
    reply = world.get(f"reports/{name}", realm, **params)
    assert reply.status == 200, reply.text
    return reply.json


def bill(shop, *lines, day="2026-11-20", due="2026-12-20", **more):
    return shop.invoice(more.pop("who", shop.who), *lines, TxnDate=day, DueDate=due, **more)


def spend(shop, cost, account="9", day="2026-11-20"):
    line_of_it = {"Amount": cost, "DetailType": "AccountBasedExpenseLineDetail",
                  "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}}}
    return shop.made("Purchase", {"PaymentType": "Cash", "AccountRef": {"value": "3"}, "TxnDate": day, "Line": [line_of_it]})


def test_a_report_comes_without_envelope_and_says_what_it_is(shop):
    bill(shop, line(shop.hours, 100))
    reply = shop.get("reports/ProfitAndLoss", start_date="2026-11-01", end_date="2026-11-30")
    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8" and set(reply.json) == {"Header", "Columns", "Rows"}
    assert reply.json["Header"] == {
        "Time": "2026-11-22T13:40:30-08:00", "ReportName": "ProfitAndLoss", "ReportBasis": "Accrual", "StartPeriod": "2026-11-01",
        "EndPeriod": "2026-11-30", "SummarizeColumnsBy": "Total", "Currency": "USD",
        "Option": [{"Name": "AccountingStandard", "Value": "GAAP"}, {"Name": "NoReportData", "Value": "false"}]}
    assert reply.json["Columns"]["Column"] == [
        {"ColTitle": "", "ColType": "Account", "MetaData": [{"Name": "ColKey", "Value": "account"}]},
        {"ColTitle": "Total", "ColType": "Money", "MetaData": [{"Name": "ColKey", "Value": "total"}]}]
    assert rows(reply.json)[0] == {
        "Header": {"ColData": [{"value": "Income"}, {"value": ""}]},
        "Rows": {"Row": [{"ColData": [{"value": "Services", "id": "1"}, {"value": "100.00"}], "type": "Data"}]},
        "Summary": {"ColData": [{"value": "Total Income"}, {"value": "100.00"}]}, "type": "Section", "group": "Income"}


@pytest.mark.parametrize("name", report_names)
def test_a_company_without_documents_has_reports_without_data(world, name):
    empty = report(world, name)
    assert (empty["Rows"], option(empty, "NoReportData"), empty["Header"]["ReportName"]) == ({}, "true", name)


def test_profit_and_loss_adds_up_from_sales_discounts_and_costs(shop):
    bill(shop, line(shop.hours, 100), line(shop.goods, 50), {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {
        "PercentBased": True, "DiscountPercent": 10}})
    shop.made("CreditMemo", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 30)], "TxnDate": "2026-11-21"})
    spend(shop, 20)
    made = report(shop, "ProfitAndLoss")
    assert [row["group"] for row in rows(made)] == ["Income", "GrossProfit", "Expenses", "NetOperatingIncome", "NetIncome"]
    assert named(made, "Services") == ["70.00"] and named(made, "Discounts given") == ["-15.00"] and named(made, "Purchases") == ["20.00"]
    assert [total(made, name) for name in ("Income", "GrossProfit", "Expenses", "NetIncome")] == [105, 105, 20, 85]
    assert summary(group(made, "NetOperatingIncome")) == ("Net Operating Income", [85])


def test_other_income_and_costs_of_goods_appear_when_there_are_any(shop):
    fees = shop.made("Account", {"Name": "Late fees", "AccountType": "Other Income"})
    pump = shop.made("Item", {"Name": "Pump", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 10, "PurchaseCost": 6,
                              "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"})
    shop.made("Deposit", {"DepositToAccountRef": {"value": "3"}, "Line": [
        {"Amount": 9, "DetailType": "DepositLineDetail", "DepositLineDetail": {"AccountRef": {"value": fees["Id"]}}}]})
    bill(shop, line(pump, 10, 2))
    made = report(shop, "ProfitAndLoss")
    assert [total(made, name) for name in ("Income", "COGS", "GrossProfit", "OtherIncome", "NetOtherIncome", "NetIncome")] == [
        20, 12, 8, 9, 9, 17]
    sheet = report(shop, "BalanceSheet")
    assert named(sheet, "Inventory Asset") == ["48.00"] and named(sheet, "Opening Balance Equity") == ["60.00"]


def test_what_was_voided_or_deleted_is_in_no_report(shop):
    gone, void = bill(shop, line(shop.hours, 100)), bill(shop, line(shop.hours, 50))
    shop.post("invoice", {"Id": gone["Id"], "SyncToken": "0"}, operation="delete")
    shop.post("invoice", {"Id": void["Id"], "SyncToken": "0"}, operation="void")
    for name in ("ProfitAndLoss", "BalanceSheet", "AgedReceivables", "CustomerBalance"):
        assert report(shop, name)["Rows"] == {}, name
    listed = table(report(shop, "TransactionList"))
    assert [(each["txn_type"], each["subt_nat_amount"], each["memo"]) for each in listed] == [("Invoice", "0.00", "Voided")]


def test_sub_accounts_stand_below_their_account_with_a_sum(shop):
    parent = shop.made("Account", {"Name": "Premises", "AccountType": "Expense"})
    child = shop.made("Account", {"Name": "Rent", "AccountType": "Expense", "ParentRef": {"value": parent["Id"]}})
    spend(shop, 5, parent["Id"])
    spend(shop, 7, child["Id"])
    section = next(row for row in rows(group(report(shop, "ProfitAndLoss"), "Expenses")) if row["type"] == "Section")
    assert section["Header"]["ColData"] == [{"value": "Premises", "id": parent["Id"]}, {"value": "5.00"}]
    assert leaves(section) == [["Rent", "7.00"]] and summary(section) == ("Total Premises", [12])


def test_columns_by_month_add_up_to_the_total(shop):
    for day, price in (("2026-09-30", 1), ("2026-10-01", 10), ("2026-10-31", 100), ("2026-11-01", 1000)):
        bill(shop, line(shop.hours, price), day=day)
    made = report(shop, "ProfitAndLoss", start_date="2026-09-15", end_date="2026-11-22", summarize_column_by="Month")
    assert keys(made) == ["account", "Sep 15 - 30, 2026", "Oct 2026", "Nov 1 - 22, 2026", "total"]
    assert made["Columns"]["Column"][1]["MetaData"][:2] == [{"Name": "StartDate", "Value": "2026-09-15"},
                                                            {"Name": "EndDate", "Value": "2026-09-30"}]
    assert named(made, "Services") == ["1.00", "110.00", "1000.00", "1111.00"]
    sheet = report(shop, "BalanceSheet", start_date="2026-09-15", end_date="2026-11-22", summarize_column_by="Month")
    assert named(sheet, "Accounts Receivable (A/R)") == ["1.00", "111.00", "1111.00"] and "total" not in keys(sheet)


def test_filters_let_through_what_is_of_the_customer_or_item(shop):
    other = shop.customer("Bill")
    bill(shop, line(shop.hours, 100), line(shop.goods, 7))
    bill(shop, line(shop.hours, 50), who=other)
    assert total(report(shop, "ProfitAndLoss", customer=other["Id"]), "Income") == 50
    assert total(report(shop, "ProfitAndLoss", customer=f"{other['Id']},{shop.who['Id']}"), "Income") == 157
    made = report(shop, "ProfitAndLoss", item=shop.goods["Id"], customer=shop.who["Id"])
    assert total(made, "Income") == 7 and made["Header"]["Customer"] == shop.who["Id"]


def test_classes_of_lines_and_of_forms_can_be_asked_for(shop):
    settings = shop.company().settings
    settings.track_classes = settings.track_classes_per_transaction = settings.track_departments = True
    retail, web = (shop.made("Class", {"Name": name})["Id"] for name in ("Retail", "Web"))
    west = shop.made("Department", {"Name": "West"})["Id"]
    both = (line(shop.hours, 100, ClassRef={"value": web}), line(shop.hours, 30))
    bill(shop, *both, ClassRef={"value": retail}, DepartmentRef={"value": west})
    bill(shop, line(shop.hours, 1))
    asked = {"class": retail}, {"class": web}, {"class": f"{retail},{web}"}, {"department": west}
    assert [total(report(shop, "ProfitAndLoss", **params), "Income") for params in asked] == [30, 100, 130, 130]


def test_a_refund_of_a_card_lowers_costs_and_the_card_s_debt(shop):
    card = shop.made("Account", {"Name": "Card", "AccountType": "Credit Card"})
    part = {"DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}
    for credit, cost in ((False, 50), (True, 20)):
        shop.made("Purchase", {"PaymentType": "CreditCard", "Credit": credit, "AccountRef": {"value": card["Id"]},
                               "Line": [{**part, "Amount": cost}]})
    assert named(report(shop, "ProfitAndLoss"), "Purchases") == ["30.00"]
    assert total(report(shop, "BalanceSheet"), "CreditCards") == 30
    assert [(row["txn_type"], row["subt_nat_amount"]) for row in table(report(shop, "TransactionList"))] == [
        ("Expense", "-50.00"), ("Credit Card Credit", "20.00")]
    only = report(shop, "TransactionList", transaction_type="CreditCardCredit", columns="subt_nat_amount")
    assert leaves(only) == [["20.00"]]


def test_the_balance_sheet_balances_and_shows_where_the_money_is(shop):
    invoice = bill(shop, line(shop.goods, 100))                 # 8 of tax
    payment = shop.payment(shop.who, 60, ("Invoice", invoice, 60))
    shop.made("Deposit", {"DepositToAccountRef": {"value": "3"}, "Line": [
        {"Amount": 60, "LinkedTxn": [{"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}]}]})
    shop.made("SalesReceipt", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]})
    spend(shop, 20)
    sheet = report(shop, "BalanceSheet")
    shown = {name: named(sheet, name)[0] for name in ("Checking", "Undeposited Funds", "Accounts Receivable (A/R)",
                                                      "Department of Revenue Payable", "Net Income")}
    assert shown == {"Checking": "40.00", "Undeposited Funds": "5.00", "Accounts Receivable (A/R)": "48.00",
                     "Department of Revenue Payable": "8.00", "Net Income": "85.00"}
    assert total(sheet, "TotalAssets") == total(sheet, "TotalLiabilitiesAndEquity") == 93
    assert summary(group(sheet, "TotalAssets"))[0] == "TOTAL ASSETS" and total(sheet, "BankAccounts") == 40
    assert total(report(shop, "ProfitAndLoss"), "NetIncome") == 85


def test_earlier_years_are_retained_earnings(shop):
    bill(shop, line(shop.hours, 100), day="2025-06-01")
    bill(shop, line(shop.hours, 7), day="2026-01-01")
    sheet = report(shop, "BalanceSheet")
    assert (named(sheet, "Retained Earnings"), named(sheet, "Net Income")) == (["100.00"], ["7.00"])
    assert named(report(shop, "BalanceSheet", start_date="2025-01-01", end_date="2025-12-31"), "Net Income") == ["100.00"]
    preferences = shop.get("preferences").json["Preferences"]
    shop.made("Preferences", {"Id": "1", "SyncToken": preferences["SyncToken"], "sparse": True,
                              "AccountingInfoPrefs": {"FirstMonthOfFiscalYear": "July"}})
    assert named(report(shop, "BalanceSheet"), "Retained Earnings") == ["107.00"]
    shop.made("Preferences", {"Id": "1", "SyncToken": "1", "sparse": True, "AccountingInfoPrefs": {"FirstMonthOfFiscalYear": "December"}})
    later = report(shop, "BalanceSheet")
    assert (named(later, "Retained Earnings"), named(later, "Net Income")) == (["100.00"], ["7.00"])
    assert later["Header"]["StartPeriod"] == "2025-12-01"


def test_debits_and_credits_of_the_trial_balance_are_equal(shop):
    bill(shop, line(shop.goods, 100))
    spend(shop, 20)
    made = report(shop, "TrialBalance")
    assert keys(made) == ["account", "debit", "credit"]
    assert [cells for cells in leaves(made)] == [
        ["Checking", "", "20.00"], ["Accounts Receivable (A/R)", "108.00", ""], ["Department of Revenue Payable", "", "8.00"],
        ["Sales of Product Income", "", "100.00"], ["Purchases", "20.00", ""]]
    assert summary(group(made, "GrandTotal")) == ("TOTAL", [128, 128])


def test_on_the_cash_basis_income_comes_with_the_money(shop):
    invoice = bill(shop, line(shop.goods, 100), day="2026-10-01")       # 108 with tax
    shop.payment(shop.who, 27, ("Invoice", invoice, 27), TxnDate="2026-11-02")

    def income(first, last):
        made = report(shop, "ProfitAndLoss", start_date=first, end_date=last, accounting_method="Cash")
        return total(made, "Income") if made["Rows"] else 0
    assert (income("2026-10-01", "2026-10-31"), income("2026-11-01", "2026-11-30")) == (0, 25)
    sheet = report(shop, "BalanceSheet", accounting_method="Cash")
    assert (named(sheet, "Undeposited Funds"), named(sheet, "Department of Revenue Payable")) == (["27.00"], ["2.00"])
    assert "Accounts Receivable (A/R)" not in {cells[0] for cells in leaves(sheet)}
    assert sheet["Header"]["ReportBasis"] == "Cash"
    shop.payment(shop.who, 10)
    unapplied = report(shop, "BalanceSheet", accounting_method="Cash")
    assert named(unapplied, "Accounts Receivable (A/R)") == ["-10.00"] and total(unapplied, "TotalAssets") == 27


def test_the_company_s_preferred_basis_is_the_usual_one(shop):
    bill(shop, line(shop.hours, 100))
    preferences = shop.get("preferences").json["Preferences"]
    shop.made("Preferences", {"Id": "1", "SyncToken": preferences["SyncToken"], "sparse": True, "ReportPrefs": {"ReportBasis": "Cash"}})
    assert report(shop, "ProfitAndLoss")["Rows"] == {}
    assert total(report(shop, "ProfitAndLoss", accounting_method="accrual"), "Income") == 100


def test_foreign_documents_count_at_their_rates_and_the_difference_is_exchange(shop):
    who = shop.foreign_customer("Europe", "EUR")
    invoice = bill(shop, line(shop.hours, 100), who=who, CurrencyRef={"value": "EUR"}, ExchangeRate=1.1)
    assert named(report(shop, "BalanceSheet"), "Accounts Receivable (A/R)") == ["110.00"]
    shop.payment(who, 60, ("Invoice", invoice, 60), CurrencyRef={"value": "EUR"}, ExchangeRate=1.2)
    sheet = report(shop, "BalanceSheet")
    assert (named(sheet, "Accounts Receivable (A/R)"), named(sheet, "Undeposited Funds")) == (["44.00"], ["72.00"])
    made = report(shop, "ProfitAndLoss")
    assert named(made, "Exchange Gain or Loss") == ["-6.00"] and total(made, "NetIncome") == 116


def test_stock_that_is_bought_is_worth_what_was_paid(shop):
    pump = shop.made("Item", {"Name": "Pump", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 10, "PurchaseCost": 6,
                              "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"})
    shop.made("Purchase", {"PaymentType": "Cash", "AccountRef": {"value": "3"}, "Line": [
        {"Amount": 35, "DetailType": "ItemBasedExpenseLineDetail",
         "ItemBasedExpenseLineDetail": {"ItemRef": {"value": pump["Id"]}, "Qty": 5, "UnitPrice": 7}}]})
    assert shop.read("Item", pump["Id"])["QtyOnHand"] == 15
    assert named(report(shop, "BalanceSheet"), "Inventory Asset") == ["95.00"]


def test_every_company_reports_in_its_own_currency(world):
    who, item = world.customer("Kari", NORWAY), world.item("Time", NORWAY)
    world.invoice(who, line(item, 100, TaxCodeRef={"value": "1"}), realm=NORWAY)
    made = report(world, "BalanceSheet", NORWAY)
    assert made["Header"]["Currency"] == "NOK" and named(made, "Skatteetaten Payable") == ["25.00"]
    assert report(world, "BalanceSheet")["Rows"] == {}


def ageing_shop(shop):
    """Documents of every age, on 2026-11-22: what is open is in the name of each."""
    child = shop.customer("Kitchen", ParentRef={"value": shop.who["Id"]}, Job=True)
    for due, price in (("2026-11-22", 1), ("2026-11-21", 10), ("2026-10-23", 100), ("2026-10-22", 1000), ("2026-08-24", 10_000),
                       ("2026-08-23", 100_000)):
        bill(shop, line(shop.hours, price), day="2026-08-01", due=due)
    bill(shop, line(shop.hours, 5), who=child)
    partly = bill(shop, line(shop.hours, 50), who=child, due="2026-11-01", day="2026-10-20")
    shop.payment(child, 20, ("Invoice", partly, 20), TxnDate="2026-11-10")
    shop.payment(child, 2, TxnDate="2026-11-20")
    shop.made("CreditMemo", {"CustomerRef": {"value": child["Id"]}, "Line": [line(shop.hours, 3)], "TxnDate": "2026-09-22"})
    return child


def test_receivables_are_aged_by_days_past_due(shop):
    ageing_shop(shop)
    made = report(shop, "AgedReceivables", report_date="2026-11-22")
    assert keys(made) == ["cust_name", "current", "0", "1", "2", "3", "total"]
    titles = [each["ColTitle"] for each in made["Columns"]["Column"]]
    assert titles == ["", "Current", "1 - 30", "31 - 60", "61 - 90", "91 and over", "Total"]
    family = rows(made)[0]
    assert family["Header"]["ColData"][0] == {"value": "Amy", "id": shop.who["Id"]}
    assert [cell["value"] for cell in family["Header"]["ColData"][1:]] == [
        "1.00", "110.00", "1000.00", "10000.00", "100000.00", "111111.00"]
    assert leaves(family) == [["Kitchen", "5.00", "28.00", "", "-3.00", "", "30.00"]]
    assert summary(family) == ("Total Amy", [6, 138, 1000, 9997, 100_000, 111_141])
    assert summary(group(made, "GrandTotal")) == ("TOTAL", [6, 138, 1000, 9997, 100_000, 111_141])
    assert (made["Header"]["EndPeriod"], option(made, "report_date")) == ("2026-11-22", "2026-11-22")


def test_ageing_sums_to_open_balances_however_it_is_cut(shop):
    ageing_shop(shop)
    balances = sum(each["Balance"] for each in shop.rows("select * from Customer"))
    for params in ({}, {"num_periods": "2"}, {"aging_period": "7", "num_periods": "9"}, {"aging_method": "Current"}):
        for name, key in (("AgedReceivables", "total"), ("AgedReceivableDetail", "subt_open_bal")):
            made = report(shop, name, **params)
            sums = dict(zip(keys(made)[1:], summary(group(made, "GrandTotal"))[1]))
            assert sums[key] == balances, (name, params)
            assert sum(amount(row[key]) for row in table(made)) + (111_111 if name == "AgedReceivables" else 0) == balances
    assert total(report(shop, "CustomerBalance"), "GrandTotal") == balances
    assert amount(named(report(shop, "BalanceSheet"), "Accounts Receivable (A/R)")[0]) == balances


def test_ageing_looks_back_at_the_day_of_the_report(shop):
    child = ageing_shop(shop)
    made = report(shop, "AgedReceivables", report_date="2026-11-09", customer=child["Id"])
    assert rows(rows(made)[0])[0]["ColData"][1:] == [{"value": value} for value in ("", "50.00", "-3.00", "", "", "47.00")]
    later = report(shop, "AgedReceivables", report_date="2026-11-09", customer=child["Id"], aging_method="Current")
    assert [cell["value"] for cell in rows(rows(later)[0])[0]["ColData"][1:]] == ["", "50.00", "", "-3.00", "", "47.00"]


def test_what_is_made_on_the_day_of_the_report_counts(shop):
    bill(shop, line(shop.hours, 5), day="2026-11-22", due="2026-11-22")
    for name in ("AgedReceivables", "AgedReceivableDetail", "CustomerBalance", "CustomerBalanceDetail"):
        assert summary(group(report(shop, name, report_date="2026-11-22"), "GrandTotal"))[1][-1] == 5, name
        assert report(shop, name, report_date="2026-11-21")["Rows"] == {}, name


def test_ageing_by_document_lists_the_oldest_first(shop):
    ageing_shop(shop)
    made = report(shop, "AgedReceivableDetail")
    assert keys(made) == ["tx_date", "txn_type", "doc_num", "cust_name", "due_date", "memo", "subt_amount", "subt_open_bal"]
    heads = [row["Header"]["ColData"][0]["value"] for row in rows(made) if "Header" in row]
    assert heads == ["91 or more days past due", "61 - 90 days past due", "31 - 60 days past due", "1 - 30 days past due", "Current"]
    assert summary(rows(made)[3])[0] == "Total for 1 - 30 days past due"
    payment = next(row for row in table(made) if row["txn_type"] == "Payment")
    assert (payment["cust_name"], payment["subt_amount"], payment["subt_open_bal"]) == ("Amy:Kitchen", "-2.00", "-2.00")
    partly = next(row for row in table(made) if row["due_date"] == "2026-11-01")
    assert (partly["subt_amount"], partly["subt_open_bal"]) == ("50.00", "30.00")
    late = report(shop, "AgedReceivableDetail", past_due="31", columns="subt_open_bal,past_due,cust_name")
    assert keys(late) == ["cust_name", "past_due", "subt_open_bal"] and min(int(row["past_due"]) for row in table(late)) == 31
    due = table(report(shop, "AgedReceivableDetail", start_duedate="2026-10-22", end_duedate="2026-10-23"))
    assert [row["subt_open_bal"] for row in due] == ["1000.00", "100.00"]


def test_balances_by_customer_and_by_document(shop):
    child = ageing_shop(shop)
    paid = shop.customer("Paid up")
    settled = bill(shop, line(shop.hours, 9), who=paid)
    shop.payment(paid, 9, ("Invoice", settled, 9))
    made = report(shop, "CustomerBalance")
    assert summary(rows(made)[0]) == ("Total Amy", [111_141]) and leaves(made) == [["Kitchen", "30.00"]]
    detail = report(shop, "CustomerBalanceDetail", customer=child["Id"])
    section = rows(detail)[0]
    assert section["Header"]["ColData"][0] == {"value": "Amy:Kitchen", "id": child["Id"]} and detail["Header"]["Customer"] == child["Id"]
    assert [(row["txn_type"], row["subt_open_bal"]) for row in table(detail)] == [
        ("Credit Memo", "-3.00"), ("Invoice", "30.00"), ("Invoice", "5.00"), ("Payment", "-2.00")]
    assert summary(section)[1][-1] == summary(group(detail, "GrandTotal"))[1][-1] == 30
    assert {row["tx_date"] for row in table(report(shop, "CustomerBalanceDetail", customer=paid["Id"], arpaid="Paid"))} == {
        "2026-11-20", "2026-11-22"}
    assert report(shop, "CustomerBalanceDetail", customer=paid["Id"])["Rows"] == {}


def test_the_list_of_transactions_holds_every_kind(shop):
    vendor = shop.rows("select * from Vendor")[0]
    form = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.goods, 10)]}
    bought = {"Amount": 4, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}
    for kind, body in (("Invoice", form), ("Estimate", form), ("CreditMemo", form), ("SalesReceipt", form),
                       ("RefundReceipt", {**form, "DepositToAccountRef": {"value": "3"}}),
                       ("Payment", {"CustomerRef": {"value": shop.who["Id"]}, "TotalAmt": 3, "PaymentRefNum": "chk 9"}),
                       ("Purchase", {"PaymentType": "Check", "AccountRef": {"value": "3"}, "Line": [bought], "DocNumber": "77"}),
                       ("PurchaseOrder", {"VendorRef": {"value": vendor["Id"]}, "Line": [bought]})):
        shop.made(kind, body)
    made = report(shop, "TransactionList")
    assert keys(made) == ["tx_date", "txn_type", "doc_num", "is_no_post", "name", "memo", "account_name", "other_account",
                          "subt_nat_amount"]
    shown = {row["txn_type"]: row for row in table(made)}
    assert {word: row["subt_nat_amount"] for word, row in shown.items()} == {
        "Invoice": "10.80", "Estimate": "10.80", "Credit Memo": "-10.80", "Sales Receipt": "10.80", "Refund": "-10.80", "Payment": "3.00",
        "Check": "-4.00", "Purchase Order": "4.00"}
    assert {word for word, row in shown.items() if row["is_no_post"] == "No"} == {"Estimate", "Purchase Order"}
    assert (shown["Payment"]["account_name"], shown["Payment"]["other_account"], shown["Payment"]["doc_num"]) == (
        "Undeposited Funds", "Accounts Receivable (A/R)", "chk 9")
    assert shown["Invoice"]["other_account"] == "-Split-" and shown["Check"]["other_account"] == "Purchases"
    assert (shown["Purchase Order"]["account_name"], shown["Purchase Order"]["name"]) == ("Accounts Payable (A/P)", vendor["DisplayName"])
    only = report(shop, "TransactionList", transaction_type="ReceivePayment,PurchaseOrder", columns="txn_type")
    assert leaves(only) == [["Payment"], ["Purchase Order"]]
    assert leaves(report(shop, "TransactionList", vendor=vendor["Id"], columns="txn_type")) == [["Purchase Order"]]
    assert leaves(report(shop, "TransactionList", docnum="77", columns="doc_num")) == [["77"]]
    assert report(shop, "TransactionList", transaction_type="Bill")["Rows"] == {}


def test_the_list_is_sorted_and_grouped(shop):
    other = shop.customer("Bill")
    for who, price, day in ((shop.who, 5, "2026-11-03"), (other, 7, "2026-11-01"), (shop.who, 1, "2026-11-02"), (other, 9, "2026-10-31")):
        bill(shop, line(shop.hours, price), who=who, day=day)

    def amounts(**params):
        return [row["subt_nat_amount"] for row in table(report(shop, "TransactionList", **params))]
    assert amounts() == ["7.00", "1.00", "5.00"]                                    # the month so far
    assert amounts(date_macro="Last Month") == ["9.00"]
    assert amounts(sort_by="subt_nat_amount", sort_order="descend", date_macro="all") == ["9.00", "7.00", "5.00", "1.00"]
    grouped = report(shop, "TransactionList", group_by="Customer", date_macro="all")
    assert [(row["Header"]["ColData"][0], summary(row)) for row in rows(grouped)] == [
        ({"value": "Amy", "id": shop.who["Id"]}, ("Total for Amy", [0] * 7 + [6])),
        ({"value": "Bill", "id": other["Id"]}, ("Total for Bill", [0] * 7 + [16]))]


def test_documents_and_books_agree_account_by_account(shop):
    """The list shows for every document what it does to its account; together that is the account's balance."""
    invoice = bill(shop, line(shop.goods, 100))
    shop.payment(shop.who, 60, ("Invoice", invoice, 60), TxnDate="2026-11-21")
    spend(shop, 20)
    listed = table(report(shop, "TransactionList", date_macro="all"))
    by_account = {}
    for row in listed:
        by_account[row["account_name"]] = by_account.get(row["account_name"], 0) + amount(row["subt_nat_amount"])
    books = {cells[0]: amount(cells[1]) - amount(cells[2]) for cells in leaves(report(shop, "TrialBalance"))}
    assert by_account["Checking"] == books["Checking"] == -20 and by_account["Undeposited Funds"] == books["Undeposited Funds"] == 60
    assert by_account["Accounts Receivable (A/R)"] - 60 == books["Accounts Receivable (A/R)"] == 48


def test_rows_say_their_type_as_the_service_does(shop):
    bill(shop, line(shop.hours, 5))
    for name in report_names:
        for row in everything(report(shop, name)):
            assert ("ColData" in row) == (row.get("type") != "Section"), name
            assert all(isinstance(cell["value"], str) for cell in row.get("ColData", []))


def test_amounts_have_two_decimals(shop):
    bill(shop, line(shop.hours, Decimal("0.5"), 1))
    assert named(report(shop, "ProfitAndLoss"), "Services") == ["0.50"]
