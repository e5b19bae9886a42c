"""Batches."""

import pytest


def inputs(*entries):
    return {"inputs": list(entries)}


def contact(email, trace=None):
    entry = {"properties": {"email": email}}
    return entry if trace is None else {**entry, "objectWriteTraceId": trace}


def test_create_without_trace_ids_is_all_or_nothing(api):
    reply = api.post("contacts/batch/create", inputs(contact("a@b.co"), {"properties": {"nonsense": "1"}}))
    assert reply.status == 400
    assert api.get("contacts").json["results"] == []
    api.clock.advance(60)
    assert api.post("contacts/search", {}).json["total"] == 0


def test_create_with_a_duplicate_email_fails_the_whole_call_with_409(api):
    api.make("contacts", {"email": "a@b.co"})
    reply = api.post("contacts/batch/create", inputs(contact("new@b.co"), contact("a@b.co")))
    assert reply.status == 409 and "Existing ID" in reply.json["message"]
    assert len(api.get("contacts").json["results"]) == 1


def test_create_with_trace_ids_succeeds_in_part(api):
    existing = api.make("contacts", {"email": "a@b.co"})
    reply = api.post("contacts/batch/create", inputs(contact("new@b.co", "t-1"), contact("a@b.co", "t-2"),
                                                     contact("broken", "t-3")))
    assert reply.status == 207
    body = reply.json
    assert body["status"] == "COMPLETE" and body["numErrors"] == 2
    assert [record["properties"]["email"] for record in body["results"]] == ["new@b.co"]
    assert [error["context"]["objectWriteTraceId"] for error in body["errors"]] == [["t-2"], ["t-3"]]
    assert body["errors"][0]["category"] == "CONFLICT" and existing in body["errors"][0]["message"]
    assert body["errors"][1]["category"] == "VALIDATION_ERROR"


def test_one_input_without_a_trace_id_makes_the_call_all_or_nothing(api):
    assert api.post("contacts/batch/create", inputs(contact("new@b.co", "t-1"), contact("broken"))).status == 400
    assert api.get("contacts").json["results"] == []


def test_create_of_100_with_associations_is_201(api):
    company = api.make("companies", {"name": "Acme"})
    link = {"to": {"id": company}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]}
    reply = api.post("contacts/batch/create", inputs(*({**contact(f"c{n}@b.co"), "associations": [link]}
                                                       for n in range(100))))
    assert reply.status == 201 and len(reply.json["results"]) == 100
    assert len(api.get(f"companies/{company}/associations/contacts").json["results"]) == 100


@pytest.mark.parametrize("operation", ["create", "read", "update", "upsert", "archive"])
def test_101_inputs_are_refused(api, operation):
    reply = api.post(f"contacts/batch/{operation}", inputs(*({"id": str(n), "properties": {}, "idProperty": "email"}
                                                             for n in range(101))))
    assert reply.status == 400 and "100" in reply.json["message"]


def test_read_reports_missing_ids_in_a_207(api):
    first, second = api.make("contacts", {"email": "a@b.co"}), api.make("contacts", {"email": "c@d.co"})
    whole = api.post("contacts/batch/read", {**inputs({"id": second}, {"id": first}, {"id": second}),
                                             "properties": ["email", "nonsense"]})
    assert whole.status == 200
    assert [record["id"] for record in whole.json["results"]] == [second, first]
    assert "nonsense" not in whole.json["results"][0]["properties"]
    part = api.post("contacts/batch/read", {**inputs({"id": "1"}, {"id": first}), "properties": []})
    assert part.status == 207 and part.json["numErrors"] == 1
    error = part.json["errors"][0]
    assert error["category"] == "OBJECT_NOT_FOUND" and error["context"] == {"ids": ["1"]}
    assert error["message"].startswith("Could not get some CONTACT objects")


def test_read_by_a_unique_property_and_of_archived_ones(api):
    record_id = api.make("contacts", {"email": "a@b.co"})
    by_email = api.post("contacts/batch/read", {**inputs({"id": "A@b.co"}), "idProperty": "email"})
    assert by_email.json["results"][0]["id"] == record_id
    api.call("DELETE", f"contacts/{record_id}")
    assert api.post("contacts/batch/read", inputs({"id": record_id})).status == 207
    assert api.post("contacts/batch/read?archived=true", inputs({"id": record_id})).json["results"][0]["archived"]


def test_update_isolates_failures(api):
    first = api.make("contacts", {"email": "a@b.co"})
    reply = api.post("contacts/batch/update", inputs(
        {"id": first, "properties": {"firstname": "Jo"}, "objectWriteTraceId": "t-1"},
        {"id": "1", "properties": {"firstname": "Nobody"}, "objectWriteTraceId": "t-2"}))
    assert reply.status == 207
    assert reply.json["results"][0]["properties"]["firstname"] == "Jo"
    assert reply.json["errors"][0]["context"]["objectWriteTraceId"] == ["t-2"]
    assert api.post("contacts/batch/update", inputs({"id": first, "properties": {"firstname": "x"}})).status == 200


def test_duplicate_ids_in_a_batch_are_refused(api):
    record_id = api.make("contacts", {"email": "a@b.co"})
    entry = {"id": record_id, "properties": {"firstname": "x"}}
    reply = api.post("contacts/batch/update", inputs(entry, entry))
    assert reply.status == 400 and reply.json["message"].startswith("Duplicate IDs found in batch input")
    assert api.get(f"contacts/{record_id}").json["properties"]["firstname"] is None


