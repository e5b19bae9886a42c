"""The real program: serve.py --sandbox, connected and used, ended politely and with kill -9."""

import asyncio
import json
import sqlite3
import stat
import uuid
from pathlib import Path

import aiohttp

from serve_process import Page, ServeProcess

TARGET = "/api/hubspot/{}/crm/objects/2026-03/contacts"
CONTACT = {"properties": {"email": "kill@example.com", "lastname": "Nine"}}


async def test_connect_read_and_write_through_the_sandbox():
    with ServeProcess("--port", "0", "--seed", "7") as serve:
        assert set(serve.ready) == {"page", "hubspot", "quickbooks"} and serve.ready["page"].startswith("http://localhost:")
        async with Page(serve.ready) as page:
            hubspot, company = await page.connect("hubspot"), await page.connect("intuit")
            assert hubspot["missing_scopes"] == [] and hubspot["environment"] == company["environment"] == "sandbox"
            status, _, body = await page.call("GET", f"/api/hubspot/{hubspot['id']}/crm/objects/2026-03/contacts?limit=5")
            assert status == 200 and "results" in json.loads(body)
            status, _, body = await page.call("GET", f"/api/quickbooks/{company['id']}/companyinfo?minorversion=75")
            assert status == 200 and json.loads(body)["CompanyInfo"]["CompanyName"] == company["account_name"]
            query = "query=select%20count(*)%20from%20Customer&minorversion=75"
            status, _, body = await page.call("GET", f"/api/quickbooks/{company['id']}/query?{query}")
            assert status == 200 and json.loads(body)["QueryResponse"]["totalCount"] > 0
            status, _, body = await page.call("GET", "/sandbox/log", headers={"X-App": "1"})
            paths = [call["path"] for call in json.loads(body)["calls"]]
            assert status == 200 and "/crm/objects/2026-03/contacts" in paths
            status, _, body = await page.call("POST", "/auth/disconnect", {"connection": hubspot["id"]})
            assert status == 200 and [found["id"] for found in await page.connections()] == [company["id"]]
    assert serve.process.returncode == 0
    assert "Traceback" not in serve.errors and company["account_id"] not in serve.errors


async def test_the_console_is_served_with_a_policy_that_lets_it_send_forms():
    with ServeProcess("--port", "0") as serve:
        async with aiohttp.ClientSession() as session:
            async with session.get(serve.ready["page"] + "/sandbox/") as answer:
                assert answer.status == 200 and "form-action 'self'" in answer.headers["Content-Security-Policy"]
            form = {"Origin": "null", "Sec-Fetch-Mode": "navigate"}
            for headers, allowed in (({"Origin": "http://evil.test"}, False), ({**form, "Sec-Fetch-Site": "cross-site"}, False),
                                     (form, False),
                                     ({**form, "Sec-Fetch-Site": "same-origin"}, True), ({}, True)):
                async with session.post(serve.ready["page"] + "/sandbox/log/clear", headers=headers) as answer:
                    assert (answer.status != 403) == allowed, headers
            async with session.get(serve.ready["page"] + "/sandbox/log", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
                assert answer.status == 403


async def test_section_6_a_killed_server_knows_which_write_is_unclear(tmp_path):
    data, operation = tmp_path / "data", {"X-Op-Id": str(uuid.uuid4())}
    with ServeProcess("--port", "0", "--data", data) as serve:
        async with Page(serve.ready) as page:
            connection = await page.connect("hubspot")
            assert (await page.call("POST", "/sandbox/faults", delay_of_creating(50_000)))[0] < 300
            await _killed_while_sending(serve, page, TARGET.format(connection["id"]), operation, data)
    with ServeProcess("--port", "0", "--data", data) as serve:
        async with Page(serve.ready) as page:
            path = TARGET.format(connection["id"])
            # The simulated HubSpot died with the server and knows its old tokens no more; the account is the same.
            assert (await page.connect("hubspot"))["id"] == connection["id"]
            status, headers, body = await page.call("POST", path, CONTACT, operation)
            assert (status, json.loads(body)["error"]["code"], headers["X-Proxy-Error"]) == (409, "operation_unknown", "1")
            assert (await page.call("POST", path, {"properties": {}}, operation))[0] == 422
            status, _, first = await page.call("POST", path, CONTACT, {**operation, "X-Op-Resend": "1"})
            assert status == 201
            status, headers, second = await page.call("POST", path, CONTACT, operation)
            assert status == 201 and headers["X-Op-Replayed"] == "1" and first == second
            found = json.loads((await page.call("GET", "/sandbox/hubspot/contacts"))[2])["records"]
            assert len([record for record in found if record["properties"].get("email") == "kill@example.com"]) == 1
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in Path(data).rglob("*"))


async def test_s61_a_polite_end_finishes_the_write_that_is_under_way(tmp_path):
    data, operation = tmp_path / "data", {"X-Op-Id": str(uuid.uuid4())}
    with ServeProcess("--port", "0", "--data", data) as serve:
        async with Page(serve.ready) as page:
            connection = await page.connect("hubspot")
            await page.call("POST", "/sandbox/faults", delay_of_creating(700))
            sending = asyncio.create_task(page.call("POST", TARGET.format(connection["id"]), CONTACT, operation))
            await journal_state(data, "sending")
            serve.end()
            await asyncio.gather(sending, return_exceptions=True)
    assert serve.process.returncode == 0
    await journal_state(data, "done")


def delay_of_creating(milliseconds):
    return {"seed": 1, "faults": [{"provider": "hubspot", "method": "POST", "path": "contacts$", "nth": 1, "count": 1,
                                   "kind": "delay", "milliseconds": milliseconds}]}


async def journal_state(data, state):
    """Returns once the journal holds an operation in this state."""
    with sqlite3.connect(data / "store" / "journal.sqlite3") as sql:
        while not sql.execute("SELECT 1 FROM operation WHERE state = ?", (state,)).fetchone():
            await asyncio.sleep(0)


async def _killed_while_sending(serve, page, path, operation, data):
    """Ends the server with kill -9 once the journal says that the write is under way."""
    sending = asyncio.create_task(page.call("POST", path, CONTACT, operation))
    await journal_state(data, "sending")
    serve.kill()
    answers = await asyncio.gather(sending, return_exceptions=True)
    assert isinstance(answers[0], aiohttp.ClientError), "the write should not have been answered"
