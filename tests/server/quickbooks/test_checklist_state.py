"""State: ids, document numbers, SyncTokens, what moves LastUpdatedTime and what does not."""

import pytest

from quickbooks_world import NORWAY, line

LATER = "2026-11-22T13:45:30-08:00"
BEFORE = "2026-11-22T13:40:30-08:00"


def updated(record):
    return record["MetaData"]["LastUpdatedTime"]


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


@pytest.mark.proves("quickbooks 22.2.1")
def test_transactions_of_all_types_share_one_id_counter_per_company(world):
    customer, item = world.customer(), world.item()
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]}
    ids = [int(world.made(kind, body)["Id"]) for kind in ("Invoice", "Estimate", "CreditMemo", "SalesReceipt")]
    ids.append(int(world.payment(customer, 3)["Id"]))
    assert ids == list(range(ids[0], ids[0] + 5))
    other = world.customer("Kari", NORWAY)
    assert world.made("Estimate", {"CustomerRef": {"value": other["Id"]}, "GlobalTaxCalculation": "NotApplicable", "Line": [
        line(world.item("T", NORWAY), 5)]}, NORWAY)["Id"] == "1"


@pytest.mark.proves("quickbooks 22.2.2")
def test_every_name_list_has_its_own_id_counter(world):
    assert world.customer()["Id"] == world.item()["Id"] == world.made("Class", {"Name": "Retail"})["Id"] == "1"


@pytest.mark.proves("quickbooks 22.2.3")
def test_number_counters_of_sales_forms_and_estimates_are_apart(world):
    customer, item = world.customer(), world.item()
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]}
    refund = {**body, "DepositToAccountRef": {"value": "3"}}
    kinds = (("Invoice", body), ("Estimate", body), ("CreditMemo", body), ("Estimate", body), ("SalesReceipt", body),
             ("RefundReceipt", refund))
    assert [world.made(kind, sent)["DocNumber"] for kind, sent in kinds] == ["1001", "1001", "1002", "1002", "1003", "1004"]


def test_an_own_number_leaves_the_counter_alone_and_keeps_zeros_and_prefix(world):
    customer, item = world.customer(), world.item()
    assert world.invoice(customer, line(item, 5), DocNumber="INV-0007")["DocNumber"] == "INV-0007"
    made = world.invoice(customer, line(item, 5))
    assert made["DocNumber"] == "1001"
    changed = world.made("Invoice", sparse(made, DocNumber="0009"))
    assert changed["DocNumber"] == "0009"
    assert world.invoice(customer, line(item, 5))["DocNumber"] == "1002"


@pytest.mark.proves("quickbooks 19.1")
def test_a_field_update_moves_time_and_token(world):
    made = world.customer()
    world.pass_time(minutes=5)
    changed = world.made("Customer", sparse(made, Notes="n"))
    assert (changed["SyncToken"], updated(changed), changed["MetaData"]["CreateTime"]) == ("1", LATER, BEFORE)


@pytest.mark.proves("quickbooks 19.2", "quickbooks 22.4.4")
def test_equal_values_move_neither_on_name_lists(world):
    made = world.item(UnitPrice=5)
    world.pass_time(minutes=5)
    assert world.made("Item", sparse(made, UnitPrice=5)) == made


@pytest.mark.proves("quickbooks 19.3")
def test_sending_moves_the_time_only(world):
    made = world.invoice(world.customer(), line(world.item(), 5), BillEmail={"Address": "a@b.example"})
    world.pass_time(minutes=5)
    sent = world.post(f"invoice/{made['Id']}/send", b"").json["Invoice"]
    assert (sent["SyncToken"], updated(sent)) == ("0", LATER)


@pytest.mark.proves("quickbooks 19.4")
def test_an_applied_payment_moves_the_invoice_one_token_per_application(world):
    customer = world.customer()
    bill = world.invoice(customer, line(world.item(), 100))
    world.pass_time(minutes=5)
    world.payment(customer, 40, ("Invoice", bill, 40))
    world.payment(customer, 10, ("Invoice", bill, 10))
    bill = world.read("Invoice", bill["Id"])
    assert (bill["SyncToken"], bill["Balance"], updated(bill), len(bill["LinkedTxn"])) == ("2", 50, LATER, 2)


@pytest.mark.proves("quickbooks 19.5")
def test_a_transaction_moves_the_time_of_customer_and_parents_but_no_token(world):
    parent = world.customer("Parent")
    child = world.customer("Child", Job=True, ParentRef={"value": parent["Id"]})
    world.pass_time(minutes=5)
    world.invoice(child, line(world.item(), 7))
    for identifier in (parent["Id"], child["Id"]):
        record = world.read("Customer", identifier)
        assert (record["SyncToken"], updated(record), record["BalanceWithJobs"]) == ("0", LATER, 7)


@pytest.mark.proves("quickbooks 19.6")
def test_an_invoice_from_an_estimate_closes_it_and_links_the_lines(world):
    customer, item = world.customer(), world.item()
    estimate = world.made("Estimate", {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]})
    world.pass_time(minutes=5)
    invoice = world.invoice(customer, line(item, 5), LinkedTxn=[{"TxnId": estimate["Id"], "TxnType": "Estimate"}])
    closed = world.read("Estimate", estimate["Id"])
    assert (closed["TxnStatus"], closed["SyncToken"], updated(closed)) == ("Closed", "0", LATER)
    assert invoice["Line"][0]["LinkedTxn"] == [{"TxnId": estimate["Id"], "TxnType": "Estimate"}]