def test_upsert_by_a_unique_property_says_what_is_new(api):
    api.unique_property("invoices", "qbo_invoice_id")

    def entry(key, currency):
        return {"id": key, "idProperty": "qbo_invoice_id", "objectWriteTraceId": f"t-{key}",
                "properties": {"hs_currency": currency, "hs_invoice_billable": "false"}}

    first = api.post("invoices/batch/upsert", inputs(entry("1", "USD"), entry("2", "USD")))
    assert first.status == 200 and [record["new"] for record in first.json["results"]] == [True, True]
    again = api.post("invoices/batch/upsert", inputs(entry("1", "EUR"), entry("3", "nonsense"), entry("4", "USD")))
    assert again.status == 207
    assert [record["new"] for record in again.json["results"]] == [False, True]
    assert again.json["results"][0]["id"] == first.json["results"][0]["id"]
    assert again.json["errors"][0]["context"]["objectWriteTraceId"] == ["t-3"]
    assert len(api.get("invoices").json["results"]) == 3


def test_upsert_by_email_is_whole_or_nothing(api):
    record_id = api.make("contacts", {"email": "a@b.co", "firstname": "old"})
    good = {"id": "A@b.co", "idProperty": "email", "properties": {"firstname": "new"}}
    bad = {"id": "c@d.co", "idProperty": "email", "properties": {"nonsense": "1"}}
    assert api.post("contacts/batch/upsert", inputs(good, bad)).status == 400
    assert api.get(f"contacts/{record_id}").json["properties"]["firstname"] == "old"
    done = api.post("contacts/batch/upsert", inputs(good))
    assert done.status == 200 and done.json["results"][0]["new"] is False


@pytest.mark.parametrize("name", ["hs_object_id", "firstname", "nonsense"])
def test_upsert_by_a_property_that_is_not_unique_is_refused(api, name):
    reply = api.post("contacts/batch/upsert", inputs({"id": "1", "idProperty": name, "properties": {}}))
    assert reply.status == 400 and "non-unique" in reply.json["message"]


def test_a_rolled_back_upsert_frees_its_unique_values(api):
    api.make("contacts", {"email": "taken@b.co"})
    bad = {"id": "taken@b.co", "idProperty": "email", "properties": {"email": "not an address"}}
    fresh = {"id": "fresh@b.co", "idProperty": "email", "properties": {}}
    assert api.post("contacts/batch/upsert", inputs(fresh, bad)).status == 400
    assert api.get("contacts/fresh@b.co?idProperty=email").status == 404
    assert api.post("contacts/batch/upsert", inputs(fresh)).json["results"][0]["new"] is True


def test_archive_passes_over_unknown_ids(api):
    record_id = api.make("contacts", {"email": "a@b.co"})
    assert api.post("contacts/batch/archive", inputs({"id": record_id}, {"id": "1"})).status == 204
    assert api.get(f"contacts/{record_id}").status == 404


@pytest.mark.parametrize("body", [{}, {"inputs": []}, {"inputs": ["x"]}, {"inputs": [{}]}, {"inputs": {"id": 1}}])
def test_malformed_batches_are_plain_400(api, body):
    assert api.post("contacts/batch/read", body).status == 400


def test_an_email_conflict_fails_an_update_whole_unless_it_is_traced(api):
    api.make("contacts", {"email": "taken@b.co"})
    first, second = api.make("contacts", {"email": "a@b.co"}), api.make("contacts", {"email": "c@d.co"})
    entries = [{"id": first, "properties": {"firstname": "Jo"}}, {"id": second, "properties": {"email": "taken@b.co"}}]
    assert api.post("contacts/batch/update", inputs(*entries)).status == 409
    assert api.get(f"contacts/{first}").json["properties"]["firstname"] is None
    traced = [{**entry, "objectWriteTraceId": str(number)} for number, entry in enumerate(entries)]
    reply = api.post("contacts/batch/update", inputs(*traced))
    assert reply.status == 207 and reply.json["errors"][0]["category"] == "CONFLICT"
    assert api.get(f"contacts/{first}").json["properties"]["firstname"] == "Jo"


def test_a_failing_traced_input_leaves_nothing_behind(api):
    company = api.make("companies", {"name": "Acme"})
    line = api.make("line_items", {"price": "1"})
    api.make("deals", {"dealname": "x", "dealstage": "closedwon"}, (line, 19))

    def entry(trace, *links):
        return {"properties": {"dealname": "y", "dealstage": "closedwon"}, "objectWriteTraceId": trace,
                "associations": [{"to": {"id": to}, "types": [{"associationCategory": "HUBSPOT_DEFINED",
                                                               "associationTypeId": kind}]} for to, kind in links]}

    reply = api.post("deals/batch/create", inputs(entry("1", (company, 341), (line, 19)), entry("2", (company, 341))))
    assert reply.status == 207
    assert len(api.get(f"companies/{company}/associations/deals").json["results"]) == 1
    assert len(api.get("deals").json["results"]) == 2


def test_created_records_name_the_app_as_their_source(api):
    reply = api.post("contacts/batch/create", inputs(contact("a@b.co")))
    properties = reply.json["results"][0]["properties"]
    assert properties["hs_object_source"] == "INTEGRATION" and properties["hs_object_source_id"].isdecimal()
