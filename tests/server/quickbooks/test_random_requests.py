"""Requests with something broken in them: each is answered or refused, and none makes the service fail."""

import copy
import os
import random
from collections import Counter

from quickbooks_world import NORWAY, US, line, wire

CALLS = 6_000 if os.environ.get("TEST_LENGTH") == "long" else 600
STRANGE = (None, "", " ", "x", "999", 0, -1, 1.5, 10**30, True, [], {}, [None], [{}], {"value": None}, {"value": "1"}, {"value": {}},
           "2026-13-45", "é" * 5000, {"value": "1", "name": []}, [[]], "NaN", "1e400")


def bodies(world):
    """A good body for every entity that can be written, by resource and realm."""
    customer, item, north = world.customer(), world.item(), world.customer("Kari", NORWAY)
    form = {"CustomerRef": {"value": customer["Id"]}, "TxnDate": "2026-11-20", "PrivateNote": "n", "CustomerMemo": {"value": "m"},
            "BillEmail": {"Address": "a@b.example"}, "BillAddr": {"Line1": "1 Way", "City": "Bayshore"},
            "TxnTaxDetail": {"TxnTaxCodeRef": {"value": "1"}, "TotalTax": 1}, "LinkedTxn": [], "CustomField": [{"DefinitionId": "1"}],
            "Line": [line(item, 5, 2), {"DetailType": "DescriptionOnly", "Description": "text", "DescriptionLineDetail": {}},
                     {"DetailType": "DiscountLineDetail", "Amount": 1, "DiscountLineDetail": {"PercentBased": False}}]}
    bill = world.invoice(customer, line(item, 50))
    applied = [{"Amount": 5, "LinkedTxn": [{"TxnId": bill["Id"], "TxnType": "Invoice"}]}]
    expense = {"Amount": 3, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}
    deposit = {"Amount": 3, "DetailType": "DepositLineDetail", "DepositLineDetail": {"AccountRef": {"value": "1"}}}
    abroad = {"CustomerRef": {"value": north["Id"]}, "GlobalTaxCalculation": "TaxInclusive", "TxnTaxDetail": {"TaxLine": [
        {"TaxLineDetail": {"TaxRateRef": {"value": "1"}}}]}, "Line": [line(world.item("T", NORWAY), 5, TaxCodeRef={"value": "1"})]}
    return [
        ("invoice", US, form), ("estimate", US, form), ("creditmemo", US, form), ("salesreceipt", US, form),
        ("refundreceipt", US, {**form, "DepositToAccountRef": {"value": "3"}}), ("invoice", NORWAY, abroad),
        ("payment", US, {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": 9, "Line": applied}),
        ("purchase", US, {"PaymentType": "Cash", "AccountRef": {"value": "3"}, "Line": [expense],
                          "EntityRef": {"value": "1", "type": "Vendor"}}),
        ("purchaseorder", US, {"VendorRef": {"value": "1"}, "APAccountRef": {"value": "10"}, "Line": [expense], "DueDate": "2026-12-01",
                               "POEmail": {"Address": "v@b.example"}, "ShipTo": {"value": customer["Id"]}, "VendorAddr": {"City": "Y"}}),
        ("deposit", US, {"DepositToAccountRef": {"value": "3"}, "Line": [deposit]}),
        ("customer", US, {"DisplayName": "C", "PrimaryPhone": {"FreeFormNumber": "1"}, "ParentRef": {"value": customer["Id"]},
                          "Active": True}),
        ("item", US, {"Name": "I", "Type": "Inventory", "UnitPrice": 1, "IncomeAccountRef": {"value": "2"}, "QtyOnHand": 1,
                      "ExpenseAccountRef": {"value": "7"}, "AssetAccountRef": {"value": "6"}, "InvStartDate": "2026-01-01"}),
        ("term", US, {"Name": "T", "DueDays": 3}), ("account", US, {"Name": "A", "AccountType": "Bank", "AcctNum": "1"}),
        ("class", US, {"Name": "K", "ParentRef": {"value": "1"}}), ("taxagency", US, {"DisplayName": "Board"}),
        ("attachable", US, {"Note": "n", "AttachableRef": [{"EntityRef": {"type": "Invoice", "value": bill["Id"]}}]}),
        ("exchangerate", US, {"SourceCurrencyCode": "EUR", "Rate": 2, "AsOfDate": "2026-11-01"}),
        ("taxservice/taxcode", US, {"TaxCode": "X", "TaxRateDetails": [{"TaxRateName": "r", "RateValue": "8", "TaxAgencyId": "1"}]}),
        ("companyinfo", US, {"SyncToken": "0", "sparse": True, "CompanyName": "N", "CompanyAddr": {"Line1": "1"}}),
        ("preferences", US, {"SyncToken": "0", "sparse": True, "SalesFormsPrefs": {"AllowDiscount": True}}),
        ("batch", US, {"BatchItemRequest": [{"bId": "1", "operation": "create", "Customer": {"DisplayName": "B"}},
                                            {"bId": "2", "Query": "select * from Item"}, {"bId": "3", "CDCQuery": {"Entities": "Item"}}]})]


def places(value, path=()):
    """The paths of everything inside a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, member in members for place in [(*path, key), *places(member, (*path, key))]]


def broken(chance, body):
    """A copy with one thing in it replaced, removed or doubled."""
    changed = copy.deepcopy(body)
    *path, last = chance.choice(places(changed))
    inside = changed
    for key in path:
        inside = inside[key]
    if chance.random() < 0.2:
        del inside[last]
    elif isinstance(inside, list) and chance.random() < 0.3:
        inside.append(inside[last])
    else:
        inside[last] = chance.choice(STRANGE)
    return changed


def test_no_body_makes_the_service_fail(world):
    seed = int(os.environ.get("TEST_SEED", random.randrange(10**9)))
    print("TEST_SEED", seed)
    chance = random.Random(seed)
    good, made = bodies(world), []
    answered = 0
    for _ in range(CALLS):
        resource, realm, body = chance.choice(good)
        for _ in range(chance.choice((1, 1, 2, 3))):
            body = broken(chance, body) if places(body) else body
        if made and chance.random() < 0.3:
            entity, identifier = chance.choice(made)
            resource, realm, body = entity, US, {**body, "Id": identifier, "SyncToken": "0", "sparse": chance.random() < 0.7}
        operation = chance.choice(({}, {}, {}, {"operation": "delete"}, {"operation": "void"}, {"operation": "update", "include": "void"}))
        reply = world.post(resource, wire(body), realm, **operation)
        assert reply.status in (200, 400), (resource, body, operation, reply.text)
        if reply.status == 200 and realm == US and "/" not in resource:
            answered += 1
            record = next(iter(reply.json.values()))
            if isinstance(record, dict) and str(record.get("Id", "")).isdecimal():
                made.append((resource, record["Id"]))
    assert CALLS / 20 < answered < CALLS
    for kind in ("Invoice", "Customer", "Payment", "Item", "Purchase", "PurchaseOrder", "Deposit", "Attachable"):
        assert world.query(f"select * from {kind} maxresults 1000").status == 200


ATTRIBUTES = ("Id", "DisplayName", "Balance", "MetaData.LastUpdatedTime", "MetaData.CreateTime", "Active", "TxnDate", "CustomerRef", "Name",
              "TotalAmt", "Notes", "PrimaryEmailAddr", "AttachableRef.EntityRef.Type")
VALUES = ("'1'", "'a%'", "''", "' '", "5", "true", "CURRENT_DATE", "'2026-01-01T00:00:00Z'", "'2026-11-22'", r"'\''", "'é'", "'x'", "1e3",
          "99999999999999999999", "-3", "'999999-01-01'")
NOISE = ("'", "\\", "(", ")", ",", "and", "or", "where", "select", ";", "*", "=", "%", "\n", "\x00", "orderby", "in")


def statement(chance):
    """A statement that is right as often as not."""
    def condition():
        operator = chance.choice(("=", "<", ">", "<=", ">=", "like", "in"))
        value = f"({chance.choice(VALUES)},{chance.choice(VALUES)})" if operator == "in" else chance.choice(VALUES)
        return f"{chance.choice(ATTRIBUTES)} {operator} {value}"
    parts = ["select", chance.choice(("*", "*", "*", "count(*)", "Id", chance.choice(ATTRIBUTES))), "from",
             chance.choice(("Customer", "invoice", "Item", "Payment", "Attachable", "ExchangeRate", "Preferences", "Term"))]
    conditions = [condition() for _ in range(chance.randrange(3))]
    parts += ["where", " and ".join(conditions)] if conditions else []
    parts += ["orderby", chance.choice(ATTRIBUTES), chance.choice(("", "asc", "desc"))] if chance.random() < 0.4 else []
    parts += ["startposition", chance.choice(("1", "2", "0", "10000000"))] if chance.random() < 0.3 else []
    parts += ["maxresults", chance.choice(("1", "1000", "1001", "x"))] if chance.random() < 0.3 else []
    if chance.random() < 0.3:
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(NOISE))
    return " ".join(parts)


def test_no_statement_makes_the_service_fail(world):
    seed = int(os.environ.get("TEST_SEED", random.randrange(10**9)))
    print("TEST_SEED", seed)
    chance = random.Random(seed)
    world.invoice(world.customer(), line(world.item(), 5))
    world.made("Attachable", {"Note": "n"})
    statuses = Counter()
    for _ in range(CALLS):
        asked = statement(chance)
        reply = world.query(asked)
        assert reply.status in (200, 400), (asked, reply.text)
        statuses[reply.status] += 1
    assert min(statuses[200], statuses[400]) > CALLS / 20
