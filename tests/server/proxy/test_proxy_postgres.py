"""Several proxies on one real PostgreSQL, without sticky sessions; and the proxy's suite on that store."""

import asyncio
import json
import os
import random
import subprocess
import sys
import uuid
from pathlib import Path

import aiohttp
import psycopg
import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from fake_provider import HUB, FakeProvider
from lone_proxy import LoneProxies
from proxy_world import World
from server.data_directory import Keeping, open_data
from server.problem import StartProblem
from server.proxy.budgets import LIMITS, Kind, Rate
from server.proxy.tokens import Account, Grant, connection_id
from test_proxy_sessions import Browser

LONG = os.environ.get("TEST_LENGTH") == "long"
# What has to do with the stores; with --long everything that runs a proxy between fake providers.
SUITE = ["proxy_journal", "proxy_journal_list", "proxy_refresh", "proxy_sessions", "proxy_databases", "team_rights"]
WHOLE_SUITE = [*SUITE, "proxy_backups", "proxy_budgets", "proxy_canaries", "proxy_forward", "proxy_guard", "proxy_health", "proxy_oauth",
               "proxy_page", "proxy_tls", "team_sign_in"]
KILLS, WRITERS = (60, 12) if LONG else (6, 6)
SEED = int(os.environ.get("KILL_SEED", "20261130"))
CONNECTION = connection_id("hubspot", HUB)
ACCOUNT = Account("hubspot", HUB, "Brightwater", "sandbox", (), (), None, "2026-11-22T21:40:00Z")
READ = f"/api/hubspot/{CONNECTION}/crm/owners/2026-03"
CREATE = f"/api/hubspot/{CONNECTION}/crm/objects/2026-03/contacts"

pytestmark = pytest.mark.skipif(os.environ.get("PROXY_STORE") == "postgres", reason="starts the run with PostgreSQL by itself")


def test_the_suite_holds_with_the_stores_in_postgres(postgres):
    here = Path(__file__).parent
    files = [str(here / f"test_{name}.py") for name in (WHOLE_SUITE if LONG else SUITE)]
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *files], cwd=here.parents[2], capture_output=True, text=True, check=False,
                          env={**os.environ, "PROXY_STORE": "postgres", "TEST_LENGTH": "short"})
    assert done.returncode == 0, done.stdout[-5_000:]


def with_key(directory, key):
    """The proxies of one store have one key."""
    (directory / "key").mkdir(mode=0o700, parents=True)
    directory.chmod(0o700)
    (directory / "key" / "token.key").touch(mode=0o600)
    (directory / "key" / "token.key").write_bytes(key)
    return directory


@pytest.fixture
async def pair(tmp_path, postgres):
    """Two proxies of one origin, on one database."""
    address, key = postgres.new_database(), Fernet.generate_key()
    for name in ("one", "two"):
        with_key(tmp_path / name / "data", key)
    async with World(tmp_path / "one", postgres=address, with_sessions=True) as one:
        async with World(tmp_path / "two", postgres=address, with_sessions=True, beside=one) as two:
            yield one, two


async def test_a_flow_that_begins_at_one_proxy_ends_at_another(pair):
    one, two = pair
    browser = Browser(one)
    await browser.launch(two.data.sessions.new_launch_token())
    url = (await browser.call("POST", "/auth/hubspot/start", {})).json["url"]
    browser.world = two
    assert (await browser.come_back(one.provider.consent(url))).headers["Location"] == "/"
    assert len((await browser.call("GET", "/api/status")).json["connections"]) == 1
    browser.world = one
    assert (await browser.call("GET", READ)).status == 200
    browser.world = two
    await browser.call("DELETE", "/auth/session")
    one.now += 1
    browser.world = one
    assert (await browser.call("GET", "/api/status")).status == 401


def test_a_second_proxy_with_a_key_of_its_own_does_not_start(tmp_path, postgres):
    address = postgres.new_database()
    open_data(tmp_path / "one", lambda: 1.0, Keeping(postgres=address)).close()
    with pytest.raises(StartProblem, match="token store in PostgreSQL cannot be read: .* another key"):
        open_data(tmp_path / "two", lambda: 1.0, Keeping(postgres=address))


