"""What a network can do to a call: what the caller sees, and what is true afterwards."""

import asyncio
import json

import pytest

from server.sandbox.faults import network_effects

CUSTOMER = {"json": {"DisplayName": "Fault"}}


def names(world):
    return [record["DisplayName"] for record in world.records("customer")]


def stored(world):
    """The same without a call."""
    return [record.data["DisplayName"] for record in world.sandbox.quickbooks.companies[0].store("Customer")]


@pytest.mark.proves("quickbooks 22.10.5")
def test_a_lost_answer_has_its_effect(sandbox_world):
    sandbox_world.plan({"kind": "lost_answer", "method": "POST", "path": "/customer"})
    assert sandbox_world.api_or_cut("POST", "customer", **CUSTOMER) is None
    assert "Fault" in names(sandbox_world)


@pytest.mark.parametrize("fault", [{"kind": "refused"}, {"kind": "cut_request", "bytes": 10}, {"kind": "cut_request"}])
def test_a_call_cut_on_its_way_has_no_effect(sandbox_world, fault):
    sandbox_world.plan({**fault, "method": "POST"})
    assert sandbox_world.api_or_cut("POST", "customer", **CUSTOMER) is None
    assert "Fault" not in names(sandbox_world)
    assert sandbox_world.api("POST", "customer", **CUSTOMER).status == 200


def test_asymmetric_loss_lets_every_call_arrive_and_no_answer_return(sandbox_world):
    sandbox_world.plan({"kind": "lost_answer", "count": 0})
    for number in range(3):
        assert sandbox_world.api_or_cut("POST", "customer", json={"DisplayName": f"Heard {number}"}) is None
    assert {"Heard 0", "Heard 1", "Heard 2"} <= set(names(sandbox_world))


@pytest.mark.proves("quickbooks 22.10.10")
@pytest.mark.parametrize("after, stored", [(False, False), (True, True)])
def test_a_gateway_error_before_and_after_the_effect(sandbox_world, after, stored):
    sandbox_world.plan({"kind": "status", "status": 503, "after_effect": after, "body": "<html>maintenance</html>",
                        "method": "POST", "headers": {"Retry-After": "7"}})
    reply = sandbox_world.api("POST", "customer", **CUSTOMER)
    assert (reply.status, reply.text, reply.headers["Content-Type"]) == (503, "<html>maintenance</html>", "text/html")
    assert reply.headers["Retry-After"] == "7" and ("Fault" in names(sandbox_world)) is stored


@pytest.mark.parametrize("after", [False, True])
def test_a_delayed_call_is_carried_out_and_answered(sandbox_world, after):
    sandbox_world.plan({"kind": "delay", "milliseconds": 30, "after_effect": after})
    assert sandbox_world.api("POST", "customer", **CUSTOMER).status == 200
    assert sandbox_world.control("GET", "/sandbox/log").json["calls"][-1]["milliseconds"] >= 30


@pytest.mark.proves("quickbooks 22.10.4")
@pytest.mark.parametrize("after", [False, True])
def test_an_answer_may_take_longer_than_the_two_minutes_of_the_service(sandbox_world, monkeypatch, after):
    waited, sleep = [], asyncio.sleep

    async def note(seconds, *more):
        waited.extend([(seconds, "Fault" in stored(sandbox_world))] if seconds else [])
        await sleep(0, *more)
    monkeypatch.setattr(network_effects.asyncio, "sleep", note)
    sandbox_world.plan({"kind": "delay", "milliseconds": 121_000, "after_effect": after})
    assert sandbox_world.api("POST", "customer", **CUSTOMER).status == 200
    assert (121.0, after) in waited


