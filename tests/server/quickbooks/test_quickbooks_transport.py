"""Who may call, the headers and the envelope, both shapes of a fault."""

import re

import pytest

from quickbooks_world import NORWAY, US


def test_envelope_has_pacific_time_with_milliseconds_and_the_synthetic_members(world):
    reply = world.get(f"companyinfo/{US}")
    assert reply.status == 200
    assert reply.json["time"] == "2026-11-22T13:40:30.123-08:00"
    company = reply.json["CompanyInfo"]
    assert (company["Id"], company["domain"], company["sparse"], company["Country"]) == ("1", "QBO", False, "US")
    assert company["DefaultTimeZone"] == "America/Los_Angeles"
    assert {"Name": "SubscriptionStatus", "Value": "SUBSCRIBED"} in company["NameValue"]


def test_offset_follows_the_american_daylight_saving_rule():
    from datetime import datetime, timezone
    from server.sandbox.quickbooks.pacific_time import stamp
    for utc, local in (("2026-03-08T09:59:59", "2026-03-08T01:59:59-08:00"), ("2026-03-08T10:00:00", "2026-03-08T03:00:00-07:00"),
                       ("2026-11-01T08:59:59", "2026-11-01T01:59:59-07:00"), ("2026-11-01T09:00:00", "2026-11-01T01:00:00-08:00")):
        assert stamp(datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)) == local


def test_headers_of_every_answer(world):
    reply = world.get("preferences")
    assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", reply.headers["intuit_tid"])
    assert reply.headers["QBO-Version"]
    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert "no-store" in reply.headers["Cache-Control"]
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]


@pytest.mark.proves("quickbooks 22.1.2")
def test_missing_and_unknown_tokens_get_the_lower_case_gateway_fault(world):
    for headers in ({}, {"Authorization": "Bearer abcdefghijklmnop"}):
        reply = world.call("GET", f"/v3/company/{US}/preferences", headers=headers)
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"] == 'Bearer realm="Intuit", error="invalid_token"'
        assert "Fault" not in reply.json
        error = reply.json["fault"]["error"][0]
        assert error["code"] == "3200"
        assert error["message"] == "message=AuthenticationFailed; errorCode=003200; statusCode=401"
        assert reply.json["fault"]["type"] == "AUTHENTICATION"
        assert isinstance(reply.json["time"], int)


@pytest.mark.proves("quickbooks 22.1.3")
def test_access_token_ends_after_an_hour_of_simulated_time(world):
    world.pass_time(minutes=59)
    assert world.get("preferences").status == 200
    world.pass_time(minutes=2)
    reply = world.get("preferences")
    assert (reply.status, reply.code) == (401, "3200")
    assert "Token expired" in reply.json["fault"]["error"][0]["detail"]


def test_a_token_opens_only_its_own_company(world):
    for realm in (NORWAY, "123"):
        reply = world.get("preferences", realm=realm, token=world.tokens[US])
        assert (reply.status, reply.code) == (403, "3100")


def test_service_fault_has_upper_case_members(world):
    reply = world.get("customer/999")
    assert reply.status == 400
    assert reply.json["Fault"]["type"] == "ValidationFault"
    assert set(reply.json["Fault"]["Error"][0]) == {"Message", "Detail", "code", "element"}
    assert isinstance(reply.json["time"], str)


def test_unknown_entity_and_wrong_bodies(world):
    assert world.get("unicorn/1").status == 404
    assert world.post("customer", b"{not json").code == "2010"
    assert world.post("customer", b'{"DisplayName":"\xff"}').code == "500"
    headers = {"Authorization": f"Bearer {world.tokens[US]}", "Content-Type": "application/pdf"}
    assert world.call("POST", f"/v3/company/{US}/customer", headers=headers, data=b"x").code == "1050"


def test_eleventh_call_within_a_second_is_throttled(world):
    world.simulator.switches.rate_limits = True
    statuses = [world.get("preferences").status for _ in range(30)]
    assert statuses[:10] == [200] * 10
    assert 429 in statuses
    throttled = world.get("preferences")
    while throttled.status != 429:
        throttled = world.get("preferences")
    error = throttled.json["fault"]["error"][0]
    assert error["code"] == "3001"
    assert error["detail"] == "The request limit was reached.  Try again later"
    assert throttled.json["fault"]["type"] == "SERVICE"
    assert "Retry-After" not in throttled.headers


def test_batches_have_a_bucket_of_their_own(world):
    switches = world.simulator.switches
    switches.rate_limits, switches.calls_per_second, switches.batches_per_minute = True, 1000, 3
    empty = {"BatchItemRequest": []}
    assert [world.post("batch", empty).status for _ in range(5)] == [200, 200, 200, 429, 429]
    assert world.get("preferences").status == 200


def test_company_budget_is_500_a_minute_over_all_apps(world):
    from server.sandbox.quickbooks.api_fault import GatewayFault
    from server.sandbox.quickbooks.throttle import Throttle
    import pytest
    moment = [0.0]
    throttle = Throttle(monotonic=lambda: moment[0])
    for call in range(500):
        throttle.admit("1", f"app{call % 60}", batch=False)
    with pytest.raises(GatewayFault):
        throttle.admit("1", "another", batch=False)
    throttle.admit("2", "another", batch=False)
    moment[0] = 0.2
    throttle.admit("1", "another", batch=False)


def test_meters_count_reads_and_writes_but_not_refusals(world):
    world.customer("Metered")
    world.rows("select * from Customer")
    world.get("customer/999")
    meter = world.simulator.throttle.meter(US)
    assert (meter.core, meter.core_plus) == (1, 1)


def test_exchange_rate_of_a_date(world):
    rate = world.get("exchangerate", sourcecurrencycode="EUR", asofdate="2026-11-01").json["ExchangeRate"]
    assert (str(rate["Rate"]), rate["TargetCurrencyCode"], rate["AsOfDate"]) == ("1.0853", "USD", "2026-11-01")
    assert "Id" not in rate
