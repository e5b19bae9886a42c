"""Transport: the addresses, who may call them, headers, the envelope, faults of the gateway."""

import re

import pytest

from quickbooks_world import NORWAY, US, line


@pytest.mark.proves("quickbooks 22.1.1")
def test_every_address_of_the_api_answers(world):
    customer, item = world.customer(), world.item()
    form = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]}
    bought = [{"Amount": 1, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}]
    printable = [world.made(kind, body) for kind, body in (
        ("Invoice", form), ("Estimate", form), ("SalesReceipt", form), ("CreditMemo", form),
        ("RefundReceipt", {**form, "DepositToAccountRef": {"value": "3"}}), ("Payment", {**form, "Line": [], "TotalAmt": 5}),
        ("PurchaseOrder", {"VendorRef": {"value": "1"}, "Line": bought}))]
    forms = [f"{kind}/{record['Id']}" for kind, record in zip(
        ("invoice", "estimate", "salesreceipt", "creditmemo", "refundreceipt", "payment", "purchaseorder"), printable)]
    note = world.made("Attachable", {"Note": "n"})
    for path, params in ((f"companyinfo/{US}", {}), ("preferences", {}), (f"customer/{customer['Id']}", {}),
                         ("query", {"query": "select * from Item"}), ("exchangerate", {"sourcecurrencycode": "EUR"}),
                         ("cdc", {"entities": "Invoice", "changedSince": "2026-11-20"}), ("reports/BalanceSheet", {}),
                         (f"attachable/{note['Id']}", {}), *((form, {}) for form in forms), *((f"{form}/pdf", {}) for form in forms)):
        assert world.get(path, **params).status == 200, path
    code = {"TaxCode": "t", "TaxRateDetails": [{"TaxRateName": "r", "RateValue": 1, "TaxAgencyId": "1"}]}
    for path, body in (("query", b"select * from Item"), ("batch", {"BatchItemRequest": []}), ("taxservice/taxcode", code),
                       *((f"{form}/send?sendTo=a@b.example", b"") for form in forms)):
        assert world.post(path, body).status == 200, path


@pytest.mark.proves("quickbooks 22.1.1")
def test_any_realm_answers_its_own_data(world):
    assert world.get("companyinfo/1", US).json["CompanyInfo"]["Country"] == "US"
    assert world.get(f"companyinfo/{NORWAY}", NORWAY).json["CompanyInfo"]["Country"] == "NO"
    world.customer("Only in the States")
    assert world.rows("select * from Customer", NORWAY) == []


def test_company_info_of_another_realm_is_not_found(world):
    assert world.get(f"companyinfo/{NORWAY}").code == "610"


@pytest.mark.proves("quickbooks 22.1.2")
def test_bearer_is_checked_and_a_missing_one_gets_the_lower_case_fault(world):
    for headers in ({}, {"Authorization": "Basic abcdefghijkl"}, {"Authorization": "Bearer short"}):
        reply = world.call("GET", f"/v3/company/{US}/preferences", headers=headers)
        assert (reply.status, reply.code) == (401, "3200")
        assert set(reply.json) >= {"warnings", "fault", "queryResponse", "batchItemResponse", "time"}


@pytest.mark.proves("quickbooks 22.1.4")
def test_unknown_realm_is_not_authorized(world):
    reply = world.get("preferences", realm="4620816365000000000", token=world.tokens[US])
    assert (reply.status, reply.code) == (403, "3100")
    error = reply.json["fault"]["error"][0]
    assert error["message"] == "message=AuthorizationFailed; errorCode=003100; statusCode=403"
    assert reply.json["fault"]["type"] == "SERVICE"


def test_a_token_without_the_accounting_scope_is_not_authorized(world):
    code = world.consent(US, scope="openid email")["code"]
    from quickbooks_world import REDIRECT
    token = world.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT).json["access_token"]
    assert world.get("preferences", token=token).code == "3100"


@pytest.mark.proves("quickbooks 22.1.5", "quickbooks 22.1.6")
def test_trace_version_and_content_type_headers_and_no_cors(world):
    reply = world.call("GET", f"/v3/company/{US}/preferences", headers={
        "Authorization": f"Bearer {world.tokens[US]}", "Origin": "https://page.example"})
    assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", reply.headers["intuit_tid"])
    assert reply.headers["intuit_tid"] == reply.headers["x-request-id"]
    assert reply.headers["QBO-Version"] and reply.headers["service-time"]
    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]
    preflight = world.call("OPTIONS", f"/v3/company/{US}/preferences", headers={"Origin": "https://page.example"})
    assert preflight.status in (404, 405)


@pytest.mark.proves("quickbooks 22.1.7")
def test_minor_version_is_ignored(world):
    bodies = [world.get("preferences", **params).json["Preferences"] for params in ({}, {"minorversion": "4"}, {"minorversion": "75"})]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.proves("quickbooks 22.1.8")
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_throttling_comes_as_json_or_as_xml_by_switch(world, kind):
    switches = world.simulator.switches
    switches.rate_limits, switches.calls_per_second, switches.gateway_faults = True, 1, kind
    replies = [world.get("preferences") for _ in range(3)]
    refused = replies[-1]
    assert refused.status == 429
    assert refused.text.startswith("<" if kind == "xml" else "{")
    assert "ThrottleExceeded; errorCode=003001; statusCode=429" in refused.text
    if kind == "xml":
        assert 'code="3001"' in refused.text and "http://schema.intuit.com/finance/v3" in refused.text


@pytest.mark.proves("quickbooks 22.2.5")
def test_time_is_the_start_of_the_request_with_milliseconds_in_pacific_time(world):
    assert world.get("preferences").json["time"] == "2026-11-22T13:40:30.123-08:00"


def test_unknown_resource_is_404_and_a_wrong_operation_500(world):
    assert world.get("unicorn/1").status == 404
    assert world.post("customer", {"DisplayName": "x"}, operation="explode").code == "500"


def test_compressed_answers_are_possible(world):
    reply = world.call("GET", f"/v3/company/{US}/preferences", headers={
        "Authorization": f"Bearer {world.tokens[US]}", "Accept-Encoding": "gzip, deflate"})
    assert reply.status == 200 and "Preferences" in reply.json
