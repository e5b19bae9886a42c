"""Create: what is required, how long, which values, and what the service adds."""

from decimal import Decimal

import pytest

from quickbooks_world import NORWAY, US, line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy"), world.item("Hours")
    return world


def body_of(shop, *lines, **more):
    return {"CustomerRef": {"value": shop.who["Id"]}, "Line": list(lines) or [line(shop.hours, 5)], **more}


def refusal(reply):
    return reply.code, reply.json["Fault"]["Error"][0]["element"]


@pytest.mark.proves("quickbooks 22.3.1")
@pytest.mark.parametrize("entity, body, element", [
    ("invoice", {"Line": []}, "CustomerRef"), ("invoice", {"CustomerRef": {"value": "1"}}, "Line"),
    ("payment", {"CustomerRef": {"value": "1"}}, "TotalAmt"), ("payment", {"TotalAmt": 5}, "CustomerRef"),
    ("item", {"Type": "Service"}, "Name"), ("item", {"Name": "x", "Type": "Service"}, "IncomeAccountRef"),
    ("term", {"DueDays": 3}, "Name"), ("account", {"Name": "x"}, "AccountType"),
    ("purchase", {"AccountRef": {"value": "3"}, "Line": [{}]}, "PaymentType"), ("deposit", {"Line": [{}]}, "DepositToAccountRef"),
    ("refundreceipt", {"CustomerRef": {"value": "1"}, "Line": [{}]}, "DepositToAccountRef"), ("attachable", {}, "Note"),
    ("taxagency", {}, "DisplayName"), ("exchangerate", {"Rate": 2}, "SourceCurrencyCode")])
def test_missing_members_are_2020_and_named(shop, entity, body, element):
    assert refusal(shop.post(entity, body)) == ("2020", element)


@pytest.mark.proves("quickbooks 22.3.2")
@pytest.mark.parametrize("entity, member, longest", [
    ("customer", "Title", 16), ("customer", "GivenName", 100), ("customer", "CompanyName", 100), ("customer", "Notes", 2000),
    ("customer", "ResaleNum", 16), ("invoice", "DocNumber", 21), ("invoice", "PrivateNote", 4000), ("payment", "PaymentRefNum", 21),
    ("item", "Sku", 100), ("item", "Description", 4000), ("item", "PurchaseDesc", 1000), ("term", "Name", 31),
    ("refundreceipt", "PaymentRefNum", 100), ("attachable", "Note", 2000)])
def test_lengths_are_2050(shop, entity, member, longest):
    usual = {"customer": {"DisplayName": "x"}, "item": {"Name": "x", "Type": "NonInventory"}, "term": {"Name": "x"},
             "payment": {"CustomerRef": {"value": "1"}, "TotalAmt": 1}, "attachable": {"Note": "x"},
             "refundreceipt": body_of(shop, DepositToAccountRef={"value": "3"})}
    body = usual.get(entity, body_of(shop))
    reply = shop.post(entity, {**body, member: "x" * (longest + 1)})
    assert refusal(reply) == ("2050", member)
    assert reply.detail.endswith(f"Min:0 Max:{longest} supported. Supplied length:{longest + 1}")
    assert shop.post(entity, {**body, member: "x" * longest}).status == 200


@pytest.mark.proves("quickbooks 22.3.3")
@pytest.mark.parametrize("member, value", [
    ("EmailStatus", "Maybe"), ("PrintStatus", "Lost")])
def test_values_outside_an_enumeration_are_2170(shop, member, value):
    assert refusal(shop.post("invoice", body_of(shop, **{member: value}))) == ("2170", member)


@pytest.mark.proves("quickbooks 22.3.4")
@pytest.mark.parametrize("change, path", [
    ({"CustomerRef": {"value": "999"}}, "CustomerRef"), ({"SalesTermRef": {"value": "999"}}, "SalesTermRef"),
    ({"Line": [line({"Id": "999"}, 5)]}, "Line.SalesItemLineDetail.ItemRef")])
def test_references_to_nothing_are_2500_with_their_path(shop, change, path):
    reply = shop.post("invoice", {**body_of(shop), **change})
    assert refusal(reply) == ("2500", path)
    assert reply.detail == f"Invalid Reference Id : {path}"


