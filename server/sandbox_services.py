"""The simulated providers as services of their own, each on its own origin."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from datetime import datetime

from aiohttp import web

from .proxy.operation import REQUEST_LINE_LENGTH_MAX
from .proxy.providers import HUBSPOT, QUICKBOOKS, ProviderConfig


class SandboxServices:
    """Both simulators with the same made-up company, and their common clock."""

    def __init__(self, seed: int, scale: int, clock: datetime | None) -> None:
        # Imported here: a server for real accounts never loads the simulators.
        from .sandbox import Sandbox
        from .sandbox.clock import SimulatedClock

        self._clock = SimulatedClock(clock)
        self._sandbox = Sandbox(seed, scale, self._clock)

    async def start(self, stack: AsyncExitStack) -> dict[str, str]:
        """Serves both on free ports of 127.0.0.1; returns their base addresses by provider."""
        return {HUBSPOT: await _start(self._sandbox.hubspot_app, stack),
                QUICKBOOKS: await _start(self._sandbox.quickbooks_app, stack)}

    def register(self, config: ProviderConfig) -> None:
        """Makes the proxy's app known to the simulated provider, as a developer account would."""
        self._sandbox.register_client(config.name, config.client_id, config.client_secret, config.redirect_uri)

    def add_control_routes(self, app: web.Application) -> None:
        self._sandbox.add_control_routes(app)

    def now(self) -> float:
        return self._clock.now().timestamp()

    @staticmethod
    def new_secret() -> str:
        return secrets.token_urlsafe(24)


async def _start(app: web.Application, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(app, access_log=None, handle_signals=False, max_line_size=REQUEST_LINE_LENGTH_MAX)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    return f"http://{host}:{port}"
