"""serve.py --state: a real server that ends politely, is killed, and starts again."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "proxy"))

from serve_process import SERVE, Page, ServeProcess  # noqa: E402

LONG = os.environ.get("TEST_LENGTH") == "long"
KILLS = 40 if LONG else 3


async def names_of_customers(page):
    records = json.loads((await page.call("GET", "/sandbox/quickbooks/customer"))[2])["records"]
    return [record["DisplayName"] for record in records]


async def test_both_accounts_and_the_sign_in_outlive_a_polite_restart(tmp_path):
    options = ("--port", "0", "--data", tmp_path / "data", "--state", tmp_path / "sandbox.state", "--clock", "2026-11-22T09:00:00Z")
    with ServeProcess(*options) as serve:
        async with Page(serve.ready) as page:
            hubspot, company = await page.connect("hubspot"), await page.connect("intuit")
            await page.call("POST", "/sandbox/quickbooks/customer/create", {"DisplayName": "Stays"})
            await page.call("POST", "/sandbox/hubspot/contacts/create", {"email": "stays@example.com"})
            before = [(await page.call("GET", f"/sandbox/{path}"))[2] for path in ("quickbooks/invoice", "hubspot/deals")]
    assert serve.process.returncode == 0
    with ServeProcess(*options[:-2]) as serve:
        async with Page(serve.ready) as page:
            assert "Stays" in await names_of_customers(page)
            assert before == [(await page.call("GET", f"/sandbox/{path}"))[2] for path in ("quickbooks/invoice", "hubspot/deals")]
            assert json.loads((await page.call("GET", "/sandbox/clock"))[2])["now"] == "2026-11-22T09:00:00.000Z"
            # The page is still connected: its tokens are good without a new consent.
            contacts = f"/api/hubspot/{hubspot['id']}/crm/objects/2026-03/contacts?limit=100"
            assert b"stays@example.com" in (await page.call("GET", contacts))[2]
            assert (await page.call("GET", f"/api/quickbooks/{company['id']}/companyinfo?minorversion=75"))[0] == 200
    assert "Traceback" not in serve.errors


async def test_a_killed_server_loses_little_and_damages_nothing(tmp_path):
    seed = int(os.environ.get("TEST_SEED", "1"))
    print(f"seed {seed}, {KILLS} kills")
    chance, state = random.Random(seed), tmp_path / "sandbox.state"
    safe: list[str] = []
    for kill in range(KILLS):
        with ServeProcess("--port", "0", "--state", state) as serve:
            async with Page(serve.ready) as page:
                found = await names_of_customers(page)
                assert set(safe) <= set(found) and len(set(found)) == len(found)
                safe += await write_until_killed(serve, page, f"Kill {kill}", chance)
        with sqlite3.connect(state) as sql:
            assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    print(f"{len(safe)} changes had to survive")


async def write_until_killed(serve, page, name, chance):
    """Creates customers until the server dies, some while after its fifth save; the names that must have survived."""
    written, saves, left = [], 0, chance.randrange(40)
    killing = None
    try:
        while True:
            customer = f"{name} no. {len(written)}"
            status, _, _ = await page.call("POST", "/sandbox/quickbooks/customer/create", {"DisplayName": customer})
            assert status == 200
            saves = json.loads((await page.call("GET", "/sandbox/state"))[2])["saves"]
            written.append((saves, customer))
            left -= saves >= 5
            if left < 0 and killing is None:
                killing = asyncio.get_running_loop().run_in_executor(None, serve.kill)
    except aiohttp.ClientError:
        await killing
    certain = [customer for before, customer in written if before + 2 <= saves]
    assert certain
    return certain


def refused(*options):
    """The one line and the exit code of a start that fails."""
    ran = subprocess.run([sys.executable, str(SERVE), "--sandbox", "--port", "0", *map(str, options)], capture_output=True, text=True)
    assert ran.returncode == 2 and ran.stdout == "" and ran.stderr.count("\n") == 1, ran.stderr
    return ran.stderr


@pytest.mark.parametrize("content, said", [(b"SQLite format 3\0 and then nothing", "damaged"), (b"my notes\n", "not the state file")])
def test_a_start_on_a_wrong_file_is_one_line_and_touches_nothing(tmp_path, content, said):
    path = tmp_path / "sandbox.state"
    path.write_bytes(content)
    assert said in refused("--state", path) and path.read_bytes() == content and os.listdir(tmp_path) == ["sandbox.state"]


def test_options_that_contradict_the_file_are_refused(tmp_path):
    state = tmp_path / "sandbox.state"
    with ServeProcess("--port", "0", "--state", state):
        assert "used by another server" in refused("--state", state)
    assert "was made with --scale 20" in refused("--state", state, "--scale", "30")
    assert "was made with --seed 1" in refused("--state", state, "--seed", "2")
    assert "only together with --sandbox" in subprocess.run(
        [sys.executable, str(SERVE), "--config", "x", "--state", str(state)], capture_output=True, text=True).stderr
    assert "cannot be opened" in refused("--state", tmp_path / "no" / "such" / "folder.state")
