"""Access tokens: renewed early, once at a time, durable before use."""

import asyncio

import pytest
from aiohttp import web

PATH = "/api/hubspot/{}/crm/owners/2026-03"


def refreshes(world):
    return [form for form in world.provider.token_requests if form["grant_type"] == "refresh_token"]


async def get(world, identifier):
    return await world.call("GET", PATH.format(identifier))


async def test_s74_a_token_is_renewed_at_eighty_percent_of_its_life(world):
    identifier = await world.connect_hubspot()
    world.now += 2879
    assert (await get(world, identifier)).status == 200 and not refreshes(world)
    world.now += 2
    assert (await get(world, identifier)).status == 200 and len(refreshes(world)) == 1
    assert (await get(world, identifier)).status == 200 and len(refreshes(world)) == 1


@pytest.mark.parametrize("rotation", ["strict", "same", "grace"])
async def test_s73_a_hundred_calls_on_an_expired_token_make_one_refresh(world, rotation):
    world.provider.rotation = rotation
    identifier = await world.connect_hubspot()
    world.now += 4000
    replies = await asyncio.gather(*(get(world, identifier) for _ in range(100)))
    assert {reply.status for reply in replies} == {200} and len(refreshes(world)) == 1


async def test_s74_one_renewal_and_one_retry_after_a_401(world):
    identifier = await world.connect_hubspot()
    world.provider.access_tokens.clear()
    assert (await get(world, identifier)).status == 200
    assert len(refreshes(world)) == 1 and len(world.provider.calls) == 2


async def test_s74_a_401_that_stays_is_passed_on_after_one_retry(world):
    identifier = await world.connect_hubspot()

    async def refuse(request):
        return web.json_response({"category": "EXPIRED_AUTHENTICATION"}, status=401)

    world.provider.answer = refuse
    reply = await get(world, identifier)
    assert reply.status == 401 and "X-Proxy-Error" not in reply.headers and len(world.provider.calls) == 2


async def test_s76_invalid_grant_means_reconnect_and_nothing_is_lost(world):
    identifier = await world.connect_hubspot()
    world.provider.refresh_tokens.clear()
    world.now += 4000
    assert (await get(world, identifier)).code == "reconnect_needed"
    shown = (await world.connections())[0]
    assert shown["id"] == identifier and shown["health"] == "reconnect_needed" and shown["health_detail"]
    assert (await get(world, identifier)).code == "reconnect_needed" and len(refreshes(world)) == 1
    assert await world.connect_hubspot() == identifier
    assert (await get(world, identifier)).status == 200


@pytest.mark.parametrize("status,body", [(500, "x"), (429, "{}"), (200, "<html></html>"), (200, "{}"), (403, "{}")])
async def test_s73_a_failing_token_endpoint_never_means_reconnect(world, status, body):
    identifier = await world.connect_hubspot()
    world.provider.token_answer = lambda form: web.Response(status=status, text=body)
    world.now += 3000
    assert (await get(world, identifier)).status == 200, "the old token still serves"
    world.now += 1000
    assert (await get(world, identifier)).code == "upstream_unreachable"
    assert (await world.connections())[0]["health"] == "connected"
    world.provider.token_answer = None
    assert (await get(world, identifier)).status == 200


async def test_s73_the_new_token_is_on_disk_before_it_is_used(world):
    identifier = await world.connect_hubspot()
    stored = []

    async def look(request):
        stored.append((await world.data.sole.tokens.find(identifier)).grant.access_token)
        return web.json_response({})

    world.provider.answer = look
    world.now += 4000
    await get(world, identifier)
    assert world.provider.calls[-1].headers and dict(world.provider.calls[-1].headers)["Authorization"] == f"Bearer {stored[0]}"


async def test_s73_a_full_disk_keeps_the_token_and_sends_no_second_refresh(world):
    from server.proxy.errors import ProxyError

    identifier = await world.connect_hubspot()
    working = world.data.sole.tokens.finish_refresh

    async def full(*_):
        raise ProxyError("storage_failed", "disk full")

    world.data.sole.tokens.finish_refresh = full
    world.now += 4000
    assert (await get(world, identifier)).code == "storage_failed"
    assert (await get(world, identifier)).code == "storage_failed"
    assert "grant_not_saved" in world.log.getvalue()
    world.data.sole.tokens.finish_refresh = working
    assert (await get(world, identifier)).status == 200 and len(refreshes(world)) == 1


async def test_s73_after_a_lost_answer_the_previous_token_is_tried(world):
    world.provider.rotation = "grace"
    identifier = await world.connect_hubspot()
    world.now += 4000
    await get(world, identifier)
    grant = (await world.data.sole.tokens.find(identifier)).grant
    assert grant.previous_refresh_token and grant.previous_refresh_token != grant.refresh_token
    await world.data.sole.tokens.begin_refresh(identifier, world.now)
    world.provider.refresh_tokens.discard(grant.refresh_token)
    world.now += 4000
    assert (await get(world, identifier)).status == 200
    assert refreshes(world)[-1]["refresh_token"] == grant.previous_refresh_token


async def test_s60_a_caller_that_goes_away_does_not_stop_a_refresh(world):
    identifier = await world.connect_hubspot()
    asked = asyncio.Event()

    async def slow(form):
        asked.set()
        await world.provider.release.wait()

    world.provider.token_answer = slow
    world.now += 4000
    caller = asyncio.create_task(get(world, identifier))
    await asked.wait()
    caller.cancel()
    world.provider.release.set()
    world.provider.token_answer = None
    assert (await get(world, identifier)).status == 200
    assert len(refreshes(world)) == 1


@pytest.mark.parametrize("jump", [-86_400, 86_400])
async def test_s73_a_clock_that_jumps_does_no_harm(world, jump):
    identifier = await world.connect_hubspot()
    world.now += jump
    assert (await get(world, identifier)).status == 200
    world.now -= jump
    assert (await get(world, identifier)).status == 200


async def test_an_answer_without_a_refresh_token_keeps_the_old_one(world):
    identifier = await world.connect_hubspot()
    before = (await world.data.sole.tokens.find(identifier)).grant.refresh_token
    access, _ = world.provider.new_grant()
    world.provider.token_answer = lambda form: web.json_response({"access_token": access, "expires_in": 60})
    world.now += 4000
    assert (await get(world, identifier)).status == 200
    assert (await world.data.sole.tokens.find(identifier)).grant.refresh_token == before
