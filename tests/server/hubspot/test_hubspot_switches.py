"""Every switch in each of its positions: what is open in the documentation can be had both ways."""

from __future__ import annotations

import pytest

from hubspot_app import CLIENT

CLIENT_ID, SECRET, REDIRECT = CLIENT
GROUP = {"groupName": "contactinformation", "label": "x", "type": "string", "fieldType": "text"}


def prop(api, kind, record_id, *names):
    shown = api.get(f"{kind}/{record_id}?properties={','.join(names)}").json["properties"]
    return shown[names[0]] if len(names) == 1 else [shown[name] for name in names]


@pytest.fixture
def switches(api):
    return api.simulator.switches


def test_product_properties_need_e_commerce(api, switches):
    poor = api.token_with("crm.objects.line_items.write", "crm.objects.products.write")
    path = "/crm/properties/2026-03/products/groups"
    refused = api.post(path, {"name": "one", "label": "x"}, token=poor)
    assert refused.status == 403 and refused.json["errors"][0]["context"] == {"requiredGranularScopes": ["e-commerce"]}
    switches.product_properties_need_e_commerce = False
    assert api.post(path, {"name": "one", "label": "x"}, token=poor).status == 201


@pytest.mark.parametrize("position, status", [("revived", 201), ("conflict", 409)])
def test_archived_property_name(api, switches, position, status):
    switches.archived_property_name = position
    path = "/crm/properties/2026-03/contacts"
    assert api.post(path, {**GROUP, "name": "shoe"}).status == 201
    assert api.call("DELETE", f"{path}/shoe").status == 204
    assert api.post(path, {**GROUP, "name": "shoe"}).status == status


@pytest.mark.parametrize("clears, status, left", [(False, 400, "Ann"), (True, 200, None)])
def test_null_clears(api, switches, clears, status, left):
    record_id = api.make("contacts", {"firstname": "Ann"})
    switches.null_clears = clears
    assert api.patch(f"contacts/{record_id}", {"firstname": None}).status == status
    assert prop(api, "contacts", record_id, "firstname") == left


def test_date_needs_midnight(api, switches):
    body = {"properties": {"hs_title": "x", "hs_expiration_date": "1798718400001"}}
    assert api.post("quotes", body).status == 400
    switches.date_needs_midnight = False
    assert prop(api, "quotes", api.post("quotes", body).json["id"], "hs_expiration_date") == "2026-12-31"


def test_history_page_max(api, switches):
    assert api.get("contacts?propertiesWithHistory=email&limit=51").status == 400
    switches.history_page_max = 100
    assert api.get("contacts?propertiesWithHistory=email&limit=51").status == 200


@pytest.mark.parametrize("lower, stored", [(True, "ann@acme.co"), (False, "Ann@Acme.co")])
def test_email_stored_lower_case(api, switches, lower, stored):
    switches.email_stored_lower_case = lower
    switches.search_lag_seconds = 0
    record_id = api.make("contacts", {"email": " Ann@Acme.co "})
    assert prop(api, "contacts", record_id, "email") == stored
    assert api.post("contacts", {"properties": {"email": "ANN@acme.co"}}).status == 409
    assert api.get("contacts/ann@acme.co?idProperty=email").json["id"] == record_id
    rule = {"propertyName": "email", "operator": "EQ", "value": "ANN@ACME.CO"}
    assert api.post("contacts/search", {"filters": [rule]}).json["total"] == 1


@pytest.mark.parametrize("conflicts, status", [(True, 409), (False, 201)])
def test_secondary_email_conflicts(api, switches, conflicts, status):
    switches.secondary_email_conflicts = conflicts
    api.simulator.seed_contact({"email": "a@b.co", "hs_additional_emails": "old@b.co"})
    assert api.post("contacts", {"properties": {"email": "old@b.co"}}).status == status


def test_contacts_join_companies_by_domain(api, switches):
    company = api.make("companies", {"domain": "acme.co"})
    lonely = api.make("contacts", {"email": "a@acme.co"})
    assert api.get(f"contacts/{lonely}/associations/companies").json["results"] == []
    switches.contacts_join_companies_by_domain = True
    joined, first_of_beta = api.make("contacts", {"email": "b@Acme.co"}), api.make("contacts", {"email": "c@beta.co"})
    linked = api.get(f"contacts/{joined}/associations/companies").json["results"]
    assert [entry["toObjectId"] for entry in linked] == [company]
    beta = api.get(f"contacts/{first_of_beta}/associations/companies").json["results"][0]["toObjectId"]
    assert prop(api, "companies", beta, "domain") == "beta.co"
    other = api.make("companies", {"name": "Chosen"})
    chosen = api.make("contacts", {"email": "d@acme.co"}, (other, 279))
    assert len(api.get(f"contacts/{chosen}/associations/companies").json["results"]) == 1


