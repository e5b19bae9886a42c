"""The first thing every request meets: one middleware for all routes, unknown ones included.

It decides on the raw request line and the raw header list only. The library's own views of host, URL and headers
are friendlier than HTTP is, and that friendliness is what attacks on local servers live from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import HttpVersion10, HttpVersion11, web

from .areas import is_console, is_page_call, path_of
from .errors import ProxyError
from .operation import is_safe_path

APP_HEADER = "X-App"
HEADER_COUNT_MAX = 64
HEADER_VALUE_LENGTH_MAX = 8_192
VERSIONS = (HttpVersion10, HttpVersion11)
SAFE_METHODS = frozenset({"GET", "HEAD"})
ALLOWED_METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
BODY_CONTENT_TYPES = frozenset({"application/json", "application/text", "application/octet-stream"})

_RAW_TARGET = re.compile(r"/[\x21-\x7e]*")
_HEADER_NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")


@dataclass(frozen=True)
class Guard:
    """Which hosts may be named and which origin the page has. Both come from configuration only."""

    hosts: frozenset[str]
    page_origin: str

    def check(self, request: web.BaseRequest) -> None:
        """Raises ProxyError for a request that no route may see."""
        if request.version not in VERSIONS:
            raise ProxyError("bad_request", "Only HTTP/1.1 is spoken here.")
        self._check_target(request.raw_path)
        self._check_headers(request.raw_headers)
        self._check_host(request.raw_headers)
        if request.method not in ALLOWED_METHODS:
            raise ProxyError("method_not_allowed", f"The method {request.method[:20]!r} is not offered here.")
        path = path_of(request)
        if is_page_call(path):
            self._check_page_call(request)
        elif is_console(path):
            self._check_console_call(request)

    @staticmethod
    def _check_target(target: str) -> None:
        """No percent signs: the router decodes them, so `/%61pi/` would pass the checks below as something else."""
        path = target.partition("?")[0]
        if not _RAW_TARGET.fullmatch(target) or not (path == "/" or is_safe_path(path[1:].removesuffix("/"))):
            raise ProxyError("bad_request", "The request target must be a plain path that starts with one slash.")

    @staticmethod
    def _check_headers(raw_headers: tuple[tuple[bytes, bytes], ...]) -> None:
        if len(raw_headers) > HEADER_COUNT_MAX:
            raise ProxyError("bad_request", f"A request may carry at most {HEADER_COUNT_MAX} headers.")
        for name, value in raw_headers:
            if name.lower() == b"transfer-encoding":
                # Browsers declare a length, and so does a reverse proxy that collects a body first. The parser takes malformed
                # chunks, which another one in front may read as something else: no chunks, no difference.
                raise ProxyError("length_required", "A body must say its length (Content-Length); chunks are not taken.",
                                 {"Connection": "close"})
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                raise ProxyError("bad_request", "A request header is malformed.")
            if len(name) + len(value) > HEADER_VALUE_LENGTH_MAX:
                raise ProxyError("bad_request", "A request header is too long.")

    def _check_host(self, raw_headers: tuple[tuple[bytes, bytes], ...]) -> None:
        values = [value for name, value in raw_headers if name.lower() == b"host"]
        if len(values) != 1 or values[0].decode("latin-1") not in self.hosts:
            raise ProxyError("bad_host", f"This server answers only to {self.page_origin}; open that address.")

    def _check_page_call(self, request: web.BaseRequest) -> None:
        if request.headers.getall(APP_HEADER, []) != ["1"]:
            raise ProxyError("missing_header", f"Calls must carry the header {APP_HEADER}: 1.")
        self._check_same_origin(request, proof_needed=request.method not in SAFE_METHODS)
        check_content_type(request)

    def _check_console_call(self, request: web.BaseRequest) -> None:
        """The sandbox's control address is for scripts and its own console, never for another web page."""
        is_navigation = request.headers.get("Sec-Fetch-Mode") == "navigate"
        if request.method in SAFE_METHODS and is_navigation:
            return
        if is_navigation and request.headers.getall("Sec-Fetch-Site", []) == ["same-origin"]:
            return  # a form of the console: without a referrer the browser calls its origin `null`
        self._check_same_origin(request, proof_needed=False)

    def _check_same_origin(self, request: web.BaseRequest, proof_needed: bool) -> None:
        sites: list[str] = request.headers.getall("Sec-Fetch-Site", [])
        origins: list[str] = request.headers.getall("Origin", [])
        if any(site != "same-origin" for site in sites) or any(origin != self.page_origin for origin in origins):
            raise ProxyError("bad_origin", f"Only the page at {self.page_origin} may make this call.")
        if proof_needed and not sites and not origins:
            raise ProxyError("bad_origin", "A call that changes something must say where it comes from (Origin).")


def check_content_type(request: web.BaseRequest) -> None:
    """Bodies only in types that a form of another site cannot send."""
    declared: list[str] = request.headers.getall("Content-Type", [])
    if not declared and not request.can_read_body:
        return
    if len(declared) != 1 or request.content_type not in BODY_CONTENT_TYPES:
        raise ProxyError("unsupported_content_type", "Bodies are accepted as application/json only.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise ProxyError("unsupported_content_type", "Compressed request bodies are not accepted.")
