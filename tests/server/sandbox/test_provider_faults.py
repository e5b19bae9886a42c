"""Refusals and acts of the providers, in their own words: what the caller sees, and what is true afterwards."""

import pytest

CONTACT = {"json": {"properties": {"email": "fault@example.com"}}}
CUSTOMER = {"json": {"DisplayName": "Fault"}}


def both(world, **fault):
    """A write to each service under one fault: HubSpot's reply and QuickBooks' reply."""
    world.plan({**fault, "method": "POST", "count": 0})
    return world.crm("POST", "contacts", **CONTACT), world.api("POST", "customer", **CUSTOMER)


def nothing_happened(world):
    contacts = world.control("GET", "/sandbox/hubspot/contacts").json["records"]
    return all(contact["properties"].get("email") != "fault@example.com" for contact in contacts) and \
        all(record["DisplayName"] != "Fault" for record in world.records("customer"))


@pytest.mark.proves("quickbooks 22.10.2")
def test_401_midway_in_both_shapes(sandbox_world):
    hubspot, quickbooks = both(sandbox_world, kind="unauthorized")
    assert (hubspot.status, hubspot.json["category"]) == (401, "INVALID_AUTHENTICATION")
    assert (quickbooks.status, quickbooks.json["fault"]["error"][0]["code"]) == (401, "3200")
    assert "intuit_tid" in quickbooks.headers and nothing_happened(sandbox_world)


