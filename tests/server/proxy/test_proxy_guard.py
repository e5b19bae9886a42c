"""Binding, Host, targets, framing and cross-origin rules, mostly by raw sockets."""

import asyncio
import json
import re

import pytest

HOST_REFUSED = [
    b"evil.test", b"localhost.evil.test", b"127.0.0.1.nip.io", b"localhost:9", b"LOCALHOST:%(port)d", b"localhost.:%(port)d",
    b"localhost", b"", b"localhost:%(port)d, evil.test", b"localhost:%(port)d\r\n x: y", b"user@localhost:%(port)d", b"[::1%%lo]:%(port)d",
]


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer else 0


def head(world, line=b"GET / HTTP/1.1", host=None, extra=b""):
    host = b"localhost:%d" % world.port if host is None else host
    return line + b"\r\nHost: " + host + b"\r\nConnection: close\r\n" + extra + b"\r\n"


@pytest.mark.parametrize("host", HOST_REFUSED)
async def test_s02_wrong_host_is_refused(world, host):
    answer = await world.raw(head(world, host=host % {b"port": world.port}))
    assert status(answer) in (400, 421), answer


async def test_s02_each_loopback_name_is_answered(world):
    for name in (b"localhost", b"127.0.0.1", b"[::1]"):
        answer = await world.raw(head(world, b"GET /missing HTTP/1.1", host=name + b":%d" % world.port))
        assert status(answer) == 404, answer


async def test_s02_missing_and_doubled_host_are_refused(world):
    assert status(await world.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) in (400, 421)
    assert status(await world.raw(head(world, extra=b"Host: localhost:%d\r\n" % world.port))) in (400, 421)


@pytest.mark.parametrize("path", [b"/", b"/api/status", b"/oauth/hubspot/callback", b"/nothing", b"/index.html"])
async def test_s02_host_is_checked_for_every_kind_of_route(world, path):
    assert status(await world.raw(head(world, b"GET " + path + b" HTTP/1.1", host=b"evil.test"))) == 421


@pytest.mark.parametrize("target", [
    b"http://evil.test/api/status", b"//evil.test/api/status", b"evil.test:443", b"*", b"/%61pi/status", b"/api/%2e%2e/x",
    b"/api\\status", b"/./index.html", b"/../etc/passwd", b"/api//status", b"/a;b", b"/a@b", b"/\xe2\x80\xa4", b"/" + b"a" * 2_500,
])
async def test_s03_only_plain_targets_are_accepted(world, target):
    answer = await world.raw(head(world, b"GET " + target + b" HTTP/1.1", extra=b"X-App: 1\r\n"))
    assert status(answer) == 400, answer


async def test_s04_s96_s98_forwarded_headers_change_nothing(world):
    plain = await world.call("POST", "/auth/hubspot/start", {})
    spoofed = await world.call("POST", "/auth/hubspot/start", {}, X_Forwarded_Host="evil.test", X_Forwarded_Proto="https",
                               Forwarded="host=evil.test", X_Forwarded_For="127.0.0.1", X_Forwarded_User="admin", X_Real_Ip="::1",
                               Remote_User="admin", X_Forwarded_Port="1")
    assert plain.headers.keys() == spoofed.headers.keys()
    assert b"evil" not in spoofed.body
    redirect = await world.request("GET", "/", {"Host": f"127.0.0.1:{world.port}", "X-Forwarded-Host": "evil.test"})
    assert redirect.headers["Location"] == f"http://localhost:{world.port}/"


def routes(world):
    """Every registered route with its method; routes for all methods stand for five."""
    for route in world.app.router.routes():
        path = re.sub(r"\{\w+\}", "x", route.resource.canonical.replace("{rest}", "x/y"))
        for method in (("GET", "POST", "PUT", "PATCH", "DELETE") if route.method == "*" else (route.method,)):
            yield method, path


