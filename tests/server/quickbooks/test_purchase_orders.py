"""Purchase orders: made, changed, found, sent, printed and deleted as every other document, with numbers of their own."""

import pytest

from quickbooks_world import NORWAY, US, line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy", BillAddr={"Line1": "1 Way", "City": "Bayshore"}), world.item("Hours")
    world.vendor = world.made("Vendor", {"DisplayName": "Hicks Hardware", "GivenName": "Geoff", "FamilyName": "Hicks",
                                         "BillAddr": {"Line1": "42 Main St.", "City": "Middlefield", "CountrySubDivisionCode": "CA"}})
    return world


def by_account(amount, **more):
    return {"Amount": amount, "DetailType": "AccountBasedExpenseLineDetail",
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}, **more}}


def by_item(item, price, quantity, **more):
    return {"Amount": price * quantity, "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {"ItemRef": {"value": item["Id"]}, "UnitPrice": price, "Qty": quantity, **more}}


def order(shop, *lines, **more):
    return shop.made("PurchaseOrder", body(shop, *lines, **more))


def body(shop, *lines, **more):
    return {"VendorRef": {"value": shop.vendor["Id"]}, "APAccountRef": {"value": "10"}, "Line": list(lines) or [by_account(25)], **more}


def handle(record, **more):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], **more}


def test_a_purchase_order_as_the_service_answers_it(shop):
    made = order(shop, by_item(shop.hours, 25, 2, CustomerRef={"value": shop.who["Id"]}))
    assert (made["DocNumber"], made["TxnDate"], made["TotalAmt"], made["POStatus"], made["EmailStatus"]) == (
        "1001", "2026-11-22", 50, "Open", "NotSet")
    assert made["VendorRef"] == {"value": shop.vendor["Id"], "name": "Hicks Hardware"}
    assert made["APAccountRef"] == {"value": "10", "name": "Accounts Payable (A/P)"}
    assert made["VendorAddr"] == shop.vendor["BillAddr"] and made["ShipAddr"]["Line1"] == "123 Sierra Way"
    assert made["Line"] == [{"Id": "1", "LineNum": 1, "Amount": 50, "DetailType": "ItemBasedExpenseLineDetail", "CustomExtensions": [],
                             "ItemBasedExpenseLineDetail": {
                                 "ItemRef": {"value": shop.hours["Id"], "name": "Hours"}, "UnitPrice": 25, "Qty": 2,
                                 "CustomerRef": {"value": shop.who["Id"], "name": "Amy"}, "BillableStatus": "NotBillable",
                                 "TaxCodeRef": {"value": "NON"}}}]
    assert (made["LinkedTxn"], made["SyncToken"], made["CurrencyRef"]["value"]) == ([], "0", "USD") and "DueDate" not in made
    assert shop.read("PurchaseOrder", made["Id"]) == made


@pytest.mark.proves("quickbooks 22.2.3")
def test_purchase_orders_have_a_number_counter_of_their_own(shop):
    form = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    kinds = (("PurchaseOrder", body(shop)), ("Invoice", form), ("Estimate", form), ("PurchaseOrder", body(shop)), ("Invoice", form))
    assert [shop.made(kind, sent)["DocNumber"] for kind, sent in kinds] == ["1001", "1001", "1001", "1002", "1002"]
    assert order(shop, DocNumber="PO-7")["DocNumber"] == "PO-7"
    assert order(shop)["DocNumber"] == "1003"


@pytest.mark.proves("quickbooks 22.2.1")
def test_their_ids_come_out_of_the_counter_of_all_transactions(shop):
    first = order(shop)
    assert int(shop.invoice(shop.who, line(shop.hours, 5))["Id"]) == int(first["Id"]) + 1


@pytest.mark.proves("quickbooks 22.3.12")
def test_people_may_number_them_and_are_warned_of_doubles(shop):
    preferences = shop.get("preferences").json["Preferences"]
    shop.made("Preferences", {"Id": "1", "SyncToken": preferences["SyncToken"], "sparse": True, "OtherPrefs": {"NameValue": [
        {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "true"}]}})
    shop.company().settings.warn_about_duplicate_numbers = True
    assert "DocNumber" not in order(shop)
    assert shop.invoice(shop.who, line(shop.hours, 5))["DocNumber"] == "1001"
    first = order(shop, DocNumber="A")
    refused = shop.post("purchaseorder", body(shop, DocNumber="a"))
    assert refused.code == "6140" and f"TxnType=PurchaseOrder with TxnId={first['Id']}" in refused.detail
    assert shop.post("purchaseorder", body(shop, DocNumber="A"), include="allowduplicatedocnum").status == 200


