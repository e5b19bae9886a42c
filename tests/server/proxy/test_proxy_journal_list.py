"""The journal read by a page that lost its database: what was sent, what of it is open, and no secret."""

import asyncio
import gzip
import hashlib
import json
import random

import pytest
from aiohttp import web

from server.data_directory import Keeping, open_data
from server.proxy.journal import Question

CREATE = "crm/objects/2026-03/contacts"


def operation(number):
    return f"3f2504e0-4f89-11d3-9a0c-{number:012d}"


@pytest.fixture
async def identifier(world):
    async def answer(request):
        return web.json_response({"id": str(len(world.provider.calls))}, status=201)

    world.provider.answer = answer
    return await world.connect_hubspot()


async def send(world, identifier, number, path=CREATE, body=b'{"properties": {}}', method="POST", **headers):
    return await world.call(method, f"/api/hubspot/{identifier}/{path}", body, X_Op_Id=operation(number), **headers)


async def listed(world, query=""):
    reply = await world.call("GET", f"/api/journal{query}")
    assert reply.status == 200, reply.body
    return reply.json


async def test_section_6_every_operation_is_found_with_its_answer(world, identifier):
    assert await listed(world) == {"operations": [], "next": None}
    first = await send(world, identifier, 1)
    assert await listed(world) == {"next": None, "operations": [{
        "id": operation(1), "provider": "hubspot", "connection": identifier, "method": "POST", "path": CREATE, "query": "",
        "body_sha256": hashlib.sha256(b'{"properties": {}}').hexdigest(), "state": "done", "status": 201,
        "started_at_ms": int(world.now * 1000), "finished_at_ms": int(world.now * 1000), "answer_stored": True,
        "answer": first.body.decode()}]}


async def test_section_6_each_state_is_told(world, identifier):
    await send(world, identifier, 1)
    world.provider.answer = refuse
    await send(world, identifier, 2)
    world.provider.answer = cut
    await send(world, identifier, 3)

    async def slow(request):
        world.provider.arrived.set()
        await world.provider.release.wait()
        return web.json_response({})

    world.provider.answer = slow
    sending = asyncio.create_task(send(world, identifier, 4))
    await world.provider.arrived.wait()
    found = (await listed(world))["operations"]
    assert [(one["state"], one["status"]) for one in found] == [("done", 201), ("failed", 429), ("unknown", None), ("in_progress", None)]
    assert [one["finished_at_ms"] is None for one in found] == [False, False, False, True]
    assert [one["id"] for one in (await listed(world, "?state=open"))["operations"]] == [operation(3), operation(4)]
    world.provider.release.set()
    await sending
    assert [one["id"] for one in (await listed(world, "?state=open"))["operations"]] == [operation(3)]


async def refuse(request):
    return web.json_response({}, status=429)


async def cut(request):
    request.transport.close()
    return web.Response()


async def test_section_6_what_a_dead_process_was_sending_is_unknown(world, identifier):
    world.provider.answer = cut

    async def dies(*_):
        pass

    world.data.sole.journal._settle = dies
    await send(world, identifier, 1)
    world.data.close()
    again = open_data(world.directory / "data", lambda: world.now, Keeping(postgres=world.postgres))
    found = await again.sole.journal.entries(Question(0, 0, True, 10, 0))
    assert [(entry.id, entry.state) for entry in found] == [(operation(1), "unknown")]
    again.close()


async def test_pages_hold_every_operation_once_also_when_more_come_meanwhile(world, identifier):
    for number in range(5):
        world.now += 1
        await send(world, identifier, number)
    first = await listed(world, "?limit=2")
    assert [one["id"] for one in first["operations"]] == [operation(0), operation(1)]
    await send(world, identifier, 5)
    second = await listed(world, f"?limit=2&after={first['next']}")
    third = await listed(world, f"?limit=2&after={second['next']}")
    assert [one["id"] for one in second["operations"] + third["operations"]] == [operation(number) for number in range(2, 6)]
    assert third["next"] is None
    late = third["operations"][0]["started_at_ms"]
    assert [one["id"] for one in (await listed(world, f"?since_ms={late}"))["operations"]] == [operation(4), operation(5)]


@pytest.mark.parametrize("query", ["?limit=0", "?limit=201", "?limit=x", "?state=done", "?after=-1", "?since_ms=1.5", "?limit=1&limit=2",
                                   "?token=1", "?after=9999999999999999"])
async def test_a_malformed_question_is_refused(world, query):
    assert (await world.call("GET", f"/api/journal{query}")).code == "bad_request"


