"""Sessions: how one is opened, what it takes to use one, how it ends."""

import asyncio
import math
import re
from collections import Counter
from http.cookies import SimpleCookie

import pytest
from aiohttp import web

from proxy_world import World
from server.proxy.session_cookie import SESSION_COOKIE
from server.proxy.sessions import LAUNCH_SECONDS, PERSONAL
from server.proxy.tokens import Grant

SECRET = r"[A-Za-z0-9_-]{43}"


class Browser:
    """One browser: its cookies, which all ports of a host share, and the key of one origin."""

    def __init__(self, world):
        self.world, self.cookies, self.key, self.set_cookie = world, {}, None, None

    async def call(self, method, target, body=None, **headers):
        sent = {"X_App_Key": self.key, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or None, **headers}
        reply = await self.world.call(method, target, body, **sent)
        self.take_cookies(reply)
        return reply

    def take_cookies(self, reply):
        for header in reply.headers.getall("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.set_cookie = header
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]

    async def launch(self, token=None):
        reply = await self.call("POST", "/auth/session", {"token": token or self.world.data.sessions.new_launch_token()})
        if reply.status == 200:
            self.key = reply.json["key"]
        return reply

    async def connect_hubspot(self):
        url = (await self.call("POST", "/auth/hubspot/start", {})).json["url"]
        return await self.come_back(self.world.provider.consent(url))

    async def come_back(self, query):
        """A navigation from another site: browsers keep cookies back that are SameSite=Strict."""
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Cookie": f"__Host-tx={self.cookies['__Host-tx']}"}
        reply = await self.world.request("GET", f"/oauth/hubspot/callback?{query}", headers)
        self.take_cookies(reply)
        return reply


@pytest.fixture
async def locked(tmp_path):
    async with World(tmp_path, with_sessions=True) as running:
        yield running


@pytest.fixture
async def browser(locked):
    found = Browser(locked)
    assert (await found.launch()).status == 200
    return found


def routes(world):
    for route in world.app.router.routes():
        path = re.sub(r"\{\w+\}", "x", route.resource.canonical.replace("{rest}", "x/y"))
        for method in (("GET", "POST", "PUT", "PATCH", "DELETE") if route.method == "*" else (route.method,)):
            yield method, path


async def test_s05_s29_nothing_below_api_and_auth_is_answered_without_a_session(locked):
    checked = 0
    for method, path in [*routes(locked), ("GET", "/api/unknown"), ("POST", "/auth/unknown")]:
        if path.startswith(("/api/", "/auth/")) and (method, path) != ("POST", "/auth/session"):
            reply = await locked.call(method, path, {} if method not in ("GET", "HEAD") else None)
            assert reply.status == 401 and (method == "HEAD" or reply.code == "sign_in_needed"), (method, path)
            checked += 1
    assert checked >= 16 and not locked.provider.calls


async def test_s05_the_page_itself_and_health_need_none(locked):
    assert (await locked.request("GET", "/launch/")).status == 200
    assert (await locked.request("GET", "/launch/launch.js")).headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (await locked.request("GET", "/health")).status == 200


async def test_s05_a_launch_token_opens_one_session_within_a_minute(locked):
    browser, token = Browser(locked), locked.data.sessions.new_launch_token()
    assert re.fullmatch(SECRET, token)
    assert (await browser.launch(token)).status == 200 and (await browser.call("GET", "/api/status")).status == 200
    assert (await Browser(locked).launch(token)).code == "sign_in_refused", "used"
    late = locked.data.sessions.new_launch_token()
    locked.now += LAUNCH_SECONDS
    assert (await Browser(locked).launch(late)).code == "sign_in_refused"
    for wrong in ("x" * 43, "", "x", None, 1, ["x" * 43]):
        assert (await locked.call("POST", "/auth/session", {"token": wrong})).status == 403
    assert token not in locked.log.getvalue() and late not in locked.log.getvalue() and "sign_in_refused" in locked.log.getvalue()


