"""Settings of the account: association labels, pipelines, owners, currencies, tax rates, validation rules."""

from __future__ import annotations

import pytest

LABELS = "/crm/associations/2026-03/contacts/companies/labels"
PIPELINES = "/crm/pipelines/2026-03/deals"


def spec(type_id, category="HUBSPOT_DEFINED"):
    return {"associationCategory": category, "associationTypeId": type_id}


def stage(label, probability, order=0, **more):
    return {"label": label, "displayOrder": order, "metadata": {"probability": probability}, **more}


def labels_of(api, contact):
    linked = api.get(f"contacts/{contact}/associations/companies").json["results"]
    return [kind["label"] for entry in linked for kind in entry["associationTypes"]]


def test_a_custom_label_has_a_side_for_each_direction(api):
    made = api.post(LABELS, {"name": "accountant_of", "label": "Accountant", "inverseLabel": "Keeps books for"})
    assert made.status == 200
    there, back = made.json["results"]
    assert (there["category"], there["label"], back["label"]) == ("USER_DEFINED", "Accountant", "Keeps books for")
    contact, company = api.make("contacts", {"email": "a@b.co"}), api.make("companies", {"name": "Acme"})
    put = api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [spec(there["typeId"], "USER_DEFINED")])
    assert put.status == 201 and put.json["labels"] == ["Accountant"]
    assert sorted(filter(None, labels_of(api, contact))) == ["Accountant"]
    other_side = api.get(f"companies/{company}/associations/contacts").json["results"][0]["associationTypes"]
    assert {(kind["category"], kind["label"]) for kind in other_side} == {
        ("HUBSPOT_DEFINED", None), ("USER_DEFINED", "Keeps books for")}
    assert {kind["typeId"] for kind in api.get(LABELS).json["results"]} == {279, 1, 931, there["typeId"]}


def test_a_custom_label_is_renamed_and_deleted_and_leaves_the_rest_of_the_link(api):
    type_id = api.post(LABELS, {"name": "buyer", "label": "Buyer"}).json["results"][0]["typeId"]
    contact, company = api.make("contacts", {"email": "a@b.co"}), api.make("companies", {"name": "Acme"})
    api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [spec(type_id, "USER_DEFINED")])
    assert api.call("PUT", LABELS, {"associationTypeId": type_id, "label": "Purchaser"}).status == 204
    assert labels_of(api, contact) == [None, "Purchaser"]
    assert api.call("DELETE", f"{LABELS}/{type_id}").status == 204
    assert labels_of(api, contact) == [None]
    assert api.call("DELETE", f"{LABELS}/{type_id}").status == 404


@pytest.mark.parametrize("body, status", [
    ({"name": "Upper", "label": "x"}, 400), ({"name": "x"}, 400), ({"label": "x"}, 400), ({"name": "x", "label": ""}, 400),
    ({"name": "x", "label": "y" * 51}, 400), ({"name": "taken", "label": "x"}, 409)])
def test_wrong_labels_are_refused(api, body, status):
    api.post(LABELS, {"name": "taken", "label": "Taken"})
    assert api.post(LABELS, body).status == status


def test_labels_of_hubspot_itself_and_of_pairs_that_cannot_be_linked_are_refused(api):
    assert api.call("DELETE", f"{LABELS}/1").status == 400
    assert api.call("PUT", LABELS, {"associationTypeId": 279, "label": "x"}).status == 400
    assert api.post("/crm/v4/associations/products/contacts/labels", {"name": "x", "label": "x"}).status == 400


def test_a_pair_has_at_most_fifty_labels(api):
    for number in range(50):
        assert api.post(LABELS, {"name": f"label_{number}", "label": str(number)}).status == 200
    assert api.post(LABELS, {"name": "one_more", "label": "x"}).status == 400


