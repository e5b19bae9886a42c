"""S-55, S-98: the reverse proxy's example, run as it stands between a client and the server."""

import asyncio
import base64
import re
import shutil
import socket
import ssl
from pathlib import Path

import pytest

from certificates import Authority
from proxy_world import World
from team_world import TEAM

EXAMPLE = Path(__file__).resolve().parents[3] / "server" / "deploy" / "nginx.conf"
NAME = "books.example.com"
pytestmark = pytest.mark.skipif(shutil.which("nginx", path="/usr/sbin:/usr/bin") is None,
                                reason="nginx is missing: apt-get install nginx-light")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """The example with its ports and its certificate moved, in a process of its own."""

    def __init__(self, folder, backend, change=lambda text: text):
        self.folder, self.port = folder / "nginx", free_port()
        self.folder.mkdir()
        self.authority = Authority(self.folder)
        self.authority.context(NAME)
        certificate = self.folder / f"{NAME}.pem"
        text = change(EXAMPLE.read_text()).replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};").replace("127.0.0.1:8080", f"127.0.0.1:{backend}")
        text = re.sub(r"/etc/ssl/ledgerbridge/\w+\.pem", str(certificate), text)
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.config = self.folder / "nginx.conf"
        self.config.write_text(f"daemon off;\nmaster_process off;\npid {self.folder}/pid;\nerror_log stderr warn;\nevents {{}}\n"
                               f"http {{\n{temporary}{text}\n}}\n")

    async def checked(self):
        process = await asyncio.create_subprocess_exec("/usr/sbin/nginx", "-t", "-e", "stderr", "-c", str(self.config),
                                                       stderr=asyncio.subprocess.PIPE)
        errors = (await process.communicate())[1].decode()
        return process.returncode, errors

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec("/usr/sbin/nginx", "-e", "stderr", "-c", str(self.config),
                                                            stderr=asyncio.subprocess.PIPE)
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return self
            except ConnectionRefusedError:
                assert self.process.returncode is None, await self.process.stderr.read()
                await asyncio.sleep(0)

    async def __aexit__(self, *_):
        self.process.terminate()
        self.errors = (await self.process.communicate())[1].decode()

    async def exchange(self, data):
        """All that comes back for these bytes until nginx or we have had enough."""
        context = ssl.create_default_context(cafile=str(self.authority.file))
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=context, server_hostname=NAME)
        writer.write(data)
        answer = await reader.read()
        writer.close()
        return answer


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path, origin_override=f"https://{NAME}", with_sessions=True) as running:
        yield running


@pytest.fixture
async def nginx(tmp_path, world):
    async with Nginx(tmp_path, world.port) as running:
        yield running


def request(line, extra="", host=NAME):
    return f"{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{extra}\r\n".encode()


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer else 0


async def test_the_example_is_valid(tmp_path):
    code, errors = await Nginx(tmp_path, 8080).checked()
    assert code == 0 and "test is successful" in errors and "[warn]" not in errors, errors


async def test_s25_a_browser_signs_in_and_calls_through_it(world, nginx):
    body = '{"token": "%s"}' % world.data.sessions.new_launch_token()
    sent = f"X-App: 1\r\nOrigin: https://{NAME}\r\nContent-Type: application/json\r\n"
    opened = await nginx.exchange(request("POST /auth/session", f"{sent}Content-Length: {len(body)}\r\n") + body.encode())
    cookie, key = re.search(rb"__Host-Http-sid=([^;]+)", opened)[1].decode(), re.search(rb'"key": "([^"]+)"', opened)[1].decode()
    signed_in = f"{sent}X-App-Key: {key}\r\nCookie: __Host-Http-sid={cookie}\r\n"
    assert b'"connections": []' in await nginx.exchange(request("GET /api/status", signed_in))
    answer = await nginx.exchange(request("GET /launch/"))
    assert status(answer) == 200 and b"Strict-Transport-Security: max-age=31536000" in answer


async def test_s55_a_body_in_chunks_arrives_with_a_length(world, nginx):
    body = '{"token": "%s"}' % world.data.sessions.new_launch_token()
    sent = f"X-App: 1\r\nOrigin: https://{NAME}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    chunks = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n".encode()
    assert status(await nginx.exchange(request("POST /auth/session", sent) + chunks)) == 200


