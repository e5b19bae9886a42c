"""How a member of a team gets a session: through a sign-in service, or vouched for by a trusted reverse proxy.

README.md of the proxy has the contract. Consent at HubSpot or Intuit is never a sign-in.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from ..areas import query_of
from ..browser_binding import bound_browser, browser_of, set_binding
from ..callback import SIGN_IN, callback_values, is_navigation, see_other
from ..errors import ProxyError
from ..log import Log
from ..request_body import json_object
from ..sessions import Session, Sessions
from ..session_cookie import SIGN_IN_HEADER, cookie_of, session_answer
from ..transactions import Transactions, same_browser
from .identity_provider import CALLBACK_PATH, IdentityProvider, NotSignedIn
from .members import Member, Team, plain_name

SIGN_IN_PATH = "/auth/sign-in"
LAUNCH_PATH = "/launch/"
USER_HEADER = "X-Forwarded-User"
SECRET_HEADER = "X-Forwarded-Secret"
SECRET_LENGTH_MIN = 32
# The name that trips to the sign-in service have among the transactions.
TRIP = "sign-in"


class Door(Protocol):
    """One way in."""

    @property
    def team(self) -> Team: ...

    def add_routes(self, app: web.Application) -> None: ...

    def vouched(self, request: web.BaseRequest, session: Session) -> bool:
        """Whether a call of a session of a member may pass; a reverse proxy has to say so each time."""


@dataclass(frozen=True)
class OpenIdDoor:
    """A trip to the sign-in service and back. It ends in a launch token that only the browser that began it can use."""

    team: Team
    provider: IdentityProvider
    transactions: Transactions
    sessions: Sessions
    log: Log

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(SIGN_IN_PATH, self._begin)
        app.router.add_get(CALLBACK_PATH, self._come_back, allow_head=False)

    def vouched(self, request: web.BaseRequest, session: Session) -> bool:
        return True

    async def _begin(self, request: web.Request) -> web.Response:
        await json_object(request)
        browser = await browser_of(request, self.transactions)
        state, transaction = await self.transactions.start(TRIP, browser)
        response = web.json_response({"url": await self.provider.authorization_url(state, transaction)})
        set_binding(response, browser)
        return response

    async def _come_back(self, request: web.Request) -> web.Response:
        """A failure is told as one code of a fixed list, in the fragment."""
        try:
            member, browser = await self._member(request)
        except NotSignedIn as problem:
            self.log.event("sign_in_refused", reason=problem)
            return see_other(f"{LAUNCH_PATH}#error=refused")
        if member is None:
            self.log.event("sign_in_refused", reason="not a member of the team")
            return see_other(f"{LAUNCH_PATH}#error=no-member")
        token = await self.sessions.new_member_token(member.name, browser)
        return see_other(f"{LAUNCH_PATH}#{token}")

    async def _member(self, request: web.Request) -> tuple[Member | None, str]:
        values = callback_values(query_of(request), SIGN_IN) if is_navigation(request) else None
        if values is None:
            raise NotSignedIn("the callback cannot be read")
        browser = bound_browser(request)
        transaction = await self.transactions.take(values.get("state", ""))
        if transaction is None or transaction.provider != TRIP or not same_browser(transaction, browser):
            raise NotSignedIn("no sign-in that this browser began")
        if "error" in values or "code" not in values:
            raise NotSignedIn("the service signed nobody in")
        names = await self.provider.names(values["code"], values.get("iss"), transaction)
        return next((member for name in names if (member := self.team.find(name)) is not None), None), browser


@dataclass(frozen=True)
class ForwardedDoor:
    """A reverse proxy in front has signed the person in and says who it is, with every call, beside a secret that only it knows."""

    team: Team
    secret: str = field(repr=False)
    sessions: Sessions
    log: Log

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(SIGN_IN_PATH, self._open)

    def vouched(self, request: web.BaseRequest, session: Session) -> bool:
        return session.member is not None and self._name(request) == session.member

    async def _open(self, request: web.Request) -> web.Response:
        await json_object(request)
        member = self.team.find(self._name(request))
        if member is None:
            self.log.event("sign_in_refused", reason="the reverse proxy names no member of the team")
            raise ProxyError("sign_in_refused", "The server in front names nobody who is a member of this team; ask who runs the server.")
        opened = await self.sessions.open_for(member.name, cookie_of(request))
        self.log.event("signed_in", member=short_name(member.name))
        return session_answer(opened, self.sessions.lifetimes)

    def _name(self, request: web.BaseRequest) -> str | None:
        """Who it is, if the secret is right and each header stands there once."""
        secrets: list[str] = request.headers.getall(SECRET_HEADER, [])
        users: list[str] = request.headers.getall(USER_HEADER, [])
        if len(secrets) != 1 or len(users) != 1 or not _same(secrets[0], self.secret):
            return None
        return plain_name(users[0])


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())


def sign_in_needed() -> ProxyError:
    return ProxyError("sign_in_needed", "Nobody is signed in here; open /launch/ to sign in.", {SIGN_IN_HEADER: "team"})


def short_name(name: str) -> str:
    """What the log says instead of a person's name."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]
