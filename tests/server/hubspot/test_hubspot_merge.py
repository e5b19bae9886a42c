"""Merging two records, and deleting one for good."""

from __future__ import annotations

import pytest


def two_contacts(api):
    first = api.make("contacts", {"email": "ann@acme.co", "firstname": "Ann", "phone": "1"})
    api.clock.advance(60)
    return first, api.make("contacts", {"email": "a.lee@acme.co", "firstname": "Anne", "lastname": "Lee", "city": "Rome"})


def merge(api, primary, absorbed, kind="contacts"):
    return api.post(f"{kind}/merge", {"primaryObjectId": primary, "objectIdToMerge": absorbed})


def test_the_survivor_has_a_new_id_and_both_old_ids_lead_to_it(api):
    first, second = two_contacts(api)
    merged = merge(api, first, second)
    assert merged.status == 200
    survivor = merged.json["id"]
    assert survivor not in (first, second)
    for old in (first, second):
        read = api.get(f"contacts/{old}?properties=firstname,lastname,city,email,hs_additional_emails,hs_merged_object_ids")
        assert read.json["id"] == survivor
        assert read.json["properties"]["hs_object_id"] == survivor
    assert read.json["properties"]["firstname"] == "Ann" and read.json["properties"]["lastname"] == "Lee"
    assert read.json["properties"]["email"] == "ann@acme.co"
    assert read.json["properties"]["hs_additional_emails"] == "a.lee@acme.co"
    assert read.json["properties"]["hs_merged_object_ids"] == f"{first};{second}"
    assert [record["id"] for record in api.get("contacts").json["results"]] == [survivor]
    assert api.get("contacts?archived=true").json["results"] == []


def test_the_survivor_answers_to_the_addresses_of_both(api):
    first, second = two_contacts(api)
    survivor = merge(api, first, second).json["id"]
    for address in ("ann@acme.co", "a.lee@acme.co"):
        assert api.get(f"contacts/{address}?idProperty=email").json["id"] == survivor
        assert api.post("contacts", {"properties": {"email": address}}).status == 409


def test_old_ids_work_in_writes_batches_and_associations(api):
    first, second = two_contacts(api)
    company = api.make("companies", {"name": "Acme"})
    survivor = merge(api, first, second).json["id"]
    assert api.patch(f"contacts/{first}", {"firstname": "X"}).json["id"] == survivor
    read = api.post("contacts/batch/read", {"inputs": [{"id": first}, {"id": second}]})
    assert read.status == 200 and [record["id"] for record in read.json["results"]] == [survivor]
    assert api.call("PUT", f"contacts/{second}/associations/default/companies/{company}").status == 200
    linked = api.get(f"contacts/{first}/associations/companies").json["results"]
    assert [entry["toObjectId"] for entry in linked] == [company]
    assert api.call("DELETE", f"contacts/{first}/associations/companies/{company}").status == 204
    assert api.get(f"contacts/{survivor}/associations/companies").json["results"] == []


def test_the_older_create_date_is_kept_and_the_modified_time_moves(api):
    first, second = two_contacts(api)
    api.clock.advance(60)
    merged = merge(api, second, first).json
    assert merged["createdAt"] == "2026-11-22T21:40:00.000Z"
    assert merged["updatedAt"] == merged["properties"]["lastmodifieddate"] == "2026-11-22T21:42:00.000Z"


def test_links_of_both_move_over_and_one_primary_company_stays(api):
    acme, beta = api.make("companies", {"name": "Acme"}), api.make("companies", {"name": "Beta"})
    first = api.make("contacts", {"email": "a@b.co"}, (acme, 1))
    second = api.make("contacts", {"email": "c@d.co"}, (beta, 1))
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon"}, (second, 3))
    survivor = merge(api, first, second).json["id"]
    links = {entry["toObjectId"]: {kind["typeId"] for kind in entry["associationTypes"]}
             for entry in api.get(f"contacts/{survivor}/associations/companies").json["results"]}
    assert links == {acme: {1, 279}, beta: {279}}
    assert api.get(f"deals/{deal}/associations/contacts").json["results"][0]["toObjectId"] == survivor


