"""What crosses the proxy, byte by byte."""

import asyncio
import gzip

import pytest
from aiohttp import web

OWNERS = "crm/owners/2026-03"
CREATE = "crm/objects/2026-03/contacts"


async def get(world, identifier, path=OWNERS, **headers):
    return await world.call("GET", f"/api/hubspot/{identifier}/{path}", **headers)


async def test_s42_the_provider_sees_exactly_the_path_and_query(world):
    identifier = await world.connect_hubspot()
    reply = await get(world, identifier, "crm/objects/2026-03/contacts?limit=100&properties=email,firstname")
    assert reply.status == 200 and reply.json == {"ok": True}
    assert world.provider.calls[-1].raw_path == "/crm/objects/2026-03/contacts?limit=100&properties=email%2Cfirstname"


async def test_s43_the_company_number_comes_from_the_server(world):
    identifier = await world.connect_quickbooks()
    for path in ("companyinfo", "companyinfo/4620816365012345"):
        assert (await world.call("GET", f"/api/quickbooks/{identifier}/{path}?minorversion=75")).json["CompanyInfo"]
        assert world.provider.calls[-1].raw_path == "/v3/company/4620816365012345/companyinfo/4620816365012345?minorversion=75"
    count = len(world.provider.calls)
    assert (await world.call("GET", f"/api/quickbooks/{identifier}/companyinfo/77")).code == "operation_not_allowed"
    assert len(world.provider.calls) == count
    await world.call("GET", f"/api/quickbooks/{identifier}/preferences")
    assert world.provider.calls[-1].raw_path == "/v3/company/4620816365012345/preferences"


async def test_a_connection_of_one_provider_does_not_open_the_other(world):
    hubspot = await world.connect_hubspot()
    assert (await world.call("GET", f"/api/quickbooks/{hubspot}/preferences")).code == "not_connected"
    assert (await world.call("GET", f"/api/hubspot/hubspot-00000000/{OWNERS}")).code == "not_connected"
    assert (await world.call("GET", "/api/hubspot/")).code == "not_connected"
    assert (await world.call("GET", f"/api/other/{hubspot}/x")).code == "not_found"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_s45_redirects_are_not_followed(world, status):
    identifier = await world.connect_hubspot()

    async def redirect(request):
        return web.Response(status=status, headers={"Location": world.provider.base + "/canary"})

    world.provider.answer = redirect
    count = len(world.provider.calls)
    assert (await get(world, identifier)).code == "upstream_redirected"
    assert len(world.provider.calls) == count + 1 and "canary" not in world.provider.calls[-1].raw_path


async def test_s46_nothing_is_taken_from_the_environment(world, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    identifier = await world.connect_hubspot()
    assert (await get(world, identifier)).status == 200


async def test_s47_exactly_the_expected_headers_are_sent(world):
    identifier = await world.connect_hubspot()
    await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", {"properties": {}}, Cookie="sid=canary", Authorization="Bearer canary",
                     X_Forwarded_For="canary", Forwarded="for=canary", X_Op_Id="3f2504e0-4f89-11d3-9a0c-0305e82c3301", X_Other="canary",
                     Accept_Encoding="gzip, br", Referer="http://canary", Accept_Language="canary", User_Agent="canary", TE="trailers")
    call = world.provider.calls[-1]
    token = (await world.data.sole.tokens.find(identifier)).grant.access_token
    assert dict(call.headers) == {
        "Host": world.provider.base.removeprefix("http://"), "User-Agent": "Ledgerbridge/0.1.0", "Accept": "application/json",
        "Accept-Encoding": "gzip", "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Content-Length": "18"}
    assert call.body == b'{"properties": {}}'


async def test_s48_only_listed_response_headers_come_back(world):
    identifier = await world.connect_hubspot()
    bad = {"Set-Cookie": "a=b", "Content-Security-Policy": "x", "Access-Control-Allow-Origin": "*", "Location": "/x", "Refresh": "0",
           "Clear-Site-Data": '"storage"', "Service-Worker-Allowed": "/", "Link": "<x>", "SourceMap": "x", "Alt-Svc": "x", "NEL": "{}",
           "Report-To": "{}", "Server": "x", "X-Powered-By": "x", "X-Frame-Options": "x"}
    good = {"intuit_tid": "1-2-3", "Retry-After": "7", "ETag": '"e"', "X-HubSpot-RateLimit-Remaining": "5", "X-HubSpot-Correlation-Id": "c"}

    async def answer(request):
        return web.json_response({}, headers={**bad, **good})

    world.provider.answer = answer
    reply = await get(world, identifier)
    for name, value in good.items():
        assert reply.headers[name] == value
    assert not set(bad) - {"Content-Security-Policy"} & set(reply.headers)
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox" and "X-Upstream-Date" in reply.headers


