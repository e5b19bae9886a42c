"""Lists: kept by hand or by filters, their members, and the lists of a record."""

from __future__ import annotations

import pytest

BASE = "/crm/lists/2026-03"


def create(api, name="Wholesale", kind="0-1", processing="MANUAL", branch=None, **more):
    body = {"name": name, "objectTypeId": kind, "processingType": processing, **more}
    return api.post(BASE, body if branch is None else {**body, "filterBranch": branch})


def where(name, operator, **more):
    operation = {"operationType": "MULTISTRING", "operator": operator, **more}
    return {"filterBranchType": "OR", "filters": [], "filterBranches": [
        {"filterBranchType": "AND", "filterBranches": [],
         "filters": [{"filterType": "PROPERTY", "property": name, "operation": operation}]}]}


def members(api, list_id):
    return [entry["recordId"] for entry in api.get(f"{BASE}/{list_id}/memberships").json["results"]]


@pytest.fixture
def people(api):
    api.simulator.switches.search_lag_seconds = 0
    return [api.make("contacts", {"email": f"p{n}@x.co", "firstname": name, "lifecyclestage": stage})
            for n, (name, stage) in enumerate((("Ann", "customer"), ("Bob", "lead"), ("Cy", "customer")))]


def test_a_manual_list_takes_members_by_hand_and_passes_over_unknown_ones(api, people):
    made = create(api)
    assert made.status == 200
    chosen = made.json["list"]
    assert chosen["processingStatus"] == "COMPLETE" and chosen["objectTypeId"] == "0-1"
    added = api.call("PUT", f"{BASE}/{chosen['listId']}/memberships/add", [people[1], people[0], "17"])
    assert added.json == {"recordsIdsAdded": [people[1], people[0]], "recordIdsRemoved": [], "recordIdsMissing": ["17"]}
    assert members(api, chosen["listId"]) == people[:2]
    both = api.call("PUT", f"{BASE}/{chosen['listId']}/memberships/add-and-remove",
                    {"recordIdsToAdd": [people[2]], "recordIdsToRemove": [people[0]]})
    assert both.json["recordsIdsAdded"] == [people[2]] and both.json["recordIdsRemoved"] == [people[0]]
    assert members(api, chosen["listId"]) == people[1:]
    assert api.call("PUT", f"{BASE}/{chosen['listId']}/memberships/remove", people).status == 200
    assert members(api, chosen["listId"]) == []


def test_members_page_by_id_and_archived_ones_drop_out(api, people):
    list_id = create(api).json["list"]["listId"]
    api.call("PUT", f"{BASE}/{list_id}/memberships/add", people)
    page = api.get(f"{BASE}/{list_id}/memberships?limit=2").json
    assert [entry["recordId"] for entry in page["results"]] == people[:2] and page["total"] == 3
    assert page["results"][0]["membershipTimestamp"] == "2026-11-22T21:40:00.000Z"
    rest = api.get(f"{BASE}/{list_id}/memberships?limit=2&after={page['paging']['next']['after']}").json
    assert [entry["recordId"] for entry in rest["results"]] == people[2:] and "paging" not in rest
    api.call("DELETE", f"contacts/{people[0]}")
    assert members(api, list_id) == people[1:]


def test_a_dynamic_list_follows_its_filter_and_takes_no_members_by_hand(api, people):
    list_id = create(api, processing="DYNAMIC", branch=where("lifecyclestage", "IS_ANY_OF", values=["customer"])).json["list"]["listId"]
    assert members(api, list_id) == [people[0], people[2]]
    api.patch(f"contacts/{people[0]}", {"lifecyclestage": "other"})
    assert members(api, list_id) == [people[2]]
    assert api.call("PUT", f"{BASE}/{list_id}/memberships/add", [people[1]]).status == 400
    changed = api.call("PUT", f"{BASE}/{list_id}/update-list-filters", {"filterBranch": where("firstname", "IS", value="bob")})
    assert changed.json["updatedList"]["listVersion"] == 2
    assert members(api, list_id) == [people[1]]


def test_a_snapshot_is_filtered_once_and_then_kept_by_hand(api, people):
    list_id = create(api, processing="SNAPSHOT", branch=where("firstname", "CONTAINS", value="n")).json["list"]["listId"]
    assert members(api, list_id) == [people[0]]
    api.patch(f"contacts/{people[0]}", {"firstname": "X"})
    api.call("PUT", f"{BASE}/{list_id}/memberships/add", [people[1]])
    assert members(api, list_id) == people[:2]


@pytest.mark.parametrize("operator, more, expected", [
    ("IS", {"value": "ANN"}, [0]), ("IS_NOT", {"value": "ann"}, [1, 2]), ("STARTS_WITH", {"value": "c"}, [2]),
    ("ENDS_WITH", {"values": ["b", "y"]}, [1, 2]), ("DOES_NOT_CONTAIN", {"value": "n"}, [1, 2]),
    ("IS_KNOWN", {}, [0, 1, 2]), ("IS_UNKNOWN", {}, []), ("IS_NONE_OF", {"values": ["ann", "bob"]}, [2])])
def test_operators(api, people, operator, more, expected):
    branch = where("firstname", operator, **more)
    list_id = create(api, processing="DYNAMIC", branch=branch).json["list"]["listId"]
    assert members(api, list_id) == [people[index] for index in expected]


