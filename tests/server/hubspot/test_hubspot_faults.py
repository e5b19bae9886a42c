"""The last lines of what a simulator has to do: webhooks by control address, and every fault a provider can show."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import datetime, timezone

import pytest
from aiohttp import ClientSession, ServerDisconnectedError, web
from aiohttp.test_utils import TestServer

from server.sandbox import Sandbox
from server.sandbox.clock import SimulatedClock

APP = ("tool", "secret", "http://localhost:9/back")
SCOPES = ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"]
CONTACTS = "/crm/objects/2026-03/contacts"


class World:
    """A whole sandbox with HubSpot behind a real socket."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.sandbox = Sandbox(1, 5, SimulatedClock(datetime(2026, 11, 22, 21, 40, tzinfo=timezone.utc)))
        self.sandbox.hubspot.register_client(*APP)
        self.token = self.sandbox.hubspot.issue_tokens(APP[0], SCOPES)["access_token"]
        self.server = TestServer(self.sandbox.hubspot_app)
        self.loop.run_until_complete(self.server.start_server())

    def plan(self, **fault):
        self.sandbox.faults.replace({"faults": [{"provider": "hubspot", "path": "contacts", **fault}]})

    def call(self, method, path, body=None):
        async def run():
            async with ClientSession(headers={"Authorization": f"Bearer {self.token}"}) as session:
                async with session.request(method, self.server.make_url(path), json=body) as reply:
                    text = await reply.text()
                    return reply.status, reply.headers, text if reply.content_type != "application/json" else await reply.json()

        return self.loop.run_until_complete(run())

    def close(self):
        self.loop.run_until_complete(self.server.close())
        self.loop.close()

    @contextmanager
    def target(self):
        came = asyncio.Queue()

        async def take(request):
            came.put_nowait(await request.json())
            return web.Response()

        app = web.Application()
        app.router.add_post("/hook", take)
        server = TestServer(app)
        self.loop.run_until_complete(server.start_server())
        try:
            yield str(server.make_url("/hook")), lambda: self.loop.run_until_complete(asyncio.wait_for(came.get(), 10))
        finally:
            self.loop.run_until_complete(server.close())


@pytest.fixture
def world():
    made = World()
    yield made
    made.close()


def test_webhooks_arrive_at_a_target_on_this_machine_with_source_and_array_payload(world):
    with world.target() as (url, next_array):
        world.sandbox.hubspot.webhooks.configure(
            world.sandbox.hubspot.tokens.clients[APP[0]].app_id,
            {"targetUrl": url, "subscriptions": [{"subscriptionType": "contact.creation"}]})
        world.call("POST", CONTACTS, {"properties": {"email": "new@b.co"}})
        [event] = next_array()
        assert event["subscriptionType"] == "contact.creation" and event["changeSource"] == "INTEGRATION"


@pytest.mark.proves("hubspot 17.16.1")
def test_a_locked_record_is_423(world):
    world.plan(kind="locked")
    status, _, body = world.call("GET", CONTACTS)
    assert status == 423 and body["status"] == "error"


@pytest.mark.proves("hubspot 17.16.2")
def test_an_account_that_moves_is_477_with_retry_after_in_seconds(world):
    world.plan(kind="account_moving", retry_after_seconds=3600)
    status, headers, _ = world.call("GET", CONTACTS)
    assert (status, headers["Retry-After"]) == (477, "3600")


@pytest.mark.proves("hubspot 17.16.3")
@pytest.mark.parametrize("code", [502, 504])
def test_overload_answers_are_html(world, code):
    world.plan(kind="status", status=code, body="<html><body>Bad gateway</body></html>")
    status, headers, body = world.call("GET", CONTACTS)
    assert status == code and headers["Content-Type"].startswith("text/html") and body.startswith("<html>")


