"""Who may use the proxy: a browser that was opened with a launch token, or in which a member of a team signed in.

README.md in this folder has the contract.

The check runs for every address below /api/ and /auth/ from the first middleware, before routing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from aiohttp import web

from .areas import is_page_call, path_of
from .browser_binding import bound_browser
from .errors import ProxyError
from .log import Log
from .request_body import json_object
from .session_cookie import SECRET, SIGN_IN_HEADER, cookie_of, end_cookie, session_answer
from .sessions import Session, Sessions
from .static_files import StaticFile, load
from .team.doors import LAUNCH_PATH, SIGN_IN_PATH, Door, short_name, sign_in_needed
from .team.members import SESSION_PATH, SESSIONS_PATH, Member, admit, needed_role

KEY_HEADER = "X-App-Key"
LAUNCH_FILES = Path(__file__).parent / "launch"

_REQUEST_KEY = "session"


@dataclass(frozen=True)
class SignIn:
    """Routes below /auth/ that open and end sessions, and the check of every other call."""

    sessions: Sessions
    log: Log
    door: Door | None = None   # of a team

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(SESSION_PATH, self._open)
        app.router.add_delete(SESSION_PATH, self._end)
        app.router.add_delete(SESSIONS_PATH, self._end_all)
        if self.door is not None:
            self.door.add_routes(app)

    async def check(self, request: web.Request) -> None:
        """Raises ProxyError sign_in_needed for a call that needs a session and has none, role_needed for one beyond its member's role."""
        path = path_of(request)
        opening = (SESSION_PATH,) if self.door is None else (SESSION_PATH, SIGN_IN_PATH)
        if not is_page_call(path) or (request.method == "POST" and path in opening):
            return
        session = await self._session(request)
        member = self._member(request, session) if session is not None else None
        # What was opened by or without a team is worth nothing without or with one.
        if session is None or (member is None) != (self.door is None) or (session.member is None) != (self.door is None):
            raise self._needed()
        if member is not None:
            if member.role < needed_role(request.method, path):
                raise ProxyError("role_needed", "Your role does not allow this; ask an admin of your organisation.")
            admit(request, member)
        request[_REQUEST_KEY] = session

    async def _session(self, request: web.Request) -> Session | None:
        cookie = cookie_of(request)
        keys: list[str] = request.headers.getall(KEY_HEADER, [])
        if cookie is None or len(keys) != 1 or not SECRET.fullmatch(keys[0]):
            return None
        return await self.sessions.find(cookie, keys[0])

    def _member(self, request: web.Request, session: Session) -> Member | None:
        """Looked up at each call: who is taken out of the team is out at once."""
        if self.door is None or not self.door.vouched(request, session):
            return None
        return self.door.team.find(session.member)

    def _needed(self) -> ProxyError:
        if self.door is not None:
            return sign_in_needed()
        return ProxyError("sign_in_needed", "This browser is not signed in. On the server's machine run ./dev serve with the same "
                          "--config and --sign-in, and open the address that it prints.", {SIGN_IN_HEADER: "needed"})

    async def _open(self, request: web.Request) -> web.Response:
        token = (await json_object(request)).get("token")
        opened = None
        if isinstance(token, str) and SECRET.fullmatch(token):
            opened = await self.sessions.open(token, cookie_of(request), bound_browser(request))
        if opened is None:
            self.log.event("sign_in_refused")
            raise ProxyError("sign_in_refused", "This address was used before, is older than a minute, or belongs to another browser; "
                             "sign in again.")
        self.log.event("signed_in", member=short_name(opened.member) if opened.member else None)
        return session_answer(opened, self.sessions.lifetimes)

    async def _end(self, request: web.Request) -> web.Response:
        await self.sessions.end(request[_REQUEST_KEY].id)
        return _ended(self.log, "signed_out")

    async def _end_all(self, request: web.Request) -> web.Response:
        """Those of the same member; all where there is no team."""
        await self.sessions.end_all(request[_REQUEST_KEY].member)
        return _ended(self.log, "signed_out_everywhere")


def session_of(request: web.Request) -> Session | None:
    """The session that the check found; None where sessions are not asked for."""
    return request.get(_REQUEST_KEY)


def launch_files() -> Mapping[str, StaticFile]:
    """The page that turns a launch token into a session, by address."""
    files = load(LAUNCH_FILES)
    return {LAUNCH_PATH: files["/index.html"], LAUNCH_PATH + "launch.js": files["/launch.js"]}


def _ended(log: Log, event: str) -> web.Response:
    log.event(event)
    response = web.json_response({"signed_out": True})
    # Not Clear-Site-Data: its "storage" would take the page's database with it.
    end_cookie(response)
    return response
