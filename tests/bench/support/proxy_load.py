"""Measures what forwarding costs, beside nginx's proxy_pass in the same run, and prints the figures as JSON.

    python3 proxy_load.py [--quick]

The proxy and nginx have one processor each in turn; this process, which plays provider and browsers at once, has the other one.
"""

import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

SUPPORT = Path(__file__).resolve().parent
ANSWER = json.dumps({"results": [{"id": str(number), "email": f"owner{number}@example.com", "firstName": "Jo", "lastName": "Brightwater"}
                                 for number in range(10)], "paging": None}).encode()
CONTACT = b'{"properties":{"email":"jo@example.com","firstname":"Jo"}}'
CONNECTIONS = 16


class Provider(asyncio.Protocol):
    """Answers each request with the same bytes as fast as Python can."""

    HEAD = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 30 Nov 2026 12:00:00 GMT\r\nContent-Length: %d\r\n\r\n"
            % len(ANSWER))

    def connection_made(self, transport):
        self.transport, self.received = transport, b""

    def data_received(self, data):
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            length = length_of(self.received[:end])
            if len(self.received) < end + 4 + length:
                return
            self.received = self.received[end + 4 + length:]
            self.transport.write(self.HEAD + ANSWER)


def length_of(head):
    start = head.lower().find(b"content-length:")
    return int(head[start + 15:].split(b"\r\n", 1)[0]) if start >= 0 else 0


class Browser(asyncio.Protocol):
    """One kept connection: sends a request, waits for the whole answer, notes how long it took."""

    def __init__(self):
        self.received, self.waiting = b"", None

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, problem):
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(problem or ConnectionError("closed"))

    def data_received(self, data):
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.received[:end]
        chunked = b"chunked" in head
        if self.received.endswith(b"\r\n0\r\n\r\n") if chunked else len(self.received) >= end + 4 + length_of(head):
            answer, self.received = self.received, b""
            self.waiting.set_result(answer)

    async def call(self, request):
        self.waiting = asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        self.transport.write(request)
        answer = await self.waiting
        assert answer.startswith(b"HTTP/1.1 200"), answer[:300]
        return time.perf_counter() - started


class Target:
    """Where requests go: how to make one, and the process whose time is counted."""

    def __init__(self, port, method, path, headers, body=b"", process=None, fresh=False):
        self.port, self.process, self.fresh = port, process, fresh
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.template = f"{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{lines}{length}X-Op-Id: %s\r\n\r\n".encode()
        self.plain, self.body = self.template.replace(b"X-Op-Id: %s\r\n", b""), body

    def request(self):
        return (self.template % str(uuid.uuid4()).encode() if self.fresh else self.plain) + self.body

    async def open(self):
        _, browser = await asyncio.get_running_loop().create_connection(Browser, "127.0.0.1", self.port)
        return browser