async def test_s49_compressed_answers_pass_untouched(world):
    identifier = await world.connect_hubspot()

    async def answer(request):
        return web.Response(body=gzip.compress(b'{"a":1}'), headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})

    world.provider.answer = answer
    reply = await get(world, identifier, Accept_Encoding="gzip")
    assert reply.headers["Content-Encoding"] == "gzip" and gzip.decompress(reply.body) == b'{"a":1}'


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/xml", "application/pdf", "text/javascript"])
async def test_s50_other_types_arrive_as_inert_bytes(world, content_type):
    identifier = await world.connect_hubspot()

    async def answer(request):
        return web.Response(status=502, body=b"<html>", headers={"Content-Type": content_type})

    world.provider.answer = answer
    reply = await get(world, identifier)
    assert reply.status == 502 and reply.headers["Content-Type"] == "application/octet-stream" and reply.body == b"<html>"
    assert reply.headers["Content-Disposition"] == "attachment" and "X-Proxy-Error" not in reply.headers


async def test_s50_a_pdf_passes_where_one_is_asked_for(world):
    identifier = await world.connect_quickbooks()

    async def answer(request):
        return web.Response(body=b"%PDF", content_type="application/pdf")

    world.provider.answer = answer
    reply = await world.call("GET", f"/api/quickbooks/{identifier}/invoice/1/pdf")
    assert reply.headers["Content-Type"] == "application/pdf" and dict(world.provider.calls[-1].headers)["Accept"] == "application/pdf"


async def test_s52_provider_errors_pass_as_data(world):
    identifier = await world.connect_hubspot()

    async def answer(request):
        return web.json_response({"category": "RATE_LIMITS"}, status=429, headers={"Retry-After": "3"})

    world.provider.answer = answer
    reply = await get(world, identifier)
    assert (reply.status, reply.headers["Retry-After"], reply.json) == (429, "3", {"category": "RATE_LIMITS"})
    assert "X-Proxy-Error" not in reply.headers


@pytest.mark.parametrize("declared", [True, False])
async def test_s56_a_body_over_the_limit_is_refused(world, declared):
    identifier = await world.connect_hubspot()
    count = len(world.provider.calls)
    body = b'{"a":"' + b"x" * (4 << 20) + b'"}'

    async def pieces():
        for start in range(0, len(body), 1 << 16):
            yield body[start:start + (1 << 16)]

    reply = await world.request("POST", f"/api/hubspot/{identifier}/{CREATE}",
                                {"X-App": "1", "Origin": world.origin, "Content-Type": "application/json"},
                                body if declared else pieces())
    assert reply.code == ("body_too_large" if declared else "length_required") and len(world.provider.calls) == count


async def test_s56_a_body_where_none_belongs_is_refused(world):
    identifier = await world.connect_hubspot()
    assert (await world.call("DELETE", f"/api/hubspot/{identifier}/{CREATE}/1", {"a": 1})).code == "body_too_large"
    assert (await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}")).code == "unsupported_content_type"
    assert (await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", "{}",
                             Content_Type="application/text")).code == "unsupported_content_type"


async def test_the_query_statement_may_be_a_body(world):
    identifier = await world.connect_quickbooks()
    reply = await world.call("POST", f"/api/quickbooks/{identifier}/query?minorversion=75", "select * from Item",
                             Content_Type="application/text")
    assert reply.status == 200
    call = world.provider.calls[-1]
    assert call.body == b"select * from Item" and dict(call.headers)["Content-Type"] == "application/text"
    assert (await world.call("POST", f"/api/quickbooks/{identifier}/query", "x" * 5_000,
                             Content_Type="application/text")).code == "body_too_large"
    assert (await world.call("POST", f"/api/quickbooks/{identifier}/query", "delete from Item",
                             Content_Type="application/text")).code == "operation_not_allowed"


async def test_sending_an_invoice_has_an_empty_body(world):
    identifier = await world.connect_quickbooks()
    reply = await world.call("POST", f"/api/quickbooks/{identifier}/invoice/7/send?sendTo=jo%2Bbooks%40example.com&minorversion=75")
    call = world.provider.calls[-1]
    assert reply.status == 200 and call.body == b"" and dict(call.headers)["Content-Type"] == "application/octet-stream"
    assert call.raw_path.endswith("/invoice/7/send?sendTo=jo%2Bbooks%40example.com&minorversion=75")


async def test_s57_a_large_answer_is_streamed(world):
    identifier = await world.connect_hubspot()
    first_seen = asyncio.Event()

    async def answer(request):
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b"1" * (1 << 16))
        await first_seen.wait()
        for _ in range(64):
            await response.write(b"2" * (1 << 16))
        return response

    world.provider.answer = answer
    headers = {"Host": f"localhost:{world.port}", "X-App": "1"}
    async with world.session.get(f"http://127.0.0.1:{world.port}/api/hubspot/{identifier}/{OWNERS}", headers=headers) as reply:
        assert (await reply.content.readexactly(1 << 16)).count(b"1") == 1 << 16
        first_seen.set()
        assert len(await reply.read()) == 64 << 16


