"""Change data capture, batch and request ids."""

import pytest

from quickbooks_world import line

SINCE = "2026-11-22T13:40:00-08:00"


def groups(world, entities, since=SINCE):
    reply = world.get("cdc", entities=entities, changedSince=since)
    assert reply.status == 200, reply.text
    return reply.json["CDCResponse"][0]["QueryResponse"]


def items(world, *sent, **params):
    reply = world.post("batch", {"BatchItemRequest": list(sent)}, **params)
    assert reply.status == 200, reply.text
    return {answer["bId"]: answer for answer in reply.json["BatchItemResponse"]}


@pytest.mark.proves("quickbooks 22.8.1")
def test_groups_come_in_the_order_asked_whatever_the_case(world):
    world.customer()
    world.item()
    asked = groups(world, "item, CUSTOMER,Payment")
    assert [next(iter(group), "") for group in asked] == ["Item", "Customer", ""]


@pytest.mark.proves("quickbooks 22.8.2", "quickbooks 22.8.3")
def test_inside_a_group_by_change_and_deleted_last(world):
    customer, item = world.customer(), world.item()
    made = []
    for _ in range(3):
        world.pass_time(seconds=1)
        made.append(world.invoice(customer, line(item, 5)))
    world.post("invoice", {"Id": made[0]["Id"], "SyncToken": "0"}, operation="delete")
    world.pass_time(seconds=1)
    world.made("Invoice", {"Id": made[1]["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"})
    assert [row["Id"] for row in groups(world, "Invoice")[0]["Invoice"]] == [made[2]["Id"], made[1]["Id"], made[0]["Id"]]


@pytest.mark.proves("quickbooks 22.8.4")
def test_thirty_days_back_on_the_simulated_clock_and_no_further(world):
    for since, status in (("2026-10-23T13:40:31-08:00", 200), ("2026-10-23T13:40:29-08:00", 400), ("2026-10-01", 400)):
        assert world.get("cdc", entities="Customer", changedSince=since).status == status
    refused = world.get("cdc", entities="Customer", changedSince="2026-10-01")
    assert refused.detail == "Operation cdc with changedSince date 2026-10-01 which is older than fixed days is not supported."
    world.pass_time(days=40)
    world.connect_again()
    assert world.get("cdc", entities="Customer", changedSince=SINCE).status == 400


def test_tax_lists_have_no_changes_to_tell(world):
    for entity in ("TaxCode", "TaxRate", "TaxAgency", "JournalCode"):
        assert world.get("cdc", entities=entity, changedSince=SINCE).status == 400


def test_every_other_entity_has(world):
    from server.sandbox.quickbooks.entity_types import entity_types
    told = [kind.name for kind in entity_types.values() if kind.changes_reported]
    assert {"Deposit", "Purchase", "Attachable", "Class", "CompanyInfo", "Preferences"} <= set(told)
    assert len(groups(world, ",".join(told))) == len(told)


@pytest.mark.proves("quickbooks 22.8.5")
@pytest.mark.parametrize("scope, counts", [("response", (700, 300)), ("entity", (700, 700))])
def test_the_cap_of_1000_is_over_the_response_or_each_entity_by_switch(world, scope, counts):
    world.simulator.switches.change_cap_scope = scope
    for number in range(700):
        world.company().add("Term", {"Name": f"T{number}", "Active": True}, world.clock.now())
        world.company().add("PaymentMethod", {"Name": f"P{number}", "Active": True}, world.clock.now())
    assert tuple(group["maxResults"] for group in groups(world, "Term,PaymentMethod")) == counts
    assert groups(world, "Term", SINCE)[0]["Term"][0]["Name"] == "T0"


@pytest.mark.proves("quickbooks 22.8.5")
def test_the_cap_holds_inside_a_single_entity(world):
    for number in range(1200):
        world.company().add("Term", {"Name": f"T{number}", "Active": True}, world.clock.now())
    assert groups(world, "Term")[0]["maxResults"] == 1000


@pytest.mark.proves("quickbooks 22.9.1")
def test_thirty_items_and_not_one_more(world):
    query = {"Query": "select * from Term"}
    assert len(items(world, *({"bId": str(number), **query} for number in range(30)))) == 30
    refused = world.post("batch", {"BatchItemRequest": [{"bId": str(number), **query} for number in range(31)]})
    assert (refused.status, refused.code) == (400, "1040")


@pytest.mark.proves("quickbooks 22.9.2")
def test_a_batch_is_200_whatever_its_items_do(world):
    answers = items(world, {"bId": "a", "operation": "create", "Customer": {}}, {"bId": "b", "Query": "select"},
                    {"bId": "c", "operation": "delete", "Invoice": {"Id": "9", "SyncToken": "0"}},
                    {"bId": "d", "operation": "create", "Customer": {"DisplayName": "Fine"}})
    assert {key: answer["Fault"]["Error"][0]["code"] for key, answer in answers.items() if "Fault" in answer} == {
        "a": "6080", "b": "4000", "c": "610"}
    assert answers["d"]["Customer"]["DisplayName"] == "Fine"


def test_include_values_work_inside_a_batch(world):
    settings = world.company().settings
    settings.custom_transaction_numbers = settings.warn_about_duplicate_numbers = True
    customer, item = world.customer(), world.item()
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)], "DocNumber": "7"}
    world.made("Invoice", body)
    answers = items(world, {"bId": "1", "operation": "create", "Invoice": body},
                    {"bId": "2", "operation": "create", "Invoice": body, "optionsData": "allowduplicatedocnum"})
    assert answers["1"]["Fault"]["Error"][0]["code"] == "6140" and answers["2"]["Invoice"]["DocNumber"] == "7"


@pytest.mark.proves("quickbooks 22.9.3")
def test_a_request_id_replays_the_first_answer_byte_for_byte(world):
    first = world.post("customer", {"DisplayName": "Once"}, requestid="r1")
    world.pass_time(hours=5)
    world.connect_again()
    again = world.post("customer", {"DisplayName": "Once"}, requestid="r1")
    assert again.body == first.body and len(world.rows("select * from Customer")) == 1


@pytest.mark.proves("quickbooks 22.9.3")
def test_a_replay_does_not_repeat_the_effect_of_any_write(world):
    customer, item = world.customer(), world.item()
    bill = world.invoice(customer, line(item, 50))
    for path, body, params in (("payment", {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": 20}, {}),
                               ("invoice", {"Id": bill["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"}, {}),
                               ("invoice", {"Id": bill["Id"], "SyncToken": "1"}, {"operation": "void"})):
        answers = [world.post(path, body, requestid=f"r-{path}-{params}", **params) for _ in range(3)]
        assert {answer.body for answer in answers} == {answers[0].body} and answers[0].status == 200
    assert len(world.rows("select * from Payment")) == 1
    assert world.read("Invoice", bill["Id"])["SyncToken"] == "2"