async def test_s05_of_many_that_use_one_token_at_once_one_gets_in(locked):
    token = locked.data.sessions.new_launch_token()
    replies = await asyncio.gather(*(Browser(locked).launch(token) for _ in range(20)))
    assert Counter(reply.status for reply in replies) == {200: 1, 403: 19}


async def test_s05_another_site_cannot_spend_a_token(locked):
    token = locked.data.sessions.new_launch_token()
    for headers in ({"X_App": None}, {"Origin": "http://evil.test"}, {"Sec_Fetch_Site": "same-site"}, {"Content_Type": "text/plain"}):
        assert (await locked.call("POST", "/auth/session", {"token": token}, **headers)).status in (403, 415)
    assert (await Browser(locked).launch(token)).status == 200


async def test_s06_the_cookie_alone_and_the_key_alone_open_nothing(locked, browser):
    for headers in ({"X_App_Key": None}, {"X_App_Key": "x" * 43}, {"X_App_Key": browser.key[:-1]}, {"Cookie": None},
                    {"Cookie": f"{SESSION_COOKIE}={'x' * 43}"}):
        assert (await browser.call("GET", "/api/status", **headers)).code == "sign_in_needed"
    other = Browser(locked)
    await other.launch()
    assert (await browser.call("GET", "/api/status", X_App_Key=other.key)).code == "sign_in_needed", "of another session"
    assert (await browser.call("GET", "/api/status")).status == 200


async def test_s06_a_second_cookie_of_that_name_opens_nothing(browser):
    cookie = f"{SESSION_COOKIE}={browser.cookies[SESSION_COOKIE]}"
    for planted in (f"{cookie}; {SESSION_COOKIE}={'x' * 43}", f"{SESSION_COOKIE}={'x' * 43}; {cookie}", f"{cookie}; {cookie}"):
        assert (await browser.call("GET", "/api/status", Cookie=planted)).code == "sign_in_needed"


async def test_s25_the_cookie_is_strictly_scoped(browser):
    name, *attributes = browser.set_cookie.split("; ")
    assert re.fullmatch(rf"__Host-Http-sid={SECRET}", name)
    assert {part.split("=")[0] for part in attributes} == {"HttpOnly", "Secure", "SameSite", "Path", "Max-Age"}
    assert {"SameSite=Strict", "Path=/", f"Max-Age={PERSONAL.whole}"} <= set(attributes)


async def test_s27_ids_are_random_and_only_their_digests_are_stored(locked):
    browsers, letters = [Browser(locked) for _ in range(40)], Counter()
    for browser in browsers:
        await browser.launch()
        letters.update(browser.cookies[SESSION_COOKIE][:42] + browser.key[:42])
    secrets = {browser.cookies[SESSION_COOKIE] for browser in browsers} | {browser.key for browser in browsers}
    total = sum(letters.values())
    entropy = -sum(count / total * math.log2(count / total) for count in letters.values())
    assert len(secrets) == 80 and len(letters) == 64 and entropy > 5.96, "six random bits to a letter"
    files = b"".join(path.read_bytes() for path in locked.directory.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in files or secret in locked.log.getvalue()]
    assert {len(row[0]) for row in locked.rows("sessions", "SELECT id FROM session UNION SELECT key FROM session")} == {64}


async def test_s28_a_session_ends_when_it_is_idle_and_when_it_is_old(locked, browser):
    for _ in range(3):
        locked.now += PERSONAL.idle - 10
        assert (await browser.call("GET", "/api/status")).status == 200
    locked.now += 30
    assert (await browser.call("GET", "/api/status")).code == "sign_in_needed", "90 days, however often it was used"
    idle = Browser(locked)
    await idle.launch()
    locked.now += PERSONAL.idle
    assert (await idle.call("GET", "/api/status")).code == "sign_in_needed"


async def test_s28_the_longest_life_is_shorter_than_a_refresh_token_of_quickbooks():
    assert PERSONAL.whole < 8_726_400 <= 101 * 86_400 and Grant("a", "r", 0.0, 1.0).refresh_expires_at is None


async def test_s28_the_last_use_is_on_disk_at_least_every_hour(locked, browser):
    locked.now += 3_601
    await browser.call("GET", "/api/status")
    assert locked.rows("sessions", "SELECT used_at FROM session") == [(locked.now,)]