async def test_s30_every_route_below_api_and_auth_needs_the_header(world):
    checked = 0
    for method, path in routes(world):
        if path.startswith(("/api/", "/auth/")):
            reply = await world.call(method, path, {} if method != "GET" else None, X_App=None)
            assert reply.status == 403 and (method == "HEAD" or reply.code == "missing_header"), (method, path)
            checked += 1
    assert checked >= 14
    for path in ("/api/unknown", "/auth/unknown"):
        assert (await world.call("GET", path, X_App=None)).code == "missing_header"
        assert (await world.call("GET", path, X_App="2")).code == "missing_header"


async def test_s30_the_router_has_no_route_outside_the_known_areas(world):
    known = ("/api/", "/auth/", "/oauth/")
    assert {path for _, path in routes(world) if not path.startswith(known)} == {"/x/y", "/health"}


@pytest.mark.parametrize("site,expected", [("same-origin", 200), ("same-site", 403), ("cross-site", 403), ("none", 403), (None, 200)])
async def test_s31_fetch_metadata_must_say_same_origin(world, site, expected):
    assert (await world.call("GET", "/api/status", Sec_Fetch_Site=site)).status == expected


async def test_s32_origin_must_be_the_page(world):
    good = world.origin
    for origin, site, expected in ((good, None, 200), (None, "same-origin", 200), (None, None, 403), ("null", "same-origin", 403),
                                   (f"http://127.0.0.1:{world.port}", None, 403), ("http://evil.test", "same-origin", 403),
                                   (good + "/", None, 403), (good.upper(), None, 403)):
        reply = await world.call("POST", "/auth/hubspot/start", {}, Origin=origin, Sec_Fetch_Site=site)
        assert reply.status == expected, (origin, site)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                                          "text/plain; application/json", "application/jsonx"])
async def test_s33_forms_and_plain_text_are_refused(world, content_type):
    reply = await world.call("POST", "/auth/hubspot/start", "{}", Content_Type=content_type)
    assert reply.code == "unsupported_content_type"


async def test_s33_a_body_without_type_or_with_compression_is_refused(world):
    assert (await world.call("POST", "/auth/hubspot/start", "{}", Content_Type=None)).code == "unsupported_content_type"
    assert (await world.call("POST", "/auth/hubspot/start", "{}", Content_Encoding="gzip")).status in (400, 415)


async def test_s34_options_is_refused_and_no_cors_header_is_sent(world):
    for path in ("/api/status", "/auth/hubspot/start", "/", "/api/hubspot/x/y"):
        reply = await world.request("OPTIONS", path, {"Origin": "http://evil.test", "Access-Control-Request-Method": "POST", "X-App": "1"})
        assert reply.status == 405
        assert not [name for name in reply.headers if name.lower().startswith("access-control")]


async def test_s35_a_get_cannot_start_a_flow(world):
    for path in ("/auth/intuit/start", "/auth/hubspot/start"):
        assert (await world.request("GET", path, {"Sec-Fetch-Site": "cross-site"})).status == 403
        assert (await world.call("GET", path)).status in (404, 405)


@pytest.mark.parametrize("extra", [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: +3\r\n",
    b"Transfer-Encoding: chunked, x\r\n", b"X-A: a\0b\r\n", b"X-A : b\r\n", b"X-A: " + b"a" * 9_000 + b"\r\n",
    b"".join(b"X-%d: y\r\n" % n for n in range(70)), b"X-A\r\n", b"X(A): b\r\n",
    b"Content-Length: 5, 5\r\n", b"Content-Length: 0x5\r\n", b"Content-Length: -1\r\n", b"Content-Length: 5 5\r\n",
    b"Content-Length: \r\n",
    b"Content-Length: 99999999999999999999\r\n", b"Content-Length: 2\r\nContent-Length: 2\r\n", b"Content-Length: \xb2\r\n",
    b"Transfer-Encoding: x\r\n", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: \x0bchunked\r\n",
    b"Transfer-Encoding: chunked, identity\r\n", b"Transfer-Encoding : chunked\r\n", b"Transfer_Encoding: chunked\r\nX-A: \x01\r\n",
    b"X-A: b\rX-B: c\r\n", b"X-\xe9: b\r\n", b"X-A: \x7f\r\n",
])
async def test_s55_bad_framing_is_refused(world, extra):
    answer = await world.raw(head(world, b"POST /auth/hubspot/start HTTP/1.1",
                                  extra=b"X-App: 1\r\nOrigin: " + world.origin.encode() + b"\r\n" + extra))
    assert answer == b"" or status(answer) in (400, 411), answer
    assert not world.provider.calls


