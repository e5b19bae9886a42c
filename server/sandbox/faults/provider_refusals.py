"""Refusals in the words of the provider that is called. None of them lets the call have its effect."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiohttp import web

from server.sandbox.faults.fault import Strike
from server.sandbox.hubspot import errors
from server.sandbox.quickbooks import api_fault, json_text
from server.sandbox.quickbooks.pacific_time import stamp_with_milliseconds

_json = "application/json;charset=UTF-8"
_status_locked = 423
_status_moving = 477


def _identifier(strike: Strike) -> str:
    return str(UUID(int=strike.plan.chance.getrandbits(128), version=4))


def _hubspot(strike: Strike, problem: errors.ApiError, headers: dict[str, str] | None = None) -> web.Response:
    identifier = _identifier(strike)
    body = {**problem.body, "correlationId": identifier}
    return _response(problem.status, body, {"X-HubSpot-Correlation-Id": identifier, **(headers or {})})


def _gateway(strike: Strike, fault: api_fault.GatewayFault, headers: dict[str, str] | None = None) -> web.Response:
    """The gateway in front of QuickBooks answers in lower case."""
    milliseconds = int(strike.plan.services.clock.now().timestamp() * 1000)
    return _response(fault.status, fault.as_json(milliseconds), {"intuit_tid": _identifier(strike), **(headers or {})})


def _service(strike: Strike, fault: api_fault.ApiFault) -> web.Response:
    now = stamp_with_milliseconds(strike.plan.services.clock.now())
    return _response(fault.status, {"Fault": fault.as_json(), "time": now}, {"intuit_tid": _identifier(strike)})


def _response(status: int, body: dict[str, Any], headers: dict[str, str]) -> web.Response:
    return web.Response(status=status, body=json_text.encode(body).encode(), headers={**headers, "Content-Type": _json})


async def unauthorized(strike: Strike) -> web.StreamResponse:
    """401 though the token is good: the caller has to refresh and go on where it was."""
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.not_authenticated())
    header = {"WWW-Authenticate": 'Bearer realm="Intuit", error="invalid_token"'}
    return _gateway(strike, api_fault.not_authenticated("Token rejected"), header)


async def scope_lost(strike: Strike) -> web.StreamResponse:
    """403: somebody took a permission away. `scope` is the one HubSpot names."""
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.missing_scopes([strike.fault["scope"] or "crm.objects.contacts.read"]))
    return _gateway(strike, api_fault.not_authorized())


async def throttled(strike: Strike) -> web.StreamResponse:
    """429, with Retry-After when a number of seconds is given."""
    seconds = strike.fault["retry_after_seconds"]
    headers = {"Retry-After": str(seconds)} if seconds else {}
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.rate_limited(strike.fault["policy"], _identifier(strike)), headers)
    return _gateway(strike, api_fault.throttled(), headers)


async def budget_used_up(strike: Strike) -> web.StreamResponse:
    """The allowance of the day (HubSpot) or month (QuickBooks, whose status nobody documents) is used up."""
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.rate_limited("DAILY", _identifier(strike)))
    detail = "The monthly allowance of CorePlus API calls has been used up. Calls resume on the first of the next month."
    return _gateway(strike, api_fault.GatewayFault(strike.fault["status"], "3001", "ThrottleExceeded", detail, "SERVICE"))


async def period_closed(strike: Strike) -> web.StreamResponse:
    """QuickBooks: the books of that period are closed. HubSpot has no periods: a locked record."""
    return _service(strike, api_fault.period_closed()) if strike.provider == "quickbooks" else await locked(strike)


async def locked(strike: Strike) -> web.StreamResponse:
    """423, which HubSpot answers for some seconds after heavy writes; QuickBooks' form is a stale object."""
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.failure(_status_locked, "LOCKED", "The record is locked by another request."))
    return _service(strike, api_fault.stale_object())


async def account_moving(strike: Strike) -> web.StreamResponse:
    """477: the HubSpot account moves between data centres; QuickBooks' counterpart is a maintenance page."""
    headers = {"Retry-After": str(strike.fault["retry_after_seconds"])}
    if strike.provider == "hubspot":
        moving = errors.failure(_status_moving, "MIGRATION_IN_PROGRESS", "This account is being migrated.")
        return _hubspot(strike, moving, headers)
    return web.Response(status=503, text="<html><body>QuickBooks is down for maintenance.</body></html>",
                        content_type="text/html", headers=headers)


async def system_failure(strike: Strike) -> web.StreamResponse:
    """500 with a body of the service itself, before the effect or after it."""
    if strike.fault["after_effect"]:
        await strike.carry_out()
    if strike.provider == "hubspot":
        return _hubspot(strike, errors.failure(500, "INTERNAL_ERROR", "internal error"))
    return _service(strike, api_fault.ApiFault(
        "10000", "An application error has occurred while processing your request",
        "System Failure Error: something went wrong on our side", kind="SystemFault", status=500))


async def grant_refused(strike: Strike) -> web.StreamResponse:
    """The token endpoint does not take the refresh token any more."""
    body: dict[str, Any] = {"error": "invalid_grant"}
    if strike.provider == "hubspot":
        message = "refresh token is invalid, expired or revoked"
        body = {"status": "BAD_REFRESH_TOKEN", "message": message, "error": "invalid_grant", "error_description": message}
    return _response(400, body, {})
