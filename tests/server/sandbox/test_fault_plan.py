"""Which calls a plan strikes, and plans that are refused."""

import pytest

from server.sandbox.faults.effects import kinds

FAILING = {"kind": "status", "status": 500}


def statuses(world, calls, path="preferences"):
    return [world.api("GET", path).status for _ in range(calls)]


def struck(world):
    return [fault["struck"] for fault in world.control("GET", "/sandbox/faults").json["faults"]]


def test_a_fault_strikes_from_the_nth_match_and_count_calls(sandbox_world):
    sandbox_world.plan({**FAILING, "nth": 2, "count": 2, "path": "preferences$"})
    sandbox_world.api("GET", "customer/1")
    assert statuses(sandbox_world, 5) == [200, 500, 500, 200, 200]
    assert struck(sandbox_world) == [2]
    sandbox_world.control("DELETE", "/sandbox/faults")
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"] == []


def test_a_fault_strikes_every_few_matches(sandbox_world):
    sandbox_world.plan({**FAILING, "nth": 2, "every": 3, "count": 2})
    assert statuses(sandbox_world, 9) == [200, 500, 200, 200, 500, 200, 200, 200, 200]


def test_the_body_of_a_call_can_be_what_matches(sandbox_world):
    sandbox_world.plan({**FAILING, "method": "POST", "request_body": "\"DisplayName\": *\"Zo[eë]\"", "count": 0})
    made = [sandbox_world.api("POST", "customer", json={"DisplayName": name}).status for name in ("Ada", "Zoe", "Bea")]
    assert made == [200, 500, 200]


def test_method_path_and_query_decide_and_case_of_the_method_does_not(sandbox_world):
    sandbox_world.plan({**FAILING, "method": "get", "path": r"/preferences\?minorversion=75$", "count": 0})
    assert sandbox_world.api("GET", "preferences").status == 200
    assert sandbox_world.api("GET", "preferences", params={"minorversion": "75"}).status == 500


def test_other_provider_is_left_alone(sandbox_world):
    sandbox_world.plan({"kind": "refused", "provider": "hubspot", "count": 0})
    assert sandbox_world.api("GET", "preferences").status == 200


def test_the_first_fault_that_strikes_is_the_only_one_and_each_counts_its_own_matches(sandbox_world):
    sandbox_world.plan({**FAILING, "nth": 2}, {"kind": "status", "status": 502, "count": 2})
    assert statuses(sandbox_world, 3) == [502, 500, 200]
    assert struck(sandbox_world) == [1, 1]


def test_chance_is_repeatable_by_seed(sandbox_world):
    def run(seed):
        sandbox_world.plan({**FAILING, "count": 0, "probability": 0.5}, seed=seed)
        return statuses(sandbox_world, 12)
    first = run(7)
    assert run(7) == first and set(first) == {200, 500} and run(8) != first


def test_the_log_names_the_fault_of_a_call(sandbox_world):
    sandbox_world.plan({"kind": "refused"})
    sandbox_world.api_or_cut("GET", "preferences")
    sandbox_world.api("GET", "preferences")
    calls = sandbox_world.control("GET", "/sandbox/log").json["calls"]
    assert [(call["status"], call.get("fault")) for call in calls] == [(500, "refused"), (200, None)]


@pytest.mark.parametrize("fault, said", [
    ({"kind": "magic"}, "must be one of"), ({}, "must be one of"), ("lost_answer", "must be one of"),
    ({"kind": "delay", "path": "("}, "regular expression"), ({"kind": "delay", "request_body": "["}, "regular expression"),
    ({"kind": "delay", "colour": 1}, "unknown member 'colour'; delay takes milliseconds"),
    ({"kind": "delay", "bytes": 1}, "unknown member 'bytes'"), ({"kind": "delay", "milliseconds": -1}, "zero or more"),
    ({"kind": "delay", "milliseconds": "soon"}, "number"), ({"kind": "delay", "milliseconds": 1.5}, "whole"),
    ({"kind": "delay", "after_effect": 1}, "true or false"), ({"kind": "delay", "nth": 0}, "1 or more"),
    ({"kind": "delay", "provider": "xero"}, "hubspot"), ({"kind": "delay", "probability": 2}, "between 0 and 1"),
    ({"kind": "status", "status": 99}, "between 200 and 599"), ({"kind": "status", "body": {}}, "a string"),
    ({"kind": "status", "headers": {"A": "b\r\nc"}}, "plain"), ({"kind": "status", "headers": []}, "an object"),
    ({"kind": "late_effect"}, "seconds"), ({"kind": "altered_member"}, "member"), ({"kind": "meanwhile"}, "/sandbox/")])
def test_bad_plans_are_refused_and_change_nothing(sandbox_world, fault, said):
    sandbox_world.plan({"kind": "delay", "nth": 9})
    reply = sandbox_world.control("POST", "/sandbox/faults", {"faults": [{"kind": "refused"}, fault]})
    assert reply.status == 400 and "fault 1: " in reply.json["error"]["message"] and said in reply.json["error"]["message"]
    assert [kept["nth"] for kept in sandbox_world.control("GET", "/sandbox/faults").json["faults"]] == [9]


@pytest.mark.parametrize("plan", [{"faults": {}}, {"seed": "x"}, {"seed": True}, {"fault": []}])
def test_bad_frames_of_plans_are_refused(sandbox_world, plan):
    assert sandbox_world.control("POST", "/sandbox/faults", plan).status == 400


def test_a_plan_can_be_sent_as_it_was_read(sandbox_world):
    sandbox_world.plan({**FAILING, "nth": 3})
    shown = sandbox_world.control("GET", "/sandbox/faults").json["faults"][0]
    assert shown["kind"] == "status" and shown["nth"] == 3 and shown["after_effect"] is False and shown["matched"] == 0
    again = {name: value for name, value in shown.items() if name not in ("matched", "struck")}
    sandbox_world.plan(again)
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"] == [shown]


def test_every_kind_lets_a_whole_sandbox_go_on(sandbox_world):
    """Whatever strikes one call, the next call to each service is answered as if nothing had been."""
    needed = {"late_effect": {"calls": 1}, "altered_member": {"member": "x"}, "drip": {"bytes": 10**6, "milliseconds": 0},
              "meanwhile": {"post": "/sandbox/log/clear"}, "reordered": {"milliseconds": 1}, "clock_back": {"seconds": 1}}
    for kind in kinds:
        sandbox_world.plan({"kind": kind, **needed.get(kind, {})})
        sandbox_world.api_or_cut("GET", "preferences")
        assert sandbox_world.api("GET", "preferences").status == 200, kind
        assert sandbox_world.crm("GET", "contacts?limit=1").status == 200, kind
