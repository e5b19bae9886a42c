"""Webhooks: what is told to whom, in which shape, and what happens when a target fails."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hubspot_app import CLIENT
from server.sandbox.hubspot import ApiError

CLIENT_ID, SECRET, _ = CLIENT


class Target:
    """Keeps what it is sent; `answers` are the statuses it gives, then 200. None: it never answers."""

    def __init__(self, api):
        self.api = api
        self.answers = []
        self.requests = []
        self.came, self.release = asyncio.Event(), asyncio.Event()
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self.server = TestServer(app)
        api.loop.run_until_complete(self.server.start_server())
        self.url = str(self.server.make_url("/hook"))

    async def _take(self, request):
        body = await request.read()
        self.requests.append((dict(request.headers), body))
        self.came.set()
        answer = self.answers.pop(0) if self.answers else 200
        if answer is None:
            await self.release.wait()
        return web.Response(status=answer or 200)

    def listen(self, *subscriptions, **more):
        given = [{"subscriptionType": kind, "objectType": of} | ({"propertyName": name} if name else {})
                 for kind, of, name in subscriptions]
        app_id = self.api.simulator.tokens.clients[CLIENT_ID].app_id
        self.api.simulator.webhooks.configure(app_id, {"targetUrl": self.url, "subscriptions": given, **more})

    def deliver(self):
        """Everything that is due; the arrays of events that came."""
        before = len(self.requests)
        self.api.loop.run_until_complete(self.api.simulator.webhooks.deliver_due())
        return [json.loads(body) for _, body in self.requests[before:]]

    def close(self):
        self.release.set()
        self.api.loop.run_until_complete(self.server.close())


@pytest.fixture
def target(api):
    made = Target(api)
    api.simulator.webhooks._wake = None  # deliveries happen when a test says so, not in the background
    yield made
    made.close()


@pytest.mark.proves("hubspot 17.15.1", "hubspot 17.15.7")
def test_a_change_is_told_as_an_array_with_its_source(api, target):
    target.listen(("object.creation", "contact", None), ("object.propertyChange", "contact", "email"))
    record_id = api.make("contacts", {"email": "a@b.co", "firstname": "Ann"})
    [events] = target.deliver()
    created, changed = events
    app_id = api.simulator.tokens.clients[CLIENT_ID].app_id
    assert created["subscriptionType"] == "object.creation" and created["changeFlag"] == "CREATED"
    assert created["objectId"] == int(record_id) and created["objectTypeId"] == "0-1"
    assert created["portalId"] == 4711001 and created["appId"] == app_id and created["attemptNumber"] == 0
    assert created["occurredAt"] == 1795383600000 and isinstance(created["eventId"], int)
    assert (created["changeSource"], created["sourceId"]) == ("INTEGRATION", str(app_id))
    assert "propertyName" not in created
    assert (changed["propertyName"], changed["propertyValue"]) == ("email", "a@b.co") and changed["isSensitive"] is False
    assert changed["subscriptionId"] != created["subscriptionId"]


@pytest.mark.proves("hubspot 17.15.7")
def test_a_person_in_hubspot_is_another_source_than_the_app(api, target):
    target.listen(("object.propertyChange", "contact", "firstname"), ("contact.deletion", None, None))
    record_id = api.make("contacts", {"email": "a@b.co"})
    api.simulator.edit("contacts", record_id, {"firstname": "Eve"})
    api.simulator.delete("contacts", record_id)
    [[changed, deleted]] = target.deliver()
    assert changed["changeSource"] == "CRM_UI" and changed["sourceId"].startswith("userId:")
    assert deleted["subscriptionType"] == "contact.deletion" and deleted["changeFlag"] == "DELETED"


def test_only_real_changes_of_subscribed_properties_are_told(api, target):
    target.listen(("object.propertyChange", "contact", "firstname"))
    record_id = api.make("contacts", {"email": "a@b.co", "lastname": "Lee"})
    api.patch(f"contacts/{record_id}", {"lastname": "Lee", "city": "Rome"})
    api.patch(f"contacts/{record_id}", {"firstname": "Ann"})
    api.patch(f"contacts/{record_id}", {"firstname": "Ann"})
    assert [event["propertyValue"] for [event] in target.deliver()] == ["Ann"]


def test_what_was_taken_back_is_not_told(api, target):
    target.listen(("object.creation", "contact", None))
    inputs = [{"properties": {"email": "a@b.co"}}, {"properties": {"email": "broken"}}]
    assert api.post("contacts/batch/create", {"inputs": inputs}).status == 400
    traced = [{**entry, "objectWriteTraceId": str(n)} for n, entry in enumerate(inputs)]
    assert api.post("contacts/batch/create", {"inputs": traced}).status == 207
    [events] = target.deliver()
    assert len(events) == 1


def test_associations_merges_restores_and_privacy_deletions(api, target):
    target.listen(*((f"object.{kind}", of, None) for kind, of in (
        ("associationChange", "contact"), ("associationChange", "company"), ("merge", "contact"), ("restore", "contact"),
        ("privacyDeletion", "contact"))))
    company = api.make("companies", {"name": "Acme"})
    first, second = api.make("contacts", {"email": "a@b.co"}, (company, 1)), api.make("contacts", {"email": "c@d.co"})
    [events] = target.deliver()
    assert [(event["fromObjectId"], event["toObjectId"], event["associationRemoved"], event["isPrimaryAssociation"])
            for event in events] == [(int(first), int(company), False, True), (int(company), int(first), False, True)]
    api.call("DELETE", f"contacts/{first}/associations/companies/{company}")
    assert [event["associationRemoved"] for event in target.deliver()[0]] == [True, True]
    survivor = api.post("contacts/merge", {"primaryObjectId": first, "objectIdToMerge": second}).json["id"]
    [[merged]] = target.deliver()
    assert (merged["primaryObjectId"], merged["mergedObjectIds"]) == (int(first), [int(second)])
    assert merged["newObjectId"] == int(survivor) and "numberOfPropertiesMoved" in merged
    api.simulator.delete("contacts", survivor)
    api.simulator.restore("contacts", survivor)
    api.post("contacts/gdpr-delete", {"objectId": survivor})
    assert [event["subscriptionType"] for event in target.deliver()[0]] == ["object.restore", "object.privacyDeletion"]


@pytest.mark.proves("hubspot 17.15.2")
def test_the_third_signature_and_its_timestamp(api, target):
    target.url += "?where=%2Fhook%3A1"
    target.listen(("object.creation", "contact", None))
    api.make("contacts", {"lastname": "Zażółć 😀"})
    target.deliver()
    headers, body = target.requests[0]
    timestamp = headers["X-HubSpot-Request-Timestamp"]
    assert timestamp == "1795383600000"
    signed = b"POST" + target.url.replace("%2F", "/").replace("%3A", ":").encode() + body + timestamp.encode()
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["X-HubSpot-Signature-v3"] == expected
    assert headers["X-HubSpot-Signature"] == hashlib.sha256(SECRET.encode() + body).hexdigest()


def test_more_than_100_events_come_in_several_arrays(api, target):
    target.listen(("object.creation", "contact", None))
    for _ in range(2):
        api.post("contacts/batch/create", {"inputs": [{"properties": {"lastname": str(n)}} for n in range(60)]})
    assert sorted(len(events) for events in target.deliver()) == [20, 100]


@pytest.mark.parametrize("failure", [500, 404, 302])
def test_a_refused_delivery_is_tried_again_later_with_the_next_attempt_number(api, target, failure):
    target.listen(("object.creation", "contact", None))
    target.answers = [failure]
    api.make("contacts", {"email": "a@b.co"})
    [[first]] = target.deliver()
    assert target.deliver() == []
    api.clock.advance(180)
    [[second]] = target.deliver()
    assert second == {**first, "attemptNumber": 1}
    api.clock.advance(86_400)
    assert target.deliver() == []


@pytest.mark.proves("hubspot 17.15.3")
def test_a_target_that_does_not_answer_in_time_counts_as_failed(api, target):
    assert api.simulator.switches.webhook_timeout_seconds == 5.0
    api.simulator.switches.webhook_timeout_seconds = 0.05
    target.listen(("object.creation", "contact", None))
    target.answers = [None]
    api.make("contacts", {"email": "a@b.co"})
    target.deliver()
    assert api.simulator.webhooks.as_json()["deliveries"][0]["outcome"] == "timed out"
    api.simulator.switches.webhook_timeout_seconds = 5.0
    api.clock.advance(180)
    assert target.deliver()[0][0]["attemptNumber"] == 1


@pytest.mark.proves("hubspot 17.15.6")
def test_ten_retries_within_a_day_and_no_more(api, target):
    assert api.simulator.switches.webhook_retries_max == 10
    target.listen(("object.creation", "contact", None))
    target.answers = [500] * 20
    api.make("contacts", {"email": "a@b.co"})
    started, attempts = api.clock.now(), [event["attemptNumber"] for [event] in target.deliver()]
    while (api.clock.now() - started).total_seconds() < 86_400:
        api.clock.advance(30)
        attempts += [event["attemptNumber"] for [event] in target.deliver()]
    assert attempts == list(range(11))
    assert api.simulator.webhooks.as_json()["retries"] == []


def test_a_target_that_is_not_there_is_tried_again(api, target):
    target.listen(("object.creation", "contact", None))
    api.loop.run_until_complete(target.server.close())
    api.make("contacts", {"email": "a@b.co"})
    target.deliver()
    shown = api.simulator.webhooks.as_json()
    assert "Error" in shown["deliveries"][0]["outcome"] and [each["attempt"] for each in shown["retries"]] == [1]


@pytest.mark.proves("hubspot 17.15.4")
def test_duplicates_come_when_switched_on(api, target):
    target.listen(("object.creation", "contact", None))
    api.make("contacts", {"email": "once@b.co"})
    assert [len(events) for events in target.deliver()] == [1]
    api.simulator.switches.webhook_duplicate_share = 1.0
    record_id = api.make("contacts", {"email": "a@b.co"})
    [events] = target.deliver()
    assert [event["objectId"] for event in events] == [int(record_id)] * 2 and events[0] == events[1]


@pytest.mark.proves("hubspot 17.15.5")
def test_events_come_out_of_order_when_switched_on(api, target):
    target.listen(("object.creation", "contact", None))
    made = [int(api.make("contacts", {"lastname": str(n)})) for n in range(20)]
    assert [event["objectId"] for event in target.deliver()[0]] == made
    api.simulator.switches.webhook_reorder = True
    more = [int(api.make("contacts", {"lastname": str(n)})) for n in range(20)]
    told = [event["objectId"] for event in target.deliver()[0]]
    assert told != more and sorted(told) == more


def test_changes_of_calculated_properties_can_be_left_out(api, target):
    target.listen(("object.propertyChange", "invoice", "hs_amount_billed"))
    line = api.make("line_items", {"price": "5"})
    api.make("invoices", {"hs_currency": "USD"}, (line, 409))
    [events] = target.deliver()
    assert [(event["propertyValue"], event["changeSource"]) for event in events] == [("5.00", "CALCULATED")]
    api.simulator.switches.webhook_calculated_changes = False
    api.patch(f"line_items/{line}", {"price": "6"})
    assert target.deliver() == []


def test_the_type_may_be_named_event_type(api, target):
    target.listen(("object.creation", "contact", None))
    api.make("contacts", {"email": "first@b.co"})
    [[event]] = target.deliver()
    assert event["subscriptionType"] == "object.creation" and "eventType" not in event
    api.simulator.switches.webhook_type_field = "eventType"
    api.make("contacts", {"email": "a@b.co"})
    [[event]] = target.deliver()
    assert event["eventType"] == "object.creation" and "subscriptionType" not in event


def test_an_app_hears_only_of_what_it_may_read_and_nothing_once_uninstalled(api, target):
    client = api.simulator.tokens.clients[CLIENT_ID]
    target.listen(("object.creation", "contact", None), ("object.creation", "invoice", None))
    api.simulator.tokens.remove_scopes(client, frozenset({"crm.objects.invoices.read"}))
    api.simulator.crm.create("invoices", {"hs_currency": "USD"})
    api.simulator.crm.create("contacts", {"email": "a@b.co"})
    assert [event["objectTypeId"] for event in target.deliver()[0]] == ["0-1"]
    api.simulator.tokens.uninstall(client)
    api.simulator.crm.create("contacts", {"email": "c@d.co"})
    assert target.deliver() == []


@pytest.mark.parametrize("wanted", [
    {"targetUrl": "https://example.com/hook"}, {"targetUrl": "http://10.0.0.1/"}, {"targetUrl": "file:///etc/passwd"},
    {"maxConcurrentRequests": 5}, {"maxConcurrentRequests": True}, {"subscriptions": {}},
    {"subscriptions": [{"subscriptionType": "object.creation", "objectType": "gadget"}]},
    {"subscriptions": [{"subscriptionType": "object.explosion", "objectType": "contact"}]},
    {"subscriptions": [{"subscriptionType": "contact.propertyChange"}]},
    {"subscriptions": [{"subscriptionType": "contact.creation", "propertyName": "email"}]},
    {"subscriptions": [{"subscriptionType": "contact.creation"}] * 1_001}])
def test_wrong_settings_are_refused(api, wanted):
    with pytest.raises(ApiError):
        api.simulator.webhooks.configure(1, {"targetUrl": "http://127.0.0.1:1/", "subscriptions": [], **wanted})


def test_deliveries_go_out_by_themselves_while_the_simulator_serves(api):
    target = Target(api)
    target.listen(("object.creation", "contact", None))
    api.make("contacts", {"email": "a@b.co"})
    api.loop.run_until_complete(asyncio.wait_for(target.came.wait(), 10))
    assert len(target.requests) == 1
    target.close()


def test_the_number_of_retries_can_be_set(api, target):
    api.simulator.switches.webhook_retries_max = 1
    target.listen(("object.creation", "contact", None))
    target.answers = [500] * 5
    api.make("contacts", {"email": "a@b.co"})
    target.deliver()
    api.clock.advance(86_400)
    assert [event["attemptNumber"] for [event] in target.deliver()] == [1]
    api.clock.advance(86_400)
    assert target.deliver() == []
