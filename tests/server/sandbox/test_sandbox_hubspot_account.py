"""The control addresses for what administrators, users and buyers of the simulated HubSpot account do."""

from __future__ import annotations

import pytest

APP = {"provider": "hubspot", "client_id": "tool", "client_secret": "s", "redirect_uri": "http://localhost:9/back"}


@pytest.fixture
def world(sandbox_world):
    assert sandbox_world.control("POST", "/sandbox/clients", APP).status == 200
    sandbox_world.tokens = sandbox_world.sandbox.hubspot.issue_tokens("tool", ["oauth", "crm.objects.contacts.read"])
    return sandbox_world


def seed(world, kind, properties):
    return world.control("POST", f"/sandbox/hubspot/{kind}/create", properties).json["id"]


def test_webhooks_are_set_shown_and_cleared(world):
    wanted = {"client_id": "tool", "targetUrl": "http://127.0.0.1:1/hook",
              "subscriptions": [{"subscriptionType": "object.creation", "objectType": "contact"}]}
    made = world.control("POST", "/sandbox/webhooks/hubspot", wanted)
    assert made.status == 200 and made.json["subscriptions"][0]["objectTypeId"] == "0-1"
    assert world.control("GET", "/sandbox/webhooks/hubspot").json["targets"] == [made.json]
    assert world.control("DELETE", "/sandbox/webhooks/hubspot").json["targets"] == []


def test_wrong_webhooks_are_refused(world):
    assert world.control("POST", "/sandbox/webhooks/hubspot", {"client_id": "nobody"}).status == 400
    away = {"client_id": "tool", "targetUrl": "https://example.com/"}
    assert world.control("POST", "/sandbox/webhooks/hubspot", away).status == 400


def test_an_app_loses_scopes_and_is_uninstalled(world):
    lost = world.control("POST", "/sandbox/installs/hubspot", {"client_id": "tool", "action": "remove_scopes",
                                                               "scopes": ["crm.objects.contacts.read"]})
    assert lost.json["scopes"] == ["oauth"]
    assert world.control("POST", "/sandbox/installs/hubspot", {"client_id": "tool", "action": "uninstall"}).json["scopes"] == []
    assert world.control("POST", "/sandbox/installs/hubspot", {"client_id": "tool", "action": "explode"}).status == 400
    assert world.control("POST", "/sandbox/installs/hubspot", {"client_id": "tool", "action": "remove_scopes"}).status == 400


def test_validation_rules_are_set(world):
    rules = {"objectType": "contacts", "required_on_create": ["city"], "length_max": {"zip": 5},
             "conditional": [{"property": "lifecyclestage", "value": "customer", "required": "phone"}]}
    assert world.control("POST", "/sandbox/validation/hubspot", rules).json == {"objectType": "contacts"}
    problems = world.sandbox.hubspot.crm.validation.problems(
        "contacts", {"lifecyclestage": "customer", "zip": "123456"}, {"zip": "123456"}, created=True)
    assert [name for name, _ in problems] == ["city", "phone", "zip"]


@pytest.mark.parametrize("wrong", [{}, {"objectType": "gadgets"}, {"objectType": "contacts", "conditional": [{"x": 1}]},
                                   {"objectType": "contacts", "required_on_create": "city"},
                                   {"objectType": "contacts", "length_max": {"zip": "short"}}])
def test_wrong_validation_rules_are_refused(world, wrong):
    assert world.control("POST", "/sandbox/validation/hubspot", wrong).status == 400


def test_a_tax_rate_is_added(world):
    made = world.control("POST", "/sandbox/tax-rates/hubspot", {"name": "VAT", "percentage": 20})
    assert made.json["percentageRate"] == 20
    assert world.sandbox.hubspot.account.tax_rate(made.json["id"]).name == "VAT"
    assert world.control("POST", "/sandbox/tax-rates/hubspot", {"name": "VAT", "percentage": 120}).status == 400


def test_records_are_restored_and_merged(world):
    first, second = seed(world, "contacts", {"email": "a@b.co"}), seed(world, "contacts", {"email": "c@d.co"})
    world.control("POST", f"/sandbox/hubspot/contacts/{first}/delete")
    assert world.control("POST", f"/sandbox/hubspot/contacts/{first}/restore").json == {"id": first}
    survivor = world.control("POST", f"/sandbox/hubspot/contacts/{first}/merge", {"value": second}).json["id"]
    assert world.sandbox.hubspot.objects("contacts").get(first).id == survivor
    assert world.control("POST", f"/sandbox/hubspot/contacts/{first}/merge", {"value": "1"}).status == 404


def test_a_buyer_accepts_and_pays_a_published_quote(world):
    quote = seed(world, "quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31", "hs_template_type": "CPQ_QUOTE"})
    assert world.control("POST", f"/sandbox/hubspot/quotes/{quote}/accept").status == 400
    world.sandbox.hubspot.switches.quote_publish_checked = False
    world.control("POST", "/sandbox/hubspot/quotes", {"id": quote, "set": {"hs_status": "APPROVED"}})
    assert world.control("POST", f"/sandbox/hubspot/quotes/{quote}/accept").status == 200
    assert world.control("POST", f"/sandbox/hubspot/quotes/{quote}/pay").status == 200
    values = world.sandbox.hubspot.objects("quotes").get(quote).properties
    assert (values["hs_status"], values["hs_payment_status"]) == ("ACCEPTED", "PAID")
    contact = seed(world, "contacts", {"email": "a@b.co"})
    assert world.control("POST", f"/sandbox/hubspot/contacts/{contact}/pay").status == 404
