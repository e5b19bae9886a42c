"""The simulated QuickBooks Online: companies, sign-in and the accounting API on one web application."""

from __future__ import annotations

import random as random_module
import string
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Iterable

from aiohttp import web

from server.sandbox.clock import SimulatedClock
from server.sandbox.quickbooks.accounting_routes import AccountingRoutes
from server.sandbox.quickbooks.authorization import AuthorizationServer
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.kept_state import KeptQuickBooks
from server.sandbox.quickbooks.request_replay import ReplayStore
from server.sandbox.quickbooks.sign_in_routes import SignInRoutes
from server.sandbox.quickbooks.switches import Switches
from server.sandbox.quickbooks.throttle import Throttle
from server.sandbox.quickbooks.webhooks import Webhooks

body_size_max = 32 * 1024 * 1024
service_version = "2073.223"


class QuickBooksSimulator:
    """`switches` decides what no source settles and how many calls are let through."""

    def __init__(self, clock: SimulatedClock, *, random: random_module.Random,
                 companies: Iterable[Company], switches: Switches | None = None) -> None:
        self.clock = clock
        self.switches = switches or Switches()
        self.companies: list[Company] = []
        self._chances = [random_module.Random(random.random()) for _ in range(3)]
        self.authorization = AuthorizationServer(self._chances[0], self.switches)
        self.throttle = Throttle(self.switches)
        self.replay = ReplayStore(self.switches)
        self._chance = self._chances[1]
        self.webhooks = Webhooks(clock, self.switches, self._chances[2])
        self._adopt(companies)

    def app(self, middlewares: Iterable[Any] = ()) -> web.Application:
        """The web application of the service; the middlewares go around all of it."""
        application = web.Application(middlewares=list(middlewares), client_max_size=body_size_max)
        SignInRoutes(self).add_to(application)
        AccountingRoutes(self).add_to(application)
        application.on_cleanup.append(self._close)
        return application

    def register_client(self, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self.authorization.register(client_id, client_secret, redirect_uri)

    def company(self, realm_id: str) -> Company | None:
        for company in self.companies:
            if company.settings.realm_id == realm_id:
                return company
        return None

    def admitted(self, authorization_header: str) -> AbstractContextManager[None]:
        """Inside it the access token of the header is good even if it expired meanwhile; a revoked one is not."""
        token = authorization_header.partition(" ")[2].strip()
        return self.authorization.prolonged(token, self.clock.now())

    def replace_companies(self, companies: Iterable[Company]) -> None:
        """New data under the same grants; answers kept for replay belong to the old data and go."""
        self._adopt(companies)
        self.replay.clear()
        self.throttle.refill()
        self.throttle.meters.clear()

    def _adopt(self, companies: Iterable[Company]) -> None:
        self.companies = list(companies)
        for company in self.companies:
            company.switches = self.switches
            company.subscriber = self.webhooks.note

    def chance_states(self) -> list[Any]:
        """Where the simulator's random numbers stand."""
        return [chance.getstate() for chance in self._chances]

    def restore_chance(self, states: list[Any]) -> None:
        for chance, state in zip(self._chances, states):
            chance.setstate(state)

    @property
    def kept(self) -> KeptQuickBooks:
        """What of it is kept in a file over a restart."""
        return KeptQuickBooks(self)

    async def _close(self, _: web.Application) -> None:
        await self.webhooks.close()

    def random_text(self, length: int) -> str:
        """Letters and digits nobody can guess who does not know the sandbox's seed."""
        return "".join(self._chance.choice(string.ascii_letters + string.digits) for _ in range(length))

    def answer_headers(self, now: datetime) -> dict[str, str]:
        trace = f"1-{int(now.timestamp()):08x}-{self._chance.getrandbits(96):024x}"
        return {"intuit_tid": trace, "x-request-id": trace, "QBO-Version": service_version,
                "service-time": "total=12, db=4",
                "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
