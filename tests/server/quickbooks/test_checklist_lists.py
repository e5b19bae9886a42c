"""Rules of the name lists that the tables of their fields state."""

import pytest

from quickbooks_world import NORWAY, line


@pytest.mark.parametrize("member, value", [("DueDays", 1000), ("DiscountDays", -1), ("DiscountPercent", 101), ("DayOfMonthDue", 32)])
def test_terms_stay_within_their_ranges(world, member, value):
    assert world.post("term", {"Name": "x", member: value}).code == "6000"
    assert world.post("term", {"Name": "x", member: 1}).status == 200


def test_an_account_follows_from_its_type_or_its_finer_type(world):
    by_detail = world.made("Account", {"Name": "Till", "AccountSubType": "CashOnHand"})
    assert (by_detail["AccountType"], by_detail["Classification"]) == ("Bank", "Asset")
    by_type = world.made("Account", {"Name": "Loan", "AccountType": "Long Term Liability"})
    assert (by_type["AccountSubType"], by_type["Classification"]) == ("NotesPayable", "Liability")
    assert world.post("account", {"Name": "x", "AccountSubType": "Mattress"}).code == "2170"
    assert world.post("account", {"Name": "x", "AccountType": "Piggy"}).code == "2170"


def test_account_numbers_have_seven_characters_and_more_where_usual(world):
    body = {"Name": "Numbered", "AccountType": "Bank", "AcctNum": "12345678"}
    assert world.post("account", body).code == "2050"
    world.company().settings.country = "CA"
    assert world.post("account", body).status == 200


def test_lists_nest_five_levels_deep_and_categories_four(world):
    for entity, levels, more in (("Class", 5, {}), ("Department", 5, {}), ("Item", 4, {"Type": "Category"})):
        parent = world.made(entity, {"Name": "Level 1", **more})
        for level in range(2, levels + 1):
            parent = world.made(entity, {"Name": f"Level {level}", "ParentRef": {"value": parent["Id"]}, **more})
        assert world.post(entity.lower(), {"Name": "Too deep", "ParentRef": {"value": parent["Id"]}, **more}).code == "6000"
        assert parent["FullyQualifiedName"].count(":") == levels - 1


def test_of_a_tax_number_only_the_end_is_shown(world):
    made = world.customer("Kari", NORWAY, PrimaryTaxIdentifier="NO998877665")
    assert made["PrimaryTaxIdentifier"] == "XXXXXX77665"
    kept = world.made("Customer", {**made, "Notes": "n"}, NORWAY)
    assert kept["PrimaryTaxIdentifier"] == "XXXXXX77665"


def test_wrong_copies_of_a_mail_are_left_out_and_a_wrong_receiver_is_refused(world):
    customer, item = world.customer(), world.item()
    made = world.invoice(customer, line(item, 5), BillEmail={"Address": "a@b.example"}, BillEmailCc={"Address": "nobody"},
                         BillEmailBcc={"Address": "c@d.example"})
    assert "BillEmailCc" not in made and made["BillEmailBcc"] == {"Address": "c@d.example"}
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)], "BillEmail": {"Address": "nobody"}}
    assert world.post("invoice", body).code == "2210"
    assert world.post("invoice", {**body, "BillEmail": {"Address": "a@b.example, c@d.example"}}).status == 200


def test_refunds_leave_a_bank_or_another_current_asset(world):
    customer, item = world.customer(), world.item()
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]}
    codes = {kind: world.post("refundreceipt", {**body, "DepositToAccountRef": {"value": account}}).code
             for kind, account in (("income", "1"), ("bank", "3"), ("funds", "4"))}
    assert codes == {"income": "6000", "bank": "", "funds": ""}


def test_a_changed_company_shows_and_works_at_once(world):
    info = world.get("companyinfo/1").json["CompanyInfo"]
    renamed = world.made("CompanyInfo", {"Id": "1", "SyncToken": info["SyncToken"], "sparse": True, "CompanyName": "Brighter Co."})
    assert (renamed["CompanyName"], renamed["SyncToken"], renamed["Country"]) == ("Brighter Co.", "1", "US")
    assert "Brighter Co." in world.call("GET", "/connect/oauth2", params={
        "client_id": "app-1", "response_type": "code", "scope": "x", "redirect_uri": "http://localhost:8000/oauth/intuit/callback"}).text
    preferences = world.get("preferences").json["Preferences"]
    changed = world.made("Preferences", {"Id": "1", "SyncToken": preferences["SyncToken"], "sparse": True, "SalesFormsPrefs": {
        "CustomTxnNumbers": True, "AutoApplyCredit": True}, "CurrencyPrefs": {"MultiCurrencyEnabled": True}})
    assert changed["SalesFormsPrefs"]["CustomTxnNumbers"] is True
    assert changed["SalesFormsPrefs"]["AutoApplyCredit"] is False and changed["CurrencyPrefs"]["MultiCurrencyEnabled"] is False
    assert "DocNumber" not in world.invoice(world.customer(), line(world.item(), 5))
    stale = world.post("preferences", {"Id": "1", "SyncToken": "0", "sparse": True, "SalesFormsPrefs": {"AllowDiscount": False}})
    assert stale.code == "5010"
