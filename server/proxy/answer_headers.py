"""Which headers cross the proxy, in both directions. Everything that is not listed is dropped."""

from __future__ import annotations

from typing import Mapping

from aiohttp import web
from multidict import CIMultiDictProxy

from .operation import Body, Operation

_PASSED_ON = ("Retry-After", "intuit_tid", "ETag", "X-HubSpot-Correlation-Id", "X-HubSpot-RateLimit-Max",
              "X-HubSpot-RateLimit-Remaining", "X-HubSpot-RateLimit-Interval-Milliseconds", "X-HubSpot-RateLimit-Daily",
              "X-HubSpot-RateLimit-Daily-Remaining", "X-HubSpot-RateLimit-Secondly", "X-HubSpot-RateLimit-Secondly-Remaining")
_ENCODINGS = ("gzip", "deflate")
_CONDITIONS = ("If-Match", "If-None-Match", "If-Modified-Since")


def upstream_headers(request: web.BaseRequest, operation: Operation, access_token: str) -> dict[str, str]:
    """The complete header set of a forwarded request, apart from framing."""
    headers = {name: request.headers[name] for name in _CONDITIONS if name in request.headers}
    headers["Accept"] = "application/pdf" if operation.answers_pdf else "application/json"
    headers["Accept-Encoding"] = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "identity"
    headers["Authorization"] = f"Bearer {access_token}"
    if operation.body is not Body.NONE:
        headers["Content-Type"] = operation.body.value
    return headers


def page_headers(answer: CIMultiDictProxy[str], operation: Operation) -> dict[str, str]:
    """What the page may see of a provider's answer."""
    headers = {name: answer[name] for name in _PASSED_ON if name in answer}
    if "Date" in answer:
        headers["X-Upstream-Date"] = answer["Date"]
    if answer.get("Content-Encoding", "").lower() in _ENCODINGS:
        headers["Content-Encoding"] = answer["Content-Encoding"].lower()
    headers.update(_content_type(answer, operation))
    return headers


def correlation_of(headers: Mapping[str, str]) -> str | None:
    """The provider's own id of a call, of what `page_headers` gave."""
    found = headers.get("intuit_tid") or headers.get("X-HubSpot-Correlation-Id")
    return found[:100] if found else None


def _content_type(answer: Mapping[str, str], operation: Operation) -> dict[str, str]:
    """Data types pass; anything else arrives as bytes that no browser would ever render."""
    essence = answer.get("Content-Type", "").split(";", 1)[0].strip().lower()
    if essence == "application/json":
        return {"Content-Type": "application/json; charset=utf-8"}
    if essence == "application/pdf" and operation.answers_pdf:
        return {"Content-Type": "application/pdf"}
    return {"Content-Type": "application/octet-stream", "Content-Disposition": "attachment"}
