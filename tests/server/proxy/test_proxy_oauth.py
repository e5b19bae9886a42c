"""The authorization code flow, happy and hostile."""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from fake_provider import HUB, REALM


async def test_connect_both_accounts_and_show_them(world):
    hubspot, quickbooks = await world.connect_hubspot(), await world.connect_quickbooks()
    status = (await world.call("GET", "/api/status")).json
    assert status["mode"] == "sandbox" and status["providers"] == {"hubspot": {"configured": True}, "quickbooks": {"configured": True}}
    first, second = status["connections"]
    assert (first["id"], first["account_id"], first["account_name"], first["connected_by"], first["health"]) == \
        (hubspot, HUB, "brightwater.example", "jo@brightwater.example", "connected")
    assert (second["id"], second["account_id"], second["account_name"], second["connected_by"]) == \
        (quickbooks, REALM, "Brightwater Supply", None)
    assert first["missing_scopes"] == [] and first["environment"] == "sandbox" and first["connected_at"].endswith("Z")


async def test_s10_no_secret_reaches_the_page_or_the_log(world):
    await world.connect_hubspot()
    await world.connect_quickbooks()
    seen = (await world.call("GET", "/api/status")).body.decode() + world.log.getvalue()
    for secret in {"hub-secret", "qb-secret"} | world.provider.access_tokens | world.provider.refresh_tokens:
        assert secret not in seen


async def test_s10_the_client_secret_never_stands_in_an_address(world):
    url, _ = await world.start()
    assert "secret" not in url


