"""Answers that say something else than what happened: what the caller sees, and what is true."""

import re
from decimal import Decimal

import pytest

from server.sandbox.quickbooks import json_text

UPSERT = "contacts/batch/upsert"
SINCE = "2026-11-01T00:00:00-08:00"


def upsert(world, *mails):
    inputs = [{"id": mail, "idProperty": "email", "properties": {"firstname": "Up"}, "objectWriteTraceId": mail} for mail in mails]
    return world.crm("POST", UPSERT, json={"inputs": inputs})


def batch(world, count=3):
    items = [{"bId": f"b{number}", "Query": f"select * from Customer where Id = '{number}'"} for number in range(1, count + 1)]
    return world.api("POST", "batch", json={"BatchItemRequest": items}).json["BatchItemResponse"]


def query(world, statement):
    return world.api("GET", "query", params={"query": statement}).json["QueryResponse"]


def changes(world, entities="Customer,Invoice"):
    reply = world.api("GET", "cdc", params={"entities": entities, "changedSince": SINCE})
    return reply.json["CDCResponse"][0]["QueryResponse"]


def rows(groups):
    return [row["Id"] for group in groups for name in group if isinstance(group[name], list) for row in group[name]]


def test_a_batch_answer_comes_in_another_order(sandbox_world):
    sandbox_world.plan({"kind": "batch_reordered", "count": 0})
    found = [item["bId"] for item in batch(sandbox_world, 5)]
    assert sorted(found) == [f"b{number}" for number in range(1, 6)] != found
    mails = [f"m{number}@example.com" for number in range(4)]
    traced = [result["objectWriteTraceId"] for result in upsert(sandbox_world, *mails).json["results"]]
    assert sorted(traced) == mails != traced


def test_a_batch_answer_is_shorter_than_the_batch_and_all_of_it_was_done(sandbox_world):
    sandbox_world.plan({"kind": "batch_shortened", "items": 2, "count": 0})
    assert [item["bId"] for item in batch(sandbox_world, 3)] == ["b1"]
    assert len(upsert(sandbox_world, "m1@example.com", "m2@example.com").json["results"]) == 0
    mails = [contact["properties"].get("email") for contact in
             sandbox_world.control("GET", "/sandbox/hubspot/contacts").json["records"]]
    assert {"m1@example.com", "m2@example.com"} <= set(mails)


def test_an_upsert_answers_new_though_it_updated(sandbox_world):
    first = upsert(sandbox_world, "m1@example.com").json["results"][0]
    sandbox_world.plan({"kind": "upsert_new"})
    second = upsert(sandbox_world, "m1@example.com").json["results"][0]
    assert (first["new"], second["new"]) == (True, True) and first["id"] == second["id"]
    assert upsert(sandbox_world, "m1@example.com").json["results"][0]["new"] is False


def test_a_listing_is_empty_by_mistake(sandbox_world):
    sandbox_world.plan({"kind": "empty_listing", "count": 0})
    assert query(sandbox_world, "select * from Customer") == {}
    assert query(sandbox_world, "select count(*) from Customer") == {"totalCount": 0}
    assert changes(sandbox_world) == [{}, {}]
    assert sandbox_world.crm("GET", "contacts").json == {"results": []}
    searched = sandbox_world.crm("POST", "contacts/search", json={}).json
    assert (searched["total"], searched["results"], "paging" in searched) == (0, [], False)
    assert sandbox_world.api("GET", "customer/1").json["Customer"]["Id"] == "1"
    assert len(sandbox_world.records("customer")) == 60


@pytest.mark.parametrize("wanted", [1000, 12, 1])
def test_a_change_listing_has_exactly_as_many_rows_as_the_cap(sandbox_world, wanted):
    truth = rows(changes(sandbox_world))
    assert 12 < len(truth) < 1000
    sandbox_world.plan({"kind": "changes_capped", "rows": wanted})
    groups = changes(sandbox_world)
    shown = rows(groups)
    assert len(shown) == wanted and set(shown) <= set(truth)
    assert sum(group.get("maxResults", 0) for group in groups) == wanted


def test_a_change_listing_omits_a_change(sandbox_world):
    truth = rows(changes(sandbox_world))
    sandbox_world.plan({"kind": "change_omitted", "items": 2})
    assert rows(changes(sandbox_world)) == truth[:-2]
    sandbox_world.plan({"kind": "change_omitted", "record": truth[0]})
    assert rows(changes(sandbox_world)) == [row for row in truth if row != truth[0]]
    assert rows(changes(sandbox_world)) == truth


