"""Property definitions and groups."""

import pytest

BASE = "/crm/properties/2026-03"


def definition(name, **more):
    return {"groupName": "contactinformation", "name": name, "label": name.title(), "type": "string",
            "fieldType": "text", **more}


def test_definitions_tell_what_cannot_be_written(api):
    listed = {entry["name"]: entry for entry in api.get(f"{BASE}/line_items").json["results"]}
    assert listed["amount"]["calculated"] and listed["amount"]["modificationMetadata"]["readOnlyValue"]
    assert not listed["price"]["modificationMetadata"]["readOnlyValue"]
    assert listed["hs_object_id"]["hubspotDefined"] and not listed["hs_object_id"]["modificationMetadata"]["archivable"]


@pytest.mark.proves("hubspot 17.6.1")
def test_every_property_shown_as_read_only_is_refused_and_no_other(api):
    for kind, needed in (("contacts", {}), ("companies", {"name": "x"}), ("products", {"name": "x"}),
                         ("line_items", {}), ("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false"})):
        record_id = api.make(kind, needed)
        for entry in api.get(f"{BASE}/{kind}").json["results"]:
            if entry["externalOptions"] or entry["name"] in ("hs_invoice_status", "hs_invoice_billable"):
                continue
            value = {"number": "5", "datetime": "2026-10-05T00:00:00Z", "date": "2026-10-05", "bool": "true",
                     "enumeration": entry["options"][0]["value"] if entry["options"] else "x"}.get(entry["type"], "a@b.co")
            value = {"hs_product_id": api.make("products", {"name": "y"}), "hs_recurring_billing_period": "P7D",
                     "hs_tax_rate_group_id": api.simulator.account.tax_rates[0].rate_id}.get(entry["name"], value)
            status = api.patch(f"{kind}/{record_id}", {entry["name"]: value}).status
            assert status == (400 if entry["modificationMetadata"]["readOnlyValue"] else 200), (kind, entry["name"])


def test_a_custom_property_can_be_created_written_and_archived(api):
    created = api.post(f"{BASE}/contacts", definition("shoe_size", type="number", fieldType="number"))
    assert created.status == 201 and created.json["createdAt"] and not created.json["hubspotDefined"]
    record_id = api.make("contacts", {"shoe_size": "43"})
    assert api.get(f"{BASE}/contacts/shoe_size").json["type"] == "number"
    assert api.call("DELETE", f"{BASE}/contacts/shoe_size").status == 204
    assert api.get(f"{BASE}/contacts/shoe_size").status == 404
    assert api.get(f"{BASE}/contacts/shoe_size?archived=true").json["archived"] is True
    assert api.patch(f"contacts/{record_id}", {"shoe_size": "44"}).status == 400


def test_an_existing_name_is_409(api):
    assert api.post(f"{BASE}/contacts", definition("shoe_size")).status == 201
    assert api.post(f"{BASE}/contacts", definition("shoe_size")).status == 409
    assert api.post(f"{BASE}/contacts", definition("email")).status == 409


@pytest.mark.parametrize("more", [{"fieldType": "number"}, {"type": "money"}, {"groupName": "nowhere"},
                                  {"name": "Upper"}, {"name": "hs_mine"}, {"label": None}])
def test_a_wrong_definition_is_400(api, more):
    assert api.post(f"{BASE}/contacts", {**definition("shoe_size"), **more}).status == 400


def test_enumerations_check_their_options_and_append(api):
    options = [{"label": value.upper(), "value": value, "hidden": False, "displayOrder": 0} for value in ("a", "b", "c")]
    body = definition("letters", type="enumeration", fieldType="checkbox", options=options)
    assert api.post(f"{BASE}/contacts", body).status == 201
    record_id = api.make("contacts", {"letters": "a;b"})
    assert api.patch(f"contacts/{record_id}", {"letters": ";c"}).json["properties"]["letters"] == "a;b;c"
    assert api.patch(f"contacts/{record_id}", {"letters": "a;z"}).json["errors"][0]["code"] == "INVALID_OPTION"


@pytest.mark.parametrize("kind, status", [("contacts", 201), ("companies", 201), ("deals", 201), ("tickets", 201),
                                          ("invoices", 201), ("products", 400), ("line_items", 400)])
