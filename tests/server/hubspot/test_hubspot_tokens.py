"""Refresh token rotation, app tokens, the first version's token addresses, and what an administrator takes away."""

from __future__ import annotations

import pytest

from hubspot_app import CLIENT

CLIENT_ID, SECRET, REDIRECT = CLIENT
DAY = 24 * 3600


def token(api, **form):
    return api.call("POST", "/oauth/2026-03/token", data={"client_id": CLIENT_ID, "client_secret": SECRET, **form})


def refresh(api, refresh_token):
    return token(api, grant_type="refresh_token", refresh_token=refresh_token)


def is_bad(reply):
    return reply.status == 400 and (reply.json["status"], reply.json["error"]) == ("BAD_REFRESH_TOKEN", "invalid_grant")


@pytest.fixture
def tokens(api):
    return api.simulator.issue_tokens(CLIENT_ID, ["oauth", "crm.objects.contacts.read", "crm.objects.deals.read"])


def test_the_same_refresh_token_comes_back_by_default(api, tokens):
    assert api.simulator.switches.refresh_rotation == "same"
    assert refresh(api, tokens["refresh_token"]).json["refresh_token"] == tokens["refresh_token"]


def test_with_grace_an_old_token_works_for_a_day_and_leads_to_the_newest(api, tokens):
    api.simulator.switches.refresh_rotation = "grace"
    newer = refresh(api, tokens["refresh_token"]).json["refresh_token"]
    assert newer != tokens["refresh_token"]
    api.clock.advance(DAY - 1)
    assert refresh(api, tokens["refresh_token"]).json["refresh_token"] == newer
    api.clock.advance(2)
    assert is_bad(refresh(api, tokens["refresh_token"]))
    assert refresh(api, newer).status == 200


def test_strict_rotation_refuses_an_old_token_and_keeps_the_new_one(api, tokens):
    api.simulator.switches.refresh_rotation = "strict"
    newer = refresh(api, tokens["refresh_token"]).json["refresh_token"]
    assert is_bad(refresh(api, tokens["refresh_token"]))
    assert refresh(api, newer).status == 200


def test_reuse_kills_the_whole_family_with_its_access_tokens(api, tokens):
    api.simulator.switches.refresh_rotation = "reuse_kills"
    newer = refresh(api, tokens["refresh_token"]).json
    other = api.simulator.issue_tokens(CLIENT_ID, ["oauth", "crm.objects.contacts.read"])
    assert is_bad(refresh(api, tokens["refresh_token"]))
    assert is_bad(refresh(api, newer["refresh_token"]))
    assert api.get("contacts", token=newer["access_token"]).status == 401
    assert api.get("contacts", token=other["access_token"]).status == 200


def test_a_retired_token_is_inactive_and_does_not_work_for_another_app(api, tokens):
    api.simulator.switches.refresh_rotation = "strict"
    api.simulator.register_client("app-2", "secret-2", REDIRECT)
    newer = refresh(api, tokens["refresh_token"]).json["refresh_token"]
    form = {"client_id": CLIENT_ID, "client_secret": SECRET, "token": tokens["refresh_token"]}
    assert api.call("POST", "/oauth/2026-03/token/introspect", data=form).json == {"active": False}
    assert is_bad(token(api, client_id="app-2", client_secret="secret-2", grant_type="refresh_token", refresh_token=newer))


def test_introspection_carries_the_signed_part(api, tokens):
    form = {"client_id": CLIENT_ID, "client_secret": SECRET, "access_token": tokens["access_token"]}
    shown = api.call("POST", "/oauth/2026-03/token/introspect", data=form).json
    assert shown["signed_access_token"]["hubId"] == shown["hub_id"] == 4711001
    assert shown["signed_access_token"]["expiresAt"] == 1795383600000 + 1_800_000


def test_a_token_of_the_app_itself_opens_no_data_of_an_account(api):
    answer = token(api, grant_type="client_credentials", scope="developer.webhooks_journal.read").json
    assert "refresh_token" not in answer and "hub_id" not in answer and answer["expires_in"] == 1800
    assert api.get("contacts", token=answer["access_token"]).status == 403


def test_the_first_versions_token_addresses(api, tokens):
    access = api.get(f"/oauth/v1/access-tokens/{tokens['access_token']}").json
    assert access["hub_id"] == 4711001 and access["token_type"] == "access" and access["expires_in"] == 1800
    assert access["app_id"] and access["user"] and access["hub_domain"]
    path = f"/oauth/v1/refresh-tokens/{tokens['refresh_token']}"
    assert api.get(path).json["client_id"] == CLIENT_ID
    assert api.call("DELETE", path).status == 204
    assert api.get(path).status == 404 and is_bad(refresh(api, tokens["refresh_token"]))


def test_uninstalling_by_the_app_ends_in_bad_refresh_token(api, tokens):
    assert api.call("DELETE", "/appinstalls/2026-03/external-install", token=tokens["access_token"]).status == 204
    assert is_bad(refresh(api, tokens["refresh_token"]))


def test_a_scope_taken_away_is_missing_at_once_and_after_a_refresh(api, tokens):
    assert api.get("deals", token=tokens["access_token"]).status == 200
    api.simulator.tokens.remove_scopes(api.simulator.tokens.clients[CLIENT_ID], frozenset({"crm.objects.deals.read"}))
    assert api.get("deals", token=tokens["access_token"]).status == 403
    assert api.get("contacts", token=tokens["access_token"]).status == 200
    newer = refresh(api, tokens["refresh_token"]).json
    assert newer["scopes"] == ["oauth", "crm.objects.contacts.read"]
    assert api.get("deals", token=newer["access_token"]).status == 403


def test_an_app_cannot_revoke_the_token_of_another(api, tokens):
    api.simulator.register_client("app-2", "secret-2", REDIRECT)
    form = {"client_id": "app-2", "client_secret": "secret-2", "token": tokens["refresh_token"]}
    assert api.call("POST", "/oauth/2026-03/token/revoke", data=form).status == 204
    assert refresh(api, tokens["refresh_token"]).status == 200


def test_only_the_first_version_takes_parameters_in_the_address(api, tokens):
    query = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": CLIENT_ID, "client_secret": SECRET}
    assert api.call("POST", "/oauth/v1/token", params=query).status == 200
    assert api.call("POST", "/oauth/2026-03/token", params=query).status == 400
