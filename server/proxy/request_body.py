"""Reading a request body without ever holding more than was agreed."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from .errors import ProxyError

SECONDS_MAX = 60
OBJECT_LENGTH_MAX = 4_096


async def read_body(request: web.BaseRequest, length_max: int) -> bytes:
    """The whole body. Refuses at the first byte too many; the declared length is only a hint."""
    too_large = ProxyError("body_too_large", f"The body may have at most {length_max} bytes; send smaller batches.",
                           {"Connection": "close"})
    if (request.content_length or 0) > length_max:
        raise too_large
    if not request.body_exists:
        return b""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_MAX):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > length_max:
                    raise too_large
    except TimeoutError as problem:
        raise ProxyError("body_timeout", "The body did not arrive in time; try again.") from problem
    except web.RequestPayloadError as problem:
        raise ProxyError("bad_request", "The body is not framed as its headers say.", {"Connection": "close"}) from problem
    return bytes(body)


async def json_object(request: web.Request) -> dict:
    """A small JSON object; an empty body is an empty one. Raises ProxyError bad_request for anything else."""
    body = await read_body(request, OBJECT_LENGTH_MAX)
    try:
        value = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ProxyError("bad_request", "The body must be a JSON object.")
    return value
