"""What a simulator of HubSpot has to do, line by line. Each test is named after its line; details have tests elsewhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from hubspot_app import CLIENT

CLIENT_ID, SECRET, REDIRECT = CLIENT
NAMES = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "products": "0-7", "line_items": "0-8", "quotes": "0-14",
         "tasks": "0-27", "notes": "0-46", "invoices": "0-53", "discounts": "0-84", "fees": "0-85", "taxes": "0-86",
         "commerce_payments": "0-101"}


def spec(type_id):
    return {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}


def read(api, kind, record_id, *names):
    return [api.get(f"{kind}/{record_id}?properties={','.join(names)}").json["properties"][name] for name in names]


def token(api, path="token", **form):
    return api.call("POST", f"/oauth/2026-03/{path}", data={"client_id": CLIENT_ID, "client_secret": SECRET, **form})


def search(api, kind="contacts", **body):
    return api.post(f"{kind}/search", body)


@pytest.mark.proves("hubspot 17.1.1", "hubspot 17.1.2", "hubspot 17.1.3")
def test_both_path_families_names_and_ids_for_types_and_404_for_unknown_paths(api):
    for name, type_id in NAMES.items():
        for path in (f"/crm/v3/objects/{name}", f"/crm/objects/2026-03/{type_id}", f"/crm/objects/2026-09/{name}"):
            assert api.get(path).status == 200, path
    for path in ("/crm/v3/nonsense", "/crm/objects/2025-03/contacts", "/crm/v3/objects/contacts/1/2/3", "/", "/v1/contacts"):
        reply = api.get(path)
        assert reply.status == 404 and reply.json["status"] == "error", path


@pytest.mark.proves(
    "hubspot 17.2.1", "hubspot 17.2.2", "hubspot 17.2.3", "hubspot 17.2.4", "hubspot 17.2.5", "hubspot 17.2.7",
    "hubspot 17.2.8")
def test_oauth_from_the_redirect_to_bad_refresh_token_after_uninstall(api):
    form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": "oauth crm.objects.contacts.read", "state": "s",
            "decision": "connect"}
    back = parse_qs(urlsplit(api.call("POST", "/oauth/authorize", data=form).headers["Location"]).query)
    exchange = {"grant_type": "authorization_code", "code": back["code"][0], "redirect_uri": REDIRECT}
    tokens = token(api, **exchange).json
    assert back["state"] == ["s"] and tokens["expires_in"] == 1800
    assert token(api, **exchange).json["status"] == "BAD_AUTH_CODE"
    for spelling in ("token", "access_token"):
        assert token(api, "token/introspect", **{spelling: tokens["access_token"]}).json["active"] is True
    assert token(api, "token/introspect", refresh_token=tokens["refresh_token"]).json["token_use"] == "refresh_token"
    api.clock.advance(1801)
    expired = api.get("contacts", token=tokens["access_token"])
    assert expired.status == 401 and expired.json["category"] == "EXPIRED_AUTHENTICATION"
    fresh = token(api, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json
    assert api.get("contacts", token=fresh["access_token"]).status == 200
    assert api.call("DELETE", "/appinstalls/2026-03/external-install", token=fresh["access_token"]).status == 204
    refused = token(api, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refused.status == 400 and refused.json["status"] == "BAD_REFRESH_TOKEN" and refused.json["error"] == "invalid_grant"


@pytest.mark.proves("hubspot 17.3.1", "hubspot 17.3.2", "hubspot 17.3.3", "hubspot 17.3.4")
def test_token_bucket_per_app_and_portal_search_bucket_429_bodies_and_the_daily_limit(api):
    switches, now = api.simulator.switches, [100.0]
    api.simulator._limits._now = api.simulator._limits._search._now = lambda: now[0]
    switches.rate_limits = True
    replies = [api.get("contacts") for _ in range(111)]
    assert [reply.status for reply in replies] == [200] * 110 + [429]
    assert replies[0].headers["X-HubSpot-RateLimit-Max"] == "110"
    assert [reply.headers["X-HubSpot-RateLimit-Remaining"] for reply in replies[108:]] == ["1", "0", "0"]
    body = replies[-1].json
    assert (body["errorType"], body["policyName"], "category" in body) == ("RATE_LIMIT", "TEN_SECONDLY_ROLLING", False)
    api.simulator.register_client("app-2", "s", REDIRECT)
    other = api.simulator.issue_tokens("app-2", ["crm.objects.contacts.read"])["access_token"]
    assert api.get("contacts", token=other).status == 200, "every app has a bucket of its own"
    searches = [search(api), *(api.post("contacts/search", {}, token=other) for _ in range(5))]
    assert [reply.status for reply in searches] == [200] * 5 + [429], "all apps share the search bucket of the account"
    assert searches[-1].json["policyName"] == "SECONDLY"
    assert not [name for name in searches[0].headers if "RateLimit" in name]
    switches.rate_limits, switches.calls_per_day = False, 1
    assert [api.get("contacts").json.get("policyName") for _ in range(2)] == [None, "DAILY"]


@pytest.mark.proves(
    "hubspot 17.4.1", "hubspot 17.4.2", "hubspot 17.4.3", "hubspot 17.4.4", "hubspot 17.4.5", "hubspot 17.4.6",
    "hubspot 17.4.7")
def test_search_lags_by_a_configurable_delay_and_keeps_its_caps_and_case_rules(api):
    switches = api.simulator.switches
    assert switches.search_lag_seconds > 0
    switches.search_lag_seconds = 5.0
    record_id = api.make("contacts", {"firstname": "Ann", "lifecyclestage": "customer"})
    totals = []
    for seconds in (0, 4.9, 0.1):
        api.clock.advance(seconds)
        totals.append(search(api).json["total"])
    assert totals == [0, 0, 1]
    api.patch(f"contacts/{record_id}", {"firstname": "Bea"})
    assert search(api).json["results"][0]["properties"]["firstname"] == "Ann", "updates lag too"
    api.clock.advance(5)

    def count(name, operator, **more):
        return search(api, filters=[{"propertyName": name, "operator": operator, **more}]).json["total"]

    assert [count("firstname", "EQ", value="BEA"), count("lifecyclestage", "EQ", value="CUSTOMER"),
            count("firstname", "IN", values=["Bea"]), count("firstname", "IN", values=["bea"])] == [1, 0, 0, 1]
    assert [search(api, limit=200).status, search(api, limit=201).status, search(api, limit=10, after="9990").status,
            search(api, limit=10, after="9991").status, search(api, query="x" * 3_000).status] == [200, 400, 200, 400, 400]
    api.call("DELETE", f"contacts/{record_id}")
    api.clock.advance(5)
    assert search(api).json["total"] == 0, "archived records are not found"


@pytest.mark.proves("hubspot 17.5.1", "hubspot 17.5.2", "hubspot 17.5.3")
def test_lists_by_id_with_after_archived_and_history_on_demand(api):
    ids = [api.make("contacts", {"lastname": str(n)}) for n in range(3)]
    page = api.get("contacts?limit=2").json
    assert [record["id"] for record in page["results"]] == ids[:2] and page["paging"]["next"]["after"] == ids[2]
    assert [record["id"] for record in api.get(f"contacts?after={ids[2]}").json["results"]] == ids[2:]
    api.call("DELETE", f"contacts/{ids[0]}")
    archived = api.get("contacts?archived=true").json["results"]
    assert [record["id"] for record in archived] == ids[:1] and archived[0]["archivedAt"]
    api.patch(f"contacts/{ids[1]}", {"lastname": "x"})
    assert "propertiesWithHistory" not in api.get(f"contacts/{ids[1]}").json
    history = api.get(f"contacts/{ids[1]}?propertiesWithHistory=lastname").json["propertiesWithHistory"]["lastname"]
    assert [(entry["value"], entry["sourceType"]) for entry in history] == [("x", "INTEGRATION"), ("1", "INTEGRATION")]


@pytest.mark.proves("hubspot 17.6.1", "hubspot 17.6.2", "hubspot 17.6.3", "hubspot 17.6.4", "hubspot 17.6.5")
def test_property_store_with_flags_unknown_names_clearing_and_strings_only(api):
    definitions = {entry["name"]: entry for entry in api.get("/crm/properties/2026-03/line_items").json["results"]}
    assert definitions["amount"]["calculated"] and definitions["amount"]["modificationMetadata"]["readOnlyValue"]
    refused = api.post("contacts", {"properties": {"testproperty": "1"}})
    assert refused.status == 400 and refused.json["errors"][0]["code"] == "PROPERTY_DOESNT_EXIST"
    assert refused.json["message"].startswith("Property values were not valid: [{")
    line = api.make("line_items", {"name": "x", "price": 10, "quantity": 2.5})
    shown = api.get(f"line_items/{line}?properties=price,quantity,amount,nonsense").json["properties"]
    assert "nonsense" not in shown and all(isinstance(value, str) for value in shown.values())
    assert (shown["price"], shown["quantity"], shown["amount"]) == ("10", "2.5", "25.00")
    api.patch(f"line_items/{line}", {"name": ""})
    assert read(api, "line_items", line, "name") == [None]


@pytest.mark.proves("hubspot 17.7.1", "hubspot 17.7.2", "hubspot 17.7.3", "hubspot 17.7.4")
def test_unique_properties_the_email_conflict_and_secondary_addresses(api):
    api.unique_property("deals", "qbo_id")
    deal = {"dealname": "x", "dealstage": "closedwon", "qbo_id": "7"}
    api.make("deals", deal)
    assert api.post("deals", {"properties": deal}).json["errors"][0]["code"] == "CONFLICTING_UNIQUE_VALUE"
    contact = api.make("contacts", {"email": "Ann@Acme.CO"})
    assert read(api, "contacts", contact, "email") == ["ann@acme.co"]
    conflict = api.post("contacts", {"properties": {"email": "ANN@acme.co"}})
    assert conflict.status == 409 and conflict.json["message"] == f"Contact already exists. Existing ID: {contact}"
    both = api.simulator.seed_contact({"email": "b@b.co", "hs_additional_emails": "old@b.co"})
    found = search(api, filters=[{"propertyName": "email", "operator": "EQ", "value": "old@b.co"}]).json["results"]
    assert [record["id"] for record in found] == [both] and found[0]["properties"]["email"] == "b@b.co"


@pytest.mark.proves("hubspot 17.8.1", "hubspot 17.8.2", "hubspot 17.8.3", "hubspot 17.8.4", "hubspot 17.8.5")
def test_batches_whole_without_trace_ids_and_207_with_missing_reads_new_flags_and_100_inputs(api):
    good, bad = {"properties": {"lastname": "x"}}, {"properties": {"nonsense": "1"}}
    assert api.post("contacts/batch/create", {"inputs": [good, bad]}).status == 400
    assert api.get("contacts").json["results"] == []
    traced = [{**entry, "objectWriteTraceId": f"t{n}"} for n, entry in enumerate((good, bad))]
    part = api.post("contacts/batch/create", {"inputs": traced})
    assert (part.status, part.json["numErrors"], part.json["errors"][0]["context"]["objectWriteTraceId"]) == (207, 1, ["t1"])
    missing = api.post("contacts/batch/read", {"inputs": [{"id": part.json["results"][0]["id"]}, {"id": "9"}]})
    assert missing.status == 207 and missing.json["errors"][0]["context"] == {"ids": ["9"]}
    api.unique_property("contacts", "qbo_id")
    upsert = {"inputs": [{"id": "1", "idProperty": "qbo_id", "properties": {}}]}
    assert [api.post("contacts/batch/upsert", upsert).json["results"][0]["new"] for _ in range(2)] == [True, False]
    assert api.post("contacts/batch/create", {"inputs": [good] * 100}).status == 201
    assert api.post("contacts/batch/create", {"inputs": [good] * 101}).status == 400


@pytest.mark.proves("hubspot 17.9.1", "hubspot 17.9.2")
@pytest.mark.parametrize("keeps_primary", [False, True])
def test_merge_gives_a_new_id_with_old_ids_redirecting_or_keeps_the_primary_one(api, keeps_primary):
    api.simulator.switches.merge_keeps_primary_id = keeps_primary
    first, second = api.make("contacts", {"email": "a@b.co"}), api.make("contacts", {"email": "c@d.co"})
    survivor = api.post("contacts/merge", {"primaryObjectId": first, "objectIdToMerge": second}).json["id"]
    assert (survivor == first) is keeps_primary and survivor != second
    assert {api.get(f"contacts/{old}").json["id"] for old in (first, second)} == {survivor}


@pytest.mark.proves("hubspot 17.10.1", "hubspot 17.10.2", "hubspot 17.10.3", "hubspot 17.10.4", "hubspot 17.10.6")
def test_associations_default_and_labelled_in_both_directions_with_one_primary_pages_and_limits(api):
    contact = api.make("contacts", {"lastname": "x"})
    first, second = (api.make("companies", {"name": name}) for name in "ab")
    default = api.call("PUT", f"contacts/{contact}/associations/default/companies/{first}").json["results"]
    assert [result["associationSpec"]["associationTypeId"] for result in default] == [279, 280]
    for company in (first, second):
        api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [spec(1)])
    held = {entry["toObjectId"]: {kind["typeId"] for kind in entry["associationTypes"]}
            for entry in api.get(f"contacts/{contact}/associations/companies").json["results"]}
    assert held == {first: {279}, second: {279, 1}}
    back = api.get(f"companies/{second}/associations/contacts").json["results"][0]["associationTypes"]
    assert {kind["typeId"] for kind in back} == {280, 2}
    assert api.get(f"companies/{first}/associations/contacts?limit=500").status == 200
    assert api.get(f"companies/{first}/associations/contacts?limit=501").status == 400
    base, pair = "/crm/associations/2026-03/contacts/companies/batch", {"from": {"id": contact}, "to": {"id": first}}
    for path, entry, most in (("create", {**pair, "types": [spec(279)]}, 2_000), ("read", {"id": contact}, 1_000),
                              ("archive", {"from": {"id": contact}, "to": [{"id": first}]}, 100)):
        assert api.post(f"{base}/{path}", {"inputs": [entry] * most}).status < 300
        assert api.post(f"{base}/{path}", {"inputs": [entry] * (most + 1)}).status == 400


@pytest.mark.proves("hubspot 17.11.1", "hubspot 17.11.2", "hubspot 17.11.3")
def test_line_items_have_a_single_parent_cascade_with_the_quote_and_round_the_extended_amount(api):
    line = api.make("line_items", {"quantity": "10", "price": "234.56", "hs_discount_percentage": "20"})
    assert read(api, "line_items", line, "hs_pre_discount_amount", "hs_total_discount", "amount") == ["2345.60", "469.12", "1876.48"]
    quote = api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31"}, (line, 67))
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon"})
    assert api.call("PUT", f"deals/{deal}/associations/default/line_items/{line}").status == 400
    api.call("DELETE", f"quotes/{quote}")
    assert api.get(f"line_items/{line}").status == 404


@pytest.mark.proves(
    "hubspot 17.12.1", "hubspot 17.12.2", "hubspot 17.12.3", "hubspot 17.12.4", "hubspot 17.12.5",
    "hubspot 17.12.6", "hubspot 17.12.7")
def test_invoices_status_machine_totals_tracking_only_switches_and_delete_rules(api):
    contact, line = api.make("contacts", {"lastname": "x"}), api.make("line_items", {"quantity": "2", "price": "100"})
    invoice = api.make("invoices", {"hs_currency": "USD"})
    for link, type_id, kind in ((None, 0, ""), (line, 409, "line_items"), (contact, 177, "contacts")):
        if link:
            assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"}).status == 400
            api.call("PUT", f"invoices/{invoice}/associations/{kind}/{link}", [spec(type_id)])
    for kind, value, type_id in (("discounts", "10", 411), ("fees", "10", 413), ("taxes", "20", 415)):
        other = api.make(kind, {"hs_label": "x", "hs_type": "PERCENT", "hs_value": value})
        api.call("PUT", f"invoices/{invoice}/associations/{kind}/{other}", [spec(type_id)])
    assert read(api, "invoices", invoice, "hs_amount_billed") == ["237.60"], "200 less 10 %, plus 10 % of that, plus 20 % of that"
    statuses = [api.patch(f"invoices/{invoice}", {"hs_invoice_status": status}).status for status in ("open", "draft", "paid", "voided")]
    assert statuses == [200, 400, 200, 400]
    assert api.call("DELETE", f"invoices/{invoice}").status == 400
    tracked = {"hs_currency": "USD", "hs_invoice_billable": "false", "hs_invoice_status": "paid", "hs_amount_billed": "9"}
    assert api.call("DELETE", f"invoices/{api.make('invoices', tracked)}").status == 204
    for switch in ("invoice_paid_writable", "invoice_amount_billed_writable"):
        setattr(api.simulator.switches, switch, False)
        assert api.post("invoices", {"properties": tracked}).status == 400
        setattr(api.simulator.switches, switch, True)


@pytest.mark.proves("hubspot 17.13.1", "hubspot 17.13.2")
def test_payments_not_set_up_and_payments_that_reduce_the_balance_to_paid(api):
    contact, line = api.make("contacts", {"lastname": "x"}), api.make("line_items", {"price": "100"})
    invoice = api.make("invoices", {"hs_currency": "USD"}, (contact, 177), (line, 409))
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    shown = []
    for amount in ("30", "70"):
        api.make("commerce_payments", {"hs_initial_amount": amount, "hs_initiated_date": "2026-11-22T00:00:00Z",
                                       "hs_latest_status": "succeeded"}, (invoice, 542))
        shown.append(read(api, "invoices", invoice, "hs_balance_due", "hs_invoice_status"))
    assert shown == [["70.00", "open"], ["0.00", "paid"]]
    api.simulator.switches.payments_set_up = False
    assert api.get("commerce_payments").status == 400


@pytest.mark.proves("hubspot 17.14.1", "hubspot 17.14.2", "hubspot 17.14.3")
def test_quotes_publish_preconditions_locking_and_the_cpq_flag(api):
    fields = {"hs_title": "x", "hs_expiration_date": "2026-12-31"}
    cpq, older = api.make("quotes", {**fields, "hs_template_type": "CPQ_QUOTE"}), api.make("quotes", fields)
    publish = {"hs_status": "APPROVAL_NOT_NEEDED"}
    assert [api.patch(f"quotes/{quote}", publish).status for quote in (cpq, older)] == [400, 200]
    for kind, type_id, record_id in (("line_items", 67, api.make("line_items", {"price": "5"})),
                                     ("contacts", 69, api.make("contacts", {"lastname": "x"})),
                                     ("deals", 64, api.make("deals", {"dealname": "x", "dealstage": "closedwon"}))):
        api.call("PUT", f"quotes/{cpq}/associations/{kind}/{record_id}", [spec(type_id)])
    assert api.patch(f"quotes/{cpq}", publish).status == 200
    assert read(api, "quotes", cpq, "hs_locked", "hs_quote_amount") == ["true", "5.00"]
    assert api.patch(f"quotes/{cpq}", {"hs_title": "y"}).status == 400
    assert api.patch(f"quotes/{cpq}", {"hs_status": "DRAFT", "hs_title": "y"}).status == 200