def test_what_makes_a_purchase_order_refused(shop):
    bank = {"APAccountRef": {"value": "3"}}
    for sent, wanted in ((body(shop, VendorRef=None), ("2020", "VendorRef")), ({**body(shop), "Line": []}, ("2020", "Line")),
                         (body(shop, VendorRef={"value": "999"}), ("2500", "VendorRef")), (body(shop, **bank), ("6000", "")),
                         (body(shop, POStatus="Lost"), ("2170", "POStatus")), (body(shop, Memo="x" * 4001), ("2050", "Memo")),
                         (body(shop, {**by_item(shop.hours, 2, 2), "Amount": 5}), ("6070", "Line.Amount")),
                         (body(shop, by_account(5, TaxCodeRef={"value": "4"})), ("6100", "TaxCodeRef")),
                         (body(shop, POEmail={"Address": "nobody"}), ("2210", "POEmail"))):
        error = shop.post("purchaseorder", sent).json["Fault"]["Error"][0]
        assert (error["code"], error["element"]) == wanted
    shop.company().settings.book_close_date = "2026-06-30"
    assert shop.post("purchaseorder", body(shop, TxnDate="2026-06-30")).code == "6210"
    assert order(shop)["DocNumber"] == "1001"       # refused ones used up no number


def test_the_only_payable_account_needs_no_mention_and_one_of_two_does(shop):
    assert order(shop, APAccountRef=None)["APAccountRef"]["value"] == "10"
    shop.made("Account", {"Name": "Second", "AccountType": "Accounts Payable"})
    refused = shop.post("purchaseorder", body(shop, APAccountRef=None))
    assert refused.json["Fault"]["Error"][0]["element"] == "APAccountRef"


@pytest.mark.proves("quickbooks 22.4.2")
def test_sparse_and_full_updates(shop):
    made = order(shop, by_account(25), by_account(5), Memo="ring first", PrivateNote="n")
    changed = shop.made("PurchaseOrder", handle(made, sparse=True, POStatus="Closed"))
    assert (changed["POStatus"], changed["SyncToken"], changed["Memo"], changed["Line"]) == ("Closed", "1", "ring first", made["Line"])
    kept = {name: made[name] for name in ("VendorRef", "APAccountRef")}
    whole = shop.made("PurchaseOrder", handle(changed, **kept, Line=[{**made["Line"][1], "Amount": 7}, by_account(1)]))
    assert [(each["Id"], each["Amount"]) for each in whole["Line"]] == [("2", 7), ("3", 1)]
    assert (whole["TotalAmt"], whole["DocNumber"], whole["SyncToken"]) == (8, "1001", "2")
    assert "Memo" not in whole and "PrivateNote" not in whole
    assert shop.post("purchaseorder", handle(made, sparse=True, Memo="late")).code == "5010"


def test_an_address_changed_on_the_order_comes_back_as_lines(shop):
    made = order(shop, ShipTo={"value": shop.who["Id"]})
    assert made["ShipAddr"] == shop.who["BillAddr"]
    moved = shop.made("PurchaseOrder", handle(made, sparse=True, VendorAddr={"Line1": "9 New St.", "City": "York"}))
    assert {name: moved["VendorAddr"][name] for name in ("Line1", "Line2", "Line3")} == {
        "Line1": "Geoff Hicks", "Line2": "9 New St.", "Line3": "York"}
    assert moved["ShipAddr"] == made["ShipAddr"] and "City" not in moved["VendorAddr"]


def test_terms_give_the_due_date(shop):
    assert order(shop, SalesTermRef={"value": "2"})["DueDate"] == "2026-12-07"
    assert order(shop, SalesTermRef={"value": "2"}, DueDate="2026-11-30")["DueDate"] == "2026-11-30"


