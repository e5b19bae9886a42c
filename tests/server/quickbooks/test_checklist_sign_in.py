"""OAuth: consent, codes, rotation of refresh tokens, revocation, discovery."""

import base64
import hashlib

import pytest
from aiohttp import BasicAuth

from quickbooks_world import CLIENT_ID, NORWAY, REDIRECT, SCOPE, SECRET, US


def refresh(world, token):
    return world.token(grant_type="refresh_token", refresh_token=token)


def redeem(world, code, **more):
    return world.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, **more)


@pytest.mark.proves("quickbooks 22.11.1")
def test_the_consent_page_offers_every_company_and_binds_the_tokens_to_the_chosen_one(world):
    page = world.call("GET", "/connect/oauth2", params={
        "client_id": CLIENT_ID, "response_type": "code", "scope": SCOPE, "redirect_uri": REDIRECT}).text
    assert page.index(US) < page.index(NORWAY) and page.count(" checked") == 1
    for realm, other in ((US, NORWAY), (NORWAY, US)):
        token = world.connect(realm)["access_token"]
        assert world.get("preferences", realm, token=token).status == 200
        assert world.get("preferences", other, token=token).code == "3100"


def test_a_company_nobody_offered_cannot_be_chosen(world):
    reply = world.call("POST", "/connect/oauth2", data={
        "client_id": CLIENT_ID, "response_type": "code", "scope": SCOPE, "redirect_uri": REDIRECT, "realm": "1", "decision": "connect"})
    assert reply.status == 400 and "Location" not in reply.headers


@pytest.mark.proves("quickbooks 22.11.2")
def test_a_code_is_good_once_for_its_client_its_redirect_and_its_time(world):
    code = world.consent(US)["code"]
    assert redeem(world, code).status == 200
    assert redeem(world, code).json["error"] == "invalid_grant"
    late = world.consent(US)["code"]
    world.pass_time(seconds=601)
    assert redeem(world, late).json == {"error": "invalid_grant", "error_description": "Invalid authorization code"}
    world.simulator.switches.code_seconds = 3600
    longer = world.consent(US)["code"]
    world.pass_time(seconds=3000)
    assert redeem(world, longer).status == 200


@pytest.mark.proves("quickbooks 22.11.3", "quickbooks 22.11.5")
def test_refresh_tokens_change_when_older_than_a_day_and_the_old_one_is_dead(world):
    assert world.simulator.switches.rotation == "daily"
    first = world.connect(US)
    assert first["x_refresh_token_expires_in"] == 8_726_400
    world.pass_time(hours=23)
    assert refresh(world, first["refresh_token"]).json["refresh_token"] == first["refresh_token"]
    world.pass_time(hours=2)
    assert refresh(world, first["refresh_token"]).json["refresh_token"] != first["refresh_token"]
    dead = refresh(world, first["refresh_token"])
    assert (dead.status, dead.json) == (400, {"error": "invalid_grant", "error_description": "Incorrect or invalid refresh token"})


def test_by_switch_the_value_never_changes(world):
    world.simulator.switches.rotation = "never"
    first = world.connect(US)["refresh_token"]
    world.pass_time(days=50)
    assert refresh(world, first).json["refresh_token"] == first


@pytest.mark.proves("quickbooks 22.11.4")
def test_by_switch_it_changes_always_and_strictly(world):
    world.simulator.switches.rotation = "always"
    first = world.connect(US)["refresh_token"]
    second = refresh(world, first).json["refresh_token"]
    assert second != first and refresh(world, first).status == 400 and refresh(world, second).status == 200


def test_by_switch_the_old_value_is_good_for_a_day_more(world):
    world.simulator.switches.rotation = "grace"
    first = world.connect(US)["refresh_token"]
    second = refresh(world, first).json["refresh_token"]
    assert second != first
    lost = refresh(world, first).json
    assert lost["refresh_token"] == second and world.get("preferences", token=lost["access_token"]).status == 200
    world.pass_time(hours=25)
    assert refresh(world, first).json["error"] == "invalid_grant"
    assert refresh(world, second).status == 200


