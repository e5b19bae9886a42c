"""Single records, lists and errors."""

import json
import re

import pytest


@pytest.mark.proves("hubspot 17.1.1")
@pytest.mark.parametrize("path", ["/crm/v3/objects/contacts", "/crm/objects/2026-03/contacts",
                                  "/crm/objects/2026-09/0-1", "/crm/v3/objects/contact"])
def test_both_path_families_and_all_names_reach_the_same_records(api, path):
    record_id = api.make("contacts", {"email": "jo@brightwater.co"})
    assert [record["id"] for record in api.get(path).json["results"]] == [record_id]


@pytest.mark.parametrize("path", ["/crm/objects/2024-03/contacts", "/crm/v9/objects/contacts", "/nowhere", "/"])
def test_an_unknown_path_is_404(api, path):
    reply = api.get(path)
    assert reply.status == 404 and reply.json["correlationId"]


def test_a_created_record_answers_with_what_was_set_and_the_system_properties(api):
    reply = api.post("contacts", {"properties": {"email": "  Jo@Brightwater.CO ", "firstname": "Jo"}})
    assert reply.status == 201
    record = reply.json
    assert record["properties"]["email"] == "jo@brightwater.co"
    assert record["properties"]["hs_object_id"] == record["id"]
    assert record["createdAt"] == record["updatedAt"] == "2026-11-22T21:40:00.000Z"
    assert record["archived"] is False and "archivedAt" not in record
    assert record["url"].endswith(f"/record/0-1/{record['id']}")


def test_default_properties_are_null_when_empty_and_unknown_requested_ones_are_left_out(api):
    record_id = api.make("contacts", {"email": "jo@brightwater.co"})
    assert set(api.get(f"contacts/{record_id}").json["properties"]) == {
        "firstname", "lastname", "email", "lastmodifieddate", "hs_object_id", "createdate"}
    asked = api.get(f"contacts/{record_id}?properties=phone,nonsense").json["properties"]
    assert asked["phone"] is None and "nonsense" not in asked


def test_an_unknown_property_in_a_write_is_the_documented_400(api):
    reply = api.post("contacts", {"properties": {"testproperty": "x"}})
    assert reply.status == 400
    body = reply.json
    assert body["category"] == "VALIDATION_ERROR" and body["status"] == "error"
    assert body["errors"] == [{"message": 'Property "testproperty" does not exist', "code": "PROPERTY_DOESNT_EXIST",
                               "context": {"propertyName": ["testproperty"]}}]
    inner = json.loads(body["message"].removeprefix("Property values were not valid: "))
    assert inner[0]["error"] == "PROPERTY_DOESNT_EXIST" and inner[0]["isValid"] is False


@pytest.mark.parametrize("properties, code", [
    ({"hs_object_id": "1"}, "READ_ONLY_VALUE"), ({"email": "not an address"}, "INVALID_EMAIL"),
    ({"lifecyclestage": "Customer"}, "INVALID_OPTION"), ({"associatedcompanyid": "twelve"}, "INVALID_INTEGER"),
    ({"closedate": "soon"}, "INVALID_DATE"), ({"firstname": None}, "INVALID_VALUE"),
    ({"firstname": "x" * 65_537}, "INVALID_LENGTH"), ({"hubspot_owner_id": "1"}, "INVALID_OPTION")])
def test_a_refused_value_names_its_property_and_changes_nothing(api, properties, code):
    record_id = api.make("contacts", {"lastname": "Hale"})
    reply = api.patch(f"contacts/{record_id}", {"lastname": "Changed", **properties})
    assert reply.status == 400
    assert reply.json["errors"][0]["code"] == code
    assert api.get(f"contacts/{record_id}").json["properties"]["lastname"] == "Hale"


def test_values_come_back_normalised(api):
    record_id = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": False,
                                      "hs_invoice_date": "1791158400000", "hs_amount_billed": 49.9})
    read = api.get(f"invoices/{record_id}?properties=hs_invoice_date,hs_amount_billed,hs_invoice_billable").json
    assert read["properties"]["hs_invoice_date"] == "2026-10-05T00:00:00.000Z"
    assert read["properties"]["hs_amount_billed"] == "49.90"
    assert read["properties"]["hs_invoice_billable"] == "false"


