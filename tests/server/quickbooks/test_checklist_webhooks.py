"""Webhooks: what is told, how it is signed, repeated, doubled and disordered."""

import asyncio
import base64
import hashlib
import hmac
import json
import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from quickbooks_world import NORWAY, US, line

VERIFIER = "verifier-1"


class Receiver:
    """An app's webhook address on this machine."""

    def __init__(self, world):
        self._world = world
        self.statuses: list[int] = []           # what to answer, then 200
        self._queue: asyncio.Queue = asyncio.Queue()
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._server = TestServer(app)
        world.loop.run_until_complete(self._server.start_server())
        self.address = str(self._server.make_url("/hook"))

    async def _take(self, request):
        await self._queue.put((dict(request.headers), await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def next(self):
        """The headers and the body of the next delivery; waits for it."""
        return self._world.loop.run_until_complete(asyncio.wait_for(self._queue.get(), 10))

    def events(self):
        return json.loads(self.next()[1])

    def close(self):
        self._world.loop.run_until_complete(self._server.close())


@pytest.fixture
def receiver(world):
    made = Receiver(world)
    world.simulator.webhooks.subscribe(made.address, VERIFIER)
    yield made
    made.close()


@pytest.mark.proves("quickbooks 22.10.9")
def test_a_cloud_event_as_announced(world, receiver):
    customer = world.customer()
    headers, body = receiver.next()
    [event] = json.loads(body)
    assert (event["specversion"], event["type"], event["datacontenttype"]) == ("1.0", "qbo.customer.created.v1", "application/json")
    assert (event["intuitentityid"], event["intuitaccountid"], event["data"]) == (customer["Id"], US, {})
    assert re.fullmatch(r"2026-11-22T21:40:30\.\d{9}Z", event["time"]) and event["source"].startswith("intuit.")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event["id"])
    assert headers["Content-Type"] == "application/cloudevents+json"


@pytest.mark.proves("quickbooks 22.10.9")
def test_the_classic_form_by_switch(world, receiver):
    world.simulator.switches.webhook_format = "classic"
    customer = world.customer("Kari", NORWAY)
    headers, body = receiver.next()
    assert json.loads(body) == {"eventNotifications": [{"realmId": NORWAY, "dataChangeEvent": {"entities": [
        {"id": customer["Id"], "operation": "Create", "name": "Customer", "lastUpdated": "2026-11-22T21:40:30.123Z"}]}}]}
    assert headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("form", ["classic", "cloudevents"])
def test_the_signature_is_over_the_raw_body(world, receiver, form):
    world.simulator.switches.webhook_format = form
    world.customer("Zoë")
    headers, body = receiver.next()
    expected = base64.b64encode(hmac.new(VERIFIER.encode(), body, hashlib.sha256).digest()).decode()
    assert headers["intuit-signature"] == expected
    assert headers["User-Agent"] == "intuit_notification_server/0.1"
    assert headers["intuit-t-id"] and headers["intuit-created-time"] and headers["intuit-notification-schema-version"]


def kinds(events):
    return sorted((event["type"].split(".")[1], event["type"].split(".")[2], event["intuitentityid"]) for event in events)


def test_every_operation_is_told(world, receiver):
    customer, item = world.customer(), world.item()
    receiver.events(), receiver.events()
    bill = world.invoice(customer, line(item, 50), BillEmail={"Address": "a@b.example"})
    assert kinds(receiver.events()) == [("invoice", "created", bill["Id"])]
    payment = world.payment(customer, 20, ("Invoice", bill, 20))
    assert kinds(receiver.events()) == [("invoice", "updated", bill["Id"]), ("payment", "created", payment["Id"])]
    world.post(f"invoice/{bill['Id']}/send", b"")
    assert kinds(receiver.events()) == [("invoice", "emailed", bill["Id"])]
    world.post("payment", {"Id": payment["Id"], "SyncToken": "0"}, operation="delete")
    assert kinds(receiver.events()) == [("invoice", "updated", bill["Id"]), ("payment", "deleted", payment["Id"])]
    world.post("invoice", {"Id": bill["Id"], "SyncToken": "2"}, operation="void")
    assert kinds(receiver.events()) == [("invoice", "voided", bill["Id"])]


@pytest.mark.parametrize("operation", ["Update", "Delete"])
def test_a_deactivation_is_an_update_or_a_deletion_by_switch(world, receiver, operation):
    world.simulator.switches.webhook_deactivation = operation
    customer = world.customer()
    receiver.events()
    world.made("Customer", {"Id": customer["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert kinds(receiver.events()) == [("customer", operation.lower() + "d", customer["Id"])]


def test_a_merge_names_the_record_that_went(world, receiver):
    from server.sandbox.quickbooks.merging import merge_customers
    world.simulator.switches.webhook_format = "classic"
    winner, loser = world.customer("A"), world.customer("B")
    receiver.events(), receiver.events()

    async def merge():
        merge_customers(world.company(), winner["Id"], loser["Id"], world.clock.now())
    world.loop.run_until_complete(merge())
    told = [receiver.events()["eventNotifications"][0]["dataChangeEvent"]["entities"][0] for _ in range(2)]
    assert {(each["operation"], each["id"], each.get("deletedId")) for each in told} == {
        ("Update", loser["Id"], None), ("Merge", winner["Id"], loser["Id"])}


def test_a_refused_or_silent_write_tells_nothing(world, receiver):
    world.post("customer", {})
    customer = world.customer()
    world.made("Customer", {"Id": customer["Id"], "SyncToken": "0", "sparse": True, "DisplayName": customer["DisplayName"]})
    world.customer("Last")
    assert [kinds(receiver.events())[0][1] for _ in range(2)] == ["created", "created"]
    assert world.simulator.webhooks.waiting == 0


def test_an_unanswered_delivery_comes_again_the_same_after_20_30_and_50_minutes(world, receiver):
    receiver.statuses = [503, 408, 500, 500]
    world.customer()
    bodies = [receiver.next()]
    for minutes in (20, 30, 50):
        world.pass_time(minutes=minutes - 1)
        assert world.simulator.webhooks.waiting <= 1
        world.pass_time(minutes=1)
        bodies.append(receiver.next())
    assert len({body for _, body in bodies}) == 1 and len({headers["intuit-signature"] for headers, _ in bodies}) == 1
    world.pass_time(days=1)
    world.connect_again()
    world.customer("After")
    assert kinds(receiver.events())[0][2] == "2"
    assert [attempt.status for attempt in world.simulator.webhooks.attempts[:4]] == [503, 408, 500, 500]


def test_a_refusal_of_the_receiver_is_not_repeated(world, receiver):
    receiver.statuses = [400]
    world.customer()
    receiver.next()
    world.customer("Next")
    receiver.next()
    assert world.simulator.webhooks.waiting == 0


@pytest.mark.proves("quickbooks 22.10.6")
def test_duplicates_by_switch(world, receiver):
    world.customer("Told once")
    assert kinds(receiver.events()) == [("customer", "created", "1")] and world.simulator.webhooks.waiting == 0
    world.simulator.switches.webhook_duplicates = True
    world.customer()
    first, second = receiver.events(), receiver.events()
    assert kinds(first) == kinds(second)


@pytest.mark.proves("quickbooks 22.10.7")
def test_late_by_switch(world, receiver):
    world.customer("Told at once")
    assert kinds(receiver.events()) == [("customer", "created", "1")]
    told = len(world.simulator.webhooks.attempts)
    world.simulator.switches.webhook_delay_seconds = 120.0
    world.customer()
    assert world.simulator.webhooks.waiting == 1 and len(world.simulator.webhooks.attempts) == told
    world.pass_time(seconds=120)
    assert kinds(receiver.events()) == [("customer", "created", "2")]


@pytest.mark.proves("quickbooks 22.10.8")
def test_out_of_order_by_switch(world, receiver):
    def told(names):
        for name in names:
            world.customer(name)
        world.pass_time(seconds=60)
        return [receiver.events()[0]["intuitentityid"] for _ in names]
    world.simulator.switches.webhook_delay_seconds = 60.0
    assert told([f"A{number}" for number in range(12)]) == [str(number) for number in range(1, 13)]
    world.simulator.switches.webhook_shuffles = True
    order = told([f"B{number}" for number in range(12)])
    assert sorted(order, key=int) == [str(number) for number in range(13, 25)] and order != sorted(order, key=int)


@pytest.mark.parametrize("target", ["https://127.0.0.1/hook", "http://example.com/hook", "http://10.0.0.1/", "ftp://localhost/",
                                    "nonsense"])
def test_only_addresses_of_this_machine_are_told(world, target):
    with pytest.raises(ValueError):
        world.simulator.webhooks.subscribe(target, VERIFIER)
