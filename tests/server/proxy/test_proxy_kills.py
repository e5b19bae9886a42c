"""kill -9 of the proxy at random moments: around a refresh, and around a forwarded write. Long runs make 500 each."""

import asyncio
import json
import os
import random
import sqlite3

import aiohttp
import pytest
from aiohttp import web

from fake_provider import HUB, FakeProvider
from lone_proxy import LoneProxies
from server.data_directory import open_data
from server.proxy.tokens import Account, Grant, connection_id

KILLS = 500 if os.environ.get("TEST_LENGTH") == "long" else 25
SEED = int(os.environ.get("KILL_SEED", "20261130"))
CONNECTION = connection_id("hubspot", HUB)
ACCOUNT = Account("hubspot", HUB, "Brightwater", "sandbox", (), (), None, "2026-11-22T21:40:00Z")
READ = f"/api/hubspot/{CONNECTION}/crm/owners/2026-03"
CREATE = f"/api/hubspot/{CONNECTION}/crm/objects/2026-03/contacts"
LATEST_MILLISECONDS = 12


class Harness:
    """A provider, a data directory with one connection, and proxies that are killed."""

    def __init__(self, directory):
        self.directory = directory / "data"
        self.provider = FakeProvider()
        self.random = random.Random(SEED)

    async def __aenter__(self):
        await self.provider.start()
        await self.connect()
        self.proxies = LoneProxies(self.directory, self.provider.base)
        await self.proxies.__aenter__()
        return self

    async def __aexit__(self, *problem):
        await self.proxies.__aexit__(*problem)
        await self.provider.stop()

    async def connect(self):
        """Writes a fresh grant while no proxy runs; its access token has expired, so that the next call refreshes."""
        data = open_data(self.directory, lambda: 1.0)
        await data.sole.tokens.connect(ACCOUNT, Grant(*self.provider.new_grant(), 1.0, 2.0))
        data.close()

    async def stored(self):
        """The grant on disk while no proxy runs."""
        data = open_data(self.directory, lambda: 1.0)
        found = (await data.sole.tokens.find(CONNECTION)).grant
        data.close()
        return found

    async def killed_during(self, calls, at):
        """Makes calls and kills the proxy: at a named event of the provider, or after so many milliseconds."""
        sending = [asyncio.create_task(call) for call in calls]
        if isinstance(at, float):
            await asyncio.sleep(at / 1000)
            self.proxies.kill()
        results = await asyncio.gather(*sending, return_exceptions=True)
        self.proxies.kill()
        await self.proxies.gone()
        assert all(isinstance(result, (tuple, aiohttp.ClientError, ConnectionError)) for result in results), results


class Refreshes:
    """Lets the provider end the proxy around its own commit, and notes what it handed out."""

    def __init__(self, harness):
        self.harness, self.kill_at, self.handed_out = harness, None, []
        self.original = harness.provider._refresh
        harness.provider._refresh = self.refresh
        harness.provider.expires_in = 0.001

    def refresh(self, token):
        if self.kill_at == "arrived":
            self.harness.proxies.kill()
        answer = self.original(token)
        if answer.status == 200:
            self.handed_out.append(json.loads(answer.text)["refresh_token"])
        if self.kill_at == "committed":
            self.harness.proxies.kill()
        return answer


@pytest.mark.parametrize("rotation", ["same", "grace", "strict", "family"])
async def test_s73_a_kill_loses_a_grant_only_where_the_provider_leaves_no_way(tmp_path, rotation):
    lost, only_in_flight = 0, False
    async with Harness(tmp_path) as harness:
        harness.provider.rotation = rotation
        refreshes = Refreshes(harness)
        for _ in range(KILLS):
            await harness.proxies.start()
            refreshes.kill_at = None
            status, body = await harness.proxies.call("GET", READ)
            if status != 200:
                # Nothing else may be the reason than an answer that was sent and never came to the disk.
                assert json.loads(body)["error"]["code"] == "reconnect_needed" and only_in_flight, body
                lost += 1
                harness.proxies.kill()
                await harness.proxies.gone()
                await harness.connect()
                continue
            known = len(refreshes.handed_out)
            refreshes.kill_at = at = harness.random.choice(["arrived", "committed", harness.random.uniform(0, LATEST_MILLISECONDS)])
            await harness.killed_during([harness.proxies.call("GET", READ) for _ in range(3)], at)
            stored = (await harness.stored()).refresh_token
            assert stored in refreshes.handed_out[known - 1:], "never an older token than the last that was used"
            only_in_flight = stored != refreshes.handed_out[-1]
    assert lost == 0 or rotation in ("strict", "family")


async def test_s73_many_calls_after_a_kill_make_one_refresh(tmp_path):
    async with Harness(tmp_path) as harness:
        harness.provider.rotation = "grace"
        refreshes = Refreshes(harness)
        await harness.proxies.start()
        refreshes.kill_at = "committed"
        await harness.killed_during([harness.proxies.call("GET", READ)], "committed")
        refreshes.kill_at, harness.provider.expires_in, known = None, 3_600, len(refreshes.handed_out)
        await harness.proxies.start()
        answers = await asyncio.gather(*(harness.proxies.call("GET", READ) for _ in range(50)))
        assert {status for status, _ in answers} == {200} and len(refreshes.handed_out) == known + 1


class Writes:
    """Counts effects by the operation id that stands in the body, and may end the proxy around one."""

    def __init__(self, harness):
        self.harness, self.kill_at, self.effects = harness, None, {}
        harness.provider.answer = self.answer

    async def answer(self, request):
        if self.kill_at == "arrived":
            self.harness.proxies.kill()
        name = (await request.json())["properties"]["name"]
        self.effects[name] = self.effects.get(name, 0) + 1
        if self.kill_at == "committed":
            self.harness.proxies.kill()
        return web.json_response({"id": name}, status=201)


async def open_operations(proxies):
    """The ids of all that may or may not have happened, page after page."""
    found, after = [], 0
    while after is not None:
        page = json.loads((await proxies.call("GET", f"/api/journal?state=open&after={after}"))[1])
        found += [one["id"] for one in page["operations"]]
        after = page["next"]
    return found


async def test_section_6_no_kill_makes_an_effect_twice_or_without_a_journal_row(tmp_path):
    async with Harness(tmp_path) as harness:
        writes, unclear = Writes(harness), 0
        for number in range(KILLS):
            operation = f"3f2504e0-4f89-11d3-9a0c-{number:012x}"
            arguments = ("POST", CREATE, {"properties": {"name": operation}})
            await harness.proxies.start()
            writes.kill_at = at = harness.random.choice(["arrived", "committed", harness.random.uniform(0, LATEST_MILLISECONDS)])
            await harness.killed_during([harness.proxies.call(*arguments, **{"X-Op-Id": operation}) for _ in range(2)], at)
            writes.kill_at = None
            await harness.proxies.start()
            status, body = await harness.proxies.call(*arguments, **{"X-Op-Id": operation})
            if status == 409:
                assert json.loads(body)["error"]["code"] == "operation_unknown"
                unclear += 1
                assert operation in await open_operations(harness.proxies)
                if operation not in writes.effects:  # the page looked and did not find it
                    status, body = await harness.proxies.call(*arguments, **{"X-Op-Id": operation, "X-Op-Resend": "1"})
            assert status in (201, 409) and writes.effects[operation] == 1
        with sqlite3.connect(harness.directory / "store" / "journal.sqlite3") as sql:
            rows = {row[0] for row in sql.execute("SELECT id FROM operation")}
        assert set(writes.effects) <= rows and max(writes.effects.values()) == 1 and unclear > 0
