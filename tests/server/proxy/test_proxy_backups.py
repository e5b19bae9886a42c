"""Backups on the server's disk: whole or not at all, private, bounded."""

import asyncio
import hashlib
import resource
import stat

import pytest

from server.data_directory import Keeping, open_data
from server.proxy import backups
from server.proxy.sealed_file import PIECE_LENGTH

DATABASE = "4f1c2d3e-0001"
SNAPSHOT = b"SQLite format 3\0" + b"canary-row" * 1_000


def folder(world):
    return world.directory / "data" / "backups"


def files(world):
    return sorted(path.relative_to(folder(world)).as_posix() for path in folder(world).rglob("*"))


async def put(world, content=SNAPSHOT, name="3-1204", database=DATABASE, **headers):
    headers = {"Content_Type": "application/octet-stream", "X_Content_SHA256": hashlib.sha256(content).hexdigest(), **headers}
    return await world.call("PUT", f"/api/backups/{database}/{name}", content, **headers)


async def get(world, name="3-1204", database=DATABASE):
    return await world.call("GET", f"/api/backups/{database}/{name}")


async def names(world):
    return [backup["name"] for backup in (await world.call("GET", "/api/backups")).json["backups"]]


async def test_what_is_uploaded_comes_back_and_is_listed(world):
    saved = await put(world)
    described = {"database": DATABASE, "name": "3-1204", "epoch": 3, "sequence": 1204, "size": len(SNAPSHOT),
                 "sha256": hashlib.sha256(SNAPSHOT).hexdigest(), "saved_at_ms": int(world.now * 1000)}
    assert saved.status == 201 and saved.json == {**described, "removed": []}
    listed = (await world.call("GET", "/api/backups")).json
    assert listed["backups"] == [described] and listed["unreadable"] == []
    assert listed["limit"] == 10_000_000_000 and listed["used"] > len(SNAPSHOT) and listed["free"] > 0
    fetched = await get(world)
    assert fetched.body == SNAPSHOT and fetched.headers["X-Content-SHA256"] == described["sha256"]
    assert fetched.headers["Content-Length"] == str(len(SNAPSHOT)) and fetched.headers["Cache-Control"] == "no-store"


