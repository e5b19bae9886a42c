"""Invoices and the other sales forms: lines, cents, tax, numbers, send, void, delete."""

from decimal import Decimal

import pytest

from quickbooks_world import NORWAY, line


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


@pytest.fixture
def shop(world):
    world.who = world.customer("Amy", BillAddr={"Line1": "4581 Finch St.", "City": "Bayshore",
                                                "CountrySubDivisionCode": "CA", "PostalCode": "94326"})
    world.hours = world.item("Hours")
    world.goods = world.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True,
                                      "IncomeAccountRef": {"value": "2"}})
    return world


@pytest.mark.proves("quickbooks 22.3.13")
def test_created_invoice_as_recorded(shop):
    made = shop.invoice(shop.who, line(shop.hours, 100), TxnDate="2024-01-15")
    assert made["Line"] == [
        {"Id": "1", "LineNum": 1, "Amount": 100, "DetailType": "SalesItemLineDetail", "CustomExtensions": [],
         "SalesItemLineDetail": {"ItemRef": {"value": shop.hours["Id"], "name": "Hours"}, "UnitPrice": 100, "Qty": 1,
                                 "ItemAccountRef": {"value": "1", "name": "Services"}, "TaxCodeRef": {"value": "NON"}}},
        {"Amount": 100, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}]
    expected = {"DocNumber": "1001", "DueDate": "2024-02-14", "TotalAmt": 100, "Balance": 100, "LinkedTxn": [],
                "CustomField": [], "TxnTaxDetail": {"TotalTax": 0}, "PrintStatus": "NeedToPrint",
                "EmailStatus": "NotSet", "ApplyTaxAfterDiscount": False, "FreeFormAddress": True}
    assert {name: made[name] for name in expected} == expected
    assert made["BillAddr"] == shop.who["BillAddr"] and "BillEmail" not in made
    assert "LastModifiedByRef" in made["MetaData"]


@pytest.mark.parametrize("price, quantity, right", [("128.35", "14.5", "1861.08"), ("0.005", "1", "0.01"), ("1.005", "3", "3.02")])
def test_amount_must_be_the_product_rounded_half_up(shop, price, quantity, right):
    def send(amount):
        return shop.post("invoice", {"CustomerRef": {"value": shop.who["Id"]},
                                     "Line": [line(shop.hours, Decimal(price), Decimal(quantity), amount=Decimal(amount))]})
    assert send(right).status == 200
    wrong = send(Decimal(right) - Decimal("0.01"))
    assert wrong.code == "6070"
    assert wrong.detail.startswith("Amount is not equal to UnitPrice * Qty. Supplied value:")


def test_refused_invoices(shop):
    who = {"value": shop.who["Id"]}
    good = line(shop.hours, 5)
    category = shop.made("Item", {"Name": "Parts", "Type": "Category"})

    def code(body):
        return shop.post("invoice", body).code
    assert code({"Line": [good]}) == "2020"
    assert code({"CustomerRef": who}) == "2020"
    assert code({"CustomerRef": who, "Line": []}) == "2020"
    assert code({"CustomerRef": {"value": "999"}, "Line": [good]}) == "2500"
    assert code({"CustomerRef": who, "Line": [line({"Id": "999"}, 5)]}) == "2500"
    assert code({"CustomerRef": who, "Line": [line(category, 5)]}) == "2500"
    assert code({"CustomerRef": who, "Line": [line(shop.hours, 5, TaxCodeRef={"value": "4"})]}) == "6100"
    assert code({"CustomerRef": who, "Line": [good], "DocNumber": "x" * 22}) == "2050"
    assert code({"CustomerRef": who, "Line": [good], "EmailStatus": "NeedToSend"}) == "6000"
    assert code({"CustomerRef": who, "Line": [good], "CurrencyRef": {"value": "USD"}}) == ""
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 5


def test_refused_invoice_uses_up_no_number(shop):
    shop.post("invoice", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)], "EmailStatus": "NeedToSend"})
    assert shop.invoice(shop.who, line(shop.hours, 5))["DocNumber"] == "1001"