def test_queries_count_and_filter(shop):
    made = [order(shop, by_account(amount), TxnDate=f"2026-11-0{amount}") for amount in (1, 2, 3)]
    shop.made("PurchaseOrder", handle(made[1], sparse=True, POStatus="Closed"))
    answer = shop.query("select * from PurchaseOrder").json["QueryResponse"]
    assert (answer["totalCount"], answer["maxResults"]) == (3, 3)
    wanted = {"POStatus = 'open'": [1, 3], "DocNumber = '1002'": [2], "TotalAmt > '1' and TxnDate < '2026-11-03'": [2],
              f"VendorRef = '{shop.vendor['Id']}'": [1, 2, 3], "VendorRef = '1'": []}
    for where, amounts in wanted.items():
        found = shop.rows(f"select * from PurchaseOrder where {where} orderby TxnDate")
        assert [each["TotalAmt"] for each in found] == amounts, where


@pytest.mark.proves("quickbooks 22.5.2")
def test_changes_tell_them_and_their_deletion(shop):
    kept, gone = order(shop), order(shop)
    answer = shop.post("purchaseorder", handle(gone), operation="delete").json["PurchaseOrder"]
    assert answer == {"status": "Deleted", "domain": "QBO", "Id": gone["Id"]}
    assert shop.get(f"purchaseorder/{gone['Id']}").code == "610"
    group = shop.get("cdc", entities="PurchaseOrder", changedSince="2026-11-22").json["CDCResponse"][0]["QueryResponse"][0]
    assert [(each["Id"], each.get("status")) for each in group["PurchaseOrder"]] == [(kept["Id"], None), (gone["Id"], "Deleted")]
    assert group["totalCount"] == 2


def test_a_batch_makes_changes_finds_and_deletes_them(shop):
    first, second = order(shop), order(shop)
    sent = [{"bId": "1", "operation": "create", "PurchaseOrder": body(shop)},
            {"bId": "2", "operation": "update", "PurchaseOrder": handle(first, sparse=True, Memo="m")},
            {"bId": "3", "operation": "delete", "PurchaseOrder": handle(second)},
            {"bId": "4", "Query": "select count(*) from PurchaseOrder"}]
    answers = {each["bId"]: each for each in shop.post("batch", {"BatchItemRequest": sent}).json["BatchItemResponse"]}
    assert (answers["1"]["PurchaseOrder"]["DocNumber"], answers["2"]["PurchaseOrder"]["Memo"]) == ("1003", "m")
    assert answers["3"]["PurchaseOrder"]["status"] == "Deleted" and answers["4"]["QueryResponse"]["totalCount"] == 2


@pytest.mark.proves("quickbooks 19.3")
def test_sending_moves_the_time_but_not_the_token(shop):
    made = order(shop)
    shop.pass_time(minutes=2)
    assert shop.post(f"purchaseorder/{made['Id']}/send", b"").code == "6000"
    sent = shop.post(f"purchaseorder/{made['Id']}/send", b"", sendTo="v@hicks.example").json["PurchaseOrder"]
    assert (sent["EmailStatus"], sent["POEmail"], sent["SyncToken"]) == ("EmailSent", {"Address": "v@hicks.example"}, "0")
    assert sent["MetaData"]["LastUpdatedTime"] == "2026-11-22T13:42:30-08:00" and not {"BillEmail", "DeliveryInfo"} & set(sent)


@pytest.mark.parametrize("side, code", [(True, ""), (False, "6000")])
def test_whether_the_order_s_own_address_is_enough_to_send_it(shop, side, code):
    shop.simulator.switches.order_mail_uses_own_address = side
    made = order(shop, POEmail={"Address": "v@hicks.example"})
    assert shop.post(f"purchaseorder/{made['Id']}/send", b"").code == code
    assert shop.post(f"purchaseorder/{made['Id']}/send", b"", sendTo="v@hicks.example").status == 200


@pytest.mark.parametrize("side, code", [(False, ""), (True, "6000")])
def test_whether_an_item_without_an_expense_account_can_be_bought(shop, side, code):
    shop.simulator.switches.bought_items_need_expense_account = side
    assert shop.post("purchaseorder", body(shop, by_item(shop.hours, 5, 1))).code == code
    assert shop.post("purchase", {"PaymentType": "Cash", "AccountRef": {"value": "3"}, "Line": [by_item(shop.hours, 5, 1)]}).code == code
    stocked = shop.item("Paper", ExpenseAccountRef={"value": "9"})
    assert shop.post("purchaseorder", body(shop, by_item(stocked, 5, 1))).status == 200