def test_a_pipeline_is_made_used_changed_and_deleted(api):
    made = api.post(PIPELINES, {"label": "Renewals", "displayOrder": 1, "stages": [stage("Asked", "0.5"), stage("Won", "1.0", 1)]})
    assert made.status == 201
    pipeline = made.json
    asked, won = (entry["id"] for entry in pipeline["stages"])
    assert pipeline["stages"][1]["metadata"] == {"probability": "1.0", "isClosed": "true"}
    deal = api.make("deals", {"dealname": "x", "pipeline": pipeline["id"], "dealstage": won})
    read = api.get(f"deals/{deal}?properties=hs_is_closed_won,pipeline").json["properties"]
    assert (read["hs_is_closed_won"], read["pipeline"]) == ("true", pipeline["id"])
    assert api.patch(f"deals/{deal}", {"dealstage": "closedwon"}).status == 400
    path = f"{PIPELINES}/{pipeline['id']}"
    assert api.call("PATCH", path, {"label": "Yearly"}).json["label"] == "Yearly"
    later = api.post(f"{path}/stages", stage("Later", "0.1", 2))
    assert later.status == 201 and later.json["metadata"]["isClosed"] == "false"
    changed = api.call("PATCH", f"{path}/stages/{asked}", {"label": "Sent", "metadata": {"probability": "0.7"}}).json
    assert changed["label"] == "Sent" and changed["metadata"]["probability"] == "0.7"
    assert api.get(f"{path}/stages/{asked}").json == changed
    assert [entry["action"] for entry in api.get(f"{path}/stages/{asked}/audit").json["results"]] == ["UPDATE"]
    assert [entry["action"] for entry in api.get(f"{path}/audit").json["results"]] == ["UPDATE", "CREATE"]
    assert api.call("DELETE", f"{path}/stages/{later.json['id']}").status == 204
    assert api.call("DELETE", path).status == 204
    assert api.get(path).status == 404


def test_deletes_check_references_by_default_only_from_2026_09(api):
    deal = api.make("deals", {"dealname": "x", "dealstage": "contractsent"})
    newer = "/crm/pipelines/2026-09/deals/default"
    refused = api.call("DELETE", f"{newer}/stages/contractsent")
    assert refused.status == 400 and refused.json["subCategory"] == "PipelineError.STAGE_ID_IN_USE"
    assert api.call("DELETE", newer).status == 400
    asked = "?validateDealStageUsagesBeforeDelete=true"
    assert api.call("DELETE", f"{PIPELINES}/default/stages/contractsent{asked}").status == 400
    assert api.call("DELETE", f"{PIPELINES}/default/stages/contractsent").status == 204
    assert api.get(f"deals/{deal}").status == 200


@pytest.mark.parametrize("body, status", [
    ({"label": "x", "displayOrder": 0, "stages": []}, 400), ({"label": "x", "displayOrder": 0}, 400),
    ({"label": "x", "displayOrder": 0, "stages": [stage("a", "2")]}, 400),
    ({"label": "x", "displayOrder": 0, "stages": [stage("a", "high")]}, 400),
    ({"label": "x", "displayOrder": 0, "stages": [stage("a", "0.1"), stage("a", "0.2")]}, 400),
    ({"label": "Sales Pipeline", "displayOrder": 0, "stages": [stage("a", "0.1")]}, 409)])
def test_wrong_pipelines_are_refused(api, body, status):
    assert api.post(PIPELINES, body).status == status
    assert api.post("/crm/pipelines/2026-03/contacts", {**body, "label": "y"}).status == 400


def test_owners_page_and_those_who_left_are_apart(api):
    first = api.get("/crm/owners/2026-03?limit=2").json
    assert len(first["results"]) == 2
    rest = api.get(f"/crm/owners/2026-03?limit=2&after={first['paging']['next']['after']}").json
    assert len(rest["results"]) == 1 and "paging" not in rest
    left = api.get("/crm/v3/owners?archived=true").json["results"]
    assert [owner["archived"] for owner in left] == [True] and "userId" not in left[0]
    assert api.get(f"/crm/v3/owners/{left[0]['id']}").status == 404
    assert api.get(f"/crm/v3/owners/{left[0]['id']}?archived=true").status == 200
    refused = api.post("contacts", {"properties": {"hubspot_owner_id": left[0]["id"]}})
    assert refused.json["errors"][0]["code"] == "INVALID_OPTION"


@pytest.mark.parametrize("base", ["/settings/v3/currencies", "/settings/currencies/2026-03"])
def test_currencies_and_their_rates(api, base):
    assert api.get(f"{base}/company-currency").json["currencyCode"] == "USD"
    assert "JPY" in [entry["code"] for entry in api.get(f"{base}/codes").json["results"]]
    current = {rate["fromCurrencyCode"]: rate for rate in api.get(f"{base}/exchange-rates/current").json["results"]}
    assert set(current) == {"EUR", "GBP", "CAD"} and current["EUR"]["toCurrencyCode"] == "USD"
    assert api.get(f"{base}/exchange-rates/{current['EUR']['id']}").json == current["EUR"]
    assert len(api.get(f"{base}/exchange-rates?limit=1").json["results"]) == 1
    assert [rate["fromCurrencyCode"] for rate in api.get(f"{base}/exchange-rates?fromCurrencyCode=GBP").json["results"]] == ["GBP"]