def test_tax_per_rate_and_discount(shop):
    tucson = shop.customer("Tucson", BillAddr={"City": "Tucson", "CountrySubDivisionCode": "AZ"})
    made = shop.invoice(tucson, line(shop.goods, 422), line(shop.hours, 78),
                        {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 5}})
    assert [(each["Amount"], each["TaxLineDetail"]["TaxPercent"]) for each in made["TxnTaxDetail"]["TaxLine"]] == [
        (Decimal("29.96"), Decimal("7.1")), (Decimal("8.44"), 2)]
    assert made["TxnTaxDetail"]["TotalTax"] == Decimal("38.4")
    discount = made["Line"][-1]
    assert (discount["Amount"], made["Line"][-2]["DetailType"]) == (25, "SubTotalLineDetail")
    assert discount["DiscountLineDetail"]["DiscountAccountRef"]["name"] == "Discounts given"
    assert made["TotalAmt"] == Decimal("513.4")
    after = shop.invoice(tucson, line(shop.goods, 100), {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {
        "PercentBased": True, "DiscountPercent": 10}}, ApplyTaxAfterDiscount=True)
    assert after["TxnTaxDetail"]["TaxLine"][0]["TaxLineDetail"]["NetAmountTaxable"] == 90


def test_exempt_customers_and_untaxed_states_pay_none(shop):
    exempt = shop.customer("School", TaxExemptionReasonId="7", BillAddr={"CountrySubDivisionCode": "CA"})
    nevada = shop.customer("Reno", BillAddr={"CountrySubDivisionCode": "NV"})
    for customer in (exempt, nevada):
        assert shop.invoice(customer, line(shop.goods, 50))["TxnTaxDetail"] == {"TotalTax": 0}
    assert exempt["Taxable"] is False


def test_line_array_replaces_merges_by_id_and_is_kept_when_absent(shop):
    made = shop.invoice(shop.who, line(shop.hours, 10), line(shop.hours, 20), line(shop.hours, 30))
    kept = shop.made("Invoice", sparse(made, PrivateNote="n"))
    assert (kept["Line"], kept["SyncToken"], kept["sparse"]) == (made["Line"], "1", False)
    second = {**line(shop.hours, 25), "Id": "2"}
    changed = shop.made("Invoice", sparse(kept, Line=[second, line(shop.hours, 1), {**line(shop.hours, 2), "Id": "77"}]))
    assert [(each.get("Id"), each["Amount"]) for each in changed["Line"]] == [("2", 25), ("4", 1), ("5", 2), (None, 28)]
    assert changed["TotalAmt"] == 28


def test_echo_of_a_read_object_as_full_update_changes_no_value(shop):
    made = shop.invoice(shop.who, line(shop.goods, "19.99", 3, amount=Decimal("59.97")), PrivateNote="n", CustomerMemo={"value": "hi"},
                        SalesTermRef={"value": "2"})
    again = shop.made("Invoice", {**made, "sparse": False})
    ignore = ("SyncToken", "MetaData")
    assert {k: v for k, v in again.items() if k not in ignore} == {k: v for k, v in made.items() if k not in ignore}


def test_changed_address_becomes_free_form_lines(shop):
    made = shop.invoice(shop.who, line(shop.goods, 10))
    moved = shop.made("Invoice", sparse(made, BillAddr={"Line1": "25 Court St.", "City": "Tucson",
                                                        "CountrySubDivisionCode": "AZ", "PostalCode": "85719"}))
    assert "City" not in moved["BillAddr"] and moved["BillAddr"]["Line2"] == "Tucson, AZ 85719"


def test_due_date_follows_the_terms(shop):
    assert shop.invoice(shop.who, line(shop.hours, 1), TxnDate="2026-01-31", SalesTermRef={"value": "2"})["DueDate"] == "2026-02-15"