async def test_a_large_backup_survives_a_restart_of_the_server(world):
    content = bytes(range(256)) * (2 * PIECE_LENGTH // 256) + b"end"
    await put(world, content)
    world.data.close()
    again = open_data(world.directory / "data", lambda: world.now, Keeping(postgres=world.postgres))
    found = await again.sole.backups.open(backups.BackupName.of(DATABASE, "3-1204"))
    assert b"".join(found.pieces) == content
    found.close()
    again.close()


async def test_files_are_private_and_encrypted(world):
    await put(world)
    for path in folder(world).rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        assert path.is_dir() or b"canary" not in path.read_bytes() and b"SQLite" not in path.read_bytes()
    assert files(world) == [DATABASE, f"{DATABASE}/3-1204.sealed"]


@pytest.mark.parametrize("change,code", [
    ({"X_Content_SHA256": "0" * 64}, "checksum_mismatch"), ({"X_Content_SHA256": None}, "bad_request"),
    ({"X_Content_SHA256": hashlib.sha256(SNAPSHOT).hexdigest().upper()}, "bad_request"),
    ({"Content_Type": "application/json"}, "unsupported_content_type"), ({"Content_Type": "text/plain"}, "unsupported_content_type"),
    ({"X_App": None}, "missing_header"), ({"Origin": "http://evil.test"}, "bad_origin"), ({"Sec_Fetch_Site": "cross-site"}, "bad_origin"),
    ({"name": "3"}, "bad_request"), ({"name": "03-1"}, "bad_request"), ({"name": "3-1204.sealed"}, "bad_request"),
    ({"name": "3-9223372036854775808"}, "bad_request"), ({"name": "-3-1"}, "bad_request"), ({"database": "short"}, "bad_request"),
    ({"database": "x" * 65}, "bad_request"), ({"database": "with.dots"}, "bad_request"), ({"database": ".."}, "bad_request"),
    ({"database": "..%2f..%2fstore"}, "bad_request"), ({"content": b""}, "bad_request"),
])
async def test_what_is_refused_leaves_nothing(world, change, code):
    reply = await put(world, **change)
    assert reply.code == code and files(world) == []


async def test_an_upload_without_a_length_is_refused(world):
    async def chunks():
        yield SNAPSHOT

    assert (await put(world, SNAPSHOT, Content_Length=None)).status == 201
    headers = {"X-App": "1", "Origin": world.origin, "Content-Type": "application/octet-stream",
               "X-Content-SHA256": hashlib.sha256(SNAPSHOT).hexdigest()}
    reply = await world.request("PUT", f"/api/backups/{DATABASE}/3-1205", headers, chunks())
    assert reply.status == 411 and reply.code == "length_required" and await names(world) == ["3-1204"]


async def test_the_same_bytes_again_are_fine_and_others_under_that_name_are_not(world):
    first = await put(world)
    world.now += 7_200
    again = await put(world)
    assert again.status == 200 and again.json == first.json
    assert (await put(world, SNAPSHOT + b"x")).code == "backup_exists" and (await get(world)).body == SNAPSHOT


async def test_an_upload_that_breaks_off_leaves_nothing(world):
    head = (f"PUT /api/backups/{DATABASE}/3-1204 HTTP/1.1\r\nHost: localhost:{world.port}\r\nX-App: 1\r\nOrigin: {world.origin}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: 900000\r\nX-Content-SHA256: {'a' * 64}\r\n\r\n")
    _, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(head.encode() + b"x" * 600_000)
    await writer.drain()
    while not list(folder(world).rglob("*.part")):
        await asyncio.sleep(0)
    writer.close()
    while files(world):
        await asyncio.sleep(0)
    assert (await put(world)).status == 201


async def test_an_upload_that_stands_still_is_given_up(world, monkeypatch):
    monkeypatch.setattr(backups, "SILENCE_SECONDS", 0.05)
    head = (f"PUT /api/backups/{DATABASE}/3-1204 HTTP/1.1\r\nHost: localhost:{world.port}\r\nX-App: 1\r\nOrigin: {world.origin}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: 9\r\nConnection: close\r\nX-Content-SHA256: {'a' * 64}\r\n\r\nhalf")
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(head.encode())
    assert b" 408 " in await reader.readuntil(b"\r\n\r\n") and files(world) == []
    writer.write(b" come")
    await reader.read()
    writer.close()


@pytest.mark.parametrize("length,room", [(700_000, 200_000), (100, 50), (PIECE_LENGTH + 100, PIECE_LENGTH + 300)],
                         ids=["in the middle", "at the head", "at the last byte"])
async def test_a_disk_that_fills_up_is_507_in_plain_words_and_leaves_nothing(world, length, room):
    await put(world, name="3-1")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        reply = await put(world, b"y" * length)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert reply.status == 507 and reply.code == "storage_full" and "disk is full" in reply.json["error"]["message"]
    assert files(world) == [DATABASE, f"{DATABASE}/3-1.sealed"] and (await put(world)).status == 201


async def test_a_disk_that_is_nearly_full_is_left_to_the_journal(world, monkeypatch):
    from server.proxy import backup_store

    await put(world, name="3-1")
    monkeypatch.setattr(backup_store, "DISK_RESERVE", 1 << 60)
    reply = await put(world)
    assert reply.status == 507 and "free space" in reply.json["error"]["message"] and await names(world) == ["3-1"]


async def test_what_a_crash_left_half_written_is_gone_after_the_start(world):
    await put(world)
    (folder(world) / DATABASE / "0011223344556677.part").write_bytes(b"half")
    world.data.close()
    again = open_data(world.directory / "data", lambda: world.now, Keeping(postgres=world.postgres))
    again.close()
    assert files(world) == [DATABASE, f"{DATABASE}/3-1204.sealed"]


async def test_retention_runs_after_an_upload_is_safe(world):
    for minute in range(3):
        world.now += 60
        assert (await put(world, name=f"3-{minute}")).status == 201
    assert await names(world) == ["3-2"]
    other = await put(world, name="1-7", database="another-database")
    assert other.json["removed"] == [] and sorted(await names(world)) == ["1-7", "3-2"]


async def test_the_limit_removes_the_oldest_and_refuses_what_can_never_fit(world):
    world.data.sole.backups.limit = 3 * len(SNAPSHOT)
    for hour in range(4):
        world.now += 3_600
        reply = await put(world, name=f"3-{hour}")
        assert reply.status == 201
    assert await names(world) == ["3-3", "3-2"] and reply.json["removed"] == ["3-1"]
    await put(world, name="1-1", database="another-database")
    huge = await put(world, b"z" * (2 * len(SNAPSHOT) + 1), name="3-9")
    assert huge.code == "storage_full" and "--backup-limit" in huge.json["error"]["message"]
    assert "3-3" in await names(world)


async def test_a_person_may_delete_any_backup(world):
    await put(world)
    reply = await world.call("DELETE", f"/api/backups/{DATABASE}/3-1204")
    assert reply.json == {"deleted": True} and files(world) == []
    assert (await world.call("DELETE", f"/api/backups/{DATABASE}/3-1204")).code == "not_found"
    assert (await get(world)).code == "not_found"


async def test_a_damaged_backup_never_looks_whole(world):
    content = b"q" * (2 * PIECE_LENGTH)
    await put(world, content)
    path = folder(world) / DATABASE / "3-1204.sealed"
    good = path.read_bytes()
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(Exception, match="payload"):
        await get(world)
    assert "backup_damaged" in world.log.getvalue()
    path.write_bytes(good[:-PIECE_LENGTH - 17])
    assert (await get(world)).code == "backup_damaged"
    path.write_bytes(b"nothing of ours")
    listed = (await world.call("GET", "/api/backups")).json
    assert listed["backups"] == [] and listed["unreadable"] == [{"database": DATABASE, "name": "3-1204"}]
    assert (await get(world)).code == "backup_damaged" and (await put(world)).status == 201


async def test_a_file_under_the_name_of_another_backup_is_noticed(world):
    await put(world)
    path = folder(world) / DATABASE / "3-1204.sealed"
    path.rename(path.with_name("3-9999.sealed"))
    assert (await get(world, "3-9999")).code == "backup_damaged"


async def test_uploads_at_once_wait_for_each_other(world):
    replies = await asyncio.gather(*(put(world, name=f"3-{number}", database=f"database-{number}") for number in range(6)))
    assert {reply.status for reply in replies} == {201} and len(await names(world)) == 6
    contents = [SNAPSHOT + bytes([number]) for number in range(6)]
    replies = await asyncio.gather(*(put(world, content, name="9-9") for content in contents))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 5
    assert (await get(world, "9-9")).body == next(content for content, reply in zip(contents, replies) if reply.status == 201)