async def test_a_long_answer_is_fetched_by_itself(world, identifier):
    whole = json.dumps({"results": ["x" * 100] * 300})

    async def long(request):
        return web.Response(text=whole, content_type="application/json")

    world.provider.answer = long
    await send(world, identifier, 1)
    found = (await listed(world))["operations"][0]
    assert found["answer"] is None and found["answer_stored"] is True
    reply = await world.call("GET", f"/api/journal/{operation(1)}/answer")
    assert reply.status == 200 and reply.body == whole.encode() and reply.headers["X-Op-Replayed"] == "1"
    assert reply.headers["Content-Type"].startswith("application/json") and reply.headers["Cache-Control"] == "no-store"
    assert (await world.call("GET", f"/api/journal/{operation(2)}/answer")).code == "not_found"


@pytest.mark.parametrize("body,text", [(gzip.compress(b'{"id": "1"}'), '{"id": "1"}'), (gzip.compress(b"x" * 10_000_000), None),
                                       (b"no gzip", None)], ids=["short", "long", "broken"])
async def test_a_compressed_answer_is_shown_as_text_unless_it_is_long(world, identifier, body, text):
    async def compressed(request):
        return web.Response(body=body, content_type="application/json", headers={"Content-Encoding": "gzip"})

    world.provider.answer = compressed
    await send(world, identifier, 1, Accept_Encoding="gzip")
    assert (await listed(world))["operations"][0]["answer"] == text
    assert (await world.call("GET", f"/api/journal/{operation(1)}/answer")).headers["Content-Encoding"] == "gzip"


async def test_an_answer_that_was_forgotten_still_says_done(world, identifier):
    await send(world, identifier, 1)
    world.now += 31 * 86_400
    await world.data.sole.journal.prune()
    found = (await listed(world))["operations"][0]
    assert (found["state"], found["status"], found["answer"], found["answer_stored"]) == ("done", 201, None, False)
    assert (await listed(world, "?state=open"))["operations"] == []
    assert (await world.call("GET", f"/api/journal/{operation(1)}/answer")).code == "not_found"


async def test_s78_no_secret_is_in_the_list(world, identifier):
    await send(world, identifier, 1, Authorization="Bearer canary-page", Cookie="a=canary-cookie")
    text = json.dumps(await listed(world))
    secrets = [*world.provider.access_tokens, *world.provider.refresh_tokens, "hub-secret", "canary"]
    assert not [secret for secret in secrets if secret in text]


async def test_only_the_page_may_read_it(world):
    for path in ("/api/journal", f"/api/journal/{operation(1)}/answer"):
        assert (await world.call("GET", path, X_App=None)).code == "missing_header"
        assert (await world.call("GET", path, Sec_Fetch_Site="cross-site")).code == "bad_origin"
        assert (await world.call("POST", path, {})).status == 405


async def test_s60_a_page_that_goes_away_at_any_moment_leaves_a_complete_journal(world, identifier):
    chance, effects, happened = random.Random(20261130), [], asyncio.Event()

    async def count(request):
        effects.append((await request.json())["number"])
        happened.set()
        return web.json_response({}, status=201)

    world.provider.answer = count
    for number in range(100):
        body = json.dumps({"number": number}).encode()
        _, writer = await asyncio.open_connection("127.0.0.1", world.port)
        writer.write(f"POST /api/hubspot/{identifier}/{CREATE} HTTP/1.1\r\nHost: localhost:{world.port}\r\nX-App: 1\r\n"
                     f"Origin: {world.origin}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                     f"X-Op-Id: {operation(number)}\r\n\r\n".encode() + body)
        for _ in range(chance.randrange(150)):
            await asyncio.sleep(0)
        while number % 4 == 0 and number not in effects:  # these go away between the effect and its answer
            happened.clear()
            await happened.wait()
        writer.transport.abort()
    forward = next(route.handler.__self__ for route in world.app.router.routes() if "/api/hubspot" in route.resource.canonical)
    await settled(world, forward)
    found = {one["id"]: one for one in (await listed(world, "?limit=200"))["operations"]}
    assert sorted(set(effects)) == sorted(effects) and len(effects) >= 25
    assert {operation(number) for number in effects} == set(found)
    assert {(one["state"], one["status"]) for one in found.values()} == {("done", 201)}


async def settled(world, forward):
    """Returns once the server has no connection with a request and no write under way."""
    while forward.writes or any(connection._current_request is not None for connection in world.runner.server.connections):
        await forward.finish()
        await listed(world)
