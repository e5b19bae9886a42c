"""The control address: JSON for tests and scripts that play the world around the app."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.console.bookkeeper import Bookkeeper, UnknownRecord, actions
from server.sandbox.hubspot.errors import ApiError
from server.sandbox.quickbooks import Company, json_text
from server.sandbox.quickbooks.api_fault import ApiFault

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

scale_max = 100_000
Answer = Callable[[web.Request], Awaitable[Any]]


class BadRequest(ValueError):
    """The request is not understood; the text says what and what to send."""


class ControlRoutes:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def add_to(self, app: web.Application) -> None:
        for method, path, answer in (
                ("GET", "/sandbox/log", self._log), ("DELETE", "/sandbox/log", self._clear_log),
                ("POST", "/sandbox/log/clear", self._clear_log), ("GET", "/sandbox/faults", self._faults),
                ("POST", "/sandbox/faults", self._plan_faults), ("DELETE", "/sandbox/faults", self._clear_faults),
                ("GET", "/sandbox/clock", self._clock), ("POST", "/sandbox/clock", self._advance),
                ("POST", "/sandbox/reset", self._reset), ("GET", "/sandbox/meters", self._meters),
                ("GET", "/sandbox/quickbooks/{entity}", self._list_quickbooks),
                ("POST", "/sandbox/quickbooks/{entity}", self._change_quickbooks),
                ("POST", "/sandbox/quickbooks/{entity}/create", self._create_quickbooks),
                ("POST", "/sandbox/quickbooks/{entity}/{id}/{action}", self._act_in_quickbooks),
                ("GET", "/sandbox/hubspot/{type}", self._list_hubspot),
                ("POST", "/sandbox/hubspot/{type}", self._change_hubspot),
                ("POST", "/sandbox/hubspot/{type}/create", self._create_hubspot),
                ("POST", "/sandbox/hubspot/{type}/{id}/delete", self._delete_hubspot)):
            app.router.add_route(method, path, answering(answer))

    async def _log(self, request: web.Request) -> Any:
        log = self._sandbox.call_log
        return {"calls": log.since(_whole(request.query.get("since", "0"), "since")), "next": log.next_sequence}

    async def _clear_log(self, _: web.Request) -> Any:
        self._sandbox.call_log.clear()
        return {"cleared": True, "next": self._sandbox.call_log.next_sequence}

    async def _faults(self, _: web.Request) -> Any:
        return self._sandbox.faults.as_json()

    async def _plan_faults(self, request: web.Request) -> Any:
        try:
            self._sandbox.faults.replace(await body_object(request))
        except (ValueError, TypeError) as reason:
            raise BadRequest(str(reason)) from None
        return self._sandbox.faults.as_json()

    async def _clear_faults(self, _: web.Request) -> Any:
        self._sandbox.faults.clear()
        return self._sandbox.faults.as_json()

    async def _clock(self, _: web.Request) -> Any:
        clock = self._sandbox.clock
        return {"now": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"), "fixed": clock.fixed}

    async def _advance(self, request: web.Request) -> Any:
        seconds = (await body_object(request)).get("advance_seconds", 0)
        if isinstance(seconds, bool) or not isinstance(seconds, (int, Decimal)) or not 0 <= seconds <= 10**10:
            raise BadRequest('"advance_seconds" must be a number of zero or more')
        self._sandbox.clock.advance(timedelta(seconds=float(seconds)))
        return await self._clock(request)

    async def _reset(self, request: web.Request) -> Any:
        wanted = await body_object(request)
        seed = _whole(wanted.get("seed", self._sandbox.seed), "seed")
        scale = _whole(wanted.get("scale", self._sandbox.scale), "scale")
        if not 1 <= scale <= scale_max:
            raise BadRequest(f'"scale" must be between 1 and {scale_max}')
        self._sandbox.reset(seed, scale)
        return {"seed": seed, "scale": scale}

    async def _meters(self, _: web.Request) -> Any:
        meters = self._sandbox.quickbooks.throttle.meters
        return {"quickbooks": {realm: vars(meter) for realm, meter in meters.items()}}

    async def _list_quickbooks(self, request: web.Request) -> Any:
        bookkeeper = self._bookkeeper(request)
        kind = bookkeeper.kind(request.match_info["entity"])
        records = [record.data for record in bookkeeper.company.store(kind.name)]
        return {"total": len(records), "records": records}

    async def _change_quickbooks(self, request: web.Request) -> Any:
        bookkeeper = self._bookkeeper(request)
        kind = bookkeeper.kind(request.match_info["entity"])
        wanted = await body_object(request)
        members = wanted.get("set")
        if not isinstance(members, dict) or "id" not in wanted:
            raise BadRequest('send {"id": "…", "set": {…}}')
        change = bookkeeper.change_unchecked if wanted.get("unchecked") else bookkeeper.change
        return change(kind, str(wanted["id"]), members).data

    async def _create_quickbooks(self, request: web.Request) -> Any:
        bookkeeper = self._bookkeeper(request)
        return bookkeeper.create(bookkeeper.kind(request.match_info["entity"]), await body_object(request)).data

    async def _act_in_quickbooks(self, request: web.Request) -> Any:
        bookkeeper = self._bookkeeper(request)
        action = request.match_info["action"]
        if action not in actions:
            raise UnknownRecord(f"there is no action {action!r}; there are {', '.join(actions)}")
        amount = (await body_object(request)).get("amount")
        return bookkeeper.act(bookkeeper.kind(request.match_info["entity"]), request.match_info["id"], action,
                              None if amount is None else Decimal(str(amount)))

    async def _list_hubspot(self, request: web.Request) -> Any:
        records = self._sandbox.hubspot.snapshot(request.match_info["type"])
        return {"total": len(records), "records": records}

    async def _change_hubspot(self, request: web.Request) -> Any:
        wanted = await body_object(request)
        if not isinstance(wanted.get("set"), dict) or "id" not in wanted:
            raise BadRequest('send {"id": "…", "set": {…}}')
        self._sandbox.hubspot.edit(request.match_info["type"], str(wanted["id"]), wanted["set"])
        return {"id": str(wanted["id"])}

    async def _create_hubspot(self, request: web.Request) -> Any:
        return {"id": self._sandbox.hubspot.seed(request.match_info["type"], await body_object(request))}

    async def _delete_hubspot(self, request: web.Request) -> Any:
        self._sandbox.hubspot.delete(request.match_info["type"], request.match_info["id"])
        return {"id": request.match_info["id"], "archived": True}

    def _bookkeeper(self, request: web.Request) -> Bookkeeper:
        """Acts in the company named by ?company=, or in the first one."""
        realm = request.query.get("company", "")
        company: Company | None = self._sandbox.quickbooks.companies[0]
        if realm:
            company = self._sandbox.quickbooks.company(realm)
        if company is None:
            raise UnknownRecord(f"there is no company {realm!r}")
        return Bookkeeper(company, self._sandbox.clock.now())


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


def _whole(value: Any, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise BadRequest(f'"{name}" must be a whole number, not {json.dumps(str(value)[:40])}') from None
