"""The simulated QuickBooks Online: companies, sign-in and the accounting API on one web application."""

from __future__ import annotations

import random as random_module
from datetime import datetime
from typing import Any, Iterable

from aiohttp import web

from server.sandbox.clock import SimulatedClock
from server.sandbox.quickbooks.accounting_routes import AccountingRoutes
from server.sandbox.quickbooks.authorization import AuthorizationServer
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.request_replay import ReplayStore
from server.sandbox.quickbooks.sign_in_routes import SignInRoutes
from server.sandbox.quickbooks.throttle import Throttle

body_size_max = 32 * 1024 * 1024
service_version = "2073.223"


class QuickBooksSimulator:
    """Switches for behaviour no source settles:

    `change_cap_scope` ("response", "entity"): what the 1000 objects of change data capture are counted over.
    `retry_after_seconds` (None or a number): whether a 429 names a waiting time.
    `replay.replay_failures`: whether a request id also replays refusals.
    `authorization.rotation` ("daily", "always"): when the refresh token changes its value.
    `throttle.limits`: the budgets.
    """

    def __init__(self, clock: SimulatedClock, *, random: random_module.Random,
                 companies: Iterable[Company]) -> None:
        self.clock = clock
        self.companies = list(companies)
        self.authorization = AuthorizationServer(random_module.Random(random.random()))
        self.throttle = Throttle()
        self.replay = ReplayStore()
        self.change_cap_scope = "response"
        self.retry_after_seconds: int | None = None
        self._chance = random_module.Random(random.random())

    def app(self, middlewares: Iterable[Any] = ()) -> web.Application:
        """The web application of the service; the middlewares go around all of it."""
        application = web.Application(middlewares=list(middlewares), client_max_size=body_size_max)
        SignInRoutes(self).add_to(application)
        AccountingRoutes(self).add_to(application)
        return application

    def register_client(self, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self.authorization.register(client_id, client_secret, redirect_uri)

    def company(self, realm_id: str) -> Company | None:
        for company in self.companies:
            if company.settings.realm_id == realm_id:
                return company
        return None

    def replace_companies(self, companies: Iterable[Company]) -> None:
        """New data under the same grants; answers kept for replay belong to the old data and go."""
        self.companies = list(companies)
        self.replay.clear()
        self.throttle.refill()
        self.throttle.meters.clear()

    def answer_headers(self, now: datetime) -> dict[str, str]:
        trace = f"1-{int(now.timestamp()):08x}-{self._chance.getrandbits(96):024x}"
        return {"intuit_tid": trace, "x-request-id": trace, "QBO-Version": service_version,
                "service-time": "total=12, db=4",
                "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
