"""How much memory the proxy holds while large bodies pass: a process of its own is measured from outside."""

import asyncio
import hashlib
import os
import time

from aiohttp import web

from fake_provider import HUB, FakeProvider
from lone_proxy import LoneProxies
from server.data_directory import open_data
from server.proxy.tokens import Account, Grant, connection_id

MIB = 1 << 20
PEAK_MAX = 64 * MIB
READERS = 4
ANSWER_LENGTH = (200 if os.environ.get("TEST_LENGTH") == "long" else 60) * MIB
BACKUP_LENGTH = (1_000 if os.environ.get("TEST_LENGTH") == "long" else 150) * MIB
CONNECTION = connection_id("hubspot", HUB)
DATABASE = "4f1c2d3e-0001"


async def proxies_for(directory, provider):
    data = open_data(directory, lambda: 1.0)
    account = Account("hubspot", HUB, "Brightwater", "sandbox", (), (), None, "2026-11-22T21:40:00Z")
    await data.sole.tokens.connect(account, Grant(*provider.new_grant(), time.time(), time.time() + 3_600))
    data.close()
    return LoneProxies(directory, provider.base)


async def slow_reader(proxies):
    """Takes small pieces through a small window and never hurries; returns how many bytes came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxies.port, limit=1 << 14)
    writer.write(f"GET /api/hubspot/{CONNECTION}/crm/owners/2026-03 HTTP/1.1\r\nHost: localhost:{proxies.port}\r\nX-App: 1\r\n"
                 "Connection: close\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    length = 0
    while piece := await reader.read(1 << 14):
        length += len(piece)
        for _ in range(3):  # others, above all the provider, have three turns to every one of ours
            await asyncio.sleep(0)
    writer.close()
    return length


async def test_s57_four_slow_readers_of_large_answers_stay_below_64_mib(tmp_path):
    provider = await FakeProvider().start()

    async def large(request):
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(ANSWER_LENGTH)})
        await response.prepare(request)
        for _ in range(ANSWER_LENGTH // MIB):
            await response.write(b"x" * MIB)
        return response

    provider.answer = large
    async with await proxies_for(tmp_path / "data", provider) as proxies:
        await proxies.start()
        lengths = await asyncio.gather(*(slow_reader(proxies) for _ in range(READERS)))
        assert min(lengths) >= ANSWER_LENGTH, "with the framing of the pieces"
        assert proxies.memory_peak() < PEAK_MAX
    await provider.stop()


async def test_a_large_backup_goes_up_and_comes_back_in_bounded_memory(tmp_path):
    block, digest = os.urandom(MIB), hashlib.sha256()
    for _ in range(BACKUP_LENGTH // MIB):
        digest.update(block)

    async def content():
        for _ in range(BACKUP_LENGTH // MIB):
            yield block

    provider = await FakeProvider().start()
    async with await proxies_for(tmp_path / "data", provider) as proxies:
        await proxies.start()
        address = f"http://127.0.0.1:{proxies.port}/api/backups/{DATABASE}/1-1"
        headers = {"Host": f"localhost:{proxies.port}", "X-App": "1", "Origin": f"http://localhost:{proxies.port}",
                   "Content-Type": "application/octet-stream", "Content-Length": str(BACKUP_LENGTH), "X-Content-SHA256": digest.hexdigest()}
        async with proxies.session.put(address, data=content(), headers=headers) as answer:
            assert answer.status == 201, await answer.text()
        came, length = hashlib.sha256(), 0
        async with proxies.session.get(address, headers={"Host": headers["Host"], "X-App": "1"}) as answer:
            async for piece in answer.content.iter_any():
                came.update(piece)
                length += len(piece)
        assert length == BACKUP_LENGTH and came.digest() == digest.digest()
        assert proxies.memory_peak() < PEAK_MAX
    await provider.stop()