@pytest.mark.proves("quickbooks 19.5")
def test_invoice_moves_balances_and_times_of_customer_and_parents_without_tokens(shop):
    child = shop.customer("Kitchen", Job=True, ParentRef={"value": shop.who["Id"]})
    shop.pass_time(minutes=3)
    shop.invoice(child, line(shop.hours, 40))
    for identifier, own in ((child["Id"], 40), (shop.who["Id"], 0)):
        data = shop.read("Customer", identifier)
        assert (data["Balance"], data["BalanceWithJobs"], data["SyncToken"]) == (own, 40, "0")
        assert data["MetaData"]["LastUpdatedTime"] == "2026-11-22T13:43:30-08:00"


def test_numbers_run_over_invoices_and_credit_memos_and_apart_for_estimates(shop):
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    kinds = ("Invoice", "CreditMemo", "Estimate", "Invoice", "SalesReceipt")
    made = [shop.made(kind, body) for kind in kinds]
    assert [each["DocNumber"] for each in made] == ["1001", "1002", "1001", "1003", "1004"]
    assert [int(each["Id"]) for each in made] == list(range(int(made[0]["Id"]), int(made[0]["Id"]) + 5))


def test_custom_numbers_stay_empty_or_are_checked(shop):
    settings = shop.company().settings
    settings.custom_transaction_numbers, settings.warn_about_duplicate_numbers = True, True
    assert "DocNumber" not in shop.invoice(shop.who, line(shop.hours, 5))
    first = shop.invoice(shop.who, line(shop.hours, 5), DocNumber="A-007")
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)], "DocNumber": "A-007"}
    reply = shop.post("invoice", body)
    assert reply.code == "6140" and f"DocNumber=A-007 is assigned to TxnType=Invoice with TxnId={first['Id']}" in reply.detail
    assert shop.post("invoice", body, include="allowduplicatedocnum").status == 200


def test_closed_books(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5), TxnDate="2025-12-31")
    shop.company().settings.book_close_date = "2025-12-31"
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    assert shop.post("invoice", {**body, "TxnDate": "2025-12-31"}).code == "6210"
    assert shop.post("invoice", {**body, "TxnDate": "2026-01-01"}).status == 200
    handle = {"Id": made["Id"], "SyncToken": "0"}
    for operation in ("void", "delete"):
        assert shop.post("invoice", handle, operation=operation).code == "6210"
    assert shop.post("invoice", sparse(made, PrivateNote="n")).code == "6210"


@pytest.mark.proves("quickbooks 22.6.1")
def test_send_moves_the_time_but_not_the_token(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    headers = {"Authorization": f"Bearer {shop.tokens['9341453968310201']}", "Content-Type": "application/octet-stream"}
    path = f"/v3/company/9341453968310201/invoice/{made['Id']}/send"
    shop.pass_time(minutes=2)
    assert shop.call("POST", path, headers=headers).json["Fault"]["type"] == "ValidationFault"
    sent = shop.call("POST", path, headers=headers, params={"sendTo": "amy+books@mail.example"}).json["Invoice"]
    assert (sent["EmailStatus"], sent["BillEmail"]["Address"], sent["SyncToken"]) == ("EmailSent", "amy+books@mail.example", "0")
    assert sent["DeliveryInfo"] == {"DeliveryType": "Email", "DeliveryTime": "2026-11-22T13:42:30-08:00"}
    assert sent["MetaData"]["LastUpdatedTime"] == "2026-11-22T13:42:30-08:00"
    spaced = shop.call("POST", path + "?sendTo=amy+books@mail.example", headers=headers)
    assert spaced.json["Fault"]["Error"][0]["Detail"].startswith("Email Address does not conform")


def test_need_to_send_shows_only_the_delivery_type(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5), EmailStatus="NeedToSend", BillEmail={"Address": "a@b.example"})
    assert made["DeliveryInfo"] == {"DeliveryType": "Email"}


