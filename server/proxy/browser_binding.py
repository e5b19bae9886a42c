"""Ties a trip to another site and back to the browser that began it."""

from __future__ import annotations

import re
import secrets

from aiohttp import web

from .transactions import LIFETIME_SECONDS, Transactions

COOKIE = "__Host-tx"
_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


async def browser_of(request: web.Request, transactions: Transactions) -> str:
    """The binding for a trip that begins: the one of a trip that is under way in another tab, or a new one."""
    known = bound_browser(request)
    return known if known and await transactions.knows_browser(known) else secrets.token_urlsafe(32)


def bound_browser(request: web.BaseRequest) -> str:
    """What the browser brings back; empty if it is nothing that we gave out."""
    value = request.cookies.get(COOKIE, "")
    return value if _VALUE.fullmatch(value) else ""


def set_binding(response: web.StreamResponse, browser: str) -> None:
    # Lax, because the way back is a navigation that comes from the other site.
    response.set_cookie(COOKIE, browser, max_age=LIFETIME_SECONDS, path="/", secure=True, httponly=True, samesite="Lax")
