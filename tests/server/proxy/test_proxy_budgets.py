"""S-59: rate budgets for each account, kept by a fake clock: never more than the provider takes, never slower than needed."""

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from server.proxy import budgets
from server.proxy.budgets import LIMITS, Budgets, Kind, kind_of
from server.proxy.errors import ProxyError
from server.proxy.operations import OPERATIONS

OWNERS = "crm/owners/2026-03"
OPERATION = {(provider, kind): next(row for row in OPERATIONS if row.provider == provider and kind_of(row) is kind)
             for provider, kind in (("hubspot", Kind.GENERAL), ("hubspot", Kind.SEARCH), ("quickbooks", Kind.GENERAL),
                                    ("quickbooks", Kind.BATCH))}


class FakeTime:
    """Time that passes only while somebody waits for it."""

    def __init__(self):
        self.now, self.pauses, self.begun = 1_000.0, [], []
        self.budgets = Budgets(lambda: self.now, self.pause)

    async def pause(self, seconds):
        self.pauses.append(seconds)
        target = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, target)

    async def call(self, provider, kind=Kind.GENERAL, connection="c-1"):
        async with self.budgets.permit(connection, OPERATION[provider, kind]):
            self.begun.append((self.now, kind))


def busiest(times, seconds):
    """The most calls that began within any span of so many seconds."""
    return max((sum(start <= time < start + seconds for time in times) for start in times), default=0)


def assert_within_limits(provider, begun):
    for rate in LIMITS[provider].rates:
        assert busiest([time for time, kind in begun if kind in rate.kinds], rate.seconds - 1e-6) <= rate.calls, rate


@pytest.mark.parametrize("provider,count,seconds", [("quickbooks", 100, 12.0), ("hubspot", 350, 30.0), ("quickbooks", 900, 120.0)])
async def test_s59_a_burst_is_spread_and_not_slower_than_needed(provider, count, seconds):
    time = FakeTime()
    await asyncio.gather(*(time.call(provider) for _ in range(min(count, 250))))
    for _ in range(count - 250):
        await time.call(provider)
    assert len(time.begun) == count
    assert_within_limits(provider, time.begun)
    assert time.begun[-1][0] - time.begun[0][0] <= seconds


async def test_s59_kinds_that_share_a_limit_are_counted_together():
    time = FakeTime()
    for _ in range(8):
        await time.call("quickbooks")
        time.now += 0.1
    await asyncio.gather(time.call("quickbooks", Kind.BATCH), time.call("quickbooks"))  # both wait for the same place
    assert len(time.begun) == 10
    assert_within_limits("quickbooks", time.begun)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["hubspot", "quickbooks"]), st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=150))
def test_s59_no_mixture_of_calls_goes_over_a_limit(provider, steps):
    time, special = FakeTime(), {"hubspot": Kind.SEARCH, "quickbooks": Kind.BATCH}[provider]

    async def calls():
        for is_special, idle in steps:
            time.now += idle if idle > 2.9 else 0
            await time.call(provider, special if is_special else Kind.GENERAL)

    asyncio.run(calls())
    assert_within_limits(provider, time.begun)


