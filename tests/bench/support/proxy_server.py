"""The proxy in a process of its own, as for real accounts: python3 proxy_server.py DATA_FOLDER PROVIDER_ADDRESS.

Prints one JSON line: its process, its port, and what a signed-in browser sends. Only the providers' rate limits are lifted, since
they would be measured instead.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from server.data_directory import open_data  # noqa: E402 - the project's root must be on the path first
from server.listen import loopback  # noqa: E402
from server.main import hosts, serve_application  # noqa: E402
from server.proxy import application, budgets, providers  # noqa: E402
from server.proxy.log import Log, silence_libraries  # noqa: E402
from server.proxy.session_cookie import SESSION_COOKIE  # noqa: E402
from server.proxy.sign_in import KEY_HEADER  # noqa: E402
from server.proxy.tokens import Account, Grant  # noqa: E402


async def serve(directory, provider):
    async with AsyncExitStack() as stack:
        sockets = loopback(0)
        port = sockets[0].getsockname()[1]
        origin = f"http://localhost:{port}"
        configs = {"hubspot": providers.hubspot("sandbox", "client", "secret", origin, provider),
                   "quickbooks": providers.quickbooks("sandbox", "client", "secret", origin, provider)}
        data = open_data(directory, time.time)
        account = Account("hubspot", "4711001", "Brightwater", "sandbox", (), (), None, "2026-11-22T21:40:00Z")
        await data.sole.tokens.connect(account, Grant("a" * 300, "r" * 100, time.time(), time.time() + 86_400))
        log = Log()
        silence_libraries(log)
        parts = application.Parts(mode="accounts", page_origin=origin, hosts=hosts(port, origin), providers=configs,
                                  organisations=data.organisations, transactions=data.transactions, budgets=data.budgets,
                                  files={}, now=time.time, log=log, sessions=data.sessions)
        await serve_application(application.build(parts), sockets, stack)
        opened = await data.sessions.open(data.sessions.new_launch_token(), None)
        headers = {"X-App": "1", "Origin": origin, "Sec-Fetch-Site": "same-origin", "Cookie": f"{SESSION_COOKIE}={opened.cookie}",
                   KEY_HEADER: opened.key}
        print(json.dumps({"process": os.getpid(), "port": port, "headers": headers, "connection": account.connection_id}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    unlimited = budgets.Limits(10_000, ())
    budgets.LIMITS = {name: unlimited for name in budgets.LIMITS}
    if os.environ.get("BENCH_PROFILE"):
        import cProfile
        import signal

        profile = cProfile.Profile()

        def end(*_):
            profile.disable()
            profile.dump_stats(os.environ["BENCH_PROFILE"])
            os._exit(0)

        signal.signal(signal.SIGTERM, end)
        profile.enable()
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
