"""Sales tax of the three models, several currencies, money spent and deposited, exchange rates."""

from decimal import Decimal

import pytest

from quickbooks_world import NORWAY, line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy", BillAddr={"CountrySubDivisionCode": "CA"}), world.item("Hours")
    world.goods = world.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True})
    return world


@pytest.fixture
def north(world):
    world.who, world.hours = world.customer("Kari", NORWAY), world.item("Time", NORWAY)
    return world


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


def code(value):
    return {"TaxCodeRef": {"value": value}}


def test_automated_tax_goes_by_the_address_and_replaces_the_code_that_is_sent(shop):
    made = shop.invoice(shop.who, line(shop.goods, 100), TxnTaxDetail={"TxnTaxCodeRef": {"value": "2"}})
    assert (made["TxnTaxDetail"]["TxnTaxCodeRef"]["value"], made["TxnTaxDetail"]["TotalTax"]) == ("1", 8)
    shipped = shop.invoice(shop.who, line(shop.goods, 100), ShipAddr={"CountrySubDivisionCode": "WA"})
    assert shipped["TxnTaxDetail"]["TotalTax"] == Decimal("10.35")


def test_automated_tax_falls_back_to_the_companys_address(shop):
    assert shop.invoice(shop.customer("Nowhere"), line(shop.goods, 100))["TxnTaxDetail"]["TotalTax"] == 8


def test_automated_tax_can_be_overridden_with_a_total(shop):
    made = shop.invoice(shop.who, line(shop.goods, 100), TxnTaxDetail={"TxnTaxCodeRef": {"value": "1"}, "TotalTax": 5.55})
    assert (made["TxnTaxDetail"]["TotalTax"], made["TotalAmt"]) == (Decimal("5.55"), Decimal("105.55"))
    assert sum(each["Amount"] for each in made["TxnTaxDetail"]["TaxLine"]) == Decimal("5.55")


def test_automated_tax_sets_the_usual_code_of_a_customer(shop):
    assert shop.who["DefaultTaxCodeRef"] == {"value": "1"}
    moved = shop.made("Customer", sparse(shop.who, BillAddr={"CountrySubDivisionCode": "AZ"}, DefaultTaxCodeRef={"value": "3"}))
    assert moved["DefaultTaxCodeRef"] == {"value": "2"}


def test_exempt_customers_pay_no_tax(shop):
    exempt = shop.customer("School", TaxExemptionReasonId="7", BillAddr={"CountrySubDivisionCode": "CA"})
    assert exempt["Taxable"] is False
    assert shop.invoice(exempt, line(shop.goods, 100))["TxnTaxDetail"] == {"TotalTax": 0}


def test_tax_before_or_after_the_discount(shop):
    discount = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10}}
    assert shop.invoice(shop.who, line(shop.goods, 100), discount)["TotalAmt"] == 98
    after = shop.invoice(shop.who, line(shop.goods, 100), discount, ApplyTaxAfterDiscount=True)
    assert (after["TxnTaxDetail"]["TotalTax"], after["TotalAmt"]) == (Decimal("7.2"), Decimal("97.2"))


def test_manual_tax_is_what_the_code_says_and_nothing_without_one(shop):
    shop.company().settings.tax_model = "us_manual"
    tax = shop.invoice(shop.who, line(shop.goods, 422), line(shop.hours, 10), TxnTaxDetail={"TxnTaxCodeRef": {"value": "2"}})
    assert tax["TxnTaxDetail"]["TotalTax"] == Decimal("38.4")
    assert shop.invoice(shop.who, line(shop.goods, 422))["TxnTaxDetail"] == {"TotalTax": 0}
    unknown = shop.post("invoice", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.goods, 1)],
                                    "TxnTaxDetail": {"TxnTaxCodeRef": {"value": "99"}}})
    assert unknown.code == "2500"
    longer = shop.made("Invoice", sparse(tax, Line=[line(shop.goods, 844)]))
    assert longer["TxnTaxDetail"]["TotalTax"] == Decimal("76.8")


def test_without_sales_tax_none_is_stored(shop):
    shop.company().settings.tax_model = "none"
    assert shop.invoice(shop.who, line(shop.goods, 100), TxnTaxDetail={"TotalTax": 5})["TxnTaxDetail"] == {"TotalTax": 0}


