"""Associations."""

import pytest


@pytest.fixture
def pair(api):
    return api.make("contacts", {"email": "a@b.co"}), api.make("companies", {"name": "Acme"})


def types(reply):
    return {entry["toObjectId"]: {kind["typeId"] for kind in entry["associationTypes"]} for entry in reply.json["results"]}


def spec(type_id):
    return {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}


def test_default_needs_no_type_and_answers_both_directions(api, pair):
    contact, company = pair
    reply = api.call("PUT", f"contacts/{contact}/associations/default/companies/{company}")
    assert reply.status == 200
    assert [result["associationSpec"]["associationTypeId"] for result in reply.json["results"]] == [279, 280]
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {company: {279}}
    assert types(api.get(f"/crm/v4/objects/0-2/{company}/associations/0-1")) == {contact: {280}}


def test_inline_on_create_and_in_reads(api):
    company = api.make("companies", {"name": "Acme"})
    contact = api.make("contacts", {"email": "a@b.co"}, (company, 1))
    read = api.get(f"contacts/{contact}?associations=companies,deals").json
    assert {entry["type"] for entry in read["associations"]["companies"]["results"]} == {
        "contact_to_company", "contact_to_company_unlabeled"}
    assert "deals" not in read["associations"]
    assert "associations" not in api.get(f"contacts/{contact}").json
    listed = api.get("companies?associations=contacts").json["results"][0]
    assert listed["associations"]["contacts"]["results"][0]["id"] == contact


def test_several_types_to_one_target_are_kept_together(api):
    company = api.make("companies", {"name": "Acme"})
    contact = api.make("contacts", {"email": "a@b.co"}, (company, 1), (company, 931))
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {company: {279, 1, 931}}


def test_line_items_come_back_under_a_key_with_a_space(api):
    line = api.make("line_items", {"name": "x", "price": "1"})
    invoice = api.make("invoices", {"hs_currency": "USD"}, (line, 409))
    read = api.get(f"invoices/{invoice}?associations=line_items").json
    assert read["associations"]["line items"]["results"] == [{"id": line, "type": "invoice_to_line_item"}]


def test_a_wrong_type_or_a_missing_target_refuses_the_create(api, pair):
    contact, company = pair
    for to_id, type_id, sub_category in ((company, 19, "INVALID_ASSOCIATION_TYPE"), ("1", 279, "INVALID_OBJECT_IDS")):
        reply = api.post("contacts", {"properties": {"email": "new@b.co"},
                                      "associations": [{"to": {"id": to_id}, "types": [spec(type_id)]}]})
        assert reply.status == 400 and reply.json["subCategory"].endswith(sub_category)
    assert api.get("contacts/new@b.co?idProperty=email").status == 404


def test_labels_are_replaced_and_one_company_is_primary(api, pair):
    contact, first = pair
    second = api.make("companies", {"name": "Beta"})
    put = api.call("PUT", f"contacts/{contact}/associations/companies/{first}", [spec(1)])
    assert put.status == 201 and put.json["labels"] == ["Primary"] and put.json["toObjectTypeId"] == "0-2"
    api.call("PUT", f"contacts/{contact}/associations/companies/{second}", [spec(1), spec(931)])
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {first: {279}, second: {279, 1, 931}}
    assert types(api.get(f"companies/{first}/associations/contacts")) == {contact: {280}}
    api.call("PUT", f"contacts/{contact}/associations/companies/{second}", [spec(279)])
    assert types(api.get(f"contacts/{contact}/associations/companies"))[second] == {279}


def test_delete_removes_every_type_both_ways(api, pair):
    contact, company = pair
    api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [spec(1)])
    assert api.call("DELETE", f"companies/{company}/associations/contacts/{contact}").status == 204
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {}


@pytest.mark.proves("hubspot 17.10.5")
def test_pages_of_500(api):
    company = api.make("companies", {"name": "Acme"})
    for number in range(501):
        api.simulator.associate("contacts", api.simulator.seed_contact({"lastname": str(number)}), "companies", company)
    page = api.get(f"companies/{company}/associations/contacts").json
    assert len(page["results"]) == 500
    after = page["paging"]["next"]["after"]
    rest = api.get(f"companies/{company}/associations/contacts?after={after}").json
    assert [entry["toObjectId"] for entry in rest["results"]] == [after] and "paging" not in rest
    assert api.get(f"companies/{company}/associations/contacts?limit=501").status == 400


