"""Payments and credits: what they settle and what undoing them gives back."""

import pytest

from quickbooks_world import line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy"), world.item("Hours")
    world.bill = world.invoice(world.who, line(world.hours, 100))
    return world


def test_unapplied_payment_as_recorded(shop):
    made = shop.payment(shop.who, 100)
    expected = {"TotalAmt": 100, "UnappliedAmt": 100, "Line": [], "ProcessPayment": False, "TxnDate": "2026-11-22"}
    assert {name: made[name] for name in expected} == expected
    assert made["DepositToAccountRef"] == {"value": "4", "name": "Undeposited Funds"}
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 0


def test_applied_payment_lowers_the_invoice_and_links_it(shop):
    shop.pass_time(minutes=4)
    made = shop.payment(shop.who, 40, ("Invoice", shop.bill, 40))
    bill = shop.read("Invoice", shop.bill["Id"])
    assert (bill["Balance"], bill["TotalAmt"], bill["SyncToken"]) == (60, 100, "1")
    assert bill["LinkedTxn"] == [{"TxnId": made["Id"], "TxnType": "Payment"}]
    assert bill["MetaData"]["LastUpdatedTime"] == made["MetaData"]["LastUpdatedTime"]
    assert made["UnappliedAmt"] == 0
    customer = shop.read("Customer", shop.who["Id"])
    assert (customer["Balance"], customer["SyncToken"]) == (60, "0")


def test_refused_payments(shop):
    other = shop.customer("Other")
    who = {"value": shop.who["Id"]}

    def code(total, share, customer=who, kind="Invoice", target=shop.bill["Id"]):
        return shop.post("payment", {"CustomerRef": customer, "TotalAmt": total, "Line": [
            {"Amount": share, "LinkedTxn": [{"TxnId": target, "TxnType": kind}]}]}).code
    assert code(101, 101) == "6000"
    assert code(50, 60) == "6000"
    assert code(50, 50, {"value": other["Id"]}) == "6000"
    assert code(50, 50, target="999") == "2500"
    assert code(50, 50, kind="Dream") == "2170"
    assert shop.post("payment", {"CustomerRef": who}).code == "2020"
    assert shop.read("Invoice", shop.bill["Id"])["SyncToken"] == "0"


def test_changing_and_deleting_a_payment_gives_the_balance_back(shop):
    made = shop.payment(shop.who, 100, ("Invoice", shop.bill, 100))
    smaller = shop.made("Payment", {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Line": [
        {"Amount": 30, "LinkedTxn": [{"TxnId": shop.bill["Id"], "TxnType": "Invoice"}]}]})
    assert (smaller["UnappliedAmt"], shop.read("Invoice", shop.bill["Id"])["Balance"]) == (70, 70)
    note = shop.made("Payment", {"Id": made["Id"], "SyncToken": "1", "sparse": True, "PrivateNote": "n"})
    assert shop.read("Invoice", shop.bill["Id"])["SyncToken"] == "2"
    shop.post("payment", {"Id": made["Id"], "SyncToken": note["SyncToken"]}, operation="delete")
    bill = shop.read("Invoice", shop.bill["Id"])
    assert (bill["Balance"], bill["LinkedTxn"]) == (100, [])
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 100


def test_voided_payment(shop):
    made = shop.payment(shop.who, 100, ("Invoice", shop.bill, 100))
    reply = shop.post("payment", {"Id": made["Id"], "SyncToken": "0", "sparse": True}, operation="update", include="void")
    voided = reply.json["Payment"]
    assert (voided["TotalAmt"], voided["UnappliedAmt"], voided["Line"], voided["PrivateNote"]) == (0, 0, [], "Voided")
    assert shop.read("Invoice", shop.bill["Id"])["Balance"] == 100


@pytest.mark.proves("quickbooks 22.5.7")
def test_voiding_a_paid_invoice_makes_the_payment_unapplied_credit(shop):
    made = shop.payment(shop.who, 100, ("Invoice", shop.bill, 100))
    shop.post("invoice", {"Id": shop.bill["Id"], "SyncToken": "1"}, operation="void")
    free = shop.read("Payment", made["Id"])
    assert (free["UnappliedAmt"], free["Line"], free["SyncToken"]) == (100, [], "1")
    assert shop.read("Customer", shop.who["Id"])["Balance"] == -100


def test_paid_invoice_cannot_be_deleted_or_made_smaller_than_what_is_paid(shop):
    shop.payment(shop.who, 60, ("Invoice", shop.bill, 60))
    assert shop.post("invoice", {"Id": shop.bill["Id"], "SyncToken": "1"}, operation="delete").code == "6000"
    body = {"Id": shop.bill["Id"], "SyncToken": "1", "sparse": True, "Line": [line(shop.hours, 50)]}
    assert shop.post("invoice", body).code == "6000"
    grown = shop.made("Invoice", {**body, "Line": [line(shop.hours, 150)]})
    assert grown["Balance"] == 90


@pytest.mark.proves("quickbooks 19.8")
def test_credit_memo_applied_by_a_payment_of_nothing(shop):
    credit = shop.made("CreditMemo", {"CustomerRef": {"value": shop.who["Id"]}, "Line": [line(shop.hours, 30)]})
    assert (credit["RemainingCredit"], credit["Balance"]) == (30, 30)
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 70
    link = shop.payment(shop.who, 0, ("Invoice", shop.bill, 30), ("CreditMemo", credit, 30))
    assert (link["TotalAmt"], link["UnappliedAmt"], len(link["Line"])) == (0, 0, 2)
    used = shop.read("CreditMemo", credit["Id"])
    assert (used["RemainingCredit"], used["LinkedTxn"]) == (0, [])
    assert shop.read("Invoice", shop.bill["Id"])["Balance"] == 70
    assert shop.read("Customer", shop.who["Id"])["Balance"] == 70
    assert shop.post("creditmemo", {"Id": credit["Id"], "SyncToken": used["SyncToken"]}, operation="delete").code == "6000"


def test_deposited_payment_cannot_be_deleted(shop):
    made = shop.payment(shop.who, 10)
    shop.company().find("Payment", made["Id"]).data["LinkedTxn"] = [{"TxnId": "99", "TxnType": "Deposit"}]
    assert shop.post("payment", {"Id": made["Id"], "SyncToken": "0"}, operation="delete").code == "6540"
