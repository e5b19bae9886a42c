"""Search: operators, caps, order, the lag of the index."""

from datetime import timedelta

import pytest

from server.sandbox.hubspot import Switches


@pytest.fixture
def people(api):
    api.simulator.switches.search_lag_seconds = 0
    rows = [{"email": "ann@acme.co", "firstname": "Ann", "lastname": "Lee Smith", "lifecyclestage": "customer"},
            {"email": "bob@beta.co", "firstname": "bob", "lastname": "Stone", "associatedcompanyid": "9"},
            {"email": "cy@acme.co", "firstname": "CY", "associatedcompanyid": "10", "hs_additional_emails": "c2@x.co"}]
    ids = []
    for row in rows:
        ids.append(api.simulator.seed_contact(row))
        api.clock.advance(60)
    return ids


def found(api, *filters, **more):
    reply = api.post("contacts/search", {"filterGroups": [{"filters": list(filters)}], **more})
    assert reply.status == 200, reply.text
    return [record["id"] for record in reply.json["results"]]


def rule(name, operator, **more):
    return {"propertyName": name, "operator": operator, **more}


@pytest.mark.proves("hubspot 17.4.6")
@pytest.mark.parametrize("condition, expected", [
    (rule("firstname", "EQ", value="ANN"), [0]), (rule("firstname", "NEQ", value="ann"), [1, 2]),
    (rule("lifecyclestage", "EQ", value="Customer"), []), (rule("lifecyclestage", "EQ", value="customer"), [0]),
    (rule("associatedcompanyid", "GT", value="9"), [2]), (rule("associatedcompanyid", "LTE", value="9"), [1]),
    (rule("associatedcompanyid", "BETWEEN", value="9", highValue="10"), [1, 2]),
    (rule("firstname", "IN", values=["cy", "ann"]), [0, 2]), (rule("firstname", "IN", values=["CY"]), []),
    (rule("firstname", "NOT_IN", values=["cy"]), [0, 1]),
    (rule("lastname", "HAS_PROPERTY"), [0, 1]), (rule("lastname", "NOT_HAS_PROPERTY"), [2]),
    (rule("lastname", "CONTAINS_TOKEN", value="smith"), [0]), (rule("lastname", "CONTAINS_TOKEN", value="smi"), []),
    (rule("email", "CONTAINS_TOKEN", value="*acme*"), [0, 2]), (rule("lastname", "NOT_CONTAINS_TOKEN", value="Lee"), [1, 2]),
    (rule("email", "EQ", value="C2@x.co"), [2]),
    (rule("createdate", "GTE", value="1795383660000"), [1, 2]),
    (rule("createdate", "GT", value="2026-11-22T21:41:00Z"), [2])])
def test_operators(api, people, condition, expected):
    assert found(api, condition) == [people[index] for index in expected]


def test_filters_of_a_group_all_hold_and_groups_are_alternatives(api, people):
    assert found(api, rule("email", "CONTAINS_TOKEN", value="*acme*"), rule("firstname", "EQ", value="cy")) == [people[2]]
    reply = api.post("contacts/search", {"filterGroups": [{"filters": [rule("firstname", "EQ", value="ann")]},
                                                          {"filters": [rule("firstname", "EQ", value="bob")]}]})
    assert [record["id"] for record in reply.json["results"]] == people[:2]


def test_sort_page_and_total(api, people):
    body = {"sorts": [{"propertyName": "hs_object_id", "direction": "DESCENDING"}], "limit": 2, "properties": ["email"]}
    page = api.post("contacts/search", body).json
    assert page["total"] == 3 and page["paging"] == {"next": {"after": "2"}}
    assert [record["id"] for record in page["results"]] == people[:0:-1]
    rest = api.post("contacts/search", {**body, "after": "2"}).json
    assert [record["id"] for record in rest["results"]] == people[:1] and "paging" not in rest


