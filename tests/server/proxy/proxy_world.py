"""A running proxy between a fake provider and a plain client, all on free ports of this machine."""

import asyncio
import io
import json
import sqlite3
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie

import aiohttp
from yarl import URL

from fake_provider import FakeProvider

NOON = 1_795_000_000.0
databases_of = {}       # a directory that is used again finds the same database
postgres_server = None  # set for a whole run, see conftest.py


@dataclass
class Reply:
    status: int
    headers: object
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        assert self.headers.get("X-Proxy-Error") == "1", self.body
        return self.json["error"]["code"]


@dataclass
class World:
    """`async with World(path) as world`: world.call(...) talks like the page, world.raw(...) like an attacker."""

    directory: object
    provider: FakeProvider = field(default_factory=FakeProvider)
    now: float = NOON
    page: object = None
    origin_override: str = None
    with_sessions: bool = False
    provider_tls: object = None   # with it the provider speaks https
    tls: object = None            # and with this the proxy speaks to it
    postgres: str = None          # where the stores are; None: files
    team: object = None           # with it people sign in
    way_in: object = None         # of a team; a function that is given the proxy's origin
    beside: object = None         # another world whose provider and origin this one shares

    async def __aenter__(self):
        from server.data_directory import Keeping, open_data
        from server.listen import loopback
        from server.main import hosts, serve_application
        from server.proxy import application, providers, static_files
        from server.proxy.log import Log
        from server.proxy.sessions import OF_A_TEAM
        from server.proxy.upstream import open_session

        self.stack = AsyncExitStack()
        if self.beside is None:
            await self.provider.start(self.provider_tls)
            self.stack.push_async_callback(self.provider.stop)
        else:
            self.provider, self.origin_override = self.beside.provider, self.beside.origin
        sockets = loopback(0)
        self.port = sockets[0].getsockname()[1]
        self.origin = self.origin_override or f"http://localhost:{self.port}"
        self.configs = {
            "hubspot": providers.hubspot("sandbox", "hub-client", "hub-secret", self.origin, self.provider.base),
            "quickbooks": providers.quickbooks("sandbox", "qb-client", "qb-secret", self.origin, self.provider.base)}
        if postgres_server is not None and self.postgres is None:
            self.postgres = databases_of.get(self.directory) or databases_of.setdefault(self.directory, postgres_server.new_database())
        keeping = Keeping(postgres=self.postgres)
        if self.team is not None:
            self.with_sessions = True
            keeping = Keeping(postgres=self.postgres, organisations=self.team.organisations, sessions=OF_A_TEAM)
        self.data = open_data(self.directory / "data", lambda: self.now, keeping)
        self.stack.callback(self.data.close)
        self.log = io.StringIO()
        self.parts = application.Parts(
            mode="sandbox", page_origin=self.origin, hosts=hosts(self.port, self.origin), providers=self.configs,
            organisations=self.data.organisations, transactions=self.data.transactions, budgets=self.data.budgets,
            files=static_files.load(self.page) if self.page else {}, now=lambda: self.now, log=Log(self.log),
            sessions=self.data.sessions if self.with_sessions else None,
            team=self.team, way_in=self.way_in(self.origin) if self.way_in else "")
        self.app = application.build(self.parts, open_session(self.tls))
        application.add_page(self.app, self.parts)
        self.runner = await serve_application(self.app, sockets, self.stack)
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        self.stack.push_async_callback(self.session.close)
        return self

    async def __aexit__(self, *problem):
        if self.beside is None:
            self.provider.release.set()
        await self.stack.aclose()

    async def request(self, method, target, headers=None, data=None):
        url = URL(f"http://127.0.0.1:{self.port}{target}", encoded=True)
        headers = {"Host": f"localhost:{self.port}", **(headers or {})}
        async with self.session.request(method, url, headers=headers, data=data, allow_redirects=False,
                                        skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding")) as answer:
            return Reply(answer.status, answer.headers, await answer.read())

    async def call(self, method, target, body=None, **headers):
        """As the page calls: own header, origin, JSON."""
        sent = {"X-App": "1", "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        data = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return await self.request(method, target, {k: v for k, v in sent.items() if v is not None}, data)

    async def raw(self, data):
        """Sends bytes as they are; returns the answer's head, or less if the server just closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(data)
        try:
            return await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError) as problem:
            return getattr(problem, "partial", b"")
        finally:
            writer.close()

    async def start(self, path="/auth/hubspot/start", cookie=None):
        """Starts a flow; returns the consent address and the browser's cookie."""
        reply = await self.call("POST", path, {}, Cookie=f"__Host-tx={cookie}" if cookie else None)
        assert reply.status == 200, reply.body
        return reply.json["url"], SimpleCookie(reply.headers["Set-Cookie"])["__Host-tx"].value

    async def callback(self, path, query, cookie=None):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        if cookie:
            headers["Cookie"] = f"__Host-tx={cookie}"
        reply = await self.request("GET", f"{path}?{query}", headers)
        assert reply.status == 303, reply.body
        return reply.headers["Location"]

    async def connect_hubspot(self):
        url, cookie = await self.start()
        assert await self.callback("/oauth/hubspot/callback", self.provider.consent(url), cookie) == "/"
        return (await self.connections())[-1]["id"]

    async def connect_quickbooks(self):
        url, cookie = await self.start("/auth/intuit/start")
        assert await self.callback("/oauth/intuit/callback", self.provider.consent(url), cookie) == "/"
        return next(c["id"] for c in await self.connections() if c["provider"] == "quickbooks")

    async def connections(self):
        return (await self.call("GET", "/api/status")).json["connections"]

    def rows(self, name, statement, values=()):
        """What the store of this name holds, seen from beside the proxy; `?` stands for a value."""
        if self.postgres is not None:
            import psycopg

            with psycopg.connect(self.postgres) as sql:
                return sql.execute(statement.replace("?", "%s"), values).fetchall()
        with sqlite3.connect(self.directory / "data" / "store" / f"{name}.sqlite3") as sql:
            return sql.execute(statement, values).fetchall()

    def everything_stored(self):
        """All bytes of the data directory, and all rows where the stores are not files."""
        stored = b"".join(path.read_bytes() for path in (self.directory / "data").rglob("*") if path.is_file())
        if self.postgres is not None:
            tables = self.rows("", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            stored += repr([self.rows("", f"SELECT * FROM {name}") for (name,) in tables]).encode()
        return stored

    async def edit_grant(self, identifier, **changes):
        """Changes a stored grant, for example to an old one."""
        found = await self.data.sole.tokens.find(identifier)
        await self.data.sole.tokens.connect(found.account, replace(found.grant, **changes))
        return found.grant
