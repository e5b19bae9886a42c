"""What the service rejects, each with its status, category, code and the shape of its body."""

from __future__ import annotations

import uuid

import pytest

MANY = [{"id": str(number), "properties": {}, "idProperty": "email"} for number in range(101)]
FILTER = {"propertyName": "email", "operator": "HAS_PROPERTY"}
ASSOCIATIONS = "/crm/associations/2026-03/contacts/companies"
PROPERTIES = "/crm/properties/2026-03/contacts"
DEFINITION = {"groupName": "contactinformation", "name": "shoe", "label": "Shoe", "type": "string", "fieldType": "text"}


def has_error_shape(reply):
    """Every refusal tells its status in words, what is wrong, and an id for the support."""
    body = reply.json
    assert body["status"] == "error" and isinstance(body["message"], str) and body["message"]
    assert uuid.UUID(body["correlationId"]).version == 4
    assert reply.headers["X-HubSpot-Correlation-Id"] == body["correlationId"]
    for entry in body.get("errors", []):
        assert isinstance(entry["message"], str)
        assert all(isinstance(values, list) for values in entry.get("context", {}).values())
    return body


@pytest.mark.parametrize("kind, properties, code", [
    ("contacts", {"testproperty": "1"}, "PROPERTY_DOESNT_EXIST"), ("contacts", {"hs_object_id": "1"}, "READ_ONLY_VALUE"),
    ("contacts", {"createdate": "1"}, "READ_ONLY_VALUE"), ("contacts", {"email": "ann"}, "INVALID_EMAIL"),
    ("contacts", {"lifecyclestage": "Customer"}, "INVALID_OPTION"), ("contacts", {"hubspot_owner_id": "9"}, "INVALID_OPTION"),
    ("deals", {"dealname": "x", "dealstage": "closedwon", "deal_currency_code": "BRL"}, "INVALID_OPTION"),
    ("deals", {"dealname": "x", "dealstage": "closedwon", "pipeline": "none"}, "INVALID_OPTION"),
    ("deals", {"dealname": "x", "dealstage": "Closed Won"}, "INVALID_OPTION"),
    ("deals", {"dealname": "x", "dealstage": "closedwon", "amount": "1,5"}, "INVALID_INTEGER"),
    ("deals", {"dealname": "x", "dealstage": "closedwon", "hs_is_closed": "true"}, "READ_ONLY_VALUE"),
    ("line_items", {"discount": "ten"}, "INVALID_INTEGER"), ("line_items", {"price": "-1"}, "INVALID_INTEGER"),
    ("line_items", {"amount": "5"}, "READ_ONLY_VALUE"), ("line_items", {"hs_tax_rate_group_id": "1"}, "INVALID_OPTION"),
    ("line_items", {"recurringbillingfrequency": "weekly", "hs_recurring_billing_period": "P1M"},
     "BILLING_PERIOD_TO_FREQUENCY_FORM_MISMATCH"),
    ("line_items", {"recurringbillingfrequency": "monthly", "hs_recurring_billing_period": "P7D"},
     "BILLING_PERIOD_TO_FREQUENCY_FORM_MISMATCH"),
    ("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31T10:00:00Z"}, "INVALID_DATE"),
    ("invoices", {"hs_currency": "XXX"}, "INVALID_OPTION"),
    ("invoices", {"hs_currency": "USD", "hs_amount_billed": "5"}, "READ_ONLY_VALUE"),
    ("invoices", {"hs_currency": "USD", "hs_invoice_status": "OPEN"}, "INVALID_OPTION"),
    ("invoices", {"hs_currency": "USD", "hs_invoice_date": "tomorrow"}, "INVALID_DATE"),
    ("commerce_payments", {"hs_initial_amount": "1", "hs_initiated_date": "0", "hs_payment_id": "1"}, "READ_ONLY_VALUE"),
    ("tasks", {"hs_timestamp": "0", "hs_task_status": "done"}, "INVALID_OPTION"),
    ("notes", {"hs_timestamp": "0", "hs_note_body": "x" * 65_537}, "INVALID_LENGTH")])
def test_a_property_value_that_does_not_fit(api, kind, properties, code):
    reply = api.post(kind, {"properties": properties})
    body = has_error_shape(reply)
    assert (reply.status, body["category"], body["errors"][0]["code"]) == (400, "VALIDATION_ERROR", code)
    assert body["errors"][0]["context"]["propertyName"][0] in properties
    assert api.get(kind).json["results"] == []


