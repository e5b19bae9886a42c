"""OAuth, scopes and rate limits."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from hubspot_app import CLIENT

CLIENT_ID, SECRET, REDIRECT = CLIENT
SCOPE = "oauth crm.objects.contacts.read"
TOKEN = "/oauth/2026-03/token"
READ_CONTACTS = "crm.objects.contacts.read"


def authorize(api, decision="connect", **more):
    form = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE, "state": "s&1", "decision": decision, **more}
    reply = api.call("POST", "/oauth/authorize", data=form)
    assert reply.status == 302, reply.text
    assert reply.headers["Location"].startswith(REDIRECT + "?")
    return {name: value[0] for name, value in parse_qs(urlsplit(reply.headers["Location"]).query).items()}


def token(api, **form):
    return api.call("POST", TOKEN, data={"client_id": CLIENT_ID, "client_secret": SECRET, **form})


def connect(api, **more):
    code = authorize(api, **more)["code"]
    return token(api, grant_type="authorization_code", code=code, redirect_uri=REDIRECT)


def test_the_consent_page_shows_what_is_asked_and_works_without_script(api):
    page = api.get("/oauth/authorize", params={"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE,
                                               "state": "\"><script>alert(1)</script>"})
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    for text in ("Ledgerbridge", "Brightwater Supply Co.", "4711001", READ_CONTACTS, ">Connect app<", ">Cancel<"):
        assert text in page.text
    assert "<script" not in page.text
    assert re.search(r'<form method="post" action="/oauth/authorize">', page.text)
    assert api.get("/oauth/4711001/authorize", params={"client_id": CLIENT_ID, "redirect_uri": REDIRECT,
                                                       "scope": SCOPE}).status == 200


@pytest.mark.parametrize("more", [{"client_id": "other"}, {"redirect_uri": "http://evil.example/"},
                                  {"scope": "oauth everything"}])
def test_a_request_that_cannot_be_trusted_is_not_redirected(api, more):
    query = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE, **more}
    assert api.get("/oauth/authorize", params=query).status == 400
    assert api.call("POST", "/oauth/authorize", data={**query, "decision": "connect"}).status == 400


def test_connect_gives_a_code_and_cancel_an_error_both_with_the_state(api):
    assert authorize(api)["state"] == "s&1"
    refused = authorize(api, "cancel")
    assert refused["error"] == "access_denied" and refused["state"] == "s&1" and "code" not in refused


def test_a_code_gives_tokens_that_work(api):
    answer = connect(api, optional_scope="crm.objects.companies.read")
    assert answer.status == 200
    body = answer.json
    assert body["expires_in"] == 1800 and body["token_type"] == "bearer" and body["token_use"] == "access_token"
    assert body["hub_id"] == 4711001
    assert body["scopes"] == ["oauth", READ_CONTACTS, "crm.objects.companies.read"]
    assert api.get("contacts", token=body["access_token"]).status == 200


@pytest.mark.proves("hubspot 17.2.2")
def test_a_code_works_once_with_its_own_redirect_and_only_soon(api):
    code = authorize(api)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    assert token(api, **form).status == 200
    again = token(api, **form)
    assert again.status == 400 and again.json["status"] == "BAD_AUTH_CODE"
    other = {**form, "code": authorize(api)["code"], "redirect_uri": "http://localhost:1/"}
    assert token(api, **other).json["status"] == "MISMATCH_REDIRECT_URI_AUTH_CODE"
    late = authorize(api)["code"]
    api.clock.advance(301)
    assert token(api, **{**form, "code": late}).json["status"] == "BAD_AUTH_CODE"


def test_pkce_is_checked_when_a_challenge_was_given(api):
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    more = {"code_challenge": challenge, "code_challenge_method": "S256"}
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    assert token(api, **form, code=authorize(api, **more)["code"], code_verifier=verifier).status == 200
    assert token(api, **form, code=authorize(api, **more)["code"], code_verifier="w" * 50).status == 400
    assert token(api, **form, code=authorize(api, **more)["code"]).status == 400


def test_refresh_returns_the_same_refresh_token_and_a_new_access_token(api):
    first = connect(api).json
    second = token(api, grant_type="refresh_token", refresh_token=first["refresh_token"]).json
    assert second["refresh_token"] == first["refresh_token"] and second["access_token"] != first["access_token"]
    assert second["scopes"] == first["scopes"]


@pytest.mark.parametrize("more, status", [({"client_secret": "wrong"}, "BAD_CLIENT_SECRET"),
                                          ({"client_id": "other"}, "BAD_CLIENT_ID"),
                                          ({"refresh_token": "other"}, "BAD_REFRESH_TOKEN"),
                                          ({"grant_type": "password"}, "BAD_GRANT_TYPE")])
def test_token_errors(api, more, status):
    form = {"grant_type": "refresh_token", "refresh_token": connect(api).json["refresh_token"], **more}
    reply = token(api, **form)
    assert reply.status == 400 and reply.json["status"] == status and reply.json["error"]


@pytest.mark.proves("hubspot 17.2.8")
def test_an_expired_token_is_the_documented_401(api):
    access = connect(api).json["access_token"]
    api.clock.advance(1799)
    assert api.get("contacts", token=access).status == 200
    api.clock.advance(76)
    reply = api.get("contacts", token=access)
    assert reply.status == 401 and reply.json["category"] == "EXPIRED_AUTHENTICATION"
    assert "expired 75 second(s) ago" in reply.json["message"]
    assert reply.json["context"] == {"expire time": ["2026-11-22T22:10:00.000Z"]}


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic x"])
def test_no_credentials_are_401(api, header):
    reply = api.get("contacts", headers={"Authorization": header})
    assert reply.status == 401 and reply.json["category"] == "INVALID_AUTHENTICATION" and reply.json["correlationId"]


@pytest.mark.proves("hubspot 17.2.5", "hubspot 17.2.6")
def test_introspection_knows_both_field_names_and_revocation_ends_the_grant(api):
    tokens = connect(api).json
    shown = api.call("POST", f"{TOKEN}/introspect", data={"client_id": CLIENT_ID, "client_secret": SECRET,
                                                          "token": tokens["access_token"]}).json
    assert shown["active"] and shown["expires_in"] == 1800 and shown["hub_id"] == 4711001
    assert shown["user"].startswith("jo@") and shown["token_use"] == "access_token"
    by_old_name = {"client_id": CLIENT_ID, "client_secret": SECRET, "refresh_token": tokens["refresh_token"]}
    assert api.call("POST", f"{TOKEN}/introspect", data=by_old_name).json["token_use"] == "refresh_token"
    revoke = {"client_id": CLIENT_ID, "client_secret": SECRET, "token": tokens["refresh_token"],
              "token_type_hint": "refresh_token"}
    assert api.call("POST", f"{TOKEN}/revoke", data=revoke).status == 204
    reply = token(api, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert reply.status == 400 and reply.json["status"] == "BAD_REFRESH_TOKEN" and reply.json["error"] == "invalid_grant"
    assert api.call("POST", f"{TOKEN}/introspect", data=by_old_name).json == {"active": False}


def test_uninstall_ends_everything(api):
    assert api.call("DELETE", "/appinstalls/2026-03/external-install").status == 204
    assert api.get("contacts").status == 401


def test_a_reset_keeps_clients_and_tokens(api):
    api.simulator.reset()
    assert api.get("contacts").status == 200


@pytest.mark.parametrize("method, path, body, needed", [
    ("GET", "contacts", None, [READ_CONTACTS]),
    ("POST", "invoices", {"properties": {"hs_currency": "USD"}}, ["crm.objects.invoices.write"]),
    ("POST", "line_items/batch/create", {"inputs": [{"properties": {}}]}, ["crm.objects.line_items.write", "e-commerce"]),
    ("POST", "notes/search", {}, [READ_CONTACTS]),
    ("GET", "/crm/properties/2026-03/deals", None, ["crm.schemas.deals.read", "crm.objects.deals.read"]),
    ("POST", "/crm/properties/2026-03/invoices", {}, ["crm.schemas.invoices.write"]),
    ("POST", "/crm/properties/2026-03/products/groups", {}, ["e-commerce"]),
    ("PUT", "deals/1/associations/default/contacts/1", None, ["crm.objects.deals.write"]),
    ("GET", "/crm/v3/owners", None, ["crm.objects.owners.read"])])
def test_a_missing_scope_is_the_documented_403(api, method, path, body, needed):
    reply = api.call(method, path, body, token=api.token_with("oauth"))
    assert reply.status == 403
    assert reply.json["category"] == "MISSING_SCOPES"
    assert reply.json["errors"][0]["context"] == {"requiredGranularScopes": needed}
    assert api.call(method, path, body).status != 403


def test_inline_associations_need_the_scope_of_the_target(api):
    company = api.make("companies", {"name": "x"})
    body = {"properties": {}, "associations": [{"to": {"id": company}, "types": [
        {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]}]}
    assert api.post("contacts", body, token=api.token_with("crm.objects.contacts.write")).status == 403


def test_110_calls_in_ten_seconds_with_headers_then_429(api):
    assert api.simulator.switches.calls_per_ten_seconds == 110
    api.simulator.switches.rate_limits = True
    now = [100.0]
    api.simulator._limits._now = lambda: now[0]
    first = api.get("contacts")
    assert first.headers["X-HubSpot-RateLimit-Max"] == "110"
    assert first.headers["X-HubSpot-RateLimit-Remaining"] == "109"
    assert first.headers["X-HubSpot-RateLimit-Interval-Milliseconds"] == "10000"
    assert "X-HubSpot-RateLimit-Daily" not in first.headers
    assert {api.get("contacts").status for _ in range(109)} == {200}
    refused = api.get("contacts")
    assert refused.status == 429
    assert refused.json["policyName"] == "TEN_SECONDLY_ROLLING" and refused.json["errorType"] == "RATE_LIMIT"
    assert refused.json["message"] == "You have reached your ten_secondly_rolling limit."
    assert "category" not in refused.json and "Retry-After" not in refused.headers
    now[0] += 10.1
    assert api.get("contacts").status == 200


def test_five_searches_a_second_without_headers_and_apart_from_other_calls(api):
    assert api.simulator.switches.searches_per_second == 5
    api.simulator.switches.rate_limits = True
    now = [100.0]
    api.simulator._limits._search._now = lambda: now[0]
    replies = [api.post("contacts/search", {}) for _ in range(6)]
    assert [reply.status for reply in replies] == [200] * 5 + [429]
    assert not [name for name in replies[0].headers if name.startswith("X-HubSpot-RateLimit")]
    assert replies[5].json["message"] == "You have reached your secondly limit."
    assert api.get("contacts").headers["X-HubSpot-RateLimit-Remaining"] == "109"
    now[0] += 1.1
    assert api.post("contacts/search", {}).status == 200
