"""Clock, call log and planned faults."""

from datetime import datetime, timedelta, timezone

import pytest

from sandbox_world import NOW
from server.sandbox.clock import SimulatedClock

CUSTOMER = {"json": {"DisplayName": "Fault"}}


def plan(world, **fault):
    reply = world.control("POST", "/sandbox/faults", {"seed": 1, "faults": [{"provider": "quickbooks", **fault}]})
    assert reply.status == 200, reply.text


def names(world):
    return [record["DisplayName"] for record in world.records("customer")]


def test_fixed_clock_moves_only_by_advance():
    clock = SimulatedClock(datetime(2026, 1, 1))
    assert clock.now() == clock.now() == datetime(2026, 1, 1, tzinfo=timezone.utc)
    clock.advance(timedelta(days=2))
    assert clock.now().day == 3 and clock.fixed
    with pytest.raises(ValueError):
        clock.advance(timedelta(seconds=-1))


def test_running_clock_follows_real_time_with_an_offset():
    clock = SimulatedClock()
    clock.advance(timedelta(days=10))
    ahead = clock.now() - datetime.now(timezone.utc)
    assert timedelta(days=9, hours=23) < ahead < timedelta(days=10, hours=1) and not clock.fixed


def test_log_tells_every_call(sandbox_world):
    sandbox_world.api("GET", "preferences", params={"minorversion": "75"})
    sandbox_world.api("POST", "customer", **CUSTOMER)
    sandbox_world._call(sandbox_world.quickbooks, "POST", "/oauth2/v1/tokens/bearer", data={"grant_type": "x"})
    first, second, third = sandbox_world.control("GET", "/sandbox/log").json["calls"]
    assert (first["method"], first["query"], first["status"], first["kind"]) == ("GET", "minorversion=75", 200, "api")
    assert first["path"] == f"/v3/company/{sandbox_world.realm}/preferences" and first["bytes_out"] > 500
    assert (second["provider"], second["bytes_in"], second["sequence"]) == ("quickbooks", len('{"DisplayName": "Fault"}'), 2)
    assert (third["kind"], third["status"]) == ("oauth", 401)
    assert first["time"] == "2026-11-22T21:40:30.000Z"


def test_log_reads_on_from_a_sequence_and_clears(sandbox_world):
    for _ in range(3):
        sandbox_world.api("GET", "preferences")
    answer = sandbox_world.control("GET", "/sandbox/log?since=3").json
    assert [call["sequence"] for call in answer["calls"]] == [3] and answer["next"] == 4
    assert sandbox_world.control("POST", "/sandbox/log/clear").json["next"] == 4
    sandbox_world.api("GET", "preferences")
    assert [call["sequence"] for call in sandbox_world.control("GET", "/sandbox/log").json["calls"]] == [4]
    assert sandbox_world.control("DELETE", "/sandbox/log").status == 200


def test_lost_answer_has_its_effect_and_refused_has_none(sandbox_world):
    plan(sandbox_world, kind="lost_answer", method="POST", path="/customer")
    assert sandbox_world.api_or_cut("POST", "customer", **CUSTOMER) is None
    assert "Fault" in names(sandbox_world)
    plan(sandbox_world, kind="refused", method="POST", path="/customer")
    assert sandbox_world.api_or_cut("POST", "customer", json={"DisplayName": "Never"}) is None
    assert "Never" not in names(sandbox_world)
    faults = [call.get("fault") for call in sandbox_world.control("GET", "/sandbox/log").json["calls"]]
    assert faults == ["lost_answer", "refused"]


@pytest.mark.parametrize("after, stored", [(False, False), (True, True)])
def test_status_before_and_after_the_effect(sandbox_world, after, stored):
    plan(sandbox_world, kind="status", status=503, after_effect=after, body="<html>maintenance</html>", method="POST")
    reply = sandbox_world.api("POST", "customer", **CUSTOMER)
    assert (reply.status, reply.text, reply.headers["Content-Type"]) == (503, "<html>maintenance</html>", "text/html")
    assert ("Fault" in names(sandbox_world)) is stored


def test_truncated_and_delayed(sandbox_world):
    plan(sandbox_world, kind="truncate", bytes=100)
    assert sandbox_world.api_or_cut("GET", "preferences") is None
    plan(sandbox_world, kind="delay", milliseconds=120)
    assert sandbox_world.api("GET", "preferences").status == 200
    assert sandbox_world.control("GET", "/sandbox/log").json["calls"][-1]["milliseconds"] >= 120


def test_fault_strikes_the_nth_match_and_count_calls(sandbox_world):
    plan(sandbox_world, kind="status", status=500, nth=2, count=2, path="preferences$")
    sandbox_world.api("GET", "customer/1")
    statuses = [sandbox_world.api("GET", "preferences").status for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"][0]["struck"] == 2
    sandbox_world.control("DELETE", "/sandbox/faults")
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"] == []


def test_chance_is_repeatable_by_seed(sandbox_world):
    def run():
        plan(sandbox_world, kind="status", count=0, probability=0.5)
        return [sandbox_world.api("GET", "preferences").status for _ in range(12)]
    first = run()
    assert run() == first and set(first) == {200, 503}


@pytest.mark.parametrize("fault", [{"kind": "magic"}, {"kind": "delay", "path": "("}, {"kind": "delay", "colour": 1}, {}])
def test_bad_plans_are_refused_and_change_nothing(sandbox_world, fault):
    reply = sandbox_world.control("POST", "/sandbox/faults", {"faults": [fault]})
    assert reply.status == 400 and "fault 0" in reply.json["error"]["message"]
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"] == []


def test_other_provider_is_left_alone(sandbox_world):
    plan(sandbox_world, kind="refused", provider="hubspot", count=0)
    assert sandbox_world.api("GET", "preferences").status == 200


def test_log_time_is_simulated(sandbox_world):
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 60})
    sandbox_world.api("GET", "preferences")
    assert sandbox_world.control("GET", "/sandbox/log").json["calls"][0]["time"] == \
        (NOW + timedelta(seconds=60)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