@pytest.mark.parametrize("method, path, body, status, category", [
    *[("POST", f"contacts/batch/{name}", {"inputs": MANY}, 400, "VALIDATION_ERROR")
      for name in ("create", "read", "update", "upsert", "archive")],
    ("GET", "contacts?limit=101", None, 400, "VALIDATION_ERROR"), ("GET", "contacts?limit=0", None, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"limit": 201}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"after": "10000"}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"query": "x" * 3_000}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"filterGroups": [{"filters": [FILTER]}] * 6}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"filterGroups": [{"filters": [FILTER] * 7}]}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"filterGroups": [{"filters": [FILTER] * 5}] * 4}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"filters": [{**FILTER, "operator": "LIKE"}]}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"filters": [{**FILTER, "propertyName": "x"}]}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/search", {"sorts": [{"propertyName": "email"}] * 2}, 400, "VALIDATION_ERROR"),
    ("GET", "contacts/1", None, 404, "OBJECT_NOT_FOUND"), ("PATCH", "contacts/1", {"properties": {}}, 404, "OBJECT_NOT_FOUND"),
    ("GET", "contacts/x?idProperty=firstname", None, 400, "VALIDATION_ERROR"),
    ("POST", "contacts/batch/upsert", {"inputs": [{"id": "1", "properties": {}}]}, 400, "VALIDATION_ERROR"),
    ("GET", "gadgets", None, 400, "VALIDATION_ERROR"), ("POST", "contacts", {}, 400, "VALIDATION_ERROR"),
    ("POST", "contacts", {"properties": {"email": 5, "firstname": {}}}, 400, "VALIDATION_ERROR"),
    ("GET", "contacts/1/associations/companies", None, 404, "OBJECT_NOT_FOUND"),
    ("PUT", "contacts/1/associations/default/companies/2", None, 400, "VALIDATION_ERROR"),
    ("PUT", "contacts/1/associations/default/products/2", None, 400, "VALIDATION_ERROR"),
    ("POST", f"{ASSOCIATIONS}/batch/create", {"inputs": [{"from": {"id": "1"}, "to": {"id": "2"}}] * 2_001}, 400, "VALIDATION_ERROR"),
    ("POST", f"{ASSOCIATIONS}/batch/read", {"inputs": [{"id": "1"}] * 1_001}, 400, "VALIDATION_ERROR"),
    ("POST", f"{ASSOCIATIONS}/batch/archive", {"inputs": [{"from": {"id": "1"}, "to": []}] * 101}, 400, "VALIDATION_ERROR"),
    ("GET", f"{PROPERTIES}/nothing", None, 404, "OBJECT_NOT_FOUND"),
    ("POST", PROPERTIES, {**DEFINITION, "name": "email"}, 409, "OBJECT_ALREADY_EXISTS"),
    ("POST", PROPERTIES, {**DEFINITION, "name": "Shoe Size"}, 400, "VALIDATION_ERROR"),
    ("POST", PROPERTIES, {**DEFINITION, "fieldType": "date"}, 400, "VALIDATION_ERROR"),
    ("POST", PROPERTIES, {**DEFINITION, "groupName": "nowhere"}, 400, "VALIDATION_ERROR"),
    ("PATCH", f"{PROPERTIES}/email", {"label": "x"}, 400, "VALIDATION_ERROR"),
    ("DELETE", f"{PROPERTIES}/email", None, 400, "VALIDATION_ERROR"),
    ("GET", "/crm/owners/2026-03/1", None, 404, "OBJECT_NOT_FOUND"),
    ("GET", "/crm/pipelines/2026-03/deals/nothing", None, 404, "OBJECT_NOT_FOUND"),
    ("GET", "/crm/objects/2019-01/contacts", None, 404, "OBJECT_NOT_FOUND")])
def test_a_call_beyond_what_is_possible(api, method, path, body, status, category):
    reply = api.call(method, path, body)
    assert (reply.status, has_error_shape(reply)["category"]) == (status, category)


def test_every_problem_of_a_write_is_told_at_once(api):
    reply = api.post("contacts", {"properties": {"nonsense": "1", "hs_object_id": "2", "lifecyclestage": "x", "firstname": "Ann"}})
    codes = {entry["context"]["propertyName"][0]: entry["code"] for entry in has_error_shape(reply)["errors"]}
    assert codes == {"nonsense": "PROPERTY_DOESNT_EXIST", "hs_object_id": "READ_ONLY_VALUE", "lifecyclestage": "INVALID_OPTION"}


@pytest.mark.parametrize("kind", ["contacts", "companies", "deals", "products", "line_items", "quotes", "invoices",
                                  "commerce_payments", "taxes", "discounts", "fees", "notes", "tasks"])
def test_without_its_scopes_every_type_is_closed(api, kind):
    poor = api.token_with("oauth")
    for method, path, body in (("GET", kind, None), ("GET", f"{kind}/1", None), ("POST", kind, {"properties": {}}),
                               ("PATCH", f"{kind}/1", {"properties": {}}), ("DELETE", f"{kind}/1", None),
                               ("POST", f"{kind}/search", {}), *[("POST", f"{kind}/batch/{name}", {"inputs": [{"id": "1"}]})
                                                                 for name in ("create", "read", "update", "upsert", "archive")]):
        reply = api.call(method, path, body, token=poor)
        body = has_error_shape(reply)
        assert (reply.status, body["category"]) == (403, "MISSING_SCOPES"), (method, path)
        assert body["errors"][0]["context"]["requiredGranularScopes"] and body["links"]["scopes"].startswith("https://")


def test_a_read_scope_does_not_write(api):
    reader = api.token_with("crm.objects.invoices.read")
    assert api.get("invoices", token=reader).status == 200
    refused = api.post("invoices", {"properties": {"hs_currency": "USD"}}, token=reader)
    assert refused.json["errors"][0]["context"] == {"requiredGranularScopes": ["crm.objects.invoices.write"]}


def test_payments_that_hubspot_processed_are_neither_changed_nor_deleted(api):
    payment = api.make("commerce_payments", {"hs_initial_amount": "5", "hs_initiated_date": "0", "hs_processor_type": "byo_stripe"})
    assert api.patch(f"commerce_payments/{payment}", {"hs_reference_number": "x"}).status == 400
    assert api.call("DELETE", f"commerce_payments/{payment}").status == 400
    own = api.make("commerce_payments", {"hs_initial_amount": "5", "hs_initiated_date": "0", "hs_processor_type": "quickbooks"})
    assert api.patch(f"commerce_payments/{own}", {"hs_reference_number": "x"}).status == 200
    assert api.call("DELETE", f"commerce_payments/{own}").status == 204