def test_deleting_the_invoice_of_an_estimate_opens_it_again(world):
    customer, item = world.customer(), world.item()
    estimate = world.made("Estimate", {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]})
    invoice = world.invoice(customer, line(item, 5), LinkedTxn=[{"TxnId": estimate["Id"], "TxnType": "Estimate"}])
    world.post("invoice", {"Id": invoice["Id"], "SyncToken": "0"}, operation="delete")
    opened = world.read("Estimate", estimate["Id"])
    assert (opened["TxnStatus"], opened["LinkedTxn"]) == ("Pending", [])


@pytest.mark.proves("quickbooks 19.7")
def test_a_deposit_moves_neither_time_nor_token_of_the_payment(world):
    payment = world.payment(world.customer(), 12)
    world.pass_time(minutes=5)
    deposit = world.made("Deposit", {"DepositToAccountRef": {"value": "3"}, "Line": [
        {"Amount": 12, "LinkedTxn": [{"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}]}]})
    after = world.read("Payment", payment["Id"])
    assert after["LinkedTxn"] == [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]
    assert {**after, "LinkedTxn": []} == payment
    assert deposit["TotalAmt"] == 12 and deposit["Line"][0]["LinkedTxn"][0]["TxnLineId"] == "0"


@pytest.mark.proves("quickbooks 19.9")
def test_a_sold_inventory_item_moves_with_the_sale(world):
    item = world.made("Item", {"Name": "Pump", "Type": "Inventory", "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 10,
                               "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"})
    customer = world.customer()
    world.pass_time(minutes=5)
    made = world.invoice(customer, line(item, 5, 3))
    sold = world.read("Item", item["Id"])
    assert (sold["QtyOnHand"], sold["SyncToken"], updated(sold)) == (7, "0", LATER)
    world.made("Invoice", sparse(made, Line=[line(item, 5, 4)]))
    assert world.read("Item", item["Id"])["QtyOnHand"] == 6
    world.post("invoice", {"Id": made["Id"], "SyncToken": "1"}, operation="void")
    assert world.read("Item", item["Id"])["QtyOnHand"] == 10


@pytest.mark.proves("quickbooks 19.10")
def test_a_rename_shows_on_documents_at_once_and_does_not_move_them(world):
    customer, item = world.customer("Old"), world.item("Hours")
    made = world.invoice(customer, line(item, 5))
    world.pass_time(minutes=5)
    world.made("Customer", sparse(customer, DisplayName='New "quoted" Ω'))
    world.made("Item", sparse(item, Name="Days"))
    after = world.read("Invoice", made["Id"])
    assert after["CustomerRef"]["name"] == 'New "quoted" Ω'
    assert after["Line"][0]["SalesItemLineDetail"]["ItemRef"]["name"] == "Days"
    assert (after["SyncToken"], after["MetaData"]) == (made["SyncToken"], made["MetaData"])
    assert world.rows("select * from Invoice")[0] == after


def test_two_records_of_one_name_and_id_are_renamed_apart(world):
    services = world.item("Services")         # account 1 is called Services as well
    made = world.invoice(world.customer(), line(services, 5))
    world.made("Item", sparse(services, Name="Repairs"))
    detail = world.read("Invoice", made["Id"])["Line"][0]["SalesItemLineDetail"]
    assert (detail["ItemRef"]["name"], detail["ItemAccountRef"]["name"]) == ("Repairs", "Services")


def test_renaming_a_category_renames_the_path_of_what_is_in_it(world):
    parts = world.made("Item", {"Name": "Parts", "Type": "Category"})
    bolt = world.item("Bolt", ParentRef={"value": parts["Id"]})
    world.made("Item", sparse(parts, Name="Hardware"))
    assert world.read("Item", bolt["Id"])["FullyQualifiedName"] == "Hardware:Bolt"
    assert world.post("item", {"Name": "Bolt", "Type": "NonInventory", "ParentRef": {"value": parts["Id"]}}).code == "6240"


@pytest.mark.proves("quickbooks 22.2.4")
def test_timestamps_have_seconds_and_the_pacific_offset_whatever_the_zone_of_the_company(world):
    assert updated(world.customer("Kari", NORWAY)) == BEFORE


def test_packed_records_are_the_same_as_open_ones(world):
    from server.sandbox.quickbooks import record_store
    customer, item = world.customer(), world.item(UnitPrice=12.5)
    made = world.invoice(customer, line(item, 12.5, 3))
    kept, record_store.unpacked_records_max = record_store.unpacked_records_max, 0
    try:
        world.company().settle()
        assert world.read("Invoice", made["Id"]) == made
        world.payment(customer, 10, ("Invoice", made, 10))
        assert world.read("Invoice", made["Id"])["Balance"] == 27.5
        world.made("Customer", {"Id": customer["Id"], "SyncToken": "0", "sparse": True, "DisplayName": "Renamed"})
        assert world.read("Invoice", made["Id"])["CustomerRef"]["name"] == "Renamed"
    finally:
        record_store.unpacked_records_max = kept


def test_a_rename_reaches_every_generation_below(world):
    family = [world.customer("A")]
    for name in ("B", "C", "D", "E"):
        family.append(world.customer(name, ParentRef={"value": family[-1]["Id"]}))
    world.made("Customer", sparse(family[0], DisplayName="Z"))
    assert world.read("Customer", family[-1]["Id"])["FullyQualifiedName"] == "Z:B:C:D:E"
    assert world.post("customer", {"DisplayName": "F", "ParentRef": {"value": family[-1]["Id"]}}).code == "6000"
    assert [row["FullyQualifiedName"] for row in world.rows("select * from Customer where FullyQualifiedName like 'Z:B%'")] == [
        "Z:B", "Z:B:C", "Z:B:C:D", "Z:B:C:D:E"]
