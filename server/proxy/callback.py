"""What a browser brings back from another site: a navigation with a few values, all of them from outside."""

from __future__ import annotations

import re
from typing import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

_ALWAYS = {
    "code": re.compile(r"[\x21-\x7e]{1,2048}"),
    "state": re.compile(r"[A-Za-z0-9_-]{43}"),
    "error": re.compile(r"[\x20-\x7e]{1,200}"),
    "error_description": re.compile(r".{0,2000}", re.DOTALL),
    "iss": re.compile(r"[\x21-\x7e]{1,500}"),
}
CONSENT = {**_ALWAYS, "realmId": re.compile(r"[0-9]{1,20}")}
# What sign-in services are known to add: OpenID Connect Session Management, and Google. None of it is used.
_UNUSED = ("session_state", "scope", "authuser", "prompt", "hd", "error_uri")
SIGN_IN = {**_ALWAYS, **dict.fromkeys(_UNUSED, re.compile(r"[\x20-\x7e]{0,2000}"))}


def is_navigation(request: web.BaseRequest) -> bool:
    """False for a fetch, a frame's picture and the like, where the browser says so."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def callback_values(raw_query: str, known: Mapping[str, re.Pattern[str]]) -> dict[str, str] | None:
    """Known names only, each once, each in its own alphabet; None for anything else."""
    try:
        pairs = parse_qsl(raw_query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=10)
    except ValueError:
        return None
    values = dict(pairs)
    if len(values) != len(pairs) or any(name not in known or not known[name].fullmatch(value) for name, value in pairs):
        return None
    return values


def see_other(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location})
