"""The call log."""

from datetime import timedelta

from sandbox_world import NOW
from server.sandbox import call_log

CUSTOMER = {"json": {"DisplayName": "Fault"}}


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


def test_log_time_is_simulated(sandbox_world):
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 60})
    sandbox_world.api("GET", "preferences")
    assert sandbox_world.control("GET", "/sandbox/log").json["calls"][0]["time"] == \
        (NOW + timedelta(seconds=60)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_the_log_drops_the_oldest_calls_when_it_is_full(sandbox_world, monkeypatch):
    monkeypatch.setattr(call_log, "calls_kept_max", 3)
    for _ in range(5):
        sandbox_world.api("GET", "preferences")
    assert [call["sequence"] for call in sandbox_world.control("GET", "/sandbox/log?since=4").json["calls"]] == [4, 5]
    answer = sandbox_world.control("GET", "/sandbox/log").json
    assert [call["sequence"] for call in answer["calls"]] == [3, 4, 5] and answer["next"] == 6


def test_long_queries_do_not_fill_the_memory(sandbox_world, monkeypatch):
    monkeypatch.setattr(call_log, "bytes_kept_max", 20_000)
    for _ in range(5):
        sandbox_world.api("GET", "preferences", params={"padding": "x" * 6000})
    assert [call["sequence"] for call in sandbox_world.control("GET", "/sandbox/log").json["calls"]] == [3, 4, 5]