def test_a_server_that_is_not_there_is_one_clear_message_without_the_address(tmp_path):
    with pytest.raises(StartProblem, match="cannot be reached") as problem:
        open_data(tmp_path / "one", lambda: 1.0, Keeping(postgres=f"host={tmp_path} password=canary"))
    assert "canary" not in str(problem.value)


class Proxies:
    """Three proxies in processes of their own on one database, and the provider that they all use."""

    def __init__(self, folder, postgres):
        self.folder, self.address, self.provider = folder, postgres.new_database(), FakeProvider()

    async def __aenter__(self):
        await self.provider.start()
        key = Fernet.generate_key()
        await self.connect(with_key(self.folder / "harness", key))
        self.all = [LoneProxies(with_key(self.folder / str(number), key), self.provider.base, self.address) for number in range(3)]
        for proxy in self.all:
            await proxy.__aenter__()
            await proxy.start()
        return self

    async def connect(self, directory):
        """A grant whose access token has expired, so that the next call refreshes."""
        data = open_data(directory, lambda: 1.0, Keeping(postgres=self.address))
        await data.sole.tokens.connect(ACCOUNT, Grant(*self.provider.new_grant(), 1.0, 2.0))
        data.close()

    async def __aexit__(self, *problem):
        for proxy in self.all:
            await proxy.__aexit__(*problem)
        await self.provider.stop()

    def rows(self, statement):
        with psycopg.connect(self.address) as sql:
            return sql.execute(statement).fetchall()

    def refreshes(self):
        return sum(form["grant_type"] == "refresh_token" for form in self.provider.token_requests)


@pytest.fixture
async def three(tmp_path, postgres):
    async with Proxies(tmp_path, postgres) as running:
        yield running


async def test_s73_a_hundred_calls_to_three_proxies_make_one_refresh(three):
    answers = await asyncio.gather(*(three.all[number % 3].call("GET", READ) for number in range(99)))
    assert {status for status, _ in answers} == {200} and three.refreshes() == 1


async def test_section_6_one_operation_at_three_proxies_at_once_has_one_effect(three):
    effects = []

    async def answer(request):
        effects.append(await request.text())
        return web.json_response({"id": "1"}, status=201)

    three.provider.answer = answer
    operation, body = str(uuid.uuid4()), {"properties": {"email": "a@b.co"}}
    answers = await asyncio.gather(*(three.all[number % 3].call("POST", CREATE, body, **{"X-Op-Id": operation}) for number in range(9)))
    codes = [json.loads(text)["error"]["code"] for status, text in answers if status != 201]
    assert len(effects) == 1 and len(codes) < 9 and set(codes) <= {"operation_in_progress"}
    assert (await three.all[2].call("POST", CREATE, body, **{"X-Op-Id": operation})) == (201, b'{"id": "1"}')


async def test_section_6_what_a_killed_proxy_sent_is_unknown_at_the_others_and_before_that_in_progress(three):
    arrived = asyncio.Event()

    async def hold(request):
        arrived.set()
        await three.provider.release.wait()
        return web.json_response({"id": "1"}, status=201)

    three.provider.answer = hold
    operation, body = str(uuid.uuid4()), {"properties": {"email": "a@b.co"}}
    sending = asyncio.create_task(three.all[0].call("POST", CREATE, body, **{"X-Op-Id": operation}))
    await arrived.wait()

    async def code():
        return json.loads((await three.all[1].call("POST", CREATE, body, **{"X-Op-Id": operation}))[1])["error"]["code"]

    async def listed():
        return json.loads((await three.all[1].call("GET", "/api/journal?state=open"))[1])["operations"][0]["state"]
    assert (await code(), await listed()) == ("operation_in_progress", "in_progress")
    three.all[0].kill()
    await asyncio.gather(sending, return_exceptions=True)
    while await code() == "operation_in_progress":  # PostgreSQL notices the end of a connection by itself
        await asyncio.sleep(0.01)
    assert (await code(), await listed()) == ("operation_unknown", "unknown")


