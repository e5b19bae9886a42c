"""Update, delete, void, send, print: what happens to a stored record."""

import pytest

from quickbooks_world import line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy"), world.item("Hours")
    return world


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


def handle(record):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"]}


@pytest.mark.proves("quickbooks 22.4.1")
def test_a_stale_token_is_5010_and_changes_nothing(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    shop.made("Invoice", sparse(made, PrivateNote="first"))
    for body, params in ((sparse(made, PrivateNote="second"), {}), (handle(made), {"operation": "delete"}),
                         (handle(made), {"operation": "void"})):
        reply = shop.post("invoice", body, **params)
        assert (reply.status, reply.code) == (400, "5010")
    assert shop.read("Invoice", made["Id"])["PrivateNote"] == "first"


@pytest.mark.proves("quickbooks 22.4.2")
def test_a_full_update_clears_what_is_left_out_and_a_sparse_one_keeps_it(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5), PrivateNote="n", CustomerMemo={"value": "m"})
    kept = shop.made("Invoice", sparse(made, DueDate="2026-12-31"))
    assert (kept["PrivateNote"], kept["CustomerMemo"], kept["DueDate"]) == ("n", {"value": "m"}, "2026-12-31")
    full = shop.made("Invoice", {**handle(kept), "CustomerRef": made["CustomerRef"], "Line": made["Line"]})
    assert not {"PrivateNote", "CustomerMemo"} & set(full)


@pytest.mark.proves("quickbooks 22.4.3")
def test_lines_known_by_id_change_new_ones_come_and_absent_ones_go(shop):
    made = shop.invoice(shop.who, line(shop.hours, 10), line(shop.hours, 20))
    changed = shop.made("Invoice", sparse(made, Line=[
        {**line(shop.hours, 25), "Id": "2"}, line(shop.hours, 1), {**line(shop.hours, 2), "Id": "-1"}]))
    assert [(each.get("Id"), each["Amount"]) for each in changed["Line"]] == [("2", 25), ("3", 1), ("4", 2), (None, 28)]


def test_an_echoed_subtotal_line_is_computed_anew(shop):
    made = shop.invoice(shop.who, line(shop.hours, 10))
    changed = shop.made("Invoice", sparse(made, Line=[*made["Line"], line(shop.hours, 5)]))
    assert [each["DetailType"] for each in changed["Line"]].count("SubTotalLineDetail") == 1
    assert changed["Line"][-1]["Amount"] == 15


def test_another_customer_brings_another_address(shop):
    other = shop.customer("Other", BillAddr={"Line1": "9 Elm", "City": "Reno"})
    made = shop.invoice(shop.who, line(shop.hours, 10))
    assert shop.made("Invoice", sparse(made, CustomerRef={"value": other["Id"]}))["BillAddr"] == other["BillAddr"]


def test_name_and_print_name_cannot_be_removed(shop):
    for empty in ("", None):
        kept = shop.made("Customer", sparse(shop.read("Customer", shop.who["Id"]), DisplayName=empty, PrintOnCheckName=empty))
        assert (kept["DisplayName"], kept["PrintOnCheckName"]) == ("Amy", "Amy")


def test_currency_type_and_family_stay_within_their_rules(shop):
    stock = shop.made("Item", {"Name": "Pump", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 1,
                               "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"})
    assert shop.post("item", sparse(stock, Type="Service")).code == "6000"
    assert shop.post("customer", sparse(shop.who, ParentRef={"value": shop.who["Id"]})).code == "900"
    assert shop.post("customer", {"DisplayName": "x", "ParentRef": {"value": "999"}}).code in ("700", "2500")


@pytest.mark.proves("quickbooks 22.5.1", "quickbooks 22.5.2")
def test_a_deleted_record_is_610_and_its_stub_stays_in_changes_for_thirty_days(shop):
    made = shop.invoice(shop.who, line(shop.hours, 5))
    reply = shop.post("invoice", handle(made), operation="delete")
    assert reply.json["Invoice"] == {"status": "Deleted", "domain": "QBO", "Id": made["Id"]}
    for again in (shop.get(f"invoice/{made['Id']}"), shop.post("invoice", handle(made), operation="delete"),
                  shop.post("invoice", sparse(made, PrivateNote="n"))):
        assert (again.status, again.code) == (400, "610")
    shop.pass_time(days=29)
    shop.connect_again()
    group = shop.get("cdc", entities="Invoice", changedSince="2026-11-22").json["CDCResponse"][0]["QueryResponse"][0]
    assert [row.get("status") for row in group["Invoice"]] == ["Deleted"]


def test_every_transaction_can_be_deleted_and_no_list_record(shop):
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    for kind in ("Invoice", "Estimate", "CreditMemo", "SalesReceipt"):
        assert shop.post(kind.lower(), handle(shop.made(kind, body)), operation="delete").status == 200
    for kind, record in (("customer", shop.who), ("item", shop.hours)):
        assert shop.post(kind, handle(record), operation="delete").code == "500"


def deposited(shop, kind, record):
    return shop.made("Deposit", {"DepositToAccountRef": {"value": "3"}, "Line": [
        {"Amount": record["TotalAmt"], "LinkedTxn": [{"TxnId": record["Id"], "TxnType": kind, "TxnLineId": "0"}]}]})


