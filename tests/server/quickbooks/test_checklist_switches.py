"""Behaviour that no source settles: both sides of every switch that is not tested where its subject is."""

import pytest

from quickbooks_world import US, line


@pytest.fixture
def shop(world):
    world.who, world.hours = world.customer("Amy", Notes="n", BillAddr={"Line1": "1 Way", "City": "Bayshore"}), world.item("Hours")
    return world


def sparse(record, **members):
    return {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True, **members}


def both(name, *sides):
    return pytest.mark.parametrize("side, expected", sides, ids=[f"{name}={side}" for side, _ in sides])


@pytest.mark.proves("quickbooks 22.9.4")
@both("replay_seconds", (0.0, "Once"), (3600.0, "Again"))
def test_how_long_a_request_id_is_remembered(world, side, expected):
    world.simulator.switches.replay_seconds = side
    world.post("customer", {"DisplayName": "Once"}, requestid="r")
    world.pass_time(hours=2)
    world.connect_again()
    assert world.post("customer", {"DisplayName": "Again"}, requestid="r").json["Customer"]["DisplayName"] == expected


@pytest.mark.proves("quickbooks 22.9.5")
@both("replay_failures", (True, "2020"), (False, ""))
def test_whether_a_refusal_is_replayed(world, side, expected):
    world.simulator.switches.replay_failures = side
    world.post("term", {}, requestid="r")
    assert world.post("term", {"Name": "Net 3"}, requestid="r").code == expected


@both("replay_other_body", ("replay", ""), ("refuse", "600"))
def test_the_same_request_id_with_another_body(world, side, expected):
    world.simulator.switches.replay_other_body = side
    world.post("customer", {"DisplayName": "Once"}, requestid="r")
    assert world.post("customer", {"DisplayName": "Other"}, requestid="r").code == expected
    assert world.post("customer", {"DisplayName": "Once"}, requestid="r").status == 200


@both("sparse_null_clears", (True, False), (False, True))
@pytest.mark.parametrize("empty", ["", None])
def test_whether_an_empty_value_of_a_sparse_update_clears(shop, side, expected, empty):
    shop.simulator.switches.sparse_null_clears = side
    assert ("Notes" in shop.made("Customer", sparse(shop.who, Notes=empty))) is expected


@both("sparse_merges_nested", (False, False), (True, True))
def test_how_deep_a_sparse_update_merges(shop, side, expected):
    shop.simulator.switches.sparse_merges_nested = side
    changed = shop.made("Customer", sparse(shop.who, BillAddr={"Line1": "2 Way"}))["BillAddr"]
    assert changed["Line1"] == "2 Way" and ("City" in changed) is expected


@both("equal_transaction_is_change", (True, "1"), (False, "0"))
def test_whether_equal_values_change_a_transaction(shop, side, expected):
    shop.simulator.switches.equal_transaction_is_change = side
    made = shop.invoice(shop.who, line(shop.hours, 5), PrivateNote="n")
    assert shop.made("Invoice", sparse(made, PrivateNote="n"))["SyncToken"] == expected


@both("unknown_members", ("refuse", "2010"), ("ignore", ""))
def test_unknown_members(shop, side, expected):
    shop.simulator.switches.unknown_members = side
    assert shop.post("customer", {"DisplayName": "x", "Colour": "blue"}).code == expected
    assert shop.post("customer", sparse(shop.who, Colour="blue")).code == expected


@both("display_name_longest", (500, 200), (100, 400))
def test_the_length_of_a_name(world, side, expected):
    world.simulator.switches.display_name_longest = side
    reply = world.post("customer", {"DisplayName": "x" * 101})
    assert reply.status == expected and (expected == 200 or reply.code == "2050")


@both("sub_customer_names", ("company", "6240"), ("parent", ""))
def test_where_the_name_of_a_sub_customer_is_unique(shop, side, expected):
    shop.simulator.switches.sub_customer_names = side
    other = shop.customer("Other")
    shop.customer("Kitchen", ParentRef={"value": shop.who["Id"]})
    assert shop.post("customer", {"DisplayName": "Kitchen", "ParentRef": {"value": other["Id"]}}).code == expected
    assert shop.post("customer", {"DisplayName": "kitchen", "ParentRef": {"value": shop.who["Id"]}}).code == "6240"


@both("reactivation_restores_name", (True, ""), (False, " (deleted)"))
def test_whether_reactivation_takes_the_mark_off(shop, side, expected):
    shop.simulator.switches.reactivation_restores_name = side
    for entity, record, member in (("Customer", shop.who, "DisplayName"), ("Item", shop.hours, "Name"),
                                   ("Term", shop.made("Term", {"Name": "Net 3"}), "Name")):
        gone = shop.made(entity, sparse(record, Active=False))
        assert gone[member] == record[member] + " (deleted)"
        assert shop.made(entity, sparse(gone, Active=True))[member] == record[member] + expected
    named = shop.made("Customer", sparse(shop.read("Customer", shop.who["Id"]), DisplayName="Amy"))
    assert named["DisplayName"] == "Amy"


