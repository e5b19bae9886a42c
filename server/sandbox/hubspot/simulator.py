"""The simulated HubSpot as one object: its data, its OAuth server and its web application."""

from __future__ import annotations

import json
import logging
import random
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Callable, Iterable
from urllib.parse import unquote
from uuid import UUID

from aiohttp import web

from . import routes
from .account import Account
from .calls import Answer, Call
from .changes import SYSTEM, Actor, app_actor, user_actor
from .crm import Clock, Crm
from .errors import ApiError, address_too_long, path_not_found
from .kept_state import KeptHubSpot
from .limits import RateLimits
from .merging import merge
from .oauth import APP_NAME, OAuthPages
from .object_types import ObjectType, object_type_named
from .records import Record, RecordStore
from .switches import Switches
from .times import to_milliseconds
from .tokens import AccessToken, TokenStore
from .validation_rules import FIRST_ENFORCING_VERSION
from .webhooks import Webhooks

API_ADDRESS = "https://api.hubapi.com"
BODY_BYTES_MAX = 20 * 1024 * 1024
URL_CHARACTERS_MAX = 8_000

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_log = logging.getLogger(__name__)


class HubSpotSimulator:
    """One HubSpot account (portal). `switches` may be changed while it runs.

    The seed_ methods put in records that were there before anybody connected; they are found by search at once.
    """

    def __init__(self, clock: Clock, *, random: random.Random, portal_id: str = "4711001",
                 account_name: str = "Brightwater Supply Co.") -> None:
        self.account = Account(portal_id, account_name)
        self.switches = Switches()
        self._clock = clock
        self._random = random
        self.tokens = TokenStore(self._now, random, portal_id, self.switches)
        self.webhooks = Webhooks(self._now, self.account, self.switches, random, self.tokens)
        self.crm = self._empty_crm()
        self._limits = RateLimits(self.switches, self.account, self._now)
        self._oauth = OAuthPages(self.tokens, self.account, self.crm.owners[0], self.switches)

    def app(self, middlewares: Iterable[Callable[..., Any]] = ()) -> web.Application:
        """Every path of the API host and of the consent page, on one origin."""
        application = web.Application(middlewares=list(middlewares), client_max_size=BODY_BYTES_MAX)
        application.router.add_route("*", "/{path:.*}", self._handle)
        application.cleanup_ctx.append(self.webhooks.running)
        return application

    def reset(self) -> None:
        """Empties the account, custom properties included. Registered apps and their tokens stay."""
        self.webhooks.forget_events()
        self.crm = self._empty_crm()

    def _empty_crm(self) -> Crm:
        self.account.start(self._now())
        return Crm(self._clock, self.account, self.switches, self._random, self.webhooks)

    def _now(self) -> int:
        return to_milliseconds(self._clock.now())

    @property
    def kept(self) -> KeptHubSpot:
        """What of it is kept in a file over a restart."""
        return KeptHubSpot(self)

    def register_client(self, client_id: str, client_secret: str, redirect_uri: str) -> None:
        """Makes an OAuth app known."""
        self.tokens.register(client_id, client_secret, redirect_uri)

    def admitted(self, authorization_header: str) -> AbstractContextManager[None]:
        """Inside it the access token of the header is good even if it expired meanwhile; a revoked one is not."""
        return self.tokens.prolonged(authorization_header)

    def issue_tokens(self, client_id: str, scopes: Iterable[str]) -> dict[str, Any]:
        """The token answer of a user who consented, without the pages in between."""
        user = self.crm.owners[0]
        grant = self.tokens.grant(self.tokens.clients[client_id], tuple(scopes), user.user_id, user.email)
        return self.tokens.token_answer(self.tokens.issue(grant))

    def objects(self, type_name: str) -> RecordStore:
        """The records of one type, by any of its names."""
        return self.crm.stores[object_type_named(type_name).plural]

    def seed(self, type_name: str, properties: dict[str, Any], created: datetime | None = None) -> str:
        """A record that was there before; its id."""
        return self.crm.seed(object_type_named(type_name).plural, properties, created).id

    def seed_contact(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("contacts", properties, created)

    def seed_company(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("companies", properties, created)

    def seed_product(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("products", properties, created)

    def seed_deal(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("deals", properties, created)

    def seed_line_item(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("line_items", properties, created)

    def seed_quote(self, properties: dict[str, Any], created: datetime | None = None) -> str:
        return self.seed("quotes", properties, created)

    def associate(self, from_type: str, from_id: str, to_type: str, to_id: str) -> None:
        """Links two records by the default type of their pair, in both directions."""
        self.crm.link_default(object_type_named(from_type).plural, from_id, object_type_named(to_type).plural, to_id)

    def create(self, type_name: str, properties: dict[str, Any]) -> str:
        """A record that a user of HubSpot makes; its id. Raises ApiError for what HubSpot refuses."""
        with self.crm.acting(self._user()):
            return self.crm.create(object_type_named(type_name).plural, properties).id

    def edit(self, type_name: str, record_id: str, properties: dict[str, Any]) -> None:
        """Changes a record as a user of HubSpot would; raises ApiError for what HubSpot refuses."""
        kind, record = self._present(type_name, record_id)
        with self.crm.acting(self._user()):
            self.crm.update(kind.plural, record, properties)

    def delete(self, type_name: str, record_id: str) -> None:
        """Moves a record to the recycle bin as a user of HubSpot would."""
        kind, record = self._present(type_name, record_id)
        with self.crm.acting(self._user()):
            self.crm.archive(kind.plural, record)

    def restore(self, type_name: str, record_id: str) -> None:
        """Takes a record out of the recycle bin as a user of HubSpot would."""
        kind, record = self._present(type_name, record_id)
        with self.crm.acting(self._user()):
            self.crm.restore(kind.plural, record)

    def merge(self, type_name: str, primary_id: str, absorbed_id: str) -> str:
        """Merges two records as a user of HubSpot would; the id of the survivor."""
        kind, primary = self._present(type_name, primary_id)
        _, absorbed = self._present(type_name, absorbed_id)
        with self.crm.acting(self._user()):
            return merge(self.crm, kind, primary, absorbed).id

    def act_as_buyer(self, quote_id: str, action: str) -> None:
        """The buyer's answer to a published quote: "accept" or "pay"."""
        _, record = self._present("quotes", quote_id)
        with self.crm.acting(SYSTEM), self.crm.all_or_nothing():
            (self.crm.quotes.accept if action == "accept" else self.crm.quotes.pay)(record)

    def _present(self, type_name: str, record_id: str) -> tuple[ObjectType, Record]:
        kind = object_type_named(type_name)
        record = self.crm.stores[kind.plural].get(record_id)
        if record is None:
            raise KeyError(f"there is no record {record_id!r} among the {kind.plural}")
        return kind, record

    def _user(self) -> Actor:
        return user_actor(self.crm.owners[0].user_id)

    def snapshot(self, type_name: str) -> list[dict[str, Any]]:
        """Every record of a type, archived ones included, for the control address."""
        kind: ObjectType = object_type_named(type_name)
        return [{"id": record.id, "properties": dict(record.properties), "archived": record.archived,
                 "associations": self.crm.graph.of_record(kind.plural, record.id)}
                for record in self.crm.stores[kind.plural].records.values()]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = tuple(unquote(segment) for segment in request.rel_url.raw_path.strip("/").split("/"))
        if path[0] == "oauth":
            return await self._oauth.handle(request, path[1:])
        body = await request.read()
        correlation_id = str(UUID(bytes=self._random.randbytes(16), version=4))
        headers = {"X-HubSpot-Correlation-Id": correlation_id}
        if self.switches.cors_headers:
            headers["Access-Control-Allow-Origin"] = "*"
        try:
            answer = self._answer(request, path, body, headers, correlation_id)
            return _response(answer.status, answer.body, headers)
        except ApiError as problem:
            headers.update(problem.headers)
            return _response(problem.status, _with_correlation(problem.body, correlation_id), headers)
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return _response(500, {"status": "error", "message": "internal error", "correlationId": correlation_id},
                             headers)

    def _answer(self, request: web.Request, path: tuple[str, ...], body: bytes, headers: dict[str, str],
                correlation_id: str) -> Answer:
        """One call from its first check to its effect, without a pause in between."""
        if len(request.raw_path) > URL_CHARACTERS_MAX:
            raise address_too_long()
        route = routes.resolve(path)
        token = self.tokens.authenticate(request.headers.get("Authorization"))
        if route.area == "objects" and len(route.rest) == 2 and route.rest[1] == "search":
            self._limits.take_search(correlation_id)
        else:
            headers.update(self._limits.take_call(token.client.client_id, correlation_id))
        if route.area == "appinstalls":
            return self._uninstall(request, route, token)
        call = Call(request.method, route.rest, request.query, body, request.headers.get("Content-Type", ""), self.crm,
                    frozenset(token.scopes), f"{API_ADDRESS}{request.path}", route.version, self._limits.usage_today())
        with self.crm.acting(app_actor(token.client.app_id, APP_NAME), call.version_from(FIRST_ENFORCING_VERSION)):
            return routes.answer(route, call)

    def _uninstall(self, request: web.Request, route: routes.Route, token: AccessToken) -> Answer:
        if request.method != "DELETE" or route.rest != ("external-install",):
            raise path_not_found()
        self.tokens.uninstall(token.client)
        return Answer(204)


def _with_correlation(body: dict[str, Any], correlation_id: str) -> dict[str, Any]:
    """The correlation id in its usual place, after status and message."""
    ordered = {key: body[key] for key in ("status", "message") if key in body}
    return {**ordered, "correlationId": correlation_id, **body}


def _response(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    if body is None:
        return web.Response(status=status, headers=headers)
    text = _encoder.encode(body)
    # A lone surrogate in a stored text cannot be sent as UTF-8; it becomes a question mark.
    return web.Response(status=status, body=text.encode("utf-8", "replace"), headers=headers,
                        content_type="application/json", charset="utf-8")