def test_batch_create_isolates_failures_and_takes_2000(api, pair):
    contact, company = pair
    path = "/crm/associations/2026-03/contacts/companies/batch/create"
    good = {"from": {"id": contact}, "to": {"id": company}, "types": [spec(279)]}
    assert api.post(path, {"inputs": [good]}).status == 201
    part = api.post(path, {"inputs": [good, {**good, "to": {"id": "1"}}]})
    assert part.status == 207 and len(part.json["results"]) == 1 and part.json["numErrors"] == 1
    assert api.post(path, {"inputs": [good] * 2_000}).status == 201
    assert api.post(path, {"inputs": [good] * 2_001}).status == 400


def test_batch_default_read_and_archive(api, pair):
    contact, company = pair
    lonely = api.make("contacts", {"email": "lonely@b.co"})
    base = "/crm/v4/associations/contacts/companies/batch"
    assert api.post(f"{base}/associate/default", {"inputs": [{"from": {"id": contact}, "to": {"id": company}}]}).status == 200
    read = api.post(f"{base}/read", {"inputs": [{"id": contact}, {"id": lonely}]})
    assert read.status == 207
    assert read.json["results"][0]["from"] == {"id": contact}
    assert read.json["results"][0]["to"][0]["toObjectId"] == company
    assert read.json["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    assert read.json["errors"][0]["context"]["fromObjectId"] == [lonely]
    assert api.post(f"{base}/read", {"inputs": [{"id": contact}]}).status == 200
    assert api.post(f"{base}/archive", {"inputs": [{"from": {"id": contact}, "to": [{"id": company}]}]}).status == 204
    assert api.post(f"{base}/read", {"inputs": [{"id": contact}]}).status == 207
    assert api.post(f"{base}/read", {"inputs": [{"id": "1"}] * 1_001}).status == 400
    assert api.post(f"{base}/archive", {"inputs": [{"from": {"id": "1"}, "to": []}] * 101}).status == 400


def test_archived_records_drop_out_of_associations(api, pair):
    contact, company = pair
    api.simulator.associate("contacts", contact, "companies", company)
    api.call("DELETE", f"companies/{company}")
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {}


def test_a_refused_batch_leaves_no_association_and_keeps_the_primary(api, pair):
    contact, company = pair
    api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [spec(1)])
    link = [{"to": {"id": contact}, "types": [spec(2)]}]
    refused = api.post("companies/batch/create", {"inputs": [{"properties": {"name": "Beta"}, "associations": link},
                                                             {"properties": {}}]})
    assert refused.status == 400
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {company: {279, 1}}
    assert types(api.get(f"companies/{company}/associations/contacts")) == {contact: {280, 2}}


def test_labels_can_be_listed(api):
    labels = api.get("/crm/associations/2026-03/invoices/line_items/labels").json["results"]
    assert labels == [{"category": "HUBSPOT_DEFINED", "typeId": 409, "label": None}]


def test_a_type_under_the_wrong_category_is_refused(api, pair):
    contact, company = pair
    wrong = {"associationCategory": "USER_DEFINED", "associationTypeId": 279}
    assert api.call("PUT", f"contacts/{contact}/associations/companies/{company}", [wrong]).status == 400
    body = {"properties": {}, "associations": [{"to": {"id": company}, "types": [wrong]}]}
    assert api.post("contacts", body).json["subCategory"] == "crm.associations.INVALID_ASSOCIATION_TYPE"


def test_limits_are_set_shown_enforced_on_both_sides_and_taken_away(api, pair):
    contact, company = pair
    base = "/crm/v4/associations/definitions/configurations"
    limit = {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 1}
    made = api.post(f"{base}/contacts/companies/batch/create", {"inputs": [limit]})
    assert made.status == 200
    shown = {"category": "HUBSPOT_DEFINED", "typeId": 279, "userEnforcedMaxToObjectIds": 1}
    assert made.json["results"] == api.get(f"{base}/contacts/companies").json["results"] == [shown]
    assert api.get(f"{base}/all").json["results"] == [shown]
    other = api.make("companies", {"name": "Beta"})
    assert api.call("PUT", f"contacts/{contact}/associations/default/companies/{company}").status == 200
    assert api.call("PUT", f"contacts/{contact}/associations/default/companies/{company}").status == 200
    for refused in (api.call("PUT", f"contacts/{contact}/associations/default/companies/{other}"),
                    api.call("PUT", f"companies/{other}/associations/default/contacts/{contact}"),
                    api.call("PUT", f"contacts/{contact}/associations/companies/{other}", [spec(931)])):
        assert refused.status == 400 and refused.json["subCategory"] == "crm.associations.ASSOCIATION_LIMIT_EXCEEDED"
    api.post(f"{base}/contacts/companies/batch/update", {"inputs": [{**limit, "maxToObjectIds": 2}]})
    assert api.call("PUT", f"contacts/{contact}/associations/default/companies/{other}").status == 200
    assert api.post(f"{base}/contacts/companies/batch/purge", {"inputs": [limit]}).status == 204
    assert api.get(f"{base}/all").json["results"] == []


