"""GET /health: what a monitor is told, without a header of the page and without a word about accounts."""

import sqlite3

import pytest

from server.proxy import backup_store


async def test_a_server_that_can_work_says_so_and_nothing_else(world):
    await world.connect_hubspot()
    calls = len(world.provider.calls)
    reply = await world.request("GET", "/health")
    assert reply.status == 200 and reply.json == {"status": "ok", "version": "0.1.0"} and len(world.provider.calls) == calls
    assert reply.headers["Cache-Control"] == "no-store" and reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (await world.request("HEAD", "/health")).status == 200
    assert (await world.request("POST", "/health", {"Content-Length": "0"})).status == 405
    assert (await world.request("GET", "/health", {"Host": "evil.test"})).code == "bad_host"


@pytest.mark.files
async def test_a_journal_that_cannot_be_written_is_failing(world):
    with sqlite3.connect(world.directory / "data" / "store" / "journal.sqlite3", isolation_level=None) as other:
        world.data.sole.journal._database._connection.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN EXCLUSIVE")
        reply = await world.request("GET", "/health")
        assert reply.status == 503 and reply.json["status"] == "failing" and "journal.sqlite3" in reply.json["problem"]
        other.execute("ROLLBACK")
    assert (await world.request("GET", "/health")).status == 200


async def test_a_disk_that_is_nearly_full_is_failing(world, monkeypatch):
    monkeypatch.setattr(backup_store, "DISK_RESERVE", 1 << 62)
    reply = await world.request("GET", "/health")
    assert reply.status == 503 and "nearly full" in reply.json["problem"] and str(world.directory) not in reply.body.decode()
