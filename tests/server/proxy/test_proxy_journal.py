"""The idempotency journal: what a repeated key means in every state."""

import asyncio

import pytest
from aiohttp import web

OPERATION = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
CREATE = "crm/objects/2026-03/contacts"


class Writer:
    """Sends the same write again and again; the provider counts effects."""

    def __init__(self, world, identifier):
        self.world, self.identifier, self.effects, self.status = world, identifier, 0, 201
        world.provider.answer = self.answer

    async def answer(self, request):
        if self.status == "cut":
            self.effects += 1
            request.transport.close()
            return web.Response()
        if self.status < 400:
            self.effects += 1
        return web.json_response({"id": str(self.effects)}, status=self.status, headers={"intuit_tid": "t-1", "Set-Cookie": "a=b"})

    async def send(self, body=None, path=CREATE, method="POST", **headers):
        return await self.world.call(method, f"/api/hubspot/{self.identifier}/{path}", body or {"properties": {"email": "a@b.co"}},
                                     **{"X_Op_Id": OPERATION, **headers})


@pytest.fixture
async def writer(world):
    return Writer(world, await world.connect_hubspot())


def state(world):
    rows = world.rows("journal", "SELECT state FROM operation WHERE id = ?", (OPERATION,))
    return rows[0][0] if rows else None


async def test_the_entry_is_on_disk_before_the_provider_sees_the_call(world, writer):
    seen = []

    async def look(request):
        seen.append(state(world))
        return web.json_response({})

    world.provider.answer = look
    await writer.send()
    assert seen == ["sending"] and state(world) == "done"


async def test_a_repeated_key_gets_the_stored_answer(world, writer):
    first, second = await writer.send(), await writer.send()
    assert (first.status, first.body) == (second.status, second.body) == (201, b'{"id": "1"}')
    assert second.headers["X-Op-Replayed"] == "1" and "X-Op-Replayed" not in first.headers
    assert second.headers["intuit_tid"] == "t-1" and "Set-Cookie" not in second.headers and writer.effects == 1


async def test_a_refusal_by_the_provider_is_final_too(world, writer):
    writer.status = 400
    first = await writer.send()
    writer.status = 201
    assert first.status == 400 and (await writer.send()).status == 400 and writer.effects == 0


@pytest.mark.parametrize("status", [401, 423, 429, 477])
async def test_a_refusal_for_now_may_be_sent_again(world, writer, status):
    writer.status = status
    assert (await writer.send()).status == status and state(world) == "failed"
    writer.status = 201
    assert (await writer.send()).status == 201 and (await writer.send()).headers["X-Op-Replayed"] == "1" and writer.effects == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503])
async def test_what_may_have_happened_is_repeated_when_that_is_harmless(world, writer, status):
    writer.status = status
    upsert = {"path": CREATE + "/batch/upsert", "body": {"inputs": []}}
    assert (await writer.send(**upsert)).status == status and state(world) == "failed"
    writer.status = 200
    assert (await writer.send(**upsert)).status == 200 and writer.effects == 1


@pytest.mark.parametrize("path", [CREATE, CREATE + "/batch/create"])
@pytest.mark.parametrize("status", [408, 500, 502, 503])
async def test_a_creation_that_may_have_happened_waits_for_the_page_to_look(world, writer, status, path):
    writer.status = status
    assert (await writer.send(path=path)).status == status and state(world) == "unknown"
    writer.status = 201
    again = await writer.send(path=path)
    assert again.status == 409 and again.code == "operation_unknown" and writer.effects == 0


@pytest.mark.parametrize("change", [{"body": {"properties": {}}}, {"path": CREATE + "/batch/create"},
                                    {"method": "PATCH", "path": CREATE + "/1"}])
async def test_the_same_key_for_another_call_is_a_mismatch(world, writer, change):
    await writer.send()
    reply = await writer.send(**change)
    assert reply.status == 422 and reply.code == "operation_mismatch" and writer.effects == 1


async def test_a_key_in_flight_is_in_progress(world, writer):
    async def slow(request):
        world.provider.arrived.set()
        await world.provider.release.wait()
        return web.json_response({})

    world.provider.answer = slow
    first = asyncio.create_task(writer.send())
    await world.provider.arrived.wait()
    reply = await writer.send()
    assert reply.status == 409 and reply.code == "operation_in_progress" and int(reply.headers["Retry-After"]) >= 1
    world.provider.release.set()
    assert (await first).status == 200


async def test_a_lost_answer_is_unknown_until_the_page_decides(world, writer):
    writer.status = "cut"
    first = await writer.send()
    assert first.status == 504 and first.code == "upstream_timeout" and state(world) == "unknown" and writer.effects == 1
    writer.status = 201
    again = await writer.send()
    assert again.status == 409 and again.code == "operation_unknown" and writer.effects == 1
    assert (await writer.send(X_Op_Resend="1")).status == 201 and writer.effects == 2
    assert (await writer.send()).headers["X-Op-Replayed"] == "1" and writer.effects == 2


async def test_an_unreachable_provider_leaves_the_key_free(world, writer):
    await world.provider.runner.cleanup()
    reply = await writer.send()
    assert reply.status == 502 and reply.code == "upstream_unreachable" and state(world) == "failed"


async def test_a_journal_that_cannot_be_written_means_nothing_is_sent(world, writer):
    def full(*_):
        raise world.data.databases.errors[0]("database or disk is full")

    world.data.sole.journal._admit = full
    reply = await writer.send()
    assert reply.status == 503 and reply.code == "storage_failed" and writer.effects == 0


async def test_an_answer_that_cannot_be_stored_is_passed_on_and_stays_unknown(world, writer):
    from server.proxy.errors import ProxyError

    working = world.data.sole.journal._settle

    async def full(intent, *_):
        world.data.sole.journal._under_way.discard(intent.id)
        raise ProxyError("storage_failed", "full")

    world.data.sole.journal._settle = full
    assert (await writer.send()).status == 201 and "answer_not_saved" in world.log.getvalue()
    world.data.sole.journal._settle = working
    assert (await writer.send()).code == "operation_unknown" and writer.effects == 1


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", OPERATION + "0", OPERATION + "'; DROP TABLE operation"])
async def test_a_malformed_key_is_refused(world, writer, key):
    assert (await writer.send(X_Op_Id=key)).code == "bad_request" and writer.effects == 0


async def test_double_clicks_have_one_effect(world, writer):
    replies = await asyncio.gather(*(writer.send() for _ in range(20)))
    assert writer.effects == 1 and {reply.status for reply in replies} <= {201, 409}


async def test_reads_and_keyless_writes_are_not_recorded(world, writer):
    await writer.send(path=CREATE + "/search")
    await writer.send(X_Op_Id=None)
    assert state(world) is None


async def test_s60_answers_are_encrypted_on_disk_and_forgotten_in_time(world, writer):
    await writer.send()
    [(body,)] = world.rows("journal", "SELECT body FROM operation")
    assert len(body) > 50 and b'"id"' not in body
    world.now += 31 * 86_400
    await world.data.sole.journal.prune()
    assert (await writer.send()).code == "operation_unknown"
    world.now += 60 * 86_400
    await world.data.sole.journal.prune()
    assert state(world) is None