def processor_seconds(process):
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def one_after_another(targets, rounds):
    """All targets in turn, so that what disturbs the machine disturbs all of them. Seconds by target."""
    browsers = {name: await target.open() for name, target in targets.items()}
    times = {name: [] for name in targets}
    for turn in range(rounds + rounds // 10):
        for name, target in targets.items():
            taken = await browsers[name].call(target.request())
            if turn >= rounds // 10:  # the first ones warm up
                times[name].append(taken)
    for browser in browsers.values():
        browser.transport.close()
    return times


async def side_by_side(target, seconds):
    """Requests per second over 16 connections, and the share of one processor that the target's process took."""
    browsers, count, end = [await target.open() for _ in range(CONNECTIONS)], 0, time.perf_counter() + seconds

    async def keep_calling(browser):
        nonlocal count
        while time.perf_counter() < end:
            await browser.call(target.request())
            count += 1
    started, used = time.perf_counter(), processor_seconds(target.process) if target.process else 0
    await asyncio.gather(*(keep_calling(browser) for browser in browsers))
    lasted = time.perf_counter() - started
    spent = processor_seconds(target.process) - used if target.process else None
    for browser in browsers:
        browser.transport.close()
    each = None if spent is None else round(1e3 * spent / count, 3)
    return {"requests_per_second": round(count / lasted), "processor_ms_per_request": each}


def milliseconds(times):
    ordered = sorted(times)
    return {"median_ms": round(1e3 * statistics.median(ordered), 3), "p95_ms": round(1e3 * ordered[int(0.95 * len(ordered))], 3),
            "p99_ms": round(1e3 * ordered[int(0.99 * len(ordered))], 3)}


def start_nginx(folder, provider, stack):
    """nginx as people set it up in front of an API: one worker, kept connections to the back end. None if it is missing."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        return None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr warn; events {{}} http {{ access_log off; {temporary} "
        f"keepalive_requests 10000000; upstream provider {{ server {provider.removeprefix('http://')}; keepalive {CONNECTIONS}; "
        f"keepalive_requests 10000000; }} "
        f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://provider; proxy_http_version 1.1; "
        'proxy_set_header Connection ""; } } }')
    process = subprocess.Popen([program, "-e", "stderr", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    stack.append(process)
    return process.pid, port


async def answers(port):
    while True:
        try:
            await asyncio.get_running_loop().create_connection(Browser, "127.0.0.1", port)
            return
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)


async def measure(folder, quick, processes):
    loop = asyncio.get_running_loop()
    provider = await loop.create_server(Provider, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d" % provider.sockets[0].getsockname()[1]
    processors = sorted(os.sched_getaffinity(0))
    process = await asyncio.create_subprocess_exec(sys.executable, str(SUPPORT / "proxy_server.py"), str(folder / "data"), address,
                                                   stdout=asyncio.subprocess.PIPE, stderr=open(folder / "log", "wb"))
    processes.append(process)
    ready = json.loads(await process.stdout.readline())
    nginx = start_nginx(folder, address, processes)
    if len(processors) > 1:
        os.sched_setaffinity(0, processors[1:])
        for one in [ready["process"]] + ([nginx[0]] if nginx else []):
            for thread in os.listdir(f"/proc/{one}/task"):
                os.sched_setaffinity(int(thread), processors[:1])
    path, create = "/crm/owners/2026-03", "/crm/objects/2026-03/contacts"
    ours = f"/api/hubspot/{ready['connection']}"
    direct = {"Authorization": "Bearer " + "a" * 300, "Accept": "application/json"}
    reads = {"direct": Target(int(address.rpartition(":")[2]), "GET", path, direct)}
    if nginx:
        await answers(nginx[1])
        reads["nginx"] = Target(nginx[1], "GET", path, direct, process=nginx[0])
    reads["proxy"] = Target(ready["port"], "GET", ours + path, ready["headers"], process=ready["process"])
    write = Target(ready["port"], "POST", ours + create, ready["headers"], CONTACT, ready["process"], fresh=True)
    times = await one_after_another({**reads, "proxy, journalled write": write}, 200 if quick else 2_000)
    found = {name: milliseconds(taken) for name, taken in times.items()}
    for name, target in {**reads, "proxy, journalled write": write}.items():
        found[name].update(await side_by_side(target, 1 if quick else 5))
        found[name]["overhead_ms"] = round(found[name]["median_ms"] - found["direct"]["median_ms"], 3)
    return {"answer_bytes": len(ANSWER), "connections": CONNECTIONS, "one_processor_each": len(processors) > 1,
            "nginx": nginx is not None, "load_average": os.getloadavg()[0], "targets": found}


def main():
    processes = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(json.dumps(asyncio.run(measure(Path(folder), "--quick" in sys.argv, processes))))
        finally:
            for process in processes:
                process.terminate()
            if os.environ.get("BENCH_PROFILE"):
                time.sleep(1)


if __name__ == "__main__":
    main()