@pytest.mark.parametrize("host", ["evil.test", "localhost", f"{NAME}.evil.test", f"{NAME}.", ""])
async def test_s02_another_host_is_refused(nginx, host):
    assert status(await nginx.exchange(request("GET /health", host=host))) == (421 if host else 400)


@pytest.mark.parametrize("target", ["/%61pi/status", "/api/%2e%2e/x", "//api/status", "/./api/status", "/a;b", "/a@b", "/api//status"])
async def test_s41_nothing_is_tidied_up_on_the_way(nginx, target):
    assert status(await nginx.exchange(request(f"GET {target}"))) == 400


@pytest.mark.parametrize("extra", [
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: +3\r\n",
    "Transfer-Encoding: chunked, x\r\n", "X-A : b\r\n", "X-A: a\0b\r\n", "X-A: b\r\n folded\r\n", "Host: evil.test\r\n",
    "X-A: " + "a" * 40_000 + "\r\n",
    "Content-Length: 0x5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: x\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
])
async def test_s55_bad_framing_is_refused_through_it_too(world, nginx, extra):
    second = f"GET /health HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()
    answer = await nginx.exchange(request("POST /auth/session", f"X-App: 1\r\nOrigin: https://{NAME}\r\n{extra}") + second)
    assert answer.count(b"HTTP/1.") <= 1 and (answer == b"" or status(answer) in (400, 401, 403, 411, 415, 421, 501)), answer
    assert b'"ok"' not in answer, "the second request was never seen as one"


async def test_s98_what_a_client_says_of_itself_does_not_arrive(world, nginx, monkeypatch):
    from server.proxy.guard import Guard

    seen, check = [], Guard.check
    monkeypatch.setattr(Guard, "check", lambda self, request: (seen.append(dict(request.headers)), check(self, request)))
    await nginx.exchange(request("GET /health", "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-Host: evil.test\r\n"
                                 "X-Forwarded-User: admin\r\nX-Real-IP: ::1\r\nX-Forwarded-Proto: http\r\nX_App: 1\r\n"))
    assert seen == [{"Host": NAME, "Connection": "close"}]
    assert nginx.process.returncode is None


async def test_s96_people_whom_it_signs_in_are_the_ones_it_says_whatever_a_browser_claims(tmp_path):
    secret, users = "front-" + "s" * 40, tmp_path / "users"
    users.write_text("anna@brightwater.test:{PLAIN}pass\n")

    def sign_in(text):
        text = text.replace('proxy_set_header X-Forwarded-User "";', f'auth_basic x; auth_basic_user_file {users};\n'
                            'proxy_set_header X-Forwarded-User $remote_user;')
        return text.replace('proxy_set_header X-Forwarded-Secret "";', f'proxy_set_header X-Forwarded-Secret "{secret}";')

    known = "Authorization: Basic " + base64.b64encode(b"anna@brightwater.test:pass").decode() + "\r\n"
    claimed = f"X-App: 1\r\nOrigin: https://{NAME}\r\nX-Forwarded-User: olga@other.test\r\nX-Forwarded-Secret: {secret}\r\n"
    sent = f"{claimed}Content-Type: application/json\r\nContent-Length: 2\r\n"
    async with World(tmp_path, origin_override=f"https://{NAME}", team=TEAM, way_in=lambda origin: secret) as world:
        async with Nginx(tmp_path, world.port, sign_in) as nginx:
            assert status(await nginx.exchange(request("POST /auth/sign-in", sent) + b"{}")) == 401
            opened = await nginx.exchange(request("POST /auth/sign-in", sent + known) + b"{}")
            cookie, key = re.search(rb"__Host-Http-sid=([^;]+)", opened)[1].decode(), re.search(rb'"key": "([^"]+)"', opened)[1].decode()
            session = f"{claimed}X-App-Key: {key}\r\nCookie: __Host-Http-sid={cookie}\r\n"
            assert b'"name": "anna@brightwater.test"' in await nginx.exchange(request("GET /api/status", session + known))
            assert status(await nginx.exchange(request("GET /api/status", session))) == 401