@pytest.mark.proves("quickbooks 22.5.4")
def test_void_zeroes_everything_and_marks_the_note(shop):
    made = shop.invoice(shop.who, line(shop.goods, 50, 2), PrivateNote="old note")
    voided = shop.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="void").json["Invoice"]
    assert (voided["TotalAmt"], voided["Balance"], voided["SyncToken"], voided["LinkedTxn"]) == (0, 0, "1", [])
    assert voided["PrivateNote"] == "Voided - old note" and voided["TxnTaxDetail"] == {"TotalTax": 0}
    assert voided["Line"][0]["Amount"] == 0 and "UnitPrice" not in voided["Line"][0]["SalesItemLineDetail"]
    assert voided["Line"][1] == {"Amount": 0, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 0
    assert shop.rows("select * from Invoice")[0]["Id"] == made["Id"]


def test_delete_answers_a_stub_and_the_record_is_gone(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    assert shop.post("invoice", {"Id": made["Id"], "SyncToken": "3"}, operation="delete").code == "5010"
    reply = shop.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    assert reply.json["Invoice"] == {"status": "Deleted", "domain": "QBO", "Id": made["Id"]}
    assert shop.get(f"invoice/{made['Id']}").code == "610"
    assert shop.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="delete").code == "610"
    assert shop.query("select * from Invoice").json["QueryResponse"] == {}


def test_inactive_item_is_refused_on_new_lines_and_kept_on_old_ones(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    shop.made("Item", sparse(shop.hours, Active=False))
    assert shop.post("invoice", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}).code == "2500"
    assert shop.made("Invoice", sparse(made, PrivateNote="n"))["PrivateNote"] == "n"


def test_estimate_closes_when_invoiced(shop):
    estimate = shop.made("Estimate", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]})
    assert estimate["TxnStatus"] == "Pending"
    invoice = shop.invoice(shop.who, line(shop.hours, 5), LinkedTxn=[{"TxnId": estimate["Id"], "TxnType": "Estimate"}])
    closed = shop.read("Estimate", estimate["Id"])
    assert (closed["TxnStatus"], closed["SyncToken"]) == ("Closed", "0")
    assert closed["LinkedTxn"] == [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]


def test_abroad_every_line_needs_a_code_and_rates_add_up(world):
    who, item = world.customer("Kari", NORWAY), world.item("Time", NORWAY)
    body = {"CustomerRef": {"value": who["Id"]}, "Line": [line(item, 100)]}
    reply = world.post("invoice", body, NORWAY)
    assert reply.code == "6000" and "VAT" in reply.detail
    made = world.invoice(who, line(item, 100, TaxCodeRef={"value": "1"}), line(item, 200, TaxCodeRef={"value": "2"}), realm=NORWAY)
    assert (made["TxnTaxDetail"]["TotalTax"], made["TotalAmt"], made["GlobalTaxCalculation"]) == (55, 355, "TaxExcluded")
    assert made["CurrencyRef"]["value"] == "NOK"
    free = world.invoice(who, line(item, 100), realm=NORWAY, GlobalTaxCalculation="NotApplicable")
    assert free["TotalAmt"] == 100


def test_gross_prices_come_back_net_and_survive_an_echo(world):
    who, item = world.customer("Kari", NORWAY), world.item("Time", NORWAY)
    made = world.invoice(who, line(item, 125, TaxCodeRef={"value": "1"}), realm=NORWAY, GlobalTaxCalculation="TaxInclusive")
    first = made["Line"][0]
    assert (first["Amount"], first["SalesItemLineDetail"]["TaxInclusiveAmt"]) == (100, 125)
    assert (made["TxnTaxDetail"]["TotalTax"], made["TotalAmt"]) == (25, 125)
    again = world.made("Invoice", {name: value for name, value in made.items() if name != "TxnTaxDetail"}, NORWAY)
    assert (again["Line"], again["TotalAmt"]) == (made["Line"], 125)


@pytest.mark.proves("quickbooks 22.6.2")
def test_pdf(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    reply = shop.get(f"invoice/{made['Id']}/pdf")
    assert reply.headers["Content-Type"] == "application/pdf" and reply.body.startswith(b"%PDF-1.4")
    offset = int(reply.body.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert reply.body[offset:offset + 4] == b"xref"
    assert shop.get("invoice/999/pdf").code == "610"