def test_unique_values_only_where_the_switch_allows(api, kind, status):
    api.post(f"{BASE}/{kind}/groups", {"name": "qbo", "label": "QuickBooks"})
    body = {**definition("qbo_id"), "groupName": "qbo", "hasUniqueValue": True}
    assert api.post(f"{BASE}/{kind}", body).status == status
    api.simulator.switches.unique_property_types = {"products"}
    assert api.post(f"{BASE}/{kind}", {**body, "name": "qbo_other_id"}).status == (201 if kind == "products" else 400)


def test_at_most_ten_unique_properties_and_no_later_change(api):
    for number in range(10):
        assert api.post(f"{BASE}/contacts", definition(f"key_{number}", hasUniqueValue=True)).status == 201
    assert api.post(f"{BASE}/contacts", definition("key_10", hasUniqueValue=True)).status == 400
    assert api.call("PATCH", f"{BASE}/contacts/key_1", {"hasUniqueValue": False}).status == 400
    assert api.call("PATCH", f"{BASE}/contacts/key_1", {"label": "New"}).json["label"] == "New"


def test_groups(api):
    path = f"{BASE}/invoices/groups"
    assert api.post(path, {"name": "qbo", "label": "QuickBooks", "displayOrder": 3}).json["displayOrder"] == 3
    assert api.post(path, {"name": "qbo", "label": "QuickBooks"}).status == 409
    assert "qbo" in [group["name"] for group in api.get(path).json["results"]]
    assert api.call("PATCH", f"{path}/qbo", {"label": "Books"}).json["label"] == "Books"
    assert api.call("DELETE", f"{path}/qbo").status == 204
    assert api.get(f"{path}/qbo").status == 404


def test_batch_create_reports_each_failure(api):
    whole = api.post(f"{BASE}/contacts/batch/create", {"inputs": [definition("one"), definition("two")]})
    assert whole.status == 201
    part = api.post(f"{BASE}/contacts/batch/create", {"inputs": [definition("two"), definition("three")]})
    assert part.status == 207 and [entry["name"] for entry in part.json["results"]] == ["three"]
    read = api.post(f"{BASE}/contacts/batch/read", {"inputs": [{"name": "one"}, {"name": "nine"}], "archived": False})
    assert read.status == 207 and [entry["name"] for entry in read.json["results"]] == ["one"]


def test_invoice_amount_shows_as_writable_only_with_its_switch(api):
    path = f"{BASE}/invoices/hs_amount_billed"
    assert api.get(path).json["modificationMetadata"]["readOnlyValue"] is False
    api.simulator.switches.invoice_amount_billed_writable = False
    shown = api.get(path).json
    assert shown["modificationMetadata"]["readOnlyValue"] is True and shown["calculated"] is True


def test_pipelines_owners_and_account(api):
    pipeline = api.get("/crm/pipelines/2026-03/deals").json["results"][0]
    won = next(stage for stage in pipeline["stages"] if stage["id"] == "closedwon")
    assert pipeline["id"] == "default" and won["metadata"] == {"isClosed": "true", "probability": "1.0"}
    owners = api.get("/crm/v3/owners").json["results"]
    assert api.get(f"/crm/owners/2026-03/{owners[0]['userId']}?idProperty=userId").json["id"] == owners[0]["id"]
    assert [owner["id"] for owner in api.get(f"/crm/owners/2026-03?email={owners[1]['email']}").json["results"]] == [owners[1]["id"]]
    account = api.get("/account-info/2026-03/details").json
    assert account["portalId"] == 4711001 and account["companyCurrency"] == "USD" and account["timeZone"] == "US/Eastern"


def test_display_hints_and_the_currency_of_a_money_property_are_kept(api):
    money = definition("qbo_total", type="number", fieldType="number", showCurrencySymbol=True, numberDisplayHint="currency",
                       currencyPropertyName="deal_currency_code")
    assert api.post(f"{BASE}/deals", {**money, "groupName": "dealinformation"}).status == 201
    api.call("PATCH", f"{BASE}/deals/qbo_total", {"numberDisplayHint": "formatted"})
    shown = api.get(f"{BASE}/deals/qbo_total").json
    assert (shown["showCurrencySymbol"], shown["numberDisplayHint"], shown["currencyPropertyName"]) == (
        True, "formatted", "deal_currency_code")