@pytest.mark.proves("quickbooks 22.5.3")
def test_a_deposited_payment_or_receipt_is_6540_until_the_deposit_goes(shop):
    receipt = shop.made("SalesReceipt", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]})
    for kind, record in (("Payment", shop.payment(shop.who, 8)), ("SalesReceipt", receipt)):
        deposit = deposited(shop, kind, record)
        assert shop.post(kind.lower(), handle(record), operation="delete").code == "6540"
        assert shop.post(kind.lower(), sparse(record), operation="update", include="void").code == "6540"
        assert shop.post("deposit", {**deposit, "Id": ""}).code == "620"
        assert shop.read(kind, record["Id"])["LinkedTxn"] == [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]
        assert shop.post("deposit", handle(deposit), operation="delete").status == 200
        assert shop.read(kind, record["Id"])["LinkedTxn"] == []
        assert shop.post(kind.lower(), handle(record), operation="delete").status == 200


@pytest.mark.proves("quickbooks 22.5.4", "quickbooks 22.5.5", "quickbooks 22.5.6", "quickbooks 22.5.7")
def test_voiding_zeroes_marks_the_note_removes_links_and_frees_payments(shop):
    bill = shop.invoice(shop.who, line(shop.hours, 50, 2))
    payment = shop.payment(shop.who, 100, ("Invoice", bill, 100))
    voided = shop.post("invoice", {"Id": bill["Id"], "SyncToken": "1"}, operation="void").json["Invoice"]
    assert (voided["TotalAmt"], voided["Balance"], voided["PrivateNote"]) == (0, 0, "Voided")
    assert (voided["LinkedTxn"], voided["SyncToken"]) == ([], "2")
    assert all(each["Amount"] == 0 for each in voided["Line"]) and voided["TxnTaxDetail"] == {"TotalTax": 0}
    assert shop.read("Payment", payment["Id"])["UnappliedAmt"] == 100


def test_payments_and_sales_receipts_are_voided_by_an_update_that_includes_it(shop):
    receipt = shop.made("SalesReceipt", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]})
    payment = shop.payment(shop.who, 8)
    for kind, record in (("SalesReceipt", receipt), ("Payment", payment)):
        voided = shop.post(kind.lower(), sparse(record), operation="update", include="void").json[kind]
        assert (voided["TotalAmt"], voided["PrivateNote"], voided["SyncToken"]) == (0, "Voided", "1")


@pytest.mark.parametrize("kind", ["Estimate", "CreditMemo", "RefundReceipt"])
def test_other_forms_cannot_be_voided(shop, kind):
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    made = shop.made(kind, {**body, **({"DepositToAccountRef": {"value": "3"}} if kind == "RefundReceipt" else {})})
    assert shop.post(kind.lower(), handle(made), operation="void").code == "500"


@pytest.mark.proves("quickbooks 22.6.1")
@pytest.mark.parametrize("kind", ["Invoice", "Estimate", "SalesReceipt", "CreditMemo", "RefundReceipt", "Payment"])
def test_forms_and_payments_are_sent_and_printed(shop, kind):
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)]}
    more = {"RefundReceipt": {**body, "DepositToAccountRef": {"value": "3"}},
            "Payment": {"CustomerRef": {"value": shop.who["Id"]}, "TotalAmt": 5}}
    made = shop.made(kind, more.get(kind, body))
    sent = shop.post(f"{kind.lower()}/{made['Id']}/send", b"", sendTo="amy+1@mail.example").json[kind]
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email" and sent["SyncToken"] == "0"
    printed = shop.get(f"{kind.lower()}/{made['Id']}/pdf")
    assert printed.headers["Content-Type"] == "application/pdf" and printed.body.startswith(b"%PDF-")


@pytest.mark.proves("quickbooks 22.6.2")
def test_a_failed_print_is_a_fault_and_no_pdf(shop):
    reply = shop.get("invoice/4711/pdf")
    assert (reply.status, reply.code) == (400, "610") and reply.headers["Content-Type"].startswith("application/json")


@pytest.mark.proves("quickbooks 22.6.1")
def test_wanting_to_send_needs_an_address_and_sends_nothing(shop):
    body = {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 5)], "EmailStatus": "NeedToSend"}
    assert shop.post("invoice", body).code == "6000"
    made = shop.made("Invoice", {**body, "BillEmail": {"Address": "a@b.example"}})
    assert (made["EmailStatus"], made["DeliveryInfo"]) == ("NeedToSend", {"DeliveryType": "Email"})


def test_merging_moves_documents_and_balance_and_leaves_the_loser_inactive(shop):
    from server.sandbox.quickbooks.merging import merge_customers
    loser = shop.customer("Amy again")
    bill = shop.invoice(loser, line(shop.hours, 40))
    merge_customers(shop.company(), shop.who["Id"], loser["Id"], shop.clock.now())
    assert shop.read("Invoice", bill["Id"])["CustomerRef"] == {"value": shop.who["Id"], "name": "Amy"}
    gone = shop.read("Customer", loser["Id"])
    assert (gone["Active"], gone["Balance"], gone["DisplayName"]) == (False, 0, "Amy again (deleted)")
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 40