@both("us_text", ("keep", "Żółw ☂ é"), ("replace", "?ó?w ? é"), ("refuse", None))
def test_characters_outside_latin_in_an_american_company(world, side, expected):
    from quickbooks_world import NORWAY
    world.simulator.switches.us_text = side
    reply = world.post("customer", {"DisplayName": "x", "Notes": "Żółw ☂ é"})
    assert (reply.json["Customer"]["Notes"] if expected else reply.code) == (expected or "6000")
    assert world.customer("x", NORWAY, Notes="Żółw")["Notes"] == "Żółw"


@both("id_is_ordered", (False, 400), (True, 200))
def test_order_and_ranges_of_ids(world, side, expected):
    world.simulator.switches.id_is_ordered = side
    for number in range(12):
        world.customer(f"C{number}")
    assert world.query("select * from Customer where Id > '9'").status == expected
    reply = world.query("select * from Customer where Id > '9' orderby Id desc")
    assert reply.status == expected
    if side:
        assert [row["Id"] for row in reply.json["QueryResponse"]["Customer"]] == ["12", "11", "10"]


@both("naive_time_is_utc", (False, 0), (True, 1))
def test_a_time_without_offset(world, side, expected):
    world.simulator.switches.naive_time_is_utc = side
    world.customer()                        # at 21:40:30 UTC, 13:40:30 Pacific
    assert len(world.rows("select * from Customer where MetaData.LastUpdatedTime >= '2026-11-22T20:00:00'")) == expected
    group = world.get("cdc", entities="Customer", changedSince="2026-11-22T20:00:00").json["CDCResponse"][0]["QueryResponse"][0]
    assert len(group) == (3 if expected else 0)


@both("bundle_type", ("Group", "Group"), ("Bundle", "Bundle"))
def test_what_a_condition_calls_a_bundle(world, side, expected):
    world.simulator.switches.bundle_type = side
    world.company().add("Item", {"Name": "Kit", "FullyQualifiedName": "Kit", "Type": "Group", "Active": True}, world.clock.now())
    found = {name: len(world.rows(f"select * from Item where Type = '{name}'")) for name in ("Group", "Bundle")}
    assert found == {"Group": int(expected == "Group"), "Bundle": int(expected == "Bundle")}


@both("void_separator", (" - ", "Voided - old"), (" ", "Voided old"))
def test_what_stands_between_voided_and_the_note(shop, side, expected):
    shop.simulator.switches.void_separator = side
    made = shop.invoice(shop.who, line(shop.hours, 5), PrivateNote="old")
    voided = shop.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="void").json["Invoice"]
    assert voided["PrivateNote"] == expected


@both("send_without_address_code", ("6000", "6000"), ("2020", "2020"))
def test_sending_without_any_address(shop, side, expected):
    shop.simulator.switches.send_without_address_code = side
    made = shop.invoice(shop.who, line(shop.hours, 5))
    reply = shop.post(f"invoice/{made['Id']}/send", b"")
    assert (reply.status, reply.code) == (400, expected)


@both("manual_tax_is_computed", (True, 8), (False, 0))
def test_manual_tax_from_the_code_alone(world, side, expected):
    world.company().settings.tax_model = "us_manual"
    world.simulator.switches.manual_tax_is_computed = side
    goods = world.made("Item", {"Name": "Goods", "Type": "NonInventory", "Taxable": True})
    who = world.customer()
    tax = world.invoice(who, line(goods, 100), TxnTaxDetail={"TxnTaxCodeRef": {"value": "1"}})["TxnTaxDetail"]
    assert tax["TotalTax"] == expected
    explicit = world.invoice(who, line(goods, 100), TxnTaxDetail={"TxnTaxCodeRef": {"value": "1"}, "TotalTax": 8})
    assert explicit["TxnTaxDetail"]["TotalTax"] == 8


@both("default_item", ("", None), ("1", "Hours"))
def test_a_line_without_an_item(shop, side, expected):
    shop.simulator.switches.default_item = side
    made = shop.invoice(shop.who, {"DetailType": "SalesItemLineDetail", "Amount": 5, "SalesItemLineDetail": {}})
    assert made["Line"][0]["SalesItemLineDetail"].get("ItemRef", {}).get("name") == expected


@both("batch_void", (True, "Voided"), (False, None))
def test_voiding_in_a_batch(shop, side, expected):
    shop.simulator.switches.batch_void = side
    made = shop.payment(shop.who, 5)
    answer = shop.post("batch", {"BatchItemRequest": [
        {"bId": "1", "operation": "update", "optionsData": "void", "Payment": sparse(made)}]}).json["BatchItemResponse"][0]
    assert answer["Payment"].get("PrivateNote") == expected


@both("mails_per_day", (0, [200] * 3), (2, [200, 200, 400]))
def test_mails_a_day(shop, side, expected):
    shop.simulator.switches.mails_per_day = side
    made = shop.invoice(shop.who, line(shop.hours, 5), BillEmail={"Address": "a@b.example"})
    assert [shop.post(f"invoice/{made['Id']}/send", b"").status for _ in range(3)] == expected
    shop.pass_time(days=1)
    shop.connect_again(US)
    assert shop.post(f"invoice/{made['Id']}/send", b"").status == 200
