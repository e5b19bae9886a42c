"""Customers, items and the other name lists."""

from decimal import Decimal

import pytest

from quickbooks_world import US, line


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


def test_customer_create_adds_the_recorded_defaults(world):
    made = world.made("Customer", {"GivenName": "Test", "FamilyName": "Customer", "BillAddr": {"Line1": "1 Way"}})
    expected = {"DisplayName": "Test Customer", "FullyQualifiedName": "Test Customer", "PrintOnCheckName": "Test Customer",
                "Taxable": True, "Job": False, "BillWithParent": False, "Balance": 0, "BalanceWithJobs": 0,
                "PreferredDeliveryMethod": "Print", "IsProject": False, "Active": True, "SyncToken": "0",
                "domain": "QBO", "sparse": False, "CurrencyRef": {"value": "USD", "name": "United States Dollar"}}
    assert {name: made[name] for name in expected} == expected
    assert made["BillAddr"]["Id"]
    assert made["MetaData"] == {"CreateTime": "2026-11-22T13:40:30-08:00", "LastUpdatedTime": "2026-11-22T13:40:30-08:00"}


@pytest.mark.parametrize("body, code, element", [
    ({}, "6080", "DisplayName"),
    ({"DisplayName": "x" * 501}, "2050", "DisplayName"),
    ({"DisplayName": "x", "PrimaryPhone": {"FreeFormNumber": "1" * 31}}, "2050", "PrimaryPhone"),
    ({"DisplayName": "a:b"}, "6000", ""),
    ({"DisplayName": "a\tb"}, "6000", ""),
    ({"DisplayName": "x", "PrimaryEmailAddr": {"Address": "nobody"}}, "2210", "PrimaryEmailAddr"),
    ({"DisplayName": "x", "PreferredDeliveryMethod": "Pigeon"}, "2170", "PreferredDeliveryMethod"),
    ({"DisplayName": "x", "SalesTermRef": {"value": "99"}}, "2500", "SalesTermRef"),
    ({"DisplayName": "x", "FavouriteColour": "blue"}, "2010", "FavouriteColour"),
])
def test_refused_customers(world, body, code, element):
    reply = world.post("customer", body)
    assert (reply.status, reply.code, reply.json["Fault"]["Error"][0]["element"]) == (400, code, element)


def test_names_are_unique_over_three_lists_whatever_the_case(world):
    world.customer("Acme")
    for entity in ("customer", "vendor", "employee"):
        reply = world.post(entity, {"DisplayName": "ACME"})
        assert reply.code == "6240"
    assert reply.detail.startswith("The name supplied already exists. : Another customer, vendor or employee")


@pytest.mark.parametrize("name", ["請注意", "Zażółć gęślą jaźń", "مرحبا", "😀", "<img src=x onerror=alert(1)>", "Bell\u0007\u001b[31m",
                                  "x" * 500])
def test_any_script_travels_unchanged(world, name):
    made = world.customer(name)
    assert world.read("Customer", made["Id"])["DisplayName"] == name
    quoted = name.replace("'", r"\'")
    assert world.rows(f"select * from Customer where DisplayName = '{quoted}'")[0]["Id"] == made["Id"]


def test_sparse_update_keeps_the_rest_and_full_update_clears_it(world):
    made = world.customer("Keeper", Notes="note", CompanyName="Firm")
    changed = world.made("Customer", sparse(made, Notes="other"))
    assert (changed["SyncToken"], changed["Notes"], changed["CompanyName"]) == ("1", "other", "Firm")
    full = world.made("Customer", {"Id": made["Id"], "SyncToken": "1", "DisplayName": "Keeper"})
    assert "Notes" not in full and "CompanyName" not in full and full["SyncToken"] == "2"


def test_display_name_survives_a_full_update_and_an_empty_string(world):
    made = world.customer("Stays")
    assert world.made("Customer", sparse(made, DisplayName="", Notes="n"))["DisplayName"] == "Stays"


def test_stale_missing_and_unknown_handles(world):
    made = world.customer()
    assert world.post("customer", {**sparse(made), "SyncToken": "7", "Notes": "n"}).code == "5010"
    assert world.post("customer", {"Id": made["Id"], "sparse": True, "Notes": "n"}).code == "2020"
    assert world.post("customer", {"Id": "4711", "SyncToken": "0", "sparse": True}).code == "610"
    assert world.get("customer/abc").code == "2030"


@pytest.mark.proves("quickbooks 19.2")
def test_update_with_equal_values_changes_neither_token_nor_time(world):
    made = world.customer(Notes="same")
    world.pass_time(minutes=5)
    assert world.made("Customer", sparse(made, Notes="same", Active=True)) == made


@pytest.mark.proves("quickbooks 22.4.5")
def test_read_only_members_are_ignored(world):
    made = world.customer(Balance=500, FullyQualifiedName="Other")
    assert (made["Balance"], made["FullyQualifiedName"]) == (0, "Amy's Bird Sanctuary")


def test_deactivation_marks_the_name_and_reactivation_takes_the_mark_off(world):
    made = world.customer("Gone")
    gone = world.made("Customer", sparse(made, Active=False))
    assert (gone["DisplayName"], gone["FullyQualifiedName"], gone["Active"]) == ("Gone (deleted)", "Gone (deleted)", False)
    assert world.read("Customer", made["Id"])["Active"] is False
    assert world.made("Customer", sparse(gone, Active=True))["DisplayName"] == "Gone"


