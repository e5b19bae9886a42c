"""Throttling and metering: every budget with its number, and the month's reads."""

import pytest

from quickbooks_world import US
from server.sandbox.quickbooks.api_fault import GatewayFault
from server.sandbox.quickbooks.switches import Switches
from server.sandbox.quickbooks.throttle import Throttle


class Moment:
    """A monotonic clock a test turns by hand."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def admitted(throttle, calls, realm="1", client="app", *, batch=False):
    """How many of so many calls at one moment get through."""
    through = 0
    for _ in range(calls):
        try:
            throttle.admit(realm, client, batch=batch)
            through += 1
        except GatewayFault as fault:
            assert (fault.status, fault.code) == (429, "3001")
    return through


def only(**budgets):
    none = {"calls_per_second": 0, "calls_per_minute": 0, "batches_per_minute": 0, "company_batches_per_minute": 0,
            "combined_calls_per_minute": 0}
    moment = Moment()
    return Throttle(Switches(**{**none, **budgets}), moment), moment


@pytest.mark.proves("quickbooks 22.12.1")
@pytest.mark.parametrize("budget, usual, batch, per_app", [
    ("calls_per_second", 10, False, True), ("calls_per_minute", 500, False, False), ("combined_calls_per_minute", 800, False, True),
    ("batches_per_minute", 40, True, True), ("company_batches_per_minute", 120, True, False)])
def test_each_budget_has_its_number_and_scope_and_can_be_changed(budget, usual, batch, per_app):
    assert getattr(Switches(), budget) == usual
    throttle, _ = only(**{budget: usual})
    assert admitted(throttle, usual + 5, batch=batch) == usual
    assert admitted(throttle, 1, client="other", batch=batch) == (1 if per_app else 0)
    assert admitted(throttle, 1, realm="2", batch=batch) == 1
    smaller, _ = only(**{budget: 3})
    assert admitted(smaller, 5, batch=batch) == 3


@pytest.mark.proves("quickbooks 22.12.1")
def test_a_bucket_fills_again_with_time():
    throttle, moment = only(calls_per_minute=60)
    assert admitted(throttle, 61) == 60
    moment.seconds += 2
    assert admitted(throttle, 5) == 2
    moment.seconds += 3600
    assert admitted(throttle, 100) == 60


def test_a_refused_call_takes_nothing_from_any_budget():
    throttle, moment = only(calls_per_second=1, calls_per_minute=5)
    assert admitted(throttle, 50) == 1
    moment.seconds += 1
    assert admitted(throttle, 50) == 1


def test_batches_count_as_one_call_of_the_company_too():
    throttle, _ = only(calls_per_minute=3, batches_per_minute=40)
    assert admitted(throttle, 5, batch=True) == 3


def test_calls_in_flight_are_counted_while_they_last():
    throttle, _ = only()
    with throttle.in_flight("1", "app"), throttle.in_flight("1", "app"):
        assert throttle.meter("1").throttled == 0
    throttle.switches.calls_in_flight = 1
    with throttle.in_flight("1", "app"):
        with pytest.raises(GatewayFault):
            with throttle.in_flight("1", "app"):
                pass
        with throttle.in_flight("1", "other"):
            pass
    with throttle.in_flight("1", "app"):
        pass


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_waiting_time_is_named_by_switch(world, seconds):
    switches = world.simulator.switches
    switches.rate_limits, switches.calls_per_second, switches.retry_after_seconds = True, 1, seconds
    refused = [world.get("preferences") for _ in range(3)][-1]
    assert refused.status == 429
    assert refused.headers.get("Retry-After") == (str(seconds) if seconds else None)
    error = refused.json["fault"]["error"][0]
    assert (error["code"], error["detail"]) == ("3001", "The request limit was reached.  Try again later")


def meter(world):
    return world.simulator.throttle.meter(US)


@pytest.mark.proves("quickbooks 22.12.2")
def test_reads_are_metered_and_writes_and_refusals_are_not(world):
    world.customer()
    for path, params in (("preferences", {}), ("query", {"query": "select * from Item"}), ("cdc", {
            "entities": "Item", "changedSince": "2026-11-20"}), ("customer/1", {}), ("customer/999", {}), ("unicorn/1", {})):
        world.get(path, **params)
    world.post("query", b"select * from Item")
    assert (meter(world).core, meter(world).core_plus) == (1, 5)


@pytest.mark.parametrize("counted", [True, False])
def test_change_data_counts_as_a_read_by_switch(world, counted):
    world.simulator.switches.changes_are_core_plus = counted
    world.get("cdc", entities="Item", changedSince="2026-11-20")
    assert meter(world).core_plus == (1 if counted else 0)


@pytest.mark.parametrize("answer, status", [("ignored", 200), ("429", 429), ("403", 403)])
def test_what_a_used_up_month_answers_by_switch(world, answer, status):
    switches = world.simulator.switches
    assert switches.core_plus_calls_per_month == 500_000
    switches.core_plus_calls_per_month, switches.core_plus_used_up = 2, answer
    assert [world.get("preferences").status for _ in range(3)] == [200, 200, status]
    assert world.post("customer", {"DisplayName": "Writes go on"}).status == 200


def test_a_new_month_starts_the_meter_over(world):
    switches = world.simulator.switches
    switches.core_plus_calls_per_month, switches.core_plus_used_up = 1, "429"
    assert [world.get("preferences").status for _ in range(2)] == [200, 429]
    world.pass_time(days=10)
    world.connect_again()
    assert world.get("preferences").status == 200
    assert (meter(world).core_plus, meter(world).core_plus_this_month) == (2, 1)