async def test_s58_a_page_that_stops_reading_gives_its_connection_to_the_provider_back(world, monkeypatch):
    from server.proxy import forward

    identifier, ended = await world.connect_hubspot(), asyncio.Event()

    async def endless(request):
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            while True:
                await response.write(b" " * 65_536)
        finally:
            ended.set()

    world.provider.answer = endless
    monkeypatch.setattr(forward, "PAGE_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port, limit=1)
    writer.write(f"GET /api/hubspot/{identifier}/crm/owners/2026-03 HTTP/1.1\r\nHost: localhost:{world.port}\r\nX-App: 1\r\n\r\n".encode())
    await ended.wait()
    writer.close()


async def test_s57_an_answer_that_is_too_large_is_refused(world, monkeypatch):
    from server.proxy import forward

    identifier = await world.connect_hubspot()
    monkeypatch.setattr(forward, "STREAMED_LENGTH_MAX", 10)
    monkeypatch.setattr(forward, "WRITE_ANSWER_LENGTH_MAX", 10)

    async def answer(request):
        return web.json_response({"long": "x" * 100})

    world.provider.answer = answer
    assert (await get(world, identifier)).code == "upstream_too_large"
    assert (await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", {})).code == "upstream_too_large"


@pytest.mark.parametrize("length", ["100", "1000000"])
async def test_a_cut_answer_does_not_look_whole(world, length):
    import aiohttp

    identifier = await world.connect_hubspot()

    async def answer(request):
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": length})
        await response.prepare(request)
        await response.write(b"{")
        request.transport.close()
        return response

    world.provider.answer = answer
    if length == "100":
        assert (await get(world, identifier)).code == "upstream_timeout"
    else:
        with pytest.raises(aiohttp.ClientPayloadError):
            await get(world, identifier)


async def test_s58_a_silent_provider_is_a_timeout_that_says_unknown(world):
    import aiohttp

    identifier = await world.connect_hubspot()

    async def silent(request):
        await world.provider.release.wait()
        return web.Response()

    world.provider.answer = silent
    forward = next(route.handler.__self__ for route in world.app.router.routes() if "/api/hubspot" in route.resource.canonical)
    forward.session._timeout = aiohttp.ClientTimeout(total=0.05)
    assert (await get(world, identifier)).code == "upstream_timeout"


async def test_an_unreachable_provider_means_nothing_was_sent(world):
    identifier = await world.connect_hubspot()
    await world.provider.runner.cleanup()
    reply = await get(world, identifier)
    assert reply.status == 502 and reply.code == "upstream_unreachable"


async def test_s60_a_page_that_goes_away_does_not_stop_a_write(world):
    identifier = await world.connect_hubspot()
    done = asyncio.Event()

    async def slow(request):
        world.provider.arrived.set()
        await world.provider.release.wait()
        done.set()
        return web.json_response({"id": "1"}, status=201)

    world.provider.answer = slow
    operation = "3f2504e0-4f89-11d3-9a0c-0305e82c3302"
    caller = asyncio.create_task(world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", {"a": 1}, X_Op_Id=operation))
    await world.provider.arrived.wait()
    caller.cancel()
    world.provider.release.set()
    await done.wait()
    while (reply := await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", {"a": 1}, X_Op_Id=operation)).status == 409:
        assert reply.code == "operation_in_progress"
    assert reply.status == 201 and reply.headers["X-Op-Replayed"] == "1"


async def test_s78_the_log_tells_what_happened_and_no_secret(world):
    import json

    identifier = await world.connect_hubspot()
    reply = await get(world, identifier, "crm/owners/2026-03?email=canary%40example.com")
    lines = [json.loads(line) for line in world.log.getvalue().splitlines()]
    last = lines[-1]
    assert (last["event"], last["operation"], last["status"], last["connection"]) == ("forwarded", "list owners", 200, identifier)
    assert last["request"] == reply.headers["X-Request-Id"] and last["milliseconds"] >= 0 and "intuit_tid" in last
    refused = await get(world, identifier, "crm/canary")
    assert json.loads(world.log.getvalue().splitlines()[-1])["request"] == refused.headers["X-Request-Id"] != reply.headers["X-Request-Id"]
    assert "canary" not in world.log.getvalue() and "4711001" not in world.log.getvalue()


async def test_s78_log_lines_cannot_be_forged():
    import io

    from server.proxy.log import Log

    out = io.StringIO()
    Log(out).event("x", text="a\r\nb\x1b[31m\u2028" + "y" * 500)
    assert len(out.getvalue().splitlines()) == 1 and "\x1b" not in out.getvalue() and len(out.getvalue()) < 400