async def test_s59_calls_in_flight_are_bounded_for_each_account():
    time, running, peak, leave = FakeTime(), 0, 0, asyncio.Event()

    async def call(connection):
        nonlocal running, peak
        async with time.budgets.permit(connection, OPERATION["quickbooks", Kind.GENERAL]):
            running += 1
            peak = max(peak, running)
            await leave.wait()
            running -= 1

    calls = [asyncio.create_task(call("c-1")) for _ in range(20)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert running == 8
    others = [asyncio.create_task(call("c-2")) for _ in range(3)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert running == 11, "another account has a budget of its own"
    leave.set()
    await asyncio.gather(*calls, *others)
    assert peak <= 8 + 3


async def test_s59_a_search_that_waits_does_not_hold_up_other_calls():
    time = FakeTime()
    for _ in range(3):
        await time.call("hubspot", Kind.SEARCH)
    waiting = asyncio.Event()

    async def never(_seconds):
        waiting.set()
        await asyncio.Event().wait()

    time.budgets._pause = never
    search = asyncio.create_task(time.call("hubspot", Kind.SEARCH))
    await waiting.wait()
    await time.call("hubspot")
    assert [kind for _, kind in time.begun[3:]] == [Kind.GENERAL]
    search.cancel()


@pytest.mark.parametrize("header,seconds", [("7", 7), ("9999", 60), (None, 0), ("soon", 0), ("-1", 0), ("\u0667", 0)])
async def test_s59_a_429_with_retry_after_holds_every_call_of_that_kind(header, seconds):
    time = FakeTime()
    operation = OPERATION["hubspot", Kind.SEARCH]
    time.budgets.answered("c-1", operation, 429, header)
    await time.call("hubspot")
    await time.call("hubspot", Kind.SEARCH, "c-2")
    assert time.pauses == []
    await time.call("hubspot", Kind.SEARCH)
    assert time.pauses == ([seconds] if seconds else [])
    time.budgets.answered("c-1", operation, 200, "30")
    await time.call("hubspot", Kind.SEARCH)
    assert len(time.pauses) <= 1


async def test_s59_what_cannot_get_through_is_refused_before_anything_is_sent(monkeypatch):
    time = FakeTime()
    monkeypatch.setattr(budgets, "WAIT_SECONDS_MAX", 5)
    time.budgets.answered("c-1", OPERATION["hubspot", Kind.GENERAL], 429, "30")
    with pytest.raises(ProxyError) as problem:
        await time.call("hubspot")
    assert problem.value.code == "rate_limited" and problem.value.headers["Retry-After"] == "30"
    time.now += 31
    monkeypatch.setattr(budgets, "WAITING_MAX", 0)
    with pytest.raises(ProxyError) as problem:
        await time.call("hubspot")
    assert problem.value.code == "rate_limited"
    monkeypatch.setattr(budgets, "WAITING_MAX", 1)
    await time.call("hubspot")


async def test_s59_tabs_of_one_proxy_share_the_account(world):
    identifier = await world.connect_hubspot()
    time = FakeTime()
    use(world, time)

    async def throttled(request):
        return web.json_response({}, status=429, headers={"Retry-After": "7"})

    world.provider.answer = throttled
    path = f"/api/hubspot/{identifier}/{OWNERS}"
    assert (await world.call("GET", path)).status == 429 and time.pauses == []
    await world.call("GET", path)
    assert time.pauses == [7]


async def test_s59_a_write_that_is_refused_leaves_its_key_free(world, monkeypatch):
    identifier = await world.connect_hubspot()
    time, effects = FakeTime(), []
    use(world, time)
    monkeypatch.setattr(budgets, "WAITING_MAX", 0)

    async def count(request):
        effects.append(request)
        return web.json_response({}, status=201)

    world.provider.answer = count
    arguments = ("POST", f"/api/hubspot/{identifier}/crm/objects/2026-03/contacts", {"properties": {}})
    operation = {"X_Op_Id": "3f2504e0-4f89-11d3-9a0c-0305e82c3301"}
    refused = await world.call(*arguments, **operation)
    assert refused.status == 429 and refused.code == "rate_limited" and refused.headers["Retry-After"] == "1" and not effects
    monkeypatch.setattr(budgets, "WAITING_MAX", 9)
    assert (await world.call(*arguments, **operation)).status == 201 and len(effects) == 1


def use(world, time):
    """Gives the running proxy's budgets another clock."""
    vars(world.parts.budgets).update(vars(time.budgets))


def test_s59_each_kind_is_what_the_providers_count_apart():
    kinds = {(row.provider, row.name): kind_of(row) for row in OPERATIONS if kind_of(row) is not Kind.GENERAL}
    assert kinds == {("hubspot", "search objects"): Kind.SEARCH, ("quickbooks", "batch"): Kind.BATCH}
    assert kind_of(SimpleNamespace(name="anything")) is Kind.GENERAL