@pytest.mark.parametrize("line", [
    b"GET /", b"GET / HTTP/2.0", b"GET / HTTP/1.2", b"GET / HTTP/1.1 x", b"G@T / HTTP/1.1", b"\x16\x03\x01\x02\x00", b"GET / http/1.1",
    b"GET /\x00 HTTP/1.1", b"GET / HTTP/1.10", b"get / HTTP/1.1", b"PRI * HTTP/2.0", b"CONNECT localhost:1 HTTP/1.1", b"TRACE / HTTP/1.1",
])
async def test_s55_bad_request_lines_are_refused(world, line):
    answer = await world.raw(head(world, line))
    assert answer == b"" or status(answer) in (400, 405, 505), answer


SECOND = b"GET /api/status HTTP/1.1\r\nHost: localhost:%d\r\nX-App: 1\r\nConnection: close\r\n\r\n"


async def answers_to(world, framing, rest):
    """Everything that comes back for one POST and what follows it on the same connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(b"POST /auth/hubspot/start HTTP/1.1\r\nHost: localhost:%d\r\nX-App: 1\r\nOrigin: %s\r\nContent-Type: application/json\r\n"
                 % (world.port, world.origin.encode()) + framing + b"\r\n\r\n" + rest)
    answers = await reader.read()
    writer.close()
    return answers


@pytest.mark.parametrize("body", [
    b"2\r\n{}\r\n0\r\n\r\n", b"2;x=y\r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\n0\r\nX-Late: 1\r\n\r\n",
    b"0x2\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"+2\r\n{}\r\n0\r\n\r\n", b"2\r\n{}XX0\r\n\r\n", b"g\r\n{}\r\n0\r\n\r\n",
    b"\r\n\r\n", b"2 \r\n{}\r\n0\r\n\r\n", b"10000000000000002\r\n{}\r\n0\r\n\r\n",
])
async def test_s55_chunks_are_refused_and_never_hide_a_second_request(world, body):
    answers = await answers_to(world, b"Transfer-Encoding: chunked", body + SECOND % world.port)
    assert answers.count(b"HTTP/1.") <= 1 and (answers == b"" or status(answers) in (400, 411)), answers


async def test_s55_what_follows_a_whole_body_is_judged_by_itself(world):
    answers = await answers_to(world, b"Content-Length: 2", b"{}" + SECOND % world.port)
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"200"] and b'"connections"' in answers
    answers = await answers_to(world, b"Content-Length: 2", b"{}" + SECOND.replace(b"localhost:%d", b"evil.test"))
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"421"]


async def test_s52_errors_have_one_shape_without_a_trace(world):
    async def broken(*_):
        raise RuntimeError("secret-in-exception")

    world.parts.organisations[""].tokens.connections = broken
    reply = await world.call("GET", "/api/status")
    assert reply.status == 500 and reply.code == "internal_error"
    assert set(reply.json) == {"error"} and set(reply.json["error"]) == {"code", "message"}
    assert b"secret-in" not in reply.body and "secret-in" not in world.log.getvalue()


async def test_s58_a_connection_without_request_is_closed(world):
    from server.head_watchdog import HEAD_SECONDS, HeadWatchdog

    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(b"GET / HT")
    assert (await world.call("GET", "/api/status")).status == 200
    watchdog = HeadWatchdog(world.runner.server)
    watchdog.check(0.0)
    watchdog.check(HEAD_SECONDS + 1.0)
    assert await reader.read() == b""
    assert (await world.call("GET", "/api/status")).status == 200
    writer.close()


def test_every_error_code_has_a_fixed_status():
    from server.proxy.errors import STATUS_OF_CODE, ProxyError

    for code in STATUS_OF_CODE:
        response = ProxyError(code, "x").response()
        assert json.loads(response.text)["error"]["code"] == code and response.headers["X-Proxy-Error"] == "1"
