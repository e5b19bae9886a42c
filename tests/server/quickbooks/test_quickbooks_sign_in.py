"""OAuth as Intuit runs it."""

import re

import pytest

from quickbooks_world import CLIENT_ID, REDIRECT, SCOPE, SECRET, US, NORWAY

ASK = {"client_id": CLIENT_ID, "response_type": "code", "scope": SCOPE, "redirect_uri": REDIRECT, "state": '"><b>'}


def refresh(world, token):
    return world.token(grant_type="refresh_token", refresh_token=token)


@pytest.mark.proves("quickbooks 22.11.1")
def test_consent_page_lists_the_companies_and_works_without_script(world):
    reply = world.call("GET", "/connect/oauth2", params=ASK)
    assert reply.status == 200
    assert re.findall(r'type="radio" name="realm" value="(\d+)"', reply.text) == [US, NORWAY]
    assert "Brightwater Supply Co." in reply.text and ">Connect</button>" in reply.text and ">Cancel</button>" in reply.text
    assert "<script" not in reply.text and "<b>" not in reply.text
    assert "form-action 'self' http://localhost:8000" in reply.headers["Content-Security-Policy"]
    assert world.call("GET", "/connect/oauth2/style.css").headers["Content-Type"].startswith("text/css")


def test_unregistered_redirect_or_client_shows_a_page_and_never_redirects(world):
    for change in ({"redirect_uri": "http://evil.example/"}, {"client_id": "other"}, {"response_type": "token"}):
        for method in ("GET", "POST"):
            options = {"params": {**ASK, **change}} if method == "GET" else {"data": {**ASK, **change, "realm": US}}
            reply = world.call(method, "/connect/oauth2", **options)
            assert reply.status == 400 and "Location" not in reply.headers


def test_connect_answers_code_state_and_realm_and_cancel_says_so(world):
    answer = world.consent(NORWAY)
    assert (answer["state"], answer["realmId"]) == ("s&1", NORWAY)
    assert world.consent(US, decision="cancel") == {"error": "access_denied", "state": "s&1"}


@pytest.mark.proves("quickbooks 22.11.7")
def test_a_code_works_once_and_only_with_its_redirect(world):
    code = world.consent(US)["code"]
    tokens = world.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert tokens.json["expires_in"] == 3600 and tokens.json["x_refresh_token_expires_in"] == 8_726_400
    again = world.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert (again.status, again.json["error"]) == (400, "invalid_grant")
    other = world.consent(US)["code"]
    assert world.token(grant_type="authorization_code", code=other, redirect_uri="http://x/").status == 400


def test_wrong_secret_is_invalid_client(world):
    reply = world.token(secret="wrong", grant_type="refresh_token", refresh_token="x")
    assert (reply.status, reply.json) == (401, {"error": "invalid_client"})
    assert world.token(grant_type="password").json["error"] == "unsupported_grant_type"
    assert world.token().json["error"] == "invalid_request"


def test_refresh_token_keeps_its_value_for_a_day_and_then_the_old_one_is_dead(world):
    first = world.connect(US)["refresh_token"]
    assert refresh(world, first).json["refresh_token"] == first
    world.pass_time(hours=25)
    second = refresh(world, first).json["refresh_token"]
    assert second != first
    dead = refresh(world, first)
    assert (dead.status, dead.json["error"]) == (400, "invalid_grant")
    assert refresh(world, second).status == 200


def test_switch_rotates_on_every_refresh(world):
    world.simulator.switches.rotation = "always"
    first = world.connect(US)["refresh_token"]
    assert refresh(world, first).json["refresh_token"] != first


def test_refresh_token_rolls_but_ends_after_a_hundred_days_of_silence(world):
    token = world.connect(US)["refresh_token"]
    world.pass_time(days=90)
    token = refresh(world, token).json["refresh_token"]
    world.pass_time(days=90)
    token = refresh(world, token).json["refresh_token"]
    world.pass_time(days=102)
    assert refresh(world, token).json["error"] == "invalid_grant"


def test_revoking_either_token_ends_the_grant(world):
    from aiohttp import BasicAuth
    for member in ("access_token", "refresh_token"):
        tokens = world.connect(US)
        auth = BasicAuth(CLIENT_ID, SECRET)
        reply = world.call("POST", "/v2/oauth2/tokens/revoke", json={"token": tokens[member]}, auth=auth)
        assert (reply.status, reply.body) == (200, b"")
        assert world.get("preferences", token=tokens["access_token"]).status == 401
        assert refresh(world, tokens["refresh_token"]).status == 400
        assert world.call("POST", "/v2/oauth2/tokens/revoke", json={"token": tokens[member]}, auth=auth).status == 400


def test_user_information_by_scope(world):
    headers = {"Authorization": f"Bearer {world.tokens[US]}"}
    answer = world.call("GET", "/v1/openid_connect/userinfo", headers=headers).json
    assert "@" in answer["email"] and "givenName" not in answer
    assert world.call("GET", "/v1/openid_connect/userinfo").status == 401