def test_batch_duplicates(api, switches):
    record_id = api.make("contacts", {"firstname": "Ann"})
    inputs = [{"id": record_id, "properties": {"firstname": name}} for name in ("Bea", "Cy")]
    assert api.post("contacts/batch/update", {"inputs": inputs}).status == 400
    switches.batch_duplicates = "last_wins"
    done = api.post("contacts/batch/update", {"inputs": inputs})
    assert done.status == 200 and len(done.json["results"]) == 1
    assert prop(api, "contacts", record_id, "firstname") == "Cy"


def test_batch_archive_passes_unknown(api, switches):
    record_id = api.make("contacts", {})
    switches.batch_archive_passes_unknown = False
    refused = api.post("contacts/batch/archive", {"inputs": [{"id": record_id}, {"id": "1"}]})
    assert refused.status == 404 and refused.json["context"] == {"ids": ["1"]}
    assert api.get(f"contacts/{record_id}").status == 200
    switches.batch_archive_passes_unknown = True
    assert api.post("contacts/batch/archive", {"inputs": [{"id": record_id}, {"id": "1"}]}).status == 204


@pytest.mark.parametrize("echoed", [True, False])
def test_trace_id_on_results(api, switches, echoed):
    switches.trace_id_on_results = echoed
    made = api.post("contacts/batch/create", {"inputs": [{"properties": {}, "objectWriteTraceId": "t"}]}).json
    assert ("objectWriteTraceId" in made["results"][0]) is echoed


def test_batch_inputs_failing(api, switches):
    switches.batch_inputs_failing = 2
    inputs = [{"properties": {"lastname": str(n)}, "objectWriteTraceId": f"t{n}"} for n in range(3)]
    part = api.post("contacts/batch/create", {"inputs": inputs})
    assert part.status == 207 and part.json["numErrors"] == 2
    assert [error["context"]["objectWriteTraceId"] for error in part.json["errors"]] == [["t0"], ["t1"]]
    assert len(api.get("contacts").json["results"]) == 1
    switches.batch_inputs_failing = 0
    assert api.post("contacts/batch/create", {"inputs": inputs}).status == 201


def test_write_lock_seconds(api, switches):
    record_id = api.make("contacts", {})
    now = [100.0]
    api.simulator.crm._locks._now = lambda: now[0]
    assert [api.patch(f"contacts/{record_id}", {"firstname": str(n)}).status for n in range(2)] == [200, 200]
    switches.write_lock_seconds = 2.0
    assert [api.patch(f"contacts/{record_id}", {"firstname": name}).status for name in "ab"] == [200, 423]
    assert prop(api, "contacts", record_id, "firstname") == "a"
    now[0] += 2.1
    assert api.patch(f"contacts/{record_id}", {"firstname": "b"}).status == 200


def test_search_filter_groups_max(api, switches):
    body = {"filterGroups": [{"filters": [{"propertyName": "email", "operator": "HAS_PROPERTY"}]}] * 6}
    assert api.post("contacts/search", body).status == 400
    switches.search_filter_groups_max = 6
    assert api.post("contacts/search", body).status == 200


def test_search_takes_iso_dates(api, switches):
    def search(**more):
        return api.post("contacts/search", {"filters": [{"propertyName": "createdate", **more}]}).status

    assert search(operator="GT", value="2026-11-22T00:00:00Z") == 200
    switches.search_takes_iso_dates = False
    assert search(operator="GT", value="2026-11-22T00:00:00Z") == 400
    assert search(operator="BETWEEN", value="1", highValue="2026-11-22") == 400
    assert search(operator="GT", value="1795383600000") == 200


def test_search_takes_text_sorts(api, switches):
    assert api.post("contacts/search", {"sorts": ["-createdate"]}).status == 200
    switches.search_takes_text_sorts = False
    assert api.post("contacts/search", {"sorts": ["-createdate"]}).status == 400
    assert api.post("contacts/search", {"sorts": [{"propertyName": "createdate", "direction": "DESCENDING"}]}).status == 200


def test_search_lag_jitter_seconds(api, switches):
    switches.search_lag_seconds, switches.search_lag_jitter_seconds = 5.0, 5.0
    for number in range(40):
        api.make("contacts", {"lastname": str(number)})
    totals = []
    for _ in range(12):
        totals.append(api.post("contacts/search", {}).json["total"])
        api.clock.advance(1)
    assert totals[:5] == [0] * 5 and totals[10] == 40
    assert len({total for total in totals[5:10]} - {0, 40}) > 1, "the lag must differ from write to write"