def test_an_answer_is_truncated_at_every_byte_position(sandbox_world):
    whole = sandbox_world.raw("customer/1").partition(b"\r\n\r\n")[2]
    for length in (*range(0, len(whole), max(1, len(whole) // 40)), len(whole) - 1):
        sandbox_world.plan({"kind": "truncate", "bytes": length})
        head, _, body = sandbox_world.raw("customer/1").partition(b"\r\n\r\n")
        assert f"Content-Length: {len(whole)}".encode() in head and len(body) == length
    sandbox_world.plan({"kind": "truncate", "bytes": 100})
    assert sandbox_world.api_or_cut("GET", "customer/1") is None


def test_a_dripping_answer_is_whole_in_the_end(sandbox_world):
    whole = sandbox_world.api("GET", "customer/1").json["Customer"]
    sandbox_world.plan({"kind": "drip", "bytes": 100, "milliseconds": 1})
    assert sandbox_world.api("GET", "customer/1").json["Customer"] == whole


def test_a_duplicated_answer_is_on_the_wire_twice(sandbox_world):
    sandbox_world.plan({"kind": "duplicate_answer"})
    wire = sandbox_world.raw("customer/1")
    assert wire.count(b"HTTP/1.1 200") == 2
    first, second = (part.partition(b"\r\n\r\n")[2] for part in wire.split(b"HTTP/1.1 200 OK\r\n")[1:])
    assert first == second and json.loads(first)["Customer"]["Id"] == "1"


def test_an_answer_belongs_to_another_call(sandbox_world):
    sandbox_world.plan({"kind": "foreign_answer", "method": "POST"})
    read = sandbox_world.api("GET", "customer/1").text
    reply = sandbox_world.api("POST", "customer", **CUSTOMER)
    assert (reply.status, reply.text) == (200, read) and "Fault" in names(sandbox_world)


def test_answers_arrive_out_of_order(sandbox_world):
    sandbox_world.plan({"kind": "reordered", "path": "customer/1$"})
    first, second = sandbox_world.at_once(("GET", "customer/1"), ("GET", "customer/2"))
    assert (first.json["Customer"]["Id"], second.json["Customer"]["Id"]) == ("2", "1")


def test_a_held_answer_comes_even_when_no_other_call_does(sandbox_world):
    sandbox_world.plan({"kind": "reordered", "milliseconds": 5})
    assert sandbox_world.api("GET", "customer/1").status == 200


def test_a_captive_portal_answers_200_with_its_own_page_and_nothing_happens(sandbox_world):
    sandbox_world.plan({"kind": "captive_portal"})
    reply = sandbox_world.api("POST", "customer", **CUSTOMER)
    assert reply.status == 200 and reply.headers["Content-Type"].startswith("text/html") and "<html>" in reply.text
    assert "Fault" not in names(sandbox_world)


def test_a_middlebox_strips_headers(sandbox_world):
    assert "intuit_tid" in sandbox_world.api("GET", "customer/1").headers
    sandbox_world.plan({"kind": "headers_stripped"})
    reply = sandbox_world.api("GET", "customer/1")
    assert "intuit_tid" not in reply.headers and reply.json["Customer"]["Id"] == "1"


def test_a_flapping_connection_lets_some_calls_through(sandbox_world):
    sandbox_world.plan({"kind": "refused", "every": 2, "count": 0})
    through = [sandbox_world.api_or_cut("GET", "preferences") is not None for _ in range(6)]
    assert through == [False, True] * 3


def test_a_late_effect_comes_when_the_clock_has_moved_on_although_the_token_has_expired(sandbox_world):
    sandbox_world.plan({"kind": "late_effect", "method": "POST", "seconds": 4 * 3600})
    assert sandbox_world.api_or_cut("POST", "customer", **CUSTOMER) is None
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 4 * 3600 - 1})
    assert "Fault" not in names(sandbox_world)
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 1})
    made = next(record for record in sandbox_world.records("customer") if record["DisplayName"] == "Fault")
    assert made["MetaData"]["CreateTime"] == "2026-11-22T17:40:30-08:00"
    late = sandbox_world.control("GET", "/sandbox/faults").json["late"]
    assert late["pending"] == 0 and [done["status"] for done in late["carried_out"]] == [200]
    assert sandbox_world.api("GET", "preferences").status == 401


def test_a_late_effect_in_hubspot_survives_its_token_too(sandbox_world):
    sandbox_world.plan({"kind": "late_effect", "provider": "hubspot", "seconds": 14_400, "status": 504, "body": "later"})
    reply = sandbox_world.crm("POST", "contacts", json={"properties": {"email": "late@example.com"}})
    assert (reply.status, reply.text) == (504, "later")
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 14_400})
    contacts = sandbox_world.control("GET", "/sandbox/hubspot/contacts").json["records"]
    assert contacts[-1]["properties"]["email"] == "late@example.com"


def test_a_late_effect_comes_some_calls_later(sandbox_world):
    sandbox_world.plan({"kind": "late_effect", "method": "POST", "calls": 2})
    assert sandbox_world.api_or_cut("POST", "customer", **CUSTOMER) is None
    sandbox_world.crm("GET", "contacts")
    assert sandbox_world.api("GET", "preferences").status == 200 and "Fault" not in names(sandbox_world)
    statement = {"query": "select * from Customer where DisplayName = 'Fault'"}
    assert len(sandbox_world.api("GET", "query", params=statement).json["QueryResponse"]["Customer"]) == 1


@pytest.mark.proves("quickbooks 22.10.5")
def test_a_repeated_call_and_its_late_twin_have_one_effect_under_one_request_id(sandbox_world):
    sandbox_world.plan({"kind": "late_effect", "method": "POST", "calls": 2})
    item = next(record for record in sandbox_world.records("item") if record["Active"] and record.get("UnitPrice"))
    line = {"DetailType": "SalesItemLineDetail", "Amount": 5, "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}}}
    invoice = {"CustomerRef": {"value": "1"}, "Line": [line], "PrivateNote": "twice?"}
    for _ in range(3):
        sandbox_world.api_or_cut("POST", "invoice", params={"requestid": "r-1"}, json=invoice)
    assert sum(record.get("PrivateNote") == "twice?" for record in sandbox_world.records("invoice")) == 1


def test_starting_over_forgets_effects_that_are_on_their_way(sandbox_world):
    sandbox_world.plan({"kind": "late_effect", "method": "POST", "seconds": 60})
    sandbox_world.api_or_cut("POST", "customer", **CUSTOMER)
    sandbox_world.control("POST", "/sandbox/reset", {})
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 61})
    assert "Fault" not in names(sandbox_world)