def test_free_text_and_associations(api, people):
    assert api.post("contacts/search", {"query": "beta bob"}).json["results"][0]["id"] == people[1]
    company = api.make("companies", {"name": "Acme"})
    api.simulator.associate("contacts", people[0], "companies", company)
    assert found(api, rule("associations.company", "EQ", value=company)) == [people[0]]


def test_new_and_changed_records_appear_after_the_lag_of_simulated_time(api):
    api.simulator.switches.search_lag_seconds = 100
    record_id = api.make("contacts", {"email": "a@b.co"})
    assert found(api, rule("email", "EQ", value="a@b.co")) == []
    api.clock.advance(101)
    assert found(api, rule("email", "EQ", value="a@b.co")) == [record_id]
    api.patch(f"contacts/{record_id}", {"email": "new@b.co"})
    assert found(api, rule("email", "EQ", value="a@b.co")) == [record_id]
    api.clock.advance(101)
    assert found(api, rule("email", "EQ", value="a@b.co")) == []
    api.call("DELETE", f"contacts/{record_id}")
    assert found(api, rule("email", "EQ", value="new@b.co")) == [record_id]
    api.clock.advance(101)
    assert found(api, rule("email", "EQ", value="new@b.co")) == []


@pytest.mark.proves("hubspot 17.4.1")
def test_the_lag_is_five_to_ten_seconds_by_default(api):
    assert (Switches().search_lag_seconds, Switches().search_lag_jitter_seconds) == (5.0, 5.0)
    api.make("contacts", {"email": "a@b.co"})
    assert api.post("contacts/search", {}).json["total"] == 0


@pytest.mark.parametrize("body", [
    {"limit": 201}, {"after": "9991"}, {"after": "x"}, {"query": "x" * 3_000},
    {"filterGroups": [{"filters": [rule("email", "HAS_PROPERTY")]}] * 6},
    {"filterGroups": [{"filters": [rule("email", "HAS_PROPERTY")] * 7}]},
    {"filterGroups": [{"filters": [rule("email", "HAS_PROPERTY")] * 5}] * 4},
    {"filterGroups": [{"filters": [rule("nonsense", "EQ", value="x")]}]},
    {"filterGroups": [{"filters": [rule("email", "LIKE", value="x")]}]},
    {"filterGroups": [{"filters": [rule("email", "EQ")]}]},
    {"filterGroups": [{"filters": [rule("createdate", "GT", value="soon")]}]},
    {"sorts": [{"propertyName": "email"}, {"propertyName": "lastname"}]}, {"sorts": [{"propertyName": "nonsense"}]}])
def test_over_the_caps_is_400(api, body):
    reply = api.post("contacts/search", body)
    assert reply.status == 400 and reply.json["category"] == "VALIDATION_ERROR"


def test_the_oldest_created_comes_first_whatever_its_id(api):
    young = api.simulator.seed_contact({"lastname": "young"})
    old = api.simulator.seed_contact({"lastname": "old"}, api.clock.now() - timedelta(days=1))
    assert [record["id"] for record in api.post("contacts/search", {}).json["results"]] == [old, young]


@pytest.mark.parametrize("direction, expected", [("ASCENDING", [2, 0, 1]), ("DESCENDING", [0, 1, 2])])
def test_equal_values_keep_the_order_of_creation_in_both_directions(api, direction, expected):
    api.simulator.switches.search_lag_seconds = 0
    ids = [api.simulator.seed_contact({"lastname": name}) for name in ("Lee", "Lee", "Adams")]
    body = {"sorts": [{"propertyName": "lastname", "direction": direction}]}
    found_ids = [record["id"] for record in api.post("contacts/search", body).json["results"]]
    assert found_ids == [ids[index] for index in expected]


def test_a_page_in_the_middle_of_a_sorted_search(api):
    ids = [api.simulator.seed_contact({"lastname": f"{number:02d}"}) for number in range(20)]
    body = {"sorts": [{"propertyName": "lastname", "direction": "DESCENDING"}], "limit": 5, "after": "10"}
    page = api.post("contacts/search", body).json
    assert [record["id"] for record in page["results"]] == ids[9:4:-1] and page["paging"] == {"next": {"after": "15"}}