@pytest.mark.parametrize("parameter, granted", [("both", ["a", "b"]), ("optional_scope", ["a"]), ("optional_scopes", ["b"])])
def test_optional_scope_parameter(api, switches, parameter, granted):
    scopes = {"a": "crm.objects.deals.read", "b": "crm.objects.quotes.read"}
    switches.optional_scope_parameter = parameter
    form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": "oauth", "decision": "connect",
            "optional_scope": scopes["a"], "optional_scopes": scopes["b"]}
    code = api.call("POST", "/oauth/authorize", data=form).headers["Location"].partition("code=")[2]
    tokens = api.call("POST", "/oauth/v3/token", data={"grant_type": "authorization_code", "code": code, "client_id": CLIENT_ID,
                                                       "client_secret": SECRET, "redirect_uri": REDIRECT}).json
    assert tokens["scopes"] == ["oauth", *(scopes[name] for name in granted)]


def test_denial_redirects(api, switches):
    form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": "oauth", "decision": "cancel"}
    assert api.call("POST", "/oauth/authorize", data=form).status == 302
    switches.denial_redirects = False
    page = api.call("POST", "/oauth/authorize", data=form)
    assert page.status == 200 and "not given access" in page.text


@pytest.mark.parametrize("checked, status", [(True, 400), (False, 200)])
def test_pkce_checked(api, switches, checked, status):
    switches.pkce_checked = checked
    form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": "oauth", "decision": "connect", "code_challenge": "x" * 43,
            "code_challenge_method": "S256"}
    code = api.call("POST", "/oauth/authorize", data=form).headers["Location"].partition("code=")[2]
    redeemed = api.call("POST", "/oauth/v3/token", data={
        "grant_type": "authorization_code", "code": code, "client_id": CLIENT_ID, "client_secret": SECRET,
        "redirect_uri": REDIRECT, "code_verifier": "y" * 43})
    assert redeemed.status == status


@pytest.mark.parametrize("ends, status", [(False, 200), (True, 401)])
def test_revoke_status_and_revoke_ends_access_tokens(api, switches, ends, status):
    spare, tokens = (api.simulator.issue_tokens(CLIENT_ID, ["oauth", "crm.objects.contacts.read"]) for _ in range(2))
    form = {"client_id": CLIENT_ID, "client_secret": SECRET, "token": spare["refresh_token"]}
    assert api.call("POST", "/oauth/2026-03/token/revoke", data=form).status == 204
    switches.revoke_ends_access_tokens, switches.revoke_status = ends, 200
    form["token"] = tokens["refresh_token"]
    assert api.call("POST", "/oauth/2026-03/token/revoke", data=form).status == 200
    assert api.get("contacts", token=tokens["access_token"]).status == status


def test_calls_per_day(api, switches):
    assert api.get("/account-info/v3/api-usage/daily/private-apps").json == {"results": []}
    switches.calls_per_day = 3
    first = api.get("contacts")
    assert (first.headers["X-HubSpot-RateLimit-Daily"], first.headers["X-HubSpot-RateLimit-Daily-Remaining"]) == ("3", "2")
    assert api.post("contacts/search", {}).status == 200
    usage = api.get("/account-info/v3/api-usage/daily/private-apps").json["results"][0]
    assert (usage["currentUsage"], usage["usageLimit"], usage["resetsAt"]) == (3, 3, "2026-11-23T05:00:00.000Z")
    refused = api.get("contacts")
    assert refused.status == 429 and refused.json["policyName"] == "DAILY"
    assert refused.json["message"] == "You have reached your daily limit."
    api.clock.advance(7 * 3600 + 19 * 60)
    api.token = api.token_with("crm.objects.contacts.read")
    assert api.get("contacts").status == 429, "a minute before midnight in the account's time zone"
    api.clock.advance(60)
    assert api.get("contacts").status == 200


def test_retry_after_on_429_and_category_on_429(api, switches):
    switches.rate_limits, switches.calls_per_ten_seconds, switches.searches_per_second = True, 1, 0
    now = [100.0]
    api.simulator._limits._now = lambda: now[0]
    assert api.get("contacts").status == 200
    plain = api.get("contacts")
    assert "Retry-After" not in plain.headers and "category" not in plain.json
    switches.retry_after_on_429 = switches.category_on_429 = True
    now[0] += 3.5
    full = api.get("contacts")
    assert full.headers["Retry-After"] == "7" and full.json["category"] == "RATE_LIMITS"
    assert api.post("contacts/search", {}).headers["Retry-After"] == "1"


def test_cors_headers(api, switches):
    assert "Access-Control-Allow-Origin" not in api.get("contacts").headers
    switches.cors_headers = True
    assert api.get("contacts").headers["Access-Control-Allow-Origin"] == "*"
    assert api.get("nonsense").headers["Access-Control-Allow-Origin"] == "*"


def test_the_day_of_the_daily_limit_is_the_accounts_own(api):
    account = api.simulator.account
    two_in_the_morning_utc = 1795399200000
    assert account.next_midnight(two_in_the_morning_utc) == 1795410000000, "05:00 UTC of the same day, five hours behind"
    assert account.next_midnight(1795410000000) == 1795410000000 + 86_400_000
