"""Change data capture, batch and requestid."""

import pytest

from quickbooks_world import line

SINCE = "2026-11-22T13:40:00-08:00"


def groups(reply):
    assert reply.status == 200, reply.text
    return reply.json["CDCResponse"][0]["QueryResponse"]


def changes(world, entities, since=SINCE):
    return groups(world.get("cdc", entities=entities, changedSince=since))


def test_groups_in_the_order_asked_and_empty_ones(world):
    world.customer()
    found = changes(world, "Invoice,Customer,Estimate")
    assert found[0] == {} and found[2] == {}
    assert (found[1]["startPosition"], found[1]["maxResults"], len(found[1]["Customer"])) == (1, 1, 1)


def test_oldest_change_first_and_deleted_stubs_last(world):
    customer, item = world.customer(), world.item()
    made = []
    for _ in range(3):
        made.append(world.invoice(customer, line(item, 5)))
        world.pass_time(seconds=2)
    world.post("invoice", {"Id": made[1]["Id"], "SyncToken": "0"}, operation="delete")
    world.pass_time(seconds=2)
    world.made("Invoice", {"Id": made[0]["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"})
    group = changes(world, "Invoice")[0]
    assert [row["Id"] for row in group["Invoice"]] == [made[2]["Id"], made[0]["Id"], made[1]["Id"]]
    assert group["Invoice"][-1] == {"domain": "QBO", "status": "Deleted", "Id": made[1]["Id"],
                                    "MetaData": {"LastUpdatedTime": "2026-11-22T13:40:36-08:00"}}
    assert group["totalCount"] == 3


def test_voids_and_deactivations_are_ordinary_updates(world):
    customer, item = world.customer(), world.item()
    made = world.invoice(customer, line(item, 5))
    world.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="void")
    world.made("Item", {"Id": item["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    invoices, items = changes(world, "Invoice,Item")
    assert invoices["Invoice"][0]["PrivateNote"] == "Voided"
    assert items["Item"][0]["Active"] is False


def test_time_of_an_answer_is_a_safe_next_lower_bound(world):
    bound = world.get("cdc", entities="Customer", changedSince=SINCE).json["time"]
    world.customer()
    assert len(changes(world, "Customer", bound)[0]["Customer"]) == 1


def test_more_than_thirty_days_back_is_refused(world):
    for since in ("2026-10-22", "2026-11-22T10:00:00 05:30", "yesterday"):
        reply = world.get("cdc", entities="Customer", changedSince=since)
        assert reply.status == 400
        assert "which is older than fixed days is not supported." in reply.detail
    assert world.get("cdc", entities="Customer", changedSince="2026-10-24").status == 200


def test_entities_without_change_data_are_refused(world):
    for entities in ("TaxCode", "Unicorn", ""):
        assert world.get("cdc", entities=entities, changedSince=SINCE).status == 400


def test_a_thousand_objects_at_most_over_the_response_or_per_entity(world):
    company, now = world.company(), world.clock.now()
    for number in range(700):
        company.add("Term", {"Name": f"T{number}", "Active": True}, now)
        company.add("PaymentMethod", {"Name": f"P{number}", "Active": True}, now)
    terms, methods = changes(world, "Term,PaymentMethod")
    assert (terms["maxResults"], methods["maxResults"]) == (700, 300)
    world.simulator.switches.change_cap_scope = "entity"
    terms, methods = changes(world, "Term,PaymentMethod")
    assert (terms["maxResults"], methods["maxResults"]) == (700, 700)


def test_batch_mixes_results_and_stays_200(world):
    customer, item = world.customer(), world.item()
    made = world.invoice(customer, line(item, 5))
    reply = world.post("batch", {"BatchItemRequest": [
        {"bId": "1", "operation": "create", "Vendor": {"DisplayName": customer["DisplayName"]}},
        {"bId": "2", "operation": "delete", "Invoice": {"Id": "129", "SyncToken": "0"}},
        {"bId": "3", "operation": "update", "Customer": {"Id": customer["Id"], "SyncToken": "9", "sparse": True, "Notes": "n"}},
        {"bId": "4", "Query": "select * from Invoice where TotalAmt > '3.00'"},
        {"bId": "5", "operation": "update", "Invoice": {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"}},
        {"bId": "6", "Query": "nonsense"}, {"bId": "7", "operation": "explode", "Customer": {}}, {"bId": "8"}]})
    assert reply.status == 200
    answers = {answer["bId"]: answer for answer in reply.json["BatchItemResponse"]}
    codes = {key: answer["Fault"]["Error"][0]["code"] for key, answer in answers.items() if "Fault" in answer}
    assert codes == {"1": "6240", "2": "610", "3": "5010", "6": "4000", "7": "500", "8": "500"}
    assert answers["4"]["QueryResponse"]["maxResults"] == 1
    assert answers["5"]["Invoice"]["PrivateNote"] == "n"


def test_thirty_items_at_most(world):
    item = {"bId": "1", "Query": "select count(*) from Customer"}
    assert world.post("batch", {"BatchItemRequest": [item] * 30}).status == 200
    reply = world.post("batch", {"BatchItemRequest": [item] * 31})
    assert (reply.status, reply.code) == (400, "1040")


def test_change_data_inside_a_batch(world):
    world.customer()
    reply = world.post("batch", {"BatchItemRequest": [
        {"bId": "c", "CDCQuery": {"Entities": "Customer", "ChangedSince": SINCE}}]})
    answer = reply.json["BatchItemResponse"][0]["CDCResponse"][0]["QueryResponse"][0]
    assert answer["maxResults"] == 1


def test_same_request_id_replays_the_first_answer(world):
    body = {"DisplayName": "Once"}
    first = world.post("customer", body, requestid="op-1")
    world.pass_time(minutes=1)
    again = world.post("customer", {"DisplayName": "Something else"}, requestid="op-1")
    assert again.body == first.body
    assert len(world.rows("select * from Customer")) == 1
    assert world.post("customer", body, requestid="op-2").code == "6240"


def test_failures_replay_too_unless_switched_off(world):
    refused = world.post("customer", {}, requestid="op-1")
    assert world.post("customer", {"DisplayName": "Right"}, requestid="op-1").body == refused.body
    world.simulator.switches.replay_failures = False
    world.post("customer", {}, requestid="op-2")
    assert world.post("customer", {"DisplayName": "Right"}, requestid="op-2").status == 200


def test_request_ids_are_per_company(world):
    from quickbooks_world import NORWAY
    world.post("customer", {"DisplayName": "A"}, requestid="op-1")
    assert world.post("customer", {"DisplayName": "B"}, NORWAY, requestid="op-1").json["Customer"]["DisplayName"] == "B"


def test_batch_replays_only_with_equal_item_ids(world):
    def send(item_id):
        return world.post("batch", {"BatchItemRequest": [{"bId": item_id, "operation": "create", "Customer": {"DisplayName": "Once"}}]},
                          requestid="b-1").json["BatchItemResponse"][0]
    assert "Customer" in send("1") and "Customer" in send("1")
    assert send("2")["Fault"]["Error"][0]["code"] == "6240"


@pytest.mark.parametrize("path, body, longest", [("customer", {"DisplayName": "x"}, 50), ("batch", {"BatchItemRequest": []}, 36)])
def test_request_id_lengths(world, path, body, longest):
    assert world.post(path, body, requestid="r" * longest).status == 200
    assert world.post(path, body, requestid="s" * (longest + 1)).code == "2050"
    long_item = {"BatchItemRequest": [{"bId": "12345678901", "Query": "select * from Customer"}]}
    assert world.post("batch", long_item, requestid="short").code == "2050"