def test_by_switch_using_an_old_value_ends_the_grant(world):
    world.simulator.switches.rotation = "family"
    first = world.connect(US)
    second = refresh(world, first["refresh_token"]).json
    assert refresh(world, first["refresh_token"]).json["error"] == "invalid_grant"
    assert refresh(world, second["refresh_token"]).json["error"] == "invalid_grant"
    assert world.get("preferences", token=second["access_token"]).status == 401


def test_nothing_is_refreshed_five_years_after_the_authorization(world):
    token = world.connect(US)["refresh_token"]
    told = world.call("POST", "/oauth2/v1/tokens/bearer", data={"grant_type": "refresh_token", "refresh_token": token},
                      auth=BasicAuth(CLIENT_ID, SECRET), headers={"x-include-refresh-token-hard-expires-in": "true"}).json
    assert told["x_refresh_token_hard_expires_in"] == 157_680_000
    for _ in range(20):
        world.pass_time(days=90)
        token = refresh(world, token).json["refresh_token"]
    last = refresh(world, token).json
    assert last["x_refresh_token_expires_in"] == 157_680_000 - 1800 * 86400
    world.pass_time(days=26)
    assert refresh(world, token).json["error"] == "invalid_grant"


def test_a_client_may_name_itself_in_the_form_but_not_wrongly(world):
    code = world.consent(US)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": CLIENT_ID}
    wrong = world.call("POST", "/oauth2/v1/tokens/bearer", data={**form, "client_secret": "wrong"})
    assert (wrong.status, wrong.json) == (401, {"error": "invalid_client"})
    assert world.call("POST", "/oauth2/v1/tokens/bearer", data={**form, "client_secret": SECRET}).status == 200


@pytest.mark.proves("quickbooks 22.11.6")
def test_revoking_ends_the_grant_and_an_unknown_token_is_400(world):
    tokens = world.connect(US)
    auth = BasicAuth(CLIENT_ID, SECRET)
    assert world.call("POST", "/v2/oauth2/tokens/revoke", data={"token": tokens["access_token"]}, auth=auth).status == 200
    assert refresh(world, tokens["refresh_token"]).status == 400
    assert world.call("POST", "/v2/oauth2/tokens/revoke", json={"token": "AB11nothing"}, auth=auth).status == 400


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_proof_key_is_tolerated_or_checked_by_switch(world, method):
    verifier = "v" * 43
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    proof = {"code_challenge": digest if method == "S256" else verifier, "code_challenge_method": method}
    assert redeem(world, world.consent(US, **proof)["code"]).status == 200
    world.simulator.switches.pkce = "checked"
    assert redeem(world, world.consent(US, **proof)["code"], code_verifier="w" * 43).json["error"] == "invalid_grant"
    assert redeem(world, world.consent(US, **proof)["code"], code_verifier=verifier).status == 200
    page = world.call("GET", "/connect/oauth2", params={
        "client_id": CLIENT_ID, "response_type": "code", "scope": SCOPE, "redirect_uri": REDIRECT, **proof}).text
    assert f'name="code_challenge" value="{proof["code_challenge"]}"' in page


def test_discovery_names_the_simulators_own_addresses(world):
    for name in ("openid_configuration", "openid_sandbox_configuration"):
        found = world.call("GET", f"/.well-known/{name}").json
        base = found["token_endpoint"].removesuffix("/oauth2/v1/tokens/bearer")
        assert base.startswith("http://127.0.0.1:") and found["authorization_endpoint"] == base + "/connect/oauth2"
        assert found["revocation_endpoint"] == base + "/v2/oauth2/tokens/revoke"
    assert world.call("GET", "/op/v1/jwks").json["keys"][0]["kty"] == "RSA"


def test_an_identity_token_comes_with_the_openid_scope_only(world):
    token = world.connect(US)["id_token"]
    signed, _, signature = token.rpartition(".")
    key = world.call("GET", "/op/v1/jwks").json["keys"][0]
    number, modulus, exponent = (int.from_bytes(base64.urlsafe_b64decode(part + "=="), "big") for part in (signature, key["n"], key["e"]))
    assert f"{pow(number, exponent, modulus):x}".endswith(hashlib.sha256(signed.encode()).hexdigest())
    code = world.consent(US, scope="com.intuit.quickbooks.accounting")["code"]
    assert "id_token" not in redeem(world, code).json
