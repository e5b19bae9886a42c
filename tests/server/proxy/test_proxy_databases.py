"""The tripwire on the server: a database that a browser lost is known, and never shown as a first visit."""

import asyncio
import hashlib
import sqlite3
from http.cookies import SimpleCookie

import pytest

from server.data_directory import Keeping, open_data
from server.proxy import known_databases
from server.proxy.known_databases import SCHEMA, KnownDatabases, Position
from server.proxy.sqlite_database import SqliteDatabase

DATABASE = "4f1c2d3e-0001"


class Browser:
    """One browser profile: keeps the cookie that it is given."""

    def __init__(self, world):
        self.world, self.cookie = world, None

    def _cookies(self):
        return f"__Host-profile={self.cookie}" if self.cookie else None

    async def put(self, epoch, sequence, database=DATABASE):
        reply = await self.world.call("PUT", f"/api/databases/{database}", {"epoch": epoch, "sequence": sequence}, Cookie=self._cookies())
        assert reply.status == 200, reply.body
        self.cookie = SimpleCookie(reply.headers["Set-Cookie"])["__Host-profile"].value
        return reply.json

    async def list(self):
        return (await self.world.call("GET", "/api/databases", Cookie=self._cookies())).json["databases"]

    async def forget(self, database=DATABASE):
        return (await self.world.call("DELETE", f"/api/databases/{database}", Cookie=self._cookies())).json


@pytest.fixture
def browser(world):
    world.data.sole.known._pause = lambda seconds: asyncio.sleep(0)
    return Browser(world)


async def put_backup(world, name, database=DATABASE):
    content = b"snapshot " + name.encode()
    reply = await world.call("PUT", f"/api/backups/{database}/{name}", content, Content_Type="application/octet-stream",
                             X_Content_SHA256=hashlib.sha256(content).hexdigest())
    assert reply.status == 201


async def test_a_browser_that_lost_its_database_is_told_how_far_it_was_and_of_its_backups(world, browser):
    assert await browser.list() == []
    await browser.put(3, 1_200)
    world.now += 5
    assert await browser.put(3, 1_204) == {"database": DATABASE, "epoch": 3, "sequence": 1_204, "accepted": True}
    await put_backup(world, "3-1190")
    assert await browser.list() == [{"database": DATABASE, "epoch": 3, "sequence": 1_204, "reported_at_ms": int(world.now * 1000),
                                     "this_browser": True, "elsewhere": None, "backups": 1, "newest_backup": "3-1190"}]


async def test_what_is_known_survives_a_restart_and_holds_no_cookie(world, browser):
    await browser.put(1, 7)
    world.data.close()
    again = open_data(world.directory / "data", lambda: world.now, Keeping(postgres=world.postgres))
    assert [(one.database, one.position) for one in await again.sole.known.all()] == [(DATABASE, Position(1, 7))]
    again.close()
    stored = b"".join(path.read_bytes() for path in (world.directory / "data").rglob("*") if path.is_file())
    assert browser.cookie.encode() not in stored and browser.cookie not in world.log.getvalue()


@pytest.mark.parametrize("epoch,sequence,accepted", [(3, 101, True), (3, 100, True), (3, 99, False), (2, 500, False), (4, 1, True)])
async def test_a_position_only_moves_forward(browser, epoch, sequence, accepted):
    await browser.put(3, 100)
    reply = await browser.put(epoch, sequence)
    expected = (epoch, sequence) if accepted else (3, 100)
    assert (reply["epoch"], reply["sequence"], reply["accepted"]) == (*expected, accepted)
    assert (await browser.list())[0]["sequence"] == expected[1]


async def test_browsers_are_told_apart_and_see_each_others_databases(world, browser):
    other = Browser(world)
    await browser.put(1, 100)
    world.now += 60
    await other.put(2, 5)
    await other.put(1, 1, "another-database")
    assert other.cookie != browser.cookie
    mine = {one["database"]: one for one in await browser.list()}
    assert (mine[DATABASE]["epoch"], mine[DATABASE]["sequence"], mine[DATABASE]["this_browser"]) == (1, 100, True)
    assert mine[DATABASE]["elsewhere"] == {"epoch": 2, "sequence": 5, "reported_at_ms": int(world.now * 1000)}
    assert not mine["another-database"]["this_browser"] and mine["another-database"]["elsewhere"] is None


async def test_a_browser_that_lost_its_cookies_too_is_still_told_what_is_known(world, browser):
    await browser.put(3, 100)
    await put_backup(world, "1-7", "only-a-backup")
    found = {one["database"]: one for one in await Browser(world).list()}
    assert (found[DATABASE]["sequence"], found[DATABASE]["this_browser"]) == (100, False)
    assert (found["only-a-backup"]["epoch"], found["only-a-backup"]["sequence"], found["only-a-backup"]["newest_backup"]) == (1, 7, "1-7")