@pytest.mark.proves("quickbooks 22.3.5")
def test_names_are_unique_over_customers_vendors_and_employees_whatever_the_case(shop):
    for entity in ("customer", "vendor", "employee"):
        assert shop.post(entity, {"DisplayName": "aMY"}).code == "6240"
    shop.made("Vendor", {"DisplayName": "Lumber"})
    assert shop.post("customer", {"DisplayName": "LUMBER"}).code == "6240"


def test_an_inactive_record_keeps_only_its_marked_name(shop):
    shop.made("Customer", {"Id": shop.who["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert shop.post("customer", {"DisplayName": "Amy (deleted)"}).code == "6240"
    assert shop.post("customer", {"DisplayName": "Amy"}).status == 200


@pytest.mark.proves("quickbooks 22.3.6")
@pytest.mark.parametrize("name", ["a:b", "a\tb", "a\nb"])
def test_names_with_colon_tab_or_line_end_are_6000(world, name):
    assert world.post("customer", {"DisplayName": name}).code == "6000"
    assert world.post("item", {"Name": name, "Type": "NonInventory"}).code == "6000"


@pytest.mark.proves("quickbooks 22.3.7")
@pytest.mark.parametrize("price, quantity, right", [("128.35", "14.5", "1861.08"), ("0.125", "0.2", "0.03"), ("-2.5", "0.01", "-0.03")])
def test_amounts_are_checked_half_up_in_decimals_6070(shop, price, quantity, right):
    def send(amount):
        return shop.post("invoice", body_of(shop, line(shop.hours, Decimal(price), Decimal(quantity), amount=amount),
                                            line(shop.hours, 100)))
    assert send(Decimal(right)).status == 200
    for wrong in (Decimal("0.01"), Decimal("-0.01")):
        assert send(Decimal(right) + wrong).code == "6070"


def test_an_amount_alone_is_stored_without_price_and_quantity(shop):
    made = shop.invoice(shop.who, {"DetailType": "SalesItemLineDetail", "Amount": 12.34, "SalesItemLineDetail": {
        "ItemRef": {"value": shop.hours["Id"]}}})
    assert not {"UnitPrice", "Qty"} & set(made["Line"][0]["SalesItemLineDetail"]) and made["TotalAmt"] == Decimal("12.34")


@pytest.mark.proves("quickbooks 22.3.8")
def test_american_lines_know_only_tax_and_non_6100(shop):
    reply = shop.post("invoice", body_of(shop, line(shop.hours, 5, TaxCodeRef={"value": "4"})))
    assert reply.code == "6100" and reply.detail == "Valid line TaxCodes for US should be TAX or NON. Supplied value: 4"


@pytest.mark.proves("quickbooks 22.3.9")
def test_abroad_a_line_without_a_tax_code_is_6000(world):
    who, item = world.customer("Kari", NORWAY), world.item("Time", NORWAY)
    reply = world.post("invoice", {"CustomerRef": {"value": who["Id"]}, "Line": [line(item, 5)]}, NORWAY)
    assert reply.code == "6000"
    assert "Make sure all your transactions have a GST/HST / VAT / sales tax rate before you save." in reply.detail


@pytest.mark.proves("quickbooks 22.3.10")
def test_a_currency_other_than_the_customers_is_6000(shop):
    shop.currency("EUR", "Euro")
    assert shop.post("invoice", body_of(shop, CurrencyRef={"value": "EUR"})).code == "6000"
    assert shop.post("payment", {"CustomerRef": {"value": shop.who["Id"]}, "TotalAmt": 5, "CurrencyRef": {"value": "EUR"}}).code == "6000"


@pytest.mark.proves("quickbooks 22.3.11")
def test_a_closed_period_is_6210(shop):
    shop.company().settings.book_close_date = "2026-06-30"
    for entity, body in (("invoice", body_of(shop)), ("payment", {"CustomerRef": {"value": shop.who["Id"]}, "TotalAmt": 5})):
        assert shop.post(entity, {**body, "TxnDate": "2026-06-30"}).code == "6210"
        assert shop.post(entity, {**body, "TxnDate": "2026-07-01"}).status == 200


@pytest.mark.proves("quickbooks 22.3.12")
def test_a_duplicate_number_is_6140_when_the_company_warns_unless_included(shop):
    first = shop.invoice(shop.who, line(shop.hours, 5), DocNumber="N-1")
    assert shop.post("invoice", body_of(shop, DocNumber="N-1")).status == 200
    settings = shop.company().settings
    settings.custom_transaction_numbers = settings.warn_about_duplicate_numbers = True
    reply = shop.post("invoice", body_of(shop, DocNumber="N-1"))
    assert reply.code == "6140" and f"TxnId={first['Id']}" in reply.detail
    assert shop.post("invoice", body_of(shop, DocNumber="N-1"), include="allowduplicatedocnum").status == 200
    assert shop.post("estimate", body_of(shop, DocNumber="N-1")).status == 200


@pytest.mark.proves("quickbooks 22.3.13", "quickbooks 22.3.14")
def test_defaults_of_a_created_invoice(shop):
    made = shop.invoice(shop.who, line(shop.hours, 100))
    assert made["TxnDate"] == "2026-11-22" and made["DueDate"] == "2026-12-22"
    assert made["Line"][-1] == {"Amount": 100, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    assert (made["LinkedTxn"], made["CustomField"]) == ([], []) and "SalesTermRef" not in made


def test_terms_of_the_customer_or_the_company_become_those_of_the_form(shop):
    who = shop.customer("Net 15", SalesTermRef={"value": "2"})
    made = shop.invoice(who, line(shop.hours, 5))
    assert (made["SalesTermRef"]["value"], made["DueDate"]) == ("2", "2026-12-07")
    shop.company().settings.default_term = "4"
    assert shop.invoice(shop.who, line(shop.hours, 5))["SalesTermRef"] == {"value": "4", "name": "Net 60"}


@pytest.mark.parametrize("day, due", [("2026-01-10", "2026-01-15"), ("2026-01-12", "2026-02-15"), ("2026-12-20", "2027-01-15")])
def test_terms_by_day_of_month(shop, day, due):
    term = shop.made("Term", {"Name": "Mid month", "DayOfMonthDue": 15, "DueNextMonthDays": 3})
    assert shop.invoice(shop.who, line(shop.hours, 1), TxnDate=day, SalesTermRef={"value": term["Id"]})["DueDate"] == due


@pytest.mark.proves("quickbooks 22.3.15")
def test_addresses_of_the_customer_are_copied_with_their_id(shop):
    who = shop.customer("Addressed", BillAddr={"Line1": "1 Way", "City": "Bayshore", "CountrySubDivisionCode": "CA"})
    made = shop.invoice(who, line(shop.hours, 5))
    assert made["BillAddr"] == made["ShipAddr"] == who["BillAddr"] and made["BillAddr"]["Id"]
    assert "BillEmail" not in made


@pytest.mark.proves("quickbooks 22.3.16")
def test_tax_is_computed_and_rounded_rate_by_rate(shop):
    goods = shop.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True})
    who = shop.customer("Tucson", BillAddr={"CountrySubDivisionCode": "AZ"})
    tax = shop.invoice(who, line(goods, 422))["TxnTaxDetail"]
    assert [each["Amount"] for each in tax["TaxLine"]] == [Decimal("29.96"), Decimal("8.44")]
    assert tax["TotalTax"] == Decimal("38.4")


def test_members_of_features_that_are_off_are_dropped(shop):
    west = shop.made("Department", {"Name": "West"})
    retail = shop.made("Class", {"Name": "Retail"})
    more = {"ClassRef": {"value": retail["Id"]}, "DepartmentRef": {"value": west["Id"]}, "TrackingNum": "1Z", "Deposit": 3}
    made = shop.invoice(shop.who, line(shop.hours, 5, ClassRef={"value": retail["Id"]}), **more)
    assert not {"ClassRef", "DepartmentRef", "TrackingNum", "Deposit"} & set(made)
    assert "ClassRef" not in made["Line"][0]["SalesItemLineDetail"]
    settings = shop.company().settings
    settings.track_classes = settings.track_classes_per_transaction = settings.track_departments = True
    settings.allow_shipping = settings.allow_deposit = True
    made = shop.invoice(shop.who, line(shop.hours, 5, ClassRef={"value": retail["Id"]}), **more)
    assert (made["ClassRef"]["name"], made["DepartmentRef"]["name"], made["TrackingNum"]) == ("Retail", "West", "1Z")
    assert (made["Balance"], made["TotalAmt"]) == (2, 5)
    assert made["Line"][0]["SalesItemLineDetail"]["ClassRef"]["name"] == "Retail"


def test_online_payment_gives_a_link_on_reads_and_in_queries_that_ask_for_it(shop):
    mail = {"BillEmail": {"Address": "a@b.example"}}
    assert "InvoiceLink" not in shop.invoice(shop.who, line(shop.hours, 5), **mail)
    shop.company().settings.online_payments = True
    made = shop.invoice(shop.who, line(shop.hours, 5), **mail)
    assert made["AllowOnlineCreditCardPayment"] is True and made["InvoiceLink"].startswith("https://")
    assert "InvoiceLink" in shop.read("Invoice", made["Id"])
    statement = f"select * from Invoice where Id = '{made['Id']}'"
    assert "InvoiceLink" not in shop.rows(statement)[0]
    asked = shop.get("query", query=statement, include="invoiceLink").json["QueryResponse"]["Invoice"][0]
    assert asked["InvoiceLink"] == made["InvoiceLink"]


def test_open_credit_settles_a_new_invoice_where_the_company_wants_it(shop):
    credit = shop.made("CreditMemo", body_of(shop, line(shop.hours, 30)))
    shop.company().settings.auto_apply_credit = True
    made = shop.invoice(shop.who, line(shop.hours, 100))
    assert made["Balance"] == 70
    link = shop.read("Payment", made["LinkedTxn"][0]["TxnId"])
    assert (link["TotalAmt"], link["PrivateNote"]) == (0, "Created by QB Online to link credits to charges.")
    assert shop.read("CreditMemo", credit["Id"])["RemainingCredit"] == 0


def test_a_bundle_brings_its_items_and_no_amount_of_its_own(shop):
    kit = shop.company().add("Item", {"Name": "Kit", "FullyQualifiedName": "Kit", "Type": "Group", "Active": True, "ItemGroupDetail": {
        "ItemGroupLine": [{"ItemRef": {"value": shop.hours["Id"]}, "Qty": 2}]}}, shop.clock.now())
    shop.made("Item", {"Id": shop.hours["Id"], "SyncToken": "0", "sparse": True, "UnitPrice": 10})
    made = shop.invoice(shop.who, {"DetailType": "GroupLineDetail", "GroupLineDetail": {"GroupItemRef": {"value": kit.id}, "Quantity": 3}})
    group = made["Line"][0]
    assert (group["Amount"], group["GroupLineDetail"]["Line"][0]["Amount"], made["TotalAmt"]) == (0, 60, 60)
    assert shop.post("invoice", body_of(shop, line({"Id": kit.id}, 5))).code == "2500"
    echoed = shop.made("Invoice", {**made, "sparse": False})
    assert echoed["Line"] == made["Line"]


def test_more_than_750_taxed_lines_are_refused(shop):
    goods = shop.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True})
    assert shop.post("invoice", body_of(shop, *[line(goods, 1)] * 751)).code == "6000"
    assert shop.post("invoice", body_of(shop, *[line(shop.hours, 1)] * 751)).status == 200


def test_a_lapsed_company_takes_no_writes_6190(shop):
    shop.company(US).settings.subscription_status = "SUSPENDED"
    assert shop.post("invoice", body_of(shop)).code == "6190"


def test_unknown_members_are_2010(shop):
    assert refusal(shop.post("invoice", body_of(shop, Colour="blue"))) == ("2010", "Colour")


@pytest.mark.proves("quickbooks 22.4.5")
def test_read_only_members_of_a_request_do_not_count(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5), TotalAmt=900, Balance=900, MetaData={"CreateTime": "2001-01-01"}, domain="X")
    assert (made["TotalAmt"], made["Balance"], made["domain"]) == (5, 5, "QBO") and made["MetaData"]["CreateTime"][:4] == "2026"
