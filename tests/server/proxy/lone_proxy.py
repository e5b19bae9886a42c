"""The proxy alone in processes that may be killed: `LoneProxies` starts one after the other on the same data directory.

Each is forked from a process that has imported everything already, so that hundreds of kills take seconds.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
from yarl import URL


class LoneProxies:
    """`async with LoneProxies(data, provider_base) as proxies:` then start, call, kill, start …"""

    def __init__(self, data, provider_base, postgres=None):
        self.arguments = [str(data), provider_base, *([postgres] if postgres else [])]
        self.process_id = self.port = None
        self.dying = []

    async def __aenter__(self):
        root = str(Path(__file__).resolve().parents[3])
        environment = {**os.environ, "PYTHONPATH": root}
        self.zygote = await asyncio.create_subprocess_exec(
            sys.executable, __file__, *self.arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment)
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(self, *_):
        self.kill()
        await self.gone()
        self.zygote.stdin.close()
        await self.session.close()
        await self.zygote.wait()

    async def start(self):
        """Starts one; a second would find the data directory in use."""
        self.kill()
        await self.gone()
        self.zygote.stdin.write(b"start\n")
        ready = json.loads(await self.zygote.stdout.readline())
        self.process_id, self.port = ready["process"], ready["port"]

    def kill(self):
        """As kill -9. Does nothing if none runs. Its end is awaited by `gone`."""
        if self.process_id is not None:
            self.dying.append(os.pidfd_open(self.process_id))
            os.kill(self.process_id, signal.SIGKILL)
            self.process_id = None

    async def gone(self):
        """Returns once what was killed has let go of its files."""
        for descriptor in self.dying:
            ended = asyncio.Event()
            asyncio.get_running_loop().add_reader(descriptor, ended.set)
            await ended.wait()
            asyncio.get_running_loop().remove_reader(descriptor)
            os.close(descriptor)
        self.dying.clear()

    def memory_peak(self):
        """The most memory that the running one ever held, in bytes."""
        status = Path(f"/proc/{self.process_id}/status").read_text()
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))

    async def call(self, method, target, body=None, **headers):
        """As the page calls. Returns status and body; raises aiohttp.ClientError when the proxy is killed meanwhile."""
        origin = f"http://localhost:{self.port}"
        sent = {"Host": f"localhost:{self.port}", "X-App": "1", "Origin": origin, **headers}
        url = URL(f"http://127.0.0.1:{self.port}{target}", encoded=True)
        async with self.session.request(method, url, json=body, headers=sent) as answer:
            return answer.status, await answer.read()


async def _serve(directory, provider_base, postgres=None):
    import time

    from server.data_directory import Keeping, open_data
    from server.listen import loopback
    from server.main import hosts, serve_application
    from server.proxy import application, providers
    from server.proxy.log import Log

    async with AsyncExitStack() as stack:
        sockets = loopback(0)
        port = sockets[0].getsockname()[1]
        origin = f"http://localhost:{port}"
        configs = {"hubspot": providers.hubspot("sandbox", "hub-client", "hub-secret", origin, provider_base),
                   "quickbooks": providers.quickbooks("sandbox", "qb-client", "qb-secret", origin, provider_base)}
        data = open_data(Path(directory), time.time, Keeping(postgres=postgres))
        parts = application.Parts(mode="sandbox", page_origin=origin, hosts=hosts(port, origin), providers=configs,
                                  organisations=data.organisations, transactions=data.transactions, budgets=data.budgets,
                                  files={}, now=time.time, log=Log(open(os.devnull, "w", encoding="ascii")))
        app = application.build(parts)
        await serve_application(app, sockets, stack)
        print(json.dumps({"process": os.getpid(), "port": port}), flush=True)
        await asyncio.Event().wait()


def _zygote(arguments):
    importlib.import_module("server.main")  # with all that a child needs

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        if os.fork() == 0:
            asyncio.run(_serve(*arguments))
            os._exit(0)


if __name__ == "__main__":
    _zygote(sys.argv[1:])