def test_numbers_compare_as_numbers_and_empty_values_as_asked(api):
    api.simulator.switches.search_lag_seconds = 0
    deals = [api.make("deals", {"dealname": "x", "dealstage": "closedwon", **({"amount": amount} if amount else {})})
             for amount in ("9", "10", "")]
    for more, expected in (({}, [1]), ({"includeObjectsWithNoValueSet": True}, [1, 2])):
        branch = where("amount", "IS_GREATER_THAN", value=9.5, **more)
        made = create(api, name=f"big {more}", kind="0-3", processing="DYNAMIC", branch=branch)
        assert members(api, made.json["list"]["listId"]) == [deals[index] for index in expected]


def test_lists_are_found_by_words_ids_and_name(api):
    first, second = create(api, "Wholesale west").json["list"], create(api, "Wholesale east").json["list"]
    found = api.post(f"{BASE}/search", {"query": "WHOLE", "count": 1}).json
    assert found["total"] == 2 and found["hasMore"] is True and found["offset"] == 1
    assert found["lists"][0]["additionalProperties"] == {"hs_list_size": "0"}
    assert api.post(f"{BASE}/search", {"query": "whole", "offset": 1}).json["lists"][0]["listId"] == second["listId"]
    assert [each["listId"] for each in api.get(f"{BASE}?listIds={first['listId']}&listIds={second['listId']}").json["lists"]] \
        == [first["listId"], second["listId"]]
    assert api.get(f"{BASE}/object-type-id/0-1/name/wholesale west").json["list"]["listId"] == first["listId"]
    assert api.get(f"{BASE}/object-type-id/0-1/name/nothing").status == 404


def test_a_list_is_renamed_deleted_and_restored(api, people):
    list_id = create(api).json["list"]["listId"]
    assert api.call("PUT", f"{BASE}/{list_id}/update-list-name?listName=Retail").json["updatedList"]["name"] == "Retail"
    assert api.call("DELETE", f"{BASE}/{list_id}").status == 204
    gone = api.get(f"{BASE}/{list_id}")
    assert gone.status == 404 and gone.json["subCategory"] == "ILS.LIST_NOT_FOUND"
    assert api.call("PUT", f"{BASE}/{list_id}/restore").status == 204
    assert api.get(f"/crm/v3/lists/{list_id}").json["list"]["name"] == "Retail"


def test_the_lists_of_a_record(api, people):
    list_id = create(api).json["list"]["listId"]
    create(api, "Other")
    api.call("PUT", f"{BASE}/{list_id}/memberships/add", people[:1])
    found = api.get(f"{BASE}/records/0-1/{people[0]}/memberships").json["results"]
    assert [entry["listId"] for entry in found] == [list_id]
    assert api.get(f"{BASE}/records/0-1/{people[1]}/memberships").json["results"] == []


@pytest.mark.parametrize("body", [
    {"processingType": "MANUAL"}, {"name": "x", "processingType": "SLOW"}, {"name": " ", "processingType": "MANUAL"},
    {"name": "x", "processingType": "DYNAMIC"}, {"name": "x", "processingType": "MANUAL", "objectTypeId": "0-53"},
    {"name": "x", "processingType": "DYNAMIC", "filterBranch": {"filterBranchType": "AND"}},
    {"name": "x", "processingType": "DYNAMIC", "filterBranch": where("nonsense", "IS", value="x")},
    {"name": "x", "processingType": "DYNAMIC", "filterBranch": where("firstname", "SOUNDS_LIKE", value="x")}])
def test_wrong_lists_are_400(api, body):
    reply = api.post(BASE, {"objectTypeId": "0-1", **body})
    assert reply.status == 400 and reply.json["category"] == "VALIDATION_ERROR"


def test_two_lists_of_one_type_cannot_share_a_name(api):
    assert create(api).status == 200
    assert create(api, "wholesale").json["subCategory"] == "ILS.DUPLICATE_LIST_NAMES"
    assert create(api, kind="0-2").status == 200


def test_lists_need_their_own_scopes(api):
    reader = api.token_with("oauth", "crm.lists.read")
    assert api.post(f"{BASE}/search", {}, token=reader).status == 200
    refused = api.post(BASE, {}, token=reader)
    assert refused.status == 403
    assert refused.json["errors"][0]["context"] == {"requiredGranularScopes": ["crm.lists.write"]}


def test_a_merged_member_stays_one_and_a_purged_one_leaves(api, people):
    list_id = create(api).json["list"]["listId"]
    api.call("PUT", f"{BASE}/{list_id}/memberships/add", people)
    survivor = api.post("contacts/merge", {"primaryObjectId": people[0], "objectIdToMerge": people[1]}).json["id"]
    assert sorted(members(api, list_id)) == sorted([people[2], survivor])
    assert [entry["listId"] for entry in api.get(f"{BASE}/records/0-1/{survivor}/memberships").json["results"]] == [list_id]
    api.post("contacts/gdpr-delete", {"objectId": people[2]})
    assert members(api, list_id) == [survivor]


def test_a_list_whose_property_was_archived_is_empty(api, people):
    definition = {"groupName": "contactinformation", "name": "shoe", "label": "Shoe", "type": "string", "fieldType": "text"}
    api.post("/crm/properties/2026-03/contacts", definition)
    api.patch(f"contacts/{people[0]}", {"shoe": "43"})
    list_id = create(api, processing="DYNAMIC", branch=where("shoe", "IS", value="43")).json["list"]["listId"]
    assert members(api, list_id) == [people[0]]
    api.call("DELETE", "/crm/properties/2026-03/contacts/shoe")
    assert members(api, list_id) == []
