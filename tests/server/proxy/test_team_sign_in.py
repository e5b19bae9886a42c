"""S-28, S-29, S-96, S-98: how people of a team sign in, and who does not get in."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from proxy_world import World
from server.proxy.session_cookie import SESSION_COOKIE
from server.proxy.sessions import LAUNCH_SECONDS, OF_A_TEAM
from server.proxy.team.members import Member, Role, Team
from server.proxy.transactions import PENDING_MAX
from sign_in_service import Key, came_back, enter, signed_in
from team_world import TEAM, TeamWorld
from test_proxy_sessions import Browser

ANNA, BO = "anna@brightwater.test", "bo@brightwater.test"
SECRET = "front-secret-" + "x" * 30


@pytest.fixture
async def world(tmp_path):
    async with TeamWorld(tmp_path, team=TEAM) as running:
        yield running


@pytest.fixture
async def fronted(tmp_path):
    async with World(tmp_path, team=TEAM, way_in=lambda origin: SECRET) as running:
        yield running


async def status(browser, **headers):
    return await browser.call("GET", "/api/status", **headers)


async def test_s96_a_member_signs_in_and_the_page_is_told_who_it_is(world):
    anna = await world.enter(ANNA)
    assert (await status(anna)).json["member"] == {"name": ANNA, "organisation": "brightwater", "role": "admin"}
    assert f"Max-Age={OF_A_TEAM.whole}" in anna.set_cookie and "SameSite=Strict" in anna.set_cookie
    for hidden in (ANNA, anna.key, anna.cookies[SESSION_COOKIE], "sign-in secret", "canary-sign-in"):
        assert hidden not in world.log.getvalue()
    assert "canary-sign-in" not in world.everything_stored().decode("latin-1")


async def test_s96_nothing_is_answered_before_and_the_refusal_says_where_to_sign_in(world):
    for method, path in (("GET", "/api/status"), ("POST", "/auth/hubspot/start"), ("GET", "/api/audit"), ("DELETE", "/auth/session")):
        reply = await world.call(method, path, {} if method == "POST" else None)
        assert (reply.code, reply.headers["X-Proxy-Sign-In"]) == ("sign_in_needed", "team") and "/launch/" in reply.json["error"]["message"]


async def test_s96_the_service_may_want_the_secret_in_the_body(world):
    world.service.basic = False
    assert (await status(await world.enter(ANNA))).status == 200


async def test_s96_the_services_own_id_counts_where_an_address_does_not(world):
    world.service.change = {"email_verified": False}
    assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=no-member"
    found = await world.enter("sub@nowhere.test")
    assert (await status(found)).json["member"]["name"] == "id-of-sub"


@pytest.mark.parametrize("change", [{"email": "eve@evil.test"}, {"email_verified": "true"}, {"email_verified": None}, {"email": [ANNA]},
                                    {"email": None, "name": ANNA}, {"email": None, "sub": ANNA}, {"email": "anna@brightwater.te\u017ft"},
                                    {"email": "id-of-sub"}], ids=str)
async def test_s96_who_is_no_member_or_not_vouched_for_stays_out(world, change):
    world.service.change = change
    browser = Browser(world)
    assert await signed_in(browser, world.service, ANNA) == "/launch/#error=no-member"
    assert (await status(browser)).code == "sign_in_needed"


@pytest.mark.parametrize("change", [{"nonce": "0" * 64}, {"iss": "https://evil.test"}, {"aud": "x"}, {"exp": 1}, {"sub": None}], ids=str)
async def test_s96_a_token_about_something_else_is_refused(world, change):
    world.service.change = change
    assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=refused"


async def test_s96_a_token_that_others_signed_is_refused(world):
    world.service.sign = Key("first").token
    assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=refused"


async def test_s11_s12_state_is_used_once_by_the_browser_that_began(world):
    browser, other = Browser(world), Browser(world)
    url = (await browser.call("POST", "/auth/sign-in", {})).json["url"]
    query = world.service.consent(url, ANNA)
    await other.call("POST", "/auth/sign-in", {})
    assert await came_back(other, query) == "/launch/#error=refused", "another browser: its person would work under this name"
    assert await came_back(browser, query) == "/launch/#error=refused", "used up by the attempt"
    assert "token" not in world.service.calls


@pytest.mark.parametrize("query", ["", "code=x", "state=" + "x" * 43, "code=x&state=y", "error=access_denied", "code=a&code=b", "next=//e"])
async def test_s15_s18_any_other_callback_is_refused_and_leads_nowhere_else(world, query):
    assert await came_back(Browser(world), query) == "/launch/#error=refused"


async def test_s14_a_state_of_one_trip_is_worth_nothing_on_another(world):
    anna = await world.enter(ANNA)
    begun = (await anna.call("POST", "/auth/hubspot/start", {})).json["url"]
    assert await came_back(anna, world.provider.consent(begun)) == "/launch/#error=refused"
    query = world.service.consent((await anna.call("POST", "/auth/sign-in", {})).json["url"], ANNA)
    assert (await anna.come_back(query)).headers["Location"] == "/#connect-error=wrong_provider"
    assert world.service.calls.count("token") == 1 and not world.provider.token_requests


@pytest.mark.parametrize("named,good", [(None, True), ("right", True), ("https://evil.test", False)])
async def test_s14_an_issuer_that_is_named_must_be_the_right_one(world, named, good):
    answers = {} if named is None else {"iss": world.service.issuer if named == "right" else named}
    assert (await signed_in(Browser(world), world.service, ANNA, **answers) != "/launch/#error=refused") is good


async def test_s14_a_service_that_promises_to_name_itself_must(world):
    world.service.document_change = {"authorization_response_iss_parameter_supported": True}
    assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=refused"
    assert await signed_in(Browser(world), world.service, ANNA, iss=world.service.issuer) != "/launch/#error=refused"


async def test_s05_the_last_step_belongs_to_the_same_browser_for_a_minute_and_once(world):
    browser = Browser(world)
    token = (await signed_in(browser, world.service, ANNA)).partition("#")[2]
    assert (await Browser(world).launch(token)).code == "sign_in_refused", "a link that an attacker made of his own sign-in"
    assert (await browser.launch(token)).code == "sign_in_refused", "used up"
    late = (await signed_in(browser, world.service, ANNA)).partition("#")[2]
    world.now += LAUNCH_SECONDS
    assert (await browser.launch(late)).code == "sign_in_refused"


async def test_s96_document_and_keys_are_fetched_once_and_a_new_key_is_found(world):
    await world.enter(ANNA)
    await world.enter(BO)
    assert world.service.calls.count("document") == world.service.calls.count("keys") == 1
    world.service.keys = [Key("second", "ES256")]
    assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=refused", "asked a moment ago"
    world.now += 61
    await world.enter(ANNA)
    assert world.service.calls.count("keys") == 2
    world.service.sign = Key("unknown").token
    for _ in range(5):
        assert await signed_in(Browser(world), world.service, ANNA) == "/launch/#error=refused"
    assert world.service.calls.count("keys") == 2, "made-up names cannot make us ask again and again"


@pytest.mark.parametrize("change", [{"issuer": "https://evil.test"}, {"token_endpoint": "http://localhost/token"}, {"jwks_uri": None},
                                    {"authorization_endpoint": "javascript:alert(1)"}], ids=str)
async def test_s96_a_document_that_is_not_safe_is_not_used(world, change):
    world.service.document_change = change
    reply = await world.call("POST", "/auth/sign-in", {})
    assert reply.code == "upstream_unreachable" and "sign-in service" in reply.json["error"]["message"]


async def test_s28_a_session_ends_after_eight_idle_hours_and_after_seven_days(world):
    anna = await world.enter(ANNA)
    world.now += 8 * 3_600 - 1
    assert (await status(anna)).status == 200
    world.now += 8 * 3_600
    assert (await status(anna)).code == "sign_in_needed"
    anna = await world.enter(ANNA)
    for _ in range(24):
        world.now += 7 * 3_600
        last = (await status(anna)).status
    assert last == 401, "168 hours"


async def test_s29_who_is_taken_out_of_the_team_is_out_and_a_lesser_role_counts_at_once(world, tmp_path):
    anna, bo = await world.enter(ANNA), await world.enter(BO)
    bo.cookies["__Host-tx"] = "x" * 43
    world.team.members.pop(BO)
    try:
        assert (await status(bo)).code == "sign_in_needed" and (await status(anna)).status == 200
    finally:
        world.team.members[BO] = TEAM_BO
    began = (await anna.call("POST", "/auth/hubspot/start", {})).json["url"]
    world.team.members[ANNA] = Member(ANNA, "brightwater", Role.MEMBER)
    try:
        back = await anna.come_back(world.provider.consent(began))
        assert back.headers["Location"] == "/#connect-error=wrong_browser" and not world.provider.token_requests
    finally:
        world.team.members[ANNA] = Member(ANNA, "brightwater", Role.ADMIN)


TEAM_BO = TEAM.members[BO]


async def test_s29_signing_out_everywhere_ends_ones_own_sessions_only(world):
    anna, again, bo = await world.enter(ANNA), await world.enter(ANNA), await world.enter(BO)
    assert (await anna.call("DELETE", "/auth/sessions")).status == 200
    world.now += 2
    assert [(await status(one)).status for one in (anna, again, bo)] == [401, 401, 200]


async def test_s96_sessions_with_and_without_a_team_are_not_taken_for_each_other(tmp_path):
    async with World(tmp_path, with_sessions=True) as alone:
        browser = Browser(alone)
        await browser.launch()
        cookies, key, database = browser.cookies, browser.key, alone.postgres
    async with TeamWorld(tmp_path, team=TEAM, postgres=database) as world:
        old = Browser(world)
        old.cookies, old.key = cookies, key
        assert (await status(old)).code == "sign_in_needed"
        anna = await world.enter(ANNA)
    async with World(tmp_path, with_sessions=True, postgres=database) as alone:
        anna.world = alone
        assert (await status(anna)).code == "sign_in_needed"


async def front(world, browser, name=ANNA, secret=SECRET, path="/auth/sign-in"):
    headers = {"X_Forwarded_User": name, "X_Forwarded_Secret": secret}
    reply = await browser.call("POST" if path.startswith("/auth") else "GET", path, {} if path.startswith("/auth") else None,
                               **{key: value for key, value in headers.items() if value is not None})
    if reply.status == 200 and path == "/auth/sign-in":
        browser.key = reply.json["key"]
    return reply


async def test_s96_a_reverse_proxy_with_the_secret_signs_people_in(fronted):
    browser = Browser(fronted)
    assert (await front(fronted, browser, name="Anna@Brightwater.test")).status == 200
    seen = await front(fronted, browser, path="/api/status")
    assert seen.json["member"]["name"] == ANNA and SECRET not in fronted.log.getvalue() and ANNA not in fronted.log.getvalue()


@pytest.mark.parametrize("name,secret", [(ANNA, None), (ANNA, ""), (ANNA, SECRET[:-1]), (ANNA, SECRET + "x"), (None, SECRET),
                                         ("eve@evil.test", SECRET), ("", SECRET)])
async def test_s96_s98_a_name_without_the_secret_or_of_nobody_is_ignored(fronted, name, secret):
    browser = Browser(fronted)
    assert (await front(fronted, browser, name, secret)).code == "sign_in_refused"
    assert (await front(fronted, browser, name, secret, path="/api/status")).code == "sign_in_needed"


async def test_s98_two_names_or_two_secrets_are_none(fronted):
    host, body = f"Host: localhost:{fronted.port}\r\nX-App: 1\r\nOrigin: {fronted.origin}\r\nContent-Type: application/json\r\n", "{}"
    good, name = f"X-Forwarded-Secret: {SECRET}\r\n", f"X-Forwarded-User: {ANNA}\r\n"
    for extra, expected in ((good + name, b"200"), (good + name + name, b"403"), (good + good + name, b"403"),
                            (good + name + "X-Forwarded-User: eve\r\n", b"403")):
        head = await fronted.raw(f"POST /auth/sign-in HTTP/1.1\r\n{host}{extra}Content-Length: 2\r\n\r\n{body}".encode())
        assert head.split(b" ")[1] == expected, (extra, head)


async def test_s96_the_reverse_proxy_must_vouch_for_the_same_person_at_each_call(fronted):
    browser = Browser(fronted)
    await front(fronted, browser)
    assert (await front(fronted, browser, path="/api/status")).status == 200
    for name, secret in ((BO, SECRET), (None, None), (ANNA, "wrong"), (None, SECRET)):
        assert (await front(fronted, browser, name, secret, path="/api/status")).code == "sign_in_needed"


async def test_s96_many_at_once_each_get_their_own_session(world):
    found = await asyncio.gather(*(enter(Browser(world), world.service, email) for email in (ANNA, BO) * 5))
    names = [(await status(one)).json["member"]["name"] for one in found]
    assert names == [ANNA, BO] * 5 and len({one.key for one in found}) == 10


async def test_s13_the_trip_has_a_challenge_and_the_exact_way_back(world):
    asked = parse_qs(urlsplit((await world.call("POST", "/auth/sign-in", {})).json["url"]).query)
    assert asked["redirect_uri"] == [f"{world.origin}/oauth/sign-in/callback"] and asked["client_id"] == ["bridge"]
    assert len(asked["code_challenge"][0]) == 43 and asked["nonce"][0] not in asked["code_challenge"][0]


async def test_s96_who_begins_to_sign_in_again_and_again_ends_no_trip_of_others(world):
    anna = await world.enter(ANNA)
    begun = (await anna.call("POST", "/auth/hubspot/start", {})).json["url"]
    for _ in range(PENDING_MAX + 5):
        assert (await world.call("POST", "/auth/sign-in", {})).status == 200
    assert (await anna.come_back(world.provider.consent(begun))).headers["Location"] == "/"


async def test_s98_bytes_that_are_no_text_are_no_secret(fronted):
    head = (f"POST /auth/sign-in HTTP/1.1\r\nHost: localhost:{fronted.port}\r\nX-App: 1\r\nOrigin: {fronted.origin}\r\n"
            f"Content-Type: application/json\r\nX-Forwarded-User: {ANNA}\r\nContent-Length: 2\r\nX-Forwarded-Secret: ").encode()
    assert (await fronted.raw(head + b"\xff\xfe\r\n\r\n{}")).split(b" ")[1] == b"403"


def test_a_team_knows_its_organisations():
    assert TEAM.organisations == ("brightwater", "other") and Team({}).organisations == () and TEAM.find(None) is None