async def test_three_proxies_of_which_one_after_the_other_is_killed_lose_and_double_nothing(three):
    chance, effects, done, expiries = random.Random(SEED), {}, asyncio.Event(), 0

    async def answer(request):
        name = (await request.json())["properties"]["name"]
        effects[name] = effects.get(name, 0) + 1
        return web.json_response({"id": name}, status=201)

    async def write():
        operation = str(uuid.UUID(int=chance.getrandbits(128)))
        body = {"properties": {"name": operation}}
        for _ in range(200):
            try:
                status, text = await chance.choice(three.all).call("POST", CREATE, body, **{"X-Op-Id": operation})
            except (aiohttp.ClientError, ConnectionError):
                await asyncio.sleep(0.02)
                continue
            code = None if status == 201 else json.loads(text)["error"]["code"]
            if code is None or (code == "operation_unknown" and operation in effects):
                return operation
            assert code in ("operation_in_progress", "operation_unknown", "storage_failed"), (status, text)
            if code == "operation_unknown":  # looked, and it is not there
                resend = {"X-Op-Id": operation, "X-Op-Resend": "1"}
                await asyncio.gather(chance.choice(three.all).call("POST", CREATE, body, **resend), return_exceptions=True)
            await asyncio.sleep(0.02)
        raise AssertionError(f"{operation} came to no end")

    async def keep_writing():
        operations = []
        while not done.is_set():
            operations.append(await write())
        return operations

    three.provider.answer = answer
    writers = [asyncio.create_task(keep_writing()) for _ in range(WRITERS)]
    for turn in range(KILLS):
        before = len(effects)
        while len(effects) < before + 10:
            assert not any(writer.done() for writer in writers), [writer for writer in writers if writer.done()]
            await asyncio.sleep(0.01)
        await three.all[turn % 3].start()  # ends the running one with kill -9
        expiries += 1
    done.set()
    operations = [operation for found in await asyncio.gather(*writers) for operation in found]
    rows = {row[0] for row in three.rows("SELECT id FROM operation")}
    assert set(operations) <= set(effects) <= rows and max(effects.values()) == 1 and len(operations) >= 10 * KILLS
    assert three.refreshes() == 1, "one expiry, one refresh, whoever was killed"


async def test_s59_three_proxies_keep_one_budget(three):
    async def call(number):
        return await three.all[number % 3].call("POST", f"/api/hubspot/{CONNECTION}/crm/objects/2026-03/contacts/search", {"limit": 1})
    answers = await asyncio.gather(*(call(number) for number in range(15)))
    assert {status for status, _ in answers} == {200}
    begun = [row[0] for row in three.rows("SELECT begun_at FROM budget_call WHERE rate = 0 ORDER BY begun_at")]
    assert len(begun) == 15 and LIMITS["hubspot"].rates[0] == Rate(3, 1, frozenset({Kind.SEARCH}))
    assert all(later - earlier >= 1 for earlier, later in zip(begun, begun[3:])), "never more than three within a second"
    assert begun[-1] - begun[0] < 3 * 4, "and far from one third of it each"


async def test_s59_a_429_at_one_proxy_holds_the_others_and_a_killed_one_frees_its_places(three):
    arrived = []

    async def throttled(request):
        arrived.append(request.path)
        return web.json_response({}, status=429, headers={"Retry-After": "3"})

    three.provider.answer = throttled
    assert (await three.all[0].call("GET", READ))[0] == 429
    while not three.rows("SELECT until FROM budget_hold"):
        await asyncio.sleep(0)
    waiting = asyncio.create_task(three.all[1].call("GET", READ))
    (until,) = three.rows("SELECT until FROM budget_hold")[0]
    assert (await waiting)[0] == 429 and len(arrived) == 2
    assert three.rows("SELECT max(begun_at) FROM budget_call")[0][0] >= until
    three.all[0].kill()
    await three.all[0].gone()
    with psycopg.connect(three.address) as sql:
        sql.execute("UPDATE budget_flight SET flights = 12")
        sql.execute("UPDATE budget_hold SET until = 0")
    await three.all[1].call("GET", READ)
    assert len(arrived) == 3, "the twelve places of a dead proxy are free, and the own number is known better"


async def test_a_restart_of_postgres_is_survived(three, postgres):
    operation, body = str(uuid.uuid4()), {"properties": {"email": "a@b.co"}}
    assert (await three.all[0].call("POST", CREATE, body, **{"X-Op-Id": operation}))[0] == 200
    postgres.restart()
    assert (await three.all[1].call("POST", CREATE, body, **{"X-Op-Id": operation}))[0] == 200, "stored, not sent again"
    assert (await three.all[0].call("GET", READ))[0] == 200 and len(three.provider.calls) == 2