def test_an_empty_text_clears(api):
    record_id = api.make("contacts", {"firstname": "Jo"})
    assert api.patch(f"contacts/{record_id}", {"firstname": ""}).status == 200
    assert api.get(f"contacts/{record_id}").json["properties"]["firstname"] is None


@pytest.mark.parametrize("name", ["請注意", "こんにちは", "Zażółć gęślą jaźń", "مرحبا", "😀", "<img onerror=x>",
                                  "'; DROP TABLE", "a\u0000b\u001f", "x" * 10_000])
def test_any_text_survives(api, name):
    record_id = api.make("contacts", {"lastname": name})
    assert api.get(f"contacts/{record_id}").json["properties"]["lastname"] == name


def test_a_lone_surrogate_does_not_break_the_answer(api):
    reply = api.call("POST", "contacts", data=b'{"properties":{"lastname":"a\\ud800b"}}',
                     headers={"Content-Type": "application/json"})
    assert reply.status == 201 and reply.json["properties"]["lastname"] == "a?b"


def test_only_a_real_change_moves_the_modified_time(api, clock):
    record_id = api.make("companies", {"name": "Acme"})
    clock.advance(60)
    assert api.patch(f"companies/{record_id}", {"name": "Acme"}).json["updatedAt"] == "2026-11-22T21:40:00.000Z"
    changed = api.patch(f"companies/{record_id}", {"name": "Acme Ltd"}).json
    assert changed["properties"]["hs_lastmodifieddate"] == changed["updatedAt"] == "2026-11-22T21:41:00.000Z"
    assert changed["createdAt"] == "2026-11-22T21:40:00.000Z"


def test_a_duplicate_email_is_409_with_the_id_only_in_the_message(api):
    record_id = api.make("contacts", {"email": "jo@brightwater.co"})
    reply = api.post("contacts", {"properties": {"email": "JO@brightwater.co"}})
    assert reply.status == 409 and reply.json["category"] == "CONFLICT"
    assert re.search(r"Existing ID: (\d+)", reply.json["message"]).group(1) == record_id


def test_a_secondary_address_blocks_creation_and_finds_the_contact(api):
    record_id = api.simulator.seed_contact({"email": "a@b.co", "hs_additional_emails": "old@b.co;older@b.co"})
    assert api.post("contacts", {"properties": {"email": "older@b.co"}}).status == 409
    assert api.get("contacts/old%40b.co?idProperty=email").json["id"] == record_id


def test_a_changed_email_frees_the_old_one(api):
    record_id = api.make("contacts", {"email": "old@b.co"})
    assert api.patch(f"contacts/{record_id}", {"email": "new@b.co"}).status == 200
    assert api.make("contacts", {"email": "old@b.co"}) != record_id


def test_unique_values_conflict_and_find(api):
    api.unique_property("invoices", "qbo_invoice_id")
    record_id = api.make("invoices", {"hs_currency": "USD", "qbo_invoice_id": "a/b 1"})
    reply = api.post("invoices", {"properties": {"hs_currency": "USD", "qbo_invoice_id": "a/b 1"}})
    assert reply.status == 400 and reply.json["errors"][0]["code"] == "CONFLICTING_UNIQUE_VALUE"
    from yarl import URL
    found = api.get(str(URL("/crm/v3/objects/invoices/a%2Fb%201?idProperty=qbo_invoice_id", encoded=True)))
    assert found.json["id"] == record_id
    assert api.get("invoices/x?idProperty=hs_title").status == 400


@pytest.mark.parametrize("kind, properties, missing", [
    ("invoices", {}, ["hs_currency"]), ("deals", {"dealname": "x"}, ["dealstage"]),
    ("notes", {"hs_note_body": "x"}, ["hs_timestamp"]), ("companies", {"phone": "1"}, ["name", "domain"])])
def test_required_properties_are_named(api, kind, properties, missing):
    reply = api.post(kind, {"properties": properties})
    assert reply.status == 400 and reply.json["context"] == {"properties": missing}


