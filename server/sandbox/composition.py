"""Builds the sandbox out of its parts and hands it to the server."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from typing import Any

from aiohttp import web

from server.sandbox.call_log import CallLog
from server.sandbox.clock import SimulatedClock
from server.sandbox.company import generate_companies, seed_hubspot
from server.sandbox.console import ControlActions, add_console_routes
from server.sandbox.faults import FaultPlan
from server.sandbox.hubspot import HubSpotSimulator
from server.sandbox.quickbooks import QuickBooksSimulator
from server.sandbox.state.keeper import Keeper
from server.sandbox.state.state_file import StateFile


class Sandbox:
    """Both simulated services with the same company in them.

    `hubspot_app` and `quickbooks_app` are served on origins of their own; `add_control_routes`
    puts the console and the control address on the page's origin. `reset` replaces the data but
    keeps registered clients and issued tokens, so a connected page stays connected.
    """

    def __init__(self, seed: int, scale: int, clock: SimulatedClock, state: StateFile | None = None) -> None:
        """With a state file that is not new the data come from it, and `seed` and `scale` only say what they were made
        of; raises StateProblem when they cannot."""
        self.clock = clock
        self.seed = seed
        self.scale = scale
        self.call_log = CallLog(clock)
        self.faults = FaultPlan(self)
        self.control = ControlActions(self)
        self.hubspot = HubSpotSimulator(clock, random=random.Random(f"hubspot {seed}"))
        kept = state is not None and not state.is_new
        self.quickbooks = QuickBooksSimulator(
            clock, random=random.Random(f"quickbooks {seed}"),
            companies=[] if kept else generate_companies(seed, scale, clock))
        if not kept:
            self._seed_hubspot()
        self.keeper = Keeper(self, state) if state is not None else None
        if self.keeper is not None:
            self.keeper.restore() if kept else self.keeper.begin()
        self.hubspot_app: web.Application = self.hubspot.app(self._middlewares("hubspot"))
        self.quickbooks_app: web.Application = self.quickbooks.app(self._middlewares("quickbooks"))

    def add_control_routes(self, app: web.Application) -> None:
        """Adds everything below /sandbox to the application of the page's origin."""
        add_console_routes(app, self)

    def register_client(self, provider: str, client_id: str, client_secret: str,
                        redirect_uri: str) -> None:
        """Makes an OAuth app known to a provider ("hubspot" or "quickbooks")."""
        self._simulator(provider).register_client(client_id, client_secret, redirect_uri)

    def reset(self, seed: int, scale: int) -> None:
        """Starts over with fresh data; planned faults and the call log are cleared."""
        self.seed, self.scale = seed, scale
        self.call_log.clear()
        self.faults.start_over()
        self.hubspot.reset()
        self.quickbooks.replace_companies(generate_companies(seed, scale, self.clock))
        self._seed_hubspot()

    def admitted(self, provider: str, request: web.Request) -> AbstractContextManager[None]:
        """Inside it the access token of a call is good even if it expired since the call came."""
        return self._simulator(provider).admitted(request.headers.get("Authorization", ""))

    def forget_request_ids(self) -> None:
        """QuickBooks forgets what it answered to repeated request ids."""
        self.quickbooks.replay.clear()

    async def perform(self, address: str, body: dict[str, Any]) -> Any:
        """Does what a POST to a control address does; raises for what it refuses."""
        return await self.control.perform("POST", address, body)

    def _seed_hubspot(self) -> None:
        seed_hubspot(self.hubspot, self.quickbooks.companies[0], self.seed, self.scale, self.clock.now())

    def _simulator(self, provider: str) -> Any:
        simulators: dict[str, Any] = {"hubspot": self.hubspot, "quickbooks": self.quickbooks}
        return simulators[provider]

    def _middlewares(self, provider: str) -> list[Any]:
        return [self.call_log.middleware(provider), self.faults.middleware(provider)]
