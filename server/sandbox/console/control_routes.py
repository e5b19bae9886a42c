"""The control address over HTTP: JSON in, JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.console.bookkeeper import UnknownRecord
from server.sandbox.console.control_actions import Action, BadRequest, ControlCall
from server.sandbox.hubspot.errors import ApiError
from server.sandbox.quickbooks import json_text
from server.sandbox.quickbooks.api_fault import ApiFault

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

__all__ = ["BadRequest", "add_control_routes", "answering", "body_object"]
Answer = Callable[[web.Request], Awaitable[Any]]


def add_control_routes(app: web.Application, sandbox: Sandbox) -> None:
    for method, address, action in sandbox.control.table():
        app.router.add_route(method, address, answering(_of_request(action)))


def _of_request(action: Action) -> Answer:
    async def answer(request: web.Request) -> Any:
        return await action(ControlCall(request.match_info, request.query, await body_object(request)))

    return answer


def answering(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of a control address: the value answered as JSON, refusals as an error object."""
    async def respond(request: web.Request) -> web.Response:
        try:
            return _json(200, await answer(request))
        except (BadRequest, ArithmeticError) as reason:
            return _json(400, {"error": {"code": "bad_request", "message": str(reason)}})
        except (UnknownRecord, KeyError) as reason:
            return _json(404, {"error": {"code": "not_found", "message": str(reason)}})
        except ApiFault as fault:
            return _json(400, {"error": {"code": "refused", "message": fault.detail}, "Fault": fault.as_json()})
        except ApiError as refusal:
            return _json(400, {"error": {"code": "refused", "message": str(refusal)}, "answer": refusal.body})

    return respond


def _json(status: int, value: Any) -> web.Response:
    text = json_text.encode(value).encode("utf-8", "replace")
    return web.Response(status=status, body=text, content_type="application/json", charset="utf-8")


async def body_object(request: web.Request) -> dict[str, Any]:
    """The JSON object sent, with exact numbers; none is an empty one."""
    text = await request.text()
    try:
        value = json_text.parse(text) if text.strip() else {}
    except (ValueError, RecursionError) as reason:
        raise BadRequest(f"the body is not JSON: {reason}") from None
    if not isinstance(value, dict):
        raise BadRequest("the body must be a JSON object")
    return value