def test_lists_page_by_id_without_gap_or_repeat(api):
    ids = [api.simulator.seed_contact({"lastname": str(number)}) for number in range(105)]
    assert len({len(record_id) for record_id in ids}) == 2, "ids must gain a digit: text order is not number order"
    seen, path = [], "contacts?limit=50"
    while path and len(seen) <= len(ids):
        page = api.get(path).json
        seen += [record["id"] for record in page["results"]]
        following = page.get("paging", {}).get("next")
        path = f"contacts?limit=50&after={following['after']}" if following else None
        if following:
            assert f"after={following['after']}" in following["link"]
    assert seen == ids


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "limit=x", "after=x", "propertiesWithHistory=email&limit=51"])
def test_wrong_list_parameters_are_400(api, query):
    assert api.get(f"contacts?{query}").status == 400


def test_archived_records_are_seen_only_when_asked_for(api, clock):
    record_id, kept = api.make("contacts", {"email": "a@b.co"}), api.make("contacts", {"email": "c@d.co"})
    clock.advance(5)
    assert api.call("DELETE", f"contacts/{record_id}").status == 204
    assert api.call("DELETE", f"contacts/{record_id}").status == 204
    assert api.get(f"contacts/{record_id}").status == 404
    gone = api.get(f"contacts/{record_id}?archived=true").json
    assert gone["archived"] is True and gone["archivedAt"] == "2026-11-22T21:40:05.000Z"
    assert [record["id"] for record in api.get("contacts").json["results"]] == [kept]
    assert [record["id"] for record in api.get("contacts?archived=true").json["results"]] == [record_id]
    assert api.patch(f"contacts/{record_id}", {"firstname": "x"}).status == 404
    assert api.make("contacts", {"email": "a@b.co"}) not in (record_id, kept)


def test_history_is_newest_first(api, clock):
    record_id = api.make("contacts", {"firstname": "one"})
    for value in ("two", "three"):
        clock.advance(1)
        api.patch(f"contacts/{record_id}", {"firstname": value})
    history = api.get(f"contacts/{record_id}?propertiesWithHistory=firstname").json["propertiesWithHistory"]
    assert [entry["value"] for entry in history["firstname"]] == ["three", "two", "one"]


def test_broken_json_and_wrong_content_type_are_refused(api):
    json_type = {"Content-Type": "application/json"}
    assert api.call("POST", "contacts", data=b"{", headers=json_type).status == 400
    assert api.call("POST", "contacts", data=b"[]", headers=json_type).status == 400
    assert api.call("POST", "contacts", data=b'{"properties":[]}', headers=json_type).status == 400
    assert api.call("POST", "contacts", data=b"[" * 100_000, headers=json_type).status == 400
    assert api.call("POST", "contacts", data=b"a=b", headers={"Content-Type": "text/plain"}).status == 415


def test_no_cors_headers(api):
    reply = api.get("contacts", headers={"Origin": "http://localhost:8000"})
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]


def test_an_unknown_object_type_is_refused(api):
    assert api.get("gadgets").status == 400


def test_too_long_an_address_is_414(api):
    names = ",".join(f"property_{number}" for number in range(400))
    assert api.get(f"contacts?properties={names[:5_000]}").status == 200
    reply = api.get(f"contacts?properties={(names * 2)[:8_000]}")
    assert reply.status == 414 and reply.json["status"] == "error"


def test_a_company_is_found_by_a_domain_though_it_is_unique_to_none(api):
    first, second = (api.make("companies", {"name": name, "domain": "acme.co"}) for name in "ab")
    assert api.get("companies/Acme.co?idProperty=domain").json["id"] == first
    api.call("DELETE", f"companies/{first}")
    assert api.get("companies/acme.co?idProperty=domain").json["id"] == second
    assert api.get("companies/other.co?idProperty=domain").status == 404
    upsert = {"inputs": [{"id": "acme.co", "idProperty": "domain", "properties": {}}]}
    assert api.post("companies/batch/upsert", upsert).status == 400