def test_abroad_tax_is_by_line_excluded_included_or_not_applicable(north):
    def made(calculation, **detail):
        return north.invoice(north.who, line(north.hours, 125, **detail), realm=NORWAY, GlobalTaxCalculation=calculation)
    assert made("TaxExcluded", **code("1"))["TotalAmt"] == Decimal("156.25")
    inclusive = made("TaxInclusive", **code("1"))
    assert (inclusive["Line"][0]["Amount"], inclusive["Line"][0]["SalesItemLineDetail"]["TaxInclusiveAmt"]) == (100, 125)
    assert (inclusive["TxnTaxDetail"]["TotalTax"], inclusive["TotalAmt"]) == (25, 125)
    assert made("NotApplicable")["TxnTaxDetail"] == {"TotalTax": 0}


def test_a_tax_line_may_only_name_a_rate_of_the_codes_on_the_form(north):
    body = {"CustomerRef": {"value": north.who["Id"]}, "Line": [line(north.hours, 100, **code("1"))]}

    def with_rate(rate):
        return north.post("invoice", {**body, "TxnTaxDetail": {"TaxLine": [{"DetailType": "TaxLineDetail", "TaxLineDetail": {
            "TaxRateRef": {"value": rate}}}]}}, NORWAY)
    assert with_rate("1").status == 200
    assert with_rate("2").code == "2500"


def test_an_unknown_tax_code_abroad_is_2500(north):
    body = {"CustomerRef": {"value": north.who["Id"]}, "Line": [line(north.hours, 100, **code("99"))]}
    assert north.post("invoice", body, NORWAY).code == "2500"


def test_the_tax_service_makes_codes_with_rates_and_answers_without_envelope(north):
    agency = north.made("TaxAgency", {"DisplayName": "Kommunen"}, NORWAY)
    sent = {"TaxCode": "Custom", "TaxRateDetails": [
        {"TaxRateName": "rate1", "RateValue": "8", "TaxAgencyId": agency["Id"], "TaxApplicableOn": "Sales"}]}
    answer = north.post("taxservice/taxcode", sent, NORWAY)
    assert answer.status == 200 and "time" not in answer.json
    assert answer.json["TaxCode"] == "Custom" and answer.json["TaxRateDetails"][0]["TaxRateId"]
    made = north.invoice(north.who, line(north.hours, 100, **code(answer.json["TaxCodeId"])), realm=NORWAY)
    assert made["TxnTaxDetail"]["TotalTax"] == 8
    duplicate = north.post("taxservice/taxcode", {**sent, "TaxCode": "Other"}, NORWAY)
    assert duplicate.code == "6240" and "Another tax rate is already using this \nname" in duplicate.detail
    again = {**sent, "TaxRateDetails": [{**sent["TaxRateDetails"][0], "TaxRateName": "rate2"}]}
    assert north.post("taxservice/taxcode", again, NORWAY).code == "6240"
    assert north.rows("select * from TaxRate where Name = 'rate2'", NORWAY) == []
    wrong = {**sent, "TaxCode": "Long", "TaxRateDetails": [{**sent["TaxRateDetails"][0], "TaxRateName": "x" * 11}]}
    assert north.post("taxservice/taxcode", wrong, NORWAY).code == "2050"
    for missing in ("TaxRateName", "RateValue", "TaxAgencyId"):
        detail = {name: value for name, value in sent["TaxRateDetails"][0].items() if name != missing}
        assert north.post("taxservice/taxcode", {"TaxCode": "x", "TaxRateDetails": [detail]}, NORWAY).code == "2020"


