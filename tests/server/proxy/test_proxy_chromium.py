"""A real Chromium: signing in, what the cookie does there, and that no other origin can make a call succeed."""

import asyncio
import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from aiohttp import web

from proxy_world import World
from server.proxy.guard import Guard
from server.proxy.session_cookie import SESSION_COOKIE
from server.proxy.team.doors import LAUNCH_PATH

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).parent / "chromium" / "visit.mjs"


class OtherServer:
    """Another program of this machine: notes the cookies it is given and sends browsers on to the callback."""

    def __init__(self, world):
        self.world, self.cookies = world, []

    async def __aenter__(self):
        app = web.Application()
        app.router.add_get("/{rest:.*}", self.answer)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.port = self.runner.addresses[0][1]
        return self

    async def __aexit__(self, *_):
        await self.runner.cleanup()

    async def answer(self, request):
        self.cookies.append((request.host.split(":")[0], request.headers.get("Cookie", "")))
        text = "<!doctype html><title>x</title><body>other"
        if request.path == "/consent":
            query = self.world.provider.consent(unquote(request.query_string))
            text = f'<!doctype html><title>x</title><body><a href="{self.world.origin}/oauth/hubspot/callback?{query}">agree</a>'
        return web.Response(text=text, content_type="text/html")


@pytest.fixture
async def locked(tmp_path, monkeypatch):
    page = tmp_path / "page"
    shutil.copytree(ROOT / "web", page)
    passed, check = [], Guard.check

    def noted(self, request):
        check(self, request)
        if request.raw_path.startswith(("/api/", "/auth/")):
            passed.append((request.method, request.raw_path))

    monkeypatch.setattr(Guard, "check", noted)
    async with World(tmp_path, page=page, with_sessions=True) as world:
        world.passed = passed
        yield world


async def visit(world, other):
    addresses = {"launch": f"{world.origin}{LAUNCH_PATH}#{world.data.sessions.new_launch_token()}", "origin": world.origin,
                 "samesite": f"http://localhost:{other.port}", "crosssite": f"http://127.0.0.1:{other.port}"}
    process = await asyncio.create_subprocess_exec("node", str(SCRIPT), json.dumps(addresses), stdout=asyncio.subprocess.PIPE,
                                                   stderr=asyncio.subprocess.PIPE)
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return json.loads(output)


@pytest.mark.skipif(not (ROOT / "node_modules" / "playwright-core").is_dir(), reason="the browser driver is missing: ./dev setup")
async def test_s05_s06_s25_s31_s33_only_the_page_itself_makes_calls_succeed(locked):
    async with OtherServer(locked) as other:
        seen = await visit(locked, other)
        stolen = dict(pair.split("=", 1) for pair in dict(other.cookies)["localhost"].split("; "))
        replayed = await locked.call("GET", "/api/status", Cookie=f"{SESSION_COOKIE}={stolen[SESSION_COOKIE]}")
    assert seen["told"] == [False, 401, True, 200, False], "the page says what to do, and takes it back"
    assert seen["program"]["status"] == 200 and '"connections"' in seen["program"]["body"], "boot.js sends the key"
    assert seen["history"] == [f"{locked.origin}/"] * 2, "the token is in no address that remains"
    cookie = seen["cookie"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, True, "Strict", "/")
    assert seen["withoutKey"] == 401 and seen["stillSignedIn"]["status"] == 200
    # The cookie goes to every port of the host, and is worth nothing there.
    assert stolen[SESSION_COOKIE] == cookie["value"] and seen["otherStorage"] == 0 and replayed.code == "sign_in_needed"
    for attacks in seen["attacks"].values():
        assert len(attacks) == 43 and not [one for one in attacks if one[1] in (200, "opened")], attacks
    assert "connections" not in seen["navigated"] and "missing_header" in seen["navigated"]
    status = ("GET", "/api/status")
    sign_in, replay = ("POST", "/auth/session"), status
    ours = [status, sign_in, status, status, status, sign_in, status, ("POST", "/auth/hubspot/start"), status, replay]
    assert locked.passed == ours, "no call of another origin passed the guard"
    # S-20 in a real browser: the way back comes from another site, where a strict cookie is not sent but may be set.
    assert len(json.loads(seen["connected"]["body"])["connections"]) == 1
    assert seen["renewed"]["value"] != cookie["value"]