@pytest.mark.proves("hubspot 17.16.4")
def test_a_lost_answer_after_the_effect_leaves_the_record(world):
    before = len(world.sandbox.hubspot.snapshot("contacts"))
    world.plan(kind="lost_answer", method="POST")
    with pytest.raises(ServerDisconnectedError):
        world.call("POST", CONTACTS, {"properties": {"lastname": "x"}})
    assert len(world.sandbox.hubspot.snapshot("contacts")) == before + 1


@pytest.mark.proves("hubspot 17.16.5")
def test_a_partial_207(world):
    world.sandbox.hubspot.switches.batch_inputs_failing = 1
    inputs = [{"properties": {"lastname": str(n)}, "objectWriteTraceId": str(n)} for n in range(2)]
    status, _, body = world.call("POST", f"{CONTACTS}/batch/create", {"inputs": inputs})
    assert status == 207 and (len(body["results"]), body["numErrors"]) == (1, 1)


@pytest.mark.proves("hubspot 17.16.6")
def test_a_slow_answer(world):
    world.plan(kind="delay", milliseconds=1)
    assert world.call("GET", CONTACTS)[0] == 200
    assert world.sandbox.faults.as_json()["faults"][0]["struck"] == 1


@pytest.mark.proves("hubspot 17.16.7")
def test_a_scope_that_was_taken_away_is_403(world):
    assert world.call("GET", CONTACTS)[0] == 200
    client = world.sandbox.hubspot.tokens.clients[APP[0]]
    world.sandbox.hubspot.tokens.remove_scopes(client, frozenset({"crm.objects.contacts.read"}))
    status, _, body = world.call("GET", CONTACTS)
    assert status == 403 and body["category"] == "MISSING_SCOPES"


@pytest.mark.proves("hubspot 17.16.8")
def test_admin_validation_is_400_only_from_2026_09(world):
    world.sandbox.hubspot.crm.validation.replace("contacts", ["city"], [], {"zip": 5})
    older = [world.call("POST", path, {"properties": {"lastname": "x", "zip": "123456"}})[0]
             for path in ("/crm/v3/objects/contacts", CONTACTS)]
    assert older == [201, 201]
    newer = CONTACTS.replace("2026-03", "2026-09")
    status, _, body = world.call("POST", newer, {"properties": {"lastname": "x", "zip": "123456"}})
    assert status == 400 and body["category"] == "VALIDATION_ERROR"
    assert {entry["context"]["propertyName"][0] for entry in body["errors"]} == {"city", "zip"}
    status, _, made = world.call("POST", newer, {"properties": {"lastname": "x", "zip": "12345", "city": "Rome"}})
    assert status == 201
    assert world.call("PATCH", f"{newer}/{made['id']}", {"properties": {"zip": "123456"}})[0] == 400
    assert world.call("PATCH", f"{CONTACTS}/{made['id']}", {"properties": {"zip": "123456"}})[0] == 200


def test_conditional_rules_hold_for_the_record_as_it_will_be(world):
    from server.sandbox.hubspot.validation_rules import ConditionalRule

    world.sandbox.hubspot.crm.validation.replace("contacts", [], [ConditionalRule("lifecyclestage", "customer", "phone")], {})
    newer = CONTACTS.replace("2026-03", "2026-09")
    _, _, made = world.call("POST", newer, {"properties": {"lastname": "x"}})
    path = f"{newer}/{made['id']}"
    assert world.call("PATCH", path, {"properties": {"lifecyclestage": "customer"}})[0] == 400
    assert world.call("PATCH", path, {"properties": {"lifecyclestage": "customer", "phone": "1"}})[0] == 200
    assert world.call("PATCH", path, {"properties": {"phone": ""}})[0] == 400


def test_a_field_required_on_creation_may_be_missing_on_a_record_that_is_there(world):
    newer = CONTACTS.replace("2026-03", "2026-09")
    _, _, made = world.call("POST", newer, {"properties": {"lastname": "x"}})
    world.sandbox.hubspot.crm.validation.replace("contacts", ["city"], [], {})
    assert world.call("PATCH", f"{newer}/{made['id']}", {"properties": {"lastname": "y"}})[0] == 200