def test_a_new_rate_adds_its_currency_and_counts_from_its_day_on(api):
    body = {"fromCurrencyCode": "BRL", "conversionRate": 0.2}
    assert api.post("deals", {"properties": {"dealname": "x", "dealstage": "closedwon", "deal_currency_code": "BRL"}}).status == 400
    assert api.post("/settings/currencies/2026-03/exchange-rates", body).status == 201
    assert "BRL" in api.get("/account-info/2026-03/details").json["additionalCurrencies"]
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon", "deal_currency_code": "BRL", "amount": "50"})
    home = f"deals/{deal}?properties=amount_in_home_currency"
    assert api.get(home).json["properties"]["amount_in_home_currency"] == "10.00"
    api.post("/settings/currencies/2026-03/exchange-rates", {**body, "conversionRate": "0.3", "effectiveAt": "2026-11-24T00:00:00Z"})
    rates = api.get("/settings/currencies/2026-03/exchange-rates/current").json["results"]
    assert [rate["conversionRate"] for rate in rates if rate["fromCurrencyCode"] == "BRL"] == [0.2]
    api.clock.advance(3 * 86_400)
    api.patch(f"deals/{deal}", {"amount": "60"}, token=api.token_with("crm.objects.deals.write"))
    api.token = api.token_with("crm.objects.deals.read")
    assert api.get(home).json["properties"]["amount_in_home_currency"] == "18.00"


@pytest.mark.parametrize("body", [{"fromCurrencyCode": "XXX", "conversionRate": 1}, {"fromCurrencyCode": "EUR"},
                                  {"fromCurrencyCode": "EUR", "conversionRate": 0}, {"fromCurrencyCode": "USD", "conversionRate": 1},
                                  {"fromCurrencyCode": "EUR", "conversionRate": 1, "effectiveAt": "soon"}])
def test_wrong_rates_are_400(api, body):
    assert api.post("/settings/currencies/2026-03/exchange-rates", body).status == 400


def test_tax_rates_can_only_be_read(api):
    rates = api.get("/tax-rates/v1/tax-rates").json["results"]
    assert rates[0]["percentageRate"] == 8.25 and rates[0]["label"] == "Sales tax (8.25%)"
    assert [rate["active"] for rate in api.get("/tax-rates/2026-03/tax-rates?active=false").json["results"]] == [False]
    assert api.get(f"/tax-rates/2026-03/tax-rates/{rates[1]['id']}").json == rates[1]
    page = api.get("/tax-rates/2026-03/tax-rates?limit=3").json
    assert page["paging"]["next"]["after"] == rates[3]["id"]
    assert api.post("/tax-rates/2026-03/tax-rates", {"name": "x"}).status == 404


@pytest.mark.parametrize("path, scope", [("/settings/currencies/2026-03/codes", "settings.currencies.read"),
                                         ("/tax-rates/2026-03/tax-rates", "tax_rates.read")])
def test_settings_need_their_scopes(api, path, scope):
    refused = api.get(path, token=api.token_with("oauth"))
    assert refused.status == 403 and refused.json["errors"][0]["context"] == {"requiredGranularScopes": [scope]}
    assert api.get(path, token=api.token_with(scope)).status == 200


def test_validation_rules_can_be_read(api):
    api.simulator.crm.validation.replace("contacts", [], [], {"zip": 5})
    rules = [{"ruleType": "MAX_LENGTH", "ruleArguments": ["5"], "shouldApplyNormalization": False}]
    assert api.get("/crm/property-validations/2026-03/0-1").json["results"] == [
        {"propertyName": "zip", "propertyValidationRules": rules}]
    assert api.get("/crm/v3/property-validations/0-1/zip").json["results"] == rules
    assert api.get("/crm/v3/property-validations/0-1/city").json["results"] == []
    assert api.get("/crm/v3/property-validations/0-1/nonsense").status == 404