async def test_s11_the_binding_cookie_is_strictly_scoped(world):
    reply = await world.call("POST", "/auth/intuit/start", {})
    cookie = SimpleCookie(reply.headers["Set-Cookie"])["__Host-tx"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert cookie["max-age"] == "600" and not cookie["domain"] and len(cookie.value) >= 43


async def test_s11_state_is_required_single_use_and_bound_to_the_browser(world):
    url, cookie = await world.start()
    query = world.provider.consent(url)
    path = "/oauth/hubspot/callback"
    assert await world.callback(path, "code=abc", cookie) == "/#connect-error=unknown_state"
    assert await world.callback(path, "code=abc&state=" + "A" * 43, cookie) == "/#connect-error=unknown_state"
    assert await world.callback(path, query, cookie) == "/"
    requests = len(world.provider.token_requests)
    assert await world.callback(path, query, cookie) == "/#connect-error=unknown_state"
    assert len(world.provider.token_requests) == requests


async def test_s11_state_expires_after_ten_minutes(world):
    url, cookie = await world.start()
    world.now += 601
    assert await world.callback("/oauth/hubspot/callback", world.provider.consent(url), cookie) == "/#connect-error=unknown_state"


async def test_s11_two_tabs_at_once_both_succeed(world):
    first, cookie = await world.start()
    second, same = await world.start("/auth/intuit/start", cookie)
    assert same == cookie
    assert await world.callback("/oauth/intuit/callback", world.provider.consent(second), cookie) == "/"
    assert await world.callback("/oauth/hubspot/callback", world.provider.consent(first), cookie) == "/"


async def test_s11_a_cookie_chosen_by_someone_else_is_replaced(world):
    _, cookie = await world.start(cookie="planted")
    assert cookie != "planted"


@pytest.mark.parametrize("cookie", [None, "another-browser", ""])
async def test_s12_a_valid_state_in_another_browser_is_refused(world, cookie):
    url, _ = await world.start()
    assert await world.callback("/oauth/hubspot/callback", world.provider.consent(url), cookie) == "/#connect-error=wrong_browser"
    assert not world.provider.token_requests and not await world.connections()


async def test_s13_pkce_is_sent_and_a_wrong_verifier_fails(world):
    url, cookie = await world.start("/auth/intuit/start")
    query = parse_qs(urlsplit(url).query)
    assert query["code_challenge_method"] == ["S256"] and len(query["code_challenge"][0]) == 43
    callback = world.provider.consent(url)
    code = parse_qs(callback)["code"][0]
    world.provider.codes[code] = ("someone-elses-challenge", world.provider.codes[code][1])
    assert await world.callback("/oauth/intuit/callback", callback, cookie) == "/#connect-error=exchange_failed"


async def test_s14_a_code_of_one_provider_is_not_taken_to_the_other(world):
    url, cookie = await world.start()
    query = world.provider.consent(url) + f"&realmId={REALM}"
    assert await world.callback("/oauth/intuit/callback", query, cookie) == "/#connect-error=wrong_provider"
    assert not world.provider.token_requests


async def test_s14_the_redirect_address_is_the_same_constant_in_both_requests(world):
    url, cookie = await world.start("/auth/intuit/start")
    await world.callback("/oauth/intuit/callback", world.provider.consent(url), cookie)
    sent = parse_qs(urlsplit(url).query)["redirect_uri"][0]
    assert sent == f"http://localhost:{world.port}/oauth/intuit/callback" == world.provider.token_requests[0]["redirect_uri"]


@pytest.mark.parametrize("change", ["&code=again", "&x=1", "&realmId=12", "&realmId=abc", "&iss=https://evil.test", "&state=x",
                                    "&realmId=1/../2", "&=", "&code", "&error_description=%00%ff"])
async def test_s15_unknown_doubled_and_malformed_parameters_are_refused(world, change):
    url, cookie = await world.start()
    location = await world.callback("/oauth/hubspot/callback", world.provider.consent(url) + change, cookie)
    assert location.startswith("/#connect-error=") and not world.provider.token_requests


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'\"><img onerror=x>", "javascript:alert(1)", "\r\nX: y"])
async def test_s15_the_providers_error_text_is_never_echoed(world, text):
    url, cookie = await world.start()
    state = parse_qs(urlsplit(url).query)["state"][0]
    location = await world.callback("/oauth/hubspot/callback", f"error=access_denied&error_description={quote(text)}&state={state}", cookie)
    assert location == "/#connect-error=access_denied"


@given(st.lists(st.tuples(st.sampled_from(["code", "state", "error", "iss", "realmId", "next", ""]), st.text(max_size=30)), max_size=8))
def test_s15_any_query_gives_known_values_or_a_refusal(pairs):
    from server.proxy.callback import CONSENT, callback_values

    values = callback_values("&".join(f"{quote(name)}={quote(value)}" for name, value in pairs), CONSENT)
    if values is not None:
        assert len(values) == len(pairs) and set(values) <= {"code", "state", "error", "iss", "realmId"}
        assert all(value.isascii() for value in values.values())


async def test_s15_a_callback_loaded_as_an_image_does_nothing(world):
    url, cookie = await world.start()
    query = world.provider.consent(url)
    reply = await world.request("GET", f"/oauth/hubspot/callback?{query}", {"Cookie": f"__Host-tx={cookie}", "Sec-Fetch-Mode": "no-cors"})
    assert reply.headers["Location"] == "/#connect-error=bad_callback" and not world.provider.token_requests


async def test_s16_a_tampered_company_number_is_not_stored(world):
    url, cookie = await world.start("/auth/intuit/start")
    query = world.provider.consent(url, realm="9999999999")
    assert await world.callback("/oauth/intuit/callback", query, cookie) == "/#connect-error=account_unverified"
    assert not await world.connections()


async def test_s16_the_hubspot_account_comes_from_introspection(world):
    world.provider.access_tokens = type("Nothing", (set,), {"add": lambda self, item: None})()
    url, cookie = await world.start()
    assert await world.callback("/oauth/hubspot/callback", world.provider.consent(url), cookie) == "/#connect-error=account_unverified"


async def test_s17_two_companies_are_two_connections(world):
    world.provider.realms.add("77")
    await world.connect_quickbooks()
    url, cookie = await world.start("/auth/intuit/start")
    await world.callback("/oauth/intuit/callback", world.provider.consent(url, realm="77"), cookie)
    assert [c["account_id"] for c in await world.connections()] == [REALM, "77"]


async def test_s17_connecting_again_keeps_the_identifier(world):
    assert await world.connect_hubspot() == await world.connect_hubspot()
    assert len(await world.connections()) == 1


async def test_s18_the_way_back_has_one_of_few_fixed_targets(world):
    from server.proxy.oauth import CONNECT_ERRORS

    allowed = {"/"} | {f"/#connect-error={code}" for code in CONNECT_ERRORS}
    for query in ("next=https://evil.test", "code=a&state=" + "B" * 43, "error=%3Cb%3E", "a" * 1000, ""):
        assert await world.callback("/oauth/hubspot/callback", query, "x") in allowed


async def test_s19_missing_scopes_are_named(world):
    world.provider.granted_scopes = ["oauth", "crm.objects.contacts.read"]
    await world.connect_hubspot()
    missing = (await world.connections())[0]["missing_scopes"]
    assert "crm.objects.invoices.write" in missing and "oauth" not in missing


async def test_s75_disconnect_revokes_and_leaves_no_secret(world):
    for connect, path in ((world.connect_hubspot, "/oauth/2026-03/token/revoke"), (world.connect_quickbooks, "/v2/oauth2/tokens/revoke")):
        identifier = await connect()
        grant = (await world.data.sole.tokens.find(identifier)).grant
        assert (await world.call("POST", "/auth/disconnect", {"connection": identifier})).json == {"disconnected": True}
        assert world.provider.revoked[-1] == (path, grant.refresh_token)
        assert not await world.connections() and not await world.data.sole.tokens.awaiting_revocation()
        assert (await world.call("GET", f"/api/hubspot/{identifier}/crm/owners/2026-03")).code == "not_connected"


async def test_s75_revocation_is_tried_again_when_the_provider_was_down(world):
    identifier = await world.connect_hubspot()
    world.provider.revoke_status = 503
    assert (await world.call("POST", "/auth/disconnect", {"connection": identifier})).json == {"disconnected": True}
    assert not await world.connections() and len(await world.data.sole.tokens.awaiting_revocation()) == 1
    assert "revocation_postponed" in world.log.getvalue()
    world.provider.revoke_status = 200
    other = await world.connect_quickbooks()
    await world.call("POST", "/auth/disconnect", {"connection": other})
    assert not await world.data.sole.tokens.awaiting_revocation()


async def test_s75_an_account_that_is_connected_again_is_not_revoked_by_the_attempt_before(world):
    identifier = await world.connect_hubspot()
    world.provider.revoke_status = 503
    await world.call("POST", "/auth/disconnect", {"connection": identifier})
    tokens, before = world.data.sole.tokens, len(world.provider.revoked)
    listed, asked = tokens.awaiting_revocation, []

    async def connected_meanwhile():
        found = await listed()
        if not asked:
            asked.append(found)
            assert await world.connect_hubspot() == identifier
        return found

    tokens.awaiting_revocation = connected_meanwhile
    world.provider.revoke_status = 200
    other = await world.connect_quickbooks()
    await world.call("POST", "/auth/disconnect", {"connection": other})
    assert len(asked[0]) == 2 and [path for path, _ in world.provider.revoked[before:]] == ["/v2/oauth2/tokens/revoke"]
    assert (await world.call("GET", f"/api/hubspot/{identifier}/crm/owners/2026-03")).status == 200


@pytest.mark.parametrize("body", [{}, {"connection": 1}, {"connection": "hubspot-00000000"}, {"connection": None}])
async def test_disconnect_of_something_unknown_says_so(world, body):
    assert (await world.call("POST", "/auth/disconnect", body)).code == "not_connected"


@pytest.mark.parametrize("body", ["[]", "nonsense", "[" * 3000, "\"x\""])
async def test_a_body_that_is_no_object_is_refused(world, body):
    assert (await world.call("POST", "/auth/disconnect", body)).code == "bad_request"


async def test_a_token_endpoint_that_fails_gives_a_plain_code(world):
    for answer in (web.Response(status=500, text="<html>"), web.Response(text="<html>", content_type="text/html"),
                   web.json_response({"access_token": "a"}), web.json_response([1]), web.Response(status=302, headers={"Location": "/x"})):
        world.provider.token_answer = lambda form, answer=answer: web.Response(status=answer.status, body=answer.body,
                                                                               headers=answer.headers)
        url, cookie = await world.start()
        assert await world.callback("/oauth/hubspot/callback", world.provider.consent(url), cookie) == "/#connect-error=exchange_failed"


async def test_s77_a_connection_that_is_about_to_end_says_so(world):
    await world.connect_quickbooks()
    assert (await world.connections())[0]["health_detail"] == ""
    world.now += 82 * 86_400
    assert "ends on 2027-02-" in (await world.connections())[0]["health_detail"]


async def test_s77_the_end_that_no_refresh_moves_is_told_a_quarter_of_a_year_before(world):
    world.provider.ends_in = 120 * 86_400
    identifier = await world.connect_quickbooks()
    assert (await world.connections())[0]["health_detail"] == ""
    world.provider.ends_in = None  # it may be left out of later answers
    for days in (29, 2):
        world.now += days * 86_400
        assert (await world.call("GET", f"/api/quickbooks/{identifier}/preferences")).status == 200
    assert "ends this connection on 2027-03-18; connect the account again" in (await world.connections())[0]["health_detail"]
    world.provider.ends_in = 5 * 365 * 86_400
    await world.connect_quickbooks()
    assert (await world.connections())[0]["health_detail"] == ""


@pytest.mark.parametrize("life", [None, "soon", 0, -1, True, [], 1e400])
async def test_s77_an_end_that_makes_no_sense_is_none(world, life):
    world.provider.ends_in = life
    await world.connect_quickbooks()
    assert (await world.connections())[0]["health_detail"] == ""