async def test_forgetting_is_for_this_browser_only(world, browser):
    other = Browser(world)
    await browser.put(1, 1)
    await other.put(1, 2)
    assert await Browser(world).forget() == {"forgotten": False}
    assert await browser.forget() == {"forgotten": True} and await browser.forget() == {"forgotten": False}
    assert [one["this_browser"] for one in await other.list()] == [True]


async def test_the_cookie_is_strictly_scoped_and_a_foreign_value_is_replaced(world, browser):
    reply = await world.call("PUT", f"/api/databases/{DATABASE}", {"epoch": 1, "sequence": 1}, Cookie="__Host-profile=tracked")
    morsel = SimpleCookie(reply.headers["Set-Cookie"])["__Host-profile"]
    assert len(morsel.value) == 43 and morsel["secure"] and morsel["httponly"] and morsel["samesite"] == "Strict"
    assert morsel["path"] == "/" and not morsel["domain"] and morsel["max-age"] == str(400 * 86_400)
    listed = await world.call("GET", "/api/databases")
    assert "Set-Cookie" not in listed.headers, "looking sets nothing"


@pytest.mark.parametrize("body", [
    {}, {"epoch": 1}, {"epoch": 1, "sequence": -1}, {"epoch": True, "sequence": 1}, {"epoch": 1.0, "sequence": 1},
    {"epoch": 2**63, "sequence": 1}, {"epoch": 1, "sequence": 1, "x": 1}, {"epoch": "1", "sequence": "1"}, "[]",
])
async def test_a_malformed_report_is_refused(world, browser, body):
    assert (await world.call("PUT", f"/api/databases/{DATABASE}", body)).code == "bad_request"
    assert (await world.call("PUT", "/api/databases/a.b", {"epoch": 1, "sequence": 1})).code == "bad_request"
    assert await browser.list() == []


async def test_a_hundred_reports_at_once_are_two_commits_each_answered_when_durable(tmp_path):
    turns = asyncio.Queue()

    async def pause(_seconds):
        await turns.get()

    database = SqliteDatabase(tmp_path / "known.sqlite3", SCHEMA)
    known = KnownDatabases(database, lambda: 1.0, pause)
    statements = []
    database._connection.set_trace_callback(statements.append)

    def commits():
        return sum("INSERT" in group for group in " ".join(statements).split("COMMIT"))

    first = asyncio.create_task(known.report("p", "database-1", Position(1, 0)))
    await first
    rest = [asyncio.create_task(known.report("p", f"database-{number % 10}", Position(1, number))) for number in range(1, 100)]
    for _ in range(3):  # by then anything that was begun has been written
        assert len(await known.all()) == 1
    assert commits() == 1 and not any(task.done() for task in rest), "the pause between two commits"
    turns.put_nowait(None)
    assert [await task for task in rest] == [Position(1, number) for number in range(1, 100)] and commits() == 2
    with sqlite3.connect(tmp_path / "known.sqlite3") as sql:
        assert dict(sql.execute("SELECT database, sequence FROM known_database"))["database-9"] == 99
    turns.put_nowait(None)
    await known.finish()
    database.close()


async def test_a_disk_that_takes_nothing_is_told_to_everybody_who_waits(world, browser):
    working = world.data.sole.known._remember

    def full(*_):
        raise world.data.databases.errors[0]("database or disk is full")

    world.data.sole.known._remember = full
    replies = await asyncio.gather(*(world.call("PUT", f"/api/databases/{DATABASE}", {"epoch": 1, "sequence": 1}) for _ in range(3)))
    assert {reply.code for reply in replies} == {"storage_failed"}
    world.data.sole.known._remember = working
    await browser.put(1, 1)


async def test_the_number_of_remembered_databases_is_bounded_and_old_ones_make_room(world, browser, monkeypatch):
    monkeypatch.setattr(known_databases, "REMEMBERED_MAX", 2)
    await browser.put(1, 1, "database-1")
    await browser.put(1, 1, "database-2")
    refused = await world.call("PUT", "/api/databases/database-3", {"epoch": 1, "sequence": 1})
    assert refused.status == 507 and refused.code == "storage_full"
    await browser.put(1, 2, "database-2")
    world.now += 401 * 86_400
    assert await browser.list() == []
    await browser.put(1, 1, "database-3")
    assert [one["database"] for one in await browser.list()] == ["database-3"]


async def test_only_the_page_may_ask(world):
    for method, path in (("GET", "/api/databases"), ("PUT", f"/api/databases/{DATABASE}"), ("DELETE", f"/api/databases/{DATABASE}")):
        assert (await world.call(method, path, Sec_Fetch_Site="same-site")).code == "bad_origin"
        assert (await world.call(method, path, X_App=None)).code == "missing_header"


@pytest.mark.files
async def test_a_damaged_list_is_one_clear_message(tmp_path):
    from server.problem import StartProblem

    open_data(tmp_path / "data", lambda: 1.0).close()
    (tmp_path / "data" / "store" / "databases.sqlite3").write_bytes(b"x" * 4_096)
    with pytest.raises(StartProblem, match="known databases .* cannot be read"):
        open_data(tmp_path / "data", lambda: 1.0)
