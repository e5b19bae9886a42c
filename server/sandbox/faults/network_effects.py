"""What happens to calls and answers on the way between the two sides."""

from __future__ import annotations

import asyncio
from typing import Iterator

from aiohttp import web

from server.sandbox.faults.answer import body_of, same_headers
from server.sandbox.faults.fault import Strike

_portal_page = ("<!doctype html><html><head><title>Welcome to Airport WiFi</title></head><body><h1>Welcome</h1>"
                "<p>Accept the terms to use the internet.</p></body></html>")
_headers_kept = ("Content-Type", "Content-Length")


def cut(request: web.Request) -> web.Response:
    """Drops the connection; the response returned here can no longer be written."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def lose_answer(strike: Strike) -> web.StreamResponse:
    """The effect is there, the connection breaks before the first byte of the answer."""
    await strike.carry_out()
    return cut(strike.request)


async def apply_later(strike: Strike) -> web.StreamResponse:
    """The call waits somewhere and is carried out later; what the caller hears has nothing to do with it."""
    fault = strike.fault
    await strike.plan.late.add(strike.provider, strike.request, strike.handler, fault["seconds"], fault["calls"])
    return _planned_answer(strike) if fault["status"] else cut(strike.request)


async def refuse(strike: Strike) -> web.StreamResponse:
    """The connection breaks before the call is read: no effect."""
    return cut(strike.request)


async def cut_request(strike: Strike) -> web.StreamResponse:
    """The connection breaks when only a part of the call's body has arrived: no effect."""
    if strike.fault["bytes"]:
        await strike.request.content.read(strike.fault["bytes"])
    return cut(strike.request)


async def answer_status(strike: Strike) -> web.StreamResponse:
    """A gateway answers with a status and body of the plan, without the service or after it."""
    if strike.fault["after_effect"]:
        await strike.carry_out()
    return _planned_answer(strike)


async def delay(strike: Strike) -> web.StreamResponse:
    """Time passes before the effect, or between the effect and the answer."""
    seconds = strike.fault["milliseconds"] / 1000
    if strike.fault["after_effect"]:
        answer = await strike.carry_out()
        await asyncio.sleep(seconds)
        return answer
    await asyncio.sleep(seconds)
    return await strike.carry_out()


async def truncate(strike: Strike) -> web.StreamResponse:
    """The answer promises its whole length and ends after some bytes."""
    whole = await strike.carry_out()
    body = body_of(whole)
    partial = await _begun(strike, whole, len(body))
    await partial.write(body[: strike.fault["bytes"]])
    await asyncio.sleep(0)
    if strike.request.transport is not None:
        strike.request.transport.close()
    return partial


async def drip(strike: Strike) -> web.StreamResponse:
    """The answer comes whole but very slowly."""
    whole = await strike.carry_out()
    body = body_of(whole)
    dripping = await _begun(strike, whole, len(body))
    for piece in _pieces(body, strike.fault["bytes"]):
        await dripping.write(piece)
        await asyncio.sleep(strike.fault["milliseconds"] / 1000)
    return dripping


async def answer_twice(strike: Strike) -> web.StreamResponse:
    """The connection carries the answer and the same answer once more, where the next one is expected."""
    whole = await strike.carry_out()
    body = body_of(whole)
    headers = {**same_headers(whole), "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    copy = f"HTTP/1.1 {whole.status} {whole.reason}\r\n{head}\r\n".encode() + body
    first = web.Response(status=whole.status, body=body, headers=headers)
    await first.prepare(strike.request)
    await first.write_eof()
    if strike.request.transport is not None:
        strike.request.transport.write(copy)
    return first


async def answer_another(strike: Strike) -> web.StreamResponse:
    """The effect is there; the answer is the one that another call got, when there was any since the plan came."""
    own = await strike.carry_out()
    other = strike.plan.memory.foreign_answer(strike.provider, strike.request)
    return own if other is None else other


async def hold_back(strike: Strike) -> web.StreamResponse:
    """The effect comes in its turn, the answer only after those of later calls."""
    answer = await strike.carry_out()
    await strike.plan.held.hold(strike.fault["calls"], strike.fault["milliseconds"] / 1000)
    return answer


async def captive_portal(_: Strike) -> web.StreamResponse:
    """Somebody else's page with status 200; the call never reaches the service."""
    return web.Response(status=200, text=_portal_page, content_type="text/html")


async def strip_headers(strike: Strike) -> web.StreamResponse:
    """A middlebox takes away every header of the answer that it does not know."""
    whole = await strike.carry_out()
    headers = {name: value for name, value in same_headers(whole).items() if name in _headers_kept}
    return web.Response(status=whole.status, body=body_of(whole), headers=headers)


def _planned_answer(strike: Strike) -> web.Response:
    fault = strike.fault
    return web.Response(status=fault["status"], body=fault["body"].encode(), headers=fault["headers"],
                        content_type=fault["content_type"])


async def _begun(strike: Strike, whole: web.StreamResponse, length: int) -> web.StreamResponse:
    headers = {"Content-Type": whole.headers.get("Content-Type", "application/octet-stream"),
               "Content-Length": str(length)}
    begun = web.StreamResponse(status=whole.status, headers=headers)
    await begun.prepare(strike.request)
    return begun


def _pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start:start + size] for start in range(0, len(body), size))