def test_sub_customers(world):
    parent = world.customer("Freeman", CompanyName="Freeman Inc")
    child = world.customer("Kitchen", Job=True, ParentRef={"value": parent["Id"]})
    assert (child["FullyQualifiedName"], child["Level"], child["Job"]) == ("Freeman:Kitchen", 1, True)
    assert child["CompanyName"] == "Freeman Inc" and child["ParentRef"] == {"value": parent["Id"]}
    world.made("Customer", sparse(parent, DisplayName="Freedom"))
    assert world.read("Customer", child["Id"])["FullyQualifiedName"] == "Freedom:Kitchen"
    assert world.post("customer", sparse(world.read("Customer", parent["Id"]), ParentRef={"value": child["Id"]})).code == "900"


def test_a_rename_shows_at_once_on_documents_without_touching_them(world):
    customer, item = world.customer("Old"), world.item("Thing")
    before = world.invoice(customer, line(item, 5))
    world.pass_time(minutes=1)
    customer = world.read("Customer", customer["Id"])
    world.made("Customer", sparse(customer, DisplayName="New"))
    world.made("Item", sparse(item, Name="Gadget"))
    after = world.read("Invoice", before["Id"])
    assert after["CustomerRef"]["name"] == "New"
    assert after["Line"][0]["SalesItemLineDetail"]["ItemRef"]["name"] == "Gadget"
    assert (after["SyncToken"], after["MetaData"]) == (before["SyncToken"], before["MetaData"])


def test_item_create_adds_the_recorded_defaults(world):
    made = world.item("Hours")
    expected = {"Active": True, "FullyQualifiedName": "Hours", "Taxable": False, "UnitPrice": 0, "PurchaseCost": 0,
                "TrackQtyOnHand": False, "DeferredRevenue": False, "IncomeAccountRef": {"value": "1", "name": "Services"}}
    assert {name: made[name] for name in expected} == expected


@pytest.mark.parametrize("body, code", [
    ({"Type": "Service"}, "2020"), ({"Name": "x", "Type": "Service"}, "2020"), ({"Name": "x", "Type": "Group"}, "2170"),
    ({"Name": "x", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}}, "2020"),
    ({"Name": "a:b", "Type": "NonInventory"}, "6000"), ({"Name": "x" * 101, "Type": "NonInventory"}, "2050"),
    ({"Name": "x", "Type": "NonInventory", "UnitPrice": "cheap"}, "2080")])
def test_refused_items(world, body, code):
    assert world.post("item", body).code == code


def test_item_names_are_unique_below_their_category(world):
    category = world.made("Item", {"Name": "Parts", "Type": "Category"})
    world.item("Bolt")
    assert world.post("item", {"Name": "bolt", "Type": "NonInventory"}).code == "6240"
    made = world.item("Bolt", ParentRef={"value": category["Id"]})
    assert (made["FullyQualifiedName"], made["SubItem"], made["Level"]) == ("Parts:Bolt", True, 1)


def test_prices_are_exact_and_without_trailing_zeros(world):
    made = world.item("Exact", UnitPrice=Decimal("46.60"))
    text = world.get(f"item/{made['Id']}").text
    assert '"UnitPrice":46.6,' in text
    body = b'{"Name":"Tiny","Type":"NonInventory","UnitPrice":0.00001234567890123456789}'
    reply = world.post("item", body)
    assert '"UnitPrice":0.00001234567890123456789,' in reply.text


def test_short_lists(world):
    term = world.made("Term", {"Name": "Net 45", "DueDays": 45})
    assert (term["Type"], term["Active"], term["DueDays"]) == ("STANDARD", True, 45)
    assert world.made("Term", {"Name": "Mid month", "DayOfMonthDue": 15})["Type"] == "DATE_DRIVEN"
    assert world.made("PaymentMethod", {"Name": "Wire"})["Type"] == "NON_CREDIT_CARD"
    region = world.made("Department", {"Name": "West"})
    assert world.made("Department", {"Name": "Reno", "ParentRef": {"value": region["Id"]}})["FullyQualifiedName"] == "West:Reno"
    assert world.made("Class", {"Name": "Retail"})["SubClass"] is False
    assert world.made("Account", {"Name": "Rent", "AccountType": "Expense"})["Classification"] == "Expense"
    assert world.post("account", {"Name": 'a"b', "AccountType": "Bank"}).code == "6000"
    assert world.currency("eur", "Euro")["Code"] == "EUR"


def test_tax_codes_are_read_only_and_american_companies_list_the_pseudo_codes(world):
    codes = world.rows("select * from TaxCode")
    assert {"TAX", "NON"} <= {code["Id"] for code in codes}
    assert world.get("taxcode/TAX").json["TaxCode"]["Name"] == "TAX"
    rate = world.read("TaxRate", "2")
    assert rate["RateValue"] == Decimal("7.1")
    assert world.post("taxcode", {"Name": "Mine"}).code == "500"


def test_lists_cannot_be_deleted(world):
    made = world.customer()
    reply = world.post("customer", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    assert (reply.status, reply.code) == (400, "500")


def test_preferences_say_what_gates_the_fields(world):
    preferences = world.get("preferences").json["Preferences"]
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is False
    assert preferences["TaxPrefs"] == {"UsingSalesTax": True, "PartnerTaxEnabled": True}
    assert preferences["CurrencyPrefs"]["HomeCurrency"] == {"value": "USD"}
    from quickbooks_world import NORWAY
    assert "PartnerTaxEnabled" not in world.get("preferences", NORWAY).json["Preferences"]["TaxPrefs"]


def test_lapsed_subscription_refuses_writes_and_still_reads(world):
    world.company(US).settings.subscription_status = "EXPIRED"
    assert world.post("customer", {"DisplayName": "x"}).code == "6190"
    assert world.get("preferences").status == 200
