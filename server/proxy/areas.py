"""What an address is, decided on the raw request target and in one place for every check."""

from __future__ import annotations

from aiohttp import web

# Calls of the page; answers below the way back from another site are data, too.
_PAGE_CALLS = ("/api/", "/auth/")
_DATA = (*_PAGE_CALLS, "/oauth/")
_DATA_PATHS = frozenset({"/health"})


def path_of(request: web.BaseRequest) -> str:
    """Never decoded: see guard.py."""
    return request.raw_path.partition("?")[0]


def query_of(request: web.BaseRequest) -> str:
    return request.raw_path.partition("?")[2]


def is_page_call(path: str) -> bool:
    """True for what only the page may call: own header, same origin, a session where there are any."""
    return path.startswith(_PAGE_CALLS) or path + "/" in _PAGE_CALLS


def is_console(path: str) -> bool:
    """True for the sandbox's control addresses and its own pages."""
    return path.startswith("/sandbox/") or path == "/sandbox"


def is_data(path: str) -> bool:
    """True for answers that are data for the page's engine and must be neither rendered nor cached."""
    return path.startswith(_DATA) or path in _DATA_PATHS
