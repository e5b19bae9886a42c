"""Composition: reads options, builds the parts, serves until a signal comes."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import socket
import ssl
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Sequence

from aiohttp import web

from . import check
from . import config as configuration
from .data_directory import DataDirectory, Keeping, open_data, open_sessions, sessions_path
from .head_watchdog import HeadWatchdog
from .databases import Files, in_postgres
from .listen import loopback
from .options import Options, parse
from .problem import StartProblem
from .proxy import application, providers, static_files
from .proxy.clock import Clock
from .proxy.log import Log, silence_libraries
from .proxy.operation import REQUEST_LINE_LENGTH_MAX
from .proxy.providers import HUBSPOT, QUICKBOOKS, ProviderConfig
from .proxy.sessions import OF_A_TEAM, Sessions
from .proxy.team.doors import LAUNCH_PATH
from .readiness import tell_ready
from .sandbox_services import SandboxServices
from .tls_local import open_local_tls

EXIT_PROBLEM = 2
KEEP_ALIVE_SECONDS = 30
# For the page's connections. Writes under way are waited for to their end, see application.build.
SHUTDOWN_SECONDS = 5


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code. A problem at the start is one line on standard error."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not write tokens to a file
    try:
        options = parse(arguments)
        if options.check:
            return _checked(options)
        if options.sign_in or options.sign_out:
            return _sessions_changed(options)
        asyncio.run(_serve(options))
    except StartProblem as problem:
        print(f"serve.py: {problem}", file=sys.stderr)
        return EXIT_PROBLEM
    except KeyboardInterrupt:
        pass
    return 0


def _checked(options: Options) -> int:
    findings = check.check(options)
    for finding in findings:
        print(finding)
    return EXIT_PROBLEM if any(finding.kind is check.Kind.WRONG for finding in findings) else 0


def _sessions_changed(options: Options) -> int:
    """Works beside the running server, on the same data directory."""
    assert options.config is not None
    config = configuration.load(options.config, options.public_origin)
    directory = options.data or config.data_directory
    if options.sign_in and config.team is not None:
        raise StartProblem(f"the people of a team sign in by themselves; open {config.public_origin}{LAUNCH_PATH}")
    if config.postgres is None and not sessions_path(directory).is_file():
        raise StartProblem(f"there is no {sessions_path(directory)} yet; start the server first")
    databases = Files(directory) if config.postgres is None else in_postgres(config.postgres)
    try:
        sessions = open_sessions(databases, time.time)
        if options.sign_out:
            sessions.end_all_now()
            print("every browser is signed out")
        else:
            print(launch_address(_origin(config, options, options.port), sessions))
    except databases.errors as problem:
        raise StartProblem(f"the list of sessions {databases.place('sessions')} cannot be written; check free space and "
                           "permissions") from problem
    finally:
        databases.close()
    return 0


def launch_address(origin: str, sessions: Sessions) -> str:
    """Signs one browser in within a minute. The token stands in the fragment, which browsers keep to themselves."""
    return f"{origin}{LAUNCH_PATH}#{sessions.new_launch_token()}"


def _origin(config: configuration.Config, options: Options, port: int) -> str:
    if options.tls_local and config.public_origin is not None:
        raise StartProblem("--tls-local and public_origin exclude each other: a server in front has its own certificate")
    return config.public_origin or f"{'https' if options.tls_local else 'http'}://localhost:{port}"


async def _serve(options: Options) -> None:
    log = Log()
    silence_libraries(log)
    async with AsyncExitStack() as stack:
        sockets = loopback(options.port)
        for bound in sockets:
            stack.callback(bound.close)
        port = sockets[0].getsockname()[1]
        if options.sandbox:
            ready = await _compose_sandbox(options, sockets, port, log, stack)
        else:
            ready = await _compose_accounts(options, sockets, port, log, stack)
        stop = _stop_signal()
        print(json.dumps(ready), flush=True)
        tell_ready()
        await stop.wait()
        log.event("stopping")


async def _compose_sandbox(options: Options, sockets: list[socket.socket], port: int, log: Log,
                           stack: AsyncExitStack) -> dict[str, str]:
    origin = f"http://localhost:{port}"
    services = SandboxServices(options)
    addresses = await services.start(stack)
    clients = {name: (f"ledgerbridge-sandbox-{name}", services.new_secret()) for name in (HUBSPOT, QUICKBOOKS)}
    configs = {
        HUBSPOT: providers.hubspot("sandbox", *clients[HUBSPOT], origin, simulator=addresses[HUBSPOT]),
        QUICKBOOKS: providers.quickbooks("sandbox", *clients[QUICKBOOKS], origin, simulator=addresses[QUICKBOOKS])}
    for config in configs.values():
        services.register(config)
    directory = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ledgerbridge-")))
    data = _opened(directory, services.now, Keeping(options.backup_limit), stack)
    parts = _parts("sandbox", origin, port, configs, data, options, services.now, log)
    app = application.build(parts)
    services.add_control_routes(app)
    application.add_page(app, parts)
    await serve_application(app, sockets, stack)
    return {"page": origin, **addresses}


async def _compose_accounts(options: Options, sockets: list[socket.socket], port: int, log: Log,
                            stack: AsyncExitStack) -> dict[str, str]:
    assert options.config is not None
    config = configuration.load(options.config, options.public_origin)
    origin = _origin(config, options, port)
    hubspot, quickbooks = config.clients[HUBSPOT], config.clients[QUICKBOOKS]
    configs = {
        HUBSPOT: providers.hubspot(hubspot.environment, hubspot.client_id, hubspot.client_secret, origin),
        QUICKBOOKS: providers.quickbooks(quickbooks.environment, quickbooks.client_id, quickbooks.client_secret, origin)}
    data = _opened(options.data or config.data_directory, time.time, _keeping(config, options), stack)
    parts = replace(_parts("accounts", origin, port, configs, data, options, time.time, log), sessions=data.sessions)
    if config.team is not None:
        parts = replace(parts, team=config.team.team, way_in=config.team.way_in)
    tls = open_local_tls(options.data or config.data_directory, time.time()) if options.tls_local else None
    app = application.build(parts)
    application.add_page(app, parts)
    await serve_application(app, sockets, stack, tls.context if tls is not None else None)
    trust = {"authority": str(tls.authority)} if tls is not None else {}
    # Only for a person to see: what is written to a file or to the system's journal would be read by others.
    sign_in = {"sign_in": launch_address(origin, data.sessions)} if sys.stdout.isatty() and config.team is None else {}
    return {"page": origin, **sign_in, **trust, HUBSPOT: configs[HUBSPOT].api_base.rstrip("/"),
            QUICKBOOKS: configs[QUICKBOOKS].api_base.removesuffix("/v3/company/")}


def _keeping(config: configuration.Config, options: Options) -> Keeping:
    keeping = Keeping(options.backup_limit, config.postgres, keyring=config.keyring)
    return keeping if config.team is None else replace(keeping, organisations=config.team.team.organisations, sessions=OF_A_TEAM)


def _opened(directory: Path, now: Clock, keeping: Keeping, stack: AsyncExitStack) -> DataDirectory:
    data = open_data(directory, now, keeping)
    stack.callback(data.close)
    return data


def _parts(mode: str, origin: str, port: int, configs: dict[str, ProviderConfig], data: DataDirectory,
           options: Options, now: Clock, log: Log) -> application.Parts:
    return application.Parts(mode=mode, page_origin=origin, hosts=hosts(port, origin), providers=configs,
                             organisations=data.organisations, transactions=data.transactions, budgets=data.budgets,
                             files=static_files.load(options.page), now=now, log=log)


def hosts(port: int, page_origin: str) -> frozenset[str]:
    """The exact Host values that this server answers to."""
    return frozenset({f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", page_origin.partition("://")[2]})


async def serve_application(app: web.Application, sockets: list[socket.socket], stack: AsyncExitStack,
                            tls: ssl.SSLContext | None = None) -> web.AppRunner:
    """Serves until the stack is left; leaving it waits for writes that are under way."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, keepalive_timeout=KEEP_ALIVE_SECONDS,
                           max_line_size=REQUEST_LINE_LENGTH_MAX, lingering_time=2)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    for bound in sockets:
        await web.SockSite(runner, bound, shutdown_timeout=SHUTDOWN_SECONDS, ssl_context=tls).start()
    assert runner.server is not None
    watchdog = asyncio.create_task(HeadWatchdog(runner.server).run())
    stack.callback(watchdog.cancel)
    return runner


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