def test_a_scope_is_lost_midway(sandbox_world):
    hubspot, quickbooks = both(sandbox_world, kind="scope_lost", scope="crm.objects.contacts.write")
    assert (hubspot.status, hubspot.json["category"]) == (403, "MISSING_SCOPES")
    assert hubspot.json["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]
    assert (quickbooks.status, quickbooks.json["fault"]["error"][0]["code"]) == (403, "3100")
    assert nothing_happened(sandbox_world)


@pytest.mark.proves("quickbooks 22.10.1")
@pytest.mark.parametrize("seconds", [0, 30])
def test_a_burst_of_429_with_and_without_a_waiting_time(sandbox_world, seconds):
    sandbox_world.plan({"kind": "throttled", "count": 3, "retry_after_seconds": seconds})
    replies = [sandbox_world.crm("GET", "contacts"), sandbox_world.api("GET", "preferences"),
               sandbox_world.api("GET", "preferences"), sandbox_world.api("GET", "preferences")]
    assert [reply.status for reply in replies] == [429, 429, 429, 200]
    assert [reply.headers.get("Retry-After") for reply in replies[:3]] == [str(seconds) if seconds else None] * 3
    assert replies[0].json["policyName"] == "TEN_SECONDLY_ROLLING" and "category" not in replies[0].json
    assert replies[1].json["fault"]["error"][0]["code"] == "3001"


@pytest.mark.parametrize("status", [429, 403])
def test_the_budget_of_the_month_is_used_up(sandbox_world, status):
    hubspot, quickbooks = both(sandbox_world, kind="budget_used_up", status=status)
    assert (hubspot.status, hubspot.json["policyName"]) == (429, "DAILY")
    assert quickbooks.status == status and "monthly allowance" in quickbooks.json["fault"]["error"][0]["detail"]
    assert nothing_happened(sandbox_world)


def test_a_closed_period_and_a_locked_record(sandbox_world):
    hubspot, quickbooks = both(sandbox_world, kind="period_closed")
    assert (hubspot.status, quickbooks.status, quickbooks.json["Fault"]["Error"][0]["code"]) == (423, 400, "6210")
    hubspot, quickbooks = both(sandbox_world, kind="locked")
    assert (hubspot.status, quickbooks.json["Fault"]["Error"][0]["code"]) == (423, "5010")
    assert nothing_happened(sandbox_world)


def test_an_account_that_moves_house(sandbox_world):
    hubspot, quickbooks = both(sandbox_world, kind="account_moving", retry_after_seconds=600)
    assert (hubspot.status, hubspot.headers["Retry-After"]) == (477, "600")
    assert quickbooks.status == 503 and quickbooks.text.startswith("<html>") and nothing_happened(sandbox_world)


@pytest.mark.proves("quickbooks 22.10.3")
@pytest.mark.parametrize("after", [False, True])
def test_500_of_the_service_itself_before_and_after_the_effect(sandbox_world, after):
    hubspot, quickbooks = both(sandbox_world, kind="system_failure", after_effect=after)
    assert (hubspot.status, quickbooks.status) == (500, 500)
    assert quickbooks.json["Fault"]["type"] == "SystemFault" and hubspot.json["correlationId"]
    assert nothing_happened(sandbox_world) is not after


def test_a_refresh_that_the_provider_refuses(sandbox_world):
    sandbox_world.plan({"kind": "grant_refused", "path": "token", "count": 0})
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    quickbooks = sandbox_world._call(sandbox_world.quickbooks, "POST", "/oauth2/v1/tokens/bearer", data=form)
    hubspot = sandbox_world._call(sandbox_world.hubspot, "POST", "/oauth/v1/token", data=form)
    assert (quickbooks.status, quickbooks.json) == (400, {"error": "invalid_grant"})
    assert (hubspot.status, hubspot.json["status"]) == (400, "BAD_REFRESH_TOKEN")
    assert sandbox_world.api("GET", "preferences").status == 200


@pytest.mark.parametrize("fault, made", [(None, 1), ({"kind": "request_id_forgotten", "count": 0}, 2)])
def test_request_ids_are_kept_unless_the_provider_forgets_them(sandbox_world, fault, made):
    sandbox_world.plan(*([fault] if fault else []))
    for _ in range(2):
        sandbox_world.api("POST", "term", params={"requestid": "same"}, json={"Name": "Net 7", "DueDays": 7})
        sandbox_world.api("POST", "invoice", params={"requestid": "other"}, json=invoice_of(sandbox_world))
    assert sum(record.get("PrivateNote") == "by id" for record in sandbox_world.records("invoice")) == made


def invoice_of(world):
    item = next(record for record in world.records("item") if record["Active"] and record.get("UnitPrice"))
    line = {"DetailType": "SalesItemLineDetail", "Amount": 5, "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}}}
    return {"CustomerRef": {"value": "1"}, "Line": [line], "PrivateNote": "by id"}


def test_the_providers_clock_jumps_back_during_a_call(sandbox_world):
    sandbox_world.plan({"kind": "clock_back", "seconds": 3600, "method": "POST"})
    made = sandbox_world.api("POST", "customer", **CUSTOMER).json
    assert made["time"].startswith("2026-11-22T12:40:30") and sandbox_world.clock.now().hour == 20
    assert made["Customer"]["MetaData"]["CreateTime"] == "2026-11-22T12:40:30-08:00"


def test_a_record_is_edited_between_two_pages_of_a_listing(sandbox_world):
    first = sandbox_world.crm("GET", "contacts?limit=1").json
    victim = first["results"][0]["id"]
    sandbox_world.plan({"kind": "meanwhile", "path": "after=", "post": "/sandbox/hubspot/contacts",
                        "send": {"id": victim, "set": {"firstname": "Meanwhile"}}})
    after = first["paging"]["next"]["after"]
    assert sandbox_world.crm("GET", f"contacts?limit=1&after={after}").json["results"][0]["id"] != victim
    assert sandbox_world.crm("GET", f"contacts/{victim}").json["properties"]["firstname"] == "Meanwhile"


def test_an_act_that_is_refused_is_told_to_the_author_of_the_plan(sandbox_world):
    sandbox_world.plan({"kind": "meanwhile", "post": "/sandbox/hubspot/contacts/1/delete"})
    reply = sandbox_world.api("GET", "preferences")
    assert reply.status == 500 and "/sandbox/hubspot/contacts/1/delete failed" in reply.text
