"""Puts the proxy together: every part is built here once and handed what it needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import AsyncIterator, Mapping

import aiohttp
from aiohttp import web

from . import headers
from .areas import is_console, path_of
from .backups import Backups
from .budgets import Budgets
from .clock import Clock
from .databases import Databases
from .errors import ProxyError
from .forward import Forward
from .guard import Guard
from .health import Health
from .journal_list import JournalList
from .log import Log
from .oauth import Grants, OAuth
from .providers import ProviderConfig
from .refresh import TokenManager
from .request_id import REQUEST_ID_HEADER, RequestIds, request_id
from .sessions import Sessions
from .sign_in import SignIn, launch_files
from .static_files import StaticFile, StaticFiles
from .status import Status
from .team.doors import Door, ForwardedDoor, OpenIdDoor
from .team.identity_provider import IdentityProvider, Registration
from .team.members import Team
from .team.organisations import Stores, common_routes
from .token_endpoint import TokenEndpoint
from .transactions import Transactions
from .upstream import open_session

REVOCATION_RETRY_SECONDS = 60
PRUNE_SECONDS = 3_600


@dataclass(frozen=True)
class Parts:
    """What differs between the sandbox, real accounts and tests."""

    mode: str
    page_origin: str
    hosts: frozenset[str]
    providers: Mapping[str, ProviderConfig]
    organisations: Mapping[str, Stores]
    transactions: Transactions
    files: Mapping[str, StaticFile]
    now: Clock
    log: Log
    sessions: Sessions | None = None   # None: whoever reaches the page may use it, as simulated accounts allow
    team: Team | None = None
    way_in: Registration | str = field(default="", repr=False)   # of a team: at a sign-in service, or a reverse proxy's secret
    budgets: Budgets = field(default_factory=Budgets)


def build(parts: Parts, session: aiohttp.ClientSession | None = None) -> web.Application:
    """The application of the page's origin, without the catch-all for the page's files (see `add_page`).

    Must be called inside the event loop.
    """
    outward = session or open_session()
    endpoints = {name: TokenEndpoint(config, outward, parts.now) for name, config in parts.providers.items()}
    managers = {name: TokenManager(stores.tokens, endpoints, parts.now, parts.log) for name, stores in parts.organisations.items()}
    forwards = {name: Forward(parts.providers, managers[name], stores.journal, outward, parts.budgets, stores.audit, parts.log)
                for name, stores in parts.organisations.items()}
    grants = {name: Grants(stores.tokens, managers[name], stores.audit) for name, stores in parts.organisations.items()}
    oauth = OAuth(parts.providers, endpoints, grants, parts.transactions, parts.sessions, parts.team, parts.now, parts.log)

    sign_in = SignIn(parts.sessions, parts.log, _door(parts, outward)) if parts.sessions is not None else None

    app = web.Application(middlewares=[_first_middleware(parts, sign_in)], client_max_size=0)
    if sign_in is not None:
        sign_in.add_routes(app)
    # Forwarding first, because a route is looked up in this order.
    app.add_routes(common_routes({name: _routes(parts, forwards[name], stores) for name, stores in parts.organisations.items()}))
    oauth.add_routes(app)
    Health(tuple(parts.organisations.values())).add_routes(app)
    app.on_response_prepare.append(_security_headers(parts))

    async def background(_app: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_repeat(REVOCATION_RETRY_SECONDS, oauth.revoke_withdrawn, parts.log)),
                 *(asyncio.create_task(_repeat(PRUNE_SECONDS, stores.journal.prune, parts.log)) for stores in parts.organisations.values())]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for name, stores in parts.organisations.items():
            await forwards[name].finish()
            await managers[name].finish()
            await stores.known.finish()
        await outward.close()

    app.cleanup_ctx.append(background)
    return app


def _routes(parts: Parts, forward: Forward, stores: Stores) -> list[web.RouteDef]:
    """Everything that works on the stores of one organisation."""
    return [*forward.routes(), *Status(parts.mode, parts.providers, stores.tokens, parts.now).routes(),
            *Backups(stores.backups, parts.log).routes(), *Databases(stores.known, stores.backups).routes(),
            *JournalList(stores.journal).routes(), *(stores.audit.routes() if parts.team is not None else [])]


def _door(parts: Parts, outward: aiohttp.ClientSession) -> Door | None:
    if parts.team is None:
        return None
    assert parts.sessions is not None
    if isinstance(parts.way_in, str):
        return ForwardedDoor(parts.team, parts.way_in, parts.sessions, parts.log)
    provider = IdentityProvider(parts.way_in, outward, parts.now)
    return OpenIdDoor(parts.team, provider, parts.transactions, parts.sessions, parts.log)


def add_page(app: web.Application, parts: Parts) -> None:
    """Adds the page's files. Last, because they answer every address that is still free."""
    launch = launch_files() if parts.sessions is not None else {}
    StaticFiles({**parts.files, **launch}, parts.page_origin).add_routes(app)


def _first_middleware(parts: Parts, sign_in: SignIn | None):  # type: ignore[no-untyped-def]
    guard, ids = Guard(parts.hosts, parts.page_origin), RequestIds()

    @web.middleware
    async def first(request: web.Request, handler) -> web.StreamResponse:  # type: ignore[no-untyped-def]
        ids.give(request)
        try:
            guard.check(request)
            if sign_in is not None:
                await sign_in.check(request)
            return await handler(request)
        except ProxyError as problem:
            parts.log.event("refused", request=request_id(request), code=problem.code)
            return problem.response()
        except web.HTTPException as answer:
            if answer.status < 400 or is_console(path_of(request)):
                raise
            return _as_proxy_error(answer).response()
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as problem:  # the page gets one shape of error, and never a stack trace
            parts.log.event("internal_error", request=request_id(request), problem=type(problem).__name__)
            return ProxyError("internal_error", "The server failed on this call; its log names the problem.").response()
    return first


def _as_proxy_error(answer: web.HTTPException) -> ProxyError:
    if answer.status == 404:
        return ProxyError("not_found", "There is nothing at this address; open the page at /.")
    if answer.status == 405:
        return ProxyError("method_not_allowed", "This address does not offer that method.")
    return ProxyError("bad_request", "The request cannot be understood.")


def _security_headers(parts: Parts):  # type: ignore[no-untyped-def]
    # Not for this machine's own name: browsers would refuse http on every port of it from then on.
    secure = parts.page_origin.startswith("https://") and not parts.page_origin.startswith("https://localhost:")

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        headers.apply(response, path_of(request), secure)
        identifier = request_id(request)
        if identifier is not None:
            response.headers[REQUEST_ID_HEADER] = identifier
    return prepare


async def _repeat(seconds: float, work, log: Log) -> None:  # type: ignore[no-untyped-def]
    """At once and then at intervals; a failure is logged and the next turn tries again."""
    while True:
        try:
            await work()
        except Exception as problem:
            log.event("background_problem", problem=type(problem).__name__)
        await asyncio.sleep(seconds)
