"""The simulated providers as services of their own, each on its own origin."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from aiohttp import web

from .options import Options
from .problem import StartProblem
from .proxy.operation import REQUEST_LINE_LENGTH_MAX
from .proxy.providers import HUBSPOT, QUICKBOOKS, ProviderConfig

if TYPE_CHECKING:
    from .sandbox.state.state_file import StateFile


class SandboxServices:
    """Both simulators with the same made-up company, and their common clock."""

    def __init__(self, options: Options) -> None:
        """Raises StartProblem when the state file cannot be used."""
        # Imported here: a server for real accounts never loads the simulators.
        from .sandbox import Sandbox
        from .sandbox.clock import SimulatedClock
        from .sandbox.state.state_file import StateFile, StateProblem

        self._clock = SimulatedClock(options.clock)
        try:
            state = StateFile(options.state) if options.state is not None else None
            _check_origin(options, state)
            self._sandbox = Sandbox(options.seed, options.scale, self._clock, state)
        except StateProblem as problem:
            raise StartProblem(str(problem)) from None
        if options.clock is not None:
            self._clock.start_from(options.clock)

    async def start(self, stack: AsyncExitStack) -> dict[str, str]:
        """Serves both on free ports of 127.0.0.1; returns their base addresses by provider."""
        if self._sandbox.keeper is not None:
            self._sandbox.keeper.start()
            # Before the servers in the stack, so that their last calls are saved as well.
            stack.push_async_callback(self._sandbox.keeper.stop)
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


def _check_origin(options: Options, state: StateFile | None) -> None:
    """The options may repeat what the company in the file was made of, but not say something else."""
    if state is None or state.is_new:
        return
    made_of = state.parts().get("sandbox", {})
    for name in ("seed", "scale"):
        if name in options.named and getattr(options, name) != made_of.get(name):
            raise StartProblem(f"the company in {state.path} was made with --{name} {made_of.get(name)}; leave --{name} out, or "
                               "name another file")


async def _start(app: web.Application, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(app, access_log=None, handle_signals=False, max_line_size=REQUEST_LINE_LENGTH_MAX)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    return f"http://{host}:{port}"