def test_a_search_does_not_show_a_fresh_record(sandbox_world):
    total = sandbox_world.crm("POST", "contacts/search", json={}).json["total"]
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 1000})
    made = sandbox_world.crm("POST", "contacts", json={"properties": {"email": "fresh@example.com"}}).json["id"]
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 60})
    by_mail = {"filterGroups": [{"filters": [{"propertyName": "email", "operator": "EQ", "value": "fresh@example.com"}]}]}
    sandbox_world.plan({"kind": "fresh_hidden", "seconds": 600, "path": "search|query", "count": 0})
    assert sandbox_world.crm("POST", "contacts/search", json=by_mail).json == {"total": 0, "results": []}
    assert sandbox_world.crm("POST", "contacts/search", json={}).json["total"] == total
    assert sandbox_world.crm("GET", f"contacts/{made}").json["id"] == made
    sandbox_world.api("POST", "customer", json={"DisplayName": "Fresh"})
    assert query(sandbox_world, "select * from Customer where DisplayName = 'Fresh'") == {}
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 600})
    assert sandbox_world.crm("POST", "contacts/search", json=by_mail).json["total"] == 1
    assert len(query(sandbox_world, "select * from Customer where DisplayName = 'Fresh'")["Customer"]) == 1


def test_members_nobody_knows_appear_and_the_rest_is_as_it_was(sandbox_world):
    truth = sandbox_world.api("GET", "customer/1").json["Customer"]
    sandbox_world.plan({"kind": "unknown_member", "count": 0})
    shown = sandbox_world.api("GET", "customer/1").json["Customer"]
    assert set(shown) - set(truth) == {"ReconciliationHint", "eInvoicingMode"} and truth.items() <= shown.items()
    contact = sandbox_world.crm("GET", "contacts?limit=1").json["results"][0]
    assert contact["properties"]["hs_reconciliation_hint"] == "soon" and contact["properties"]["email"]


@pytest.mark.parametrize("member, value", [("EmailStatus", "SentByPigeon"), ("CustomerRef", None), ("TotalAmt", {"amount": 1}),
                                           ("Line", "none"), ("CustomerRef.name", 7)])
def test_a_member_has_a_value_nobody_expects(sandbox_world, member, value):
    sandbox_world.plan({"kind": "altered_member", "member": member, "value": value})
    invoice = query(sandbox_world, "select * from Invoice maxresults 5")["Invoice"][4]
    for name in member.split("."):
        invoice = invoice[name]
    assert invoice == value


@pytest.mark.parametrize("raw", ["1.5E+3", "-0", "0.12345678901234567890", "1e400"])
def test_a_number_is_written_in_an_unusual_way(sandbox_world, raw):
    sandbox_world.plan({"kind": "altered_member", "member": "TotalAmt", "raw": raw})
    text = sandbox_world.api("GET", "query", params={"query": "select * from Invoice maxresults 1"}).text
    assert f'"TotalAmt":{raw},' in text


def test_a_property_of_hubspot_is_altered_by_its_name(sandbox_world):
    sandbox_world.plan({"kind": "altered_member", "member": "firstname", "value": 12.5})
    assert sandbox_world.crm("GET", "contacts?limit=1").json["results"][0]["properties"]["firstname"] == 12.5


def test_numbers_are_written_as_text(sandbox_world):
    truth = json_text.parse(sandbox_world.api("GET", "invoice/1").text)["Invoice"]
    sandbox_world.plan({"kind": "numbers_as_text"})
    text = sandbox_world.api("GET", "invoice/1").text
    shown = json_text.parse(text)["Invoice"]
    assert isinstance(shown["TotalAmt"], str) and Decimal(shown["TotalAmt"]) == truth["TotalAmt"]
    assert not re.search(r'":-?\d', text)


def test_a_read_after_a_write_shows_the_version_before(sandbox_world):
    before = sandbox_world.api("GET", "customer/1").json["Customer"]
    sandbox_world.plan({"kind": "stale_read", "nth": 3, "count": 2})
    sandbox_world.api("GET", "customer/1")
    change = {"Id": "1", "SyncToken": before["SyncToken"], "sparse": True, "Notes": "new"}
    written = sandbox_world.api("POST", "customer", json=change).json["Customer"]
    assert sandbox_world.api("GET", "customer/1").json["Customer"] == before
    assert query(sandbox_world, "select * from Customer where Id = '1'")["Customer"] == [before]
    assert sandbox_world.api("GET", "customer/1").json["Customer"] == written


def test_hubspot_reads_are_stale_per_property(sandbox_world):
    sandbox_world.plan({"kind": "stale_read", "method": "GET", "nth": 2})
    contact = sandbox_world.crm("GET", "contacts?limit=1").json["results"][0]
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 5})
    sandbox_world.crm("PATCH", f"contacts/{contact['id']}", json={"properties": {"firstname": "New"}})
    stale = sandbox_world.crm("GET", f"contacts/{contact['id']}").json
    assert stale["properties"]["firstname"] == contact["properties"]["firstname"]
    assert stale["updatedAt"] == contact["updatedAt"]
    assert sandbox_world.crm("GET", f"contacts/{contact['id']}").json["properties"]["firstname"] == "New"


def test_what_is_not_of_the_right_form_is_left_alone(sandbox_world):
    """A fault meant for lists does not damage a single record, and none damages a refusal."""
    truth = sandbox_world.api("GET", "customer/1").json["Customer"]
    for kind in ("batch_reordered", "batch_shortened", "upsert_new", "changes_capped", "change_omitted", "empty_listing"):
        sandbox_world.plan({"kind": kind, "count": 0})
        assert sandbox_world.api("GET", "customer/1").json["Customer"] == truth, kind
        assert sandbox_world.api("GET", "customer/99999").status == 400, kind