def test_a_foreign_invoice_has_rate_and_home_amounts(shop):
    euro = shop.foreign_customer("Zoë GmbH", "EUR")
    assert euro["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    made = shop.invoice(euro, line(shop.hours, 100), CurrencyRef={"value": "EUR"})
    assert (made["ExchangeRate"], made["HomeTotalAmt"], made["HomeBalance"]) == (Decimal("1.0853"), Decimal("108.53"), Decimal("108.53"))
    own = shop.invoice(euro, line(shop.hours, 100), CurrencyRef={"value": "EUR"}, ExchangeRate=2)
    assert own["HomeTotalAmt"] == 200
    home = shop.invoice(shop.who, line(shop.hours, 100), CurrencyRef={"value": "USD"})
    assert (home["ExchangeRate"], home["HomeTotalAmt"]) == (1, 100)


@pytest.mark.proves("quickbooks 22.3.10")
def test_with_several_currencies_the_reference_is_required_and_must_be_the_customers(shop):
    euro = shop.foreign_customer("Zoë GmbH", "EUR")
    body = {"CustomerRef": {"value": euro["Id"]}, "Line": [line(shop.hours, 100)]}
    missing = shop.post("invoice", body)
    assert (missing.code, missing.json["Fault"]["Error"][0]["element"]) == ("2020", "CurrencyRef")
    assert shop.post("invoice", {**body, "CurrencyRef": {"value": "USD"}}).code == "6000"


def test_payments_do_not_cross_currencies(shop):
    euro = shop.foreign_customer("Zoë GmbH", "EUR")
    bill = shop.invoice(euro, line(shop.hours, 100), CurrencyRef={"value": "EUR"})
    body = {"CustomerRef": {"value": euro["Id"]}, "TotalAmt": 100, "Line": [
        {"Amount": 100, "LinkedTxn": [{"TxnId": bill["Id"], "TxnType": "Invoice"}]}]}
    assert shop.post("payment", {**body, "CurrencyRef": {"value": "USD"}}).code == "6000"
    paid = shop.made("Payment", {**body, "CurrencyRef": {"value": "EUR"}})
    assert (paid["ExchangeRate"], shop.read("Invoice", bill["Id"])["Balance"]) == (Decimal("1.0853"), 0)


def test_the_currency_of_a_customer_stays(shop):
    euro = shop.foreign_customer("Zoë GmbH", "EUR")
    assert shop.made("Customer", sparse(euro, CurrencyRef={"value": "USD"}, Notes="n"))["CurrencyRef"]["value"] == "EUR"


def test_a_currency_is_taken_into_use_with_its_first_customer(shop):
    shop.foreign_customer("Yuki", "JPY")
    assert [row["Name"] for row in shop.rows("select * from CompanyCurrency where Code = 'JPY'")] == ["Japanese Yen"]
    assert shop.post("customer", {"DisplayName": "x", "CurrencyRef": {"value": "QQQ"}}).code == "2500"


def test_a_company_of_one_currency_has_no_foreign_customers(shop):
    assert shop.post("companycurrency", {"Code": "EUR", "Name": "Euro"}).code == "5030"
    shop.currency("EUR", "Euro")
    assert shop.post("customer", {"DisplayName": "x", "CurrencyRef": {"value": "EUR"}}).code == "6000"


def test_a_rate_set_for_a_day_holds_from_that_day_on(shop):
    shop.foreign_customer("Zoë GmbH", "EUR")
    shop.made("ExchangeRate", {"SourceCurrencyCode": "EUR", "Rate": 1.5, "AsOfDate": "2026-03-01"})

    def rate(day):
        return shop.get("exchangerate", sourcecurrencycode="EUR", asofdate=day).json["ExchangeRate"]["Rate"]
    assert (rate("2026-02-28"), rate("2026-03-01"), rate("2026-04-01")) == (Decimal("1.0853"), Decimal("1.5"), Decimal("1.5"))
    again = shop.made("ExchangeRate", {"SourceCurrencyCode": "EUR", "Rate": 1.6, "AsOfDate": "2026-03-01"})
    assert (again["Rate"], again["SyncToken"], "Id" in again) == (Decimal("1.6"), "1", False)
    assert shop.get("exchangerate", sourcecurrencycode="XYZ").code == "2500"


def expense(amount, **more):
    return {"Amount": amount, "DetailType": "AccountBasedExpenseLineDetail",
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}, **more}}