@pytest.mark.parametrize("entry", [{"category": "HUBSPOT_DEFINED", "typeId": 19, "maxToObjectIds": 1},
                                   {"category": "USER_DEFINED", "typeId": 279, "maxToObjectIds": 1},
                                   {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 0},
                                   {"category": "HUBSPOT_DEFINED", "typeId": 279}])
def test_wrong_limits_are_refused(api, entry):
    path = "/crm/v4/associations/definitions/configurations/contacts/companies/batch/create"
    assert api.post(path, {"inputs": [entry]}).status == 400


def counts(api, kind, record_id, *names):
    shown = api.get(f"{kind}/{record_id}?properties={','.join(names)}").json["properties"]
    return [shown[name] for name in names]


def test_counts_follow_links_and_move_the_modified_time(api, pair):
    contact, company = pair
    api.clock.advance(60)
    api.call("PUT", f"contacts/{contact}/associations/default/companies/{company}")
    api.call("PUT", f"contacts/{contact}/associations/default/companies/{company}")
    assert counts(api, "companies", company, "num_associated_contacts", "hs_lastmodifieddate") == ["1", "2026-11-22T21:41:00.000Z"]
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon"}, (contact, 3), (company, 5))
    assert counts(api, "deals", deal, "num_associated_contacts") == ["1"]
    assert counts(api, "contacts", contact, "num_associated_deals") == ["1"]
    api.call("DELETE", f"contacts/{contact}/associations/companies/{company}")
    assert counts(api, "companies", company, "num_associated_contacts", "num_associated_deals") == ["0", "1"]
    api.call("DELETE", f"deals/{deal}")
    assert counts(api, "contacts", contact, "num_associated_deals") == ["0"]
    api.simulator.restore("deals", deal)
    assert counts(api, "contacts", contact, "num_associated_deals") == ["1"]


def test_a_logged_note_changes_the_record_it_is_about(api, pair):
    contact, _ = pair
    api.clock.advance(60)
    api.make("notes", {"hs_timestamp": "0", "hs_note_body": "x"}, (contact, 202))
    assert counts(api, "contacts", contact, "num_notes", "notes_last_updated", "lastmodifieddate") == [
        "1", "2026-11-22T21:41:00.000Z", "2026-11-22T21:41:00.000Z"]


def test_counts_after_a_merge(api):
    company = api.make("companies", {"name": "Acme"})
    first, second = (api.make("contacts", {"lastname": name}, (company, 279)) for name in "ab")
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon"}, (second, 3))
    survivor = api.post("contacts/merge", {"primaryObjectId": first, "objectIdToMerge": second}).json["id"]
    assert counts(api, "companies", company, "num_associated_contacts") == ["1"]
    assert counts(api, "contacts", survivor, "num_associated_deals") == ["1"]
    assert counts(api, "deals", deal, "num_associated_contacts") == ["1"]


def test_the_third_version_names_its_types(api, pair):
    contact, company = pair
    base = "/crm/v3/associations/contacts/companies"
    names = {entry["name"]: entry["id"] for entry in api.get(f"{base}/types").json["results"]}
    assert names["contact_to_company_unlabeled"] == "279" and names["contact_to_company"] == "1"
    link = {"from": {"id": contact}, "to": {"id": company}, "type": "contact_to_company"}
    made = api.post(f"{base}/batch/create", {"inputs": [link]})
    assert made.status == 201 and made.json["results"] == [link]
    read = api.post(f"{base}/batch/read", {"inputs": [{"id": contact}, {"id": "1"}]}).json["results"]
    assert read == [{"from": {"id": contact}, "to": [{"id": company, "type": "contact_to_company"},
                                                     {"id": company, "type": "contact_to_company_unlabeled"}]}]
    part = api.post(f"{base}/batch/create", {"inputs": [{**link, "type": "contact_to_moon"}, link]})
    assert part.status == 207 and part.json["numErrors"] == 1
    assert api.post(f"{base}/batch/archive", {"inputs": [link]}).status == 204
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {company: {279}}
    unlabelled = {**link, "type": "contact_to_company_unlabeled"}
    assert api.post(f"{base}/batch/archive", {"inputs": [unlabelled]}).status == 204
    assert types(api.get(f"contacts/{contact}/associations/companies")) == {}