async def test_s29_signing_out_ends_the_session_at_once(locked, browser):
    before, other = dict(browser.cookies), Browser(locked)
    await other.launch()
    assert (await browser.call("GET", "/api/status")).status == 200
    reply = await browser.call("DELETE", "/auth/session")
    assert reply.json == {"signed_out": True} and SESSION_COOKIE not in browser.cookies
    assert "Clear-Site-Data" not in reply.headers
    browser.cookies = before
    assert (await browser.call("GET", "/api/status")).code == "sign_in_needed", "the old cookie again"
    assert (await other.call("GET", "/api/status")).status == 200


async def test_s29_signing_out_everywhere_ends_all_and_takes_back_open_addresses(locked, browser):
    other, token = Browser(locked), locked.data.sessions.new_launch_token()
    await other.launch()
    assert (await browser.call("DELETE", "/auth/sessions")).status == 200
    for one in (browser, other):
        assert (await one.call("GET", "/api/status")).code == "sign_in_needed"
    assert (await Browser(locked).launch(token)).code == "sign_in_refused"


async def test_s29_what_another_process_ends_is_noticed_within_a_second(locked, browser):
    from server.data_directory import open_sessions
    from server.databases import Files, in_postgres

    assert (await browser.call("GET", "/api/status")).status == 200
    beside = in_postgres(locked.postgres) if locked.postgres else Files(locked.directory / "data")
    open_sessions(beside, lambda: locked.now).end_all_now()
    beside.close()
    assert (await browser.call("GET", "/api/status")).status == 200, "trusted for a moment, so that calls are fast"
    locked.now += 1
    assert (await browser.call("GET", "/api/status")).code == "sign_in_needed"


async def test_s20_a_connection_renews_the_id_and_the_old_one_is_worth_nothing(locked, browser):
    fixed = browser.cookies[SESSION_COOKIE]
    reply = await browser.connect_hubspot()
    assert reply.headers["Location"] == "/" and browser.cookies[SESSION_COOKIE] != fixed
    assert (await browser.call("GET", "/api/status")).json["connections"]
    browser.cookies[SESSION_COOKIE] = fixed
    assert (await browser.call("GET", "/api/status")).code == "sign_in_needed"


async def test_s20_signing_in_anew_ends_the_session_that_the_browser_had(locked, browser):
    fixed = browser.cookies[SESSION_COOKIE], browser.key
    assert (await browser.launch()).status == 200 and (await browser.call("GET", "/api/status")).status == 200
    browser.cookies[SESSION_COOKIE], browser.key = fixed
    assert (await browser.call("GET", "/api/status")).code == "sign_in_needed"


async def test_s12_a_flow_whose_session_has_ended_connects_nothing(locked, browser):
    url = (await browser.call("POST", "/auth/hubspot/start", {})).json["url"]
    await browser.call("DELETE", "/auth/session")
    reply = await browser.come_back(locked.provider.consent(url))
    assert reply.headers["Location"] == "/#connect-error=wrong_browser" and "Set-Cookie" not in reply.headers
    assert not await locked.data.sole.tokens.connections() and not locked.provider.token_requests


async def test_s47_neither_cookie_nor_key_goes_to_the_provider(locked, browser):
    await browser.connect_hubspot()
    identifier = (await browser.call("GET", "/api/status")).json["connections"][0]["id"]
    seen = []

    async def answer(request):
        seen.append(str(request.headers))
        return web.json_response({})

    locked.provider.answer = answer
    assert (await browser.call("GET", f"/api/hubspot/{identifier}/crm/owners/2026-03")).status == 200
    assert len(seen) == 1 and browser.key not in seen[0] and browser.cookies[SESSION_COOKIE] not in seen[0]


async def test_sessions_outlive_a_restart(tmp_path):
    async with World(tmp_path, with_sessions=True) as first:
        browser = Browser(first)
        await browser.launch()
    async with World(tmp_path, with_sessions=True) as second:
        browser.world = second
        assert (await browser.call("GET", "/api/status")).status == 200