def test_a_purchase_as_recorded(shop):
    card = shop.made("Account", {"Name": "Mastercard", "AccountType": "Credit Card"})
    vendor = shop.rows("select * from Vendor")[0]
    made = shop.made("Purchase", {"PaymentType": "CreditCard", "AccountRef": {"value": card["Id"]}, "Line": [expense(34)],
                                  "EntityRef": {"value": vendor["Id"], "type": "Vendor"}})
    assert (made["AccountRef"], made["Credit"], made["TotalAmt"]) == ({"value": card["Id"], "name": "Mastercard"}, False, 34)
    assert made["EntityRef"] == {"value": vendor["Id"], "name": vendor["DisplayName"], "type": "Vendor"}
    assert made["Line"] == [{"Id": "1", "LineNum": 1, "Amount": 34, "DetailType": "AccountBasedExpenseLineDetail", "CustomExtensions": [],
                             "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9", "name": "Purchases"},
                                                               "BillableStatus": "NotBillable", "TaxCodeRef": {"value": "NON"}}}]


def test_refused_purchases(shop):
    base = {"PaymentType": "Cash", "AccountRef": {"value": "3"}}
    item = {"Amount": 9, "DetailType": "ItemBasedExpenseLineDetail", "ItemBasedExpenseLineDetail": {
        "ItemRef": {"value": shop.goods["Id"]}, "Qty": 2, "UnitPrice": 5}}
    for body, wanted in (({**base, "Line": [item]}, "6070"), ({**base, "PaymentType": "CreditCard", "Line": [expense(1)]}, "6000"),
                         ({**base, "Line": [expense(1, AccountRef={"value": "999"})]}, "2500"),
                         ({**base, "PaymentType": "Gold", "Line": [{}]}, "2170"),
                         ({**base, "Line": [expense(1, BillableStatus="Never")]}, "2170"), ({**base, "Line": [{"Amount": 1}]}, "2020")):
        assert shop.post("purchase", body).code == wanted
    assert shop.made("Purchase", {**base, "Line": [{**item, "Amount": 10}]})["TotalAmt"] == 10


def test_purchases_abroad_take_the_purchase_rates(north):
    agency = north.rows("select * from TaxAgency", NORWAY)[0]
    made, sold_only = (north.post("taxservice/taxcode", {"TaxCode": side, "TaxRateDetails": [
        {"TaxRateName": side, "RateValue": 25, "TaxAgencyId": agency["Id"], "TaxApplicableOn": side}]}, NORWAY).json
        for side in ("Purchase", "Sales"))
    base = {"PaymentType": "Cash", "AccountRef": {"value": "3"}}
    assert north.post("purchase", {**base, "Line": [expense(100)]}, NORWAY).code == "6000"
    bought = north.made("Purchase", {**base, "Line": [expense(100, **code(made["TaxCodeId"]))]}, NORWAY)
    assert (bought["TxnTaxDetail"]["TotalTax"], bought["TotalAmt"]) == (25, 125)
    assert north.post("purchase", {**base, "Line": [expense(100, **code(sold_only["TaxCodeId"]))]}, NORWAY).code == "2500"
    assert north.made("Purchase", {**base, "Line": [expense(100, **code("1"))]}, NORWAY)["TotalAmt"] == 125


def test_payment_amounts_stay_within_what_is_open(shop):
    bill = shop.invoice(shop.who, line(shop.hours, 100))

    def code_of(total, share, kind="Invoice"):
        return shop.post("payment", {"CustomerRef": {"value": shop.who["Id"]}, "TotalAmt": total, "Line": [
            {"Amount": share, "LinkedTxn": [{"TxnId": bill["Id"], "TxnType": kind}]}]}).code
    assert (code_of(200, 101), code_of(50, 60), code_of(-5, 0)) == ("6000", "6000", "6000")
    assert code_of(120, 100) == ""
    assert shop.read("Customer", shop.who["Id"])["Balance"] == -20


def test_amounts_travel_as_exact_numbers_without_trailing_zeros(shop):
    reply = shop.post("invoice", b'{"CustomerRef":{"value":"%b"},"Line":[{"DetailType":"SalesItemLineDetail","Amount":46.60,'
                      b'"SalesItemLineDetail":{"ItemRef":{"value":"%b"},"Qty":0.1,"UnitPrice":466.0}}]}'
                      % (shop.who["Id"].encode(), shop.hours["Id"].encode()))
    assert '"TotalAmt":46.6,' in reply.text and '"UnitPrice":466,' in reply.text and '"Qty":0.1' in reply.text
