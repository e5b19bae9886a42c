"""Who may use the proxy: a browser that was opened with a launch token; README.md in this folder has the contract.

The check runs for every address below /api/ and /auth/ from the first middleware, before routing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from aiohttp import web

from .errors import ProxyError
from .log import Log
from .request_body import json_object
from .sessions import LIFE_SECONDS, Session, Sessions
from .static_files import StaticFile, load

SESSION_COOKIE = "__Host-Http-sid"
KEY_HEADER = "X-App-Key"
SIGN_IN_HEADER = "X-Proxy-Sign-In"
LAUNCH_PATH = "/launch/"
SESSION_PATH = "/auth/session"
LAUNCH_FILES = Path(__file__).parent / "launch"

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_REQUEST_KEY = "session"


@dataclass(frozen=True)
class SignIn:
    """Routes below /auth/ that open and end sessions, and the check of every other call."""

    sessions: Sessions
    log: Log

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(SESSION_PATH, self._open)
        app.router.add_delete(SESSION_PATH, self._end)
        app.router.add_delete("/auth/sessions", self._end_all)

    async def check(self, request: web.Request) -> None:
        """Raises ProxyError sign_in_needed for a call that needs a session and has none."""
        path = request.raw_path.partition("?")[0]
        if not path.startswith(("/api/", "/auth/")) or (request.method == "POST" and path == SESSION_PATH):
            return
        cookie, found = cookie_of(request), None
        keys: list[str] = request.headers.getall(KEY_HEADER, [])
        if cookie is not None and len(keys) == 1 and _SECRET.fullmatch(keys[0]):
            found = await self.sessions.find(cookie, keys[0])
        if found is None:
            raise ProxyError("sign_in_needed", "This browser is not signed in. On the server's machine run ./dev serve with the same "
                             "--config and --sign-in, and open the address that it prints.", {SIGN_IN_HEADER: "needed"})
        request[_REQUEST_KEY] = found

    async def _open(self, request: web.Request) -> web.Response:
        token = (await json_object(request)).get("token")
        opened = None
        if isinstance(token, str) and _SECRET.fullmatch(token):
            opened = await self.sessions.open(token, cookie_of(request))
        if opened is None:
            self.log.event("sign_in_refused")
            raise ProxyError("sign_in_refused", "This address was used before or is older than a minute; get a new one with --sign-in.")
        self.log.event("signed_in")
        response = web.json_response({"key": opened.key})
        set_cookie(response, opened.cookie)
        return response

    async def _end(self, request: web.Request) -> web.Response:
        await self.sessions.end(request[_REQUEST_KEY].id)
        return _ended(self.log, "signed_out")

    async def _end_all(self, _request: web.Request) -> web.Response:
        await self.sessions.end_all()
        return _ended(self.log, "signed_out_everywhere")


def session_of(request: web.Request) -> Session | None:
    """The session that the check found; None where sessions are not asked for."""
    return request.get(_REQUEST_KEY)


def cookie_of(request: web.BaseRequest) -> str | None:
    """The session cookie if it is there once and well formed: another server of this host may have planted a second."""
    pairs = [pair.strip().partition("=") for header in request.headers.getall("Cookie", []) for pair in header.split(";")]
    values = [value for name, _, value in pairs if name == SESSION_COOKIE]
    return values[0] if len(values) == 1 and _SECRET.fullmatch(values[0]) else None


def set_cookie(response: web.StreamResponse, cookie: str) -> None:
    response.set_cookie(SESSION_COOKIE, cookie, max_age=LIFE_SECONDS, path="/", secure=True, httponly=True, samesite="Strict")


def launch_files() -> Mapping[str, StaticFile]:
    """The page that turns a launch token into a session, by address."""
    files = load(LAUNCH_FILES)
    return {LAUNCH_PATH: files["/index.html"], LAUNCH_PATH + "launch.js": files["/launch.js"]}


def _ended(log: Log, event: str) -> web.Response:
    log.event(event)
    response = web.json_response({"signed_out": True})
    # Not Clear-Site-Data: its "storage" would take the page's database with it.
    response.set_cookie(SESSION_COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Strict")
    return response
