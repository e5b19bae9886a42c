"""The cookie of a session, and the answer that opens one."""

from __future__ import annotations

import re

from aiohttp import web

from .sessions import Lifetimes, Opened

SESSION_COOKIE = "__Host-Http-sid"
# In a refusal: "needed", or "team" where people sign in through /launch/.
SIGN_IN_HEADER = "X-Proxy-Sign-In"

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def cookie_of(request: web.BaseRequest) -> str | None:
    """The session cookie if it is there once and well formed: another server of this host may have planted a second."""
    pairs = [pair.strip().partition("=") for header in request.headers.getall("Cookie", []) for pair in header.split(";")]
    values = [value for name, _, value in pairs if name == SESSION_COOKIE]
    return values[0] if len(values) == 1 and SECRET.fullmatch(values[0]) else None


def session_answer(opened: Opened, lifetimes: Lifetimes) -> web.Response:
    """The key for the page, the cookie for the browser."""
    response = web.json_response({"key": opened.key})
    set_cookie(response, opened.cookie, lifetimes)
    return response


def set_cookie(response: web.StreamResponse, cookie: str, lifetimes: Lifetimes) -> None:
    _set(response, cookie, lifetimes.whole)


def end_cookie(response: web.StreamResponse) -> None:
    _set(response, "", 0)


def _set(response: web.StreamResponse, value: str, seconds: int) -> None:
    response.set_cookie(SESSION_COOKIE, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="Strict")
