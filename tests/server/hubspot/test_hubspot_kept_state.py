"""What of an account survives a restart."""

from __future__ import annotations

import json

import pytest

from hubspot_app import CLIENT

CLIENT_ID, SECRET, _ = CLIENT
LABELS = "/crm/associations/2026-03/contacts/companies/labels"
LIMITS = "/crm/v4/associations/definitions/configurations"


@pytest.fixture
def restart(make_api):
    """Another simulator with what the first one keeps, at the same moment, and with the same token."""
    def restarted(api):
        kept, fresh = api.simulator.kept, make_api()
        state = json.loads(json.dumps(kept.state()))
        tables = {table.name: [(key, table.text(key)) for key, _ in table.rows()] for table in kept.tables()}
        fresh.clock.moment = api.clock.moment
        fresh.simulator.kept.restore(state)
        for table in fresh.simulator.kept.tables():
            table.take(tables[table.name])
        fresh.token = api.token
        return fresh

    return restarted


def test_merged_ids_still_lead_to_the_survivor_and_new_ids_go_on(api, restart):
    first, second = api.make("contacts", {"email": "a@b.co"}), api.make("contacts", {"email": "c@d.co"})
    survivor = api.post("contacts/merge", {"primaryObjectId": first, "objectIdToMerge": second}).json["id"]
    later = restart(api)
    assert {later.get(f"contacts/{old}").json["id"] for old in (first, second, survivor)} == {survivor}
    assert later.post("contacts", {"properties": {"email": "c@d.co"}}).status == 409
    assert int(later.make("contacts", {})) == int(survivor) + 1


def test_labels_limits_and_lists(api, restart):
    label = api.post(LABELS, {"name": "buyer", "label": "Buyer"}).json["results"][0]
    limit = {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 1}
    api.post(f"{LIMITS}/contacts/companies/batch/create", {"inputs": [limit]})
    contact, company = api.make("contacts", {"lastname": "x"}), api.make("companies", {"name": "Acme"})
    path = f"contacts/{contact}/associations/companies/{company}"
    api.call("PUT", path, [{"associationCategory": "USER_DEFINED", "associationTypeId": label["typeId"]}])
    made = api.post("/crm/lists/2026-03", {"name": "x", "objectTypeId": "0-1", "processingType": "MANUAL"}).json["list"]
    api.call("PUT", f"/crm/lists/2026-03/{made['listId']}/memberships/add", [contact])
    later = restart(api)
    assert label in later.get(LABELS).json["results"]
    held = later.get(f"contacts/{contact}/associations/companies").json["results"][0]["associationTypes"]
    assert {kind["label"] for kind in held} == {None, "Buyer"}
    other = later.make("companies", {"name": "Beta"})
    assert later.call("PUT", f"contacts/{contact}/associations/default/companies/{other}").status == 400
    members = later.get(f"/crm/lists/2026-03/{made['listId']}/memberships").json["results"]
    assert [entry["recordId"] for entry in members] == [contact]
    assert later.post(LABELS, {"name": "seller", "label": "Seller"}).json["results"][0]["typeId"] == label["typeId"] + 2


def test_pipelines_rates_rules_and_numbers(api, restart):
    stages = [{"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.5"}}]
    pipeline = api.post("/crm/pipelines/2026-03/deals", {"label": "Renewals", "displayOrder": 1, "stages": stages}).json
    api.post("/settings/v3/currencies/exchange-rates", {"fromCurrencyCode": "BRL", "conversionRate": 0.2})
    api.simulator.crm.validation.replace("contacts", ["city"], [], {})
    api.make("invoices", {"hs_currency": "USD"})
    later = restart(api)
    assert later.get(f"/crm/pipelines/2026-03/deals/{pipeline['id']}").json == pipeline
    assert "BRL" in later.get("/account-info/v3/details").json["additionalCurrencies"]
    assert later.post("/crm/objects/2026-09/contacts", {"properties": {"lastname": "x"}}).status == 400
    invoice = later.make("invoices", {"hs_currency": "USD"})
    assert later.get(f"invoices/{invoice}?properties=hs_number").json["properties"]["hs_number"] == "INV-1002"


def test_tokens_rotate_on_and_webhooks_know_their_target(api, restart):
    def refresh(where, refresh_token):
        return where.call("POST", "/oauth/2026-03/token", data={"grant_type": "refresh_token", "refresh_token": refresh_token,
                                                                "client_id": CLIENT_ID, "client_secret": SECRET})

    api.simulator.switches.refresh_rotation = "reuse_kills"
    app_id = api.simulator.tokens.clients[CLIENT_ID].app_id
    target = api.simulator.webhooks.configure(app_id, {"targetUrl": "http://127.0.0.1:1/", "subscriptions": [
        {"subscriptionType": "contact.creation"}]})
    first = api.simulator.issue_tokens(CLIENT_ID, ["oauth", "crm.objects.contacts.read"])["refresh_token"]
    second = refresh(api, first).json["refresh_token"]
    later = restart(api)
    assert later.simulator.webhooks.as_json()["targets"] == [target]
    third = refresh(later, second)
    assert third.status == 200 and later.get("contacts", token=third.json["access_token"]).status == 200
    assert refresh(later, first).json["status"] == "BAD_REFRESH_TOKEN"
    assert later.get("contacts", token=third.json["access_token"]).status == 401