def test_what_cannot_be_sold_cannot_be_bought(shop):
    category = shop.made("Item", {"Name": "Parts", "Type": "Category"})
    assert shop.post("purchaseorder", body(shop, by_item(category, 5, 1))).code == "2500"


@pytest.mark.proves("quickbooks 22.6.2")
def test_the_pdf_names_vendor_and_lines(shop):
    made = order(shop, by_item(shop.hours, 25, 2))
    reply = shop.get(f"purchaseorder/{made['Id']}/pdf")
    assert reply.headers["Content-Type"] == "application/pdf" and reply.body.startswith(b"%PDF-1.4")
    assert b"(To Hicks Hardware)" in reply.body and b"(Hours  " in reply.body and b"(Total USD 50)" in reply.body


def test_void_is_not_for_them(shop):
    assert shop.post("purchaseorder", handle(order(shop)), operation="void").code == "500"


def test_abroad_they_take_the_purchase_rates(shop):
    vendor = shop.made("Vendor", {"DisplayName": "Leverandør"}, NORWAY)
    sent = {"VendorRef": {"value": vendor["Id"]}, "Line": [by_account(100)]}
    assert shop.post("purchaseorder", sent, NORWAY).code == "6000"
    made = shop.made("PurchaseOrder", {**sent, "Line": [by_account(100, TaxCodeRef={"value": "1"})]}, NORWAY)
    assert (made["TxnTaxDetail"]["TotalTax"], made["TotalAmt"], made["CurrencyRef"]["value"]) == (25, 125, "NOK")


def test_the_currency_is_the_vendor_s(shop):
    shop.company().settings.multicurrency = True
    vendor = shop.made("Vendor", {"DisplayName": "Lieferant", "CurrencyRef": {"value": "EUR"}})
    sent = {**body(shop), "VendorRef": {"value": vendor["Id"]}}
    assert shop.post("purchaseorder", sent).code == "2020"
    assert shop.post("purchaseorder", {**sent, "CurrencyRef": {"value": "USD"}}).code == "6000"
    made = shop.made("PurchaseOrder", {**sent, "CurrencyRef": {"value": "EUR"}, "ExchangeRate": 2})
    assert (made["TotalAmt"], made["HomeTotalAmt"]) == (25, 50)


@pytest.mark.proves("quickbooks 19.10")
def test_renaming_vendor_or_recipient_shows_at_once(shop):
    made = order(shop, ShipTo={"value": shop.who["Id"]})
    shop.made("Vendor", handle(shop.vendor, sparse=True, DisplayName="Hicks & Sons"))
    shop.made("Customer", handle(shop.who, sparse=True, DisplayName="Amy B."))
    after = shop.read("PurchaseOrder", made["Id"])
    assert (after["VendorRef"]["name"], after["ShipTo"]["name"], after["MetaData"]) == ("Hicks & Sons", "Amy B.", made["MetaData"])


def test_they_move_neither_books_nor_stock(shop):
    pump = shop.made("Item", {"Name": "Pump", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 10,
                              "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"})
    order(shop, by_item(pump, 5, 3, CustomerRef={"value": shop.who["Id"]}))
    assert shop.read("Item", pump["Id"]) == pump and shop.read("Customer", shop.who["Id"]) == shop.who


def test_notes_hang_on_them(shop):
    made = order(shop)
    note = shop.made("Attachable", {"Note": "ring first", "AttachableRef": [{"EntityRef": {"type": "PurchaseOrder", "value": made["Id"]}}]})
    assert note["AttachableRef"][0]["EntityRef"] == {"value": made["Id"], "type": "PurchaseOrder"}


def test_they_are_the_same_after_a_restart_and_their_counter_goes_on(shop):
    from test_kept_state import moved
    made = order(shop, POEmail={"Address": "v@hicks.example"})
    before = shop.query("select * from PurchaseOrder").text
    moved(shop)
    assert shop.query("select * from PurchaseOrder").text == before
    assert shop.post("purchaseorder", handle(made), US, operation="delete").status == 200
    assert order(shop)["DocNumber"] == "1002"