def test_a_merge_of_a_merge_leads_every_old_id_to_the_last_survivor(api):
    first, second = two_contacts(api)
    third = api.make("contacts", {"email": "third@acme.co"})
    middle = merge(api, first, second).json["id"]
    last = merge(api, third, middle).json["id"]
    for old in (first, second, third, middle):
        assert api.get(f"contacts/{old}").json["id"] == last
    merged_ids = api.get(f"contacts/{last}?properties=hs_merged_object_ids").json["properties"]["hs_merged_object_ids"]
    assert set(merged_ids.split(";")) == {first, second, third, middle}


def test_with_primary_id_preservation_the_primary_keeps_its_id(api):
    api.simulator.switches.merge_keeps_primary_id = True
    first, second = two_contacts(api)
    assert merge(api, first, second).json["id"] == first
    assert api.get(f"contacts/{second}").json["id"] == first
    assert api.get("contacts/a.lee@acme.co?idProperty=email").json["id"] == first


def test_merged_records_are_searched_under_the_new_id_after_the_lag(api):
    first, second = two_contacts(api)
    survivor = merge(api, first, second).json["id"]
    api.clock.advance(60)
    assert [record["id"] for record in api.post("contacts/search", {}).json["results"]] == [survivor]


@pytest.mark.parametrize("kind, properties", [("companies", {"name": "x"}),
                                              ("deals", {"dealname": "x", "dealstage": "closedwon"})])
def test_companies_and_deals_can_be_merged(api, kind, properties):
    first, second = api.make(kind, properties), api.make(kind, properties)
    assert merge(api, first, second, kind).status == 200


@pytest.mark.parametrize("kind", ["invoices", "products", "line_items", "quotes"])
def test_other_types_have_no_merge(api, kind):
    assert merge(api, "1", "2", kind).status == 404


def test_a_merge_needs_two_live_records(api):
    first, second = two_contacts(api)
    assert merge(api, first, "1").status == 404
    assert merge(api, first, first).status == 400
    assert api.post("contacts/merge", {"primaryObjectId": first}).status == 400
    api.call("DELETE", f"contacts/{second}")
    assert merge(api, first, second).status == 404


def test_more_than_250_addresses_on_one_contact_are_414(api):
    first = api.simulator.seed_contact({"email": "a@b.co", "hs_additional_emails": ";".join(f"a{n}@b.co" for n in range(249))})
    second = api.make("contacts", {"email": "c@d.co"})
    reply = merge(api, first, second)
    assert reply.status == 414 and "250 identities" in reply.json["message"]
    assert api.get(f"contacts/{second}").json["id"] == second


def test_a_contact_deleted_for_privacy_is_gone_for_good(api):
    company = api.make("companies", {"name": "Acme"})
    first = api.make("contacts", {"email": "a@b.co"}, (company, 279))
    assert api.post("contacts/gdpr-delete", {"objectId": "a@b.co", "idProperty": "email"}).status == 204
    assert api.get(f"contacts/{first}").status == 404
    assert api.get(f"contacts/{first}?archived=true").status == 404
    assert api.get(f"companies/{company}/associations/contacts").json["results"] == []
    assert api.post("contacts/gdpr-delete", {"objectId": first}).status == 404
    assert api.post("companies/gdpr-delete", {"objectId": company}).status == 404


def test_labels_of_both_are_kept_on_both_sides_and_a_link_between_the_two_is_gone(api):
    parent, child = api.make("companies", {"name": "Acme"}), api.make("companies", {"name": "Acme Ltd"})
    api.call("PUT", f"companies/{parent}/associations/companies/{child}", [
        {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 13}])
    contact = api.make("contacts", {"email": "a@b.co"}, (parent, 279), (child, 931))
    survivor = merge(api, parent, child, "companies").json["id"]
    assert api.get(f"companies/{survivor}/associations/companies").json["results"] == []
    near = api.get(f"contacts/{contact}/associations/companies").json["results"]
    far = api.get(f"companies/{survivor}/associations/contacts").json["results"]
    assert [{kind["typeId"] for kind in entry["associationTypes"]} for entry in near] == [{279, 931}]
    assert [{kind["typeId"] for kind in entry["associationTypes"]} for entry in far] == [{280, 930}]


def test_the_history_of_the_primary_goes_on(api):
    first, second = two_contacts(api)
    api.patch(f"contacts/{first}", {"firstname": "Anna"})
    survivor = merge(api, first, second).json["id"]
    history = api.get(f"contacts/{survivor}?propertiesWithHistory=firstname").json["propertiesWithHistory"]["firstname"]
    assert [entry["value"] for entry in history] == ["Anna", "Ann"]
