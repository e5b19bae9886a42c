"""The simulated clock, and what it decides: overdue invoices, expired tokens, the window of change data capture."""

from datetime import datetime, timedelta, timezone

import pytest

from sandbox_world import CLIENT_ID, NOW
from server.sandbox.clock import SimulatedClock

DAY = 86_400


def test_fixed_clock_moves_only_when_told():
    clock = SimulatedClock(datetime(2026, 1, 1))
    assert clock.now() == clock.now() == datetime(2026, 1, 1, tzinfo=timezone.utc)
    clock.advance(timedelta(days=2))
    assert clock.now().day == 3 and clock.fixed
    for step in (timedelta(seconds=-1), timedelta(days=999_999_999)):
        with pytest.raises(ValueError):
            clock.advance(step)
    clock.set(datetime(2025, 12, 31))
    assert clock.now() == datetime(2025, 12, 31, tzinfo=timezone.utc) and clock.fixed


def test_running_clock_follows_real_time_with_an_offset():
    clock = SimulatedClock()
    clock.advance(timedelta(days=10))
    ahead = clock.now() - datetime.now(timezone.utc)
    assert timedelta(days=9, hours=23) < ahead < timedelta(days=10, hours=1) and not clock.fixed


def test_a_clock_stops_and_goes_on_from_where_it_stood():
    clock = SimulatedClock()
    clock.set(datetime(2030, 1, 1))
    clock.fix()
    stood = clock.now()
    assert clock.fixed and clock.now() == stood and stood.year == 2030
    clock.resume()
    clock.resume()
    assert not clock.fixed and timedelta(0) <= clock.now() - stood < timedelta(minutes=10)


def moment(world, body):
    return world.control("POST", "/sandbox/clock", body).json


def test_the_control_address_reads_sets_advances_and_stops_the_clock(sandbox_world):
    assert sandbox_world.control("GET", "/sandbox/clock").json == {"now": "2026-11-22T21:40:30.000Z", "fixed": True}
    assert moment(sandbox_world, {"advance_seconds": DAY})["now"].startswith("2026-11-23")
    assert moment(sandbox_world, {"set": "2026-02-28T10:00:00+02:00"})["now"] == "2026-02-28T08:00:00.000Z"
    assert moment(sandbox_world, {"set": "2026-11-22", "advance_seconds": 1.5})["now"] == "2026-11-22T00:00:01.500Z"
    assert moment(sandbox_world, {"fixed": False})["fixed"] is False
    assert moment(sandbox_world, {"fixed": True})["fixed"] is True
    assert moment(sandbox_world, {})["fixed"] is True


@pytest.mark.parametrize("bad", [{"advance_seconds": -1}, {"advance_seconds": "soon"}, {"advance_seconds": True},
                                 {"set": "yesterday"}, {"set": 7}, {"set": "0001-01-01T00:00:00+14:00"}, {"fixed": "yes"},
                                 {"advance_seconds": 10**12}, {"advance": 1}])
def test_a_wrong_time_is_refused_and_changes_nothing(sandbox_world, bad):
    reply = sandbox_world.control("POST", "/sandbox/clock", bad)
    assert reply.status == 400 and reply.json["error"]["message"] and sandbox_world.clock.now() == NOW


def count(world, statement):
    return world.api("GET", "query", params={"query": f"select count(*) from {statement}"}).json["QueryResponse"]["totalCount"]


def renew(world):
    """A fresh access token by the way of the refresh token."""
    authorization = world.sandbox.quickbooks.authorization
    grant = authorization.grants()[0]
    form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    world.token = authorization.tokens(authorization.clients[CLIENT_ID], form, world.clock.now())["access_token"]


def test_invoices_become_overdue_by_time_alone(sandbox_world):
    overdue = "Invoice where DueDate < CURRENT_DATE and Balance > '0'"
    before, still_open = count(sandbox_world, overdue), count(sandbox_world, "Invoice where Balance > '0'")
    changed = sandbox_world.records("invoice")
    moment(sandbox_world, {"advance_seconds": 90 * DAY})
    renew(sandbox_world)
    assert before < count(sandbox_world, overdue) == still_open
    assert sandbox_world.records("invoice") == changed, "nothing is written when a due date passes"


def test_access_tokens_expire_by_the_clock(sandbox_world):
    for seconds, hubspot, quickbooks in ((1799, 200, 200), (1, 401, 200), (1799, 401, 200), (1, 401, 401)):
        moment(sandbox_world, {"advance_seconds": seconds})
        assert sandbox_world.crm("GET", "contacts").status == hubspot
        assert sandbox_world.api("GET", "preferences").status == quickbooks
    renew(sandbox_world)
    assert sandbox_world.api("GET", "preferences").status == 200


def test_change_data_capture_looks_back_thirty_days(sandbox_world):
    since = {"entities": "Customer", "changedSince": NOW.isoformat()}
    for days, status in ((30, 200), (1, 400)):
        moment(sandbox_world, {"advance_seconds": days * DAY})
        renew(sandbox_world)
        reply = sandbox_world.api("GET", "cdc", params=since)
        assert reply.status == status
    assert "older than fixed days" in reply.json["Fault"]["Error"][0]["Detail"]


def test_a_clock_turned_back_dates_new_records_earlier_and_loses_none(sandbox_world):
    before = sandbox_world.api("POST", "customer", json={"DisplayName": "Before"}).json
    moment(sandbox_world, {"set": "2026-11-22T20:40:30Z"})
    after = sandbox_world.api("POST", "customer", json={"DisplayName": "After"}).json
    assert after["time"] < before["time"] and int(after["Customer"]["Id"]) == int(before["Customer"]["Id"]) + 1
    reply = sandbox_world.api("GET", "cdc", params={"entities": "Customer", "changedSince": after["time"]})
    names = [row["DisplayName"] for row in reply.json["CDCResponse"][0]["QueryResponse"][0]["Customer"]]
    assert names[-2:] == ["After", "Before"]
