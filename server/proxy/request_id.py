"""A number for each request, the same in the log and in the answer's header, so that a person can find one by the other."""

from __future__ import annotations

import itertools
import secrets

from aiohttp import web

REQUEST_ID_HEADER = "X-Request-Id"
_REQUEST_KEY = "request_id"


class RequestIds:
    """Different for each start of the server. It says nothing about the request."""

    def __init__(self) -> None:
        self._start = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    def give(self, request: web.BaseRequest) -> None:
        request[_REQUEST_KEY] = f"{self._start}-{next(self._numbers)}"


def request_id(request: web.BaseRequest) -> str | None:
    """None for what the library answered before any of our code saw it."""
    return request.get(_REQUEST_KEY)
