"""The one shape in which the proxy reports its own failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Mapping

from aiohttp import web

PROXY_ERROR_HEADER = "X-Proxy-Error"

# Every code a page may meet. The page's engine decides by code, so a code is never reused for another meaning.
STATUS_OF_CODE: Mapping[str, int] = {
    "bad_request": HTTPStatus.BAD_REQUEST,
    "bad_host": HTTPStatus.MISDIRECTED_REQUEST,
    "bad_origin": HTTPStatus.FORBIDDEN,
    "missing_header": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "unsupported_content_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "operation_not_allowed": HTTPStatus.NOT_FOUND,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body_timeout": HTTPStatus.REQUEST_TIMEOUT,
    "sign_in_needed": HTTPStatus.UNAUTHORIZED,
    "sign_in_refused": HTTPStatus.FORBIDDEN,
    "role_needed": HTTPStatus.FORBIDDEN,
    "not_connected": HTTPStatus.NOT_FOUND,
    "reconnect_needed": HTTPStatus.UNAUTHORIZED,
    "operation_in_progress": HTTPStatus.CONFLICT,
    "operation_unknown": HTTPStatus.CONFLICT,
    "operation_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "length_required": HTTPStatus.LENGTH_REQUIRED,
    "checksum_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "backup_exists": HTTPStatus.CONFLICT,
    "backup_damaged": HTTPStatus.INTERNAL_SERVER_ERROR,
    "storage_full": HTTPStatus.INSUFFICIENT_STORAGE,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "upstream_unreachable": HTTPStatus.BAD_GATEWAY,
    "upstream_redirected": HTTPStatus.BAD_GATEWAY,
    "upstream_too_large": HTTPStatus.BAD_GATEWAY,
    "upstream_timeout": HTTPStatus.GATEWAY_TIMEOUT,
    "storage_failed": HTTPStatus.SERVICE_UNAVAILABLE,
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
}


@dataclass
class ProxyError(Exception):
    """A refusal or failure of the proxy itself. `message` names the thing and the next step."""

    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.code in STATUS_OF_CODE, self.code
        super().__init__(self.message)

    def response(self) -> web.Response:
        body = {"error": {"code": self.code, "message": self.message}}
        headers = {PROXY_ERROR_HEADER: "1", **self.headers}
        response = web.json_response(body, status=int(STATUS_OF_CODE[self.code]), headers=headers)
        if headers.get("Connection") == "close":
            response.force_close()  # the library would go on with what follows on the connection
        return response
